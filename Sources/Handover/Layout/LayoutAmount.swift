internal import Domain

/// A decimal text such as `1610.00`, exact.
struct LayoutAmount {
    /// Digits without the mark; value = digits × 10^-scale.
    let digits: Int64
    let scale: Int

    /// `nil` unless the text is an optional minus, digits, and at most one point with digits after it.
    init?(_ text: String) {
        var digits: Int64 = 0
        var scale = 0
        var count = 0
        var hasPoint = false
        let unsigned = text.hasPrefix("-") ? text.utf8.dropFirst() : text.utf8[...]
        for byte in unsigned {
            switch byte {
            case 0x30...0x39:
                count += 1
                guard count <= 18 else { return nil }
                digits = digits * 10 + Int64(byte - 0x30)
                if hasPoint { scale += 1 }
            case 0x2E where !hasPoint && count > 0: hasPoint = true
            default: return nil
            }
        }
        guard count > 0, !hasPoint || scale > 0 else { return nil }
        self.digits = text.hasPrefix("-") ? -digits : digits
        self.scale = scale
    }

    /// In units of 10^-`decimals`; `nil` where that is not exact.
    func units(decimals: Int) -> Int64? {
        Int64.minorUnits(digits: digits, scale: scale, exponent: decimals)
    }
}
