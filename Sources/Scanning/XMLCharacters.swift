/// What XML 1.0 (fifth edition) says of single characters, as tables and byte tests.
enum XMLCharacters {
    static let nameStart: UInt8 = 1
    static let name: UInt8 = 2
    static let blank: UInt8 = 4

    /// Class of every byte; bytes of a character beyond ASCII count as name characters and are examined
    /// afterwards. Never freed: one table a process.
    nonisolated(unsafe) static let classes: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: 0, count: 256)
        for byte in 0..<256 {
            switch UInt8(byte) {
            case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x3A, 0x80...0xFF: table[byte] = nameStart | name
            case 0x30...0x39, 0x2D, 0x2E: table[byte] = name
            case 0x20, 0x09, 0x0A, 0x0D: table[byte] = blank
            default: break
            }
        }
        return UnsafePointer(table)
    }()

    /// The first byte of `start..<end` that is not plain text: a control character, `<`, `&`, `]` or the
    /// beginning of a character beyond ASCII. Eight bytes a step.
    @inline(__always)
    static func plainEnd(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var cursor = start
        while end - cursor >= 8 {
            let word = UInt64(littleEndian: UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self))
            let less = word ^ (ones &* 0x3C)
            let ampersand = word ^ (ones &* 0x26)
            let bracket = word ^ (ones &* 0x5D)
            // A byte is marked where the subtraction borrows into it; the lowest mark is always right.
            let marks =
                ((word &- ones &* 0x20) & ~word) | word | ((less &- ones) & ~less)
                | ((ampersand &- ones) & ~ampersand) | ((bracket &- ones) & ~bracket)
            let found = marks & highs
            if found != 0 { return cursor + found.trailingZeroBitCount / 8 }
            cursor += 8
        }
        while cursor < end, !isSpecial(cursor.pointee) { cursor += 1 }
        return cursor
    }

    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte >= 0x80 || byte == 0x3C || byte == 0x26 || byte == 0x5D
    }

    /// How a character beyond ASCII stands in the bytes.
    enum Multibyte: Equatable {
        case valid(length: Int, scalar: UInt32)
        /// The bytes end inside the character.
        case cut
        case invalid
    }

    /// The UTF-8 character that begins at `start`, whose byte is at least 0x80.
    static func multibyte(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Multibyte {
        let lead = start.pointee
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, lead <= 0xF4 else { return .invalid }
        var scalar = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for offset in 1..<length {
            guard start + offset < end else { return .cut }
            let byte = start[offset]
            guard byte & 0xC0 == 0x80 else { return .invalid }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000
        guard scalar >= least, Unicode.Scalar(scalar) != nil else { return .invalid }
        return .valid(length: length, scalar: scalar)
    }

    /// Production [2] `Char`.
    static func isCharacter(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }

    /// Productions [4] and [4a] for characters beyond ASCII.
    static func isName(_ scalar: UInt32, first: Bool) -> Bool {
        switch scalar {
        case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
            0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
            0x1_0000...0xE_FFFF:
            true
        case 0xB7, 0x300...0x36F, 0x203F...0x2040: !first
        default: false
        }
    }
}
