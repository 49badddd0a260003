internal import Domain

extension ReportPage {
    /// The top of the page: whose night, which day, whether someone must look, and the figures of the night.
    static func masthead(_ report: NightReport, _ parts: PageParts) -> Markup {
        let words = parts.words
        var head = Markup.line("p", [("class", "brand")], text: words[.pageBrand])
        head += .line("h1", text: report.creditorName)
        let meta = Markup.text(words[.pageAsOf] + " ") + parts.day(report.asOf)
        let run = Markup.text(words[.pageRun] + " ") + parts.code(report.runId)
        head += .line(
            "p", [("class", "meta")], .element("span", meta) + Markup.text(" ") + Markup.element("span", run))
        head += answer(report, parts)
        head += figures(report, parts)
        return .block("header", head)
    }

    /// The first thing to know: does a person have to do something, and did the night lose anything?
    private static func answer(_ report: NightReport, _ parts: PageParts) -> Markup {
        let words = parts.words
        let waiting = report.toDo.total
        let conserved =
            report.controls.isConserved
            ? parts.chip(words[.answerConserved], .good) : parts.chip(words[.answerNotConserved], .bad)
        let sentence: Markup =
            waiting == 0
            ? .text(words[.answerNothing])
            : .element(
                "a", [("href", "#decide")],
                text: waiting == 1
                    ? words[.answerOne] : words(.answerMany, ["count": words.count(waiting)]))
        let tone = waiting == 0 && report.controls.isConserved ? "answer good" : "answer look"
        return .line("p", [("class", tone)], sentence + Markup.text(" ") + conserved)
    }

    private static func figures(_ report: NightReport, _ parts: PageParts) -> Markup {
        let words = parts.words
        let posted = report.matched.count(.auto) + report.matched.count(.decided)
        let suggested = words(.figureSuggested, ["count": words.count(report.matched.count(.suggested))])
        let files = words(.figureFiles, ["count": words.count(report.received.files.total)])
        let verified = words(
            .figureInvoices, ["count": words.count(report.verdicts.verified.total)])
        let held = words(.figureHeld, ["count": words.count(report.steps.held.total)])
        let tiles =
            [
                tile("received", .figureAdded, [parts.count(report.received.added)], files, parts),
                tile("matched", .figurePosted, [parts.count(posted)], suggested, parts),
            ] + debt(report.aged, parts) + [
                tile(
                    "verdicts", .figureVerified, report.verdicts.verifiedTotals.amounts.map(parts.money),
                    verified, parts),
                tile("steps", .figureSteps, [parts.count(report.steps.taken.total)], held, parts),
            ]
        let style = tiles.count > 6 ? "tiles many" : "tiles"
        return .block("dl", [("class", style)], .joined(tiles))
    }

    /// What is owed and what of it is overdue. Credits are a figure of their own: netted into the debt, they
    /// would make the part larger than the whole.
    private static func debt(_ aged: AgedDebt, _ parts: PageParts) -> [Markup] {
        let words = parts.words
        func amounts(_ total: (Currency) -> BandTotal) -> [Markup] {
            aged.currencies.map { parts.money(Money(minorUnits: total($0).amount, currency: $0)) }
        }
        func counted(_ label: Label, _ total: (Currency) -> BandTotal) -> String {
            let count = aged.currencies.reduce(0) { $0 + total($1).invoices }
            return words(label, ["count": words.count(count)])
        }
        let tiles = [
            tile("aged", .figureOpen, amounts(aged.debt), counted(.figureInvoices, aged.debt), parts),
            tile(
                "aged", .figureOverdue, amounts(aged.overdue), counted(.figureInvoices, aged.overdue), parts),
        ]
        guard aged.currencies.contains(where: { aged.credits($0).invoices > 0 }) else { return tiles }
        return tiles + [
            tile(
                "aged", .figureCredits, amounts(aged.credits), counted(.figureDocuments, aged.credits),
                parts),
            tile("aged", .figureNet, amounts(aged.open), words[.figureNetOf], parts),
        ]
    }

    private static func tile(
        _ section: String, _ label: Label, _ values: [Markup], _ note: String, _ parts: PageParts
    ) -> Markup {
        let link = Markup.element("a", [("href", "#\(section)")], text: parts.words[label])
        let figure = values.isEmpty ? Markup.text("\u{2013}") : parts.lines(values)
        return .line(
            "div",
            .element("dt", link) + Markup.element("dd", [("class", "figure")], figure)
                + Markup.element("dd", [("class", "aside")], text: note))
    }
}
