public import Domain
internal import Ledger
internal import Reports

/// How a review is held.
public struct ReviewOptions: Sendable {
    /// Which movements come first.
    public enum Order: String, Sendable, CaseIterable {
        /// The largest.
        case amount
        /// The oldest.
        case day
        /// Those of one customer together.
        case customer
    }

    /// Who decides: it stands in the journal.
    public var author: String
    /// The day that the decisions carry.
    public var day: Day
    public var order = Order.amount
    /// Questions at most; `nil` for all.
    public var limit: Int?

    public init(author: String, day: Day) {
        self.author = author
        self.day = day
    }
}

/// What waits for a person.
enum ReviewQuestion {
    case movement(UndecidedMovement)
    case challenge(Challenge)
}

/// A credit that nobody has decided, with what is proposed for it, best first.
struct UndecidedMovement {
    let line: MovementLine
    var suggestions: [MatchDecision]
    /// Tonight's view of its money, to be put back where a decision is undone.
    let unexplained: UnexplainedCredit?
    /// The posting of the program that the audit sample asks about, as if it were not posted; `nil` for a
    /// movement that waits.
    var audits: Int64?

    /// Whose money it seems to be, to have one customer's together.
    fileprivate func customer(_ reader: LedgerReader) throws -> String {
        let invoice = suggestions.first?.allocations.first?.invoice
        return try invoice.flatMap { try reader.invoiceLine($0)?.customerName } ?? line.counterparty
    }
}

/// The queue: credits with suggestions first, the audit sample among them, then credits without any, then
/// matches in doubt.
struct ReviewQueue {
    private(set) var questions: [ReviewQuestion] = []

    init(_ reader: LedgerReader, _ options: ReviewOptions, auditPerThousand: Int) throws {
        var suggestions: [Int64: [MatchDecision]] = [:]
        try reader.suggestions { suggestions[$0.movement, default: []].append($0) }
        let unexplained = Dictionary(
            uniqueKeysWithValues: try reader.unexplainedCredits().map { ($0.movement, $0) })
        var waiting: [(movement: UndecidedMovement, customer: String)] = []
        for id in Set(suggestions.keys).union(unexplained.keys).sorted() {
            guard let line = try reader.movementLine(id), line.isOpen else { continue }
            let movement = UndecidedMovement(
                line: line, suggestions: try reader.fitting(suggestions[id] ?? [], line),
                unexplained: unexplained[id])
            waiting.append((movement, try movement.customer(reader)))
        }
        // Among the others, so that nobody knows which they are.
        for asked in try AuditView(reader, perThousand: auditPerThousand).asked(reader) {
            waiting.append((asked, try asked.customer(reader)))
        }
        waiting.sort { Self.comesBefore($0, $1, options.order) }
        questions = waiting.map { .movement($0.movement) }
        questions += try reader.challenges().map { .challenge($0) }
        if let limit = options.limit { questions = Array(questions.prefix(limit)) }
    }

    private static func comesBefore(
        _ a: (movement: UndecidedMovement, customer: String),
        _ b: (movement: UndecidedMovement, customer: String), _ order: ReviewOptions.Order
    ) -> Bool {
        let hasNone = (a.movement.suggestions.isEmpty, b.movement.suggestions.isEmpty)
        if hasNone.0 != hasNone.1 { return hasNone.1 }
        let (one, other) = (a.movement.line, b.movement.line)
        switch order {
        case .amount where one.unallocated.minorUnits != other.unallocated.minorUnits:
            return one.unallocated.minorUnits > other.unallocated.minorUnits
        case .customer where a.customer != b.customer: return a.customer < b.customer
        default: return (one.booked, one.id) < (other.booked, other.id)
        }
    }
}

extension MovementLine {
    /// Whether a person has something to decide of it.
    var isOpen: Bool { !isDecided && unallocated.minorUnits != 0 }
}

/// `recobro review --csv`: the queue as a table that a person fills in and drops into the inbox.
public enum ReviewTableExport {
    /// Writes the table, whole or not at all; gives how many rows it has.
    public static func write(_ workspace: Workspace, options: ReviewOptions, to path: String) throws -> Int {
        let (rows, language) = try workspace.reading { reader, configuration in
            let words = ReviewWords(language: configuration.language)
            let queue = try ReviewQueue(reader, options, auditPerThousand: configuration.auditPerThousand)
            return (
                try queue.questions.compactMap { try row($0, reader, words) }, configuration.language
            )
        }
        try DurableFile.write(ReviewQueueTable.bytes(rows, language: language), to: path)
        return rows.count
    }

    private static func row(
        _ question: ReviewQuestion, _ reader: LedgerReader, _ words: ReviewWords
    ) throws -> ReviewQueueRow? {
        switch question {
        case .movement(let movement):
            return row(
                movement.line,
                shown: movement.suggestions.map { ($0.allocations, $0.differences) }, reader,
                why: (movement.suggestions.first?.vetoes ?? []).map(words.veto).joined(separator: "; "))
        case .challenge(let challenge):
            guard let line = try reader.movementLine(challenge.movement) else { return nil }
            let applied = try reader.allocations(of: challenge.decision).map(\.allocation)
            return row(
                line, shown: [(applied, [])], reader,
                why: words(.challenged, ["reason": words.challenge(challenge.reason)]))
        }
    }

    private static func row(
        _ line: MovementLine, shown: [([Allocation], [NamedDifference])], _ reader: LedgerReader, why: String
    ) -> ReviewQueueRow {
        ReviewQueueRow(
            movement: line.id, day: line.booked, amount: line.amount, payer: line.counterparty,
            text: line.text,
            suggestions: shown.map { allocations, differences in
                let named = allocations.map { one in
                    NamedAllocation(
                        number: reader.number(of: one.invoice), amount: one.amount,
                        difference: differences.first { $0.invoice == one.invoice }.map {
                            NamedAllocation.Difference(kind: $0.kind, amount: $0.amount)
                        })
                }
                return AllocationText.text(named, currency: line.amount.currency)
            }, why: why)
    }
}

extension LedgerReader {
    /// The suggestions that the ledger would still take. What was decided since the night may have paid the
    /// invoice of another: that one is no longer shown, and nobody is taken to have refused it.
    func fitting(_ suggestions: [MatchDecision], _ line: MovementLine) throws -> [MatchDecision] {
        try suggestions.filter { suggestion in
            let sum = suggestion.allocations.reduce(Int64(0)) { $0 + $1.amount }
            let left = line.unallocated.minorUnits
            guard left > 0 ? sum <= left : sum >= left else { return false }
            return try suggestion.allocations.allSatisfy { allocation in
                guard let invoice = try invoiceLine(allocation.invoice) else { return false }
                let open = invoice.outstanding.minorUnits
                // Money that went back opens what was paid.
                if left < 0 {
                    return allocation.amount < 0 && open - allocation.amount <= invoice.payable.minorUnits
                }
                return allocation.amount > 0 ? allocation.amount <= open : allocation.amount >= open
            }
        }
    }

    /// The invoice's number; the ledger's own where it has none, which nobody can take for another.
    func number(of invoice: Int64) -> String {
        (try? invoiceLine(invoice)).flatMap { $0 }?.number ?? "#\(invoice)"
    }
}
