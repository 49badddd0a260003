internal import Domain

extension ReportPage {
    /// What waits for a person, most important first.
    static func decisions(_ toDo: ShownRows<ToDoRow>, _ parts: PageParts) -> Markup {
        let words = parts.words
        guard toDo.total > 0 else {
            return parts.section("decide", .decideTitle, .decideLead, parts.none(.decideNone))
        }
        let table = Table(
            caption: words[.decideCaption], shape: .cards,
            columns: [
                .text(words[.columnSubject]), .text(words[.columnMatter]), .text(words[.columnDetail]),
                .number(words[.columnAmount]), .text(words[.columnAction]),
            ],
            rows: toDo.rows.map { row in
                let day = row.day.map { Markup.element("span", [("class", "sub")], parts.day($0)) }
                return [
                    parts.number(row.subject) + Markup.text(" ") + (day ?? Markup()),
                    parts.chip(words.title(row), tone(row.kind)),
                    .text(words.detail(row)), row.amount.map(parts.money) ?? .text("\u{2013}"),
                    .text(words.action(row)),
                ]
            })
        return parts.section(
            "decide", .decideTitle, .decideLead, table.markup + parts.whole(toDo, .toDo))
    }

    private static func tone(_ kind: ToDoKind) -> PageParts.Tone {
        switch kind {
        case .chainBreak, .rejectedFile: .bad
        case .conflict, .challenge, .unsent, .agency: .look
        case .suggestion, .release: .plain
        }
    }
}
