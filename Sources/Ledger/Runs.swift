public import Domain
internal import GRDB

/// One night's run as the ledger records it, or what was done between two nights: one decision of a person,
/// or a sending of messages.
public struct RunRecord: Sendable, Equatable {
    /// The stage of a run that is a person's decision.
    public static let reviewStage = "review"
    /// The stage of a run that hands messages to sender commands.
    public static let sendingStage = "send"

    /// As-of day and a counter: `2026-02-28-1`, of a person's decision `2026-02-28-review-1`, of a sending
    /// `2026-02-28-send-1`. Derived, never random.
    public let id: String
    public let number: Int
    public let asOf: Day
    /// Digest of the configuration it began with.
    public let configuration: String
    /// The stages it is made of, in order.
    public let stages: [String]
    /// What a person said about one file on the command line, in the pipeline's own form.
    public let override: String

    public init(
        id: String, number: Int, asOf: Day, configuration: String, stages: [String], override: String = ""
    ) {
        self.override = override
        self.id = id
        self.number = number
        self.asOf = asOf
        self.configuration = configuration
        self.stages = stages
    }
}

/// What one file did in a run, for the report.
public struct FileSeen: Sendable, Equatable {
    public enum Outcome: String, Sendable {
        case imported
        /// The same bytes were imported before.
        case known
        case refused
    }

    public let name: String
    public let sha256: String
    public let format: String
    public let outcome: Outcome
    public let counts: ImportCounts
}

/// A problem and the file it was found in.
public struct FileProblem: Sendable, Equatable {
    public let file: String
    public let problem: Problem

    public init(file: String, problem: Problem) {
        self.file = file
        self.problem = problem
    }
}

extension LedgerReader {
    /// The last night, if there is one; what people decided since is no night.
    public func lastRun() throws -> RunRecord? {
        var run: RunRecord?
        try prepared(
            """
            SELECT id, number, as_of, configuration, stages, override FROM run WHERE stages NOT IN ('review', 'send')
            ORDER BY number DESC LIMIT 1
            """
        )
        .each {
            run = RunRecord(
                id: $0.text(0), number: Int($0.int(1)), asOf: $0.day(2), configuration: $0.text(3),
                stages: $0.text(4).split(separator: " ").map(String.init), override: $0.text(5))
        }
        return run
    }

    /// Whether people decided something after a night.
    public func hasReviews(after night: RunRecord) throws -> Bool {
        try integer(
            "SELECT 1 FROM run WHERE stages = 'review' AND number > ? LIMIT 1", .integer(Int64(night.number)))
            != nil
    }

    /// The night itself and what people decided between the night before and it.
    public func runs(reportedBy night: RunRecord) throws -> Set<String> {
        var runs: Set<String> = [night.id]
        try prepared(
            """
            SELECT id FROM run WHERE stages = 'review' AND number < ?1 AND number > coalesce(
              (SELECT max(number) FROM run WHERE stages NOT IN ('review', 'send') AND number < ?1), 0)
            """
        ).each(.integer(Int64(night.number))) { runs.insert($0.text(0)) }
        return runs
    }

    /// Whether the run's outputs are in place.
    public func isPublished(_ run: String) throws -> Bool {
        try integer("SELECT 1 FROM published WHERE run = ?", .text(run)) != nil
    }

    /// The text of a configuration that a run began with.
    public func configurationText(_ sha256: String) throws -> String? {
        var text: String?
        try prepared("SELECT text FROM configuration_text WHERE sha256 = ?").each(.text(sha256)) {
            text = $0.text(0)
        }
        return text
    }

    /// Whether everything imported has been matched since: before that nobody can say what money is
    /// unexplained.
    public func isMatched() throws -> Bool {
        let imported = try integer("SELECT max(id) FROM stage_done WHERE stage = 'import'") ?? 0
        let matched = try integer("SELECT max(id) FROM stage_done WHERE stage = 'match'") ?? 0
        return imported <= matched
    }

    /// The runs whose outputs are in place, in order.
    public func publishedRuns() throws -> [String] {
        var runs: [String] = []
        try prepared("SELECT run FROM published ORDER BY id").each { runs.append($0.text(0)) }
        return runs
    }

    /// What a finished stage of the run summed up, `nil` while it is not finished.
    public func stageSummary(_ stage: String, run: String) throws -> String? {
        var summary: String?
        try prepared("SELECT summary FROM stage_done WHERE run = ? AND stage = ?").each(
            .text(run), .text(stage)
        ) { summary = $0.text(0) }
        return summary
    }

    /// The files a run looked at, in order.
    public func filesSeen(run: String) throws -> [FileSeen] {
        var files: [FileSeen] = []
        try prepared(
            """
            SELECT file_seen.name, file_seen.sha256, format, outcome, statements, entries, entries_known,
              invoices, invoices_known, others, others_known, set_aside
            FROM file_seen JOIN source_file ON source_file.id = file_seen.file
            WHERE file_seen.run = ? ORDER BY file_seen.id
            """
        ).each(.text(run)) { row in
            var counts = ImportCounts()
            counts.statements = Int(row.int(4))
            counts.entries = Int(row.int(5))
            counts.entriesKnown = Int(row.int(6))
            counts.invoices = Int(row.int(7))
            counts.invoicesKnown = Int(row.int(8))
            counts.others = Int(row.int(9))
            counts.othersKnown = Int(row.int(10))
            counts.setAside = Int(row.int(11))
            files.append(
                FileSeen(
                    name: row.text(0), sha256: row.text(1), format: row.text(2),
                    outcome: FileSeen.Outcome(rawValue: row.text(3)) ?? .imported, counts: counts))
        }
        return files
    }

    /// The problems found in a run, in order; of one file where a name is given.
    public func problems(run: String, body: (FileProblem) throws -> Void) throws {
        try prepared(
            "SELECT file, code, severity, line, col, element, found, expected FROM problem WHERE run = ? ORDER BY id"
        ).each(.text(run)) { row in
            guard let code = Problem.Code(rawValue: row.text(1)),
                let severity = Problem.Severity(rawValue: row.text(2))
            else { throw LedgerError.corrupt("problem code \(row.text(1))") }
            let place = Place(
                line: Int(row.int(3)), column: Int(row.int(4)), element: row.isNull(5) ? nil : row.text(5))
            try body(
                FileProblem(
                    file: row.text(0),
                    problem: Problem(
                        code, severity: severity, at: place, found: row.text(6), expected: row.text(7))))
        }
    }

    /// Whether a file with these bytes was imported before. One that was refused may come again: the
    /// configuration may be another.
    public func knows(sha256: String) throws -> Bool {
        try integer("SELECT 1 FROM source_file WHERE sha256 = ? AND refused = 0", .text(sha256)) != nil
    }

    /// The planned outputs of a run, by path.
    public func outputs(run: String) throws -> [(path: String, sha256: String, bytes: Int)] {
        var outputs: [(path: String, sha256: String, bytes: Int)] = []
        try prepared("SELECT path, sha256, bytes FROM output WHERE run = ? ORDER BY path").each(.text(run)) {
            outputs.append(($0.text(0), $0.text(1), Int($0.int(2))))
        }
        return outputs
    }
}

extension LedgerWriter {
    /// Starts a run; its id counts the runs of one as-of day.
    ///
    /// The configuration's text is kept, so that a run that is killed is finished under the same one.
    public func beginRun(
        asOf: Day, configuration: String, configurationText: String = "", program: String, stages: [String],
        override: String = ""
    ) throws -> RunRecord {
        let between = [RunRecord.reviewStage, RunRecord.sendingStage].first { stages == [$0] }
        let sameKind = between.map { "= '\($0)'" } ?? "NOT IN ('review', 'send')"
        let sameDay =
            try reader.integer(
                "SELECT count(*) FROM run WHERE as_of = ? AND stages \(sameKind)",
                .integer(Int64(asOf.number))) ?? 0
        let number = (try reader.integer("SELECT max(number) FROM run") ?? 0) + 1
        let run = RunRecord(
            id: between.map { "\(asOf)-\($0)-\(sameDay + 1)" } ?? "\(asOf)-\(sameDay + 1)",
            number: Int(number),
            asOf: asOf, configuration: configuration,
            stages: stages, override: override)
        try reader.prepared("INSERT OR IGNORE INTO configuration_text (sha256, text) VALUES (?,?)").run(
            .text(configuration), .text(configurationText))
        try reader.prepared(
            """
            INSERT INTO run (id, as_of, configuration, program, stages, override, number)
            VALUES (?,?,?,?,?,?,?)
            """
        ).run(
            .text(run.id), .day(asOf), .text(configuration), .text(program),
            .text(stages.joined(separator: " ")), .text(override), .integer(number))
        return run
    }

    /// Records one decision of a person between two nights: a run of its own, whole and sealed in the
    /// transaction that holds it, so that a kill leaves all of it or nothing, and a night is never found
    /// half done because of it.
    public func review<Value>(
        on day: Day, configuration: String, configurationText: String, program: String,
        body: (_ run: String) throws -> Value
    ) throws -> Value {
        let run = try beginRun(
            asOf: day, configuration: configuration, configurationText: configurationText, program: program,
            stages: [RunRecord.reviewStage])
        let value = try body(run.id)
        try finishStage(RunRecord.reviewStage, run: run.id)
        try seal(run: run.id)
        try markPublished(run.id)
        return value
    }

    /// Marks a stage of a run as done, in the transaction that did it.
    public func finishStage(_ stage: String, run: String, summary: String = "") throws {
        try reader.prepared("INSERT INTO stage_done (run, stage, summary) VALUES (?,?,?)").run(
            .text(run), .text(stage), .text(summary))
    }

    /// Records what a run did with a file.
    public func recordFile(_ file: SourceFile, outcome: FileSeen.Outcome, counts: ImportCounts, run: String)
        throws
    {
        guard
            let id = try reader.integer(
                "SELECT id FROM source_file WHERE sha256 = ? ORDER BY id DESC", .text(file.sha256))
        else {
            throw LedgerError.corrupt("file \(file.sha256) recorded before it was added")
        }
        try reader.prepared(
            """
            INSERT INTO file_seen (run, name, sha256, file, outcome, statements, entries, entries_known, invoices,
              invoices_known, others, others_known, set_aside) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
            """
        ).run(
            .text(run), .text(file.name), .text(file.sha256), .integer(id), .text(outcome.rawValue),
            .int(counts.statements), .int(counts.entries), .int(counts.entriesKnown), .int(counts.invoices),
            .int(counts.invoicesKnown), .int(counts.others), .int(counts.othersKnown), .int(counts.setAside))
    }

    /// Adds a file that was refused whole.
    public func addRefusedFile(
        _ file: SourceFile, format: String, version: String, encoding: String, run: String
    ) throws {
        _ = try addSourceFile(
            file, format: format, version: version, encoding: encoding, profile: "", refused: true, run: run)
    }

    /// Records problems of one file.
    public func recordProblems(_ problems: [Problem], file: String, run: String) throws {
        let insert = try reader.prepared(
            """
            INSERT INTO problem (run, file, code, severity, line, col, element, found, expected)
            VALUES (?,?,?,?,?,?,?,?,?)
            """)
        for problem in problems {
            try insert.run(
                .text(run), .text(file), .text(problem.code.rawValue), .text(problem.severity.rawValue),
                .int(problem.place.line), .int(problem.place.column),
                problem.place.element.map(BoundValue.text) ?? .null, .text(problem.found),
                .text(problem.expected))
        }
    }

    /// Begins a nested unit that can be undone alone: one file of an import.
    public func undoable(_ body: () throws -> Bool) throws {
        try db.inSavepoint { try body() ? .commit : .rollback }
    }

    /// Plans an output of the run before it is written.
    public func planOutput(path: String, sha256: String, bytes: Int, run: String) throws {
        try reader.prepared("INSERT INTO output (run, path, sha256, bytes) VALUES (?,?,?,?)").run(
            .text(run), .text(path), .text(sha256), .int(bytes))
    }

    /// Marks the run's outputs as in place.
    public func markPublished(_ run: String) throws {
        try reader.prepared("INSERT INTO published (run) VALUES (?)").run(.text(run))
    }
}
