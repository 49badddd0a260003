/// Finds what identifies a person in texts and files, and puts a mark in its place.
///
/// Works on bytes: the files of a night are UTF-8, those for registries ISO 8859-1.
public struct ErasureText: Sendable {
    private struct Pattern: Sendable {
        let bytes: [UInt8]
        /// An account or tax id is found inside of a word too; of a name or number only the whole counts.
        let isGlued: Bool
    }

    /// By first byte, longest first.
    private var patterns: [[Pattern]] = Array(repeating: [], count: 256)
    public let isEmpty: Bool
    private static let mark = Array(ErasureMark.text.utf8)
    /// Before the tax id of a company it makes the name of a case, which stays.
    private static let caseStart = Array("C-".utf8)

    public init(_ values: [String]) {
        isEmpty = values.isEmpty
        var seen: Set<[UInt8]> = []
        for value in values {
            let isGlued =
                !value.contains(" ") && value.utf8.count >= 9 && value.contains(where: \.isNumber)
                && value.contains(where: \.isLetter)
            for bytes in Self.forms(of: value) where seen.insert(bytes).inserted {
                patterns[Int(bytes[0])].append(Pattern(bytes: bytes, isGlued: isGlued))
            }
        }
        for first in patterns.indices {
            patterns[first].sort { $0.bytes.count > $1.bytes.count }
        }
    }

    /// In UTF-8, in ISO 8859-1 where that has all its letters, and as HTML writes it.
    private static func forms(of value: String) -> [[UInt8]] {
        var forms = [Array(value.utf8)]
        let narrow = value.unicodeScalars.map { UInt8(exactly: $0.value) }
        if narrow.allSatisfy({ $0 != nil }) { forms.append(narrow.compactMap { $0 }) }
        let escaped = value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        forms += [escaped, escaped.replacing("'", with: "&#39;")].map { Array($0.utf8) }
        return forms.filter { !$0.isEmpty }
    }

    /// The text with the mark in the place of what was found; `nil` where nothing was.
    public func erased(_ text: String) -> String? {
        erased(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// - Parameter keepsLength: writes the letter X, as often as there were bytes: a file of fixed columns
    ///   stays one, and an identifier has the form of one.
    public func erased(_ bytes: [UInt8], keepsLength: Bool = false) -> [UInt8]? {
        var result: [UInt8] = []
        var start = 0
        var place = 0
        while place < bytes.count {
            guard let length = match(bytes, at: place) else {
                place += 1
                continue
            }
            result += bytes[start..<place]
            result += keepsLength ? Array(repeating: UInt8(ascii: "X"), count: length) : Self.mark
            place += length
            start = place
        }
        guard start > 0 else { return nil }
        return result + bytes[start...]
    }

    private func match(_ bytes: [UInt8], at place: Int) -> Int? {
        for pattern in patterns[Int(bytes[place])] {
            let end = place + pattern.bytes.count
            guard end <= bytes.count, bytes[place..<end].elementsEqual(pattern.bytes) else { continue }
            if place >= 2, bytes[(place - 2)..<place].elementsEqual(Self.caseStart) { continue }
            if pattern.isGlued { return pattern.bytes.count }
            let before = place > 0 && Self.areOneWord(bytes[place - 1], bytes[place])
            let after = end < bytes.count && Self.areOneWord(bytes[end - 1], bytes[end])
            if !before, !after { return pattern.bytes.count }
        }
        return nil
    }

    private static func areOneWord(_ a: UInt8, _ b: UInt8) -> Bool {
        (isDigit(a) && isDigit(b)) || (isLetter(a) && isLetter(b))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
}
