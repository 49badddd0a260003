internal import Domain
internal import Foundation
internal import Handover

/// A case package as it came, with what its check found.
struct PackageArrival {
    let source: PackageSource
    let digests: PackageDigests
    let report: PackageReport
    private let isSignatureNeeded: Bool
    /// Environment, sender, recipient, flow, sequence, by the folder name.
    private let parts: [String]

    init(_ source: PackageSource, _ digests: PackageDigests, key: VerifyingKey?) {
        (self.source, self.digests) = (source, digests)
        report = PackageCheck.check(source, key: key, digests: digests)
        isSignatureNeeded = key != nil
        parts = source.folder.split(separator: "_", omittingEmptySubsequences: false).dropFirst()
            .map(String.init)
    }

    var folder: String { source.folder }

    /// Over all its files.
    var contentSha256: String { digests.contentSHA256 }

    /// The batch as it was checked, byte for byte, or as the JSON of its XML.
    func batch() throws -> [UInt8] {
        let path = source.paths.contains("data/batch.json") ? "data/batch.json" : "data/batch.xml"
        guard let bytes = source.bytes(path), let position = source.paths.firstIndex(of: path),
            digests[position]?.sha256 == Digest.sha256(bytes)
        else { throw Self.changed(folder) }
        return try BatchForm.json(of: bytes, file: path)
    }

    static func changed(_ folder: String) -> RunError {
        .inputOutput("\(folder) changed while it was read; take it again when nobody writes to it")
    }

    private var isNamed: Bool { parts.count == 5 && parts[3] == HandoverFlow.cases.rawValue }

    /// By the batch where it can be read, by the folder name where not.
    var sequence: Int { report.header?.sequence ?? (isNamed ? Int(parts[4]) : nil) ?? 0 }

    /// What an answer repeats; `nil` where neither batch nor name tells.
    var original: Acknowledgement.Original? {
        guard isNamed, let sequence = Int(parts[4]), sequence > 0 else { return nil }
        let batchId = report.header?.batchId ?? parts[1...].joined(separator: ".")
        let totals = report.caseTotals
        return Acknowledgement.Original(
            batchId: batchId, flow: .cases, manifestSHA256: report.payloadManifestSHA256,
            operationCount: totals?.ops ?? 0, amounts: totals?.amounts ?? [])
    }

    /// Whether the creditor of the desk sent it to the agency of the desk. A stranger gets no answer.
    func isFrom(_ settings: DeskSettings) -> Bool {
        guard let header = report.header else {
            return isNamed && parts[1] == settings.creditor.code && parts[2] == settings.agency.code
        }
        return header.sender == settings.creditor.party && header.recipient == settings.agency.party
    }

    /// Why the file as a whole cannot be taken, one reason a code.
    func fileReasons(_ environment: HandoverEnvironment) -> [AnswerReason<FileReason>] {
        var reasons: [AnswerReason<FileReason>] = []
        func add(_ code: FileReason, _ field: String, _ text: String) {
            guard !reasons.contains(where: { $0.code == code }) else { return }
            reasons.append(
                AnswerReason(code, field: String(field.prefix(140)), text: String(text.prefix(1024))))
        }
        for finding in report.findings where finding.severity != .warn {
            let isOfFile =
                finding.severity == .refuse || Self.operation(finding.place) == nil
                || AnswerReasons.caseReason(of: finding.code.rawValue) == nil
            guard isOfFile else { continue }
            add(
                AnswerReasons.fileReason(of: finding.code.rawValue), finding.place,
                "found \(finding.found), expected \(finding.expected)")
        }
        let stated = report.header?.environment.rawValue ?? parts.first ?? ""
        if stated != environment.rawValue {
            add(.environment, "$.header.environment", "\(stated), this desk is \(environment.rawValue)")
        }
        if isSignatureNeeded, case .unsigned = report.signature {
            add(.signature, "manifest.json.jws", "the desk has the creditor's key, and there is no signature")
        }
        return reasons
    }

    /// What the check found wrong with single operations, by position.
    var findingsByOperation: [Int: [AgencyFinding]] {
        var found: [Int: [AgencyFinding]] = [:]
        for finding in report.findings where finding.severity == .setAside {
            guard let position = Self.operation(finding.place) else { continue }
            found[position, default: []].append(AgencyFinding(finding))
        }
        return found
    }

    /// The position in `data/batch.json $.ops[12] …`, or the same of `data/batch.xml`.
    private static func operation(_ place: String) -> Int? {
        guard let start = place.range(of: "$.ops[") else { return nil }
        return Int(place[start.upperBound...].prefix { $0.isNumber })
    }
}
