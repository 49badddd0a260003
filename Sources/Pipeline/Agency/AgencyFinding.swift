/// One thing that is wrong with what an agency received or wrote down.
public struct AgencyFinding: Error, Sendable, Equatable, CustomStringConvertible {
    /// A rule (R-…, M-…), a reason of DHX 1.0 §5.3.4, or the kind of fault.
    public let code: String
    /// The file and where in it.
    public let place: String
    public let found: String
    public let expected: String
    /// Of a table, 1-based, to put findings in the order of its rows; 0 elsewhere.
    let line: Int

    public init(_ code: String, place: String, found: String, expected: String) {
        self.init(code, place: place, line: 0, found: found, expected: expected)
    }

    init(_ code: String, place: String, line: Int, found: String, expected: String) {
        self.code = code
        self.place = place
        self.found = found
        self.expected = expected
        self.line = line
    }

    public var description: String { "\(code) \(place): found \(found), expected \(expected)" }
}

/// What a command of the agency's side came to.
public struct AgencyOutcome: Sendable {
    /// For standard output.
    public internal(set) var lines: [String] = []
    /// For standard error, one a line.
    public internal(set) var findings: [AgencyFinding] = []
    /// Of the contract: 0 done, 1 a person must look, 65 refused.
    public internal(set) var exitCode: Int32 = 0

    /// The graver of two ends counts.
    mutating func end(with code: Int32) { exitCode = max(exitCode, code) }

    static func refused(_ findings: [AgencyFinding]) -> AgencyOutcome {
        AgencyOutcome(findings: findings, exitCode: 65)
    }
}
