import Domain
import Recovery
import Testing

@testable import Pipeline

/// A step to the agency that the agency would send back is none.
@Suite struct PlacementTests {
    private let day = Day(iso: "2026-04-01") ?? Day(number: 0)

    private func faults(creditorStreet: String, debtorStreet: String) throws -> [String] {
        var creditor = Creditor(name: "Uno S.L.", taxId: "B12345674", country: "ES", ibans: [])
        (creditor.street, creditor.postCode, creditor.town) = (creditorStreet, "50001", "Zaragoza")
        var party = PartyRecord()
        (party.name, party.taxId, party.country) = ("Dos Tres S.A.", "A58818501", "ES")
        (party.street, party.postCode, party.town) = (debtorStreet, "08001", "Barcelona")
        let customer = Customer(key: "A58818501", party: party, holder: .legal)
        let item = OpenItem(
            id: 1, number: "F2026-1", kind: .invoice, issued: day, currency: .eur, payable: 10_000)
        let step = PlannedStep(
            caseReference: "C-A58818501", item: item, kind: .agency, channel: .file, day: day)
        let planned = PlannedCase(reference: "C-A58818501", customer: customer, steps: [step], held: [])
        var configuration = Configuration(creditor: creditor)
        var agency = AgencySettings()
        (agency.processorAgreement, agency.agreement) = ("DPA-1", "AGR-1")
        configuration.agencies = [agency]
        return NewCases.partyFaults(
            of: planned, creditor: creditor, terms: CaseComposer.terms(configuration, agency),
            agencies: [agency], asOf: day)
    }

    @Test func bothMustHaveAnAddress() throws {
        #expect(try faults(creditorStreet: "Calle Uno 1", debtorStreet: "Carrer Nou 1") == [])
        #expect(
            try faults(creditorStreet: "Calle Uno 1", debtorStreet: "") == ["debtor 1 has no address"])
        #expect(try faults(creditorStreet: "", debtorStreet: "Carrer Nou 1") == ["creditor has no address"])
    }

    /// A proof is of the message that it names, else of the last one before it.
    @Test func aProofIsOfWhatItProves() {
        func step(_ kind: StepKind, _ after: Int, _ sha256: String) -> StepFact {
            StepFact(
                caseReference: "C", invoice: 1, kind: kind, channel: .letter, day: day.adding(days: after),
                amount: 1, documentSHA256: sha256, documentPath: "", run: "")
        }
        let steps = [
            step(.reminder, 0, "a"), step(.formalClaim, 10, "b"), step(.lastNotice, 20, "c"),
            step(.mediation, 30, "d"),
        ]
        func kind(_ after: Int, _ document: String? = nil) -> String {
            var fact = DecisionFact(
                kind: .delivered, invoice: 1, day: day.adding(days: after), author: "", detail: "", source: ""
            )
            fact.document = document
            return String(describing: EvidenceFiles.proofKind(fact, of: steps))
        }
        #expect(kind(2) == "reminderProof" && kind(12) == "formalDemandProof")
        #expect(kind(22) == "formalDemandProof" && kind(32) == "negotiationProof")
        #expect(kind(32, "b") == "formalDemandProof" && kind(32, "d") == "negotiationProof")
    }
}
