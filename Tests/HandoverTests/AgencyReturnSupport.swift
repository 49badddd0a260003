import Domain
import Testing

@testable import Handover

/// An agency without DHX software: what it was told, and the files it writes with the example profiles.
enum Agency {
    static let ack = ExampleProfile.agencyAcknowledgement
    static let status = ExampleProfile.agencyStatus
    static let settlement = ExampleProfile.agencySettlement

    /// The profile with parts of its text exchanged; every part must be there.
    static func profile(_ example: ExampleProfile, _ changes: [(String, String)] = []) throws -> LayoutProfile
    {
        var text = String(decoding: example.json, as: UTF8.self)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        return try LayoutProfile(json: Array(text.utf8))
    }

    /// Lines in an encoding, CR and LF after each.
    static func bytes(_ lines: [String], _ encoding: LayoutEncoding = .latin9) -> [UInt8] {
        lines.flatMap { line in
            var bytes: [UInt8] = []
            for scalar in line.unicodeScalars where !encoding.append(scalar, to: &bytes) {
                Issue.record("\(scalar) is not in \(encoding.rawValue)")
            }
            return bytes + (encoding.bytes(ofMark: "\r") ?? []) + (encoding.bytes(ofMark: "\n") ?? [])
        }
    }

    static func header(
        _ flow: HandoverFlow, environment: HandoverEnvironment = .test
    ) -> BatchHeader {
        let sent = Sample.header(environment: environment)
        return BatchHeader(
            flow: flow, sequence: 3, environment: environment, sender: sent.recipient,
            recipient: sent.sender, businessDate: Sample.day("2026-07-06"), agreementRef: "",
            processorAgreementRef: "")
    }

    static let digest = String(repeating: "ab", count: 32)
    static let laterDigest = String(repeating: "cd", count: 32)

    /// Two batches: three new cases; then a payment of the first, and a fourth case.
    static func context(
        _ flow: HandoverFlow, environment: HandoverEnvironment = .test, asOf: String = "2026-08-31"
    ) -> AgencyReturnContext {
        func told(_ ref: String, _ agency: String, _ version: Int, _ code: String = "EUR")
            -> AgencyReturnContext.Case
        {
            AgencyReturnContext.Case(
                caseRef: ref, currency: Currency(code) ?? .eur, agencyCaseRef: agency, version: version)
        }
        func sent(_ digits: String, _ digest: String, _ operations: [String], _ amounts: [Money]) -> SentBatch
        {
            SentBatch(
                batchId: "ESB12345674.COLCO.CASE.\(digits)", manifestSHA256: digest,
                operations: operations.map {
                    SentOperation(opId: $0, caseRef: String($0.dropLast(2)), balanceTotal: nil)
                }, amounts: amounts)
        }
        return AgencyReturnContext(
            header: header(flow, environment: environment), asOf: Sample.day(asOf),
            cases: [
                told("C-2026-0007", "88123", 2), told("C-2026-0008", "", 1),
                told("C-2026-0009", "88125", 1),
                told("C-2026-0010", "88126", 1, "TND"),
            ],
            batches: [
                sent(
                    "000041", digest, ["C-2026-0007.1", "C-2026-0008.1", "C-2026-0009.1"],
                    [Money(minorUnits: 300_000, currency: .eur)]),
                sent("000042", laterDigest, ["C-2026-0007.2", "C-2026-0010.1"], []),
            ])
    }

    static func read(
        _ example: ExampleProfile, _ lines: [String], _ changes: [(String, String)] = [], name: String = "",
        encoding: LayoutEncoding = .latin9, asOf: String = "2026-08-31"
    ) throws -> AgencyReturnBatch {
        let profile = try profile(example, changes)
        let file = AgencyReturn(bytes(lines, encoding), profile: profile, name: name)
        return file.batch(context(try #require(file.flow), asOf: asOf))
    }
}

extension AgencyReturnBatch {
    /// Without the one that says, beside the rows' own, that none of them could be taken.
    var problemsOfRows: [Problem] { problems.filter { $0.found != "no row that can be taken" } }

    var answer: Acknowledgement? {
        guard case .acknowledgement(let answer) = content else { return nil }
        return answer
    }

    var events: [StatusEvent] {
        guard case .status(let batch) = content else { return [] }
        return batch.events
    }

    var statement: RemittanceStatement? {
        guard case .remittance(let statement) = content else { return nil }
        return statement
    }
}
