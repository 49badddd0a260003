import Domain
import Foundation
import Testing

@testable import Handover

/// Packages that were made, broken and read, for the tests of readers and of the checker.
enum Package {
    /// One operation of every code, in the order of the batch.
    static var everyOperation: [CaseOperation] {
        func after(_ version: Int, _ content: CaseOperation.Content) -> CaseOperation {
            CaseOperation(
                caseRef: "C-2026-0007", caseVersion: version, effectiveDate: Sample.day("2026-07-24"),
                currency: .eur, content: content)
        }
        let balance = CaseBalance(
            asOf: Sample.day("2026-07-24"), principal: 92_741, interest: 0, fixedComp: 0, costs: 0,
            total: 92_741)
        let adjustment = CaseAdjustment(
            adjustmentRef: "R26-0003", date: Sample.day("2026-07-23"), amount: -5000, kind: .creditNote,
            shares: [CasePayment.Share(ref: "L1", amount: -5000)])
        var reopened = Sample.new(ref: "C-2026-0009")
        reopened.isReopened = true
        if case .new(var debtCase) = reopened.content {
            debtCase.groupRef = "G-1"
            debtCase.lines[0].lifecycle = CaseLine.Lifecycle(
                scheme: "FR_CDV", code: "205", date: Sample.day("2026-03-02"))
            reopened.content = .new(debtCase)
        }
        var paid = Sample.pay()
        paid.agencyCaseRef = "88123"
        paid.note = "the agency's own number is known now"
        return [
            Sample.new(), paid, after(3, .adjustment(adjustment, balanceAfter: balance)),
            after(4, .update(Sample.debtCase)), after(5, .hold(.dispute)), after(6, .resume),
            after(7, .answer(eventId: "EV-1", documents: [Sample.document("D9", .contract, "2025")])),
            after(8, .legalApproval(eventId: "EV-2", budgetLimit: 150_000)),
            after(9, .announcedRecall(.commercialDecision, objectionUntil: Sample.day("2026-08-07"))),
            after(10, .finalRecall(.moveAgency)), reopened,
        ]
    }

    /// A package of operations as they are: the writer would set broken ones aside.
    static func unchecked(
        _ operations: [CaseOperation], header: BatchHeader = Sample.header(),
        totals change: (inout BatchTotals) -> Void = { _ in }
    ) throws -> PackageSource {
        var totals = try #require(BatchTotals(counting: operations))
        change(&totals)
        return source(
            CaseBatch.files(
                header: header, operations: CaseBatchFiling(operations), totals: totals,
                producer: Sample.producer))
    }

    /// A registry package of records as they are.
    static func unchecked(
        _ records: [RegistryRecord], profile: ExampleProfile? = .fixed200,
        environment: HandoverEnvironment = .test, target: RegistryTarget = Registry.target,
        totals change: (inout RegistryTotals) -> Void = { _ in }
    ) throws -> PackageSource {
        var content = try Registry.content(records, profile: profile, environment: environment)
        content.target = target
        var totals = try #require(RegistryTotals(counting: records))
        change(&totals)
        return source(try RegistryBatch.files(records, content, totals: totals))
    }

    static func source(_ files: [OutputFile]) -> PackageSource {
        var package = HandoverPackage()
        package.files = files
        return PackageSource(package)
    }
}

extension PackageSource {
    /// The same package with some files changed, added or taken out, its digests left as they are.
    func changing(_ files: [String: [UInt8]?]) -> PackageSource {
        var changed = self
        changed.paths = Set(paths).union(files.keys).filter { files[$0].map { $0 != nil } ?? true }.sorted()
        changed.bytes = { path in
            if let file = files[path] { return file }
            return self.bytes(path)
        }
        return changed
    }

    /// The same package with one file changed and every digest made right again.
    func sealing(_ path: String, _ change: (String) -> String) throws -> PackageSource {
        let text = change(String(decoding: try #require(bytes(path)), as: UTF8.self))
        var files = Dictionary(uniqueKeysWithValues: paths.map { ($0, bytes($0) ?? []) })
        files[path] = Array(text.utf8)
        func manifest(_ keep: (String) -> Bool) -> [UInt8] {
            let lines = files.keys.filter(keep).sorted().map {
                "\(SHA256Text.digest(of: files[$0] ?? []))  \($0)\n"
            }
            return Array(lines.joined().utf8)
        }
        let payload = files.filter { $0.key.hasPrefix("data/") }
        let octets = payload.values.reduce(0) { $0 + $1.count }
        let before = SHA256Text.digest(of: files["manifest-sha256.txt"] ?? [])
        files["manifest-sha256.txt"] = manifest { $0.hasPrefix("data/") }
        let after = SHA256Text.digest(of: files["manifest-sha256.txt"] ?? [])
        let business = String(decoding: files["manifest.json"] ?? [], as: UTF8.self)
        files["manifest.json"] = Array(business.replacingOccurrences(of: before, with: after).utf8)
        let information = String(decoding: files["bag-info.txt"] ?? [], as: UTF8.self)
            .split(separator: "\n").map {
                $0.hasPrefix("Payload-Oxum") ? "Payload-Oxum: \(octets).\(payload.count)" : String($0)
            }
        files["bag-info.txt"] = Array((information.joined(separator: "\n") + "\n").utf8)
        files["tagmanifest-sha256.txt"] = manifest {
            !$0.hasPrefix("data/") && $0 != "tagmanifest-sha256.txt"
        }
        return changing(files.mapValues { .some($0) })
    }

    func text(_ path: String) -> String { String(decoding: bytes(path) ?? [], as: UTF8.self) }
}
