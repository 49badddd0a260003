internal import Domain

/// Everything that is wrong with the rows of a pack: each by itself and all against each other.
///
/// A repeated id, an empty id, article or English text, a source nobody knows, a verified row without source,
/// a value or unit that does not suit, a row that ends before it begins, two rows that would answer one
/// question, a rule that no pack can do without.
struct LawPackCheck {
    private(set) var faults: [LawPackFault] = []

    init(_ placed: [PlacedRow], sources: [String: String]) {
        var ids: Set<String> = []
        for place in placed {
            check(place, sources: sources)
            if !ids.insert(place.row.id).inserted {
                add(place, "id", "an id used before", "an id of its own")
            }
        }
        checkOverlaps(placed)
        checkClosedDays(placed)
        for rule in LawRule.needed where !placed.contains(where: { $0.row.rule == rule }) {
            faults.append(
                LawPackFault(field: "rule", found: "no row of \(rule.rawValue)", expected: "at least one"))
        }
    }

    private mutating func add(_ place: PlacedRow, _ field: String, _ found: String, _ expected: String) {
        faults.append(
            LawPackFault(
                file: place.file, row: place.row.id, field: field, found: found, expected: expected))
    }

    private mutating func check(_ place: PlacedRow, sources: [String: String]) {
        let row = place.row
        if row.id.isEmpty { add(place, "id", "nothing", "a name of the row") }
        if row.article.isEmpty { add(place, "article", "nothing", "where the rule stands") }
        if (row.says["en"] ?? "").isEmpty { add(place, "says", "no English text", "what the row says") }
        if row.debtors.isEmpty { add(place, "debtors", "nobody", "at least one kind of debtor") }
        if let to = row.to, to < row.from { add(place, "to", "\(to)", "a day not before \(row.from)") }
        if row.source.isEmpty {
            if row.confidence <= .secondary {
                add(
                    place, "source", "nothing",
                    "where it was read, for its confidence is \(row.confidence.rawValue)")
            }
        } else if sources[row.source] == nil {
            add(place, "source", "\"\(row.source)\"", "a key of sources in pack.json")
        }
        checkValue(place)
    }

    private mutating func checkValue(_ place: PlacedRow) {
        let row = place.row
        let units = row.rule.units
        if !units.isEmpty, !units.contains(row.unit) {
            let expected = units.map(\.rawValue).joined(separator: " or ")
            add(place, "unit", "\"\(row.unit.rawValue)\"", "\(expected) for \(row.rule.rawValue)")
            return
        }
        if row.unit == .list {
            checkList(place)
        } else if let range = row.unit.range, !range.contains(row.value) {
            add(
                place, "value", "\(row.value) \(row.unit.rawValue)",
                "\(range.lowerBound) to \(range.upperBound)")
        } else if row.unit == .monthDay, row.value == 229 || YearDay(number: row.value) == nil {
            add(place, "value", "\(row.value)", "a day of every year, 1012 for 12 October")
        }
    }

    private mutating func checkList(_ place: PlacedRow) {
        let row = place.row
        if row.list.isEmpty { add(place, "list", "nothing", "at least one text") }
        let found = row.list.joined(separator: ", ")
        switch row.rule {
        case .courtClosed where row.list.count != 2 || row.list.contains { YearDay($0) == nil }:
            add(place, "list", found, "first and last day of the year, \"08-01\", \"08-31\"")
        case .limitationTransition:
            let days = row.list.compactMap { Day(iso: $0) }
            if row.list.count != 3 || days.count != 3 || days != days.sorted() {
                add(place, "list", found, "three days in order: first born, last born, end")
            }
        case .gate: checkGate(place)
        default: break
        }
    }

    /// A condition with a typing error would be one that nobody asks for.
    private mutating func checkGate(_ place: PlacedRow) {
        let row = place.row
        if Gate(rawValue: row.subject) == nil {
            add(place, "subject", row.subject, Gate.allCases.map(\.rawValue).joined(separator: ", "))
        }
        let isClosed = row.list == [LawPack.closedGate]
        let wrong = row.list.first { Condition(rawValue: $0) == nil }
        if !isClosed, let wrong {
            let names = Condition.allCases.map(\.rawValue).joined(separator: ", ")
            add(place, "list", wrong, "\(names); or \(LawPack.closedGate) alone")
        }
    }

    /// Holidays and closures that leave hardly a day: whoever looks for the next working day must find one.
    private mutating func checkClosedDays(_ placed: [PlacedRow]) {
        let closed = placed.map(\.row).reduce(0) { days, row in
            guard row.rule == .courtClosed else { return days + (row.rule == .nationalHoliday ? 1 : 0) }
            let ends = row.list.compactMap { Day(iso: "2000-" + $0) }
            guard ends.count == 2 else { return days }
            let length = ends[1].days(since: ends[0]) + 1
            return days + (length > 0 ? length : length + 366)
        }
        if closed > Self.closedDaysMax {
            faults.append(
                LawPackFault(
                    field: "rule", found: "\(closed) days of holidays and closed courts",
                    expected: "at most \(Self.closedDaysMax)"))
        }
    }

    /// Of a year's 365 days, former rows included.
    private static let closedDaysMax = 200

    /// Two rows of one topic and governing law, for a common debtor, in force on a common day.
    private mutating func checkOverlaps(_ placed: [PlacedRow]) {
        struct Key: Hashable {
            let rule: LawRule
            let subject: String
            let law: String
        }
        var earlier: [Key: [LawRow]] = [:]
        for place in placed {
            let row = place.row
            let key = Key(rule: row.rule, subject: row.subject, law: row.governingLaw)
            let clash = earlier[key]?.first { other in
                !other.debtors.isDisjoint(with: row.debtors)
                    && (other.to.map { $0 >= row.from } ?? true) && (row.to.map { $0 >= other.from } ?? true)
            }
            if let clash {
                add(
                    place, "from", "in force at the same time as \(clash.id)",
                    "one row for each rule, subject, debtor and day")
            }
            earlier[key, default: []].append(row)
        }
    }
}

extension LawRow.Unit {
    /// What its values may be; `nil` where another check says it.
    var range: ClosedRange<Int>? {
        switch self {
        case .years: 1...100
        case .months: 1...1200
        case .days, .workingDays, .nationalWorkingDays, .courtDays: 0...36_525
        case .hours: 0...8784
        case .basisPoints: -10_000...100_000
        case .millionths: -1_000_000...10_000_000
        case .euroCents: 0...1_000_000_000_000
        case .flag: 0...1
        case .daysAfterEaster: -100...100
        case .monthDay, .list: nil
        }
    }
}

/// A day of every year.
struct YearDay: Equatable, Comparable {
    let month: Int
    let day: Int

    /// Month times 100 plus day.
    init?(number: Int) {
        // 2000 is a leap year: every day of the year exists in it.
        guard Day(year: 2000, month: number / 100, day: number % 100) != nil else { return nil }
        (month, day) = (number / 100, number % 100)
    }

    /// `08-31`.
    init?(_ text: String) {
        guard let day = Day(iso: "2000-" + text) else { return nil }
        let (_, month, number) = day.civil
        (self.month, self.day) = (month, number)
    }

    init(of day: Day) {
        let (_, month, number) = day.civil
        (self.month, self.day) = (month, number)
    }

    static func < (a: YearDay, b: YearDay) -> Bool { (a.month, a.day) < (b.month, b.day) }
}
