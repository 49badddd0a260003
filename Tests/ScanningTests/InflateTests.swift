import Testing

@testable import Scanning

@Suite struct InflateTests {
    /// "Recobro Recobro Recobro\n" by another program's zlib.
    private static let zlib: [UInt8] = [
        0x78, 0x9C, 0x0B, 0x4A, 0x4D, 0xCE, 0x4F, 0x2A, 0xCA, 0x57, 0x08, 0x42, 0xA5, 0xB9, 0x00, 0x6F, 0x26,
        0x08, 0xAF,
    ]
    private static let text = Array("Recobro Recobro Recobro\n".utf8)

    @Test func compressedBytesComeBack() {
        #expect(Inflate.zlib(Self.zlib.span, limit: 24) == Self.text)
        #expect(Inflate.raw(Array(Self.zlib[2..<15]).span, limit: 24) == Self.text)
    }

    @Test func oneByteBeyondTheLimitIsTooMuch() {
        #expect(Inflate.zlibOutcome(Self.zlib.span, limit: 23) == .overLimit)
        #expect(Inflate.zlib(Self.zlib.span, limit: 23) == nil)
    }

    @Test func cutOffBytesAreDamage() {
        for count in 0..<Self.zlib.count {
            #expect(Inflate.zlibOutcome(Array(Self.zlib[..<count]).span, limit: 100) == .damaged)
        }
    }

    @Test func aWrongChecksumIsDamage() {
        var bytes = Self.zlib
        bytes[bytes.count - 1] ^= 1
        #expect(Inflate.zlibOutcome(bytes.span, limit: 100) == .damaged)
    }
}
