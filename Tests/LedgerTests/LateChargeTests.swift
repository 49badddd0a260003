import Domain
import Testing

@testable import Ledger

/// Interest and fixed sums in the journal: what letters demanded, and what agencies were told.
@Suite struct LateChargeTests {
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        var record = InvoiceRecord(
            number: "F1", issued: day("2026-01-01"), currency: .eur, payable: 100_000)
        record.buyer.taxId = "B12345674"
        try ledger.importing([.invoice(record)])
        return ledger
    }

    private let interest = ToldCharge(
        caseReference: "C-1.1", invoice: 1, reference: "I1-20260113", kind: .interest, amount: 751,
        terms: ToldCharge.Terms(
            base: 100_000, ratePercentHundredths: 1_015, from: day("2026-01-13"), to: day("2026-02-08")),
        legalBasis: "Ley 3/2004 art. 7.3")
    private let sum = ToldCharge(
        caseReference: "C-1.1", invoice: 1, reference: "F1", kind: .fixedSum, amount: 4_000, terms: nil,
        legalBasis: "Ley 3/2004 art. 8.1")

    @Test func whatIsWrittenIsRead() throws {
        let ledger = try ledger()
        let demanded = [
            DemandedCharge(documentSHA256: "ab", invoice: 1, kind: .interest, amount: 306),
            DemandedCharge(documentSHA256: "ab", invoice: 1, kind: .fixedSum, amount: 4_000),
        ]
        try ledger.store.write { writer in
            for charge in demanded { try writer.record(charge, run: ledger.run.id) }
            for charge in [interest, sum] { try writer.record(charge, batch: "B", run: ledger.run.id) }
        }
        #expect(try ledger.store.read { try $0.demandedCharges(of: 1) } == demanded)
        #expect(try ledger.store.read { try $0.demandedCharges(of: 2) } == [])
        #expect(try ledger.store.read { try $0.toldCharges() } == ["C-1.1": [interest, sum]])
    }

    /// The telling of a case says how much it was.
    @Test func theNewOfACaseHasItsCharges() throws {
        let ledger = try ledger()
        try ledger.store.write { writer in
            for (version, operation) in [(1, "NEW"), (2, "RCF")] {
                try writer.record(
                    CaseOperationFact(
                        batch: "B", caseReference: "C-1.1", version: version, operation: operation,
                        invoice: 1, amount: 100_000, balance: 100_000, reason: ""), run: ledger.run.id)
            }
            for charge in [interest, sum] { try writer.record(charge, batch: "B", run: ledger.run.id) }
        }
        let tellings = try ledger.store.read { try $0.caseTellings() }
        #expect(tellings.map(\.charges) == [4_751, 0])
    }

    @Test func theTablesAreSealedAndCannotBeChanged() throws {
        let ledger = try ledger()
        try ledger.store.write { writer in
            try writer.record(sum, batch: "B", run: ledger.run.id)
            try writer.record(
                DemandedCharge(documentSHA256: "ab", invoice: 1, kind: .fixedSum, amount: 4_000),
                run: ledger.run.id)
        }
        for table in ["demanded_charge", "told_charge"] {
            #expect(Schema.sealedTables.contains(table))
            #expect(throws: (any Error).self) {
                _ = try ledger.store.write { try $0.insertIgnoring("DELETE FROM \(table)") }
            }
        }
    }
}
