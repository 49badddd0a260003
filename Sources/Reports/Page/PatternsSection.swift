internal import Domain

extension ReportPage {
    /// What was posted alone by each pattern, and what persons found of those they looked at.
    static func audited(_ patterns: [AuditedPattern], _ parts: PageParts) -> Markup {
        guard !patterns.isEmpty else { return Markup() }
        let words = parts.words
        let table = Table(
            caption: words[.auditCaption], shape: .figures,
            columns: [
                .text(words[.columnPattern]), .number(words[.columnPosted]), .number(words[.columnAudited]),
                .number(words[.columnConfirmed]), .number(words[.columnWrong]),
                .number(words[.columnWaiting]), .number(words[.columnBound]),
            ],
            rows: patterns.map { one in
                [
                    pattern(one.pattern, parts), parts.count(one.posted), parts.count(one.audited),
                    parts.count(one.confirmed), parts.count(one.wrong), parts.count(one.waiting),
                    one.bound.map(parts.count) ?? .text("\u{2013}"),
                ]
            })
        let link = Markup.element(
            "a", [("href", ReportTable.patterns.path)], text: ReportTable.patterns.path)
        return parts.subheading(.auditTitle) + table.markup + .line("p", [("class", "note")], link)
    }

    /// What the accountant's rules decided; nothing where there are none.
    static func ruled(_ ruled: ShownRows<RuledRow>, _ parts: PageParts) -> Markup {
        guard ruled.total > 0 else { return Markup() }
        let words = parts.words
        let table = Table(
            caption: words[.ruledCaption], shape: .cards,
            columns: [
                .text(words[.columnReference]), .text(words[.columnDay]), .number(words[.columnAmount]),
                .text(words[.columnRule]), .text(words[.columnOutcome]),
            ],
            rows: ruled.rows.map { row in
                [
                    parts.number(row.payment.reference), parts.day(row.payment.day),
                    parts.money(row.payment.amount), .text(words(.ruledBy, ["rule": row.rule])),
                    .text(words.word("rule", row.outcome.rawValue)),
                ]
            })
        return parts.subheading(.ruledTitle) + table.markup + parts.whole(ruled, .ruled)
    }

    /// The patterns that a person's reversal suspended; nothing where none is.
    static func suspended(_ patterns: [SuspendedPattern], _ parts: PageParts) -> Markup {
        guard !patterns.isEmpty else { return Markup() }
        let words = parts.words
        let table = Table(
            caption: words[.suspendedCaption], shape: .cards,
            columns: [
                .text(words[.columnPattern]), .text(words[.columnSince]), .text(words[.columnLifted]),
            ],
            rows: patterns.map { one in
                [
                    pattern(one.pattern, parts), parts.day(one.since),
                    .text(words(.suspendedMissing, ["count": words.count(one.missing)])),
                ]
            })
        return parts.subheading(.suspendedTitle) + table.markup
    }
}
