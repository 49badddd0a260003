internal import Domain

/// Puts the rows of one statement oldest first and checks the running balance.
///
/// Banks list newest first or oldest first, some the days one way and the movements of a day the other. The
/// order under which most balances follow from the one before is the right one; where no balance tells, the
/// days do.
struct BankOrder {
    /// Balance breaks reported one by one; further ones are counted.
    private static let breaksMax = 20

    /// Indexes into the survey's rows, oldest first.
    private(set) var rows: [UInt32]
    private(set) var opening: Int64?
    private(set) var closing: Int64?
    private(set) var problems: [Problem] = []

    /// `file` in file order.
    init(_ file: [UInt32], _ currency: Currency, _ all: [BankRow]) {
        var best = file
        var (rises, falls, balances) = (0, 0, 0)
        var before: Day?
        for index in best {
            let row = all[Int(index)]
            if let before {
                if row.booked > before { rises += 1 }
                if row.booked < before { falls += 1 }
            }
            before = row.booked
            if row.balance != nil { balances += 1 }
        }
        let isReversed = falls > rises
        if isReversed { best.reverse() }
        var links = Self.links(best, all)
        if links < balances - 1 {
            let (first, second) = (best, Array(best.reversed()))
            for attempt in 1...3 where links < balances - 1 {
                let order = attempt == 1 ? second : Self.byDay(attempt == 2 ? first : second, all)
                let found = Self.links(order, all)
                if found > links { (best, links) = (order, found) }
            }
        }
        rows = best
        walk(currency, all)
    }

    /// By day, the rows of a day as they stand.
    private static func byDay(_ order: [UInt32], _ all: [BankRow]) -> [UInt32] {
        // The sort of the standard library keeps equal ones in their order.
        order.sorted { all[Int($0)].booked < all[Int($1)].booked }
    }

    /// How many balances follow from the one before, amounts without a balance between them added up.
    private static func links(_ order: [UInt32], _ all: [BankRow]) -> Int {
        var links = 0
        var before: Int64?
        var sum: Int64 = 0
        for index in order {
            sum &+= all[Int(index)].amount
            guard let balance = all[Int(index)].balance else { continue }
            if let before, before &+ sum == balance { links += 1 }
            (before, sum) = (balance, 0)
        }
        return links
    }

    private mutating func walk(_ currency: Currency, _ all: [BankRow]) {
        var before: Int64?
        var sum: Int64 = 0
        var breaks = 0
        for index in rows {
            let row = all[Int(index)]
            sum &+= row.amount
            guard let balance = row.balance else { continue }
            if let before {
                let expected = before &+ sum
                if expected != balance {
                    breaks += 1
                    if breaks <= Self.breaksMax { report(row, balance, expected: expected, currency) }
                }
            } else {
                opening = balance &- sum
            }
            (before, sum) = (balance, 0)
        }
        // Movements after the last printed balance lead on from it only where the balances so far hold.
        closing = before.map { breaks == 0 ? $0 &+ sum : $0 }
        if breaks > Self.breaksMax, let last = rows.last {
            problems.report(
                Problem(
                    .balanceMismatch, at: Place(line: all[Int(last)].line), found: "\(breaks) breaks in all",
                    expected: "a running balance"))
        }
    }

    private mutating func report(_ row: BankRow, _ balance: Int64, expected: Int64, _ currency: Currency) {
        problems.report(
            Problem(
                .balanceMismatch, at: Place(line: row.line),
                found: Money.decimalString(balance, exponent: currency.exponent),
                expected: Money.decimalString(expected, exponent: currency.exponent)))
    }
}
