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
        configuration.agency = agency
        return NewCases.partyFaults(
            of: planned, creditor: creditor, terms: NewCases.terms(configuration, agency), asOf: day)
    }

    @Test func bothMustHaveAnAddress() throws {
        #expect(try faults(creditorStreet: "Calle Uno 1", debtorStreet: "Carrer Nou 1") == [])
        #expect(
            try faults(creditorStreet: "Calle Uno 1", debtorStreet: "") == ["debtor 1 has no address"])
        #expect(try faults(creditorStreet: "", debtorStreet: "Carrer Nou 1") == ["creditor has no address"])
    }
}
