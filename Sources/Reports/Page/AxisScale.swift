internal import Domain

/// Writes the ticks of an axis: whole units, or millions where whole units would not fit a phone.
struct AxisScale {
    let isMillions: Bool
    private let step: UInt64
    private let unit: UInt64

    init(_ axis: ChartAxis, _ currency: Currency) {
        var unit: UInt64 = 1
        for _ in 0..<currency.exponent { unit *= 10 }
        self.unit = unit
        step = axis.step / unit
        isMillions = step >= 1_000_000
    }

    /// The text of a tick, 0 being the origin.
    func tick(_ index: Int, _ words: Wording) -> String {
        let value = Int64(clamping: step * UInt64(max(0, index)))
        guard isMillions else { return words.number(value, decimals: 0) }
        return step.isMultiple(of: 1_000_000)
            ? words.number(value / 1_000_000, decimals: 0) : words.number(value / 100_000, decimals: 1)
    }
}
