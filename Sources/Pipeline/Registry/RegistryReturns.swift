internal import Domain
internal import Handover
internal import Ledger

/// A registry's return files into the ledger, in the transaction of the import: one answer a record, as an
/// acknowledgement package has them.
struct RegistryReturns {
    let configuration: Configuration
    let run: RunRecord
    private let registry: RegistrySettings
    private let profile: LayoutProfile

    /// `nil` where the configuration names no profile for them.
    ///
    /// - Throws: where the profile is not there, is wrong, or may not be used in the registry's environment:
    ///   no file is read with a layout that nobody vouches for.
    init?(_ configuration: Configuration, workspace root: String, run: RunRecord) throws {
        guard let registry = configuration.registry, !registry.returns.isEmpty else { return nil }
        self.configuration = configuration
        self.run = run
        self.registry = registry
        profile = try LayoutProfile.named(registry.returns, in: root, for: "registry.returns") {
            (profile) throws(LayoutError) in
            try profile.check(returnsIn: registry.environment == "P" ? .production : .test)
        }
    }

    /// Whether a file of the inbox is one of them, by its name alone: what is in it is checked afterwards.
    func isReturn(_ name: String) -> Bool { parts(of: name) != nil }

    private func parts(of name: String) -> [String: String]? {
        profile.parts(ofReturn: name.split(separator: "/").last.map(String.init) ?? name)
    }

    /// Takes one file, whole or not at all; its problems are recorded.
    ///
    /// - Parameter path: where its bytes are.
    func take(_ source: SourceFile, path: String, _ writer: LedgerWriter) throws {
        guard try !writer.reader.knows(sha256: source.sha256) else {
            return try writer.recordFile(source, outcome: .known, counts: ImportCounts(), run: run.id)
        }
        var problems: [Problem] = []
        var answer: RegistryReturn?
        if let bytes = RegularFile.bytes(path, sha256: source.sha256) {
            let read = RegistryReturn(bytes, profile: profile)
            problems = try read.problems + strangeness(read, of: source.name, writer.reader)
            answer = read
        } else {
            problems = [Problem(.fileUnreadable, found: "the file changed while it was read")]
        }
        problems = problems.map(configuration.raised)
        var counts = ImportCounts()
        let isRefused = problems.contains { $0.severity == .refuse }
        if let answer, !isRefused {
            _ = try FileImport(
                writer, file: source, format: "registry-return", version: "", encoding: "",
                profile: profile.name, run: run.id, days: ImportedDays())
            let unknown = try record(answer, of: source, writer)
            counts.others = answer.records.count - unknown.count
            problems += unknown.map(configuration.raised)
            counts.setAside = problems.filter { $0.severity == .setAside }.count
        } else {
            try writer.addRefusedFile(
                source, format: "registry-return", version: "", encoding: "", run: run.id)
        }
        try writer.recordFile(
            source, outcome: isRefused ? .refused : .imported, counts: counts, run: run.id)
        try writer.recordProblems(Array(problems.prefix(1000)), file: source.name, run: run.id)
    }

    /// How the names of the packages for the registry begin.
    private var folderStem: String { "DHX1_\(registry.environment)_\(sender)_\(registry.code)_REGY_" }
    private var sender: String { configuration.creditor.country + configuration.creditor.taxId }

    private func batchId(_ sequence: Int) -> String {
        let digits = String(sequence)
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "\(sender).\(registry.code).\(HandoverFlow.registry.rawValue).\(zeros)\(digits)"
    }

    /// What shows that a file is of another reporter or environment, or answers what was never sent.
    private func strangeness(
        _ answer: RegistryReturn, of name: String, _ reader: LedgerReader
    ) throws -> [Problem] {
        let named = parts(of: name) ?? [:]
        var problems: [Problem] = []
        for environment in [answer.environment, named["environment"]?.uppercased() ?? ""]
        where !environment.isEmpty && environment != registry.environment {
            problems.append(PartnerGate.problem(.environment, environment, registry.environment))
            break
        }
        for reporter in [answer.reporterId, named["reporterId"] ?? ""]
        where !reporter.isEmpty && reporter != registry.reporter {
            problems.append(
                PartnerGate.problem(.unknownSender, "a file for reporter \(reporter)", registry.reporter))
            break
        }
        let sent = try reader.sentPackages(stem: folderStem)
        if let sequence = answer.sequence, !(1...max(1, sent)).contains(sequence) || sent == 0 {
            problems.append(
                Problem(
                    .totalsDiffer, severity: .refuse, found: "an answer to batch \(sequence)",
                    expected: sent == 0 ? "no batch was sent" : "one of 1 to \(sent)"))
        }
        return problems
    }

    // MARK: Answers

    /// Writes the answers; gives the records that nobody sent.
    private func record(
        _ answer: RegistryReturn, of source: SourceFile, _ writer: LedgerWriter
    ) throws -> [Problem] {
        let sequence = try answer.sequence ?? writer.reader.sentPackages(stem: folderStem)
        var package = PartnerPackage(source: .inbox, folder: source.name, sha256: source.sha256)
        package.environment = registry.environment
        package.sender = registry.code
        package.flow = HandoverFlow.registry.rawValue
        package.sequence = sequence
        package.outcome = .taken
        let id = try writer.record(package, payload: nil, run: run.id)
        try writer.markTaken(package: id, run: run.id)
        let told = try writer.reader.registryTellings(registry.code).filter { $0.sequence <= sequence }
        let meant = Meant(told)
        let isRefusedWhole = answer.status == .rejected
        var problems: [Problem] = []
        var answered: Set<String> = []
        func write(_ telling: RegistryTelling, _ status: AnswerStatus, _ reasons: [String]) throws {
            var row = AgencyAnswerFact(
                batch: batchId(sequence), operation: telling.recordId,
                caseReference: telling.operationReference, status: status.rawValue)
            row.reasons = reasons.joined(separator: ", ")
            try writer.record(row, package: id, run: run.id)
        }
        for record in answer.records {
            guard let telling = meant.telling(record) else {
                problems.append(Self.unknown(record, severity: profile.onError))
                continue
            }
            answered.insert(telling.recordId)
            // Of a file that was refused nothing was taken, whatever it says of its records.
            try write(
                telling, isRefusedWhole ? .rejected : Self.status(record.status),
                record.reasons + (isRefusedWhole ? answer.reasons : []))
        }
        if isRefusedWhole {
            for telling in told where telling.sequence == sequence && !answered.contains(telling.recordId) {
                try write(telling, .rejected, answer.reasons)
            }
            var row = AgencyAnswerFact(
                batch: batchId(sequence), operation: "", caseReference: "",
                status: GroupStatus.rejected.rawValue)
            row.reasons = answer.reasons.joined(separator: ", ")
            try writer.record(row, package: id, run: run.id)
        }
        return problems
    }

    /// The record that is meant: by its id, else the last one told of that operation and reference.
    private struct Meant {
        private var byId: [String: RegistryTelling] = [:]
        private var byKey: [String: RegistryTelling] = [:]

        init(_ told: [RegistryTelling]) {
            for telling in told {
                byId[telling.recordId] = telling
                byKey["\(telling.operation) \(telling.operationReference)"] = telling
            }
        }

        func telling(_ record: RegistryReturn.Record) -> RegistryTelling? {
            guard record.recId.isEmpty else { return byId[record.recId] }
            return byKey["\(record.operation?.rawValue ?? "") \(record.operationRef)"]
        }
    }

    private static func unknown(_ record: RegistryReturn.Record, severity: RegistryReturn.Level) -> Problem {
        let name =
            record.recId.isEmpty
            ? "\(record.operation?.rawValue ?? "") \(record.operationRef)" : record.recId
        return Problem(
            .subjectUnknown, severity: severity == .warn ? .warn : .setAside,
            at: Place(line: record.line, element: "record"), found: "an answer to \(name)",
            expected: "a record that was sent")
    }

    private static func status(_ status: RegistryReturn.Status) -> AnswerStatus {
        switch status {
        case .accepted: .accepted
        case .warning: .acceptedWithChange
        case .rejected: .rejected
        case .duplicate: .duplicate
        }
    }
}
