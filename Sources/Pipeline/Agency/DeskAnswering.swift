public import Domain
internal import Foundation
internal import Handover

/// `recobro handover ack`: takes case packages into a desk and answers each.
public struct DeskAnswering: Sendable {
    public var packages: [String]
    /// Folder for copies of the answers; `nil` for the desk's `out/` alone.
    public var out: String?
    /// In which form copies are made.
    public var form = PackageForm.folder
    public var asOf: Day
    /// Cases that a person keeps waiting for documents: `CASE`, document types, last day.
    public var pending: [(caseRef: String, documents: [String], by: Day)] = []
    /// Cases that a person refuses: `CASE`, reason.
    public var rejected: [(caseRef: String, reason: String)] = []

    public init(packages: [String], asOf: Day) {
        self.packages = packages
        self.asOf = asOf
    }

    /// In the order of their sequence, whatever order they were named in. State and answer are saved package
    /// by package: a killed command is simply repeated.
    public func run(in desk: Desk) throws -> AgencyOutcome {
        var intake = PackageIntake(
            session: try DeskSession(desk, asOf: asOf, out: out, form: form), decisions: try decisions())
        intake.discardUnnamed()
        let paths = try paths()
        try intake.takeHeld()
        for path in paths { try intake.take(path) }
        intake.discardUnnamed()
        intake.reportLost()
        intake.reportUnused()
        return intake.outcome
    }

    private func paths() throws -> [String] {
        var found: [String] = []
        for path in packages {
            let below = PackageFolder.packages(at: path)
            guard !below.isEmpty else { throw RunError.usage("\(path) holds no package") }
            found += below
        }
        func key(_ path: String) -> (String, String) {
            let name = (path as NSString).lastPathComponent
            let package = PackageArchive.packageName(name)
            return (package.split(separator: "_").last.map(String.init) ?? "", path)
        }
        return found.sorted { key($0) < key($1) }
    }

    private func decisions() throws -> DeskBooking.Decisions {
        var decisions = DeskBooking.Decisions()
        for wait in pending {
            let kinds = try wait.documents.map { word in
                guard let kind = CaseDocument.Kind(rawValue: word) else {
                    throw RunError.usage(
                        "'\(word)' is no document type; there are "
                            + CaseDocument.Kind.allCases.map(\.rawValue).joined(separator: ", "))
                }
                return kind
            }
            decisions.pending[wait.caseRef] = (kinds, wait.by)
        }
        for refusal in rejected {
            guard let reason = CaseReason(rawValue: refusal.reason) else {
                throw RunError.usage(
                    "'\(refusal.reason)' is no reason; there are "
                        + CaseReason.allCases.map(\.rawValue).joined(separator: ", "))
            }
            decisions.rejected[refusal.caseRef] = reason
        }
        return decisions
    }
}

/// Takes packages one by one. What is wrong with a package decides in this order: can it be read, is it new,
/// is it whole and signed, is it from this creditor, is it meant for this desk, is it next.
struct PackageIntake {
    private(set) var outcome = AgencyOutcome()
    private var session: DeskSession
    private let decisions: DeskBooking.Decisions
    private let held: HeldPackages
    /// Cases that came with a NEW or UPD.
    private var presented: Set<String> = []

    init(session: DeskSession, decisions: DeskBooking.Decisions) {
        self.session = session
        self.decisions = decisions
        held = HeldPackages(session.desk)
    }

    /// Removes copies in `held/` that nothing will ask for: a killed command left them, or the package came
    /// again.
    func discardUnnamed() { held.discard(except: session.state.packages.filter { $0.outcome == .held }) }

    mutating func take(_ path: String) throws {
        let source: PackageSource
        do {
            source = try PackageFolder.source(path)
        } catch let fault as HandoverFault {
            let name = (path as NSString).lastPathComponent
            outcome.lines.append("\(name): not answered, it cannot be opened")
            outcome.findings.append(AgencyFinding(fault))
            return outcome.end(with: 65)
        }
        let digests = PackageDigests(source)
        let known = session.state.packages.last { $0.contentSha256 == digests.contentSHA256 }
        if let known, !isDue(known) {
            // Its sender may have been asked for it again.
            if known.outcome == .held, !held.isThere(known) { try held.keep(source, digests) }
            return try repeatAnswer(known)
        }
        let arrival = PackageArrival(source, digests, key: try session.creditorKey())
        guard let original = arrival.original, !arrival.report.payloadManifestSHA256.isEmpty else {
            return refuse(arrival, "has no name or manifest that an answer could repeat")
        }
        guard arrival.isFrom(session.settings) else {
            return refuse(
                arrival, "is not from \(session.settings.creditor.code) to \(session.settings.agency.code)")
        }
        let doubts = arrival.fileReasons(session.terms.environment)
        let isIntact = doubts.allSatisfy { ![.checksum, .signature, .environment].contains($0.code) }
        guard isIntact else { return try send(back: arrival, doubts, as: .returned) }
        if let known = session.state.packages.last(where: {
            $0.batchId == original.batchId && $0.outcome != .returned
        }) {
            guard known.manifestSha256 == arrival.report.payloadManifestSHA256 else {
                return try send(back: arrival, [AnswerReason(.batchIdReused)], as: .returned)
            }
            if !isDue(known) { return try repeatAnswer(known) }
        }
        try takeInOrder(arrival, doubts)
        try takeHeld()
    }

    /// Whether a package that waited is the next one.
    private func isDue(_ package: DeskPackage) -> Bool {
        package.outcome == .held && package.sequence == session.state.nextCaseSequence
    }

    private mutating func takeInOrder(
        _ arrival: PackageArrival, _ doubts: [AnswerReason<FileReason>]
    ) throws {
        let next = session.state.nextCaseSequence
        func out(_ code: FileReason) -> AnswerReason<FileReason> {
            AnswerReason(
                code, field: "$.header.sequence", value: String(arrival.sequence), text: "next is \(next)")
        }
        if arrival.sequence < next {
            return try send(back: arrival, [out(.sequenceOld)], as: .returned)
        }
        if arrival.sequence > next {
            try held.keep(arrival.source, arrival.digests)
            return try send(back: arrival, [out(.sequenceGap)], as: .held)
        }
        session.state.nextCaseSequence = next + 1
        if doubts.isEmpty {
            try book(arrival)
        } else {
            try send(back: arrival, doubts, as: .refused)
        }
    }

    /// The batches that waited for the ones before them; also those that a killed command left behind.
    mutating func takeHeld() throws {
        while let waiting = session.state.packages.last(where: isDue) {
            guard let package = held.package(waiting) else { return }
            let arrival = PackageArrival(package.source, package.digests, key: try session.creditorKey())
            try takeInOrder(arrival, arrival.fileReasons(session.terms.environment))
            held.remove(waiting)
        }
    }

    private mutating func book(_ arrival: PackageArrival) throws {
        guard let header = arrival.report.header else {
            throw RunError.internalFault("a batch without findings cannot be read")
        }
        var booking = DeskBooking(
            cases: session.state.cases, businessDate: header.businessDate, asOf: session.asOf,
            decisions: decisions, findings: arrival.findingsByOperation)
        var answers: [OperationAnswer] = []
        try CaseBatchFile.read(json: try arrival.batch(), work: \.contentSha256) { operation, digest in
            if operation.code == .new || operation.code == .update { presented.insert(operation.caseRef) }
            answers.append(booking.answer(operation, at: answers.count, digest: digest))
        }
        session.state.cases = booking.cases
        let level: Acknowledgement.Level = answers.isEmpty ? .file : .operation
        var answer = try acknowledgement(arrival, level, answers)
        answer.groupStatus = answers.isEmpty ? .valid : answer.derivedGroupStatus
        if !answers.isEmpty, answers.allSatisfy({ $0.status == .duplicate }) {
            answer.reasons = [AnswerReason(.sameContent, text: "every operation was received before")]
        }
        try publish(answer, arrival, as: .answered)
        for answer in answers where !answer.status.isAccepted && answer.status != .duplicate {
            outcome.end(with: 1)
            let reasons = answer.reasons.map { "\($0.code.rawValue) \($0.text)" }
            outcome.lines.append(
                "  \(answer.opId) \(answer.status.rawValue) "
                    + (reasons + answer.missingDocuments.map(\.rawValue)).joined(separator: "; "))
        }
    }

    private mutating func send(
        back arrival: PackageArrival, _ reasons: [AnswerReason<FileReason>], as end: DeskPackage.Outcome
    ) throws {
        var answer = try acknowledgement(arrival, .file, [])
        answer.groupStatus = end == .held ? .pending : .rejected
        answer.reasons = reasons
        try publish(answer, arrival, as: end)
        outcome.end(with: 1)
        for reason in reasons {
            outcome.lines.append("  \(reason.code.rawValue) \(reason.field) \(reason.text)")
        }
    }

    private func acknowledgement(
        _ arrival: PackageArrival, _ level: Acknowledgement.Level, _ answers: [OperationAnswer]
    ) throws -> Acknowledgement {
        guard let original = arrival.original else { throw RunError.internalFault("an answer to nothing") }
        return Acknowledgement(
            header: session.header(.acknowledgement), original: original, level: level,
            groupStatus: .received, answers: answers)
    }

    private mutating func publish(
        _ answer: Acknowledgement, _ arrival: PackageArrival, as end: DeskPackage.Outcome
    ) throws {
        try session.stage(answer.header) { producer, key in
            FeedbackPackage.files(answer, producer: producer, signingKey: key)
        }
        // It waits no longer, nor does a copy of it under another signature.
        let isTaken = end == .answered || end == .refused
        session.state.packages.removeAll {
            $0.outcome == .held
                && ($0.contentSha256 == arrival.contentSha256
                    || isTaken && $0.batchId == answer.original.batchId)
        }
        session.state.packages.append(
            DeskPackage(
                batchId: answer.original.batchId, sequence: arrival.sequence, folder: arrival.folder,
                manifestSha256: answer.original.manifestSHA256, contentSha256: arrival.contentSha256,
                outcome: end, answer: answer.header.folderName))
        let path = try session.commit()
        let counts = answer.counts.map { "\($0.status.rawValue) \($0.count)" }.joined(separator: ", ")
        outcome.lines.append(
            "\(arrival.folder): \(answer.groupStatus.rawValue)\(counts.isEmpty ? "" : " (\(counts))"), \(path)"
        )
    }

    private mutating func repeatAnswer(_ known: DeskPackage) throws {
        let path = try session.hand(over: known.answer)
        outcome.lines.append("\(known.folder): DUPL, answered before, \(path)")
    }

    /// A package whose turn it is, and whose copy is gone or another: until it comes again nothing after it
    /// can be taken.
    mutating func reportLost() {
        guard let lost = session.state.packages.last(where: isDue) else { return }
        outcome.lines.append("\(lost.folder): what was held of it is not what came; fetch it again")
        outcome.end(with: 1)
    }

    /// A decision about a case that did not come was made for nothing: somebody mistyped.
    mutating func reportUnused() {
        for caseRef in Set(decisions.pending.keys).union(decisions.rejected.keys).sorted()
        where !presented.contains(caseRef) {
            outcome.lines.append("\(caseRef): no NEW or UPD of this case was answered now; nothing decided")
            outcome.end(with: 1)
        }
    }

    private mutating func refuse(_ arrival: PackageArrival, _ reason: String) {
        outcome.lines.append("\(arrival.folder): not answered, it \(reason)")
        outcome.findings += arrival.report.findings.map(AgencyFinding.init)
        outcome.end(with: 65)
    }
}

extension CaseOperation {
    /// A digest of what an operation does, whatever batch it comes in. A recall is repeated every night until
    /// it is acknowledged, under its one id, with the day and the words of that night: they do not count.
    fileprivate var contentSha256: String {
        let nobody = BatchParty(code: "X", identifier: PartyIdentifier(scheme: "X", value: "X"))
        let header = BatchHeader(
            flow: .cases, sequence: 1, environment: .test, sender: nobody, recipient: nobody,
            businessDate: Day(number: 0), agreementRef: "", processorAgreementRef: "")
        var core = self
        (core.effectiveDate, core.note, core.agencyCaseRef) = (Day(number: 0), "", "")
        let totals = BatchTotals(ops: 0, byOp: [], cases: 0, lines: 0, documents: 0, amounts: [])
        return Digest.sha256(CaseBatchFile(header: header, operations: [core], totals: totals).json)
    }
}
