public import Domain

extension CourtFile {
    /// The statement of account (extracto de cuenta) of the claimed invoices, as a page.
    ///
    /// - Parameter path: under the folder.
    public func statement(path: String) -> OutputFile {
        let words = CourtWords.of(language)
        var page = CourtMarkup(
            title: "\(words(.statement)) · \(debtor.party.name)", language: words.language)
        page.heading(1, words(.statement))
        page.paragraph(
            words(
                .statementText,
                ["debtor": debtor.party.name, "creditor": creditor.name, "day": words.day(asOf)]))
        func money(_ amount: Int64) -> String { words.money(amount, currency) }
        var rows: [[String]] = []
        for debt in debts {
            var balance = debt.payable
            rows.append(
                [
                    words.day(debt.issued), "\(words(.invoice)) \(debt.number)", money(debt.payable),
                    money(balance),
                ])
            for movement in debt.movements {
                balance -= movement.amount
                rows.append(
                    [
                        words.day(movement.day), words.text(movement), money(-movement.amount),
                        money(balance),
                    ])
            }
        }
        rows.append([words.day(asOf), words(.total), "", money(principal)])
        page.table(
            [words(.day), words(.movement), words(.amount), words(.balance)], amounts: [2, 3], rows,
            lastIsSum: true)
        return OutputFile(path: path, text: page.text)
    }
}

extension CourtWords {
    fileprivate func text(_ movement: CourtMovement) -> String {
        switch movement.kind {
        case .payment: self(.movementPayment, ["reference": movement.reference])
        case .credit: self(.movementCredit, ["reference": movement.reference])
        case .other: self(.movementOther)
        }
    }
}

/// A page that needs nothing from outside and prints on A4.
struct CourtMarkup {
    private var body = ""
    private let title: String
    private let language: String

    init(title: String, language: String) {
        self.title = title
        self.language = language
    }

    var text: String {
        "<!DOCTYPE html>\n<html lang=\"\(escaped(language))\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<title>\(escaped(title))</title>\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<style>\n\(Self.style)</style>\n</head>\n<body>\n<main>\n\(body)</main>\n</body>\n</html>\n"
    }

    mutating func heading(_ level: Int, _ text: String) {
        body += "<h\(level)>\(escaped(text))</h\(level)>\n"
    }

    mutating func paragraph(_ text: String) { body += "<p>\(escaped(text))</p>\n" }

    mutating func list(_ texts: [String], empty: String) {
        guard !texts.isEmpty else {
            if !empty.isEmpty { paragraph(empty) }
            return
        }
        body += "<ul>\n" + texts.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
    }

    /// - Parameter amounts: columns that stand at the right.
    mutating func table(_ titles: [String], amounts: Set<Int>, _ rows: [[String]], lastIsSum: Bool = false) {
        func cells(_ texts: [String], _ tag: String) -> String {
            texts.enumerated().map { column, text in
                "<\(tag)\(amounts.contains(column) ? " class=\"amount\"" : "")>\(escaped(text))</\(tag)>"
            }.joined()
        }
        body += "<table>\n<thead>\n<tr>\(cells(titles, "th"))</tr>\n</thead>\n<tbody>\n"
        for (position, row) in rows.enumerated() {
            let isSum = lastIsSum && position == rows.count - 1
            body += "<tr\(isSum ? " class=\"total\"" : "")>\(cells(row, "td"))</tr>\n"
        }
        body += "</tbody>\n</table>\n"
    }

    /// Files with links; their paths hold letters, digits, hyphens and slashes only.
    mutating func documents(
        _ titles: [String],
        _ rows: [(path: String, title: String, kind: String, sha256: String, note: String)]
    ) {
        body += "<table>\n<thead>\n<tr>" + titles.map { "<th>\(escaped($0))</th>" }.joined()
        body += "</tr>\n</thead>\n<tbody>\n"
        for row in rows {
            body += "<tr><td><a href=\"\(escaped(row.path))\">\(escaped(row.title))</a>"
            body += row.note.isEmpty ? "" : "<br><span class=\"note\">\(escaped(row.note))</span>"
            body +=
                "</td><td>\(escaped(row.kind))</td><td class=\"digest\">\(escaped(row.sha256))</td></tr>\n"
        }
        body += "</tbody>\n</table>\n"
    }

    private func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    private static let style = """
        @page { size: A4; margin: 18mm 16mm; }
        body { font-family: Arial, Helvetica, sans-serif; font-size: 14px; line-height: 1.4; color: #1d2430; }
        main { max-width: 1000px; margin: 0 auto; }
        h1 { font-size: 22px; } h2 { font-size: 17px; margin-top: 26px; } h3 { font-size: 14px; }
        table { border-collapse: collapse; width: 100%; margin: 10px 0; }
        th, td { padding: 4px 8px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid #c9d1da; }
        .amount { text-align: right; white-space: nowrap; }
        .total td { font-weight: bold; }
        .digest, .note { font-family: monospace; font-size: 11px; overflow-wrap: anywhere; }

        """
}
