import Domain
import Testing

@testable import Reports

@Suite("Aged debt and its chart")
struct AgedDebtTests {
    @Test(
        "A debt is overdue from the day after its due date",
        arguments: [
            (0, AgeBand.notDue), (-1, .notDue), (1, .days1To30), (30, .days1To30), (31, .days31To60),
            (60, .days31To60), (61, .days61To90), (90, .days61To90), (91, .days91To180), (180, .days91To180),
            (181, .days181To360), (360, .days181To360), (361, .over360), (9_999, .over360),
        ])
    func bands(days: Int, band: AgeBand) {
        let due = SampleNight.asOf.adding(days: -days)
        #expect(AgeBand(outstanding: 1, due: due, asOf: SampleNight.asOf) == band)
    }

    @Test("Credits and debts without a due date have bands of their own, and all bands sum to what is open")
    func conservation() throws {
        let aged = try SampleNight.aged()
        #expect(AgeBand(outstanding: -1, due: nil, asOf: SampleNight.asOf) == .credit)
        #expect(AgeBand(outstanding: 1, due: nil, asOf: SampleNight.asOf) == .noDueDate)
        let sum = AgeBand.allCases.reduce(0) { $0 + aged.total($1, .eur).amount }
        #expect(sum == SampleNight.items.reduce(0) { $0 + $1.outstanding })
        #expect(aged.open(.eur).amount == sum)
        #expect(aged.open(.eur).invoices == 9)
        let overdue = AgeBand.allCases.filter(\.isOverdue).reduce(0) { $0 + aged.total($1, .eur).amount }
        #expect(aged.overdue(.eur).amount == overdue)
        #expect(aged.debt(.eur).amount + aged.credits(.eur).amount == sum)
        #expect(aged.debt(.eur).invoices + aged.credits(.eur).invoices == 9)
    }

    @Test("What is overdue is never more than what is owed, however large the credits")
    func partOfTheWhole() throws {
        var aged = AgedDebt(asOf: SampleNight.asOf)
        try aged.add(SampleNight.item(1, "A", "Ana", due: "2026-01-01", cents: 100_00))
        try aged.add(SampleNight.item(2, "A", "Ana", due: nil, cents: -70_00))
        #expect(aged.open(.eur).amount == 30_00)
        #expect(aged.debt(.eur).amount == 100_00 && aged.overdue(.eur).amount == 100_00)
        let debtor = try #require(aged.largestDebtors(.eur, max: 1).first)
        #expect(debtor.debt.amount == 100_00 && debtor.overdue.amount == 100_00)
        #expect(debtor.credits.amount == -70_00)
        var report = NightReport(creditorName: "X", runId: "1", asOf: SampleNight.asOf, language: "es")
        report.aged = aged
        let page = String(decoding: ReportPage.render(report).bytes, as: UTF8.self)
        let tiles = page.split(separator: "<div><dt>").dropFirst()
        #expect(tiles.count == 8)
        for (label, amount) in [
            ("Deuda pendiente", "100,00"), ("De ella, vencida", "100,00"),
            ("Abonos por compensar", "\u{2212}70,00"), ("Saldo neto", "30,00"),
        ] { #expect(tiles.contains { $0.contains(label) && $0.contains(">\(amount)\u{A0}€<") }) }
        var plain = NightReport(creditorName: "X", runId: "1", asOf: SampleNight.asOf, language: "es")
        try plain.aged.add(SampleNight.item(1, "A", "Ana", due: "2026-01-01", cents: 100_00))
        #expect(!String(decoding: ReportPage.render(plain).bytes, as: UTF8.self).contains("Abonos"))
    }

    @Test("Currencies never add; the largest debtor comes first; an overflow is an error")
    func currencies() throws {
        var aged = try SampleNight.aged()
        let yen = try #require(Currency("JPY"))
        try aged.add(SampleNight.item(20, "K", "Kaisha", due: "2026-01-01", cents: .max, currency: yen))
        #expect(aged.currencies == [.eur, yen])
        #expect(aged.open(yen).amount == .max)
        #expect(aged.largestDebtors(.eur, max: 2).map(\.key) == ["B45495678", "A32982225"])
        #expect(throws: MoneyError.overflow) {
            try aged.add(SampleNight.item(21, "K", "Kaisha", due: "2026-01-01", cents: 1, currency: yen))
        }
    }

    @Test(
        "The axis ends at four round steps that hold the largest bar",
        arguments: [
            (0, 100), (1, 100), (400, 100), (401, 200), (31_812_50, 1_000_000), (84_000_00, 25_000_00),
            (40_000_00, 10_000_00), (40_000_01, 20_000_00), (200_000_01, 100_000_00),
            (Int64.max, 2_500_000_000_000_000_000),
        ] as [(Int64, UInt64)])
    func axis(max: Int64, step: UInt64) {
        let axis = ChartAxis(max: max, exponent: 2)
        #expect(axis.step == step)
        #expect(axis.end >= UInt64(max))
    }

    @Test("A bar is as long as its value, to a hundredth of a percent")
    func positions() {
        let axis = ChartAxis(max: 100_000_00, exponent: 2)
        #expect(axis.end == 100_000_00)
        #expect(axis.position(0) == 0)
        #expect(axis.position(-5) == 0)
        #expect(axis.position(100_000_00) == 10_000)
        #expect(axis.position(37_509_99) == 3_751)
        #expect(axis.position(.max) == 10_000)
        #expect(BarChart.percent(3_751) == "37.51%")
    }

    @Test("The chart says in words what it draws, in the reader's numbers")
    func chart() throws {
        let aged = try SampleNight.aged()
        let spanish = ReportPage.chart(aged, .eur, PageParts(words: Wording(language: "es")))
        #expect(spanish.ticks == ["0", "10.000", "20.000", "30.000", "40.000"])
        #expect(spanish.axisTitle == "Importe pendiente, en €")
        let svg = spanish.markup.html
        #expect(svg.contains("role=\"img\""))
        #expect(svg.contains("Sin vencer: 31.812,50\u{A0}€; 1–30 días: 14.200,75\u{A0}€;"))
        #expect(svg.contains("width=\"79.53%\""))
        let english = ReportPage.chart(aged, .eur, PageParts(words: Wording(language: "en")))
        #expect(english.ticks == ["0", "10,000", "20,000", "30,000", "40,000"])
        #expect(english.markup.html.contains("Not due: €31,812.50;"))
    }

    @Test("Large axes count in millions")
    func millions() throws {
        var aged = AgedDebt(asOf: SampleNight.asOf)
        try aged.add(SampleNight.item(1, "A", "A", due: "2026-01-01", cents: 900_000_000_00))
        let chart = ReportPage.chart(aged, .eur, PageParts(words: Wording(language: "es")))
        #expect(chart.ticks == ["0", "250", "500", "750", "1.000"])
        #expect(chart.axisTitle == "Importe pendiente, en millones de €")
        let axis = ChartAxis(max: 9_000_000_00, exponent: 2)
        let scale = AxisScale(axis, .eur)
        #expect(scale.tick(1, Wording(language: "es")) == "2,5")
    }
}
