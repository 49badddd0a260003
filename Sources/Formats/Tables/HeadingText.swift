internal import Domain

/// A heading or word of a table, made comparable: no case, no accents, no punctuation.
enum HeadingText {
    /// `F. Operación` becomes `f operacion`. A lost letter (`?`, U+FFFD inside a word) stays as `?`.
    static func fold(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let letter = letter(scalar) {
                bytes.append(letter)
            } else if scalar.value < 0x300 || scalar.value > 0x36F, bytes.last != 0x20, !bytes.isEmpty {
                bytes.append(0x20)
            }
        }
        if bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A heading and the currency it names at its end: `Importe (€)`, `Débit euros`, `Withdrawals (SGD)`.
    static func split(_ text: String) -> (words: String, currency: Currency?) {
        let marked = text.replacingSigns()
        let words = fold(marked)
        guard let blank = words.lastIndex(of: " ") else { return (words, nil) }
        let last = words[words.index(after: blank)...]
        guard let currency = currency(named: last) else { return (words, nil) }
        return (String(words[..<blank]), currency)
    }

    /// A currency as a word of a heading or preamble, folded: a code or the euro by name.
    static func currency(named word: some StringProtocol) -> Currency? {
        if word == "euro" || word == "euros" { return .eur }
        guard knownCodes.contains(String(word)) else { return nil }
        return Currency(word.uppercased())
    }

    /// Whether two folded headings are the same, a lost letter standing for any.
    static func matches(_ heading: String, _ word: String) -> Bool {
        guard heading.utf8.contains(UInt8(ascii: "?")) else { return heading == word }
        guard heading.utf8.count == word.utf8.count else { return false }
        return zip(heading.utf8, word.utf8).allSatisfy { $0 == $1 || $0 == UInt8(ascii: "?") }
    }

    /// Codes accepted without capitals; those that are also words (ALL, TRY, MAD, TOP) are not among them.
    private static let knownCodes: Set<String> = [
        "eur", "usd", "gbp", "chf", "jpy", "aud", "cad", "dkk", "nok", "sek", "nzd", "huf", "czk", "pln",
        "ron", "bgn", "mxn", "brl", "ars", "clp", "sgd", "hkd", "mga", "aed", "cny", "inr", "zar", "aoa",
        "mzn", "cve", "xof", "xaf", "tnd",
    ]

    private static func letter(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: UInt8(scalar.value)
        case 0x41...0x5A: UInt8(scalar.value + 0x20)
        case 0x3F, 0xFFFD: UInt8(ascii: "?")
        case 0xC0...0x17F:
            plain[Int(scalar.value) - 0xC0] == 0x20 ? nil : plain[Int(scalar.value) - 0xC0]
        default: nil
        }
    }

    /// The plain letters of U+00C0 to U+017F, blank for × and ÷.
    private static let plain = Array(
        ("aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
            + "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)
}

extension String {
    /// The euro and pound signs as codes and the per cent sign as a word, so that they survive folding: a
    /// column `% IVA` is not the column `IVA`.
    fileprivate func replacingSigns() -> String {
        var result = ""
        for character in self {
            switch character {
            case "€": result += " EUR "
            case "£": result += " GBP "
            case "%": result += " pct "
            default: result.append(character)
            }
        }
        return result
    }
}
