/// A file that records came from, known by its content.
public struct SourceFile: Sendable, Hashable {
    /// The name as found, for people: `movimientos marzo.csv`.
    public let name: String
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits: the file's identity.
    public let sha256: String
    public let byteCount: Int

    public init(name: String, sha256: String, byteCount: Int) {
        self.name = name
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}

/// Where in a file something stands.
public struct Place: Sendable, Hashable, CustomStringConvertible {
    /// 1-based line; 0 where the format has none or the whole file is meant.
    public var line: Int
    /// 1-based column (characters in text formats, field number in tables); 0 when the whole line is meant.
    public var column: Int
    /// XML element path without namespaces, `Stmt/Ntry/Amt`; `nil` in text formats.
    public var element: String?

    public init(line: Int = 0, column: Int = 0, element: String? = nil) {
        self.line = line
        self.column = column
        self.element = element
    }

    /// The file as a whole.
    public static let wholeFile = Place()

    public var description: String {
        var parts: [String] = []
        if let element { parts.append("element \(element)") }
        if line > 0 { parts.append("line \(line)") }
        if column > 0 { parts.append("column \(column)") }
        return parts.isEmpty ? "whole file" : parts.joined(separator: ", ")
    }
}
