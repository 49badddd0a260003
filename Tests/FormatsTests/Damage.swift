/// Seeded damage to good files (SplitMix64, the same every time).
enum Damage {
    /// Calls `body` with `bytes` after one to four random changes, `times` times over.
    static func each(_ bytes: [UInt8], times: Int, _ body: ([UInt8]) throws -> Void) rethrows {
        var state: UInt64 = 0x5EED
        func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((value ^ (value >> 31)) % UInt64(bound))
        }
        for _ in 0..<times {
            var damaged = bytes
            for _ in 0...next(4) where !damaged.isEmpty {
                let place = next(damaged.count)
                switch next(3) {
                case 0: damaged[place] = UInt8(next(256))
                case 1: damaged.removeSubrange(place..<min(damaged.count, place + next(20)))
                default:
                    damaged.insert(
                        contentsOf: damaged[place..<min(damaged.count, place + next(40))],
                        at: next(damaged.count))
                }
            }
            try body(damaged)
        }
    }
}
