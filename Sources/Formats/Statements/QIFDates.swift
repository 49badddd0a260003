internal import Domain
internal import Scanning

/// A date of QIF in the form that the tables know: `12/31'04`, `1/ 5'04`, `31.12.2004`, `D6/ 1/94`.
enum QIFDate {
    /// Blanks after a separator are padding, and the apostrophe of years from 2000 on is one more separator.
    static func field(_ bytes: Span<UInt8>) -> DateField? {
        guard bytes.count <= 24 else { return nil }
        let apostrophe = UInt8(ascii: "'")
        guard bytes.indices.contains(where: { bytes[$0] == apostrophe || bytes[$0] == 0x20 }) else {
            return DateField(bytes)
        }
        var separator: UInt8 = 0
        var kept: [UInt8] = []
        var yearStart = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == 0x20, let last = kept.last, last == separator { continue }
            if separator == 0, byte &- 0x30 > 9 { separator = byte == apostrophe ? UInt8(ascii: "/") : byte }
            kept.append(byte == apostrophe ? separator : byte)
            if byte == apostrophe { yearStart = kept.count }
        }
        // `12/31' 4` is 2004.
        if yearStart > 0, kept.count == yearStart + 1 { kept.insert(0x30, at: yearStart) }
        return DateField(kept.span)
    }

    /// Whether four digits stand together.
    static func hasLongYear(_ bytes: Span<UInt8>) -> Bool {
        var digits = 0
        for index in bytes.indices {
            digits = bytes[index] &- 0x30 <= 9 ? digits + 1 : 0
            if digits == 4 { return true }
        }
        return false
    }
}

/// What a QIF file's dates say about the order of day and month: programs write both, and nothing states it.
struct QIFOrder {
    /// An order that the file states, `!Option:MDY`.
    var stated: DateField.Order?
    private var firstAbove12 = 0
    private var secondAbove12 = 0
    private var undecidedLine = 0
    /// The first number of all dates while it is one and the same, and the different third ones.
    private var onlyFirst: Int?
    private var firstVaries = false
    private var thirds: Set<Int> = []
    private var dayFirst = Monotony()
    private var monthFirst = Monotony()

    /// - Parameter hasLongYear: the year is written with four digits.
    mutating func add(_ date: DateField, hasLongYear: Bool, line: Int) {
        guard date.form == .yearLast else { return }
        firstVaries = firstVaries || hasLongYear || onlyFirst.map { $0 != date.first } ?? false
        onlyFirst = date.first
        if thirds.count < 4 { thirds.insert(date.third) }
        if date.first > 12, date.second <= 12 { firstAbove12 += 1 }
        if date.second > 12, date.first <= 12 { secondAbove12 += 1 }
        guard date.first <= 12, date.second <= 12 else { return }
        dayFirst.add(date.third * 10_000 + date.second * 100 + date.first)
        monthFirst.add(date.third * 10_000 + date.first * 100 + date.second)
        if undecidedLine == 0, date.first != date.second { undecidedLine = line }
    }

    /// A new list begins: it need not go on where the one before ended.
    mutating func beginList() {
        dayFirst.beginList()
        monthFirst.beginList()
    }

    /// The order, or why the file is refused: a wrong order would book money on days it never moved.
    func decide() -> (order: DateField.Order, problem: Problem?) {
        // One day of the month in many years is a year of two digits before the month.
        if !firstVaries, thirds.count >= 4 {
            return (.dayFirst, Problem(.formatAmbiguous, found: "dates that may begin with the year"))
        }
        if let stated { return (stated, nil) }
        if firstAbove12 > 0, secondAbove12 > 0 {
            return (.dayFirst, Problem(.formatAmbiguous, found: "dates in two orders"))
        }
        if firstAbove12 > 0 { return (.dayFirst, nil) }
        if secondAbove12 > 0 { return (.monthFirst, nil) }
        guard undecidedLine > 0 else { return (.dayFirst, nil) }
        // Lists run in time: an order under which they jump about is the wrong one.
        if dayFirst.isMonotone, !monthFirst.isMonotone { return (.dayFirst, nil) }
        if monthFirst.isMonotone, !dayFirst.isMonotone { return (.monthFirst, nil) }
        return (
            .dayFirst,
            Problem(
                .formatAmbiguous, at: Place(line: undecidedLine), found: "no date with a day above 12",
                expected: "an export that holds one")
        )
    }
}

/// Whether numbers only rise or only fall, over at least three changes.
private struct Monotony {
    private var last: Int?
    private var rises = 0
    private var falls = 0

    var isMonotone: Bool { rises + falls >= 3 && (rises == 0 || falls == 0) }

    mutating func beginList() { last = nil }

    mutating func add(_ value: Int) {
        if let last {
            if value > last { rises += 1 }
            if value < last { falls += 1 }
        }
        last = value
    }
}
