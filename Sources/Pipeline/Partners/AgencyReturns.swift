internal import Domain
internal import Foundation
internal import Handover
internal import Ledger

/// What agencies without DHX answer: files in their own layouts (`agency.returns`), in the transaction of the
/// import. Each becomes the batch that it amounts to, and goes the way of a batch that came in a package.
struct AgencyReturns {
    private let configuration: Configuration
    private let run: RunRecord
    private let layouts: [(agency: AgencySettings, profile: LayoutProfile)]

    init(_ configuration: Configuration, run: RunRecord) {
        (self.configuration, self.run) = (configuration, run)
        layouts = configuration.agencies.flatMap { agency in agency.returns.map { (agency, $0) } }
    }

    /// Whether a file of the inbox is one of them, by its name alone: what is in it is checked afterwards.
    func isReturn(_ name: String) -> Bool { !layouts(of: name).isEmpty }

    private func layouts(of name: String) -> [(agency: AgencySettings, profile: LayoutProfile)] {
        let leaf = name.split(separator: "/").last.map(String.init) ?? name
        return layouts.filter { $0.profile.parts(ofReturn: leaf) != nil }
    }

    /// Takes one file, whole or not at all or without its bad rows, as its profile declares; its problems are
    /// recorded.
    ///
    /// - Parameter path: where its bytes are.
    func take(_ source: SourceFile, path: String, _ writer: LedgerWriter) throws {
        guard try !writer.reader.knows(sha256: source.sha256) else {
            return try writer.recordFile(source, outcome: .known, counts: ImportCounts(), run: run.id)
        }
        let layouts = layouts(of: source.name)
        guard layouts.count == 1, let (agency, profile) = layouts.first else {
            let names = layouts.map(\.profile.name).joined(separator: ", ")
            return try refuse(
                source, [Problem(.formatAmbiguous, found: names, expected: "a name of one layout")], writer)
        }
        guard let bytes = RegularFile.bytes(path, sha256: source.sha256) else {
            let changed = Problem(.fileUnreadable, found: "the file changed while it was read")
            return try refuse(source, [changed], writer)
        }
        let read = AgencyReturn(bytes, profile: profile, name: source.name)
        guard let flow = read.flow else { return }
        let header = try header(flow, agency, day: read.businessDate ?? run.asOf, writer.reader)
        let batch = read.batch(try context(header, writer.reader))
        let problems = batch.problems.map(configuration.raised)
        guard !problems.contains(where: { $0.severity == .refuse }), batch.content != nil else {
            return try refuse(source, problems, writer)
        }
        try take(batch, of: source, header, problems, writer)
    }

    private func refuse(_ source: SourceFile, _ problems: [Problem], _ writer: LedgerWriter) throws {
        try writer.addRefusedFile(source, format: "agency-return", version: "", encoding: "", run: run.id)
        try writer.recordFile(source, outcome: .refused, counts: ImportCounts(), run: run.id)
        try writer.recordProblems(Array(problems.prefix(1000)), file: source.name, run: run.id)
    }

    private func take(
        _ batch: AgencyReturnBatch, of source: SourceFile, _ header: BatchHeader, _ problems: [Problem],
        _ writer: LedgerWriter
    ) throws {
        var package = PartnerPackage(source: .inbox, folder: source.name, sha256: source.sha256)
        package.environment = header.environment.rawValue
        package.sender = header.sender.code
        package.flow = header.flow.rawValue
        package.sequence = header.sequence
        package.batch = header.batchId
        package.outcome = .taken
        let json = batch.jsonBytes
        let id = try writer.record(package, payload: String(decoding: json, as: UTF8.self), run: run.id)
        let taking = BatchTaking(configuration: configuration, run: run)
        // Its codes are those of DHX already.
        try taking.take(
            id, package, json, source, format: "agency-return", problems: problems, codes: nil, writer)
    }

    // MARK: - What the file is read against

    /// The next number of the agency's flow: its own files have none.
    private func header(
        _ flow: HandoverFlow, _ agency: AgencySettings, day: Day, _ reader: LedgerReader
    ) throws -> BatchHeader {
        let creditor = configuration.creditor
        guard let environment = HandoverEnvironment(rawValue: agency.environment),
            let own = PartyIdentifier(taxId: creditor.taxId, country: creditor.country, holder: .legal)
        else { throw RunError.internalFault("the batch header cannot be made of the configuration") }
        var header = BatchHeader(
            flow: flow, sequence: 1, environment: environment,
            sender: BatchParty(
                code: agency.code,
                identifier: PartyIdentifier(scheme: agency.scheme, value: agency.identifier)),
            recipient: BatchParty(code: creditor.country + creditor.taxId, identifier: own),
            businessDate: day, agreementRef: agency.agreement,
            processorAgreementRef: agency.processorAgreement)
        let stream = "\(agency.environment) \(agency.code) \(flow.rawValue)"
        let taken = try reader.partnerPackages().filter { $0.isTaken && $0.package.stream == stream }
        if let last = taken.map(\.package.sequence).max() {
            header.sequence = last
            let previous = header.batchId
            header.sequence = last + 1
            header.previousBatchId = previous
        }
        return header
    }

    private func context(_ header: BatchHeader, _ reader: LedgerReader) throws -> AgencyReturnContext {
        let creditor = configuration.creditor
        let stem =
            "\(creditor.country)\(creditor.taxId).\(header.sender.code).\(HandoverFlow.cases.rawValue)."
        let tellings = try reader.caseTellings().filter { $0.batch.hasPrefix(stem) }
        let book = try AgencyBook(reader, agency: header.sender.code, recipient: stem)
        var cases: [String: AgencyReturnContext.Case] = [:]
        for telling in tellings {
            let version = max(cases[telling.caseReference]?.version ?? 0, telling.version)
            cases[telling.caseReference] = AgencyReturnContext.Case(
                caseRef: telling.caseReference, currency: telling.currency,
                agencyCaseRef: book.cases[telling.caseReference]?.agencyCase ?? "", version: version)
        }
        return AgencyReturnContext(
            header: header, asOf: run.asOf, cases: cases.values.sorted { $0.caseRef < $1.caseRef },
            batches: header.flow == .acknowledgement ? try batches(tellings, header, reader) : [])
    }

    /// What was sent, in the order of the batches.
    private func batches(
        _ tellings: [CaseTelling], _ header: BatchHeader, _ reader: LedgerReader
    ) throws -> [SentBatch] {
        try Dictionary(grouping: tellings, by: \.batch).sorted { $0.key < $1.key }.compactMap { batch, told in
            let parts = ["DHX1", header.environment.rawValue] + batch.split(separator: ".").map(String.init)
            guard let digest = try reader.manifestDigest(ofPackage: parts.joined(separator: "_")) else {
                return nil
            }
            let operations = told.map {
                SentOperation(opId: $0.opId, caseRef: $0.caseReference, balanceTotal: nil)
            }
            return SentBatch(
                batchId: batch, manifestSHA256: digest, operations: operations,
                amounts: try reader.controlSums(told) ?? [])
        }
    }
}
