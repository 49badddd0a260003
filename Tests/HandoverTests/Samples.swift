import Domain
import Foundation
import Testing

@testable import Handover

/// The case of DHX example 01, told in our types: two invoices of a building company, one part paid, one
/// reminder by e-mail and one burofax that arrived.
enum Sample {
    static func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }

    static let vat = PartyIdentifier(scheme: "9920", value: "ESB12345674")
    static let producer = Producer(software: "recobro", version: "1.0")

    static func header(flow: HandoverFlow = .cases, environment: HandoverEnvironment = .test) -> BatchHeader {
        BatchHeader(
            flow: flow, sequence: 42, environment: environment,
            sender: BatchParty(code: "ESB12345674", identifier: vat),
            recipient: BatchParty(
                code: "COLCO", identifier: PartyIdentifier(scheme: "9920", value: "ESB00000000")),
            businessDate: day("2026-07-01"), createdAt: PinnedTime(day("2026-07-01"), secondOfDay: 21_600),
            agreementRef: "COLCO-2025-01", processorAgreementRef: "DPA-2025-07")
    }

    static var creditor: CaseParty {
        var address = PartyAddress(
            kind: .registered, street: "Calle Mayor", postCode: "28013", town: "Madrid", country: "ES")
        address.buildingNumber = "1"
        var party = CaseParty(
            name: "Suministros Ejemplo, S.L.", kind: .legal, ids: [vat], addresses: [address])
        party.language = "es"
        return party
    }

    static var company: CaseParty {
        var address = PartyAddress(
            kind: .registered, street: "Avenida de la Constitución", postCode: "41001", town: "Sevilla",
            country: "ES")
        address.buildingNumber = "14"
        address.status = .verified
        address.statusDate = day("2026-05-02")
        var party = CaseParty(
            name: "Construcciones Ñandú, S.A.", kind: .legal,
            ids: [PartyIdentifier(scheme: "9920", value: "ESA00000000")], addresses: [address],
            contacts: [PartyContact(kind: .email, value: "proveedores@example.com")])
        party.language = "es"
        return party
    }

    static var soleTrader: CaseParty {
        var address = PartyAddress(
            kind: .trading, street: "Calle Olmo", postCode: "41010", town: "Sevilla", country: "ES")
        address.buildingNumber = "3"
        var party = CaseParty(
            name: "María Núñez Peña", kind: .soleTrader,
            ids: [PartyIdentifier(scheme: "ES:NIF", value: "12345678Z")], addresses: [address])
        (party.firstName, party.surname1, party.surname2) = ("María", "Núñez", "Peña")
        return party
    }

    static var lines: [CaseLine] {
        var first = CaseLine(
            lineRef: "L1", docType: "380", docNumber: "F26-0101", issueDate: day("2026-03-01"),
            dueDate: day("2026-03-31"), gross: 121_000, credited: 0, paid: 0, outstanding: 121_000)
        first.vat = 21_000
        first.limitationDate = day("2031-03-31")
        var second = CaseLine(
            lineRef: "L2", docType: "380", docNumber: "F26-0144", issueDate: day("2026-03-31"),
            dueDate: day("2026-04-30"), gross: 60_500, credited: 0, paid: 20_500, outstanding: 40_000)
        second.vat = 10_500
        return [first, second]
    }

    static var charges: [CaseCharge] {
        func terms(_ base: Int64, _ from: String) -> CaseCharge.InterestTerms {
            CaseCharge.InterestTerms(
                base: base, ratePercentHundredths: 1015, from: day(from), to: day("2026-06-30"))
        }
        return [
            CaseCharge(
                chargeRef: "I1", kind: .interest, relatesTo: "L1", amount: 3062,
                terms: terms(121_000, "2026-04-01"), legalBasis: "Ley 3/2004 art. 7 (illustrative rate)"),
            CaseCharge(
                chargeRef: "I2", kind: .interest, relatesTo: "L2", amount: 679,
                terms: terms(40_000, "2026-05-01")),
            CaseCharge(
                chargeRef: "K1", kind: .fixedCompensation, relatesTo: "L1", amount: 4000,
                legalBasis: "Ley 3/2004 art. 8"),
            CaseCharge(chargeRef: "K2", kind: .fixedCompensation, relatesTo: "L2", amount: 4000),
        ]
    }

    static var demands: [CaseDemand] {
        [
            CaseDemand(seq: 1, level: .reminder, channel: .email, sentAt: day("2026-04-08"), docRef: "D4"),
            CaseDemand(
                seq: 2, level: .formal, channel: .burofax, sentAt: day("2026-05-20"), delivery: .delivered,
                deliveredAt: day("2026-05-22"), amountDemanded: 161_000, registriesNamed: ["ASNEF_EMPRESAS"],
                docRef: "D5", proofDocRef: "D6"),
        ]
    }

    static func document(
        _ ref: String, _ kind: CaseDocument.Kind, _ title: String, original: Bool = true, lines: [String] = []
    ) -> CaseDocument {
        CaseDocument(
            docRef: ref, kind: kind, title: title, content: DocumentContent(Array("document \(ref)".utf8)),
            mediaType: "application/pdf", original: original, lineRefs: lines)
    }

    static var documents: [CaseDocument] {
        [
            document("D1", .invoice, "F26-0101", lines: ["L1"]),
            document("D2", .invoice, "F26-0144", lines: ["L2"]),
            document("D3", .deliveryNote, "A-551", original: false, lines: ["L1"]),
            document("D4", .reminder, ""), document("D5", .formalDemand, ""),
            document("D6", .formalDemandProof, "burofax certificate"),
        ]
    }

    static var debtCase: DebtCase {
        var mandate = CaseMandate(basis: .serviceAgreement)
        (mandate.mayNegotiate, mandate.mayReceiveFunds) = (true, true)
        (mandate.maxDiscountPercentHundredths, mandate.maxInstalments) = (1000, 6)
        let passed: [CaseVerification.Check.Code] = [
            .certain, .overdue, .noOpenDispute, .notTimeBarred, .noUnmatchedCredit, .notInsolvent,
        ]
        var debtCase = DebtCase(
            mandate: mandate, creditor: creditor,
            debtors: [
                DebtorParty(role: .primary, customerRef: "CUST-889", party: company, insolvency: .none)
            ], lines: lines,
            verification: CaseVerification(
                ruleSet: "ES-B2B-2026.1", checkedAt: PinnedTime(day("2026-07-01"), secondOfDay: 21_480),
                bankCutoff: day("2026-06-30"), approvedBy: "user:ana",
                checks: passed.map { CaseVerification.Check($0, passed: true) } + [
                    CaseVerification.Check(.formalDemandProven, passed: true, evidence: "D6")
                ]),
            dataProtection: CaseDataProtection(
                recipientRole: .processor, lawfulBasis: "GDPR_6_1_F", agreementRef: "DPA-2025-07",
                debtorInformedAt: day("2026-05-22")),
            balance: CaseBalance(
                asOf: day("2026-06-30"), principal: 161_000, interest: 3741, fixedComp: 8000, costs: 0,
                total: 172_741))
        debtCase.feeScheduleRef = "STD-15"
        debtCase.charges = charges
        debtCase.priorPayments = [
            CasePayment(
                paymentRef: "BK-20260512-9", date: day("2026-05-12"), amount: 20_500, bankRef: "E2E-77",
                shares: [CasePayment.Share(ref: "L2", amount: 20_500)])
        ]
        debtCase.demands = demands
        debtCase.documents = documents
        return debtCase
    }

    static func new(_ debtCase: DebtCase = debtCase, ref: String = "C-2026-0007") -> CaseOperation {
        CaseOperation(
            caseRef: ref, caseVersion: 1, effectiveDate: day("2026-07-01"), currency: .eur,
            content: .new(debtCase))
    }

    static func pay(ref: String = "C-2026-0007", version: Int = 2) -> CaseOperation {
        CaseOperation(
            caseRef: ref, caseVersion: version, effectiveDate: day("2026-07-24"), currency: .eur,
            content: .payment(
                CasePayment(
                    paymentRef: "BK-20260724-3", date: day("2026-07-24"), amount: 30_000, feeable: true,
                    bankRef: "E2E-91", shares: [CasePayment.Share(ref: "L1", amount: 30_000)]),
                balanceAfter: CaseBalance(
                    asOf: day("2026-07-24"), principal: 92_741, interest: 0, fixedComp: 0, costs: 0,
                    total: 92_741)))
    }

    static func recall(
        ref: String = "C-2026-0002", version: Int = 6, _ reason: RecallReason = .placedInError
    ) -> CaseOperation {
        CaseOperation(
            caseRef: ref, caseVersion: version, effectiveDate: day("2026-07-24"), currency: .eur,
            content: .finalRecall(reason))
    }

    static func batch(_ operations: [CaseOperation]) -> CaseBatchContent {
        CaseBatchContent(header: header(), operations: operations, producer: producer)
    }
}

extension HandoverPackage {
    /// The bytes of a file of the package, by its path inside the folder.
    func bytes(_ path: String) -> [UInt8] { files.first { $0.path.hasSuffix("/" + path) }?.bytes ?? [] }

    func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    /// The tree of `data/batch.json`.
    var batch: JSONValue { (try? JSONReader.value(of: bytes("data/batch.json"))) ?? .null }
}

extension JSONValue {
    /// The text of a leaf, by path: `ops.0.case.balance.total`.
    func leaf(_ path: String) -> String? {
        LayoutPath(steps: path.split(separator: ".").map(String.init)).text(in: self)
    }

    /// Every leaf with its path, to compare trees and say where they differ.
    func leaves(_ path: String = "") -> [String: String] {
        switch self {
        case .object(let members):
            return members.reduce(into: [:]) { all, member in
                all.merge(member.value.leaves("\(path)/\(member.name)")) { first, _ in first }
            }
        case .array(let elements):
            return elements.enumerated().reduce(into: [:]) { all, element in
                all.merge(element.element.leaves("\(path)/\(element.offset)")) { first, _ in first }
            }
        case .string(let text): return [path: "\"\(text)\""]
        case .integer(let number): return [path: String(number)]
        case .bool(let flag): return [path: String(flag)]
        case .null: return [path: "null"]
        }
    }
}

/// The shared folder with the examples of the specification.
enum Shared {
    /// A file of it; `nil` where the folder is not there.
    static func file(_ path: String) -> [UInt8]? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["RECOBRO_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.appendingPathComponent("../shared")
        return (try? Data(contentsOf: folder.appendingPathComponent(path))).map(Array.init)
    }

    /// Skips a test where the folder is missing; in CI the test runs, and fails.
    static var isThere: ConditionTrait {
        .enabled("the shared folder is missing: set RECOBRO_SHARED") {
            file("spec/dhx-examples/01-case-new.json") != nil
                || ProcessInfo.processInfo.environment["CI"] != nil
        }
    }
}
