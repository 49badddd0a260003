/// An axis from zero in four equal steps of a round width: 1, 2, 2.5 or 5 times a power of ten.
struct ChartAxis: Equatable {
    /// Steps from zero to the end of the axis.
    static let steps = 4

    /// Minor units of the currency a step, a whole number of its units.
    let step: UInt64

    /// The axis for values up to `max`, in minor units of a currency with `exponent` decimals.
    init(max: Int64, exponent: Int) {
        let quarter = (UInt64(Swift.max(0, max)) + 3) / 4
        var unit: UInt64 = 1
        for _ in 0..<Swift.min(4, Swift.max(0, exponent)) { unit *= 10 }
        var decade = unit
        // The largest quarter is below 2.4e18, so a decade never passes 1e18 and its multiples fit.
        while decade <= quarter / 10 { decade *= 10 }
        // 2.5 is only a whole number of units from ten units on.
        let widths = decade == unit ? [decade, decade * 2] : [decade, decade * 2, decade / 2 * 5]
        step = (widths + [decade * 5]).first { $0 >= quarter } ?? decade * 10
    }

    /// The end of the axis, in minor units.
    var end: UInt64 { step * UInt64(Self.steps) }

    /// How far along the axis a value stands, in hundredths of a percent, rounded half up.
    func position(_ value: Int64) -> UInt64 {
        guard value > 0, end > 0 else { return 0 }
        let product = UInt64(value).multipliedFullWidth(by: 10_000)
        let (low, carry) = product.low.addingReportingOverflow(end / 2)
        let high = product.high + (carry ? 1 : 0)
        return high < end ? min(10_000, end.dividingFullWidth((high, low)).quotient) : 10_000
    }
}
