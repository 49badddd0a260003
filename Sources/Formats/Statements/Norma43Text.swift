internal import Domain
internal import Scanning

/// The texts of a movement (conceptos complementarios), collected from its records 23.
///
/// Each record has two fields of 38 characters. Banks break words at their ends, so they are joined as they
/// stand, with the blanks inside, and runs of blanks are made one afterwards.
struct Norma43Text {
    private let bytes = ByteBuffer()
    /// Where the first record's first field ends, and its second.
    private var firstFieldEnd = 0
    private var secondFieldEnd = 0
    private var records = 0
    /// The last field is shorter than its 38 characters: its blanks were stripped.
    private var isCut = false
    private static let fieldLength = 38

    mutating func clear() {
        bytes.removeAll()
        firstFieldEnd = 0
        secondFieldEnd = 0
        records = 0
        isCut = false
    }

    mutating func append(_ line: Span<UInt8>, _ columns: FixedColumns) {
        append(line, columns.range(5, 42), characters: columns.count - 4)
        if records == 0 { firstFieldEnd = bytes.count }
        append(line, columns.range(43, 80), characters: columns.count - 42)
        if records == 0 { secondFieldEnd = bytes.count }
        records += 1
    }

    private mutating func append(_ line: Span<UInt8>, _ range: Range<Int>, characters: Int) {
        if !range.isEmpty {
            // One blank says as much as the missing ones.
            if isCut, !bytes.isEmpty { bytes.append(0x20) }
            bytes.append(line, range)
        }
        isCut = characters < Self.fieldLength
    }

    /// Gives the movement its text and what the text tells for certain. `isReturn`: common concept 14.
    func describe(_ entry: inout EntryRecord, isReturn: Bool, encoding: TextEncoding) {
        guard !bytes.isEmpty else { return }
        entry.text = words(0..<bytes.count, encoding)
        if let name = nameField(isReturn: isReturn) { entry.counterparty = words(name, encoding) }
        if isReturn { entry.returnReason = ReturnReasonText.code(behindMotivoIn: entry.text) }
        if begins("REMESA "), let last = entry.text.split(separator: " ").last,
            last.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
        {
            entry.batchReference = String(last)
        }
    }

    private func words(_ range: Range<Int>, _ encoding: TextEncoding) -> String {
        FieldWords.string(Span(_unsafeElements: bytes.bytes).extracting(range), encoding)
    }

    // MARK: Counterparty

    /// The part of the first record that names the other party: what follows `TRANSFERENCIA DE` up to the
    /// end of its field, the second field when nothing follows, and the second field of a returned receipt.
    private func nameField(isReturn: Bool) -> Range<Int>? {
        let first = 0..<firstFieldEnd
        let second = firstFieldEnd..<secondFieldEnd
        if isReturn, begins("DEV"), isName(second) { return second }
        // All phrases begin so; most movements do not.
        guard begins("TRANSF"), let length = Self.phrases.first(where: begins)?.utf8CodeUnitCount else {
            return nil
        }
        let rest = length..<first.upperBound
        if isBlank(rest) { return isName(second) ? second : nil }
        if begins("TRANSFERENCIA A SU FAVOR") || begins("TRANSF. A SU FAVOR") { return nil }
        return isName(rest) ? rest : nil
    }

    /// The usual ones first, but longer phrases before those that begin them.
    private static let phrases: [StaticString] = [
        "TRANSFERENCIA DE ", "TRANSF. DE ", "TRANSFERENCIA RECIBIDA DE ", "TRANSFERENCIA INMEDIATA DE ",
        "TRANSFERENCIA A FAVOR DE ", "TRANSFERENCIA EMITIDA A ", "TRANSFERENCIA A ", "TRANSF. RECIBIDA DE ",
        "TRANSF. A FAVOR DE ", "TRANSF. A ", "TRANSF DE ", "TRANSF A ", "TRANSFERENC. DE ",
        "TRANSFERENC. A ", "TRANSFERENC. ",
    ]

    private func begins(_ phrase: StaticString) -> Bool {
        let bytes = bytes.bytes
        return phrase.withUTF8Buffer { wanted in
            guard wanted.count <= firstFieldEnd else { return false }
            for index in 0..<wanted.count {
                let byte = bytes[index]
                let capital = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
                if capital != wanted[index] { return false }
            }
            return true
        }
    }

    private func isBlank(_ range: Range<Int>) -> Bool {
        let bytes = bytes.bytes
        for index in range where bytes[index] > 0x20 { return false }
        return true
    }

    /// Whether a field can be a name: letters, and no run of digits like a reference's.
    private func isName(_ range: Range<Int>) -> Bool {
        var (letters, digits) = (0, 0)
        for byte in UnsafeBufferPointer(rebasing: bytes.bytes[range]) {
            if byte &- 0x30 <= 9 {
                digits &+= 1
                if digits > 3 { return false }
            } else {
                digits = 0
                if byte >= 0x80 || (byte | 0x20) &- 0x61 <= 25 { letters &+= 1 }
            }
        }
        return letters >= 2
    }
}
