#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The lines of a text, without their line ends, one after another.
public struct LineCursor: Sendable {
    private var next: Int
    private let end: Int
    /// LF; CR in texts of old Macintosh programs, which have no LF.
    private let lineEnd: Int32
    /// Where pages of a mapped file are given back next.
    private var releaseAt = MappedPages.stride
    /// 1-based number of the line last returned.
    public private(set) var number = 0

    /// Reads the lines of `bytes` from `start`.
    public init(_ bytes: Span<UInt8>, from start: Int = 0) {
        next = start
        end = bytes.count
        lineEnd = Self.lineEnd(bytes, from: start)
    }

    /// CR where the first 64 KB have one and no LF.
    private static func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> Int32 {
        bytes.withUnsafeBufferPointer { buffer in
            let length = min(buffer.count - start, 1 << 16)
            guard let base = buffer.baseAddress, start >= 0, length > 0 else { return 0x0A }
            if memchr(base + start, 0x0A, length) != nil { return 0x0A }
            return memchr(base + start, 0x0D, length) == nil ? 0x0A : 0x0D
        }
    }

    /// The next line's range, without CR, LF and the blanks at its end; `nil` after the last.
    public mutating func nextLine(in bytes: Span<UInt8>) -> Range<Int>? {
        guard next < end else { return nil }
        let start = next
        if start >= releaseAt {
            releaseAt = start + MappedPages.stride
            bytes.withUnsafeBufferPointer { MappedPages.release($0, upTo: start) }
        }
        var stop = bytes.withUnsafeBufferPointer { buffer -> Int in
            guard let base = buffer.baseAddress, let found = memchr(base + start, lineEnd, end - start) else {
                return end
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
        next = stop + 1
        number += 1
        while stop > start, bytes[stop - 1] <= 0x20 { stop -= 1 }
        return start..<stop
    }
}

/// Where the character positions of one fixed-width line are among the bytes.
///
/// Specifications count characters. In single-byte encodings, and in lines of ASCII, these are bytes; in a
/// UTF-8 line with accents they are not.
public struct FixedColumns: Sendable {
    @usableFromInline let line: Range<Int>
    /// Byte offset of each character, and the end; empty where a character is a byte.
    @usableFromInline let offsets: [Int]

    /// - Parameter isUTF8: `false` when every byte of the text is a character.
    @inlinable
    public init(_ line: Range<Int>, in bytes: Span<UInt8>, isUTF8: Bool) {
        self.line = line
        guard isUTF8, line.contains(where: { bytes[$0] >= 0x80 }) else {
            offsets = []
            return
        }
        // A byte that continues a character begins none.
        offsets = line.filter { bytes[$0] & 0xC0 != 0x80 } + [line.upperBound]
    }

    /// Number of characters.
    @inlinable
    public var count: Int { offsets.isEmpty ? line.count : offsets.count - 1 }

    /// The bytes of the characters at 1-based positions `first` to `last`; shorter, or empty, where the line
    /// ends before (trailing blanks are often stripped).
    @inlinable
    public func range(_ first: Int, _ last: Int) -> Range<Int> {
        let lower = min(max(first - 1, 0), count)
        let upper = max(lower, min(last, count))
        if offsets.isEmpty { return line.lowerBound + lower..<line.lowerBound + upper }
        return offsets[lower]..<offsets[upper]
    }
}

/// Whether all bytes are below 128.
public func isASCII(_ bytes: Span<UInt8>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        while start < bytes.count {
            let end = min(start + MappedPages.stride, bytes.count)
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
            guard endOfASCII(piece, from: 0) == piece.count else { return false }
            MappedPages.release(bytes, upTo: end)
            start = end
        }
        return true
    }
}

/// The index of the first byte from 128, from `start` on; the count where there is none.
func endOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    let mask: UInt64 = 0x8080_8080_8080_8080
    var index = start
    while index + 32 <= raw.count {
        let first = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let second = raw.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)
        let third = raw.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self)
        let fourth = raw.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self)
        if (first | second | third | fourth) & mask != 0 { break }
        index += 32
    }
    while index + 8 <= raw.count {
        if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & mask != 0 { break }
        index += 8
    }
    while index < raw.count, raw[index] < 0x80 { index += 1 }
    return index
}
