/// What was posted alone and is to be looked at by a person (muestra de control), drawn by content: the same
/// postings give the same sample, in whatever order they came.
///
/// Nobody knows beforehand which posting will be drawn, the matcher least of all: the draw hashes the
/// movement as the bank booked it and the pattern, and nothing that a run could number.
public struct AuditSample: Sendable {
    /// A pattern that has posted so often is looked at once at least, however few of a thousand are drawn.
    public static let postingsSeenOnce = 50

    private let perThousand: Int
    private var drawn: Set<Int64> = []
    private var patterns: [String: Pattern] = [:]

    private struct Pattern {
        var postings = 0
        var isDrawn = false
        var smallest: (hash: UInt64, decision: Int64) = (.max, .max)
    }

    /// Draws so many of a thousand; none for 0.
    public init(perThousand: Int) { self.perThousand = perThousand }

    /// Puts a posting into the drum. `content` is the movement as the bank booked it, never a row's number.
    public mutating func add(decision: Int64, pattern: String, content: String) {
        guard perThousand > 0 else { return }
        let value = Self.mixed(hash(Array("\(pattern)\u{1}\(content)".utf8)[...]))
        let isDrawn = value % 1000 < UInt64(perThousand)
        if isDrawn { drawn.insert(decision) }
        var known = patterns[pattern, default: Pattern()]
        known.postings += 1
        known.isDrawn = known.isDrawn || isDrawn
        if (value, decision) < known.smallest { known.smallest = (value, decision) }
        patterns[pattern] = known
    }

    /// The decisions drawn; of a pattern that the draw has missed, the one with the smallest hash.
    public var decisions: Set<Int64> {
        patterns.values.reduce(into: drawn) { all, pattern in
            if !pattern.isDrawn, pattern.postings >= Self.postingsSeenOnce {
                all.insert(pattern.smallest.decision)
            }
        }
    }

    /// Upper limit of a pattern's error rate at 95 % confidence, per ten thousand, after so many postings
    /// looked at.
    public static func bound(wrong: Int, of audited: Int) -> Int {
        PoissonLimit.bound(disagreements: wrong, of: audited)
    }

    /// FNV-1a leaves its last byte in the low bits; this spreads all of it (the end of SplitMix64).
    private static func mixed(_ hash: UInt64) -> UInt64 {
        var mixed = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
