#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Bytes collected from several lines, used again for every movement.
///
/// A class, so that those who fill it and those who read it share it without copies; an `Array` costs three
/// times as much for pieces this small.
final class ByteBuffer {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init() {
        capacity = 1024
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// The bytes, until the next change.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    func removeAll() { count = 0 }

    /// Keeps the first `length` bytes.
    func cut(to length: Int) { count = min(count, max(0, length)) }

    func append(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        base[count] = byte
        count &+= 1
    }

    func append(_ source: Span<UInt8>, _ range: Range<Int>) {
        source.extracting(range).withUnsafeBufferPointer { piece in
            guard let start = piece.baseAddress else { return }
            if capacity &- count < piece.count { grow(by: piece.count) }
            memcpy(base + count, start, piece.count)
            count &+= piece.count
        }
    }

    private func grow(by length: Int) {
        capacity = max(2 * capacity, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}
