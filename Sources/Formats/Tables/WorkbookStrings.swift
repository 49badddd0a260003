internal import Scanning

/// Reads `sharedStrings.xml`: the texts that cells refer to by number. The runs of a rich text are joined,
/// its phonetic ones (`rPh`) left out.
struct WorkbookStrings: XMLHandler {
    private enum Field: UInt8 { case item = 1, text }

    static let grammar = XMLGrammar(
        anchor: "sst",
        [
            .scope("si", Field.item),
            .text("si/t", Field.text),
            .text("si/r/t", Field.text),
        ])

    private var bytes: [UInt8] = []
    /// Where each text begins, and the end of the last.
    private var starts: [Int] = [0]

    mutating func opened(_ field: UInt8, line: Int) {}

    mutating func closed(_ field: UInt8, line: Int) { starts.append(bytes.count) }

    mutating func text(_ field: UInt8, _ text: Span<UInt8>, line: Int) {
        text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// Appends a text, UTF-8; false where there is no such number.
    func append(_ number: Int, to target: inout [UInt8]) -> Bool {
        guard number >= 0, number < starts.count - 1 else { return false }
        target.append(contentsOf: bytes[starts[number]..<starts[number + 1]])
        return true
    }
}
