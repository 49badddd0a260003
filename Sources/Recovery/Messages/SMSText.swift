/// The text of a short message in the GSM 7-bit alphabet (3GPP TS 23.038): one other character would
/// halve what a message holds.
public struct SMSText: Sendable, Equatable {
    /// Only characters of the alphabet.
    public let text: String
    /// Messages that the text fills: 160 characters, or 153 each where it is more than one.
    public let parts: Int

    /// The text with what the alphabet lacks replaced: `á` by `a`, typographic marks by plain ones, the rest
    /// by a question mark.
    public init(_ written: String) {
        var output = ""
        var septets = 0
        for character in ShownText.line(written) {
            for one in Self.gsm(character) {
                output.append(one)
                septets += Self.extended.contains(one) ? 2 : 1
            }
        }
        text = output
        parts = septets <= 160 ? 1 : (septets + 152) / 153
    }

    private static func gsm(_ character: Character) -> String {
        if basic.contains(character) || extended.contains(character) { return String(character) }
        if let plain = replaced[character] { return plain }
        // The letter under the accent.
        if let base = String(character).decomposedBase, basic.contains(base) { return String(base) }
        return "?"
    }

    private static let basic = Set(
        "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà")
    /// Take two places.
    private static let extended = Set("^{}\\[~]|€")
    private static let replaced: [Character: String] = [
        "’": "'", "‘": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"", "–": "-", "—": "-", "…": "...",
        "\u{A0}": " ", "\u{202F}": " ", "·": ".", "º": "o", "ª": "a", "œ": "oe", "Œ": "OE", "ç": "c",
    ]
}

extension String {
    /// The first scalar without the marks of the Latin letters that our languages and their neighbours write.
    fileprivate var decomposedBase: Character? {
        let marks: [(base: Character, forms: String)] = [
            ("a", "áâãāă"), ("e", "êëēě"), ("i", "íîïī"), ("o", "óôõōő"), ("u", "úûūůű"), ("A", "ÁÀÂÃĀ"),
            ("E", "ÈÊËĒ"), ("I", "ÍÌÎÏĪ"), ("O", "ÓÒÔÕŌ"), ("U", "ÚÙÛŪ"), ("n", "ń"), ("N", "Ń"), ("y", "ýÿ"),
            ("s", "šś"), ("S", "ŠŚ"), ("z", "žźż"), ("Z", "ŽŹŻ"), ("c", "ćč"), ("C", "ĆČ"), ("l", "ŀł"),
            ("L", "ĿŁ"),
        ]
        return first.flatMap { character in marks.first { $0.forms.contains(character) }?.base }
    }
}
