internal import Domain

extension ReportPage {
    /// What was done this night, and what was held back and why.
    static func steps(_ steps: StepsTaken, _ parts: PageParts) -> Markup {
        var content = totals(steps, parts) + taken(steps.taken, parts)
        content += parts.subheading(.heldTitle) + held(steps.held, parts)
        return parts.section("steps", .stepsTitle, .stepsLead, content)
    }

    private static func totals(_ steps: StepsTaken, _ parts: PageParts) -> Markup {
        let words = parts.words
        var rows: [[Markup]] = []
        for isWithdrawal in [true, false] {
            for kind in StepKind.allCases.reversed() {
                let total = steps.total(kind, withdrawn: isWithdrawal)
                guard total.count > 0 else { continue }
                rows.append([
                    name(kind, isWithdrawal: isWithdrawal, parts), parts.count(total.count),
                    parts.money(total),
                ])
            }
        }
        guard !rows.isEmpty else { return Markup() }
        return Table(
            caption: words[.stepTotalsCaption], shape: .figures,
            columns: [
                .text(words[.columnStep]), .number(words[.columnCount]), .number(words[.columnAmount]),
            ],
            rows: rows
        ).markup
    }

    private static func name(_ kind: StepKind, isWithdrawal: Bool, _ parts: PageParts) -> Markup {
        let words = parts.words
        guard isWithdrawal else { return .text(words.word("step", kind.rawValue)) }
        return parts.chip(words.word("withdrawal", kind.rawValue), .look)
    }

    private static func taken(_ taken: ShownRows<StepRow>, _ parts: PageParts) -> Markup {
        guard taken.total > 0 else { return parts.none(.stepsNone) }
        let words = parts.words
        let table = Table(
            caption: words[.stepsCaption], shape: .cards,
            columns: [
                .text(words[.columnCase]), .text(words[.columnStep]), .text(words[.columnDebtor]),
                .text(words[.columnInvoiceNumbers]), .number(words[.columnAmount]),
                .text(words[.columnDocument]),
            ],
            rows: taken.rows.map { step in
                let channel = Markup.element(
                    "span", [("class", "sub")], text: words.word("channel", step.channel.rawValue))
                return [
                    parts.number(step.caseReference),
                    name(step.kind, isWithdrawal: step.isWithdrawal, parts) + Markup.text(" ") + channel,
                    .element("span", [("class", "name")], text: step.customerName),
                    parts.numbers(step.invoiceNumbers), parts.money(step.amount),
                    step.documentPath.isEmpty ? .text("\u{2013}") : parts.document(step.documentPath),
                ]
            })
        return table.markup + parts.whole(taken, .steps)
    }

    private static func held(_ held: ShownRows<HeldRow>, _ parts: PageParts) -> Markup {
        guard held.total > 0 else { return parts.none(.heldNone) }
        let words = parts.words
        let table = Table(
            caption: words[.heldCaption], shape: .cards,
            columns: [
                .text(words[.columnInvoice]), .text(words[.columnDebtor]), .text(words[.columnStepNext]),
                .number(words[.columnAmount]), .text(words[.columnReason]),
            ],
            rows: held.rows.map { row in
                let reference = Markup.element("span", [("class", "sub")], text: row.caseReference)
                return [
                    parts.number(row.invoiceNumber) + Markup.text(" ") + reference,
                    .element("span", [("class", "name")], text: row.customerName),
                    .text(words.word("step", row.kind.rawValue)), parts.money(row.amount),
                    .text(words.reason(row.reason)),
                ]
            })
        return table.markup + parts.whole(held, .held)
    }
}
