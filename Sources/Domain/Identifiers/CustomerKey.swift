/// Who a debtor is across documents.
public enum CustomerKey {
    /// The compact tax id where there is one, else `name:` and the folded name.
    ///
    /// Two persons of one name without tax ids share a key; matching treats them as one customer and never
    /// posts on the name alone.
    public static func key(taxId: String, name: String) -> String {
        let compact = TaxIdentifier.key(taxId)
        return compact.isEmpty ? "name:" + foldedName(name) : compact
    }

    /// Upper case, without accents and punctuation, words joined by one blank: `Peña, S.L.` is `PENA SL`.
    public static func foldedName(_ name: String) -> String {
        var folded: [UInt8] = []
        var pendingBlank = false
        for scalar in name.unicodeScalars {
            switch LatinFold.fold(scalar) {
            case .letter(let byte):
                if pendingBlank, !folded.isEmpty { folded.append(0x20) }
                pendingBlank = false
                folded.append(byte)
            case .pair(let first, let second):
                if pendingBlank, !folded.isEmpty { folded.append(0x20) }
                pendingBlank = false
                folded.append(first)
                folded.append(second)
            case .separator: pendingBlank = true
            case .nothing: continue
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }
}

/// Accented Latin letters as the plain capitals that bank texts carry.
public enum LatinFold {
    public enum Result: Equatable {
        /// A digit or capital letter A to Z.
        case letter(UInt8)
        /// `ß` is SS, `Æ` is AE.
        case pair(UInt8, UInt8)
        /// Anything that ends a word.
        case separator
        /// Points and apostrophes inside abbreviations vanish: `S.L.` is `SL`.
        case nothing
    }

    /// The plain form of one character.
    public static func fold(_ scalar: Unicode.Scalar) -> Result {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A: return .letter(UInt8(scalar.value))
        case 0x61...0x7A: return .letter(UInt8(scalar.value - 0x20))
        case 0x2E, 0x27, 0x2019, 0xB4, 0x60: return .nothing
        case 0xC0...0xFF: return foldLatin1(UInt8(scalar.value))
        case 0x100...0x105, 0x0CD, 0x1CD, 0x1CE: return .letter(UInt8(ascii: "A"))
        case 0x106...0x10D: return .letter(UInt8(ascii: "C"))
        case 0x10E...0x111: return .letter(UInt8(ascii: "D"))
        case 0x112...0x11B: return .letter(UInt8(ascii: "E"))
        case 0x11C...0x123: return .letter(UInt8(ascii: "G"))
        case 0x128...0x131: return .letter(UInt8(ascii: "I"))
        case 0x139...0x142: return .letter(UInt8(ascii: "L"))
        case 0x143...0x148: return .letter(UInt8(ascii: "N"))
        case 0x14C...0x151: return .letter(UInt8(ascii: "O"))
        case 0x152, 0x153: return .pair(UInt8(ascii: "O"), UInt8(ascii: "E"))
        case 0x154...0x159: return .letter(UInt8(ascii: "R"))
        case 0x15A...0x161: return .letter(UInt8(ascii: "S"))
        case 0x162...0x167: return .letter(UInt8(ascii: "T"))
        case 0x168...0x173: return .letter(UInt8(ascii: "U"))
        case 0x179...0x17E: return .letter(UInt8(ascii: "Z"))
        // Combining accents (decomposed text).
        case 0x300...0x36F: return .nothing
        default: return .separator
        }
    }

    private static func foldLatin1(_ byte: UInt8) -> Result {
        switch byte | 0x20 {
        case 0xE0...0xE5: .letter(UInt8(ascii: "A"))
        case 0xE6: .pair(UInt8(ascii: "A"), UInt8(ascii: "E"))
        case 0xE7: .letter(UInt8(ascii: "C"))
        case 0xE8...0xEB: .letter(UInt8(ascii: "E"))
        case 0xEC...0xEF: .letter(UInt8(ascii: "I"))
        case 0xF0: .letter(UInt8(ascii: "D"))
        case 0xF1: .letter(UInt8(ascii: "N"))
        case 0xF2...0xF6, 0xF8: .letter(UInt8(ascii: "O"))
        case 0xF9...0xFC: .letter(UInt8(ascii: "U"))
        case 0xFD: .letter(UInt8(ascii: "Y"))
        case 0xFE: .letter(UInt8(ascii: "P"))
        case 0xFF where byte == 0xFF: .letter(UInt8(ascii: "Y"))
        case 0xFF: .pair(UInt8(ascii: "S"), UInt8(ascii: "S"))
        default: .separator
        }
    }
}
