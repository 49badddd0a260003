import Domain
import Testing

@testable import Ledger

/// A provider's proofs of delivery in the ledger: tied to the message they name, or to nothing.
@Suite struct DeliveryImportTests {
    private static let claim = "M00000000000000C1"
    private static let short = "M00000000000000A5"
    private static let document = String(repeating: "cd", count: 32)

    /// Two invoices of one number and a third; a formal claim about the first and the third, a text message.
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        try ledger.importing(
            [("F1", "2025-01-10"), ("F1", "2026-01-10"), ("F2", "2026-01-10")].map { number, issued in
                var record = InvoiceRecord(
                    number: number, issued: day(issued), currency: .eur, payable: 10_000)
                record.buyer.taxId = "B12345674"
                return .invoice(record)
            })
        try ledger.store.write { writer in
            try writer.record(message(Self.claim, .letter, [3, 1], Self.document), run: ledger.run.id)
            try writer.record(message(Self.short, .sms, [2], ""), run: ledger.run.id)
        }
        return ledger
    }

    private func message(
        _ reference: String, _ channel: Channel, _ invoices: [Int64], _ digest: String
    ) -> MailingFact {
        MailingFact(
            reference: reference, caseReference: "C-1", customer: "B12345674", kind: "formal-claim",
            channel: channel, day: day("2026-03-01"), address: "Calle Mayor 1", invoices: invoices,
            documentPath: digest.isEmpty ? "" : "letters/C-1.html", documentSHA256: digest)
    }

    private func line(
        _ reference: String, _ status: DeliveryStatus, _ text: String, line: Int = 2,
        evidence: EvidenceReference = EvidenceReference()
    ) -> SourceRecord {
        var record = DeliveryRecord(reference: reference, status: status, day: day(text))
        record.place = Place(line: line)
        record.evidence = evidence
        return .delivery(record)
    }

    private func facts(_ ledger: LedgerFixture) throws -> [DecisionFact] {
        try ledger.store.read { try $0.decisions(asOf: day("2026-03-31")) }
    }

    @Test func theRegisterIsReadBackAsItWasWritten() throws {
        let ledger = try ledger()
        let letter = try ledger.store.read { try $0.mailings(reference: Self.claim) }
        #expect(letter == [message(Self.claim, .letter, [1, 3], Self.document)])
        let short = try ledger.store.read { try $0.mailings(reference: Self.short) }
        #expect(short == [message(Self.short, .sms, [2], "")])
    }

    @Test func aMessageClaimsWhatItsOwnStepIsAboutAndListsTheRest() throws {
        let ledger = try ledger()
        try ledger.store.write { writer in
            // Of the letter's two invoices one is claimed; the other was, by an earlier letter.
            for (invoice, kind, text) in [
                (Int64(1), StepKind.formalClaim, "2026-03-01"), (3, .reminder, "2026-03-01"),
                (3, .formalClaim, "2026-02-01"),
            ] {
                try writer.record(
                    StepFact(
                        caseReference: "C-1", invoice: invoice, kind: kind, channel: .letter, day: day(text),
                        amount: 10_000, documentSHA256: Self.document, documentPath: "letters/C-1.html",
                        run: ledger.run.id))
            }
        }
        func mailed(_ text: String) throws -> [String] {
            var lines: [String] = []
            try ledger.store.read { reader in
                try reader.mailedInvoices(asOf: day(text)) {
                    lines.append("\($0.caseReference) \($0.kind) \($0.day) \($0.invoice) \($0.isClaimed)")
                }
            }
            return lines
        }
        let formal = "C-1 formal-claim 2026-03-01"
        #expect(try mailed("2026-03-31") == ["\(formal) 1 true", "\(formal) 3 false", "\(formal) 2 false"])
        #expect(try mailed("2026-02-28").isEmpty)
    }

    @Test func aLineIsAFactOfEachInvoiceOfItsMessage() throws {
        let ledger = try ledger()
        let taken = try ledger.importing([line(Self.claim, .delivered, "2026-03-05")])
        #expect(taken.problems.isEmpty && taken.counts.others == 1)
        let facts = try facts(ledger)
        #expect(facts.map(\.invoice) == [1, 3], "a number of two invoices is no doubt here")
        for fact in facts {
            #expect(fact.kind == .delivered && fact.day == day("2026-03-05") && fact.author == "file2")
            #expect(fact.source == "file2, line 2" && fact.evidence.file == "file2")
            #expect(fact.evidence.sha256.hasSuffix("2") && fact.document == Self.document)
        }
        let none = try ledger.store.read { try $0.decisionsWithoutSubject(run: ledger.run.id) }
        #expect(none.isEmpty)
    }

    @Test(arguments: [
        (DeliveryStatus.delivered, DecisionRecord.Kind.delivered), (.read, .delivered),
        (.refused, .returned), (.returned, .returned), (.failed, .returned),
    ])
    func onlyWhatArrivedIsDelivered(_ status: DeliveryStatus, _ kind: DecisionRecord.Kind) throws {
        let ledger = try ledger()
        try ledger.importing([line(Self.short, status, "2026-03-01")])
        let facts = try facts(ledger)
        #expect(facts.map(\.kind) == [kind] && facts[0].document?.isEmpty == true)
        #expect(facts[0].detail == status.rawValue)
    }

    @Test func theSameLineAgainAddsNothing() throws {
        let ledger = try ledger()
        let first = line(Self.claim, .delivered, "2026-03-05")
        try ledger.importing([first])
        let again = try ledger.importing([first, line(Self.claim, .read, "2026-03-06", line: 3)])
        #expect(again.counts.othersKnown == 1 && again.counts.others == 1 && again.problems.isEmpty)
        let receipt = EvidenceReference(file: "acuse.pdf", sha256: Self.document)
        let proven = line(Self.claim, .delivered, "2026-03-05", evidence: receipt)
        #expect(try ledger.importing([proven]).counts.others == 1, "it brings the receipt")
        #expect(try ledger.importing([proven, first]).counts.othersKnown == 2)
        // What a person took back is not stated anew by a file that repeats it.
        var back = DecisionRecord(
            kind: .retracted, subject: Self.claim, day: day("2026-03-20"), author: "Ana")
        back.terms.retracts = 1
        try ledger.importing([.decision(back)])
        #expect(try ledger.importing([first]).counts.othersKnown == 1)
    }

    @Test func whatTheRegisterDoesNotBearOutIsSetAside() throws {
        let ledger = try ledger()
        let taken = try ledger.importing([
            line("M0000000000000000", .delivered, "2026-03-05"),
            line(Self.claim, .delivered, "2026-02-28", line: 3),
            line(Self.short, .delivered, "2026-03-05", line: 4),
            line(Self.short, .returned, "2026-03-05", line: 5),
            line(Self.claim, .returned, "2026-03-05", line: 6),
            line(Self.claim, .delivered, "2026-03-09", line: 7),
        ])
        #expect(
            taken.problems.map { "\($0.place.line) \($0.code.rawValue) \($0.severity)" } == [
                "2 delivery-unknown setAside", "3 delivery-before-sent setAside",
                "4 delivery-contradicted setAside", "5 delivery-contradicted setAside",
            ])
        // Of two days both can be true: it came back, and arrived when it was sent again.
        #expect(try facts(ledger).map(\.kind) == [.returned, .returned, .delivered, .delivered])
    }

    @Test func aLaterFileCannotProveWhatAnEarlierOneDenies() throws {
        let ledger = try ledger()
        try ledger.importing([line(Self.claim, .returned, "2026-03-05")])
        let after = try ledger.importing([line(Self.claim, .delivered, "2026-03-05")])
        #expect(after.problems.map(\.code) == [.deliveryContradicted] && after.counts.others == 0)
        #expect(try Set(facts(ledger).map(\.kind)) == [.returned])
    }

    @Test func whatWasProvenIsDeniedBesideIt() throws {
        let ledger = try ledger()
        try ledger.importing([line(Self.claim, .delivered, "2026-03-05")])
        let after = try ledger.importing([line(Self.claim, .returned, "2026-03-05")])
        #expect(after.problems.map(\.severity) == [.warn] && after.counts.others == 1)
        #expect(try Set(facts(ledger).map(\.kind)) == [.delivered, .returned])
    }

    @Test func theRegisterIsSealedAndCannotBeChanged() throws {
        let ledger = try ledger()
        for table in ["mailing", "mailing_invoice"] {
            #expect(Schema.sealedTables.contains(table))
            #expect(throws: (any Error).self) {
                _ = try ledger.store.write { try $0.insertIgnoring("DELETE FROM \(table)") }
            }
        }
    }
}
