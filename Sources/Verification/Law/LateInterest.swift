public import Domain

/// Simple interest for late payment (interés de demora), day by day, with the calculation to show.
///
/// From the day after the due day (for consumers: after the demand) to a last day; split at each 1 January
/// and 1 July, where a rate changes and where part of the debt was paid; every half-year at its own rate.
/// Whole numbers only, rounded half up to the minor unit once, at the end.
public struct LateInterest: Sendable, Equatable {
    /// What bears interest.
    public struct Claim: Sendable, Equatable {
        /// What was owed on the due day, tax included, positive.
        public var principal: Money
        /// Who owes it.
        public var debtor: CustomerKind
        /// The last day for payment.
        public var due: Day
        /// The day the debtor received a demand; what consumers owe bears interest only after it.
        public var demanded: Day?
        /// The rate agreed in the contract; `nil` where the law gives it.
        public var agreedRate: InterestRate?
        /// Subject of the margin, see `LawPack.defaultRate(against:transaction:on:)`.
        public var transaction: String
        /// What was paid on it.
        public var payments: [Payment]

        /// A claim; without an agreed rate the law gives it.
        public init(
            principal: Money, debtor: CustomerKind, due: Day, demanded: Day? = nil,
            agreedRate: InterestRate? = nil, transaction: String = "", payments: [Payment] = []
        ) {
            self.principal = principal
            self.debtor = debtor
            self.due = due
            self.demanded = demanded
            self.agreedRate = agreedRate
            self.transaction = transaction
            self.payments = payments
        }
    }

    /// A part of the principal that was paid.
    public struct Payment: Sendable, Equatable {
        /// Value date.
        public let day: Day
        /// Minor units of the principal's currency, positive.
        public let minorUnits: Int64

        /// A payment; checked where interest is computed.
        public init(day: Day, minorUnits: Int64) {
            self.day = day
            self.minorUnits = minorUnits
        }
    }

    /// How days are counted. No statute says; rows `DC` of the pack say what is usual.
    public struct Counting: Sendable, Equatable {
        /// The year that a day is a part of.
        public enum Year: String, Sendable, Codable {
            /// 365 days, in leap years too: never more than the other, but for leap years.
            case actual365 = "actual/365"
            /// 365 or 366 days, as the year has (court practice).
            case actualActual = "actual/actual"
        }

        /// The year that a day is a part of.
        public var year: Year
        /// Whether the day of payment (and the last day asked for) still bears interest.
        public var includesLastDay: Bool

        /// The usual counting where nothing else is said.
        public init(year: Year = .actual365, includesLastDay: Bool = true) {
            self.year = year
            self.includesLastDay = includesLastDay
        }
    }

    /// A run of days with one principal and one rate.
    public struct Segment: Sendable, Equatable {
        /// First day, bearing interest.
        public let from: Day
        /// Last day, bearing interest.
        public let to: Day
        /// What was owed on these days, minor units.
        public let principal: Int64
        /// Calendar days, both ends included.
        public let days: Int
        /// The yearly rate.
        public let rate: InterestRate
        /// Days of the year of the denominator: 365 or 366.
        public let yearDays: Int
        /// Minor units, rounded so that all segments add up to the whole.
        public let minorUnits: Int64
        /// The rows of the rate; empty for an agreed rate.
        public let rows: [String]
        /// How well the rate is known; `nil` for an agreed rate.
        public let confidence: LawRow.Confidence?
    }

    /// The interest.
    public let amount: Money
    /// In order of days; empty where no day bears interest yet.
    public let segments: [Segment]
    /// Every row that the amount rests on, once each, in order of first use.
    public let rows: [LawRow]

    /// How well what it rests on is known, the worst of it; `nil` where no row was used.
    public let confidence: LawRow.Confidence?

    /// The interest on a claim up to a day.
    public init(
        on claim: Claim, until last: Day, counting: Counting = Counting(), law: LawPack
    ) throws(LateInterestRefusal) {
        let start = try Self.start(of: claim, law: law)
        let end = counting.includesLastDay ? last : last.adding(days: -1)
        let balance = try Balance(claim, counting: counting)
        var sum = Sum()
        var segments: [Segment] = []
        var rows = start.rows
        var worst = start.rows.confidence
        var day = start.first
        while day <= end, balance.outstanding(on: day) > 0 {
            let rate = try Self.rate(of: claim, on: day, law: law)
            let to =
                [end, day.endOfHalfYear, rate.through ?? end, balance.lastDay(from: day) ?? end]
                .min() ?? end
            let yearDays = counting.year == .actualActual ? day.daysOfYear : 365
            let principal = balance.outstanding(on: day)
            let days = to.days(since: day) + 1
            guard let part = sum.add(principal, rate.rate, days: days, yearDays: yearDays) else {
                throw .overflow
            }
            segments.append(
                Segment(
                    from: day, to: to, principal: principal, days: days, rate: rate.rate, yearDays: yearDays,
                    minorUnits: part, rows: rate.rows.map(\.id),
                    confidence: rate.rows.isEmpty ? nil : rate.confidence))
            for row in rate.rows where !rows.contains(row) { rows.append(row) }
            if !rate.rows.isEmpty { worst = max(worst ?? .official, rate.confidence) }
            day = to.adding(days: 1)
        }
        self.segments = segments
        self.rows = rows
        amount = Money(minorUnits: sum.minorUnits, currency: claim.principal.currency)
        confidence = worst
    }
}

/// Why no interest is computed.
public enum LateInterestRefusal: Error, Equatable, CustomStringConvertible {
    /// The pack lacks a row: interest is never guessed.
    case lawMissing(LawGap)
    /// The debtor owes interest only after a demand, and none is known. The row that says so, where the pack
    /// has one.
    case notDemanded(row: String?)
    /// The principal is not positive, a payment is not, or they are more than the principal.
    case amounts
    /// The agreed rate is negative or above 1000 %.
    case agreedRate
    /// The interest does not fit.
    case overflow

    /// The reason in one line.
    public var description: String {
        switch self {
        case .lawMissing(let gap): gap.description
        case .notDemanded(let row):
            "no interest before a demand reached the debtor" + (row.map { " (\($0))" } ?? "")
        case .amounts: "the principal must be positive and the payments within it"
        case .agreedRate: "an agreed rate must lie between 0 and 1000 %"
        case .overflow: "the interest is too large to write"
        }
    }
}
