internal import Domain

extension LateInterest {
    /// The first day that bears interest: after the due day, for whom the law asks for a demand after that.
    static func start(
        of claim: Claim, law: LawPack
    ) throws(LateInterestRefusal) -> (first: Day, rows: [LawRow]) {
        let afterDue = claim.due.adding(days: 1)
        let row = law.row(.defaultNeedsDemand, debtor: claim.debtor, on: afterDue)
        // Where the pack is silent about consumers, a demand is needed: the safe answer.
        guard row?.holds ?? (claim.debtor == .consumer) else {
            return (afterDue, row.map { [$0] } ?? [])
        }
        guard let demanded = claim.demanded else { throw .notDemanded(row: row?.id) }
        return (max(claim.due, demanded).adding(days: 1), row.map { [$0] } ?? [])
    }

    static func rate(
        of claim: Claim, on day: Day, law: LawPack
    ) throws(LateInterestRefusal) -> DefaultRate {
        if let agreed = claim.agreedRate {
            guard (0...10_000_000).contains(agreed.millionths) else { throw .agreedRate }
            return DefaultRate(rate: agreed, rows: [], confidence: .official, through: nil)
        }
        do {
            return try law.defaultRate(against: claim.debtor, transaction: claim.transaction, on: day)
        } catch {
            throw .lawMissing(error)
        }
    }

    /// What is owed day by day.
    struct Balance {
        private let principal: Int64
        /// First day on which a payment counts, and what it paid, in order.
        private let reductions: [(day: Day, minorUnits: Int64)]

        init(_ claim: Claim, counting: Counting) throws(LateInterestRefusal) {
            principal = claim.principal.minorUnits
            var left = principal
            for payment in claim.payments {
                guard payment.minorUnits > 0, payment.minorUnits <= left else { throw .amounts }
                left -= payment.minorUnits
            }
            guard principal > 0 else { throw .amounts }
            // The day of payment bears interest on what was owed before it, or not at all.
            let delay = counting.includesLastDay ? 1 : 0
            reductions = claim.payments.map { ($0.day.adding(days: delay), $0.minorUnits) }
                .sorted { $0.day < $1.day }
        }

        /// Minor units owed on a day.
        func outstanding(on day: Day) -> Int64 {
            reductions.reduce(principal) { $1.day <= day ? $0 - $1.minorUnits : $0 }
        }

        /// The last day on which what is owed on `day` is still owed; `nil` where nothing was paid after it.
        func lastDay(from day: Day) -> Day? {
            reductions.first { $0.day > day }.map { $0.day.adding(days: -1) }
        }
    }

    /// The exact sum of all segments: a fraction whose denominator suits years of 365 and of 366 days.
    struct Sum {
        private var numerator: Int128 = 0
        /// The whole so far, rounded half up.
        private(set) var minorUnits: Int64 = 0
        private static let denominator: Int128 = 365 * 366 * 1_000_000

        /// Adds a segment and gives what the rounded sum grew by; `nil` where it does not fit.
        mutating func add(_ principal: Int64, _ rate: InterestRate, days: Int, yearDays: Int) -> Int64? {
            // At most 2^63 × 10^7 (a rate) × 4×10^6 (days) × 366: within 2^127.
            let part = Int128(principal) * Int128(rate.millionths) * Int128(days)
            numerator += part * Int128(yearDays == 366 ? 365 : 366)
            let rounded = (numerator * 2 + Self.denominator) / (Self.denominator * 2)
            guard let whole = Int64(exactly: rounded) else { return nil }
            defer { minorUnits = whole }
            return whole - minorUnits
        }
    }
}

extension Day {
    /// 30 June or 31 December.
    var endOfHalfYear: Day {
        let (year, month, _) = civil
        return Day(year: year, month: month <= 6 ? 6 : 12, day: month <= 6 ? 30 : 31) ?? self
    }

    /// 365 or 366.
    var daysOfYear: Int { Day.length(ofMonth: 2, year: civil.year) == 29 ? 366 : 365 }
}
