/// An exact amount: minor units (cents) of one currency. Never floating point.
///
/// Two currencies never add, and an overflow is an error, not a wrap-around.
public struct Money: Sendable, Hashable {
    /// Signed count of the currency's minor unit: 12,34 EUR is 1234.
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The sum, or an error when the currencies differ or the sum does not fit.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        guard currency == other.currency else {
            throw .currenciesDiffer(currency.code, other.currency.code)
        }
        return Money(minorUnits: try minorUnits.addingExactly(other.minorUnits), currency: currency)
    }

    /// The amount as the contracts write it: sign, digits, a point and the currency's decimals, `-50.00`.
    public var decimalString: String { Self.decimalString(minorUnits, exponent: currency.exponent) }

    /// `minorUnits` written with `exponent` decimals and a decimal point.
    public static func decimalString(_ minorUnits: Int64, exponent: Int) -> String {
        let digits = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        guard exponent > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
        let cut = padded.index(padded.endIndex, offsetBy: -exponent)
        return sign + padded[..<cut] + "." + padded[cut...]
    }
}

/// What can go wrong with money, as a value.
public enum MoneyError: Error, Equatable {
    case overflow
    case currenciesDiffer(String, String)
}

extension Int64 {
    /// `self + other`, or `MoneyError.overflow`.
    public func addingExactly(_ other: Int64) throws(MoneyError) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        guard !overflow else { throw .overflow }
        return sum
    }

    /// The minor units of `digits` × 10^-`scale` in a currency with `exponent` decimals.
    ///
    /// Exact or nothing: `nil` when the value has more decimals than the currency and they are not zero,
    /// or when it does not fit. 12.3400 EUR is 1234; 12.345 EUR is `nil`.
    public static func minorUnits(digits: Int64, scale: Int, exponent: Int) -> Int64? {
        var value = digits
        var scale = scale
        while scale > exponent {
            guard value % 10 == 0 else { return nil }
            value /= 10
            scale -= 1
        }
        while scale < exponent {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
            scale += 1
        }
        return value
    }

    /// The minor units of `digits` × 10^-`scale`, rounded half away from zero where the value is finer than
    /// the currency. A named place of rounding: importers that use it report `amount-rounded`.
    public static func minorUnitsRounded(digits: Int64, scale: Int, exponent: Int) -> Int64? {
        guard scale > exponent else { return minorUnits(digits: digits, scale: scale, exponent: exponent) }
        var divisor: Int64 = 1
        for _ in 0..<Swift.min(18, scale - exponent) { divisor *= 10 }
        let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: divisor)
        let up: Int64 = remainder.magnitude * 2 >= divisor.magnitude ? (digits < 0 ? -1 : 1) : 0
        return quotient + up
    }
}
