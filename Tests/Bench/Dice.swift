/// Chance that is the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014) with a fixed seed.
///
/// Each invented thing has its own dice, made from what it is and its index: whoever needs it again rolls it again
/// and nothing has to be kept in memory.
struct Dice {
    enum Subject: UInt64 {
        case customer = 1
        case invoice, movement, text, decision
    }

    private var state: UInt64

    init(_ subject: Subject, _ index: Int) {
        state = 0x5265_636F_6272_6F00 &+ subject.rawValue
        state = next() &+ UInt64(truncatingIfNeeded: index)
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to `bound` - 1, by the high bits (Lemire's multiplication); `bound` is positive.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

    mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }
}
