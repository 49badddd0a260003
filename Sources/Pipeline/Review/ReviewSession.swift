internal import Domain
internal import Ledger
internal import Reports

/// One person's session with what waits for a decision (`recobro review`).
///
/// It knows no terminal: the command shows `screen`, reads what `awaits` says and hands it to `take`. Every
/// decision is written at once, in one transaction and under the workspace's lock, which is held no longer:
/// a session left open keeps no night from running, and a killed one loses nothing.
public final class ReviewSession {
    /// What is asked for next.
    public enum Input: Sendable, Equatable {
        /// One key.
        case key
        /// A line, after a prompt.
        case line(prompt: String)
    }

    private enum Mode {
        case asking, splitting
        case confirming(AdjudicationDraft)
    }

    /// What was done of a question in this session, to be undone.
    private struct Done {
        enum Deed {
            case adjudication(Int64)
            /// Of the posting that was asked about.
            case auditAnswer(Int64)
        }

        let index: Int
        /// `nil` for a challenge: it is settled for good.
        let deed: Deed?
    }

    private let workspace: Workspace
    private let configuration: Configuration
    private let store: LedgerStore
    private let options: ReviewOptions
    private let words: ReviewWords
    private var questions: [ReviewQuestion]
    /// The questions as they were asked first, for what is undone.
    private var asked: [ReviewQuestion]
    private var index = 0
    private var mode = Mode.asking
    private var done: [Done] = []
    private var deferred: Set<Int> = []
    private var hasQuit = false

    /// Throws `RunError.usage` where a night was interrupted, or nothing was run yet.
    public init(_ workspace: Workspace, options: ReviewOptions) throws {
        self.workspace = workspace
        self.options = options
        configuration = try workspace.configuration()
        store = try LedgerStore(path: workspace.ledgerPath)
        words = ReviewWords(language: configuration.language)
        let perThousand = configuration.auditPerThousand
        questions = try store.read { reader in
            try Self.checkNight(reader, workspace, options.day)
            return try ReviewQueue(reader, options, auditPerThousand: perThousand).questions
        }
        asked = questions
    }

    /// A night that was interrupted is finished as if nothing had disturbed it, so nothing is decided before.
    private static func checkNight(_ reader: LedgerReader, _ workspace: Workspace, _ day: Day) throws {
        guard let last = try reader.lastRun() else {
            throw RunError.usage("nothing has been run in \(workspace.root) yet")
        }
        guard try reader.isPublished(last.id) else {
            throw RunError.usage("run \(last.id) was interrupted; finish it first with 'recobro run'")
        }
        guard day >= last.asOf else {
            throw RunError.usage("the last run was as of \(last.asOf); a decision of \(day) cannot follow it")
        }
    }

    /// Whether nothing is left to ask, or the person has gone.
    public var isOver: Bool { hasQuit || index >= questions.count }

    public var awaits: Input {
        switch mode {
        case .asking: .key
        case .splitting: .line(prompt: words(.splitPrompt, ["example": example]))
        case .confirming(let draft): .line(prompt: words(.confirmRest, ["amount": rest(draft)]))
        }
    }

    /// What was done, for the end.
    public func closing() throws -> String {
        guard !asked.isEmpty else { return words(.empty) }
        // What was refused once and then left is left.
        let settled = Set(done.map(\.index)).union(deferred).count
        return words(
            .summary,
            ["decided": "\(done.count)", "deferred": "\(deferred.count)", "left": "\(asked.count - settled)"])
    }

    /// The question as text.
    public func screen() throws -> String {
        guard !isOver else { return "" }
        let position = words(.question, ["index": "\(index + 1)", "total": "\(questions.count)"])
        return try store.read { reader in
            try ReviewScreen(reader: reader, words: words, position: position).text(questions[index])
        }
    }

    /// Takes a key or a line; gives what to say of it. An empty text is the Enter key.
    public func take(_ input: String) throws -> String {
        guard !isOver else { return "" }
        do {
            switch (mode, questions[index]) {
            case (.splitting, .movement(let movement)): return try split(input, movement)
            case (.confirming(let draft), .movement(let movement)):
                mode = .asking
                guard ["y", "yes", "s", "si", "sí"].contains(input.lowercased()) else { return "" }
                return try decide(draft, movement, say: applied(draft))
            case (_, .movement(let movement)): return try take(key: input, movement)
            case (_, .challenge(let challenge)): return try take(key: input, challenge)
            }
        } catch let refusal as DecisionRefusal {
            mode = .asking
            return words.refusal(refusal)
        } catch RunError.busy {
            mode = .asking
            return words(.busy)
        }
    }

    private func take(key: String, _ movement: UndecidedMovement) throws -> String {
        switch key {
        case "", "1": return try accept(1, movement)
        case "2": return try accept(2, movement)
        case "3": return try accept(3, movement)
        case "n":
            return try decide(draft(movement, .unrelated), movement, say: words(.nobody))
        case "r":
            guard let first = movement.suggestions.first else { return noSuch(1) }
            var refused = draft(movement, .rejected)
            refused.allocations = first.allocations
            return try decide(refused, movement, say: words(.rejected))
        case "s":
            mode = .splitting
            return ""
        case "?": return words(.help)
        default: return try common(key)
        }
    }

    private func take(key: String, _ challenge: Challenge) throws -> String {
        switch key {
        case "k":
            try write { try $0.keep(challenge: challenge.id, signature, run: $1) }
            try close()
            return words(.kept)
        case "x", "m":
            let cause: ReversalCause = key == "m" ? .redirected : .wrong
            try write { try $0.reverse(decision: challenge.decision, signature, cause, run: $1) }
            try close()
            return words(.reversed)
        case "?": return words(.helpChallenge)
        default: return try common(key)
        }
    }

    private func common(_ key: String) throws -> String {
        switch key {
        case "d":
            deferred.insert(index)
            try advance()
            return words(.deferred)
        case "u": return try undo()
        case "q", "\u{3}", "\u{4}":
            hasQuit = true
            return ""
        default: return words(.unknownKey)
        }
    }

    private var signature: Signature { Signature(author: options.author, day: options.day) }

    private func draft(_ movement: UndecidedMovement, _ verdict: Adjudication.Verdict) -> AdjudicationDraft {
        AdjudicationDraft(
            movement: movement.line.id, verdict: verdict, signature: signature,
            shown: movement.suggestions.first)
    }

    private func noSuch(_ rank: Int) -> String { words(.noSuchRank, ["rank": "\(rank)"]) }

    private func accept(_ rank: Int, _ movement: UndecidedMovement) throws -> String {
        guard movement.suggestions.indices.contains(rank - 1), rank <= 3 else { return noSuch(rank) }
        let taken = movement.suggestions[rank - 1]
        var accepted = draft(movement, .applied)
        accepted.taken = taken
        accepted.allocations = taken.allocations
        accepted.differences = taken.differences.map {
            AdjudicationDraft.Difference(kind: $0.kind, invoice: $0.invoice, amount: $0.amount)
        }
        return try decide(accepted, movement, say: applied(accepted))
    }
}

// What is typed, what is written, and what is undone.
extension ReviewSession {
    private var example: String {
        let mark = words.decimalMark
        return "F2025-1=100\(mark)00 F2025-2=50\(mark)00 difference=discount"
    }

    private func split(_ text: String, _ movement: UndecidedMovement) throws -> String {
        guard !text.allSatisfy(\.isWhitespace) else {
            mode = .asking
            return ""
        }
        let currency = movement.line.amount.currency
        guard let parts = AllocationText.read(text, currency: currency) else {
            return words(.splitUnreadable, ["example": example])
        }
        mode = .asking
        var typed = draft(movement, .applied)
        try store.read { reader in
            for part in parts {
                let invoice = try reader.invoice(numbered: part.number)
                typed.allocations.append(Allocation(invoice: invoice, amount: part.amount))
                guard let difference = part.difference else { continue }
                typed.differences.append(
                    AdjudicationDraft.Difference(
                        kind: difference.kind, invoice: invoice, amount: difference.amount))
            }
        }
        let chosen = typed.allocations.sorted { $0.invoice < $1.invoice }
        typed.taken = movement.suggestions.first {
            $0.differences.isEmpty && typed.differences.isEmpty
                && $0.allocations.sorted { $0.invoice < $1.invoice } == chosen
        }
        let sum = try typed.allocations.reduce(Int64(0)) { try $0.addingExactly($1.amount) }
        if sum > 0, sum < movement.line.unallocated.minorUnits {
            mode = .confirming(typed)
            return ""
        }
        return try decide(typed, movement, say: applied(typed))
    }

    /// What of the movement a draft leaves on the customer's account.
    private func rest(_ draft: AdjudicationDraft) -> String {
        guard case .movement(let movement) = questions[index] else { return "" }
        let sum = draft.allocations.reduce(Int64(0)) { $0 + $1.amount }
        let unallocated = movement.line.unallocated
        return words.money(Money(minorUnits: unallocated.minorUnits - sum, currency: unallocated.currency))
    }

    private func applied(_ draft: AdjudicationDraft) throws -> String {
        let numbers = try store.read { reader in draft.allocations.map { reader.number(of: $0.invoice) } }
        return words(.applied, ["invoices": numbers.joined(separator: ", ")])
    }

    private func decide(
        _ draft: AdjudicationDraft, _ movement: UndecidedMovement, say: @autoclosure () throws -> String
    ) throws -> String {
        if let posting = movement.audits {
            let text = try say()
            _ = try write { try $0.answerAudit(of: posting, with: draft, run: $1) }
            done.append(Done(index: index, deed: .auditAnswer(posting)))
            try advance()
            return text
        }
        let id = try write { try $0.adjudicate(draft, run: $1) }
        done.append(Done(index: index, deed: .adjudication(id)))
        if draft.verdict == .rejected, movement.suggestions.count > 1 {
            var rest = movement
            rest.suggestions.removeFirst()
            questions[index] = .movement(rest)
        } else {
            try advance()
        }
        return try say()
    }

    /// A challenge is settled: the next question, and no way back to this one.
    private func close() throws {
        done.append(Done(index: index, deed: nil))
        try advance()
    }

    private func undo() throws -> String {
        guard let last = done.last, let deed = last.deed, case .movement(var before) = asked[last.index]
        else { return words(.nothingToUndo) }
        try write { writer, run in
            switch deed {
            case .adjudication(let id):
                try writer.reverse(adjudication: id, signature, run: run)
                try writer.restoreView(
                    of: before.line.id, suggestions: before.suggestions, unexplained: before.unexplained)
            case .auditAnswer(let posting):
                before.audits = try writer.withdrawAuditAnswer(of: posting, signature, run: run)
            }
        }
        done.removeLast()
        index = last.index
        asked[index] = .movement(before)
        questions[index] = asked[index]
        try settle()
        return words(.undone)
    }

    private func advance() throws {
        index += 1
        try settle()
    }

    /// Goes to a question that still is one, with what still fits: meanwhile a night or another person may
    /// have settled it.
    private func settle() throws {
        try store.read { reader in
            while index < questions.count {
                switch questions[index] {
                case .movement(var movement):
                    if let posting = movement.audits {
                        guard try reader.awaitsAudit(posting) else { break }
                        return
                    }
                    guard let line = try reader.movementLine(movement.line.id), line.isOpen else { break }
                    movement.suggestions = try reader.fitting(movement.suggestions, line)
                    questions[index] = .movement(movement)
                    return
                case .challenge(let challenge):
                    guard try reader.challenges().contains(where: { $0.id == challenge.id }) else { break }
                    return
                }
                index += 1
            }
        }
    }

    private func write<Value>(_ body: (LedgerWriter, _ run: String) throws -> Value) throws -> Value {
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        return try store.write { writer in
            try Self.checkNight(writer.reader, workspace, options.day)
            return try writer.review(
                on: options.day, configuration: configuration.digest,
                configurationText: configuration.text, program: Program.version
            ) { try body(writer, $0) }
        }
    }
}
