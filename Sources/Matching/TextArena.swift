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

    mutating func add(_ text: ArraySlice<UInt8>) -> TextSlice {
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
func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
}

/// A multi-map from 64-bit keys to ascending row numbers: open addressing, chains through one array.
///
/// Keys are hashes: who looks up must compare what it finds. Two rows under one key both stay: a number
/// used twice is ambiguous, never the last one.
struct RowIndex: Sendable {
    private var slots: [Int32]
    private var keys: [UInt64]
    private var next: [Int32] = []
    private var rows: [Int32] = []
    private var mask: Int

    init(capacity: Int = 16) {
        var size = 32
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        keys = Array(repeating: 0, count: size)
        mask = size - 1
    }

    private func slot(_ key: UInt64) -> Int {
        let mixed = (key ^ (key >> 29)) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: mixed >> 24) & mask
        while slots[slot] >= 0, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    /// Files a row; rows of one key come back newest first.
    mutating func insert(_ key: UInt64, _ row: Int32) {
        if rows.count * 2 > slots.count { grow() }
        let slot = slot(key)
        rows.append(row)
        next.append(slots[slot])
        slots[slot] = Int32(rows.count - 1)
        keys[slot] = key
    }

    private mutating func grow() {
        let (oldSlots, oldKeys) = (slots, keys)
        slots = Array(repeating: -1, count: oldSlots.count * 2)
        keys = Array(repeating: 0, count: slots.count)
        mask = slots.count - 1
        for (index, head) in oldSlots.enumerated() where head >= 0 {
            let slot = slot(oldKeys[index])
            slots[slot] = head
            keys[slot] = oldKeys[index]
        }
    }

    /// The first link of a key's chain, -1 for none.
    func first(_ key: UInt64) -> Int32 { slots[slot(key)] }
    func next(_ link: Int32) -> Int32 { next[Int(link)] }
    func row(_ link: Int32) -> Int32 { rows[Int(link)] }

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

    mutating func number(_ text: String) -> Int32 { number(Array(text.utf8)[...]) }

    mutating func number(_ text: ArraySlice<UInt8>) -> Int32 {
        let key = hash(text)
        if let found = find(text, key) { return found }
        slices.append(arena.add(text))
        let number = Int32(slices.count - 1)
        index.insert(key, number)
        return number
    }

    /// The number of a text seen before.
    func find(_ text: ArraySlice<UInt8>) -> Int32? { find(text, hash(text)) }

    private func find(_ text: ArraySlice<UInt8>, _ key: UInt64) -> Int32? {
        var link = index.first(key)
        while link >= 0 {
            let number = index.row(link)
            if arena[slices[Int(number)]].elementsEqual(text) { return number }
            link = index.next(link)
        }
        return nil
    }

    func string(_ number: Int32) -> String { arena.string(slices[Int(number)]) }
}
