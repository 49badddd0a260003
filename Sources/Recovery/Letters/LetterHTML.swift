/// Writes a letter as an HTML page that needs nothing from outside.
enum LetterHTML {
    /// The page to print on A4: the address stands in the window of a DL or C5 envelope.
    static func page(_ letter: LetterDocument, style: String) -> String {
        let print = "@page { @bottom-right { content: \(pageCounter(letter.pageCount)); } }\n"
        return head(letter, style: style + print)
            + "<body data-case=\"\(escaped(letter.caseLine))\">\n<header>\n"
            + "<div class=\"fold first\"></div><div class=\"fold second\"></div>\n"
            + "<div class=\"sender\"><div class=\"creditor\">\n"
            + "<p class=\"name\">\(escaped(letter.creditor.name))</p>\n"
            + lines([letter.creditor.address, letter.creditor.details].map { $0.joined(separator: " · ") })
            + "</div></div>\n<div class=\"meta\">\n" + lines([letter.day])
            + "<p class=\"case\">\(escaped(letter.caseLine))</p>\n" + lines(letter.customer.details)
            + "</div>\n<div class=\"addressee\">\n<p class=\"name\">\(escaped(letter.customer.name))</p>\n"
            + lines(letter.customer.address) + "</div>\n</header>\n" + body(letter) + "</body>\n</html>\n"
    }

    /// The same as the body of an e-mail: no window, no pages.
    static func mail(_ letter: LetterDocument) -> String {
        head(letter, style: mailStyle) + "<body>\n"
            + letter.heading.map { "<p class=\"small\">\(escaped($0))</p>\n" }.joined() + body(letter)
            + "</body>\n</html>\n"
    }

    private static func head(_ letter: LetterDocument, style: String) -> String {
        "<!DOCTYPE html>\n<html lang=\"\(escaped(letter.language))\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<title>\(escaped(letter.title)) · \(escaped(letter.creditor.name))</title>\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<style>\n\(style)</style>\n</head>\n"
    }

    private static func body(_ letter: LetterDocument) -> String {
        "<main>\n<h1>\(escaped(letter.title))</h1>\n" + blocks(letter.blocks)
            + "<div class=\"signature\">\n<p>\(escaped(letter.regards))</p>\n"
            + lines(letter.signature) + "</div>\n</main>\n<footer>\n<p>\(escaped(letter.privacy))</p>\n"
            + "</footer>\n"
    }

    /// What leads to a table or to where to pay stays on its page.
    private static func blocks(_ blocks: [LetterBlock]) -> String {
        zip(blocks, blocks.dropFirst().map(Optional.some) + [nil]).map { block, next in
            switch next {
            case .table, .payment, .quotation: self.block(block, isLead: true)
            case .heading, .paragraph, nil: self.block(block, isLead: false)
            }
        }.joined()
    }

    private static func block(_ block: LetterBlock, isLead: Bool) -> String {
        switch block {
        case .heading(let text): "<h2>\(escaped(text))</h2>\n"
        case .paragraph(let text): "<p\(isLead ? " class=\"lead\"" : "")>\(escaped(text))</p>\n"
        case .quotation(let texts, let language):
            "<blockquote lang=\"\(escaped(language))\">\n" + lines(texts) + "</blockquote>\n"
        case .table(let table): self.table(table)
        case .payment(let lines):
            "<div class=\"payment\">\n<table>\n"
                + lines.map { line in
                    "<tr><th scope=\"row\">\(escaped(line.label))</th>"
                        + "<td\(line.isCode ? " class=\"code\"" : "")>\(escaped(line.value))</td></tr>\n"
                }.joined() + "</table>\n</div>\n"
        }
    }

    private static func table(_ table: LetterTable) -> String {
        func tag(_ column: LetterTable.Column) -> String { column.isAmount ? " class=\"amount\"" : "" }
        var output = "<table class=\"list\">\n<thead>\n<tr>"
        for column in table.columns {
            output += "<th scope=\"col\"\(tag(column))>\(escaped(column.title))</th>"
        }
        output += "</tr>\n</thead>\n<tbody>\n"
        for row in table.rows {
            output += "<tr>"
            for (position, (column, cell)) in zip(table.columns, row.cells).enumerated() {
                let note = position == 0 && !row.note.isEmpty
                output += "<td\(tag(column))>\(escaped(cell))"
                output += note ? "<br><span class=\"note\">\(escaped(row.note))</span></td>" : "</td>"
            }
            output += "</tr>\n"
        }
        // Sums are rows of their own body: a table foot would be repeated on every page.
        output += "</tbody>\n<tbody class=\"sums\">\n"
        for (position, line) in table.sums.enumerated() {
            let isLast = position == table.sums.count - 1
            output += "<tr\(isLast ? " class=\"total\"" : "")><th scope=\"row\" colspan=\""
            output += "\(table.columns.count - 1)\">\(escaped(line.label))</th>"
            output += "<td class=\"amount\">\(escaped(line.value))</td></tr>\n"
        }
        return output + "</tbody>\n</table>\n"
    }

    private static func lines(_ texts: [String]) -> String {
        texts.map { "<p>\(escaped($0))</p>\n" }.joined()
    }

    private static func escaped(_ text: String) -> String { HTMLText.escaped(text) }

    /// `Página {page} de {pages}` as a CSS value: only letters and blanks of our own tables stand in it.
    private static func pageCounter(_ text: String) -> String {
        var output = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            output += "\"\(quotable(rest[..<open]))\" "
            output += rest[open...].hasPrefix("{pages}") ? "counter(pages) " : "counter(page) "
            rest = rest[rest.index(after: close)...]
        }
        return output + "\"\(quotable(rest))\""
    }

    private static func quotable(_ text: Substring) -> String {
        String(text.filter { $0.isLetter || $0 == " " || $0 == "." || $0 == "/" })
    }

    /// Mail programs know little style: no grid, no page.
    private static let mailStyle = """
        body { font-family: Arial, Helvetica, sans-serif; font-size: 15px; line-height: 1.45; color: #1d2430; }
        main, footer { max-width: 640px; }
        h1 { font-size: 19px; } h2 { font-size: 16px; }
        table { border-collapse: collapse; margin: 12px 0; }
        th, td { padding: 4px 10px 4px 0; text-align: left; vertical-align: top; }
        .list th, .list td { border-bottom: 1px solid #c9d1da; }
        .amount { text-align: right; white-space: nowrap; }
        .payment td, .total td { font-weight: bold; }
        .small, .note, footer { font-size: 12px; color: #525c69; }
        .signature p, .small { margin: 0; }

        """
}

/// Text made safe for HTML, in elements and in quoted attributes.
enum HTMLText {
    /// Markup characters become entities. Control characters and those that reverse the reading direction are
    /// dropped: they could make a letter show another amount or name than it holds.
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            default:
                if let shown = ShownText.scalar(scalar) { output.unicodeScalars.append(shown) }
            }
        }
        return output
    }
}

/// What of a text people may see.
enum ShownText {
    /// The text on one line, without characters that hide or turn others.
    static func line(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { if let shown = Self.scalar(scalar) { output.append(shown) } }
        return String(output)
    }

    /// A blank for a line end, `nil` for what must not be shown.
    static func scalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        case "\t", "\n", "\r", "\u{2028}", "\u{2029}": " "
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
            "\u{2066}"..."\u{2069}", "\u{FEFF}":
            nil
        default: scalar
        }
    }
}
