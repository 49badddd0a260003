public import Domain

/// Why something that came from outside was not taken: which file, where in it, what stood there and what
/// should have stood there.
public struct HandoverFault: Error, Sendable, Equatable, Comparable, CustomStringConvertible {
    /// What kind of fault it is; the raw values stand in reject files.
    public enum Code: String, Sendable, CaseIterable {
        /// No JSON or no CSV at all.
        case syntax = "SYNTAX"
        case fieldMissing = "FIELD_MISSING"
        case fieldUnknown = "FIELD_UNKNOWN"
        /// A number where a text is expected, and the like.
        case wrongType = "WRONG_TYPE"
        /// Not in the code list of the field.
        case codeUnknown = "CODE_UNKNOWN"
        /// An amount, a day, an id or a length that is not in the form of DHX.
        case wrongForm = "WRONG_FORM"
        /// Two parts of the file contradict each other.
        case inconsistent = "INCONSISTENT"
        /// A rule of DHX 1.0 with a number of its own, as `M-02`; `expected` begins with it.
        case rule = "RULE"
        /// Not to be used in the environment of the batch.
        case environment = "ENVIRONMENT"
    }

    public let code: Code
    /// The file as the reader was told.
    public let file: String
    /// `$.ops[3].balanceHeld.total`; in a table `row[5].balanceHeld.total`, row 1 being the heading.
    public let path: String
    /// What stood there, shortened; never a free text, which may hold personal data.
    public let found: String
    public let expected: String

    public init(_ code: Code, file: String, path: String, found: String, expected: String) {
        self.code = code
        self.file = file
        self.path = path
        self.found = found
        self.expected = expected
    }

    /// One line for people.
    public var description: String {
        "\(file) \(path): found \(found), expected \(expected) (\(code.rawValue))"
    }

    /// By file, then by place as text.
    public static func < (a: HandoverFault, b: HandoverFault) -> Bool {
        (a.file, a.path, a.code.rawValue, a.found) < (b.file, b.path, b.code.rawValue, b.found)
    }

    /// The fault in the shared vocabulary of problems.
    public func problem(_ severity: Problem.Severity) -> Problem {
        let code: Problem.Code =
            switch self.code {
            case .fieldMissing: .fieldMissing
            case .inconsistent, .rule: .totalsDiffer
            default: .recordMalformed
            }
        return Problem(code, severity: severity, found: "\(path): \(found)", expected: expected)
    }
}

/// What a reader made of a file. With a fault, `value` is absent unless parts may be set aside in the flow.
public struct HandoverReading<Value: Sendable>: Sendable {
    /// `nil` where the file as a whole is refused.
    public var value: Value?
    /// In the order of the file.
    public var faults: [HandoverFault]

    public init(value: Value?, faults: [HandoverFault] = []) {
        self.value = value
        self.faults = faults
    }

    /// The faults in the shared vocabulary: without a value the file is refused, with one its parts are.
    public var problems: [Problem] { faults.map { $0.problem(value == nil ? .refuse : .setAside) } }
}

extension HandoverReading: Equatable where Value: Equatable {}

/// In which currency a case is kept. The feedback flows of DHX write amounts without one.
public struct CaseCurrencies: Sendable, Equatable {
    public var byCase: [String: Currency]
    /// Of cases that are not in the list; `nil` where nobody knows, as in a check without the creditor's
    /// books: then the decimals of the amounts tell how they are to be read, and no more than that.
    public var others: Currency?

    public init(_ byCase: [String: Currency] = [:], others: Currency? = .eur) {
        self.byCase = byCase
        self.others = others
    }

    /// Of cases of which nothing is known.
    public static let unknown = CaseCurrencies(others: nil)

    subscript(caseRef: String) -> Currency? { byCase[caseRef] ?? others }
}
