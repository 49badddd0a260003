import Domain

/// A bank text as plain capitals and digits in words, with the mark that stood before each word.
struct FoldedText {
    struct Token {
        var range: Range<Int>
        /// The last separating character before the word, blank for the first.
        var mark: UInt8
    }

    /// Letters and digits of all words without what stood between them.
    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []

    init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count)
        var start = 0
        var mark: UInt8 = 0x20
        for scalar in text.unicodeScalars {
            switch Self.fold(scalar) {
            case .letter(let byte): bytes.append(byte)
            case .pair(let first, let second):
                bytes.append(first)
                bytes.append(second)
            default:
                if bytes.count > start {
                    tokens.append(Token(range: start..<bytes.count, mark: mark))
                    start = bytes.count
                    mark = 0x20
                }
                if scalar != " " { mark = scalar.isASCII ? UInt8(scalar.value) : 0x2A }
            }
        }
        if bytes.count > start { tokens.append(Token(range: start..<bytes.count, mark: mark)) }
    }

    /// As in names, but a point separates: `F2025.00548` is two words.
    private static func fold(_ scalar: Unicode.Scalar) -> LatinFold.Result {
        scalar == "." ? .separator : LatinFold.fold(scalar)
    }

    func word(_ index: Int) -> ArraySlice<UInt8> { bytes[tokens[index].range] }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// A letter that is often typed or scanned for a digit, as that digit: O is 0, Z is 2, S is 5.
func digitLookalike(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"): 0x30
    case UInt8(ascii: "I"), UInt8(ascii: "L"): 0x31
    case UInt8(ascii: "Z"): 0x32
    case UInt8(ascii: "S"): 0x35
    case UInt8(ascii: "B"): 0x38
    default: byte
    }
}

/// Optimal-string-alignment distance of two short keys, or `limit + 1` as soon as it must be more than
/// `limit`: one insertion, deletion, exchange or swap of neighbours is 1.
func typingDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
        var current = [i + 1]
        for j in 0..<b.count {
            var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, beforePrevious[j - 1] + 1)
            }
            current.append(best)
        }
        if (current.min() ?? 0) > limit { return limit + 1 }
        beforePrevious = previous
        previous = current
    }
    return previous[b.count]
}
