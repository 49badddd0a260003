public import Domain

/// One thing wrong with a law pack: where, what was found, what was expected.
public struct LawPackFault: Sendable, Equatable, CustomStringConvertible {
    /// The file of the pack, `es/limitation.json`; empty where the rows came from elsewhere.
    public let file: String
    /// The id of the row; empty where the file as a whole is wrong.
    public let row: String
    /// The key of the row.
    public let field: String
    /// What stands there.
    public let found: String
    /// What would be right.
    public let expected: String

    /// A fault; what does not apply is empty.
    public init(file: String = "", row: String = "", field: String = "", found: String, expected: String) {
        self.file = file
        self.row = row
        self.field = field
        self.found = found
        self.expected = expected
    }

    /// `es/limitation.json, row Q1, unit: found "days", expected years or months`.
    public var description: String {
        let place = [file, row.isEmpty ? "" : "row \(row)", field].filter { !$0.isEmpty }
            .joined(separator: ", ")
        return "\(place.isEmpty ? "law pack" : place): found \(found), expected \(expected)"
    }
}

/// Why a law pack cannot be used. Refused as a whole, for half a law is worse than none, and with everything
/// that is wrong at once.
public struct LawPackError: Error, Equatable, CustomStringConvertible {
    /// In the order of files and rows; never empty.
    public let faults: [LawPackFault]

    /// At least one fault.
    public init(faults: [LawPackFault]) { self.faults = faults }

    init(_ fault: LawPackFault) { faults = [fault] }

    /// A line a fault.
    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// What the law pack does not say: the reason why nothing is computed.
public struct LawGap: Error, Equatable, CustomStringConvertible {
    /// What was looked for.
    public let rule: LawRule
    /// Which one of the rule.
    public let subject: String
    /// The kind of debtor; `nil` where only a row for every debtor would do.
    public let debtor: CustomerKind?
    /// Empty for the common law.
    public let governingLaw: String
    /// The day on which the row should be in force.
    public let day: Day
    /// Rows of the same rule and subject that do not fit: of another day, debtor or governing law.
    public let near: [String]

    /// `no row "reference-rate" for company in force on 2027-01-01: load it into the law pack (near:
    /// MRO-2026H2 until 2026-12-31)`.
    public var description: String {
        let what = subject.isEmpty ? rule.rawValue : "\(rule.rawValue) \(subject)"
        let who = debtor.map { " for \(DebtorScope($0))" } ?? ""
        let law = governingLaw.isEmpty ? "" : " under the law of \(governingLaw)"
        let others = near.isEmpty ? "" : " (near: \(near.joined(separator: "; ")))"
        return "no row \(what)\(who)\(law) in force on \(day): load it into the law pack\(others)"
    }
}
