/// Eight bytes looked at as one number. All tests are exact byte by byte; the first byte of the text is the
/// lowest of the number.
enum ByteWord {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// The byte eight times.
    static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// 0x80 in every byte of `word` that equals the one of `pattern`, 0 in the others.
    static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & lowBits) &+ lowBits) | difference | lowBits)
    }

    /// 0x80 in every byte below 0x20, 0 in the others.
    static func controls(_ word: UInt64) -> UInt64 {
        ~(((word & lowBits) &+ 0x6060_6060_6060_6060) | word) & highBits
    }

    /// Whether every byte of `word` is at most 9.
    static func areDigitValues(_ word: UInt64) -> Bool {
        // A byte of 0x8A or more may carry into the next one, but has its own high bit set.
        (word | (word &+ 0x7676_7676_7676_7676)) & highBits == 0
    }

    /// The offset in the text of the lowest byte that is marked; the word must not be 0.
    static func firstMark(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// Eight bytes from `offset`, all within the text.
    static func load(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt64 {
        UInt64(
            littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
    }

    /// Sixteen bytes from `offset`, all within the text.
    static func loadBlock(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> SIMD16<UInt8> {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    }

    /// Whether any byte of a block is not ASCII.
    static func hasHighBit(_ block: SIMD16<UInt8>) -> Bool {
        let words = unsafeBitCast(block, to: SIMD2<UInt64>.self)
        return (words.x | words.y) & highBits != 0
    }

    /// The places of a block of sixteen bytes at which a test held, in order.
    struct Marks {
        private var low: UInt64
        private var high: UInt64

        init(_ mask: SIMDMask<SIMD16<Int8>>) {
            let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            low = UInt64(littleEndian: words.x) & ByteWord.highBits
            high = UInt64(littleEndian: words.y) & ByteWord.highBits
        }

        var isAny: Bool { low | high != 0 }

        mutating func next() -> Int? {
            if low != 0 {
                defer { low &= low &- 1 }
                return ByteWord.firstMark(low)
            }
            guard high != 0 else { return nil }
            defer { high &= high &- 1 }
            return 8 &+ ByteWord.firstMark(high)
        }
    }

    /// The last one to seven bytes before `end`, the word filled up with the letter A.
    static func loadLast(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int, before end: Int) -> UInt64 {
        let filled = repeated(UInt8(ascii: "A")) << UInt64(8 &* count)
        if end >= 8 { return load(bytes, end - 8) >> UInt64(64 &- 8 &* count) | filled }
        var word = filled
        for index in 0..<count { word |= UInt64(bytes[end - count + index]) << UInt64(8 &* index) }
        return word
    }
}
