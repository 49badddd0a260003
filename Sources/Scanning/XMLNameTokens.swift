/// From the bytes of a local name to the grammar's token: a small open-addressing table. A hash is never
/// taken for the name, the bytes are compared.
struct XMLNameTokens {
    private struct Slot {
        var name: UnsafePointer<UInt8>?
        var count = 0
        var token: UInt16 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    private let bytes: UnsafeMutablePointer<UInt8>

    /// - Parameter names: by token; token 0 is every other name.
    init(_ names: [String]) {
        var size = 64
        while size < 4 * names.count { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
        bytes = .allocate(capacity: max(1, names.reduce(0) { $0 + $1.utf8.count }))
        var used = 0
        for (token, name) in names.enumerated().dropFirst() {
            let start = bytes + used
            for byte in name.utf8 {
                bytes[used] = byte
                used += 1
            }
            var index = hash(start, name.utf8.count) & mask
            while slots[index].name != nil { index = (index + 1) & mask }
            slots[index] = Slot(name: UnsafePointer(start), count: name.utf8.count, token: UInt16(token))
        }
    }

    func deallocate() {
        slots.deallocate()
        bytes.deallocate()
    }

    /// Of the first and last bytes and the length: enough to tell the names of one format apart.
    @inline(__always)
    private func hash(_ name: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var key = UInt64(count)
        if count >= 8 {
            let raw = UnsafeRawPointer(name)
            key ^= raw.loadUnaligned(as: UInt64.self)
            key = key &* 0x9E37_79B9_7F4A_7C15
            key ^= raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else {
            for offset in 0..<count { key = key << 8 ^ UInt64(name[offset]) }
        }
        return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }

    /// 0 for a name the grammar does not use.
    @inline(__always)
    func token(_ name: UnsafePointer<UInt8>, _ count: Int) -> UInt16 {
        guard count > 0 else { return 0 }
        var index = hash(name, count) & mask
        while let known = slots[index].name {
            if slots[index].count == count, ShortBytes.equal(known, name, count) { return slots[index].token }
            index = (index &+ 1) & mask
        }
        return 0
    }
}
