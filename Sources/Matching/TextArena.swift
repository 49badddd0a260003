/// A text's place in an arena.
struct TextSlice: Sendable, Equatable {
    var start: UInt32 = 0
    var count: UInt32 = 0

    var isEmpty: Bool { count == 0 }
    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// Many texts one after another: a million invoices keep theirs in one allocation.
struct TextArena: Sendable {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) -> TextSlice {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return slice(from: start)
    }

    @inline(__always)
    mutating func add(_ text: some Collection<UInt8>) -> TextSlice {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return slice(from: start)
    }

    private func slice(from start: Int) -> TextSlice {
        precondition(bytes.count <= Int(UInt32.max), "more than 4 GB of text in one creditor's matching")
        return TextSlice(start: UInt32(start), count: UInt32(bytes.count - start))
    }

    subscript(slice: TextSlice) -> ArraySlice<UInt8> { bytes[slice.range] }

    func string(_ slice: TextSlice) -> String { String(decoding: bytes[slice.range], as: UTF8.self) }
}

/// FNV-1a, 64 bits: the same on every run and machine, unlike Swift's seeded hashing.
@inline(__always)
func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
}

/// A multi-map from 64-bit keys to ascending row numbers: open addressing, chains through one array.
///
/// Keys are hashes: who looks up must compare what it finds. Two rows under one key both stay: a number
/// used twice is ambiguous, never the last one.
struct RowIndex: Sendable {
    private struct Slot {
        var key: UInt64 = 0
        var head: Int32 = -1
    }

    private struct Link {
        let row: Int32
        let next: Int32
    }

    private var slots: [Slot]
    /// A byte of each slot's key, 0 for an empty slot: what is not there is mostly seen here, in little room.
    private var tags: [UInt8]
    private var links: [Link] = []
    private var mask: Int

    init(capacity: Int = 16) {
        var size = 32
        while size * 2 < capacity * 3 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        tags = Array(repeating: 0, count: size)
        mask = size - 1
        if capacity > 16 { links.reserveCapacity(capacity) }
    }

    @inline(__always)
    private static func mixed(_ key: UInt64) -> UInt64 { (key ^ (key >> 29)) &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    private static func tag(_ mixed: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: mixed >> 56) | 1 }

    /// The slot of a key, or the empty one where it belongs.
    @inline(__always)
    private func slot(_ key: UInt64) -> (index: Int, isFilled: Bool) {
        let mixed = Self.mixed(key)
        let tag = Self.tag(mixed)
        var index = Int(truncatingIfNeeded: mixed >> 24) & mask
        return tags.withUnsafeBufferPointer { tags in
            while tags[index] != 0 {
                if tags[index] == tag, slots[index].key == key { return (index, true) }
                index = (index + 1) & mask
            }
            return (index, false)
        }
    }

    /// Files a row; rows of one key come back newest first.
    mutating func insert(_ key: UInt64, _ row: Int32) {
        if (links.count + 1) * 3 > slots.count * 2 { grow() }
        let (index, isFilled) = slot(key)
        links.append(Link(row: row, next: isFilled ? slots[index].head : -1))
        fill(index, Slot(key: key, head: Int32(links.count - 1)))
    }

    private mutating func fill(_ index: Int, _ slot: Slot) {
        slots[index] = slot
        tags[index] = Self.tag(Self.mixed(slot.key))
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        tags = Array(repeating: 0, count: slots.count)
        mask = slots.count - 1
        for filled in old where filled.head >= 0 { fill(slot(filled.key).index, filled) }
    }

    /// The first link of a key's chain, -1 for none.
    func first(_ key: UInt64) -> Int32 {
        let (index, isFilled) = slot(key)
        return isFilled ? slots[index].head : -1
    }
    func next(_ link: Int32) -> Int32 { links[Int(link)].next }
    func row(_ link: Int32) -> Int32 { links[Int(link)].row }

    /// All rows under a key, ascending where they were inserted so.
    func rows(_ key: UInt64) -> [Int32] {
        var found: [Int32] = []
        var link = first(key)
        while link >= 0 {
            found.append(row(link))
            link = next(link)
        }
        found.reverse()
        return found
    }
}

/// Gives equal texts one small number.
struct TextNumbers: Sendable {
    private var index = RowIndex()
    private(set) var slices: [TextSlice] = []
    private(set) var arena = TextArena()

    var count: Int { slices.count }

    mutating func number(_ text: String) -> Int32 {
        var text = text
        return text.withUTF8 { number($0) }
    }

    @inline(__always)
    mutating func number(_ text: some Collection<UInt8>) -> Int32 {
        let key = hash(text)
        if let found = find(text, key) { return found }
        slices.append(arena.add(text))
        let number = Int32(slices.count - 1)
        index.insert(key, number)
        return number
    }

    /// The number of a text seen before.
    func find(_ text: String) -> Int32? {
        var text = text
        return text.withUTF8 { find($0) }
    }

    @inline(__always)
    func find(_ text: some Collection<UInt8>) -> Int32? { find(text, hash(text)) }

    @inline(__always)
    private func find(_ text: some Collection<UInt8>, _ key: UInt64) -> Int32? {
        var link = index.first(key)
        while link >= 0 {
            let number = index.row(link)
            if arena[slices[Int(number)]].elementsEqual(text) { return number }
            link = index.next(link)
        }
        return nil
    }

    func text(_ number: Int32) -> ArraySlice<UInt8> { arena[slices[Int(number)]] }
    func string(_ number: Int32) -> String { arena.string(slices[Int(number)]) }
}
