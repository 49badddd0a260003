public import Domain

/// Everything matching may know: a snapshot of one creditor. No clock, no database, no file.
public struct MatchingInput: Sendable {
    /// All invoices, closed ones too: a returned debit re-opens one, a second payment of one is a duplicate.
    public var items: [OpenItem]
    /// Movements with money that no invoice explains yet, in any order.
    public var movements: [Movement]
    public var directDebits: [DirectDebitItem]
    /// What banks reported as rejected or returned.
    public var rejects: [RejectedDebit] = []
    /// What is posted already. Posted matches do not move.
    public var posted: [PostedAllocation]
    /// Invoices by the structured reference that a letter of their case asked the debtor to use.
    public var caseInvoices: [String: [Int64]] = [:]

    public init(
        items: [OpenItem], movements: [Movement], directDebits: [DirectDebitItem] = [],
        posted: [PostedAllocation] = []
    ) {
        self.items = items
        self.movements = movements
        self.directDebits = directDebits
        self.posted = posted
    }
}

/// What matching decided.
public struct MatchingResult: Sendable {
    /// To be posted, in the order they were decided (booking day, then content).
    public var posted: [MatchDecision] = []
    /// For a person, by movement and rank.
    public var suggestions: [MatchDecision] = []
    /// Credits with money left that no posted invoice explains, by movement.
    public var unexplained: [UnexplainedCredit] = []
}

/// The rule set's name in every posted decision.
public let matchingRules = "recobro-match/1"

/// The engine: from open items and movements to decisions, as a pure function.
///
/// Movements are taken in the order of their booking day and content, never of their row numbers, so that the
/// order in which files arrived does not change a decision. Each is posted alone only where nothing rivals it
/// and nothing contradicts it; everything else becomes ranked suggestions with their reasons.
public func match(_ input: consuming MatchingInput) -> MatchingResult {
    // Both lists are handed over, not copied: a million movements are sorted where they are.
    var movements: [Movement] = []
    var items: [OpenItem] = []
    swap(&movements, &input.movements)
    swap(&items, &input.items)
    movements.sort(by: comesBefore)
    var book = OpenBook(items: items, posted: input.posted)
    items = []
    let numbers = NumberIndex(items: book.items, caseInvoices: input.caseInvoices)
    let payers = PayerIndex(items: book.items)
    let debits = DirectDebitIndex(items: input.directDebits, rejects: input.rejects, book: book)
    var result = MatchingResult()
    var undecided: [(movement: Movement, reading: Reading)] = []
    for movement in movements {
        let reading = Reading(of: movement, numbers: numbers, payers: payers, book: book)
        let decision = Gate(book: book, debits: debits).decide(movement, reading)
        if let decision {
            book.post(decision)
            result.posted.append(decision)
        }
        let left = movement.unallocated - (decision?.allocations.reduce(0) { $0 + $1.amount } ?? 0)
        if left > 0 {
            var rest = movement
            rest.unallocated = left
            book.wait(rest, reading)
            undecided.append((rest, reading))
        }
    }
    let partlyPosted = Set(result.posted.map(\.movement))
    for (movement, reading) in undecided {
        let isRemainder =
            partlyPosted.contains(movement.id) || movement.unallocated != movement.entry.amount
        let ranked =
            isRemainder ? [] : Suggestions(book: book, debits: debits).rank(movement, reading)
        result.suggestions += ranked
        result.unexplained.append(unexplained(movement, reading, ranked, book))
    }
    result.suggestions.sort { ($0.movement, $0.rank) < ($1.movement, $1.rank) }
    result.unexplained.sort { $0.movement < $1.movement }
    return result
}

/// A total order by content; row numbers decide only between movements that are equal in all of it.
private func comesBefore(_ a: Movement, _ b: Movement) -> Bool {
    if a.entry.booked != b.entry.booked { return a.entry.booked < b.entry.booked }
    if a.account != b.account { return a.account < b.account }
    if a.entry.reference != b.entry.reference { return a.entry.reference < b.entry.reference }
    if a.entry.amount != b.entry.amount { return a.entry.amount < b.entry.amount }
    if a.entry.text != b.entry.text { return a.entry.text < b.entry.text }
    if a.entry.counterparty != b.entry.counterparty { return a.entry.counterparty < b.entry.counterparty }
    return a.id < b.id
}

private func unexplained(
    _ movement: Movement, _ reading: Reading, _ suggestions: [MatchDecision], _ book: OpenBook
) -> UnexplainedCredit {
    var invoices = Set(suggestions.flatMap { $0.allocations.map(\.invoice) })
    invoices.formUnion(reading.references.map { book.items[$0.item].id })
    var customers = Set(reading.payer.customers)
    for invoice in invoices {
        if let index = book.index(of: invoice) { customers.insert(book.items[index].customer) }
    }
    let label =
        "\(movement.entry.reference.isEmpty ? "movement" : movement.entry.reference) of \(movement.entry.booked)"
    return UnexplainedCredit(
        movement: movement.id, booked: movement.entry.booked, amount: movement.unallocated,
        currency: movement.currency, label: label, customers: customers.sorted(), invoices: invoices.sorted())
}
