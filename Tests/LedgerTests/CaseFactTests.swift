import Domain
import Testing

@testable import Ledger

/// Facts of cases in the ledger: every kind stored and read back, sealed, taken back, and what they are about.
@Suite struct CaseFactTests {
    private func invoice(
        _ number: String, _ taxId: String, payable: Int64 = 10_000, issued: String = "2026-01-10"
    ) -> SourceRecord {
        var record = InvoiceRecord(number: number, issued: day(issued), currency: .eur, payable: payable)
        record.buyer.taxId = taxId
        record.buyer.name = "Uno"
        return .invoice(record)
    }

    private func fact(
        _ kind: DecisionRecord.Kind, _ subject: String, _ text: String = "2026-03-01",
        _ change: (inout DecisionRecord) -> Void = { _ in }
    ) -> DecisionRecord {
        var record = DecisionRecord(kind: kind, subject: subject, day: day(text), author: "Ana")
        record.place = Place(line: 2)
        change(&record)
        return record
    }

    private static let digest = String(repeating: "ab", count: 32)

    /// One fact a kind, with everything it takes.
    private var everyKind: [DecisionRecord] {
        DecisionRecord.Kind.allCases.filter { $0 != .retracted }.map { kind in
            fact(kind, "F1") { record in
                record.detail = "lo dijo [por teléfono]"
                record.evidence = EvidenceReference(file: "carta].pdf", sha256: Self.digest)
                for field in CaseRules.fields(of: kind) {
                    switch field {
                    case .code: record.terms.code = CaseRules.codes(of: kind)[0]
                    case .amount: record.terms.amount = 4_200
                    case .percent: record.terms.basisPoints = 750
                    case .until: record.terms.until = day("2026-04-01")
                    case .instalments:
                        record.terms.instalments = [
                            Instalment(due: day("2026-04-01"), amount: 5_000),
                            Instalment(due: day("2026-05-01"), amount: 5_000),
                        ]
                    case .grace: record.terms.graceDays = 5
                    case .breaks: record.terms.breaksAfter = 2
                    case .published: record.terms.published = day("2026-02-20")
                    case .reference: record.terms.reference = "JM 2, 123/2026"
                    case .fact: break
                    }
                }
            }
        }
    }

    @Test func everyKindIsReadBackAsItWasStated() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", "B12345674")])
        let counts = try ledger.importing(everyKind.map { .decision($0) }).counts
        #expect(counts.others == everyKind.count)
        let read = try ledger.store.read { try $0.caseFacts(asOf: day("2026-03-31")) }
        #expect(read.map(\.record) == everyKind)
        #expect(read.map(\.number) == (1...Int64(everyKind.count)).map { $0 })
        let again = try ledger.importing(everyKind.map { .decision($0) }).counts
        #expect(again.others == 0 && again.othersKnown == everyKind.count)
        let facts = try ledger.store.read { try $0.decisions(asOf: day("2026-03-31")) }
        #expect(facts.map(\.kind) == everyKind.map(\.kind) && facts.allSatisfy { $0.invoice == 1 })
        #expect(facts.map(\.terms) == everyKind.map(\.terms))
        #expect(facts.allSatisfy { ($0.balance != nil) == $0.kind.isAgreement })
    }

    @Test func theSealCoversWhatTheySay() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", "B12345674")])
        try ledger.importing(everyKind.map { .decision($0) })
        try ledger.store.write { try $0.seal(run: ledger.run.id) }
        #expect(try ledger.audit().violations.isEmpty)
        for table in ["case_terms", "case_instalment", "case_evidence"] {
            #expect(throws: (any Error).self, "\(table)") {
                try ledger.store.write { try $0.reader.prepared("DELETE FROM \(table)").run() }
            }
            #expect(throws: (any Error).self, "\(table)") {
                try ledger.store.write { try $0.reader.prepared("UPDATE \(table) SET id = id + 100").run() }
            }
        }
        try ledger.store.write {
            try $0.reader.prepared("DROP TRIGGER case_instalment_no_update").run()
            try $0.reader.prepared("UPDATE case_instalment SET amount = amount + 1").run()
        }
        #expect(try ledger.audit().violations.count == 1)
    }

    @Test func twoPromisesOfOneDayAreTwoFacts() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", "B12345674")])
        let promises = ["2026-03-10", "2026-03-20"].map { until in
            fact(.promised, "F1") { $0.terms.until = day(until) }
        }
        #expect(try ledger.importing(promises.map { .decision($0) }).counts.others == 2)
    }

    @Test func aFactOfTheDebtorIsAboutEveryInvoice() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([
            invoice("F1", "B12345674"), invoice("F2", "B12345674"), invoice("F3", "A58818501"),
        ])
        func invoices(_ record: DecisionRecord) throws -> [Int64] {
            try ledger.importing([.decision(record)])
            return try ledger.store.read { reader in
                try reader.decisions(asOf: day("2026-03-31")).filter { $0.kind == record.kind }.map(\.invoice)
            }
        }
        #expect(try invoices(fact(.insolvency, "F1")) == [1, 2])
        #expect(try invoices(fact(.deceased, "es-b12345674")) == [1, 2])
        #expect(try invoices(fact(.disputed, "F1")) == [1])
        #expect(try invoices(fact(.hold, "B12345674")) == [1, 2])
        // One that was issued afterwards is the same debtor's.
        try ledger.importing([invoice("F4", "B12345674", issued: "2026-03-20")])
        let later = try ledger.store.read { try $0.decisions(asOf: day("2026-03-31")) }
        #expect(later.filter { $0.kind == .insolvency }.map(\.invoice) == [1, 2, 4])
    }

    @Test func whatIsTakenBackIsGoneAndWhatIsTakenBackOfThatIsBack() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", "B12345674"), invoice("F2", "B12345674")])
        func retraction(_ number: Int64, _ subject: String = "F1") -> DecisionRecord {
            fact(.retracted, subject, "2026-03-02") { $0.terms.retracts = number }
        }
        func standing(_ text: String = "2026-03-31") throws -> [DecisionRecord.Kind] {
            try ledger.store.read { try $0.decisions(asOf: day(text)) }.map(\.kind)
        }
        try ledger.importing([.decision(fact(.disputed, "F1"))])
        #expect(try standing() == [.disputed])
        for wrong in [retraction(1, "F2"), retraction(9)] {
            let refused = try ledger.importing([.decision(wrong)])
            #expect(refused.problems.map(\.code) == [.subjectUnknown] && refused.counts.others == 0)
        }
        try ledger.importing([.decision(retraction(1))])
        #expect(try standing().isEmpty)
        #expect(try standing("2026-03-01") == [.disputed], "on that day nobody had taken it back")
        let facts = try ledger.store.read { try $0.caseFacts(asOf: day("2026-03-31")) }
        #expect(facts.map(\.retractedBy) == [2, nil])
        try ledger.importing([.decision(retraction(2))])
        #expect(try standing() == [.disputed])
    }

    @Test func aNumberOfTwoInvoicesOpensNothingAndClosesBoth() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([
            invoice("F1", "B12345674", issued: "2025-01-10"), invoice("F1", "A58818501"),
        ])
        let kinds = DecisionRecord.Kind.allCases.filter { $0 != .retracted && !$0.isAgreement }
        try ledger.importing(kinds.map { .decision(fact($0, "F1")) })
        let facts = try ledger.store.read { try $0.decisions(asOf: day("2026-03-31")) }
        for kind in kinds {
            #expect(facts.filter { $0.kind == kind }.count == (kind.opens ? 0 : 2), "\(kind)")
        }
        let problems = try ledger.store.read { try $0.decisionsWithoutSubject(run: ledger.run.id) }
        #expect(problems.count == kinds.count(where: \.opens))
    }

    @Test func aSubjectThatNothingAnswersToIsReported() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", "B12345674")])
        try ledger.importing(["F1", "B12345674", "F9", "A58818501"].map { .decision(fact(.hold, $0)) })
        let problems = try ledger.store.read { try $0.decisionsWithoutSubject(run: ledger.run.id) }
        #expect(problems.map(\.problem.found) == ["F9", "A58818501"])
    }

    @Test func evidenceIsTheFileBesideTheTable() throws {
        let ledger = try LedgerFixture()
        let named = fact(.disputed, "F1") { $0.evidence.file = "carta.pdf" }
        let absent = try ledger.importing([.decision(named)])
        #expect(absent.problems.map(\.code) == [.evidenceMissing] && absent.counts.others == 1)
        try ledger.store.write { writer in
            let file = try FileImport(
                writer, file: SourceFile(name: "d.csv", sha256: Self.digest, byteCount: 1), format: "test",
                version: "", encoding: "", profile: "", run: ledger.run.id, days: ImportedDays())
            file.evidenceDigests = ["carta.pdf": Self.digest]
            try file.take(.decision(named))
            #expect(file.problems.isEmpty && file.counts.others == 1)
            var other = named
            other.evidence.sha256 = String(repeating: "cd", count: 32)
            try file.take(.decision(other))
            #expect(file.problems.map(\.code) == [.evidenceMissing])
        }
        let facts = try ledger.store.read { try $0.caseFacts(asOf: day("2026-03-31")) }
        #expect(facts[1].record.evidence == EvidenceReference(file: "carta.pdf", sha256: Self.digest))
    }

    @Test func anAgreementKnowsWhatWasPaidOfIt() throws {
        let ledger = try LedgerFixture()
        try ledger.importing(
            [
                invoice("F1", "B12345674"), invoice("F2", "B12345674", payable: 5_000),
                invoice("F3", "B12345674", issued: "2026-03-15"),
            ]
                + statement(
                    "2026-02-01", "2026-03-31",
                    [("2026-02-10", 3_000, "a"), ("2026-03-05", 2_000, "b"), ("2026-03-25", 1_000, "c")]))
        try ledger.store.write { writer in
            for (movement, invoice, amount) in [(1, 1, 3_000), (2, 1, 2_000), (3, 2, 1_000)] {
                try writer.post(
                    MatchDecision(
                        movement: Int64(movement), status: .auto, kind: .single, pattern: "p",
                        allocations: [Allocation(invoice: Int64(invoice), amount: Int64(amount))]),
                    rules: "", run: ledger.run.id)
            }
        }
        try ledger.importing([
            .decision(fact(.promised, "B12345674") { $0.terms.until = day("2026-03-30") })
        ])
        let facts = try ledger.store.read { try $0.decisions(asOf: day("2026-03-31")) }
        #expect(facts.map(\.invoice) == [1, 2], "the third is younger than the promise")
        let balance = AgreementBalance(
            invoices: [1, 2], owed: 12_000,
            received: [
                ReceivedAmount(day: day("2026-03-05"), amount: 2_000),
                ReceivedAmount(day: day("2026-03-25"), amount: 1_000),
            ])
        #expect(facts.allSatisfy { $0.balance == balance })
        let before = try ledger.store.read { try $0.decisions(asOf: day("2026-03-24")) }
        #expect(before.first?.balance?.received.count == 1)
    }
}
