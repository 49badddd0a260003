internal import Scanning

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The words of a text field: one blank between them, none at the ends. Banks pad their fields and leave the
/// padding inside joined ones.
enum FieldWords {
    /// The text of `bytes`; control characters count as blanks.
    static func string(_ bytes: Span<UInt8>, _ encoding: TextEncoding) -> String {
        bytes.withUnsafeBufferPointer { buffer in
            guard let range = trimmed(buffer) else { return "" }
            let text = UnsafeBufferPointer(rebasing: buffer[range])
            var odd = nextOddBlank(text, from: 0)
            if odd == text.count { return string(text, encoding) }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count) { target in
                guard let source = text.baseAddress, let copy = target.baseAddress else { return "" }
                var (start, count) = (0, 0)
                while start < text.count {
                    memcpy(copy + count, source + start, odd - start)
                    count += odd - start
                    guard odd < text.count else { break }
                    copy[count] = 0x20
                    count += 1
                    start = odd
                    // The last byte is no blank, so this ends before it.
                    while text[start] <= 0x20 { start += 1 }
                    odd = nextOddBlank(text, from: start)
                }
                return string(UnsafeBufferPointer(start: copy, count: count), encoding)
            }
        }
    }

    private static func string(_ bytes: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding) -> String {
        encoding == .utf8
            ? String(decoding: bytes, as: UTF8.self) : encoding.string(Span(_unsafeElements: bytes))
    }

    /// The range between the blanks at both ends; `nil` for blanks only.
    private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        var (start, end) = (0, bytes.count)
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return start < end ? start..<end : nil
    }

    /// The first place that is not as it should be: a blank before another, or a control character; the count
    /// where there is none. Eight bytes at a time; `text` does not end with a blank.
    private static func nextOddBlank(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var index = start
        while index + 9 <= raw.count {
            let here = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let next = raw.loadUnaligned(fromByteOffset: index + 1, as: UInt64.self)
            if blanks(here) & blanks(next) | controls(here) != 0 { break }
            index += 8
        }
        while index < text.count {
            if text[index] < 0x20 || (text[index] == 0x20 && text[index + 1] <= 0x20) { return index }
            index += 1
        }
        return index
    }

    /// The high bit of each byte up to 0x20.
    @inline(__always)
    private static func blanks(_ bytes: UInt64) -> UInt64 {
        ~((bytes & 0x7F7F_7F7F_7F7F_7F7F) + 0x5F5F_5F5F_5F5F_5F5F | bytes) & 0x8080_8080_8080_8080
    }

    /// The high bit of each byte below 0x20.
    @inline(__always)
    private static func controls(_ bytes: UInt64) -> UInt64 {
        ~((bytes & 0x7F7F_7F7F_7F7F_7F7F) + 0x6060_6060_6060_6060 | bytes) & 0x8080_8080_8080_8080
    }
}
