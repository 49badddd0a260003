public import Domain

/// Which days of a period count.
public enum DayCounting: String, Sendable, CaseIterable, Codable {
    /// Every day.
    case calendar
    /// Not Saturdays, Sundays and national holidays (RD 238/2026 art. 10.3).
    case nationalWorking = "national-working"
    /// Not Saturdays, Sundays, national, regional and local holidays (LOPDGDD DA 3, LPAC).
    case working
    /// As `working`, and not when courts are closed: August, 24 December to 6 January (LEC 130).
    case court
}

/// A holiday and the proof that it is one.
public struct Holiday: Sendable, Equatable {
    /// When.
    public let day: Day
    /// The subject of the row (`good-friday`) or the name in the local file.
    public let name: String
    /// The row of the law pack; `nil` for a regional or local holiday.
    public let row: LawRow?
}

/// Working days of a country and, by a file, of a place.
public struct WorkingCalendar: Sendable {
    private let national: [(row: LawRow, rule: HolidayRule)]
    private let local: [Int32: String]
    private let localYears: Set<Int>
    private let closed: [(row: LawRow, from: YearDay, to: YearDay)]

    /// - Parameter local: regional and local holidays of the place, see `LocalHolidays`.
    public init(law: LawPack, local: [LocalHoliday] = []) {
        national = law.rows(of: .nationalHoliday).compactMap { row in HolidayRule(row).map { (row, $0) } }
        var names: [Int32: String] = [:]
        for holiday in local where names[holiday.day.number] == nil {
            names[holiday.day.number] = holiday.name
        }
        self.local = names
        localYears = Set(local.map { $0.day.civil.year })
        closed = law.rows(of: .courtClosed).compactMap { row in
            guard row.list.count == 2, let from = YearDay(row.list[0]), let to = YearDay(row.list[1]) else {
                return nil
            }
            return (row, from, to)
        }
    }

    /// Whether the local file says anything about a year. Where it does not, working days of that year are
    /// counted with national holidays only: too few holidays, so that a term seems to end too early.
    public func knowsLocalHolidays(of year: Int) -> Bool { localYears.contains(year) }

    /// The national holiday of a day, or the local one where the counting knows those.
    public func holiday(on day: Day, counting: DayCounting = .working) -> Holiday? {
        if counting == .calendar { return nil }
        if let found = national.first(where: { $0.row.isInForce(on: day) && $0.rule.falls(on: day) }) {
            return Holiday(day: day, name: found.row.subject, row: found.row)
        }
        guard counting != .nationalWorking, let name = local[day.number] else { return nil }
        return Holiday(day: day, name: name, row: nil)
    }

    /// The row that closes courts on a day.
    public func courtClosure(on day: Day) -> LawRow? {
        let date = YearDay(of: day)
        return closed.first { row, from, to in
            row.isInForce(on: day)
                && (from <= to ? from <= date && date <= to : date >= from || date <= to)
        }?.row
    }

    /// Whether a day counts.
    public func counts(_ day: Day, _ counting: DayCounting) -> Bool {
        if counting == .calendar { return true }
        if day.isWeekend || holiday(on: day, counting: counting) != nil { return false }
        return counting != .court || courtClosure(on: day) == nil
    }

    /// The day itself where it counts, else the next that does: what a last day rolls to.
    public func next(onOrAfter day: Day, _ counting: DayCounting = .working) -> Day {
        var day = day
        while !counts(day, counting) { day = day.adding(days: 1) }
        return day
    }

    /// The last day of a term: the `count`-th day that counts after `day`; with 0 the day itself.
    public func adding(_ count: Int, _ counting: DayCounting = .working, to day: Day) -> Day {
        if counting == .calendar { return day.adding(days: count) }
        var (day, left) = (day, count)
        while left > 0 {
            day = day.adding(days: 1)
            if counts(day, counting) { left -= 1 }
        }
        return day
    }

    /// The last day of the term that a row gives, counted from `day` as its unit says; `nil` where it gives
    /// none.
    public func end(of row: LawRow, from day: Day) -> Day? {
        switch row.unit {
        case .workingDays: adding(row.value, .working, to: day)
        case .nationalWorkingDays: adding(row.value, .nationalWorking, to: day)
        case .courtDays: adding(row.value, .court, to: day)
        default: row.end(from: day)
        }
    }

    /// How many days after `first` up to and including `last` count.
    public func days(after first: Day, through last: Day, _ counting: DayCounting = .working) -> Int {
        guard first < last else { return 0 }
        return (first.number + 1...last.number).count { counts(Day(number: $0), counting) }
    }

    /// The national holidays of a year, in order.
    public func nationalHolidays(of year: Int) -> [Holiday] {
        national.compactMap { row, rule in
            rule.day(in: year).flatMap { day in
                row.isInForce(on: day) ? Holiday(day: day, name: row.subject, row: row) : nil
            }
        }.sorted { ($0.day, $0.name) < ($1.day, $1.name) }
    }
}

/// When a holiday falls.
private enum HolidayRule {
    case fixed(YearDay)
    case afterEaster(days: Int)

    init?(_ row: LawRow) {
        switch row.unit {
        case .monthDay:
            guard let day = YearDay(number: row.value) else { return nil }
            self = .fixed(day)
        case .daysAfterEaster: self = .afterEaster(days: row.value)
        default: return nil
        }
    }

    func falls(on day: Day) -> Bool {
        switch self {
        case .fixed(let date): date == YearDay(of: day)
        case .afterEaster: self.day(in: day.civil.year) == day
        }
    }

    func day(in year: Int) -> Day? {
        switch self {
        case .fixed(let date): Day(year: year, month: date.month, day: date.day)
        case .afterEaster(let days): Day.easterSunday(of: year)?.adding(days: days)
        }
    }
}

extension Day {
    /// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
    public static func easterSunday(of year: Int) -> Day? {
        let (golden, century, rest) = (year % 19, year / 100, year % 100)
        let correction = (century + 8) / 25
        let epact = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7
        let late = (golden + 11 * epact + 22 * weekday) / 451
        let days = epact + weekday - 7 * late + 114
        return Day(year: year, month: days / 31, day: days % 31 + 1)
    }
}
