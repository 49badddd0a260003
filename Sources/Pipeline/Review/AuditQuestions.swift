internal import Domain
internal import Ledger
internal import Matching
internal import Reports

/// What the audit sample asks and what it has found, by pattern: derived from postings and answers.
struct AuditView {
    /// Postings to be looked at: drawn, standing, not answered. By decision, with the movement.
    private(set) var questions: [(decision: Int64, movement: Int64)] = []
    /// By pattern.
    private(set) var patterns: [AuditedPattern] = []

    init(_ reader: LedgerReader, perThousand: Int) throws {
        var sample = AuditSample(perThousand: perThousand)
        var waiting: [(decision: Int64, movement: Int64, pattern: String)] = []
        var byPattern: [String: AuditedPattern] = [:]
        try reader.lonePostings { posting in
            sample.add(decision: posting.decision, pattern: posting.pattern, content: posting.content)
            if posting.answer == nil, !posting.isReversed {
                waiting.append((posting.decision, posting.movement, posting.pattern))
            }
            var known = byPattern[posting.pattern, default: AuditedPattern(pattern: posting.pattern)]
            known.posted += 1
            if posting.isWrong {
                known.wrong += 1
            } else if posting.answer == .confirmed {
                known.confirmed += 1
            }
            byPattern[posting.pattern] = known
        }
        let drawn = sample.decisions
        questions = waiting.filter { drawn.contains($0.decision) }.map { ($0.decision, $0.movement) }
        for posting in waiting where drawn.contains(posting.decision) {
            byPattern[posting.pattern]?.waiting += 1
        }
        patterns = byPattern.values.sorted { $0.pattern < $1.pattern }.map { one in
            var one = one
            one.bound = one.audited > 0 ? AuditSample.bound(wrong: one.wrong, of: one.audited) : nil
            return one
        }
    }

    /// The questions as the review shows any other: the movement as if nothing had been posted of it, and
    /// what was posted as its suggestion.
    func asked(_ reader: LedgerReader) throws -> [UndecidedMovement] {
        try questions.compactMap { question in
            guard let line = try reader.movementLine(question.movement),
                var posted = try reader.lonePosting(question.decision)
            else { return nil }
            (posted.status, posted.rank) = (.suggested, 1)
            return UndecidedMovement(
                line: line.undecided, suggestions: [posted], unexplained: nil, audits: question.decision)
        }
    }
}

/// The audit sample's draw, made once and only when a table asks for it.
final class AuditDraw {
    private let perThousand: Int
    private var drawn: Set<Int64>?

    init(perThousand: Int) { self.perThousand = perThousand }

    func holds(_ decision: Int64, _ reader: LedgerReader) throws -> Bool {
        if let drawn { return drawn.contains(decision) }
        var sample = AuditSample(perThousand: perThousand)
        try reader.lonePostings {
            sample.add(decision: $0.decision, pattern: $0.pattern, content: $0.content)
        }
        drawn = sample.decisions
        return sample.decisions.contains(decision)
    }
}

extension UndecidedMovement {
    /// What of an invoice was open before the posting that is asked about; of others, what is open.
    func open(_ invoice: Int64, _ outstanding: Money) -> Money {
        guard audits != nil, let posted = suggestions.first else { return outstanding }
        let applied = posted.allocations.filter { $0.invoice == invoice }.reduce(Int64(0)) { $0 + $1.amount }
        let closed = posted.differences.filter { $0.invoice == invoice }.reduce(Int64(0)) { $0 + $1.amount }
        return Money(minorUnits: outstanding.minorUnits + applied + closed, currency: outstanding.currency)
    }
}
