/// An e-mail address (RFC 5321) of plain ASCII: `cobros@talleresebro.example`.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    /// As written, without blanks around it.
    public let text: String

    /// `nil` unless it has a form that every mail server takes: letters, digits and the usual marks
    /// before the sign, a domain of at least two labels after it. Quoted local parts and other scripts
    /// are refused: what cannot be sent everywhere becomes a letter.
    public init?(_ written: String) {
        let text = written.trimmingBlanks
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            parts[0].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isAtom),
            Self.isDomain(parts[1])
        else { return nil }
        self.text = text
    }

    /// What stands after the sign.
    var domain: Substring { text.split(separator: "@").last ?? "" }

    public var description: String { text }

    private static func isAtom(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last else { return false }
        return !last.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
