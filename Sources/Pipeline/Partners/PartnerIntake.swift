internal import Domain
internal import Foundation
internal import Handover
internal import Ledger

/// What partners sent into the ledger: packages of the flows ACK, STAT, REMT and INVT, in the order of
/// sender, flow and number, in the transaction of the import.
///
/// A package is taken whole or refused whole. One that comes before its turn is kept and waits in the ledger,
/// and is looked at again every night.
struct PartnerIntake {
    let workspace: Workspace
    let configuration: Configuration
    let run: RunRecord

    /// One package of tonight, read once.
    private struct Arrived {
        var package: PartnerPackage
        let byteCount: Int
        let report: PackageReport
        /// Of its files, relative to it.
        let paths: [String]
        /// The batch as it was checked; empty where it is not there.
        let batch: [UInt8]
    }

    /// Takes what waits, and what waited for it.
    func importPackages(into writer: LedgerWriter) throws {
        for package in workspace.waitingPackages(configuration, isComplete: false) {
            try writer.recordProblems(
                [
                    Problem(
                        .fileUnreadable,
                        found: "a package that is not complete yet: "
                            + (package.isFolder ? "no tag manifest" : "an archive without its end"))
                ],
                file: package.name, run: run.id)
        }
        let waiting = workspace.waitingPackages(configuration)
        let currencies = CaseCurrencies(
            waiting.isEmpty ? [] : try writer.reader.caseTellings(), others: configuration.currency)
        let arrived = waiting.map { read($0, currencies) }.sorted {
            Self.precedes($0.package, $1.package)
        }
        for one in arrived { try receive(one, writer) }
        try releaseHeld(writer)
    }

    private static func precedes(_ a: PartnerPackage, _ b: PartnerPackage) -> Bool {
        if a.stream != b.stream {
            return (a.sender, a.flow, a.environment) < (b.sender, b.flow, b.environment)
        }
        return (a.sequence, a.sha256, a.folder, a.source.rawValue)
            < (b.sequence, b.sha256, b.folder, b.source.rawValue)
    }

    private func read(_ waiting: WaitingPackage, _ currencies: CaseCurrencies) -> Arrived {
        var package = PartnerPackage(source: waiting.source, folder: waiting.name, sha256: "")
        let parts = PackageArchive.packageName(waiting.name)
            .split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 6 {
            (package.environment, package.sender, package.flow) = (parts[1], parts[2], parts[4])
            package.sequence = Int(parts[5]) ?? 0
        }
        var files: PackageSource
        do {
            files = try PackageFolder.source(waiting.path)
        } catch {
            package.sha256 = PackageIdentity.sha256(at: waiting.path)
            let report = (error as? HandoverFault).map(PackageReport.init(refusing:)) ?? PackageReport()
            return Arrived(package: package, byteCount: 0, report: report, paths: [], batch: [])
        }
        var digests = PackageDigests(files)
        // The books keep what was checked: of a batch that came as XML, the JSON of it.
        let batch = (try? files.batchJSON()) ?? []
        let position = files.paths.firstIndex(of: "data/batch.json")
        if let digest = position.flatMap({ digests[$0] }) {
            files = files.replacing("data/batch.json", with: batch)
            // Where somebody writes to it still, what was read counts.
            if digest.sha256 != Digest.sha256(batch) { digests = PackageDigests(files) }
        }
        package.sha256 = PackageIdentity.sha256(files, digests)
        let report = PackageCheck.check(
            files, key: PartnerGate.key(of: package.sender, configuration), currencies: currencies,
            statusCodes: configuration.statusCodes(of: package.sender), digests: digests)
        if let header = report.header {
            package.batch = header.batchId
            package.manifestSHA256 = report.payloadManifestSHA256
        }
        let bytes = files.paths.indices.reduce(0) { $0 + (digests[$1]?.size ?? 0) }
        return Arrived(package: package, byteCount: bytes, report: report, paths: files.paths, batch: batch)
    }

    private func receive(_ arrived: Arrived, _ writer: LedgerWriter) throws {
        var package = arrived.package
        let refusals = arrived.report.findings.filter { $0.severity == .refuse }
        guard let header = arrived.report.header, refusals.isEmpty else {
            return try refuse(arrived, refusals.map(Self.problem), writer)
        }
        let takes: [HandoverFlow] = [.acknowledgement, .status, .remittance, .inventory]
        guard takes.contains(header.flow) else {
            let problem = Problem(
                .containerInvalid, found: "SCHEMA: a batch of flow \(header.flow.rawValue)",
                expected: takes.map(\.rawValue).joined(separator: ", "))
            return try refuse(arrived, [problem], writer)
        }
        let gate = PartnerGate(configuration: configuration, earlier: try writer.reader.partnerPackages())
        switch gate.ruling(package, header, arrived.report.signature) {
        case .refuse(let problems): try refuse(arrived, problems, writer)
        case .known:
            package.outcome = .known
            _ = try writer.record(package, payload: nil, run: run.id)
            let file = file(package, arrived.byteCount)
            guard try writer.reader.knows(sha256: file.sha256) else { return }
            try writer.recordFile(file, outcome: .known, counts: ImportCounts(), run: run.id)
        case .hold(let found):
            package.outcome = .held
            _ = try writer.record(package, payload: text(arrived.batch), run: run.id)
            try noteDocuments(arrived, writer)
            try writer.recordProblems(
                [PartnerGate.problem(.sequenceGap, found).with(severity: .warn)], file: package.folder,
                run: run.id)
        case .take:
            package.outcome = .taken
            let id = try writer.record(package, payload: text(arrived.batch), run: run.id)
            try noteDocuments(arrived, writer)
            try take(id, package, arrived.batch, arrived.byteCount, writer)
        }
    }

    /// What lies beside the batch is seen once, when the package comes: one that waits is archived then.
    private func noteDocuments(_ arrived: Arrived, _ writer: LedgerWriter) throws {
        guard arrived.package.flow == HandoverFlow.remittance.rawValue else { return }
        try FeeInvoiceIntake(configuration: configuration, run: run).take(
            arrived.batch, paths: arrived.paths, sender: arrived.package.sender, writer)
    }

    /// The held packages whose turn has come, until none is left.
    private func releaseHeld(_ writer: LedgerWriter) throws {
        while true {
            let all = try writer.reader.partnerPackages()
            let gate = PartnerGate(configuration: configuration, earlier: all)
            let waiting = all.filter { $0.package.outcome == .held && !$0.isTaken }.sorted {
                Self.precedes($0.package, $1.package)
            }
            let next = waiting.first { held in
                let taken = all.filter { $0.isTaken && $0.package.stream == held.package.stream }
                let last = taken.map(\.package.sequence).max() ?? 0
                return held.package.sequence == last + 1 || !gate.holdsGaps(held.package)
            }
            guard let next, let json = try writer.reader.partnerPayload(next.id) else { return }
            try take(next.id, next.package, Array(json.utf8), json.utf8.count, writer)
        }
    }

    private func take(
        _ id: Int64, _ package: PartnerPackage, _ batch: [UInt8], _ byteCount: Int, _ writer: LedgerWriter
    ) throws {
        try BatchTaking(configuration: configuration, run: run).take(
            id, package, batch, file(package, byteCount),
            codes: configuration.statusCodes(of: package.sender), writer)
    }

    private func refuse(_ arrived: Arrived, _ problems: [Problem], _ writer: LedgerWriter) throws {
        let file = file(arrived.package, arrived.byteCount)
        _ = try writer.record(arrived.package, payload: nil, run: run.id)
        try writer.addRefusedFile(file, format: "dhx", version: "1.0", encoding: "", run: run.id)
        try writer.recordFile(file, outcome: .refused, counts: ImportCounts(), run: run.id)
        let unread = [Problem(.containerInvalid, found: "SCHEMA: a package whose batch cannot be read")]
        try writer.recordProblems(
            Array((problems.isEmpty ? unread : problems).prefix(1000)), file: file.name, run: run.id)
    }

    private func file(_ package: PartnerPackage, _ byteCount: Int) -> SourceFile {
        SourceFile(name: package.folder, sha256: package.sha256, byteCount: byteCount)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// What is wrong with a package, with the reason by which its sender knows it.
    private static func problem(_ finding: PackageFinding) -> Problem {
        Problem(
            .containerInvalid, found: "\(finding.code.rawValue) \(finding.place): \(finding.found)",
            expected: finding.expected)
    }
}
