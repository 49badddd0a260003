/// Numbers as files write them, read from bytes without `String`, `Decimal` or floating point.
public struct DecimalNumber: Sendable, Equatable {
    /// The signed digits without the mark: 12,34 is 1234.
    public let digits: Int64
    /// How many of them stand after the mark: 2.
    public let scale: Int

    public init(digits: Int64, scale: Int) {
        self.digits = digits
        self.scale = scale
    }

    /// Reads an XML decimal: optional sign, digits, at most one point. `nil` for anything else, for no digit
    /// and for more than 18 significant digits. Blanks around it are allowed.
    public init?(point bytes: Span<UInt8>) {
        var index = 0
        var end = bytes.count
        while index < end, Self.isBlank(bytes[index]) { index += 1 }
        while end > index, Self.isBlank(bytes[end - 1]) { end -= 1 }
        guard index < end else { return nil }
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
        var value: Int64 = 0
        var scale = -1
        var seen = 0
        while index < end {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "."), scale < 0 {
                scale = 0
                continue
            }
            let digit = byte &- 0x30
            guard digit <= 9 else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(Int64(digit))
            guard !overflowed, !carried else { return nil }
            value = sum
            seen += 1
            if scale >= 0 { scale += 1 }
        }
        guard seen > 0 else { return nil }
        self.init(digits: isNegative ? -value : value, scale: max(0, scale))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

/// The value of the digits in a range; `nil` if any byte is not a digit or the range is longer than 18.
public func digitsValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard range.upperBound <= bytes.count, range.count <= 18, !range.isEmpty else { return nil }
    var value: Int64 = 0
    for index in range {
        let digit = bytes[index] &- 0x30
        guard digit <= 9 else { return nil }
        value = value &* 10 &+ Int64(digit)
    }
    return value
}
