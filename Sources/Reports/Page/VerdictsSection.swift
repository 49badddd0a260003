internal import Domain

extension ReportPage {
    /// Groups of what is missing that the page shows; `verdicts.csv` has every line.
    private static let groupsShownMax = 50

    /// Which debts are verified, with their evidence, and what the others lack.
    static func verdicts(_ verdicts: VerdictOutcome, asOf: Day, _ parts: PageParts) -> Markup {
        guard verdicts.verified.total + verdicts.notVerified > 0 else {
            return parts.section("verdicts", .verdictsTitle, .verdictsLead, parts.none(.verdictsNone))
        }
        var content = counts(verdicts, parts)
        content += conditions(verdicts, parts)
        content += parts.subheading(.verifiedTitle) + verified(verdicts.verified, asOf: asOf, parts)
        content += parts.subheading(.missingTitle) + missing(verdicts, parts)
        return parts.section("verdicts", .verdictsTitle, .verdictsLead, content)
    }

    private static func counts(_ verdicts: VerdictOutcome, _ parts: PageParts) -> Markup {
        let words = parts.words
        let sentence = words(
            .verdictsCounts,
            [
                "verified": words.count(verdicts.verified.total),
                "open": words.count(verdicts.notVerified),
            ])
        let amounts = verdicts.verifiedTotals.amounts.map(words.money).joined(separator: ", ")
        let total = amounts.isEmpty ? "" : " " + words(.verdictsAmount, ["amount": amounts])
        return .line("p", text: sentence + total)
    }

    private static func conditions(_ verdicts: VerdictOutcome, _ parts: PageParts) -> Markup {
        let words = parts.words
        return Table(
            caption: words[.conditionsCaption], shape: .cards,
            columns: [
                .text(words[.columnCondition]), .number(words.word("outcome", "passed")),
                .number(words.word("outcome", "failed")), .number(words.word("outcome", "unknown")),
            ],
            rows: Condition.allCases.map { condition in
                [.text(words.word("condition", condition.rawValue))]
                    + [.passed, .failed, .unknown].map { parts.count(verdicts.count(condition, $0)) }
            }
        ).markup
    }

    private static func verified(
        _ verified: ShownRows<VerifiedDebt>, asOf: Day, _ parts: PageParts
    ) -> Markup {
        guard verified.total > 0 else { return parts.none(.verifiedNone) }
        let words = parts.words
        let table = Table(
            caption: words[.verifiedCaption], shape: .cards,
            columns: [
                .text(words[.columnInvoice]), .text(words[.columnDebtor]), .text(words[.columnDue]),
                .number(words[.columnDays]), .number(words[.columnOutstanding]),
            ],
            rows: verified.rows.map { debt in
                [
                    parts.number(debt.invoiceNumber),
                    .element("span", [("class", "name")], text: debt.customerName), parts.day(debt.due),
                    parts.count(max(0, asOf.days(since: debt.due))), parts.money(debt.amount),
                ]
            },
            footnotes: verified.rows.map { proof($0.results, parts) })
        return table.markup + parts.whole(verified, .verdicts)
    }

    private static func proof(_ results: [ConditionResult], _ parts: PageParts) -> Markup {
        let words = parts.words
        let summary = Markup.element(
            "summary", text: words(.verifiedProofs, ["count": words.count(results.count)]))
        let lines = results.map { result in
            Markup.element("dt", text: words.word("condition", result.condition.rawValue))
                + Markup.element("dd", text: result.evidence.isEmpty ? "\u{2013}" : result.evidence)
        }
        return .element("details", summary + Markup.element("dl", [("class", "proof")], .joined(lines)))
    }

    private static func missing(_ verdicts: VerdictOutcome, _ parts: PageParts) -> Markup {
        let words = parts.words
        let groups = verdicts.missing
        guard !groups.isEmpty else { return parts.none(.missingNone) }
        let table = Table(
            caption: words[.missingCaption], shape: .cards,
            columns: [
                .text(words[.columnMissing]), .text(words[.columnCondition]),
                .text(words[.columnOutcome]), .number(words[.columnInvoices]),
            ],
            rows: groups.prefix(groupsShownMax).map { group, invoices in
                let text = group.text.isEmpty ? "\u{2013}" : words.reason(group.text)
                let tone: PageParts.Tone = group.outcome == .failed ? .bad : .look
                return [
                    .text(text), .text(words.word("condition", group.condition.rawValue)),
                    parts.chip(words.word("outcome", group.outcome.rawValue), tone), parts.count(invoices),
                ]
            })
        let hidden = groups.dropFirst(groupsShownMax).reduce(verdicts.missingElsewhere) { $0 + $1.invoices }
        guard hidden > 0 else { return table.markup }
        let note = words(.missingCut, ["count": words.count(hidden)])
        let link = Markup.element(
            "a", [("href", ReportTable.verdicts.path)], text: ReportTable.verdicts.path)
        return table.markup + Markup.line("p", [("class", "note")], .text(note + " ") + link)
    }
}
