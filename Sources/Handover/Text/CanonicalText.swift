internal import Foundation

/// Unicode forms of text: composed for everything that leaves, folded for layouts that want it.
///
/// The only place of this module that needs Foundation's normalisation tables.
enum CanonicalText {
    /// Unicode NFC: `n` with a combining tilde becomes `ñ`, which single-byte encodings know.
    static func composed(_ text: String) -> String {
        // Below U+0300 (bytes CC 80) nothing combines: such text is composed already, and nearly all text is.
        guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
        return text.precomposedStringWithCanonicalMapping
    }

    /// Letters without their accents; `keepsEnye` leaves Ñ and ñ, which are letters of their own in Spanish.
    ///
    /// A letter that is no accented form, as ł, stays: what it becomes is for the layout's policy to say.
    static func withoutAccents(_ text: String, keepsEnye: Bool) -> String {
        guard text.unicodeScalars.contains(where: { $0.value >= 0x80 }) else { return text }
        var kept = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            guard (0x300...0x36F).contains(scalar.value) else {
                kept.append(scalar)
                continue
            }
            let isOnN = kept.last.map { $0 == "N" || $0 == "n" } ?? false
            if keepsEnye, scalar.value == 0x303, isOnN { kept.append(scalar) }
        }
        return composed(String(kept))
    }
}
