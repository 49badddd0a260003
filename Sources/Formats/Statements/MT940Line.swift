internal import Domain
internal import Scanning

/// Field 61, a movement: `1401200120C12,75NRTIEREF//00000000001010` and perhaps further lines.
struct MT940Line {
    /// What keeps a movement out.
    enum Fault: Error { case value, mark, amount, inexact }

    /// `nil` for a day that does not exist, like the 30 February of some German banks.
    private(set) var value: Day?
    private(set) var booked = Day(number: 0)
    /// Signed minor units.
    private(set) var amount: Int64 = 0
    private(set) var isReversal = false
    /// The bank expects it but has not booked it (MT942 only).
    private(set) var isExpected = false
    /// Type of transaction, `NTRF` or `N TRF`; empty where there is none.
    private(set) var code = 0..<0
    private(set) var customerReference = 0..<0
    private(set) var bankReference = 0..<0
    /// The type says that a payment comes back: RTI, returned item.
    private(set) var isReturnedItem = false
    private var valueDay = RepeatedDay()

    mutating func read(_ bytes: Span<UInt8>, _ content: Range<Int>, exponent: Int) throws(Fault) {
        let end = content.upperBound
        var index = content.lowerBound
        guard content.count >= 8, digitsValue(bytes, index..<index + 6) != nil else { throw .value }
        value = valueDay.day(bytes, index) { Self.day(bytes, index) }
        index += 6
        booked = try Self.entryDay(bytes, &index, end, value: value, year: content.lowerBound)

        (isReversal, isExpected) = (index < end && bytes[index] == 0x52, index < end && bytes[index] == 0x45)
        if isReversal || isExpected { index += 1 }
        guard index < end, bytes[index] == 0x43 || bytes[index] == 0x44 else { throw .mark }
        // A reversed credit takes money away.
        let isCredit = (bytes[index] == 0x43) != isReversal
        index += 1
        // The third letter of the currency may follow.
        if index < end, bytes[index] >= 0x41, bytes[index] <= 0x5A { index += 1 }
        guard let number = MT940Amount(bytes, index..<end) else { throw .amount }
        guard let magnitude = number.minorUnits(exponent: exponent) else { throw .inexact }
        amount = isCredit ? magnitude : -magnitude
        index = number.end

        while index < end, bytes[index] == 0x20 { index += 1 }
        code = Self.code(bytes, index..<end)
        isReturnedItem =
            code.count >= 4 && bytes[code.upperBound - 3] == UInt8(ascii: "R")
            && bytes[code.upperBound - 2] == UInt8(ascii: "T")
            && bytes[code.upperBound - 1] == UInt8(ascii: "I")
        index = max(index, code.upperBound)
        if index < end, bytes[index] == 0x20 { index += 1 }
        (customerReference, bankReference) = Self.references(bytes, index..<end)
    }

    /// Six digits YYMMDD from `start`, which are known to be digits.
    static func day(_ bytes: Span<UInt8>, _ start: Int) -> Day? {
        func two(_ offset: Int) -> Int {
            Int(bytes[start + offset] &- 0x30) * 10 + Int(bytes[start + offset + 1] &- 0x30)
        }
        let year = two(0)
        return Day(year: year + (year >= 80 ? 1900 : 2000), month: two(2), day: two(4))
    }

    /// The booking day: four digits MMDD in the year that brings it nearest to the value day; blanks or
    /// nothing where the value day is meant.
    private static func entryDay(
        _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int, value: Day?, year start: Int
    ) throws(Fault) -> Day {
        guard index + 4 <= end, let digits = digitsValue(bytes, index..<index + 4) else {
            while index < end, bytes[index] == 0x20 { index += 1 }
            guard let value else { throw .value }
            return value
        }
        index += 4
        // As a rule it is the value day.
        if let value, bytes[start + 2] == bytes[start + 6], bytes[start + 3] == bytes[start + 7],
            bytes[start + 4] == bytes[start + 8], bytes[start + 5] == bytes[start + 9]
        {
            return value
        }
        let (month, day) = (Int(digits) / 100, Int(digits) % 100)
        guard var year = digitsValue(bytes, start..<start + 2).map(Int.init),
            let valueMonth = digitsValue(bytes, start + 2..<start + 4).map(Int.init)
        else { throw .value }
        year += year >= 80 ? 1900 : 2000
        if month - valueMonth > 6 { year -= 1 } else if valueMonth - month > 6 { year += 1 }
        guard let booked = Day(year: year, month: month, day: day) ?? value else { throw .value }
        return booked
    }

    /// One letter N, S or F and three of the bank's; old files have two and a blank, some a blank
    /// behind the first letter. `NONREF` alone is no
    /// type but a reference without one.
    private static func code(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let start = range.lowerBound
        let none = start..<start
        guard range.count >= 3, bytes[start] == 0x4E || bytes[start] == 0x53 || bytes[start] == 0x46
        else { return none }
        if bytes[start + 1] == 0x20, range.count >= 5, isLetter(bytes[start + 2]), isLetter(bytes[start + 3]),
            isLetter(bytes[start + 4])
        {
            return start..<start + 5
        }
        guard isCodeByte(bytes[start + 1]), isCodeByte(bytes[start + 2])
        else { return none }
        if bytes[start + 1] == UInt8(ascii: "O"),
            equals(bytes, range, "NONREF") || begins(bytes, range, "NONREF//")
        {
            return none
        }
        guard range.count >= 4, bytes[start + 3] != 0x20 else { return start..<start + 3 }
        return isCodeByte(bytes[start + 3]) ? start..<start + 4 : none
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func isCodeByte(_ byte: UInt8) -> Bool {
        byte &- 0x30 <= 9 || (byte >= 0x41 && byte <= 0x5A)
    }

    /// What stands before and after `//`, without blanks and without what says that there is nothing.
    private static func references(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) -> (customer: Range<Int>, bank: Range<Int>) {
        var slash = range.lowerBound
        while slash < range.upperBound {
            if bytes[slash] == 0x2F, slash + 1 < range.upperBound, bytes[slash + 1] == 0x2F { break }
            slash += 1
        }
        let customer = reference(bytes, range.lowerBound..<slash)
        guard slash < range.upperBound else { return (customer, slash..<slash) }
        var bank = slash + 2..<range.upperBound
        // Sixteen characters; `/IACC/…` of the next part may follow in the same line.
        if bank.count > 16, bytes[bank.lowerBound + 16] == 0x2F {
            bank = bank.lowerBound..<bank.lowerBound + 16
        }
        return (customer, reference(bytes, bank))
    }

    private static func reference(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        let found = start..<end
        return isPlaceholder(bytes, found) ? start..<start : found
    }

    /// What stands where there is no reference, or says that it is in field 86.
    static func isPlaceholder(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard (4...12).contains(range.count) else { return false }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "N"):
            return equals(bytes, range, "NONREF") || equals(bytes, range, "NOREF")
                || equals(bytes, range, "NOTPROVIDED") || equals(bytes, range, "NOT PROVIDED")
        case UInt8(ascii: "E"): return equals(bytes, range, "EREF") || equals(bytes, range, "EREF+")
        case UInt8(ascii: "K"): return equals(bytes, range, "KREF") || equals(bytes, range, "KREF+")
        case UInt8(ascii: "M"):
            return equals(bytes, range, "MREF") || equals(bytes, range, "MREF+")
                || equals(bytes, range, "MARF")
        case UInt8(ascii: "P"): return equals(bytes, range, "PREF")
        default: return false
        }
    }

    /// Whether the bytes are exactly `word`.
    static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount && begins(bytes, range, word)
    }

    static func begins(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where bytes[range.lowerBound + offset] != wanted[offset] {
                return false
            }
            return true
        }
    }
}
