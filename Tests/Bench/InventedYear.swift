import Domain

/// One creditor's year of so many movements and invoices. Which movement pays which invoice is arithmetic on
/// their indexes, so that a set of any size is written without holding more than a day of it.
///
/// Of ten movements nine are payments. Payments meet invoices in order, shuffled within a twelfth of the
/// year; the invoices that none meets are paid in lists, by direct debit, or not at all.
struct InventedYear {
    let entries: Int
    let invoices: Int
    let payments: Int
    /// Payments whose shuffle is closed in itself.
    private let block: Int
    let customers: Int

    static let creditor = "Suministros Inventados S.L."
    static let account = (bank: "9901", office: "0001", number: "0123456789")
    static let firstDay = Day(number: 20_089)  // 2025-01-01
    static let days = 365
    /// An invoice is this many days older than its place in the year of payments.
    static let leadDays = 45
    static let openingBalance: Int64 = 1_000_000_00
    /// Payments to one direct-debit batch.
    static let window = 180

    init(entries: Int, invoices: Int) {
        self.entries = entries
        self.invoices = invoices
        payments = entries - (entries + 6) / 10
        block = max(1, payments / 12)
        customers = max(100, invoices / 12)
    }

    // MARK: Movements

    static func isUnrelated(_ entry: Int) -> Bool { entry % 10 == 3 }

    /// The payment that a movement is: its place among payments, shuffled.
    func payment(ofEntry entry: Int) -> Int {
        let rank = entry - (entry + 6) / 10
        let start = rank / block * block
        guard start + block <= payments else { return rank }
        return start + (rank - start) * (block % 7919 == 0 ? 7927 : 7919) % block
    }

    func booked(entry: Int) -> Day { Self.firstDay.adding(days: entry * Self.days / entries) }

    /// The movements booked on day `day` of the year.
    func entries(onDay day: Int) -> Range<Int> {
        func first(_ day: Int) -> Int { (day * entries + Self.days - 1) / Self.days }
        return first(day)..<first(day + 1)
    }

    // MARK: Invoices

    /// The invoice that a payment meets.
    func invoice(ofPayment payment: Int) -> Int { payment * invoices / payments }

    private func isMet(_ invoice: Int) -> Bool {
        let payment = (invoice * payments + invoices - 1) / invoices
        return payment < payments && self.invoice(ofPayment: payment) == invoice
    }

    enum Fate: Equatable {
        /// A payment of its own meets it.
        case met
        /// Paid together with the invoice before it, which is of the same customer.
        case listed
        case collected
        case unpaid
    }

    func fate(ofInvoice invoice: Int) -> Fate {
        guard invoice < invoices, !isMet(invoice) else { return .met }
        switch Dice.firstRoll(.invoice, invoice, below: 9) {
        case 0...1: return invoice > 0 && isMet(invoice - 1) ? .listed : .unpaid
        case 2...6: return .collected
        default: return .unpaid
        }
    }

    /// The direct-debit batch that a payment is the lump credit of.
    func batch(ofPayment payment: Int) -> Int? {
        payment % Self.window == 17 ? payment / Self.window : nil
    }

    /// What a batch collects.
    func invoices(inBatch batch: Int) -> [Int] {
        let own = invoice(ofPayment: batch * Self.window + 17)
        let end = min(payments, (batch + 1) * Self.window)
        return (invoice(ofPayment: batch * Self.window)..<min(invoices, end * invoices / payments)).filter {
            $0 == own || fate(ofInvoice: $0) == .collected
        }
    }

    func number(ofInvoice invoice: Int) -> String {
        "F\(issued(invoice: invoice).civil.year)-\(digits(invoice + 1, 7))"
    }

    func issued(invoice: Int) -> Day {
        Self.firstDay.adding(days: invoice * Self.days / invoices - Self.leadDays)
    }

    func customer(ofInvoice invoice: Int) -> Int {
        let owner = fate(ofInvoice: invoice) == .listed ? invoice - 1 : invoice
        return Dice.firstRoll(.customer, owner, below: customers)
    }
}

extension Dice {
    /// The first roll of a subject's dice.
    static func firstRoll(_ subject: Subject, _ index: Int, below bound: Int) -> Int {
        var dice = Dice(subject, index)
        return dice.below(bound)
    }
}

/// One invoice of the year.
struct InventedInvoice {
    let number: String
    let issued: Day
    let due: Day
    let customer: InventedCustomer
    /// Minor units with tax.
    let total: Int64
    let tax: Int64
    let isCreditNote: Bool

    init(_ index: Int, of year: InventedYear) {
        var dice = Dice(.invoice, index)
        _ = dice.below(9)  // its fate
        number = year.number(ofInvoice: index)
        issued = year.issued(invoice: index)
        due = issued.adding(days: dice.pick([0, 15, 30, 30, 60, 90]))
        customer = InventedCustomer(year.customer(ofInvoice: index))
        // A fifth are subscriptions: many thousands of equal amounts.
        let amount = dice.below(5) == 0 ? dice.pick(Self.subscriptions) : Int64(dice.between(10_00, 3000_00))
        isCreditNote = dice.below(5) == 0 && year.fate(ofInvoice: index) == .unpaid
        total = isCreditNote ? -amount : amount
        tax = total - (total * 100 + (isCreditNote ? -60 : 60)) / 121
    }

    private static let subscriptions: [Int64] = [19_90, 29_90, 39_90, 49_90, 79_90, 99_00, 149_00, 249_00]
}
