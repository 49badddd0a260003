public import Domain

/// Everything matching may know: a snapshot of one creditor. No clock, no database, no file.
public struct MatchingInput: Sendable {
    var invoices = InvoiceTable()
    var movements = MovementTable()
    public var directDebits: [DirectDebitItem] = []
    /// What banks reported as rejected or returned.
    public var rejects: [RejectedDebit] = []
    /// Invoices by the structured reference that a letter of their case asked the debtor to use.
    public var caseInvoices: [String: [Int64]] = [:]
    /// Of these, the invoices whose sum the letter asked for; the others it only offered to take along.
    public var claimedInvoices: [String: [Int64]] = [:]
    /// What persons decided on movements: all that matching learns from.
    public var adjudications: [Adjudication] = []
    /// What the creditor declared.
    public var policy = MatchingPolicy()

    public init() {}

    /// One invoice, closed ones too: a returned debit re-opens one, a second payment of one is a duplicate.
    public mutating func append(_ item: OpenItem) { invoices.append(item) }

    /// One movement: those with money that no invoice explains yet, in any order, and those that a decision
    /// was made on, whose payers are learned.
    public mutating func append(_ movement: Movement) { movements.append(movement) }

    /// What is posted already, with the booking day of its movement. Posted matches do not move.
    public mutating func append(_ posted: PostedAllocation, booked: Day) {
        invoices.posted.append(
            InvoiceTable.Posted(
                movement: posted.movement, invoice: posted.invoice, amount: posted.amount,
                booked: booked.number))
    }
}

/// The creditor's own rules (recobro.yaml, section matching).
public struct MatchingPolicy: Sendable, Equatable {
    /// Differences that are written off where they fit to the cent; what is not declared stays owed.
    public var writesOff: Set<NamedDifference.Kind> = []
    /// Upper bound of a pattern's error rate, per ten thousand at 95 % confidence, at which decisions license
    /// it to post alone.
    public var licenceBound = 300
    /// Lets every pattern post as if licensed: for measuring, never for work.
    public var grantsAllLicences = false
    /// Whether a payment that fits several invoices of one certain customer is posted to the oldest of them:
    /// the creditor's own order of application (imputación), where neither debtor nor law says otherwise.
    public var appliesOldestFirst = false
    /// The accountant's own rules, in their order: the first that fits a movement decides.
    public var rules: [MatchingRule] = []

    public init() {}
}

/// The invoices of a snapshot, a column a field.
struct InvoiceTable: Sendable {
    struct Posted: Sendable {
        let movement: Int64
        let invoice: Int64
        let amount: Int64
        let booked: Int32
    }

    private(set) var arena = TextArena()
    private(set) var ids: [Int64] = []
    private(set) var numbers: [TextSlice] = []
    private(set) var customers: [Int32] = []
    /// Customer and name as one number; the name's text stands in `names`.
    private(set) var parties: [Int32] = []
    private(set) var issued: [Int32] = []
    private(set) var due: [Int32] = []
    private(set) var currencies: [Int32] = []
    private(set) var payable: [Int64] = []
    private(set) var outstanding: [Int64] = []
    /// Base without tax, `Int64.min` where no document gives it.
    private(set) var net: [Int64] = []
    private(set) var flags: [Flags] = []
    private(set) var instalments: [Int64: [Instalment]] = [:]
    private(set) var references: [(id: Int64, reference: String)] = []
    private(set) var customerNumbers = TextNumbers()
    private(set) var partyNumbers = TextNumbers()
    private(set) var partyCustomers: [Int32] = []
    private(set) var partyNames: [TextSlice] = []
    private(set) var accounts: [(customer: Int32, iban: String)] = []
    private(set) var taxIds: [(customer: Int32, taxId: String)] = []
    private(set) var currencyCodes: [Currency] = []
    var posted: [Posted] = []
    private var partyKey: [UInt8] = []

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// Copies and cancelled documents ask for no money.
        static let isDead = Flags(rawValue: 1)
        static let isInConflict = Flags(rawValue: 2)
    }

    var count: Int { ids.count }

    mutating func append(_ item: OpenItem) {
        ids.append(item.id)
        numbers.append(arena.add(item.number))
        let customer = customerNumbers.number(item.customer)
        customers.append(customer)
        parties.append(party(item, customer))
        issued.append(item.issued.number)
        due.append(item.due?.number ?? .min)
        currencies.append(currency(item.currency))
        payable.append(item.payable)
        outstanding.append(item.outstanding)
        net.append(item.net ?? .min)
        var flags: Flags = item.kind == .copy || item.kind == .cancelled ? .isDead : []
        if item.isInConflict { flags.insert(.isInConflict) }
        self.flags.append(flags)
        if !item.instalments.isEmpty { instalments[item.id] = item.instalments }
        if !item.paymentReference.isEmpty { references.append((item.id, item.paymentReference)) }
    }

    /// The number of the customer under this name, account and tax id.
    private mutating func party(_ item: OpenItem, _ customer: Int32) -> Int32 {
        partyKey.removeAll(keepingCapacity: true)
        for text in [item.customer, item.customerName, item.iban, item.taxId] {
            partyKey.append(contentsOf: text.utf8)
            partyKey.append(1)
        }
        let party = partyNumbers.number(partyKey)
        guard party == partyCustomers.count else { return party }
        partyCustomers.append(customer)
        partyNames.append(arena.add(item.customerName))
        if !item.iban.isEmpty { accounts.append((customer, IdentifierText.compact(item.iban))) }
        if !item.taxId.isEmpty { taxIds.append((customer, TaxIdentifier.key(item.taxId))) }
        return party
    }

    private mutating func currency(_ currency: Currency) -> Int32 {
        if let known = currencyCodes.firstIndex(of: currency) { return Int32(known) }
        currencyCodes.append(currency)
        return Int32(currencyCodes.count - 1)
    }

    /// Puts the rows in their total order: issue day, number, id.
    mutating func sort() {
        func precedes(_ a: Int32, _ b: Int32) -> Bool {
            let (i, j) = (Int(a), Int(b))
            if issued[i] != issued[j] { return issued[i] < issued[j] }
            let (x, y) = (arena[numbers[i]], arena[numbers[j]])
            if !x.elementsEqual(y) { return x.lexicographicallyPrecedes(y) }
            return ids[i] < ids[j]
        }
        // Lists are mostly in their order already.
        let rows = 0..<Int32(ids.count)
        if zip(rows, rows.dropFirst()).allSatisfy({ precedes($0, $1) }) { return }
        let order = rows.sorted(by: precedes)
        func permute<Value>(_ column: inout [Value]) { column = order.map { column[Int($0)] } }
        permute(&ids)
        permute(&numbers)
        permute(&customers)
        permute(&parties)
        permute(&issued)
        permute(&due)
        permute(&currencies)
        permute(&payable)
        permute(&outstanding)
        permute(&net)
        permute(&flags)
    }
}

/// The movements of a snapshot, a column a field.
struct MovementTable: Sendable {
    struct Row: Sendable {
        var id: Int64
        var booked: Int32
        var currency: Int32
        var account: Int32
        var amount: Int64
        var unallocated: Int64
        var reference: TextSlice
        /// Number of the printed name: a customer pays under few of them.
        var counterparty: Int32
        var counterpartyAccount: TextSlice
        var counterpartyTaxId: TextSlice
        var text: TextSlice
        var endToEndId: TextSlice
        var structuredReference: TextSlice
        /// Whether it has no rare fields.
        var isPlain: Bool
    }

    /// Fields that few movements have.
    struct Rare: Sendable {
        var mandateId = ""
        var batchReference = ""
        var isReturn = false
        var details: [EntryDetail] = []
    }

    private(set) var arena = TextArena()
    private(set) var rows: [Row] = []
    private(set) var rare: [Int64: Rare] = [:]
    private(set) var accounts = TextNumbers()
    private(set) var counterparties = TextNumbers()
    private(set) var currencyCodes: [Currency] = []
    /// The number of no name at all.
    static let noCounterparty: Int32 = 0

    init() { _ = counterparties.number("") }

    mutating func append(_ movement: Movement) {
        let entry = movement.entry
        let isPlain =
            entry.mandateId.isEmpty && entry.batchReference.isEmpty && entry.details.isEmpty
            && !(entry.amount < 0 && Self.isReturn(entry))
        rows.append(
            Row(
                id: movement.id, booked: entry.booked.number, currency: currency(movement.currency),
                account: accounts.number(movement.account), amount: entry.amount,
                unallocated: movement.unallocated, reference: arena.add(entry.reference),
                counterparty: counterparties.number(entry.counterparty),
                counterpartyAccount: arena.add(IdentifierText.compact(entry.counterpartyAccount)),
                counterpartyTaxId: arena.add(entry.counterpartyTaxId), text: arena.add(entry.text),
                endToEndId: arena.add(entry.endToEndId),
                structuredReference: arena.add(entry.structuredReference), isPlain: isPlain))
        guard !isPlain else { return }
        rare[movement.id] = Rare(
            mandateId: entry.mandateId, batchReference: entry.batchReference, isReturn: Self.isReturn(entry),
            details: entry.details)
    }

    /// What a bank books back: Norma 43 concept 14, ISO returns and reversals.
    private static func isReturn(_ entry: EntryRecord) -> Bool {
        entry.code.hasPrefix("14/") || entry.isReversal || !entry.returnReason.isEmpty
            || ["UPDD", "PRDD", "RRTN"].contains { entry.code.hasSuffix($0) }
    }

    private mutating func currency(_ currency: Currency) -> Int32 {
        if let known = currencyCodes.firstIndex(of: currency) { return Int32(known) }
        currencyCodes.append(currency)
        return Int32(currencyCodes.count - 1)
    }

    /// Puts the rows in a total order by content; row numbers decide only between movements that are equal in
    /// all of it.
    mutating func sort() {
        let (arena, accounts, counterparties) = (arena, accounts, counterparties)
        func compare(_ a: TextSlice, _ b: TextSlice) -> Bool? {
            let (x, y) = (arena[a], arena[b])
            if x.elementsEqual(y) { return nil }
            return x.lexicographicallyPrecedes(y)
        }
        rows.sort { a, b in
            if a.booked != b.booked { return a.booked < b.booked }
            if a.account != b.account { return accounts.string(a.account) < accounts.string(b.account) }
            if let first = compare(a.reference, b.reference) { return first }
            if a.amount != b.amount { return a.amount < b.amount }
            if let first = compare(a.text, b.text) { return first }
            if a.counterparty != b.counterparty {
                return counterparties.text(a.counterparty)
                    .lexicographicallyPrecedes(counterparties.text(b.counterparty))
            }
            return a.id < b.id
        }
    }
}
