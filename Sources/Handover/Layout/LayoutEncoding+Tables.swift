// The tables of the encodings that are neither ASCII nor numbered like Unicode.
extension LayoutEncoding {
    static let latin9Bytes: [Unicode.Scalar: UInt8] = [
        "€": 0xA4, "Š": 0xA6, "š": 0xA8, "Ž": 0xB4, "ž": 0xB8, "Œ": 0xBC, "œ": 0xBD, "Ÿ": 0xBE,
    ]

    /// From 0x80 to 0x9F, without 81, 8D, 8F, 90 and 9D (WHATWG reads those as control characters; here they
    /// are refused). The same in the tables of glibc (CP1252) and of Unicode (CP1252.TXT).
    static let windows1252Bytes: [Unicode.Scalar: UInt8] = [
        "€": 0x80, "‚": 0x82, "ƒ": 0x83, "„": 0x84, "…": 0x85, "†": 0x86, "‡": 0x87, "ˆ": 0x88, "‰": 0x89,
        "Š": 0x8A, "‹": 0x8B, "Œ": 0x8C, "Ž": 0x8E, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "•": 0x95,
        "–": 0x96, "—": 0x97, "˜": 0x98, "™": 0x99, "š": 0x9A, "›": 0x9B, "œ": 0x9C, "ž": 0x9E, "Ÿ": 0x9F,
    ]

    static let cp850Bytes: [Unicode.Scalar: UInt8] = {
        let high =
            "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
            + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"
        return bytes(of: high, from: 0x80)
    }()

    /// From 0x40 to 0xFE; what lies below and 0xFF are control characters. The same in the tables of glibc
    /// (IBM1145), ICU (ibm-1145_P100-1997) and the JDK (Cp1145).
    static let ibm1145Bytes: [Unicode.Scalar: UInt8] = {
        let text =
            " \u{A0}âäàáãåç¦[.<(+|&éêëèíîïìß]$*);¬"
            + "-/ÂÄÀÁÃÅÇ#ñ,%_>?øÉÊËÈÍÎÏÌ`:Ñ@'=\""
            + "Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ€"
            + "µ¨stuvwxyz¡¿ÐÝÞ®¢£¥·©§¶¼½¾^!¯~´×"
            + "{ABCDEFGHI\u{AD}ôöòóõ}JKLMNOPQR¹ûüùúÿ"
            + "\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ"
        return bytes(of: text, from: 0x40)
    }()

    /// The control characters that a file may be divided with: tab, line feed, carriage return and next line,
    /// which is how mainframes end a line. (The JDK reads 0x15 as a line feed; glibc and ICU as NEL.)
    static let ibm1145Marks: [Unicode.Scalar: UInt8] = [
        "\t": 0x05, "\u{85}": 0x15, "\n": 0x25, "\r": 0x0D,
    ]

    /// The characters numbered on from the first one's byte.
    private static func bytes(of text: String, from first: Int) -> [Unicode.Scalar: UInt8] {
        var bytes: [Unicode.Scalar: UInt8] = [:]
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            bytes[scalar] = UInt8(truncatingIfNeeded: first + offset)
        }
        return bytes
    }
}
