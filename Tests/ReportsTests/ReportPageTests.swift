import Domain
import Testing

@testable import Reports

@Suite("The nightly page")
struct ReportPageTests {
    private func html(_ report: NightReport) -> String {
        String(decoding: ReportPage.render(report).bytes, as: UTF8.self)
    }

    @Test("One small night, word for word")
    func goldenNight() throws {
        let page = ReportPage.render(try SampleNight.report())
        #expect(page.path == "report.html")
        try Golden.expect(page.bytes, "night.html")
    }

    @Test("Every section stands in both languages, and no label shows its key", arguments: ["es", "en"])
    func sections(language: String) throws {
        let page = html(try SampleNight.report(language: language))
        #expect(page.contains("<html lang=\"\(language)\">"))
        for id in ["received", "matched", "aged", "verdicts", "steps", "decide", "controls"] {
            #expect(page.contains("<section id=\"\(id)\""))
        }
        for label in Label.allCases { #expect(!page.contains(">\(label.rawValue)<")) }
        #expect(!page.contains("{count}"))
    }

    @Test("A night in which nothing happened says so in every section")
    func emptyNight() throws {
        let words = Wording(language: "en")
        let page = html(
            NightReport(creditorName: "Nobody", runId: "1", asOf: SampleNight.asOf, language: "en"))
        let sayings: [Label] = [
            .answerNothing, .receivedNone, .problemsNone, .matchedNone, .postedNone, .suggestedNone,
            .unexplainedNone, .agedNone, .verdictsNone, .stepsNone, .heldNone, .decideNone,
        ]
        for saying in sayings { #expect(page.contains(words[saying])) }
        #expect(!page.contains("<table"))
    }

    @Test("Nothing is loaded from elsewhere and nothing runs")
    func selfContained() throws {
        let page = html(try SampleNight.report())
        for forbidden in [
            "<script", "<link", "<img", "<iframe", "http://", "https://", "url(", "@import", " src=",
            "javascript:", " onclick",
        ] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("default-src 'none'") || page.contains("default-src &#39;none&#39;"))
    }

    @Test("Every table has a caption, headings with a scope and right-aligned figures")
    func tables() throws {
        let page = html(try SampleNight.report())
        let tables = page.split(separator: "<table ").dropFirst()
        #expect(tables.count >= 12)
        for table in tables {
            #expect(table.contains("<caption>"))
            #expect(table.contains("scope=\"col\""))
            #expect(table.contains("scope=\"row\""))
            if table.contains("class=\"figures\"") { #expect(table.contains("class=\"n\"")) }
        }
        // No amount stands in a cell of a table of figures but right-aligned.
        let cells = page.split(separator: "<td ").dropFirst().compactMap {
            $0.split(separator: "</td>").first
        }
        let amounts = cells.filter { $0.hasSuffix("\u{A0}€") || $0.hasSuffix("\u{A0}€</span>") }
        #expect(amounts.count > 40)
        for cell in amounts where cell.first != nil {
            #expect(cell.contains("class=\"n\"") || cell.contains("data-label=\"Qué ha pasado\""), "\(cell)")
        }
    }

    @Test("The same report is the same bytes, whatever the order its rows came in")
    func deterministic() throws {
        let first = ReportPage.render(try SampleNight.report())
        var again = try SampleNight.report()
        again.toDo = ShownRows(SampleNight.toDo.reversed())
        again.aged = AgedDebt(asOf: SampleNight.asOf)
        for item in SampleNight.items.reversed() { try again.aged.add(item) }
        #expect(ReportPage.render(again) == first)
    }

    @Test("What waits is told at the top, most important first below")
    func decisions() throws {
        let page = html(try SampleNight.report())
        #expect(page.contains("5 asuntos esperan su decisión"))
        let section = try #require(page.split(separator: "<section id=\"decide\"").last)
        let order = [
            "extractos que no encadenan", "archivo rechazado", "movimientos que quizá se repiten",
            "propuesta por decidir", "paso por autorizar",
        ]
        let places = order.map { section.firstRange(of: $0)?.lowerBound }
        #expect(!places.contains(nil))
        #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
    }

    @Test("A pattern stands in words, its code in the title")
    func patterns() throws {
        let page = html(try SampleNight.report())
        #expect(
            page.contains(
                "title=\"number+sum+payer\">número de factura, importe exacto, paga el cliente</span>"))
        #expect(!page.contains(">number+sum+payer<"))
    }

    @Test("A broken conservation law is not called reconciled")
    func broken() throws {
        var report = try SampleNight.report()
        report.controls.entries[0].unallocated += 1
        let page = html(report)
        #expect(page.contains("Los totales no cuadran"))
        #expect(page.contains("\u{2212}0,01\u{A0}€"))
        report.controls.entries[0].entries = .min
        #expect(html(report).contains("demasiado grande"))
    }
}
