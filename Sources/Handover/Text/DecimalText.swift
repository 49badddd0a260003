internal import Domain

/// Decimal strings of DHX: `-12.50`. Strict, so that the same value has one spelling only.
enum DecimalText {
    /// The value times 10^`decimals`; `nil` unless the text is an optional minus, digits without leading
    /// zeros and, where `decimals` is not 0, a point and exactly so many digits. Minus zero is no amount.
    static func value(_ text: String, decimals: Int) -> Int64? {
        let bytes = Array(text.utf8)
        let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
        let whole = digits.prefix { isDigit($0) }
        guard !whole.isEmpty, whole.count == 1 || whole.first != 0x30 else { return nil }
        let rest = digits.dropFirst(whole.count)
        if decimals == 0 {
            guard rest.isEmpty else { return nil }
        } else {
            guard rest.first == 0x2E, rest.count == decimals + 1,
                rest.dropFirst().allSatisfy({ isDigit($0) })
            else { return nil }
        }
        let value = Int64(String(decoding: bytes.filter { $0 != 0x2E }, as: UTF8.self))
        return value == 0 && bytes.first == 0x2D ? nil : value
    }

    /// `1015` is `10.15`: hundredths of a percent, which are basis points.
    static func percent(_ basisPoints: Int) -> String {
        Money.decimalString(Int64(basisPoints), exponent: 2)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

/// Shares of amounts, in whole numbers only.
enum Rate {
    /// `amount` × `basisPoints` / 10 000, rounded half up on the magnitude, so that a reversal takes back
    /// exactly what the payment cost. `nil` where it does not fit.
    static func share(of amount: Int64, basisPoints: Int) -> Int64? {
        // At most 63 and 63 bits: the product fits into 128.
        let product = Int128(amount) * Int128(basisPoints)
        let magnitude = (product.magnitude + 5_000) / 10_000
        let rounded = Int128(magnitude)
        return Int64(exactly: product < 0 ? -rounded : rounded)
    }
}
