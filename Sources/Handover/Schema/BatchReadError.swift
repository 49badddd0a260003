/// Why a batch cannot be read, and where. A value: nothing of the batch is used before it is read as a whole.
public struct BatchReadError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `data/batch.json`; empty until the reader of the file adds it.
    public private(set) var file: String
    /// `ops[3].case.lines[0].gross`; `line 12` where the text is no JSON; empty for the file as a whole.
    public private(set) var path: String
    /// What stands there: a code, date, amount or identifier as written, other texts by their length only.
    public let found: String
    public let expected: String

    init(_ path: String = "", found: String, expected: String) {
        file = ""
        self.path = path
        self.found = found
        self.expected = expected
    }

    init(_ error: JSONSyntaxError) {
        self.init("line \(error.line)", found: error.found, expected: "JSON (RFC 8259)")
    }

    /// The error as seen one level further out.
    func inside(_ step: String) -> BatchReadError {
        var outer = self
        outer.path = path.isEmpty ? step : step + (path.hasPrefix("[") ? "" : ".") + path
        return outer
    }

    func inside(_ position: Int) -> BatchReadError { inside("[\(position)]") }

    func named(_ file: String) -> BatchReadError {
        var named = self
        named.file = file
        return named
    }

    public var description: String { "\(file) \(path): found \(found), expected \(expected)" }
}
