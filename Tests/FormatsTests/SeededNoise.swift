/// Random numbers that are the same in every run (SplitMix64), and bytes broken with them.
struct SeededNoise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// `bytes` with up to six of them changed.
    mutating func broken(_ bytes: [UInt8]) -> [UInt8] {
        var broken = bytes
        for _ in 0..<Int.random(in: 1...6, using: &self) where !broken.isEmpty {
            broken[Int.random(in: 0..<broken.count, using: &self)] = UInt8.random(in: 0...255, using: &self)
        }
        return broken
    }
}
