/// A yearly rate, exact: parts of a million (10.15 % is 101,500).
public struct InterestRate: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Parts of a million a year.
    public let millionths: Int64

    /// A rate in parts of a million.
    public init(millionths: Int64) { self.millionths = millionths }

    /// Hundredths of a percent: 10.15 % is 1015.
    public init(basisPoints: Int64) { millionths = basisPoints * 100 }

    /// In hundredths of a percent; `nil` where the rate is finer.
    public var basisPoints: Int64? { millionths % 100 == 0 ? millionths / 100 : nil }

    /// The percentage with a decimal point, at least two decimals, no sign of percent: `10.15`, `4.0625`.
    public var description: String {
        let magnitude = millionths.magnitude
        var decimals = String(magnitude % 10_000)
        decimals = String(repeating: "0", count: 4 - decimals.count) + decimals
        while decimals.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
        return (millionths < 0 ? "-" : "") + String(magnitude / 10_000) + "." + decimals
    }

    /// By size.
    public static func < (a: InterestRate, b: InterestRate) -> Bool { a.millionths < b.millionths }

    /// The rate with a margin.
    public static func + (a: InterestRate, b: InterestRate) -> InterestRate {
        InterestRate(millionths: a.millionths + b.millionths)
    }
}
