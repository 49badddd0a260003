internal import Domain

extension ReportPage {
    /// Proposals shown of one payment; the rest stands in `matches.csv`.
    private static let proposalsMax = 5

    /// The payments that wait for a person, each folded behind its first proposal.
    static func suggestions(_ suggested: ShownRows<SuggestedMatch>, _ parts: PageParts) -> Markup {
        guard suggested.total > 0 else { return parts.none(.suggestedNone) }
        let blocks = suggested.rows.map { suggestion($0, parts) }
        return .block("div", [("class", "folds")], .joined(blocks)) + parts.whole(suggested, .matches)
    }

    private static func suggestion(_ match: SuggestedMatch, _ parts: PageParts) -> Markup {
        let words = parts.words
        var title = Markup.element("span", [("class", "amount")], parts.money(match.payment.amount))
        title += .text(" ") + parts.day(match.payment.day) + Markup.text(" ")
        title += parts.number(match.payment.reference) + Markup.text(" ")
        if let first = match.proposals.first {
            let veto = first.vetoes.first.map { ": " + words.reason($0) } ?? ""
            title += .element(
                "span", [("class", "hint")],
                .text(words[.suggestedFirst] + " ") + parts.numbers(first.invoiceNumbers) + Markup.text(veto))
        }
        var items = match.proposals.prefix(proposalsMax).map { proposal($0, parts) }
        if match.proposals.count > proposalsMax {
            let rest = words.count(match.proposals.count - proposalsMax)
            items.append(.line("li", [("class", "more")], text: words(.numbersMore, ["count": rest])))
        }
        let list = Markup.block("ol", .joined(items))
        return .block("details", .line("summary", title) + list)
    }

    private static func proposal(_ proposal: MatchProposal, _ parts: PageParts) -> Markup {
        let words = parts.words
        var item = Markup.element("strong", parts.numbers(proposal.invoiceNumbers))
        item += .text(" · ") + parts.money(proposal.amount)
        item += .text(" · " + words.word("kind", proposal.kind.rawValue) + " ")
        item += pattern(proposal.pattern, parts)
        item += evidence(proposal.evidence, parts)
        if !proposal.vetoes.isEmpty {
            item += .element("p", [("class", "veto")], text: words[.suggestedBecause])
            item += parts.list(proposal.vetoes.map { .text(words.reason($0)) }, "against")
        }
        return .line("li", [("value", String(proposal.rank))], item)
    }
}
