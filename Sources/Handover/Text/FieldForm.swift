/// The forms of DHX fields (§5.1): ids, codes, texts with a greatest length.
enum FieldForm {
    /// `[A-Za-z0-9._/:-]`, 1 to 35 characters.
    static func isId(_ text: String) -> Bool {
        (1...35).contains(text.utf8.count)
            && text.utf8.allSatisfy { isAlphanumeric($0) || "._/:-".utf8.contains($0) }
    }

    /// An id that is also safe as the name of a folder: no slash, no colon, no dot in front.
    static func isFolderSafeId(_ text: String) -> Bool {
        isId(text) && !text.hasPrefix(".") && !text.utf8.contains { $0 == 0x2F || $0 == 0x3A }
    }

    /// Letters, digits and hyphens: a part of a batch id, where the dot and the underscore separate.
    static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D }
    }

    /// 1 to `max` characters (Unicode scalars, as JSON Schema counts them).
    static func isText(_ text: String, max: Int) -> Bool {
        (1...max).contains(CanonicalText.composed(text).unicodeScalars.count)
    }

    /// Absent, or at most `max` characters.
    static func isOptionalText(_ text: String, max: Int) -> Bool { text.isEmpty || isText(text, max: max) }

    /// ISO 3166-1 alpha-2.
    static func isCountry(_ text: String) -> Bool { CodeLists.countries.contains(text) }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }
}
