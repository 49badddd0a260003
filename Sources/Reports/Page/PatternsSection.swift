internal import Domain

extension ReportPage {
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
