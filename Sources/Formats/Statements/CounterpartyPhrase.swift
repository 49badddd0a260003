/// Finds the other party's name where a bank puts it into the concept: `TRANSFERENCIA DE EVA ALONSO TORRES`.
enum CounterpartyPhrase {
    /// Longer phrases before those they begin with. Case and the accents of Latin letters do not count.
    private static let received = phrases([
        "transferencia recibida de ", "transferencia inmediata de ", "transferencia a su favor de ",
        "transferencia a favor de ", "abono transferencia de ", "transferencia de ", "transferencia sepa de ",
        "transf. a su favor de ", "transf. a favor de ", "transf. recibida de ", "transf. inmediata de ",
        "transf. de ", "transf de ", "trf. de ", "trf de ", "trf. p2p de ", "bizum recibido de ", "bizum de ",
        "traspaso de ", "mb way de ", "virement recu de ", "virement instantane de ", "virement de ",
        "vir sepa de ",
        "vir inst de ", "vir de ", "transfer from ", "payment from ", "ingreso de ",
    ])
    private static let sent = phrases([
        "transferencia a favor de ", "transferencia inmediata a ", "transferencia realizada a ",
        "transferencia a ", "transf. a favor de ", "transf. a ", "transf a ", "bizum enviado a ",
        "bizum a favor de ", "bizum a ", "trf. para ", "trf para ", "transferencia para ", "mb way para ",
        "virement a ", "virement vers ", "vir vers ", "transfer to ", "payment to ",
    ])
    private static let notNames = phrases(["su favor", "mi favor"])

    /// The name after the phrase that begins `concept`; empty where none does.
    static func name(in concept: String, isCredit: Bool) -> String {
        var concept = concept
        return concept.withUTF8 { bytes in
            for phrase in isCredit ? received : sent {
                guard var start = end(of: phrase, in: bytes[...]) else { continue }
                while start < bytes.count, bytes[start] == 0x20 { start += 1 }
                let name = bytes[start...]
                guard !notNames.contains(where: { end(of: $0, in: name) != nil }) else { return "" }
                return String(decoding: name, as: UTF8.self)
            }
            return ""
        }
    }

    private static func phrases(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

    /// The index after `phrase` where `text` begins with it.
    private static func end(of phrase: [UInt8], in text: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var index = text.startIndex
        for expected in phrase {
            guard index < text.endIndex else { return nil }
            var byte = text[index]
            index += 1
            if byte == 0xC3, index < text.endIndex {
                byte = plain(text[index])
                index += 1
            }
            if byte >= 0x41, byte <= 0x5A { byte += 0x20 }
            guard byte == expected else { return nil }
        }
        return index
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
