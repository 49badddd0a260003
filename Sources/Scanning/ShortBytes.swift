#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Comparing and copying names of a few bytes, where a call into the C library costs more than the work.
enum ShortBytes {
    @inline(__always)
    static func equal(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let (a, b) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
        if count >= 8 {
            if count > 16 { return memcmp(a, b, count) == 0 }
            let last = count - 8
            return word(a, 0) == word(b, 0) && word(a, last) == word(b, last)
        }
        if count >= 4 {
            let last = count - 4
            return half(a, 0) == half(b, 0) && half(a, last) == half(b, last)
        }
        for offset in 0..<count
        where a.load(fromByteOffset: offset, as: UInt8.self) != b.load(fromByteOffset: offset, as: UInt8.self)
        {
            return false
        }
        return true
    }

    @inline(__always)
    static func copy(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, _ count: Int) {
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
        if count >= 8 {
            if count > 16 {
                memcpy(to, from, count)
                return
            }
            let last = count - 8
            let (head, tail) = (word(from, 0), word(from, last))
            to.storeBytes(of: head, toByteOffset: 0, as: UInt64.self)
            to.storeBytes(of: tail, toByteOffset: last, as: UInt64.self)
        } else {
            for offset in 0..<count { target[offset] = source[offset] }
        }
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    @inline(__always)
    private static func half(_ bytes: UnsafeRawPointer, _ offset: Int) -> UInt32 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    }
}
