/// Comparison of texts in the same encoding, whatever their case (of ASCII letters) and their blanks.
enum FoldedBytes {
    /// Whether `range` of `source` is somewhere in `text`. Time: product of the two lengths at worst.
    static func contains(_ text: Span<UInt8>, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var first = range.lowerBound
        while first < range.upperBound, source[first] <= 0x20 { first += 1 }
        guard first < range.upperBound else { return true }
        let wanted = folded(source[first])
        var index = 0
        while index < text.count {
            if folded(text[index]) == wanted, matches(text, index, source, first..<range.upperBound) {
                return true
            }
            index += 1
        }
        return false
    }

    private static func matches(
        _ text: Span<UInt8>, _ start: Int, _ source: Span<UInt8>, _ range: Range<Int>
    ) -> Bool {
        var (index, other) = (start, range.lowerBound)
        while true {
            while other < range.upperBound, source[other] <= 0x20 { other += 1 }
            guard other < range.upperBound else { return true }
            while index < text.count, text[index] <= 0x20 { index += 1 }
            guard index < text.count, folded(text[index]) == folded(source[other]) else { return false }
            index += 1
            other += 1
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x61 <= 25 ? byte &- 0x20 : byte }
}
