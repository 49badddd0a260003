import Support

/// Chance that is the same on every machine: one stream for each thing and purpose, made from the set's seed,
/// what the thing is and its index. Whoever needs a thing's chance again asks again, and nothing is kept in
/// memory.
struct Chance {
    /// What the stream decides.
    enum Purpose: UInt64 {
        case creditor = 1
        case customer, subscription, calendar, invoice, settlement, amount, text, movement, order, trap, third
    }

    private var source: SplitMix64

    init(_ seed: UInt64, _ purpose: Purpose, _ index: Int) {
        var mixed = SplitMix64(seed: seed &* 0xD6E8_FEB8_6659_FD93 ^ purpose.rawValue << 56)
        var second = SplitMix64(seed: mixed.next() ^ UInt64(truncatingIfNeeded: index))
        source = SplitMix64(seed: second.next())
    }

    /// 0 up to `bound` - 1.
    mutating func below(_ bound: Int) -> Int { source.below(bound) }

    /// Both ends included.
    mutating func between(_ low: Int, _ high: Int) -> Int { low + source.below(high - low + 1) }

    /// True in `share` of 10,000 cases.
    mutating func happens(_ share: Int) -> Bool { source.below(10_000) < share }

    mutating func pick<Element>(_ items: [Element]) -> Element { items[source.below(items.count)] }

    /// One of the items, each with the weight beside it.
    mutating func weighted<Element>(_ items: [(item: Element, weight: Int)]) -> Element {
        var left = source.below(items.reduce(0) { $0 + $1.weight })
        for (item, weight) in items {
            if left < weight { return item }
            left -= weight
        }
        return items[items.count - 1].item
    }

    /// Fisher and Yates.
    mutating func shuffle<Element>(_ items: inout [Element]) {
        var last = items.count - 1
        while last > 0 {
            items.swapAt(last, source.below(last + 1))
            last -= 1
        }
    }

    /// `count` decimal digits.
    mutating func digits(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count { text.append(Character(Unicode.Scalar(UInt8(0x30 + source.below(10))))) }
        return text
    }
}
