import Domain

/// A bank text as plain capitals and digits in words, with the mark that stood before each word.
struct FoldedText {
    struct Token {
        var range: Range<Int>
        /// The last separating character before the word, blank for the first.
        var mark: UInt8
        var digits: Int
    }

    /// Letters and digits of all words without what stood between them.
    private(set) var bytes: [UInt8] = []
    private(set) var tokens: [Token] = []

    init(_ text: String) { self.init(Array(text.utf8)[...]) }

    /// Folds UTF-8. A point separates words (`F2025.00548`), except in names (`S.L.`).
    init(_ text: ArraySlice<UInt8>, isName: Bool = false) {
        guard !text.isEmpty else { return }
        bytes.reserveCapacity(text.count)
        tokens.reserveCapacity(8)
        text.withUnsafeBufferPointer { fold($0, isName) }
    }

    private mutating func fold(_ text: UnsafeBufferPointer<UInt8>, _ isName: Bool) {
        let ascii = Self.ascii
        var start = 0
        var digits = 0
        var mark: UInt8 = 0x20
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 {
                index += 1
                let plain = ascii[Int(byte)]
                if plain != 0 {
                    bytes.append(plain)
                    if plain <= 0x39 { digits += 1 }
                    continue
                }
                if byte == 0x27 || byte == 0x60 || (isName && byte == 0x2E) { continue }
                closeToken(&start, &mark, &digits)
                if byte != 0x20 { mark = byte }
                continue
            }
            let (scalar, length) = Self.decode(text, index)
            index += length
            switch LatinFold.fold(scalar) {
            case .letter(let letter): append(letter, &digits)
            case .pair(let first, let second):
                append(first, &digits)
                append(second, &digits)
            case .separator:
                closeToken(&start, &mark, &digits)
                mark = 0x2A
            case .nothing: continue
            }
        }
        closeToken(&start, &mark, &digits)
    }

    private mutating func append(_ plain: UInt8, _ digits: inout Int) {
        bytes.append(plain)
        if isDigit(plain) { digits += 1 }
    }

    private mutating func closeToken(_ start: inout Int, _ mark: inout UInt8, _ digits: inout Int) {
        guard bytes.count > start else { return }
        tokens.append(Token(range: start..<bytes.count, mark: mark, digits: digits))
        start = bytes.count
        digits = 0
        mark = 0x20
    }

    /// Capitals and digits by ASCII code, 0 for what separates.
    private static let ascii: [UInt8] = (0..<128).map { code in
        switch code {
        case 0x30...0x39, 0x41...0x5A: UInt8(code)
        case 0x61...0x7A: UInt8(code - 0x20)
        default: 0
        }
    }

    private static func decode(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (Unicode.Scalar, Int) {
        let byte = text[index]
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        guard byte >= 0xC2, index + length <= text.count else { return (" ", 1) }
        var value = UInt32(byte) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? " ", length)
    }

    func word(_ index: Int) -> ArraySlice<UInt8> { bytes[tokens[index].range] }

    /// The letters and digits of words `first` to `last`, joined.
    func range(_ first: Int, _ last: Int) -> Range<Int> {
        tokens[first].range.lowerBound..<tokens[last].range.upperBound
    }
}

func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// A letter that is often typed or scanned for a digit, as that digit: O is 0, Z is 2, S is 5.
func digitLookalike(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"): 0x30
    case UInt8(ascii: "I"), UInt8(ascii: "L"): 0x31
    case UInt8(ascii: "Z"): 0x32
    case UInt8(ascii: "S"): 0x35
    case UInt8(ascii: "G"): 0x36
    case UInt8(ascii: "B"): 0x38
    default: byte
    }
}

/// Whether one typing error at most lies between two keys: one more, one less, one other, two swapped.
func isOneTypingErrorApart(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
    let (a, b) = a.count <= b.count ? (a, b) : (b, a)
    guard b.count - a.count <= 1 else { return false }
    var i = a.startIndex
    var j = b.startIndex
    while i < a.endIndex, a[i] == b[j] {
        i += 1
        j += 1
    }
    if a.count < b.count { return a[i...].elementsEqual(b[(j + 1)...]) }
    guard i < a.endIndex else { return true }
    if a[(i + 1)...].elementsEqual(b[(j + 1)...]) { return true }
    return i + 1 < a.endIndex && a[i] == b[j + 1] && a[i + 1] == b[j]
        && a[(i + 2)...].elementsEqual(b[(j + 2)...])
}

/// Optimal-string-alignment distance of two short keys, or `limit + 1` as soon as it must be more than
/// `limit`: one insertion, deletion, exchange or swap of neighbours is 1.
func typingDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    // What both begin and end with costs nothing: of two numbers of a series little is left.
    var (a, b) = (a[...], b[...])
    while let first = a.first, first == b.first { (a, b) = (a.dropFirst(), b.dropFirst()) }
    while let last = a.last, last == b.last { (a, b) = (a.dropLast(), b.dropLast()) }
    if a.isEmpty || b.isEmpty { return a.count + b.count }
    return typingDistance(of: Array(a), and: Array(b), limit: limit)
}

private func typingDistance(of a: [UInt8], and b: [UInt8], limit: Int) -> Int {
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
