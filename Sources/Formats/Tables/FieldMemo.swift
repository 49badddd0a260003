internal import Scanning

/// What the contents of a column mean, worked out once for each: a column of key words holds only a few.
struct FieldMemo<Meaning> {
    /// Further contents are worked out anew every time.
    private static var contentsMax: Int { 16 }

    private var known: [(bytes: [UInt8], meaning: Meaning)] = []

    /// The meaning of a field whose contents were met before.
    func known(_ record: DelimitedRecord, _ column: Int, in bytes: Span<UInt8>) -> Meaning? {
        let range = record.range(column, in: bytes)
        for index in known.indices where Self.isSame(known[index].bytes, bytes, range) {
            return known[index].meaning
        }
        return nil
    }

    /// Keeps the meaning of a field that was not known, and gives it back.
    mutating func keep(
        _ meaning: Meaning, of record: DelimitedRecord, _ column: Int, in bytes: Span<UInt8>
    ) -> Meaning {
        if known.count < Self.contentsMax {
            known.append((record.range(column, in: bytes).map { bytes[$0] }, meaning))
        }
        return meaning
    }

    private static func isSame(_ known: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard known.count == range.count else { return false }
        for index in known.indices where known[index] != bytes[range.lowerBound &+ index] { return false }
        return true
    }
}
