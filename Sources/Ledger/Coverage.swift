public import Domain

/// One statement's claim about its days and balances.
struct StatementClaim: Equatable {
    let from: Day
    let to: Day
    let opening: Int64?
    let closing: Int64?
}

/// Which days of an account are known for certain, from the statements' days and the chain of balances.
///
/// A statement covers its own days. The days between two statements are covered when the later one opens with
/// the balance that the ledger has on the eve: then nothing can have happened between them. A balance that
/// the ledger cannot explain is a break at that day (architecture §4, rules 2 and 9). A statement may begin
/// or end in the middle of a day that another one covers too: then its balance must be one that the day went
/// through.
struct CoverageChain {
    private let claims: [StatementClaim]
    private let balances: BookBalance
    private let balancesOfDay: (Day) -> Set<Int64>
    /// Last day that any earlier claim reaches, by claim.
    private let reachBefore: [Day?]
    /// Bank balance minus ledger balance; constant while nothing is missing or double.
    private var offset: Int64?
    private var covered: [ClosedRange<Day>] = []
    private var breaks: Set<Day> = []

    /// - Parameter balancesOfDay: the balances that the account's movements of a day left, as the files print
    /// them.
    static func coverage(
        account: String, claims: [StatementClaim], amounts: [(day: Day, amount: Int64)],
        balancesOfDay: (Day) -> Set<Int64> = { _ in [] }
    ) -> AccountCoverage {
        withoutActuallyEscaping(balancesOfDay) { balancesOfDay in
            var chain = CoverageChain(claims, amounts, balancesOfDay)
            chain.follow()
            return AccountCoverage(account: account, covered: chain.covered, breaks: chain.breaks.sorted())
        }
    }

    private init(
        _ claims: [StatementClaim], _ amounts: [(day: Day, amount: Int64)],
        _ balancesOfDay: @escaping (Day) -> Set<Int64>
    ) {
        self.claims = claims.sorted {
            ($0.from, $0.to, $0.opening ?? .min, $0.closing ?? .min)
                < ($1.from, $1.to, $1.opening ?? .min, $1.closing ?? .min)
        }
        balances = BookBalance(amounts: amounts)
        self.balancesOfDay = balancesOfDay
        var reach: Day?
        var reaches: [Day?] = []
        for claim in self.claims {
            reaches.append(reach)
            reach = max(reach ?? claim.to, claim.to)
        }
        reachBefore = reaches
    }

    private mutating func follow() {
        guard let first = claims.first else { return }
        var open = first.from...first.to
        for (index, claim) in claims.enumerated() {
            let opens = claim.opening.map { $0 &- balances.through(claim.from.adding(days: -1)) }
            if claim.from > open.upperBound {
                let isBridged = opens != nil && opens == offset
                if isBridged || claim.from == open.upperBound.adding(days: 1) {
                    open = open.lowerBound...max(open.upperBound, claim.to)
                } else {
                    covered.append(open)
                    open = claim.from...claim.to
                }
                if let opens, let offset, opens != offset { breaks.insert(claim.from) }
            } else {
                open = open.lowerBound...max(open.upperBound, claim.to)
            }
            if offset == nil, !isCut(claim.opening, on: claim.from, index) { offset = opens }
            close(claim, index)
        }
        covered.append(open)
    }

    private mutating func close(_ claim: StatementClaim, _ index: Int) {
        guard let closes = claim.closing.map({ $0 &- balances.through(claim.to) }) else { return }
        if let offset, offset != closes {
            if isCut(claim.closing, on: claim.to, index) || anotherAgrees(claim, offset) { return }
            breaks.insert(claim.from)
        } else if offset == nil, isCut(claim.closing, on: claim.to, index) {
            return
        }
        offset = closes
    }

    /// Whether the balance belongs to the middle of a day that another statement covers too.
    private func isCut(_ balance: Int64?, on day: Day, _ index: Int) -> Bool {
        guard let balance else { return false }
        let isShared =
            (reachBefore[index].map { $0 >= day } ?? false)
            || (index + 1 < claims.count && claims[index + 1].from <= day)
        return isShared && balancesOfDay(day).contains(balance)
    }

    /// A part-day statement closes before the day is over: a later one of that day may agree.
    private func anotherAgrees(_ claim: StatementClaim, _ offset: Int64) -> Bool {
        claims.contains { other in
            other.to == claim.to && other.closing.map { $0 &- balances.through(claim.to) } == offset
        }
    }
}

/// Running sum of booked amounts by day.
private struct BookBalance {
    private var days: [Day] = []
    private var sums: [Int64] = []

    init(amounts: [(day: Day, amount: Int64)]) {
        var sum: Int64 = 0
        for (day, amount) in amounts {
            sum &+= amount
            days.append(day)
            sums.append(sum)
        }
    }

    /// The sum of everything booked up to and including `day`.
    func through(_ day: Day) -> Int64 {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : sums[low - 1]
    }
}

/// An account's last known balance and what the ledger holds of it.
public struct AccountPosition: Sendable, Equatable {
    public let account: String
    public let currency: Currency
    public let entries: Int
    public let credits: Int64
    public let debits: Int64
    /// Closing balance of the latest statement, `nil` where none states one.
    public let closing: Int64?
    public let closingDay: Day?
}

extension LedgerReader {
    /// Coverage of every account and currency by the statements that came in, by account identifier.
    ///
    /// A statement proves nothing of the days after the night it came in, whatever its header says. All of
    /// them count, later ones too: the next statement's opening is what proves that nothing happened between.
    public func coverage() throws -> [AccountCoverage] {
        var accounts: [(id: Int64, identifier: String, currency: String)] = []
        try prepared(
            """
            SELECT DISTINCT a.id, a.identifier, s.currency FROM statement s JOIN account a ON a.id = s.account
            ORDER BY a.identifier, s.currency
            """
        ).each { accounts.append(($0.int(0), $0.text(1), $0.text(2))) }
        return try accounts.map { account in
            var claims: [StatementClaim] = []
            try prepared(
                """
                SELECT s.from_day, min(s.to_day, r.as_of), s.opening, s.closing FROM statement s
                JOIN source_file f ON f.id = s.file JOIN run r ON r.id = f.run
                WHERE s.account = ? AND s.currency = ? AND s.from_day IS NOT NULL AND s.to_day IS NOT NULL
                  AND s.from_day <= min(s.to_day, r.as_of)
                """
            ).each(.integer(account.id), .text(account.currency)) {
                claims.append(
                    StatementClaim(
                        from: $0.day(0), to: $0.day(1), opening: $0.optionalInt(2), closing: $0.optionalInt(3)
                    ))
            }
            var amounts: [(day: Day, amount: Int64)] = []
            try prepared(
                """
                SELECT booked, sum(amount) FROM entry WHERE account = ? AND currency = ?
                GROUP BY booked ORDER BY booked
                """
            ).each(.integer(account.id), .text(account.currency)) { amounts.append(($0.day(0), $0.int(1))) }
            return CoverageChain.coverage(
                account: account.identifier, claims: claims, amounts: amounts,
                balancesOfDay: { balances(account.id, currency: account.currency, on: $0) })
        }
    }

    /// The balances printed after the account's movements of a day.
    private func balances(_ account: Int64, currency: String, on day: Day) -> Set<Int64> {
        var balances: Set<Int64> = []
        // A balance that cannot be read only leaves a break in the chain, which proves less, never more.
        try? prepared(
            "SELECT balance_after FROM entry WHERE account = ? AND currency = ? AND booked = ? AND balance_after IS NOT NULL"
        ).each(.integer(account), .text(currency), .day(day)) { balances.insert($0.int(0)) }
        return balances
    }

    /// What the ledger holds of every account, by identifier and currency.
    public func accountPositions() throws -> [AccountPosition] {
        var positions: [AccountPosition] = []
        try prepared(
            """
            SELECT a.identifier, e.currency, count(*), sum(max(e.amount, 0)), sum(max(-e.amount, 0)),
              (SELECT closing FROM statement s WHERE s.account = a.id AND s.currency = e.currency
                AND closing IS NOT NULL ORDER BY to_day DESC, id DESC LIMIT 1),
              (SELECT to_day FROM statement s WHERE s.account = a.id AND s.currency = e.currency
                AND closing IS NOT NULL ORDER BY to_day DESC, id DESC LIMIT 1)
            FROM entry e JOIN account a ON a.id = e.account GROUP BY a.id, e.currency
            ORDER BY a.identifier, e.currency
            """
        ).each { row in
            positions.append(
                AccountPosition(
                    account: row.text(0), currency: try row.currency(1), entries: Int(row.int(2)),
                    credits: row.int(3), debits: row.int(4), closing: row.optionalInt(5),
                    closingDay: row.optionalDay(6)))
        }
        return positions
    }
}
