internal import Domain

extension ReportPage {
    /// What was matched and why; what a person must choose; what nothing explains.
    static func matched(_ matched: MatchingOutcome, _ parts: PageParts) -> Markup {
        var content = totals(matched, parts)
        content += parts.subheading(.postedTitle) + posted(matched.posted, parts)
        content += parts.subheading(.suggestedTitle) + suggestions(matched.suggested, parts)
        content += parts.subheading(.unexplainedTitle) + unexplained(matched, parts)
        content +=
            audited(matched.audited, parts) + ruled(matched.ruled, parts)
            + suspended(matched.suspended, parts)
        return parts.section("matched", .matchedTitle, .matchedLead, content)
    }

    private static func totals(_ matched: MatchingOutcome, _ parts: PageParts) -> Markup {
        let words = parts.words
        var rows: [[Markup]] = []
        for status in [MatchDecision.Status.auto, .decided, .suggested] {
            for kind in MatchDecision.Kind.allCases {
                let total = matched.totals(status, kind)
                guard total.count > 0 else { continue }
                rows.append([
                    .text(words.word("kind", kind.rawValue) + " ") + chip(status, parts),
                    parts.count(total.count), parts.money(total),
                ])
            }
        }
        guard !rows.isEmpty else { return parts.none(.matchedNone) }
        return Table(
            caption: words[.matchedCaption], shape: .figures,
            columns: [
                .text(words[.columnKind]), .number(words[.columnMovements]), .number(words[.columnAmount]),
            ],
            rows: rows
        ).markup
    }

    private static func chip(_ status: MatchDecision.Status, _ parts: PageParts) -> Markup {
        parts.chip(parts.words.word("status", status.rawValue), status == .suggested ? .look : .good)
    }

    private static func posted(_ posted: ShownRows<PostedMatch>, _ parts: PageParts) -> Markup {
        guard posted.total > 0 else { return parts.none(.postedNone) }
        let words = parts.words
        let table = Table(
            caption: words[.postedCaption], shape: .cards,
            columns: [
                .text(words[.columnReference]), .text(words[.columnDay]), .number(words[.columnAmount]),
                .text(words[.columnInvoiceNumbers]), .text(words[.columnEvidence]),
            ],
            rows: posted.rows.map { match in
                [
                    parts.number(match.payment.reference), parts.day(match.payment.day),
                    parts.money(match.payment.amount), parts.numbers(match.invoiceNumbers),
                    evidence(match.evidence, parts) + pattern(match.pattern, parts),
                ]
            })
        return table.markup + parts.whole(posted, .matches)
    }

    static func evidence(_ evidence: [Evidence], _ parts: PageParts) -> Markup {
        guard !evidence.isEmpty else { return Markup() }
        return parts.list(evidence.map { .text(EvidenceText.text($0, parts.words)) }, "why")
    }

    /// A pattern in words, with its code for who looks it up in `matches.csv`.
    static func pattern(_ pattern: String, _ parts: PageParts) -> Markup {
        let text = PatternText.text(pattern, parts.words)
        let code: [Markup.Attribute] = text == pattern ? [] : [("title", pattern)]
        return .element("span", [("class", "sub")] + code, text: text)
    }

    private static func unexplained(_ matched: MatchingOutcome, _ parts: PageParts) -> Markup {
        guard matched.unexplained.total > 0 else { return parts.none(.unexplainedNone) }
        let words = parts.words
        let table = Table(
            caption: words[.unexplainedCaption], shape: .cards,
            columns: [
                .text(words[.columnReference]), .text(words[.columnDay]), .number(words[.columnAmount]),
                .text(words[.columnCustomers]),
            ],
            rows: matched.unexplained.rows.map { row in
                let customers =
                    row.customers.isEmpty
                    ? Markup.element("span", [("class", "quiet")], text: words[.unexplainedNobody])
                    : parts.numbers(row.customers)
                return [
                    parts.number(row.payment.reference), parts.day(row.payment.day),
                    parts.money(row.payment.amount), customers,
                ]
            },
            sums: [
                .text(words(.sumMovements, ["count": words.count(matched.unexplained.total)])), Markup(),
                parts.money(matched.unexplainedTotals), Markup(),
            ])
        return table.markup + parts.whole(matched.unexplained, .unexplained)
    }
}
