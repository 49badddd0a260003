internal import Scanning

/// What a record 05 holds (qualifiant, columns 46 to 48).
enum CFONB120Qualifier {
    case text, remittanceContinued, structured, payer, payee, ultimatePayer, ultimatePayee
    case payerIdentifier, payeeIdentifier, clientReference, bankReference, mandate, originalAmount, fee

    /// Unknown ones are text: nothing is lost.
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard range.count == 3 else {
            self = .text
            return
        }
        let start = range.lowerBound
        switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
        case (0x4C, 0x43, 0x32): self = .remittanceContinued  // LC2
        case (0x4C, 0x43, 0x53): self = .structured  // LCS
        case (0x4E, 0x50, 0x59): self = .payer  // NPY
        case (0x4E, 0x42, 0x45): self = .payee  // NBE
        case (0x4E, 0x50, 0x4F): self = .ultimatePayer  // NPO
        case (0x4E, 0x42, 0x55): self = .ultimatePayee  // NBU
        case (0x49, 0x50, 0x59): self = .payerIdentifier  // IPY
        case (0x49, 0x42, 0x45): self = .payeeIdentifier  // IBE
        case (0x52, 0x43, 0x4E): self = .clientReference  // RCN
        case (0x52, 0x45, 0x46): self = .bankReference  // REF
        case (0x52, 0x55, 0x4D): self = .mandate  // RUM
        case (0x4D, 0x4D, 0x4F): self = .originalAmount  // MMO
        case (0x46, 0x45, 0x45): self = .fee  // FEE
        default: self = .text  // LIB, LCC and the rest
        }
    }
}

/// The text of a movement: the label of its record 04 and what its records 05 add.
struct CFONB120Text {
    private let bytes = ByteBuffer()
    private var isFull = false
    /// Characters of the text in a record 05.
    private static let width = 70

    mutating func begin(_ line: Span<UInt8>, _ label: Range<Int>) {
        bytes.removeAll()
        bytes.append(line, label)
        isFull = false
    }

    /// `continues`: the text of the record before may break in the middle of a word, where it is full.
    mutating func append(_ line: Span<UInt8>, _ content: Range<Int>, continues: Bool) {
        if !(continues && isFull) { bytes.append(0x20) }
        bytes.append(line, content)
        isFull = content.count >= Self.width && line[content.upperBound - 1] > 0x20
    }

    func string(_ encoding: TextEncoding) -> String {
        FieldWords.string(Span(_unsafeElements: bytes.bytes), encoding)
    }
}
