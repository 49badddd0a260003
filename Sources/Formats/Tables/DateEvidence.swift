internal import Domain
internal import Scanning

/// What a column of dates says about the order of day and month.
struct DateEvidence {
    private var firstAbove12 = 0
    private var secondAbove12 = 0
    /// Dates whose two numbers may each be the month and differ.
    private var undecided = 0
    private var firstUndecidedLine = 0
    private var hasDots = false
    private var isRisingOrFalling = (dayFirst: Monotony(), monthFirst: Monotony())

    /// Adds the date in a field; anything else is passed over.
    mutating func add(_ date: DateField, line: Int) {
        guard date.form == .yearLast else { return }
        if date.separator == UInt8(ascii: ".") { hasDots = true }
        if date.first > 12, date.second <= 12 { firstAbove12 += 1 }
        if date.second > 12, date.first <= 12 { secondAbove12 += 1 }
        guard date.first <= 12, date.second <= 12 else { return }
        if date.first != date.second {
            if undecided == 0 { firstUndecidedLine = line }
            undecided += 1
        }
        // Only a column in which no number is above twelve is decided by its order in time.
        guard firstAbove12 == 0, secondAbove12 == 0 else { return }
        isRisingOrFalling.dayFirst.add(date.third * 10_000 + date.second * 100 + date.first)
        isRisingOrFalling.monthFirst.add(date.third * 10_000 + date.first * 100 + date.second)
    }

    /// The order that the profile says; `nil` where the table must show it.
    static func declaredOrder(_ profile: TableProfile) -> DateField.Order? {
        switch profile.dateOrder {
        case .dayMonthYear: .dayFirst
        case .monthDayYear: .monthFirst
        case .yearMonthDay, nil: nil
        }
    }

    /// The order by what was declared, else by the data, else by the heading's language, else assumed.
    func decide(_ profile: TableProfile) -> (order: DateField.Order, problem: Problem?) {
        if let declared = Self.declaredOrder(profile) { return (declared, nil) }
        if firstAbove12 != secondAbove12 {
            return (firstAbove12 > secondAbove12 ? .dayFirst : .monthFirst, nil)
        }
        let place = Place(line: firstUndecidedLine)
        if firstAbove12 > 0 {
            return (.dayFirst, Problem(.formatAmbiguous, at: place, found: "dates in two orders"))
        }
        guard undecided > 0, !hasDots, profile.usualDateOrder != .dayMonthYear else {
            return (.dayFirst, nil)
        }
        if profile.usualDateOrder == .monthDayYear { return (.monthFirst, nil) }
        // Bank lists run in time: an order under which they jump about is the wrong one.
        let (dayFirst, monthFirst) = isRisingOrFalling
        if dayFirst.isMonotone, !monthFirst.isMonotone { return (.dayFirst, nil) }
        let expected = "dateOrder dmy or mdy in a profile of recobro.yaml"
        if monthFirst.isMonotone, !dayFirst.isMonotone {
            return (
                .monthFirst,
                Problem(.formatAmbiguous, at: place, found: "no date has a day above 12", expected: expected)
            )
        }
        return (
            .dayFirst,
            Problem(
                .formatAmbiguous, severity: .warn, at: place,
                found: "no date has a day above 12; read as day, month, year", expected: expected)
        )
    }
}

/// Whether numbers only rise or only fall, over at least two changes.
private struct Monotony {
    private var last: Int?
    private var rises = 0
    private var falls = 0

    var isMonotone: Bool { rises + falls >= 2 && (rises == 0 || falls == 0) }

    mutating func add(_ value: Int) {
        if let last {
            if value > last { rises += 1 }
            if value < last { falls += 1 }
        }
        last = value
    }
}
