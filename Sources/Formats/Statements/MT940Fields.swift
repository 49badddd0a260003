internal import Domain
internal import Scanning

/// The name of a field at the beginning of its line: `:61:`, `:60F:`.
struct MT940Tag {
    /// Stands for `:NS:`, which some banks add for what SWIFT has no field for.
    static let notSWIFT = 0

    let number: Int
    /// Where the field's content begins.
    let content: Int

    /// `nil` where the line begins no field: then it continues the one before.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        let start = line.lowerBound
        guard line.count >= 4, bytes[start] == UInt8(ascii: ":") else { return nil }
        let (first, second, third) = (bytes[start + 1], bytes[start + 2], bytes[start + 3])
        if first == UInt8(ascii: "N"), second == UInt8(ascii: "S"), third == UInt8(ascii: ":") {
            number = Self.notSWIFT
            content = start + 4
            return
        }
        guard first &- 0x30 <= 9, second &- 0x30 <= 9 else { return nil }
        number = Int(first &- 0x30) * 10 + Int(second &- 0x30)
        if third == UInt8(ascii: ":") {
            content = start + 4
        } else {
            guard third >= 0x41, third <= 0x5A, line.count >= 5, bytes[start + 4] == UInt8(ascii: ":") else {
                return nil
            }
            content = start + 5
        }
    }
}

/// Field 60 or 62, a balance: `C140120EUR662,23`.
struct MT940Balance {
    let isDebit: Bool
    /// `nil` for a day that does not exist.
    let day: Day?
    let currency: Currency
    /// Unsigned, in the currency's minor unit; `nil` when it has more decimals than the currency.
    let magnitude: Int64?

    /// `nil` for anything of another form.
    init?(_ bytes: Span<UInt8>, _ content: Range<Int>) {
        var position = content.lowerBound
        // A reversed mark makes no sense in a balance, and a blank before it is harmless.
        while position < content.upperBound, bytes[position] == 0x20 { position += 1 }
        guard content.upperBound - position >= 11 else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "C"): isDebit = false
        case UInt8(ascii: "D"): isDebit = true
        default: return nil
        }
        guard digitsValue(bytes, position + 1..<position + 7) != nil else { return nil }
        day = MT940Line.day(bytes, position + 1)
        let code = bytes.extracting(position + 7..<position + 10)
        guard let currency = Currency(TextEncoding.utf8.string(code)) else { return nil }
        self.currency = currency
        position += 10
        // Seen: `EURO0,00`.
        if currency == .eur, bytes[position] == UInt8(ascii: "O") { position += 1 }
        guard let number = MT940Amount(bytes, position..<content.upperBound) else { return nil }
        magnitude = number.minorUnits(exponent: currency.exponent)
    }

    /// Signed minor units.
    var amount: Int64? { magnitude.map { isDebit ? -$0 : $0 } }
}

/// An amount with a decimal comma: `1234,5`, `0,`, `12`, `,5`. Old files have a point instead.
struct MT940Amount {
    let digits: Int64
    let scale: Int
    /// Where it ends.
    let end: Int

    /// `nil` for no digit, more than 18 digits or more than one mark.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        var value: Int64 = 0
        var (count, scale) = (0, -1)
        var index = range.lowerBound
        scan: while index < range.upperBound {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39:
                // 18 digits always fit; zeros in front do not count.
                if value != 0 || byte != 0x30 { count += 1 }
                guard count <= 18 else { return nil }
                value = value &* 10 &+ Int64(byte &- 0x30)
                if scale >= 0 { scale += 1 }
            case UInt8(ascii: ","), UInt8(ascii: "."):
                guard scale < 0 else { return nil }
                scale = 0
            default: break scan
            }
            index += 1
        }
        // `,35` is an amount, a mark alone is none.
        guard index > range.lowerBound, bytes[range.lowerBound] &- 0x30 <= 9 || scale > 0 else { return nil }
        digits = value
        self.scale = max(0, scale)
        end = index
    }

    /// `nil` when it is not exact in the currency.
    func minorUnits(exponent: Int) -> Int64? {
        scale == exponent ? digits : Int64.minorUnits(digits: digits, scale: scale, exponent: exponent)
    }
}

/// Field 90D or 90C of an MT942, what the bank counted: `3PLN0,03`.
struct MT940Claim {
    let count: Int64
    let currency: Currency
    let amount: Int64

    init?(_ bytes: Span<UInt8>, _ content: Range<Int>) {
        var index = content.lowerBound
        while index < content.upperBound, bytes[index] &- 0x30 <= 9 { index += 1 }
        guard let count = digitsValue(bytes, content.lowerBound..<index), index + 4 <= content.upperBound,
            let currency = Currency(TextEncoding.utf8.string(bytes.extracting(index..<index + 3))),
            let number = MT940Amount(bytes, index + 3..<content.upperBound),
            let amount = number.minorUnits(exponent: currency.exponent)
        else { return nil }
        self.count = count
        self.currency = currency
        self.amount = amount
    }
}
