import Domain

/// How a payment's amount fits what is open of the invoices that it may be for.
struct AmountFit: Equatable {
    enum Grade: Int {
        /// To the cent.
        case exact
        /// To the cent with credit notes of the customer taken off.
        case credited
        case cents, withholding, discount, fee, retention
        /// A declared instalment, or an even part of the invoice.
        case instalment
        /// Another part that people pay: two thirds, seven tenths.
        case evenPart
        /// Perhaps the last instalment, or three quarters: worth showing, and a doubt about anything else.
        case likelyPart
        /// Some part.
        case partial
        /// Some cents, or a round sum, more than is open.
        case slightlyOver
        case over
    }

    var grade: Grade
    /// Minor units: open less paid; negative where more was paid.
    var short: Int64 = 0

    /// The named difference, where there is one.
    var difference: NamedDifference.Kind? {
        switch grade {
        case .cents: .cents
        case .withholding: .withholding
        case .discount: .discount
        case .fee: .fee
        case .retention: .retention
        default: nil
        }
    }

    /// Short by what payments are usually short of.
    var isCommonlyShort: Bool {
        switch grade {
        case .cents, .withholding, .discount, .fee, .instalment, .evenPart: true
        default: false
        }
    }

    /// True where the amount alone says that the invoices are right: no part, nothing over.
    var isNamed: Bool { grade == .exact || grade == .credited || difference != nil }
}

/// Reads what a difference between an amount paid and an amount open can be.
struct AmountReader {
    let book: OpenBook
    let payment: Payment

    /// Rates of early-payment discount in tenths of a percent.
    private static let discounts: [Int64] = [10, 15, 20, 25, 30, 40, 50]
    /// What people pay too much where they round up, minor units.
    private static let roundSums: [Int64] = [10, 100, 200, 500, 1000, 5000, 10_000]
    private static let evenParts: [Int64] = [30, 40, 60, 70]
    private static let likelyParts: [Int64] = [25, 75, 80, 90]
    /// Rates of tax withheld from professionals and rents, percent of the base (LIRPF art. 101, RIRPF art.
    /// 95).
    private static let withheld: [Int64] = [7, 15, 19]
    /// What a transfer costs on the way, minor units: beyond it nobody calls it a fee.
    private static let feeMax: Int64 = 1500

    func fit(_ item: Int) -> AmountFit { fit(CollectionOfOne(item)) }

    @inline(__always)
    func fit(_ items: some Collection<Int>) -> AmountFit {
        var sum: Int64 = 0
        for item in items { sum += book.owed(item) }
        let short = sum - payment.amount
        if short == 0 { return AmountFit(grade: .exact) }
        if short < 0 { return AmountFit(grade: over(-short, sum), short: short) }
        // Cents, or the cents of a sum rounded down to whole units.
        if short <= 5 || (short < 100 && payment.amount % 100 == 0 && sum > 500) {
            return AmountFit(grade: .cents, short: short)
        }
        if isWithholding(short, items) { return AmountFit(grade: .withholding, short: short) }
        if isDiscount(short, sum, items) { return AmountFit(grade: .discount, short: short) }
        if items.count == 1, let item = items.first, isInstalment(item) {
            return AmountFit(grade: .instalment, short: short)
        }
        if isRetention(short, items) { return AmountFit(grade: .retention, short: short) }
        if short <= Self.feeMax, short * 5 < sum, short % 5 == 0 {
            return AmountFit(grade: .fee, short: short)
        }
        if items.count == 1, let item = items.first, isEvenPart(item) {
            return AmountFit(grade: .evenPart, short: short)
        }
        if items.count == 1, let item = items.first, isLikelyPart(item) {
            return AmountFit(grade: .likelyPart, short: short)
        }
        return AmountFit(grade: .partial, short: short)
    }

    private func over(_ more: Int64, _ sum: Int64) -> AmountFit.Grade {
        more <= 5 || Self.roundSums.contains(more) || more == sum ? .slightlyOver : .over
    }

    private func isNear(_ a: Int64, _ b: Int64) -> Bool { abs(a - b) <= 1 }

    private func isWithholding(_ short: Int64, _ items: some Collection<Int>) -> Bool {
        var net: Int64 = 0
        for item in items {
            guard book.table.net[item] > 0, book.owed(item) == book.table.payable[item] else { return false }
            net += book.table.net[item]
        }
        return Self.withheld.contains { isNear(short, (net * $0 + 50) / 100) }
    }

    /// A discount is taken of the whole invoice and within some weeks.
    private func isDiscount(_ short: Int64, _ sum: Int64, _ items: some Collection<Int>) -> Bool {
        guard items.allSatisfy({ payment.booked - book.table.issued[$0] <= 45 && isUntouched($0) }) else {
            return false
        }
        return Self.discountRate(short, of: sum) != nil
    }

    /// The rate of early-payment discount that a difference is, tenths of a percent.
    static func discountRate(_ short: Int64, of sum: Int64) -> Int64? {
        guard short > 0, short * 10 < sum else { return nil }
        return discounts.first { abs(short - (sum * $0 + 500) / 1000) <= 1 }
    }

    private func isRetention(_ short: Int64, _ items: some Collection<Int>) -> Bool {
        guard items.allSatisfy(isUntouched) else { return false }
        let sum = items.reduce(Int64(0)) { $0 + book.table.payable[$1] }
        let net = items.reduce(Int64(0)) { $0 + max(0, book.table.net[$1]) }
        return isNear(short, (sum * 5 + 50) / 100) || (net > 0 && isNear(short, (net * 5 + 50) / 100))
    }

    private func isUntouched(_ item: Int) -> Bool { book.owed(item) == book.table.payable[item] }

    /// A declared instalment, or an even part of the whole.
    func isInstalment(_ item: Int) -> Bool {
        let payable = book.table.payable[item]
        guard payable > 0 else { return false }
        if isDeclared(item) { return true }
        // Equal parts, the last one taking what rounding left.
        let isLast = book.owed(item) != payable
        return (Int64(2)...12).contains { parts in
            let part = payable / parts
            let rounded = (payable + parts / 2) / parts
            if payment.amount == part || payment.amount == rounded { return true }
            return isLast
                && (payment.amount == payable - (parts - 1) * part
                    || payment.amount == payable - (parts - 1) * rounded)
        }
    }

    /// Whether the invoice declares an instalment of this amount.
    func isDeclared(_ item: Int) -> Bool {
        !book.table.instalments.isEmpty
            && book.table.instalments[book.table.ids[item]]?.contains { $0.amount == payment.amount } == true
    }

    private func isLikelyPart(_ item: Int) -> Bool {
        let payable = book.table.payable[item]
        if Self.likelyParts.contains(where: { abs((payable * $0 + 50) / 100 - payment.amount) <= 1 }) {
            return true
        }
        return (Int64(2)...12).contains { parts in
            let rounded = (payable + parts / 2) / parts
            return payment.amount == payable / parts + 1
                || payment.amount == payable - (parts - 1) * (payable / parts)
                || payment.amount == payable - (parts - 1) * rounded
        }
    }

    private func isEvenPart(_ item: Int) -> Bool {
        let payable = book.table.payable[item]
        return Self.evenParts.contains { abs((payable * $0 + 50) / 100 - payment.amount) <= 1 }
            || abs(payable * 2 - payment.amount * 3) <= 3
    }
}
