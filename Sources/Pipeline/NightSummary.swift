public import Domain
internal import Glibc
internal import Ledger
internal import Matching

/// The program's name and version as journals and outputs carry it.
public enum Program {
    public static let version = "recobro 0.2.0"
}

/// What a night did, for a terminal or for scripts (`recobro run --json`).
public struct NightSummary: Sendable {
    public var run = ""
    public var asOf = Day(number: 0)
    public var files = 0
    public var filesKnown = 0
    public var refused = 0
    public var setAside = 0
    public var entries = 0
    public var entriesKnown = 0
    public var invoices = 0
    public var invoicesKnown = 0
    public var posted = 0
    public var suggested = 0
    public var unexplained = 0
    public var verified = 0
    public var overdue = 0
    public var steps = 0
    public var held = 0
    /// Recalls from agencies and removals from registries.
    public var withdrawals = 0
    /// Findings that only a person can settle: conflicts, unclear overlaps, decisions about nothing.
    public var questions = 0
    public var breaks = 0
    /// What speaks against posted matches and nobody has answered.
    public var challenges = 0
    /// Postings of the audit sample that nobody has looked at. They hold nothing up.
    public var auditQuestions = 0
    /// Of the steps held back, those that only a person's release keeps back.
    public var releases = 0
    /// Letters that stay pages, because their PDF could not be made.
    public var unprinted = 0
    /// Messages that a sender command refused, or of which nobody knows whether they went out, while
    /// something of them is owed.
    public var unsent = 0
    /// Movements that a rule of the accountant calls nobody's invoice.
    public var ruledOut = 0
    /// Patterns that post nothing alone since a person took back what they had posted, with the decisions
    /// that are missing to lift it.
    public var suspended: [(pattern: String, since: Day, missing: Int)] = []
    /// Money by currency: what invoices still owe, and what of movements is unallocated.
    public var outstanding: [(currency: Currency, amount: Int64)] = []
    public var outputs = 0
    public var outputFolder = ""
    /// What breaks conservation; empty where it holds.
    public var violations: [String] = []
    public var stages: [StageTime] = []

    /// Wall seconds and peak memory at the end of a stage.
    public struct StageTime: Sendable {
        public let stage: Stage
        public let milliseconds: Int
        public let peakMegabytes: Int
    }

    /// Whether a person must look: exit code 1 instead of 0.
    public var needsPerson: Bool {
        refused + setAside + suggested + breaks + questions + challenges + unsent > 0
    }

    static func of(
        _ store: LedgerStore, run: RunRecord, stages: [StageTime], books: NightBooks
    ) throws -> NightSummary {
        try store.read { reader in
            var summary = NightSummary()
            summary.run = run.id
            summary.asOf = run.asOf
            summary.stages = stages
            try summary.countFiles(reader)
            try summary.countStages(reader)
            try summary.countQuestions(reader, books)
            try summary.countUnsent(reader, books)
            summary.ruledOut = try reader.ruledMovements().count { $0.outcome == .unrelated }
            summary.suspended = suspendedPatterns(try reader.adjudications()).map {
                ($0.pattern, $0.since, $0.missing)
            }
            summary.outstanding = try reader.outstandingSums(asOf: run.asOf).sorted { $0.key < $1.key }.map {
                ($0.key, $0.value)
            }
            summary.violations = try books.conservationViolations(reader)
            summary.outputs = try reader.outputs(run: run.id).count
            summary.outputFolder = summary.outputs > 0 ? "outbox/\(run.id)" : ""
            return summary
        }
    }

    private mutating func countFiles(_ reader: LedgerReader) throws {
        for file in try reader.filesSeen(run: run) {
            files += 1
            if file.outcome == .known { filesKnown += 1 }
            if file.outcome == .refused { refused += 1 }
            setAside += file.counts.setAside
            entries += file.counts.entries
            entriesKnown += file.counts.entriesKnown
            invoices += file.counts.invoices
            invoicesKnown += file.counts.invoicesKnown
        }
    }

    private mutating func countStages(_ reader: LedgerReader) throws {
        let match = try StageFigures(reader.stageSummary(Stage.matching.rawValue, run: run))
        posted = match["posted"]
        suggested = match["suggested"]
        unexplained = match["unexplained"]
        let verify = try StageFigures(reader.stageSummary(Stage.verifying.rawValue, run: run))
        overdue = verify["overdue"]
        verified = verify["verified"]
        let recover = try StageFigures(reader.stageSummary(Stage.recovering.rawValue, run: run))
        steps = recover["steps"]
        held = recover["held"]
        releases = recover["releases"]
        unprinted = recover["unprinted"]
        withdrawals =
            try reader.caseOperations(run: run).count { $0.operation == "RCF" }
            + reader.registryRecords(run: run).count { $0.operation == "B" }
    }

    private mutating func countQuestions(_ reader: LedgerReader, _ books: NightBooks) throws {
        let asking: Set<Problem.Code> = [
            .invoiceConflict, .invoiceChanged, .overlapUnclear, .subjectUnknown, .deliveryUnknown,
            .deliveryBeforeSent, .deliveryContradicted,
        ]
        try reader.problems(run: run) {
            if asking.contains($0.problem.code) { questions += 1 }
            // What broke a rule of the exchange did not go out.
            if books.configuration.isKeptBack($0.problem, file: $0.file) { setAside += 1 }
        }
        breaks = try books.coverage(reader).reduce(0) { $0 + $1.breaks.count }
        challenges = try reader.challenges().count
        auditQuestions = try books.audit(reader).questions.count
    }

    /// What is owed is asked only where there is trouble: reading it costs as much as a stage.
    private mutating func countUnsent(_ reader: LedgerReader, _ books: NightBooks) throws {
        let settings = books.configuration.send
        guard try reader.isMatched(), try !reader.lastSendings().isEmpty else { return }
        unsent = try MessageBook.troubled(reader, settings, asOf: asOf) {
            try (books.judgement(reader).item($0)?.outstanding ?? 0) > 0
        }.count
    }

    /// The summary as one JSON object (schema `recobro.run/1`).
    public var json: String {
        var object = JSONObject()
        object.add("schema", "recobro.run/1")
        object.add("run", run)
        object.add("asOf", asOf.description)
        object.add("files", files)
        object.add("filesKnown", filesKnown)
        object.add("refused", refused)
        object.add("setAside", setAside)
        object.add("entries", entries)
        object.add("entriesKnown", entriesKnown)
        object.add("invoices", invoices)
        object.add("invoicesKnown", invoicesKnown)
        object.add("posted", posted)
        object.add("suggested", suggested)
        object.add("unexplained", unexplained)
        object.add("overdue", overdue)
        object.add("verified", verified)
        object.add("steps", steps)
        object.add("held", held)
        object.add("withdrawals", withdrawals)
        object.add("questions", questions)
        object.add("chainBreaks", breaks)
        object.add("challenges", challenges)
        object.add("auditQuestions", auditQuestions)
        object.add("releases", releases)
        object.add("unprinted", unprinted)
        if unsent > 0 { object.add("unsent", unsent) }
        if ruledOut > 0 { object.add("ruledOut", ruledOut) }
        if !suspended.isEmpty {
            object.add(
                "suspended",
                suspended.map { one in
                    var pattern = JSONObject()
                    pattern.add("pattern", one.pattern)
                    pattern.add("since", one.since.description)
                    pattern.add("missing", one.missing)
                    return pattern
                })
        }
        object.add(
            "outstanding",
            outstanding.map { pair in
                var money = JSONObject()
                money.add("currency", pair.currency.code)
                money.add(
                    "amount", Money(minorUnits: pair.amount, currency: pair.currency).decimalString)
                return money
            })
        object.add("outputs", outputs)
        object.add("outputFolder", outputFolder)
        object.add("invariants", violations.isEmpty ? "hold" : "broken")
        object.add(
            "stages",
            stages.map { time in
                var stage = JSONObject()
                stage.add("stage", time.stage.rawValue)
                stage.add("seconds", Money.decimalString(Int64(time.milliseconds), exponent: 3))
                stage.add("peakMegabytes", time.peakMegabytes)
                return stage
            })
        return object.text
    }
}

/// `key=number` pairs of a stage's summary.
struct StageFigures {
    private var values: [String: Int] = [:]

    init(_ text: String?) {
        for pair in (text ?? "").split(separator: " ") {
            let parts = pair.split(separator: "=")
            if parts.count == 2, let value = Int(parts[1]) { values[String(parts[0])] = value }
        }
    }

    subscript(key: String) -> Int { values[key] ?? 0 }
}

/// Times the stages. Its readings go to the terminal and the summary, never into an output.
struct StageClock {
    private(set) var times: [NightSummary.StageTime] = []
    let report: (String) -> Void

    init(report: @escaping (String) -> Void) { self.report = report }

    mutating func time(_ stage: Stage, _ body: () throws -> Void) throws {
        let clock = ContinuousClock()
        let elapsed = try clock.measure { try body() }
        let milliseconds =
            Int(elapsed.components.seconds) * 1000
            + Int(elapsed.components.attoseconds / 1_000_000_000_000_000)
        let time = NightSummary.StageTime(
            stage: stage, milliseconds: milliseconds, peakMegabytes: Self.peakMegabytes)
        times.append(time)
        report(
            "\(stage.rawValue): \(Money.decimalString(Int64(milliseconds), exponent: 3)) s, "
                + "peak \(time.peakMegabytes) MB")
    }

    private static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
