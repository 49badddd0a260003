public import Domain

/// One dated rule of law, as data: what it says, for whom, where it stands, how well it was checked.
public struct LawRow: Sendable, Equatable {
    /// What `value` counts.
    public enum Unit: String, Sendable, Codable, CaseIterable {
        case years, months, days
        /// Days that are not Saturday, Sunday or a holiday.
        case workingDays = "working-days"
        /// Days that are not Saturday, Sunday or a national holiday (RD 238/2026 art. 10.3).
        case nationalWorkingDays = "national-working-days"
        /// Working days on which courts sit (LEC 130).
        case courtDays = "court-days"
        case hours
        /// Hundredths of a percent: 10.15 % is 1015.
        case basisPoints = "basis-points"
        /// Parts of a million, for rates that basis points cannot write: 4.0625 % is 40,625.
        case millionths
        case euroCents = "euro-cents"
        /// 1 where the rule holds, 0 where the law says that it does not.
        case flag
        /// A day of every year, month times 100 plus day: 1012 is 12 October.
        case monthDay = "month-day"
        /// Days after Easter Sunday, negative before.
        case daysAfterEaster = "days-after-easter"
        /// `list` holds it; `value` is the number of its texts.
        case list
    }

    /// How the row was checked, the best first.
    public enum Confidence: String, Sendable, Codable, CaseIterable, Comparable {
        /// Read in an official text.
        case official = "V1"
        /// Read in a serious secondary text.
        case secondary = "V2"
        /// Weak secondary text, or derived.
        case weak = "V3"
        /// Known, never looked up.
        case known = "K"

        /// Less is better: what rests on several rows is as good as the greatest.
        public static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .official: 0
            case .secondary: 1
            case .weak: 2
            case .known: 3
            }
        }
    }

    /// Stable name of the row, `Q1`; parts of one rule of the dossier are `L6/grouping`, periods `M5/2020H1`.
    public let id: String
    /// What it is about.
    public let rule: LawRule
    /// Which one of the rule: a category of claim, an act, a condition; empty where there is only one.
    public let subject: String
    /// Which debtors it holds for.
    public let debtors: DebtorScope
    /// The law that must govern the claim (`catalonia`); empty for the country's common law.
    public let governingLaw: String
    /// Its number, counted in `unit`.
    public let value: Int
    /// What `value` counts.
    public let unit: Unit
    /// The texts of a row whose unit is `list`.
    public let list: [String]
    /// Where it stands: `CC 1964.2`.
    public let article: String
    /// Where it was read: a key of `LawPack.sources`; empty where nobody looked it up.
    public let source: String
    /// How it was checked.
    public let confidence: Confidence
    /// First day in force.
    public let from: Day
    /// Last day in force; `nil` while it is.
    public let to: Day?
    /// What it says in one line, by language (ISO 639-1); English is always there in a loaded pack.
    public let says: [String: String]

    /// A row as written; `LawPack` checks it.
    public init(
        id: String, rule: LawRule, subject: String = "", debtors: DebtorScope = .all,
        governingLaw: String = "", value: Int, unit: Unit, list: [String] = [], article: String,
        source: String = "", confidence: Confidence, from: Day, to: Day? = nil, says: [String: String] = [:]
    ) {
        self.id = id
        self.rule = rule
        self.subject = subject
        self.debtors = debtors
        self.governingLaw = governingLaw
        self.value = value
        self.unit = unit
        self.list = list
        self.article = article
        self.source = source
        self.confidence = confidence
        self.from = from
        self.to = to
        self.says = says
    }

    /// False where nobody read the rule at a source worth relying on: every output then says so.
    public var isVerified: Bool { confidence <= .secondary }

    /// Whether a flag says yes.
    public var holds: Bool { value != 0 }

    /// Whether the row is in force on a day.
    public func isInForce(on day: Day) -> Bool {
        from <= day && day <= (to ?? day)
    }

    /// What it says, in a language or else in English.
    public func text(_ language: String) -> String { says[language] ?? says["en"] ?? "" }

    /// The rate of a row that is one.
    public var rate: InterestRate? {
        switch unit {
        case .basisPoints: InterestRate(basisPoints: Int64(value))
        case .millionths: InterestRate(millionths: Int64(value))
        default: nil
        }
    }

    /// The day its term ends, date to date from `day` (CC 5, LOPDGDD DA 3.c); `nil` where the row is no term
    /// in calendar days, months or years (working days: `WorkingCalendar.end(of:from:)`).
    public func end(from day: Day) -> Day? {
        switch unit {
        case .years: day.adding(years: value)
        case .months: day.adding(months: value)
        case .days: day.adding(days: value)
        default: nil
        }
    }
}

extension Sequence where Element == LawRow {
    /// What rests on all these rows is as good as the worst of them; `nil` where there is none.
    public var confidence: LawRow.Confidence? { map(\.confidence).max() }
}

extension Day {
    /// The same day of the month `months` later, date to date; where that month is shorter, its last day.
    public func adding(months: Int) -> Day {
        let (year, month, day) = civil
        let count = year * 12 + (month - 1) + months
        let target = (year: count / 12, month: count % 12 + 1)
        let last = Self.length(ofMonth: target.month, year: target.year)
        return Day(year: target.year, month: target.month, day: min(day, last)) ?? self
    }
}
