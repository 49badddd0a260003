/// How many days after the issue day invoices are paid, learned from what is posted: counts by eight days.
struct PaymentDelays {
    private var counts = Array(repeating: 1, count: 26)
    private var total = 26
    private static let width = 8

    mutating func note(days: Int) {
        guard days >= 0 else { return }
        counts[min(days / Self.width, counts.count - 1)] += 1
        total += 1
    }

    /// How much more or less likely than any other delay this one is, centibits within -300 and 200.
    func centibits(days: Int) -> Int {
        guard days >= 0 else { return -300 }
        let count = counts[min(days / Self.width, counts.count - 1)]
        return min(200, max(-300, Self.centiLog2(count * counts.count) - Self.centiLog2(total)))
    }

    /// 100 times the binary logarithm, linear between powers of two: integers give every machine the same.
    private static func centiLog2(_ value: Int) -> Int {
        let power = Int.bitWidth - 1 - value.leadingZeroBitCount
        return power * 100 + (value - (1 << power)) * 100 / (1 << power)
    }
}
