import Domain
import Testing

@testable import Handover

/// A debt as the pipeline knows it: invoice 17 of 1 March, part paid in May, dunned in April and May.
enum Facts {
    static let letter = Array("requerimiento".utf8)

    static func sample(holder: TaxIdentifier.Holder = .legal) -> CaseFacts {
        var creditor = Creditor(
            name: "Suministros Ejemplo, S.L.", taxId: "B12345674", country: "ES", ibans: [])
        (creditor.street, creditor.postCode, creditor.town) = ("Calle Mayor 1", "28013", "Madrid")
        var party = PartyRecord()
        party.name = "Construcciones Ñandú, S.A."
        party.taxId = holder == .legal ? "A00000000" : "12345678Z"
        (party.street, party.postCode, party.town) = ("Avenida de la Constitución 14", "41001", "Sevilla")
        party.phone = "954 00 00 00"
        var item = OpenItem(
            id: 17, number: "F26-0144", kind: .invoice, issued: Sample.day("2026-03-31"), currency: .eur,
            payable: 60_500)
        item.due = Sample.day("2026-04-30")
        item.outstanding = 40_000
        let results = Condition.allCases.map { ConditionResult($0, .passed, evidence: "x") }
        var facts = CaseFacts(
            creditor: creditor, customer: Customer(key: party.taxId, party: party, holder: holder),
            items: [item], verdicts: [Verdict(invoice: 17, asOf: Sample.day("2026-06-30"), results: results)],
            terms: PlacementTerms(
                mandate: CaseMandate(basis: .serviceAgreement), processorAgreementRef: "DPA-2025-07",
                ruleSet: "ES-B2B-2026.1"),
            asOf: Sample.day("2026-06-30"), bankCutoff: Sample.day("2026-06-30"),
            checkedAt: PinnedTime(Sample.day("2026-07-01")))
        addHistory(to: &facts)
        return facts
    }

    private static func addHistory(to facts: inout CaseFacts) {
        var entry = EntryRecord(booked: Sample.day("2026-05-12"), amount: 20_500)
        entry.reference = "BK-9"
        facts.payments = [
            PaymentFact(
                movement: Movement(id: 5, account: "ES00", currency: .eur, entry: entry, unallocated: 0),
                allocations: [PostedAllocation(movement: 5, invoice: 17, amount: 20_500)])
        ]
        facts.steps = [
            step(.reminder, .email, "2026-05-08", document: ""),
            step(.formalClaim, .letter, "2026-05-20", document: SHA256Text.digest(of: letter)),
            step(.agency, .file, "2026-06-30", document: ""),
        ]
        facts.decisions = [
            DecisionFact(
                kind: .delivered, invoice: 17, day: Sample.day("2026-05-22"), author: "ana",
                detail: "burofax",
                source: "decisions.csv line 2"),
            DecisionFact(
                kind: .released, invoice: 17, day: Sample.day("2026-06-30"), author: "ana", detail: "",
                source: "decisions.csv line 3"),
        ]
        facts.evidence = [
            EvidenceFile(
                kind: .invoice, title: "F26-0144", content: DocumentContent(Array("invoice".utf8)),
                mediaType: "application/xml",
                invoices: [17]),
            EvidenceFile(
                kind: .formalDemand, title: "", content: DocumentContent(letter), mediaType: "text/html"),
            EvidenceFile(
                kind: .formalDemandProof, title: "acuse", content: DocumentContent(Array("certificado".utf8)),
                mediaType: "application/pdf", provesSources: ["decisions.csv line 2"]),
        ]
        facts.terms.registryCodes = ["ASNEF Empresas": "ASNEF_EMPRESAS"]
    }

    private static func step(
        _ kind: StepKind, _ channel: Channel, _ day: String, document: String
    ) -> StepFact {
        StepFact(
            caseReference: "C-1", invoice: 17, kind: kind, channel: channel, day: Sample.day(day),
            amount: 40_000, documentSHA256: document, documentPath: "", run: "r",
            registryNamed: kind == .formalClaim ? "ASNEF Empresas" : "")
    }
}

@Suite("A case made of the pipeline's facts")
struct CaseFactsTests {
    @Test("keeps every rule and adds up")
    func sound() throws {
        let debtCase = DebtCase(Facts.sample())
        #expect(CaseRules.check(Sample.new(debtCase)).isEmpty)
        let line = try #require(debtCase.lines.first)
        #expect(line.lineRef == "L17")
        #expect([line.gross, line.credited, line.paid, line.outstanding] == [60_500, 0, 20_500, 40_000])
        #expect(debtCase.balance.total == 40_000)
        #expect(debtCase.priorPayments.map(\.paymentRef) == ["M5"])
        #expect(debtCase.priorPayments.first?.bankRef == "BK-9")
        #expect(debtCase.verification.approvedBy == "user:ana")
        #expect(debtCase.debtors.first?.party.kind == .legal)
        #expect(debtCase.debtors.first?.party.contacts == [PartyContact(kind: .phone, value: "+34954000000")])
        #expect(debtCase.dataProtection.lawfulBasis == "NOT_PERSONAL")
    }

    @Test("ties each demand to its letter and the stated delivery to the demand it followed")
    func demands() {
        let debtCase = DebtCase(Facts.sample())
        #expect(debtCase.demands.map(\.level) == [.reminder, .formal])
        #expect(debtCase.demands.map(\.delivery) == [.unknown, .delivered])
        #expect(debtCase.demands.map(\.registriesNamed) == [[], ["ASNEF_EMPRESAS"]])
        let formal = debtCase.demands.last
        let letter = debtCase.documents.first { $0.kind == .formalDemand }
        let proof = debtCase.documents.first { $0.kind == .formalDemandProof }
        #expect(formal?.docRef == letter?.docRef)
        #expect(formal?.proofDocRef == proof?.docRef)
        #expect(debtCase.dataProtection.debtorInformedAt == Sample.day("2026-05-22"))
    }

    @Test("is one demand where one letter covers several invoices")
    func oneLetter() {
        var facts = Facts.sample()
        let formal = facts.steps[1]
        facts.steps.append(
            StepFact(
                caseReference: "C-1", invoice: 18, kind: formal.kind, channel: formal.channel,
                day: formal.day,
                amount: 10_000, documentSHA256: formal.documentSHA256, documentPath: "", run: "r"))
        #expect(DebtCase(facts).demands.map(\.amountDemanded) == [40_000, 50_000])
    }

    @Test("is set aside where the proof of delivery, the invoice or a condition is missing")
    func missing() {
        func codes(_ change: (inout CaseFacts) -> Void) -> Set<RuleBreak.Code> {
            var facts = Facts.sample()
            change(&facts)
            return Set(CaseRules.check(Sample.new(DebtCase(facts))).map(\.code))
        }
        #expect(codes { facts in facts.decisions.removeAll { $0.kind == .delivered } } == [.demandUnproven])
        #expect(codes { $0.evidence.remove(at: 0) } == [.lineWithoutInvoice])
        #expect(codes { $0.verdicts = [] } == [.form])
        #expect(codes { $0.items[0].due = nil } == [.notOverdue])
        #expect(codes { $0.items[0].outstanding = 50_000 } == [.amountMismatch])
        #expect(codes { $0.limitationDates = [17: Sample.day("2026-01-01")] } == [.timeBarred])
    }

    @Test("protects who is not known to be a company")
    func persons() {
        let natural = DebtCase(Facts.sample(holder: .natural))
        #expect(natural.debtors.first?.party.kind == .natural)
        #expect(natural.debtors.first?.party.ids == [PartyIdentifier(scheme: "ES:NIF", value: "12345678Z")])
        #expect(natural.dataProtection.lawfulBasis == "GDPR_6_1_F")
        #expect(CaseRules.check(Sample.new(natural)).isEmpty)
        var facts = Facts.sample()
        facts.customer.holder = nil
        #expect(DebtCase(facts).debtors.first?.party.kind == .natural)
    }

    @Test("does not claim a check that nobody made")
    func checks() {
        let codes = DebtCase(Facts.sample()).verification.checks.map(\.code)
        #expect(!codes.contains(.notInsolvent))
        #expect(codes.count == 7)
    }

    @Test("splits a long street and survives hostile amounts")
    func extremes() {
        var facts = Facts.sample()
        facts.customer.party.street = String(repeating: "Calle ", count: 15) + "9"
        let address = DebtCase(facts).debtors.first?.party.addresses.first
        #expect((address?.street.count ?? 99) <= 70)
        #expect(address?.line2.hasSuffix("9") == true)
        facts.items[0].outstanding = .min
        facts.payments[0].allocations.append(PostedAllocation(movement: 5, invoice: 17, amount: .max))
        #expect(!CaseRules.check(Sample.new(DebtCase(facts))).isEmpty)
    }

    @Test("has the same bytes in whatever order the facts come")
    func shuffled() {
        var turned = Facts.sample()
        turned.steps.reverse()
        turned.decisions.reverse()
        turned.evidence.reverse()
        let first = CaseBatch.files(Sample.batch([Sample.new(DebtCase(Facts.sample()))]))
        let second = CaseBatch.files(Sample.batch([Sample.new(DebtCase(turned))]))
        #expect(first.files == second.files)
        #expect(!first.files.isEmpty)
    }
}
