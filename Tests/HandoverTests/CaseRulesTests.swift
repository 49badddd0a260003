import Domain
import Testing

@testable import Handover

/// One way to break one rule and no other.
struct BrokenCase: Sendable, CustomTestStringConvertible {
    let code: RuleBreak.Code
    let story: String
    let change: @Sendable (inout DebtCase) -> Void

    init(_ code: RuleBreak.Code, _ story: String, _ change: @escaping @Sendable (inout DebtCase) -> Void) {
        self.code = code
        self.story = story
        self.change = change
    }

    var testDescription: String { "\(code.rawValue) \(story)" }

    static let all: [BrokenCase] = amounts + evidence + forms

    static let amounts: [BrokenCase] = [
        BrokenCase(.lineBalance, "a cent of a line is gone") { $0.lines[0].gross += 1 },
        BrokenCase(.lineDates, "issued after it was due") {
            $0.lines[0].issueDate = Sample.day("2026-04-01")
        },
        BrokenCase(.notOverdue, "due on the day of the balance") { $0.lines[1].dueDate = $0.balance.asOf },
        BrokenCase(.timeBarred, "enforceable until the day before") {
            $0.lines[0].limitationDate = Sample.day("2026-06-29")
        },
        BrokenCase(.chargeWithoutLine, "compensation of a line that is not there") {
            $0.charges[2].relatesTo = "L9"
        },
        BrokenCase(.interest, "a cent more than its terms give") {
            $0.charges[0].amount += 1
            $0.balance.interest += 1
            $0.balance.total += 1
        },
        BrokenCase(.interest, "interest without terms") { $0.charges[0].terms = nil },
        BrokenCase(.principal, "more than the lines") {
            $0.balance.principal += 100
            $0.balance.total += 100
        },
        BrokenCase(.chargeBalance, "more interest than charged") {
            $0.balance.interest += 100
            $0.balance.total += 100
        },
        BrokenCase(.chargeBalance, "a penalty that the costs leave out") {
            $0.charges.append(CaseCharge(chargeRef: "P1", kind: .penalty, relatesTo: "L1", amount: 100))
        },
        BrokenCase(.balanceTotal, "a total of its own") { $0.balance.total -= 1 },
        BrokenCase(.amountMismatch, "more allocated than paid") { $0.priorPayments[0].shares[0].amount += 1 },
    ]

    static let evidence: [BrokenCase] = [
        BrokenCase(.debtorIsCreditor, "the creditor's own number, without its country") {
            $0.debtors[0].party.ids.append(PartyIdentifier(scheme: "ES:CIF", value: "B12345674"))
        },
        BrokenCase(.primaryDebtor, "two primary debtors") { $0.debtors.append($0.debtors[0]) },
        BrokenCase(.primaryDebtor, "only a guarantor") { $0.debtors[0].role = .guarantor },
        BrokenCase(.demandUnproven, "a burofax without certificate") { $0.demands[1].proofDocRef = "" },
        BrokenCase(.demandUnproven, "the letter as its own proof") { $0.demands[1].proofDocRef = "D5" },
        BrokenCase(.lineWithoutInvoice, "the second invoice is missing") { debtCase in
            debtCase.documents.removeAll { $0.docRef == "D2" }
        },
        BrokenCase(.mandateDocument, "a power of attorney that is not there") {
            $0.mandate.basis = .powerOfAttorney
        },
        BrokenCase(.mandateDocument, "an invoice in place of the assignment") {
            $0.mandate.basis = .assignment
            $0.mandate.docRef = "D1"
        },
        BrokenCase(.personalDataBasis, "a sole trader as if no person") {
            $0.debtors[0].party = Sample.soleTrader
            $0.dataProtection.lawfulBasis = CaseDataProtection.notPersonal
        },
        BrokenCase(.insolvent, "open proceedings, placed as amicable") { $0.debtors[0].insolvency = .open },
        BrokenCase(.identifierInvalid, "a wrong check digit") {
            $0.debtors[0].party.ids[0].value = "ESA00000001"
        },
    ]

    static let forms: [BrokenCase] = [
        BrokenCase(.form, "no name") { $0.debtors[0].party.name = "" },
        BrokenCase(.form, "a name of 141 letters") {
            $0.debtors[0].party.name = String(repeating: "ñ", count: 141)
        },
        BrokenCase(.address, "no address") { $0.debtors[0].party.addresses = [] },
        BrokenCase(.address, "two registered addresses") { debtCase in
            debtCase.debtors[0].party.addresses.append(debtCase.debtors[0].party.addresses[0])
        },
        BrokenCase(.address, "a country in words") { $0.creditor.addresses[0].country = "España" },
        BrokenCase(.address, "a country that is none") { $0.debtors[0].party.addresses[0].country = "XX" },
        BrokenCase(.address, "no street") { $0.debtors[0].party.addresses[0].street = "" },
        BrokenCase(.address, "a town of 36 letters") {
            $0.debtors[0].party.addresses[0].town = String(repeating: "ñ", count: 36)
        },
        BrokenCase(.identifierInvalid, "no identifier") { $0.debtors[0].party.ids = [] },
        BrokenCase(.identifierInvalid, "a scheme that is none") {
            $0.debtors[0].party.ids = [PartyIdentifier(scheme: "XX", value: "1")]
        },
        BrokenCase(.documentType, "an invoice of no type") { $0.lines[0].docType = "999" },
        BrokenCase(.disputed, "an open dispute") { $0.lines[0].dispute = .open },
        BrokenCase(.form, "a telephone with blanks") {
            $0.debtors[0].party.contacts = [PartyContact(kind: .phone, value: "+34 954 000 000")]
        },
        BrokenCase(.documentMissing, "no demand") { $0.demands = [] },
        BrokenCase(.form, "delivered before it was sent") {
            $0.demands[1].deliveredAt = Sample.day("2026-05-19")
        },
        BrokenCase(.documentUnreadable, "a document without bytes") {
            $0.documents[3].content = DocumentContent([])
        },
        BrokenCase(.form, "two documents with one reference") {
            $0.documents[4].docRef = "D4"; $0.demands[1].docRef = "D4"
        },
        BrokenCase(.documentType, "a document of another case's line") { $0.documents[2].lineRefs = ["L7"] },
        BrokenCase(.form, "a check that did not pass") { $0.verification.checks[4].passed = false },
        BrokenCase(.form, "no check at all") { $0.verification.checks = [] },
        BrokenCase(.amountMismatch, "a negative line") {
            $0.lines[0].vat = -1
        },
    ]
}

@Suite("The rules of a case")
struct CaseRulesTests {
    @Test("are all kept by the sample")
    func sound() {
        #expect(CaseRules.check(Sample.new()).isEmpty)
        #expect(CaseRules.check(Sample.pay()).isEmpty)
        #expect(CaseRules.check(Sample.recall()).isEmpty)
    }

    @Test("are each broken alone", arguments: BrokenCase.all)
    func alone(_ broken: BrokenCase) {
        var debtCase = Sample.debtCase
        broken.change(&debtCase)
        let breaks = CaseRules.check(Sample.new(debtCase))
        #expect(Set(breaks.map(\.code)) == [broken.code], "\(breaks)")
        #expect(CaseBatch.files(Sample.batch([Sample.new(debtCase)])).files.isEmpty)
        // Reasons stand in logs: no name may be in them.
        #expect(!breaks.contains { $0.reason.contains("Construcciones") || $0.reason.contains("Núñez") })
    }

    @Test("R-02: an opId that stands twice takes out both")
    func duplicates() {
        let package = CaseBatch.files(
            Sample.batch([Sample.recall(), Sample.recall(reasonOther: .paid), Sample.new()]))
        #expect(package.published == ["C-2026-0007.1"])
        #expect(package.setAside.map(\.code) == [.duplicateOperation, .duplicateOperation])
    }

    @Test("R-03, R-04, R-05: totals that do not count what is there")
    func totals() throws {
        let operations = [Sample.new(), Sample.recall()]
        let right = try #require(BatchTotals(counting: operations))
        func codes(_ change: (inout BatchTotals) -> Void) -> [RuleBreak.Code] {
            var totals = right
            change(&totals)
            return CaseRules.check(header: Sample.header(), operations: operations, totals: totals).map(
                \.code)
        }
        #expect(codes { _ in }.isEmpty)
        #expect(codes { $0.ops += 1 } == [.operationCounts])
        #expect(codes { $0.byOp[0].count = 2 } == [.operationCounts])
        #expect(codes { $0.lines += 1 } == [.contentCounts])
        #expect(codes { $0.documents -= 1 } == [.contentCounts])
        #expect(codes { $0.amounts = [Money(minorUnits: 172_740, currency: .eur)] } == [.controlSum])
    }

    @Test("R-05: sums that do not fit are refused, not wrapped")
    func overflow() {
        var huge = Sample.debtCase
        huge.lines[0].outstanding = .max
        huge.lines[1].outstanding = .max
        huge.balance.total = .max
        #expect(BatchTotals(counting: [Sample.new(huge), Sample.new(huge, ref: "C-2")]) == nil)
        let codes = Set(CaseRules.check(Sample.new(huge)).map(\.code))
        #expect(codes.isSuperset(of: [.lineBalance, .principal, .balanceTotal]))
        let terms = CaseCharge.InterestTerms(
            base: .max, ratePercentHundredths: .max, from: Day(number: 0), to: Day(number: 1_000_000))
        #expect(terms.amount == nil)
    }

    @Test("versions begin with the placement and go on after it")
    func versions() {
        var new = Sample.new()
        new.caseVersion = 2
        #expect(CaseRules.check(new).map(\.code) == [.version])
        #expect(CaseRules.check(Sample.pay(version: 1)).map(\.code) == [.version])
        #expect(CaseRules.check(Sample.recall(version: 1)).map(\.code) == [.version])
    }

    @Test("interest counts both ends and rounds half up")
    func interest() {
        func amount(_ base: Int64, _ rate: Int, _ from: String, _ to: String) -> Int64? {
            CaseCharge.InterestTerms(
                base: base, ratePercentHundredths: rate, from: Sample.day(from), to: Sample.day(to)
            ).amount
        }
        #expect(amount(121_000, 1015, "2026-04-01", "2026-06-30") == 3062)
        #expect(amount(40_000, 1015, "2026-05-01", "2026-06-30") == 679)
        // 36.50 at 10 % is one cent a day exactly; half of it rounds up.
        #expect(amount(3650, 1000, "2026-01-01", "2026-01-01") == 1)
        #expect(amount(1825, 1000, "2026-01-01", "2026-01-01") == 1)
        #expect(amount(1824, 1000, "2026-01-01", "2026-01-01") == 0)
        #expect(amount(1000, 1000, "2026-01-02", "2026-01-01") == nil)
    }

    @Test("identifiers are checked by their scheme")
    func identifiers() {
        func isRight(_ scheme: String, _ value: String) -> Bool {
            PartyIdentifier(scheme: scheme, value: value).isCheckDigitRight
        }
        #expect(isRight("9946", "PT501964843"))
        #expect(!isRight("9946", "PT501964844"))
        #expect(isRight("0002", "732829320"))
        #expect(!isRight("0002", "732829321"))
        #expect(isRight("9957", "FR44732829320"))
        #expect(isRight("ES:NIF", "12345678Z"))
        #expect(!isRight("ES:NIF", "12345678A"))
        #expect(isRight("DE:TAX", "anything"))
        func isKnown(_ scheme: String) -> Bool { PartyIdentifier(scheme: scheme, value: "1").isSchemeKnown }
        for scheme in ["9920", "0199", "9930", "ES:NIF", "FR:SIRET", "DE:TAX", "ES:REG"] {
            #expect(isKnown(scheme), "\(scheme)")
        }
        for scheme in ["", "XX", "9999", "ES", "ES:", "CRM:X", "XX:NIF", "es:NIF", "ES:nif", "ES:A:B"] {
            #expect(!isKnown(scheme), "\(scheme)")
        }
    }
}

extension Sample {
    static func recall(reasonOther: RecallReason) -> CaseOperation { recall(reasonOther) }
}
