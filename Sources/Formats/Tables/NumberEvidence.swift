internal import Domain
internal import Scanning

/// What a column of numbers says about its decimal mark and signs.
struct NumberEvidence {
    private var comma = 0
    private var point = 0
    /// Numbers like `1.234` and `1,234`: thousands or decimals.
    private var openComma = 0
    private var openPoint = 0
    private var firstLine = 0
    /// Numbers other than zero with a minus, a plus, or neither.
    private(set) var minus = 0
    private(set) var plus = 0
    private(set) var bare = 0

    /// Adds a field that is not blank.
    mutating func add(_ bytes: Span<UInt8>, line: Int) {
        if addPlain(bytes, line: line) { return }
        var scan = NumberScan()
        for index in bytes.indices { scan.add(bytes[index], at: index) }
        guard scan.hasDigit else { return }
        if let suffix = SignSuffix.find(bytes, 0, bytes.count) {
            if suffix.isCredit { scan.hasPlus = true } else { scan.hasMinus = true }
        }
        if firstLine == 0 { firstLine = line }
        if scan.isSignificant {
            if scan.hasMinus { minus += 1 } else if scan.hasPlus { plus += 1 } else { bare += 1 }
        }
        switch (scan.commas, scan.points) {
        case (0, 0): break
        case (1, 0): if scan.digitsAfter == 3, scan.isGroupBefore { openComma += 1 } else { comma += 1 }
        case (0, 1): if scan.digitsAfter == 3, scan.isGroupBefore { openPoint += 1 } else { point += 1 }
        case (0, _): if scan.digitsAfter == 3 { comma += 1 }
        case (_, 0): if scan.digitsAfter == 3 { point += 1 }
        default: if scan.lastIsComma { comma += 1 } else { point += 1 }
        }
    }

    /// Adds a number like `-1234,56`, digits with one mark before the last two; false for any other.
    private mutating func addPlain(_ bytes: Span<UInt8>, line: Int) -> Bool {
        let place = bytes.count - 3
        guard place > 0, bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: ".") else {
            return false
        }
        let isNegative = bytes[0] == UInt8(ascii: "-")
        guard place > (isNegative ? 1 : 0) else { return false }
        var digits: UInt8 = 0
        for index in (isNegative ? 1 : 0)..<bytes.count where index != place {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return false }
            digits |= digit
        }
        if firstLine == 0 { firstLine = line }
        if digits != 0 { if isNegative { minus += 1 } else { bare += 1 } }
        if bytes[place] == UInt8(ascii: ",") { comma += 1 } else { point += 1 }
        return true
    }

    /// The mark the column itself shows; `nil` where it shows none.
    var shown: DecimalMark? { comma == point ? nil : comma > point ? .comma : .point }

    /// Equal numbers of fields show one mark and the other.
    var contradiction: Problem? {
        guard comma > 0, comma == point else { return nil }
        return Problem(.formatAmbiguous, at: Place(line: firstLine), found: "decimal comma and decimal point")
    }

    /// The column holds numbers that mean different things under the two marks, and shows neither.
    var openProblem: Problem? {
        guard shown == nil, openComma + openPoint > 0 else { return nil }
        return Problem(
            .formatAmbiguous, at: Place(line: firstLine), found: "only numbers like 1.234",
            expected: "decimalMark , or . in a profile of recobro.yaml")
    }
}

/// One pass over the bytes of a number.
private struct NumberScan {
    var commas = 0
    var points = 0
    var hasMinus = false
    var hasPlus = false
    var hasDigit = false
    var isSignificant = false
    var lastIsComma = false
    var digitsAfter = 0
    private var digitsBefore = 0

    /// One to three digits, the first not zero, before the first mark: they may be a group of thousands.
    var isGroupBefore: Bool { (1...3).contains(digitsBefore) && isLeadingSignificant }
    private var isLeadingSignificant = false

    mutating func add(_ byte: UInt8, at index: Int) {
        switch byte {
        case 0x30...0x39:
            if byte != 0x30 {
                isSignificant = true
                if !hasDigit { isLeadingSignificant = true }
            }
            hasDigit = true
            digitsAfter += 1
            if commas + points == 0 { digitsBefore += 1 }
        case UInt8(ascii: ","):
            commas += 1
            (digitsAfter, lastIsComma) = (0, true)
        case UInt8(ascii: "."):
            points += 1
            (digitsAfter, lastIsComma) = (0, false)
        case UInt8(ascii: "-"), UInt8(ascii: "("), 0x92: hasMinus = true
        case UInt8(ascii: "+"): hasPlus = true
        default: break
        }
    }
}
