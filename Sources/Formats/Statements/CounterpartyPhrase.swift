/// Finds the other party's name where a bank puts it into the concept: `TRANSFERENCIA DE EVA ALONSO TORRES`.
enum CounterpartyPhrase {
    /// Longer phrases before those they begin with. Case and the accents of Latin letters do not count.
    private static let received = PhraseTree([
        "transferencia recibida de ", "transferencia inmediata de ", "transferencia a su favor de ",
        "transferencia a favor de ", "abono transferencia de ", "transferencia de ", "transferencia sepa de ",
        "transf. a su favor de ", "transf. a favor de ", "transf. recibida de ", "transf. inmediata de ",
        "transf. de ", "transf de ", "trf. de ", "trf de ", "trf. p2p de ", "bizum recibido de ", "bizum de ",
        "traspaso de ", "mb way de ", "virement recu de ", "virement instantane de ", "virement de ",
        "vir sepa de ",
        "vir inst de ", "vir de ", "transfer from ", "payment from ", "ingreso de ",
    ])
    private static let sent = PhraseTree([
        "transferencia a favor de ", "transferencia inmediata a ", "transferencia realizada a ",
        "transferencia a ", "transf. a favor de ", "transf. a ", "transf a ", "bizum enviado a ",
        "bizum a favor de ", "bizum a ", "trf. para ", "trf para ", "transferencia para ", "mb way para ",
        "virement a ", "virement vers ", "vir vers ", "transfer to ", "payment to ",
    ])
    private static let notNames = PhraseTree(["su favor", "mi favor"])

    /// The name after the phrase that begins `concept`; empty where none does.
    static func name(in concept: String, isCredit: Bool) -> String {
        var concept = concept
        return concept.withUTF8 { bytes in
            guard let start = nameStart(in: bytes.span, isCredit: isCredit) else { return "" }
            return String(decoding: bytes[start...], as: UTF8.self)
        }
    }

    /// The offset of the name in a concept in UTF-8; `nil` where no phrase begins it.
    static func nameStart(in concept: Span<UInt8>, isCredit: Bool) -> Int? {
        guard var start = (isCredit ? received : sent).end(in: concept, from: 0) else { return nil }
        while start < concept.count, concept[start] == 0x20 { start += 1 }
        return notNames.end(in: concept, from: start) == nil ? start : nil
    }
}

/// Phrases of plain small letters as one tree, so that a text is gone through once for all of them.
private final class PhraseTree: Sendable {
    private static let classCount = 32

    /// The class of each byte: 1 to 26 for letters of either case, others for a blank, a full stop and the
    /// digit 2, 0 for what is in no phrase.
    private let classes: [UInt8]
    /// The node after each class of each node; 0 where no phrase goes on.
    private let next: [UInt16]
    /// Nodes at which a phrase ends.
    private let isEnd: [Bool]

    init(_ phrases: [String]) {
        let classes = (0...255).map { Self.letterClass($0) }
        var next = [UInt16](repeating: 0, count: Self.classCount)
        var isEnd = [false]
        for phrase in phrases {
            var node = 0
            for byte in phrase.utf8 {
                let index = node * Self.classCount + Int(classes[Int(byte)])
                if next[index] == 0 {
                    next[index] = UInt16(isEnd.count)
                    next += [UInt16](repeating: 0, count: Self.classCount)
                    isEnd.append(false)
                }
                node = Int(next[index])
            }
            isEnd[node] = true
        }
        (self.classes, self.next, self.isEnd) = (classes, next, isEnd)
    }

    /// The index after the longest phrase that stands in `text` at `start`.
    func end(in text: Span<UInt8>, from start: Int) -> Int? {
        var (index, node) = (start, 0)
        var end: Int?
        while index < text.count {
            var byte = text[index]
            index &+= 1
            if byte == 0xC3, index < text.count, text[index] & 0xC0 == 0x80 {
                byte = Self.plain(text[index])
                index &+= 1
            }
            node = Int(next[node &* Self.classCount &+ Int(classes[Int(byte)])])
            guard node != 0 else { return end }
            if isEnd[node] { end = index }
        }
        return end
    }

    private static func letterClass(_ byte: Int) -> UInt8 {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A: UInt8(byte & 0x1F)
        case 0x20: 27
        case 0x2E: 28
        case 0x32: 29
        default: 0
        }
    }

    /// The plain letter of the second UTF-8 byte of À to ÿ.
    private static func plain(_ byte: UInt8) -> UInt8 {
        switch byte & 0x1F {
        case 0x00...0x05: UInt8(ascii: "a")
        case 0x07: UInt8(ascii: "c")
        case 0x08...0x0B: UInt8(ascii: "e")
        case 0x0C...0x0F: UInt8(ascii: "i")
        case 0x11: UInt8(ascii: "n")
        case 0x12...0x16: UInt8(ascii: "o")
        case 0x19...0x1C: UInt8(ascii: "u")
        default: 0
        }
    }
}
