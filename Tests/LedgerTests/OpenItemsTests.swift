import Domain
import Testing

@testable import Ledger

/// What stages ask of invoices, and the shorter lists that leave out what they do not need.
@Suite struct OpenItemsTests {
    private func invoice(
        _ number: String, _ payable: Int64, _ kind: InvoiceKind = .invoice, issued: String = "2026-01-01",
        corrects: String = "", name: String = "Uno S.L."
    ) -> SourceRecord {
        var record = InvoiceRecord(number: number, issued: day(issued), currency: .eur, payable: payable)
        record.kind = kind
        record.corrects = corrects
        record.buyer.taxId = "B12345674"
        record.buyer.name = name
        return .invoice(record)
    }

    private func pay(_ ledger: LedgerFixture, _ movement: Int64, _ invoice: Int64, _ amount: Int64) throws {
        try ledger.store.write {
            try $0.post(
                MatchDecision(
                    movement: movement, status: .auto, kind: .single, pattern: "test",
                    allocations: [Allocation(invoice: invoice, amount: amount)]), rules: "t",
                run: ledger.run.id)
        }
    }

    private func judged(_ ledger: LedgerFixture, everything: Bool = false) throws -> [OpenItem] {
        var items: [OpenItem] = []
        try ledger.store.read {
            try $0.judgedItems(asOf: day("2026-12-31"), everything: everything) { item, _ in
                items.append(item)
            }
        }
        return items
    }

    private func all(_ ledger: LedgerFixture) throws -> [OpenItem] {
        var items: [OpenItem] = []
        try ledger.store.read { try $0.openItems(asOf: day("2026-12-31")) { items.append($0) } }
        return items
    }

    @Test func whatIsSettledIsNotJudged() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100), invoice("F2", 50), invoice("F3", 70), invoice("F4", 10)])
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-06", opening: 0, [("2026-01-05", 100, "a"), ("2026-01-06", 60, "b")]))
        try pay(ledger, 1, 1, 100)
        try pay(ledger, 2, 2, 50)
        try pay(ledger, 2, 4, 10)
        let items = try all(ledger)
        #expect(items.map(\.outstanding) == [0, 0, 70, 0])
        #expect(try judged(ledger) == [items[2]])
        #expect(try judged(ledger, everything: true) == items)
        // Who was told of a debt must be told that it is paid.
        try ledger.store.write {
            try $0.record(
                StepFact(
                    caseReference: "C-1", invoice: 1, kind: .reminder, channel: .letter,
                    day: day("2026-02-01"), amount: 100, documentSHA256: "", documentPath: "",
                    run: ledger.run.id))
        }
        #expect(try judged(ledger) == [items[0], items[2]])
        // A replacement is in doubt by what was paid for the old invoice.
        try ledger.importing([invoice("S1", 0, .replacement, corrects: "F4")])
        #expect(try judged(ledger).map(\.number) == ["F1", "F3", "F4", "S1"])
        #expect(
            try ledger.store.read { try $0.corrections(asOf: day("2026-12-31")).map(\.number) } == [
                "F4", "S1",
            ])
    }

    @Test func theSumsAreThoseOfTheItems() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([
            invoice("F1", 100), invoice("F2", 50), invoice("F2", 55), invoice("F3", 70, issued: "2027-01-01"),
        ])
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-06", opening: 0, [("2026-01-05", 90, "a"), ("2026-01-06", -20, "b")]))
        try pay(ledger, 1, 1, 90)
        let sum = try all(ledger).reduce(0) { $0 + $1.outstanding }
        #expect(try ledger.store.read { try $0.outstandingSums(asOf: day("2026-12-31")) } == [.eur: sum])
        let controls = try #require(
            try ledger.store.read { try $0.controlSums(asOf: day("2026-12-31")).first })
        #expect(controls.entries == 70 && controls.allocatedEntries == 90)
        #expect(
            controls.payable - controls.allocatedInvoices - controls.writtenOff - controls.credited == sum)
        #expect(controls.allocatedInvoices == 90)
    }

    /// The newest document by its day, whatever the order in which documents came in.
    @Test func theNewestDocumentDescribesTheDebtor() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([
            invoice("F2", 1, issued: "2026-02-01", name: "New"),
            invoice("F1", 1, issued: "2026-01-01", name: "Old"),
            invoice("F3", 1, issued: "2026-01-15", name: "Middle"),
        ])
        let customers = try ledger.store.read { try $0.customers() }
        #expect(customers.count == 1 && customers.values.first?.party.name == "New")
    }

    @Test func anAllocationInAnotherCurrencyIsAViolation() throws {
        let ledger = try LedgerFixture()
        var dollars = InvoiceRecord(
            number: "F1", issued: day("2026-01-01"), currency: try #require(Currency("USD")), payable: 100)
        dollars.buyer.taxId = "B12345674"
        try ledger.importing([.invoice(dollars)])
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 60, "a")]))
        #expect(try ledger.audit().violations.isEmpty)
        try pay(ledger, 1, 1, 60)
        #expect(try ledger.audit().violations.contains { $0.contains("currency") })
    }

    /// While no row came since conservation was checked, it need not be checked again.
    @Test func theMarksMoveWithEveryRowThatConservationIsAbout() throws {
        let ledger = try LedgerFixture()
        func marks() throws -> ConservationMarks { try ledger.store.read { try $0.conservationMarks() } }
        var seen = [try marks()]
        try ledger.importing([invoice("F1", 100)])
        seen.append(try marks())
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 60, "a")]))
        seen.append(try marks())
        try pay(ledger, 1, 1, 60)
        seen.append(try marks())
        try ledger.store.write { try $0.replaceUnexplained([]) }
        #expect(try marks() == seen[3])
        for (earlier, later) in zip(seen, seen.dropFirst()) { #expect(earlier != later) }
    }
}
