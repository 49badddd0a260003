internal import Domain

extension ReportPage {
    /// What came in: the files, and what was wrong with them.
    static func received(_ received: ReceivedFiles, _ parts: PageParts) -> Markup {
        var content = files(received, parts)
        content += parts.subheading(.problemsTitle)
        content += problems(received, parts)
        return parts.section("received", .receivedTitle, .receivedLead, content)
    }

    private static func files(_ received: ReceivedFiles, _ parts: PageParts) -> Markup {
        guard received.files.total > 0 else { return parts.none(.receivedNone) }
        let words = parts.words
        let table = Table(
            caption: words[.receivedCaption], shape: .cards,
            columns: [
                .text(words[.columnFile]), .text(words[.columnFormat]), .number(words[.columnStatements]),
                .number(words[.columnEntries]), .number(words[.columnInvoices]),
                .number(words[.columnAdded]), .number(words[.columnKnown]), .number(words[.columnSetAside]),
                .text(words[.columnOutcome]),
            ],
            rows: received.files.rows.map { file(($0), parts) },
            sums: [.text(words[.sumAll]), Markup()]
                + [
                    received.statements, received.entries, received.invoices, received.added,
                    received.known, received.setAside,
                ].map(parts.count)
                + [.text(words(.receivedRefused, ["count": words.count(received.refused)]))])
        return table.markup + parts.whole(received.files, .files)
    }

    private static func file(_ file: ReceivedFile, _ parts: PageParts) -> [Markup] {
        let words = parts.words
        let digest = Markup.element("code", [("class", "sub")], text: String(file.sha256.prefix(12)))
        let outcome =
            file.isRefused
            ? parts.chip(words[.outcomeRefused], .bad)
            : file.setAside > 0
                ? parts.chip(words[.outcomePartial], .look) : parts.chip(words[.outcomeAccepted], .good)
        let counts = [
            file.statements, file.entries, file.invoices, file.added, file.known, file.setAside,
        ]
        let name = Markup.element("span", [("class", "name")], text: file.name)
        return [name + Markup.text(" ") + digest, parts.code(file.format)] + counts.map(parts.count) + [
            outcome
        ]
    }

    private static func problems(_ received: ReceivedFiles, _ parts: PageParts) -> Markup {
        guard received.problems.total > 0 else { return parts.none(.problemsNone) }
        let words = parts.words
        let summary = Problem.Severity.allCases.reversed().map { severity in
            let count = words.count(received.problemCount(severity))
            return "\(words.word("severity", severity.rawValue)): \(count)"
        }
        let table = Table(
            caption: words(.problemsCaption, ["summary": summary.joined(separator: " · ")]), shape: .cards,
            columns: [
                .text(words[.columnFile]), .text(words[.columnPlace]), .text(words[.columnSeverity]),
                .text(words[.columnProblem]), .text(words[.columnRemedy]),
            ],
            rows: received.problems.rows.map { problem($0, parts) })
        return table.markup + parts.whole(received.problems, .problems)
    }

    private static func problem(_ row: ProblemRow, _ parts: PageParts) -> [Markup] {
        let words = parts.words
        let severity = row.problem.severity
        let tone: PageParts.Tone =
            switch severity {
            case .refuse: .bad
            case .setAside: .look
            case .warn: .plain
            }
        let code = Markup.element("code", [("class", "sub")], text: row.problem.code.rawValue)
        return [
            .element("span", [("class", "name")], text: row.file), .text(words.place(row.problem.place)),
            parts.chip(words.word("severity", severity.rawValue), tone),
            .text(words.message(row.problem) + " ") + code, .text(words.remedy(row.problem)),
        ]
    }
}
