/// What every file of a set needs.
struct SetContext {
    let creditor: Creditor
    let book: InvoiceBook
    let customers: [Customer]
    let calendar: Calendar
}

/// One day of the account in one of its currencies.
struct StatementDay {
    let day: Int
    /// From 1, days without movements left out; and the number of the day's first movement.
    let sequence: Int
    let firstId: Int
    let opening: Int
    let currency: AccountCurrency
    let movements: [Movement]

    var closing: Int { movements.reduce(opening) { $0 + $1.amount } }
    var credits: (count: Int, cents: Int) { sums { $0 >= 0 } }
    var debits: (count: Int, cents: Int) { sums { $0 < 0 } }

    private func sums(_ isMine: (Int) -> Bool) -> (count: Int, cents: Int) {
        movements.reduce(into: (0, 0)) { sums, movement in
            if isMine(movement.amount) { sums = (sums.0 + 1, sums.1 + abs(movement.amount)) }
        }
    }
}

/// A creditor's invoices, its bank movements, and the truth that links them: invented, the same bytes for the
/// same profile, size, seed and numbering. The layout is that of the sets that are measured against.
public struct LabelledSet {
    /// The formats of the bank's movements.
    public enum Format: String, CaseIterable, Sendable {
        case camt, n43, csv
    }

    private let profile: Profile
    private let payments: Int
    private let seed: UInt64
    private let numbering: Numbering

    /// `payments`: about how many movements.
    public init(profile: Profile, payments: Int, seed: UInt64, numbering: Numbering = .standard) {
        (self.profile, self.payments, self.seed, self.numbering) = (profile, payments, seed, numbering)
    }

    /// Writes all files of the set; the folder is made where it is missing.
    public func write(into folder: String, formats: [Format] = Format.allCases) throws {
        try ByteFile.makeFolder(folder)
        let shares = Shares.of(profile)
        let subscribers = shares.subscribers * payments / 10_000
        let customers = makeCustomers(shares, payments / 10 + subscribers, subscribers)
        let calendar = Calendar(numbering)
        let count = shares.invoices * payments / 10_000
        var invoicing = Invoicing(
            seed: seed, shares: shares, calendar: calendar, customers: customers, numbering: numbering,
            count: count,
            movements: payments)
        invoicing.writeYear(count: count)
        var settlement = Settlement(seed: seed, shares: shares, invoicing: invoicing)
        let plan = settlement.plan(payments: payments)
        let creditor = Creditor(seed: seed)
        let context = SetContext(
            creditor: creditor, book: settlement.book, customers: customers, calendar: calendar)
        try InvoiceTable.write(
            "\(folder)/invoices.csv", book: context.book, customers: customers, calendar: calendar)
        var teller = Teller(
            seed: seed, shares: shares, creditor: creditor, settlement: settlement, plan: plan)
        var files = try SetFiles(folder, formats, context)
        for day in 0..<Calendar.days { try files.write(teller.movements(onDay: day), day: day) }
        try files.close(
            Summary(
                profile: profile, numbering: numbering, seed: seed,
                homonyms: (customers.count * shares.homonyms / 30_000) * 3, subscribers: subscribers))
    }

    /// Subscribers first. Namesakes come in threes, spread over all customers.
    private func makeCustomers(_ shares: Shares, _ count: Int, _ subscribers: Int) -> [Customer] {
        let groups = count * shares.homonyms / 30_000
        let step = groups == 0 ? count : max(3, count / groups)
        return (0..<count).map { index in
            let place = index % step
            let isNamesake = place < 3 && index / step < groups
            return Customer(
                index, namesake: isNamesake ? index - place : index, seed: seed, shares: shares,
                subscriberShare: subscribers * 10_000 / count)
        }
    }
}
