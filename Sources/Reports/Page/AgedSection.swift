internal import Domain

extension ReportPage {
    private static let debtorsMax = 20

    /// How old the open debt is: a chart, a table and the largest debtors, each currency apart.
    static func aged(_ aged: AgedDebt, _ parts: PageParts) -> Markup {
        let content =
            aged.currencies.isEmpty
            ? parts.none(.agedNone)
            : .joined(aged.currencies.map { agedDebt(aged, $0, parts) })
                + link(to: .aged, parts)
        return parts.section("aged", .agedTitle, .agedLead, content)
    }

    private static func link(to table: ReportTable, _ parts: PageParts) -> Markup {
        let link = Markup.element("a", [("href", table.path)], text: table.path)
        return .line("p", [("class", "note")], .text(parts.words[.agedWhole] + " ") + link)
    }

    private static func agedDebt(_ aged: AgedDebt, _ currency: Currency, _ parts: PageParts) -> Markup {
        let heading =
            aged.currencies.count > 1 ? Markup.line("h3", text: currency.code) : Markup()
        return heading + Markup.block("figure", chart(aged, currency, parts).markup)
            + bands(aged, currency, parts) + debtors(aged, currency, parts)
    }

    /// The bars of the days overdue. Credits and debts without a due date are in the table only.
    static func chart(_ aged: AgedDebt, _ currency: Currency, _ parts: PageParts) -> BarChart {
        let words = parts.words
        let bars = AgeBand.byDays.map { band in
            let amount = aged.total(band, currency).amount
            return BarChart.Bar(
                label: words.word("band", band.rawValue), value: amount,
                valueText: words.money(Money(minorUnits: amount, currency: currency)))
        }
        let axis = ChartAxis(max: bars.map(\.value).max() ?? 0, exponent: currency.exponent)
        let scale = AxisScale(axis, currency)
        let title: Label = scale.isMillions ? .chartAxisMillions : .chartAxis
        return BarChart(
            id: "chart-\(currency.code)", title: words(.chartTitle, ["currency": currency.code]),
            axisTitle: words(title, ["currency": words.symbol(currency)]), axis: axis,
            ticks: (0...ChartAxis.steps).map { scale.tick($0, words) }, bars: bars)
    }

    private static func bands(_ aged: AgedDebt, _ currency: Currency, _ parts: PageParts) -> Markup {
        let words = parts.words
        func cells(_ title: String, _ total: BandTotal) -> [Markup] {
            [
                .text(title), parts.count(total.invoices),
                parts.money(Money(minorUnits: total.amount, currency: currency)),
            ]
        }
        let shown = AgeBand.allCases.filter {
            AgeBand.byDays.contains($0) || aged.total($0, currency).invoices > 0
        }
        return Table(
            caption: words(.agedCaption, ["currency": currency.code, "day": words.day(aged.asOf)]),
            shape: .figures,
            columns: [
                .text(words[.columnBand]), .number(words[.columnInvoices]),
                .number(words[.columnOutstanding]),
            ],
            rows: shown.map { cells(words.word("band", $0.rawValue), aged.total($0, currency)) },
            sums: cells(words[.sumAll], aged.open(currency))
        ).markup
    }

    private static func debtors(_ aged: AgedDebt, _ currency: Currency, _ parts: PageParts) -> Markup {
        let words = parts.words
        let largest = aged.largestDebtors(currency, max: debtorsMax)
        guard !largest.isEmpty else { return Markup() }
        func money(_ amount: Int64) -> Markup {
            parts.money(Money(minorUnits: amount, currency: currency))
        }
        func credits(_ debtor: DebtorTotal) -> Markup {
            debtor.credits.invoices > 0 ? money(debtor.credits.amount) : .text("\u{2013}")
        }
        let hasCredits = largest.contains { $0.credits.invoices > 0 }
        return Table(
            caption: words(
                .debtorsCaption, ["count": words.count(largest.count), "currency": currency.code]),
            shape: .cards,
            columns: [
                .text(words[.columnDebtor]), .number(words[.columnInvoices]),
                .number(words[.columnOutstanding]), .number(words[.columnOverdue]),
            ] + (hasCredits ? [.number(words[.columnCredits])] : []) + [
                .number(words[.columnDaysMax])
            ],
            rows: largest.map { debtor in
                [
                    .element("span", [("class", "name")], text: debtor.name),
                    parts.count(debtor.debt.invoices), money(debtor.debt.amount),
                    money(debtor.overdue.amount),
                ] + (hasCredits ? [credits(debtor)] : []) + [parts.count(debtor.overdueDaysMax)]
            }
        ).markup
    }
}
