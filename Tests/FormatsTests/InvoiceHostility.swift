import Domain
import Testing

@testable import Formats

/// Damage done to a good invoice file.
enum InvoiceHostility {
    /// Every beginning of the file.
    static func truncated(
        _ bytes: [UInt8], with reader: Reading.Reader, _ check: (Reading, Int) -> Void
    ) throws {
        for count in 0..<bytes.count { check(try Reading(Array(bytes[..<count]), with: reader), count) }
    }

    /// A few bytes changed, the same on every machine (SplitMix64).
    static func mutated(_ bytes: [UInt8], rounds: Int, with reader: Reading.Reader) throws {
        var state: UInt64 = 20_261_122
        func next() -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((value ^ (value >> 31)) >> 2)
        }
        for _ in 0..<rounds {
            var damaged = bytes
            for _ in 0...(next() % 4) {
                let index = next() % damaged.count
                switch next() % 3 {
                case 0: damaged[index] = UInt8(next() % 256)
                case 1: damaged.remove(at: index)
                default: damaged.insert(contentsOf: damaged[index...].prefix(next() % 40), at: index)
                }
            }
            _ = try Reading(damaged, with: reader)
        }
    }
}
