public import Domain
internal import Ledger

/// The stages of a run, in order. Each is one transaction.
public enum Stage: String, Sendable, CaseIterable {
    case importing = "import"
    case matching = "match"
    case verifying = "verify"
    case recovering = "recover"
    case delivering = "deliver"
    case reporting = "report"
}

/// The whole night of one workspace.
///
/// Each step stands where it does for a reason, and each is a function of what the ledger holds: a killed run
/// is simply run again, and gives the bytes that an undisturbed one would have given.
///
/// Between two nights people decide what waits for them (`ReviewSession`): each decision is a run of its
/// own, whole and sealed, and the next night begins from it. What they decided in a table comes in with the
/// other files.
public struct NightlyRun {
    let workspace: Workspace
    let configuration: Configuration
    let store: LedgerStore
    let run: RunRecord
    let outputs: RunOutputs
    let options: RunOptions
    let books: NightBooks
    private let lock: WorkspaceLock

    /// The night as one column.
    func perform() throws -> NightSummary {
        var clock = StageClock(report: options.progress)
        try clock.time(.importing) { try importInbox() }  // first: nothing is judged before all is in
        try fileInputs()  // only after the import is committed, so that no input can be lost
        try clock.time(.matching) { try matchPayments() }  // needs all of tonight's statements and invoices
        try clock.time(.verifying) { try verifyDebts() }  // after matching: a paid debt is not a debt
        try clock.time(.recovering) { try takeSteps() }  // one rung at most, where the verdict allows
        try clock.time(.delivering) { try deliverCases() }  // withdrawals first; needs tonight's steps
        try clock.time(.reporting) { try reportNight() }  // sees everything above, and seals the journal
        try publish()  // last, so that a failure above sends nothing
        return try NightSummary.of(store, run: run, stages: clock.times, books: books)
    }
}

/// How a night is run.
public struct RunOptions: Sendable {
    public var asOf: Day
    public var stages: [Stage]
    /// The named inbox file's role and account, given by a person.
    public var fileName: String?
    public var fileRole: String?
    public var fileAccount: String?
    /// Told the stages as they begin and end.
    public var progress: @Sendable (String) -> Void

    public init(
        asOf: Day, stages: [Stage] = Stage.allCases, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.asOf = asOf
        self.stages = stages
        self.progress = progress
    }
}

extension NightlyRun {
    /// Runs the night of a workspace. A run that was killed is finished first, with its own day and stages;
    /// then, where something is left to do, tonight's. The same night again with nothing new in the inbox and
    /// nothing decided in `recobro review` since is the night that was: nothing is added.
    public static func run(_ workspace: Workspace, options: RunOptions) throws -> NightSummary {
        let configuration = try workspace.configuration()
        let lock = try WorkspaceLock(workspace)
        let store = try LedgerStore(path: workspace.ledgerPath)
        let last = try store.read { try $0.lastRun() }
        if let last {
            let isSame = last.asOf == options.asOf && last.stages == options.stages.map(\.rawValue)
            if try !store.read({ try $0.isPublished(last.id) }) {
                options.progress("finishing run \(last.id), which was interrupted")
                let summary = try finish(last, in: store, of: workspace, now: configuration) {
                    try NightlyRun(workspace, $0, store, last, options, lock).perform()
                }
                if isSame, try workspace.hasNothingWaiting(configuration) { return summary }
            } else if isSame, last.configuration == configuration.digest,
                try workspace.hasNothingWaiting(configuration),
                try !store.read({ try $0.hasReviews(after: last) })
            {
                options.progress("nothing new since run \(last.id)")
                let books = NightBooks(configuration: configuration, asOf: last.asOf)
                return try NightSummary.of(store, run: last, stages: [], books: books)
            }
        }
        if let last, options.asOf < last.asOf {
            throw RunError.usage(
                "the last run was as of \(last.asOf); a run as of \(options.asOf) cannot follow it")
        }
        try refuseUnmatched(options.stages, store)
        try configuration.registry?.refuseUnusable(in: workspace.root)
        for agency in configuration.agencies {
            _ = try (agency.layouts(in: workspace.root), agency.returns(in: workspace.root))
        }
        let run = try store.write {
            try $0.beginRun(
                asOf: options.asOf, configuration: configuration.digest,
                configurationText: configuration.text,
                program: Program.version, stages: options.stages.map(\.rawValue),
                override: options.overrideText)
        }
        return try NightlyRun(workspace, configuration, store, run, options, lock).perform()
    }

    /// A run is finished under the configuration it began with; only where that one is refused (an agency's
    /// section was missing, say) does what a person has mended since take its place.
    private static func finish(
        _ last: RunRecord, in store: LedgerStore, of workspace: Workspace, now configuration: Configuration,
        perform: (Configuration) throws -> NightSummary
    ) throws -> NightSummary {
        guard last.configuration != configuration.digest,
            let text = try store.read({ try $0.configurationText(last.configuration) })
        else { return try perform(configuration) }
        do {
            return try perform(
                try Configuration.read(
                    yaml: text,
                    file: workspace.copiedConfigurationPath ?? workspace.configurationPath,
                    digest: last.configuration))
        } catch RunError.usage {
            return try perform(configuration)
        } catch is ConfigurationError {
            // A rule of its own that the program learned since the run began.
            return try perform(configuration)
        }
    }

    /// Refuses before the run begins what its first judging stage would refuse: a run that has begun must be
    /// finished before any other command, the needed matching too.
    private static func refuseUnmatched(_ stages: [Stage], _ store: LedgerStore) throws {
        let judges = !Set(stages).isDisjoint(with: [.verifying, .recovering, .delivering, .reporting])
        guard judges, !stages.contains(.matching), try !store.read({ try $0.isMatched() }) else { return }
        throw DebtJudgement.unmatched
    }

    private init(
        _ workspace: Workspace, _ configuration: Configuration, _ store: LedgerStore, _ run: RunRecord,
        _ options: RunOptions, _ lock: WorkspaceLock
    ) {
        self.workspace = workspace
        self.configuration = configuration
        self.store = store
        self.run = run
        self.options = options
        self.lock = lock
        outputs = RunOutputs(workspace: workspace, run: run.id)
        books = NightBooks(configuration: configuration, asOf: run.asOf)
    }

    /// Runs `body` in one transaction unless the stage is done already or not part of this run.
    private func once(_ stage: Stage, _ body: (LedgerWriter) throws -> String) throws {
        guard run.stages.contains(stage.rawValue) else { return }
        try store.write { writer in
            guard try writer.reader.stageSummary(stage.rawValue, run: run.id) == nil else { return }
            let summary = try body(writer)
            try outputs.syncFolders()
            try writer.finishStage(stage.rawValue, run: run.id, summary: summary)
        }
    }

    private func importInbox() throws {
        try once(.importing) { writer in
            var intake = Intake(workspace: workspace, configuration: configuration, run: run)
            intake.override = try run.fileOverride()
            try intake.importFiles(into: writer)
            return ""
        }
    }

    private func fileInputs() throws {
        let (seen, packages, problems) = try store.read { reader in
            var problems: [FileProblem] = []
            try reader.problems(run: run.id) { problems.append($0) }
            return (try reader.filesSeen(run: run.id), try reader.partnerPackages(run: run.id), problems)
        }
        try InboxFiling(workspace: workspace, run: run, language: configuration.language).file(
            seen, problems: problems)
        try PartnerFiling(workspace: workspace, configuration: configuration, run: run).file(
            packages, problems: problems)
    }

    private func matchPayments() throws {
        try once(.matching) { writer in
            let counts = try Reconciliation(run: run, policy: configuration.matching).reconcile(writer)
            try books.conservationHolds(writer.reader)
            return "posted=\(counts.posted) suggested=\(counts.suggested) unexplained=\(counts.unexplained)"
        }
    }

    private func verifyDebts() throws {
        try once(.verifying) { writer in
            let counts = try DebtCheck(books: books).count(writer.reader)
            return "overdue=\(counts.overdue) verified=\(counts.verified)"
        }
    }

    private func takeSteps() throws {
        try once(.recovering) { writer in
            let counts = try StepTaking(configuration: configuration, run: run).take(
                books.judgement(writer.reader), writer, outputs)
            let unprinted = counts.unprinted > 0 ? " unprinted=\(counts.unprinted)" : ""
            return "steps=\(counts.steps) held=\(counts.held) releases=\(counts.releases)\(unprinted)"
        }
    }

    private func deliverCases() throws {
        try once(.delivering) { writer in
            try CaseDelivery(configuration: configuration, run: run, outputs: outputs).deliver(
                books.judgement(writer.reader), writer)
        }
    }

    private func reportNight() throws {
        try once(.reporting) { writer in
            let judgement = try books.judgement(writer.reader, excluding: run.id)
            try NightReporting(configuration: configuration, run: run, books: books)
                .write(judgement, writer, to: outputs)
            return ""
        }
        try store.write { writer in
            guard try !writer.reader.isSealed(run: run.id) else { return }
            try writer.seal(run: run.id)
        }
    }

    private func publish() throws {
        let planned = try store.read { try $0.outputs(run: run.id) }
        try outputs.publish(planned, asOf: run.asOf)
        try PartnerDrop(workspace: workspace, configuration: configuration, run: run).put(planned.map(\.path))
        try store.write { writer in
            if try !writer.reader.isPublished(run.id) { try writer.markPublished(run.id) }
        }
    }
}
