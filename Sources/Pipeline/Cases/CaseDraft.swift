public import Domain
internal import Formats

/// A fact as it is typed on the command line.
public struct CaseDraft: Sendable {
    /// Invoice number, case reference or customer.
    public var subject: String
    /// The kind of fact: its own name, or the word that a table in English or Spanish may have.
    public var kind: String
    public var day: Day
    public var author: String
    public var note = ""
    public var code: String?
    public var amount: String?
    public var percent: String?
    public var until: Day?
    /// `2026-01-15:100.00` each.
    public var instalments: [String] = []
    public var graceDays: Int?
    public var breaksAfter: Int?
    public var published: Day?
    public var reference: String?
    /// The number of the fact that is taken back.
    public var fact: Int64?
    /// Path of the file that proves it.
    public var evidencePath: String?

    public init(subject: String, kind: String, day: Day, author: String) {
        self.subject = subject
        self.kind = kind
        self.day = day
        self.author = author
    }

    /// The kinds of facts with the options that each takes, a line each, for the help.
    public static var kindsText: String {
        DecisionRecord.Kind.allCases.map { kind in
            let needed = CaseRules.needed(by: kind)
            let options = CaseRules.fields(of: kind).map { field in
                needed.contains(field) ? option(field) : "[\(option(field))]"
            }
            return "  " + ([kind.rawValue] + options).joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// The codes of reasons for non-payment, for the help.
    public static var reasonsText: String {
        NonPaymentReason.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The codes of recalls from an agency, for the help.
    public static var recallsText: String {
        RecallCause.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The kind that the word means. Throws `RunError.usage` for an unknown one.
    func resolvedKind() throws -> DecisionRecord.Kind {
        let folded = CustomerKey.foldedName(kind).lowercased()
        guard let known = DecisionWords.kind(folded) else {
            throw RunError.usage("unknown fact '\(kind)'; it is one of \(DecisionWords.expected)")
        }
        return known
    }

    /// The fact, checked part by part as a row of a table is.
    ///
    /// - Parameter currency: of the invoices it is about.
    func record(_ kind: DecisionRecord.Kind, currency: Currency) throws -> DecisionRecord {
        var record = DecisionRecord(kind: kind, subject: subject, day: day, author: Self.line(author))
        record.detail = Self.line(note)
        record.terms = try terms(kind, currency)
        let takes = CaseRules.fields(of: kind)
        let surplus = record.terms.fields.filter { !takes.contains($0) }.map(Self.option).sorted()
        guard surplus.isEmpty else {
            throw RunError.usage("\(kind.rawValue) takes no \(surplus.joined(separator: " and no "))")
        }
        if let refusal = CaseRules.refusal(of: record) {
            let option = Self.option(refusal.field)
            throw RunError.usage(
                refusal.isMissing
                    ? "\(kind.rawValue) needs \(option): \(refusal.expected)"
                    : "\(option) must be \(refusal.expected)")
        }
        return record
    }

    private func terms(_ kind: DecisionRecord.Kind, _ currency: Currency) throws -> CaseTerms {
        var terms = CaseTerms()
        func unreadable(_ field: CaseTerms.Field) -> RunError {
            .usage("\(Self.option(field)) must be \(CaseRules.form(of: field, kind))")
        }
        if let code {
            let folded = CustomerKey.foldedName(code).lowercased()
            guard let known = CaseRules.code(folded, of: kind) else {
                throw CaseRules.codes(of: kind).isEmpty
                    ? RunError.usage("\(kind.rawValue) takes no --code") : unreadable(.code)
            }
            terms.code = known
        }
        if let amount {
            guard let units = AllocationText.amount(amount[...], currency),
                units.magnitude <= 10_000_000_000_000
            else { throw unreadable(.amount) }
            (terms.amount, terms.currency) = (units, currency)
        }
        if let percent {
            guard let basisPoints = PercentText.read(percent) else { throw unreadable(.percent) }
            terms.basisPoints = basisPoints
        }
        if !instalments.isEmpty {
            let text = instalments.joined(separator: ";")
            guard let read = InstalmentText.read(text, currency: currency) else {
                throw unreadable(.instalments)
            }
            (terms.instalments, terms.currency) = (read, currency)
        }
        terms.until = until
        terms.graceDays = graceDays
        terms.breaksAfter = breaksAfter
        terms.published = published
        terms.reference = Self.line(reference ?? "")
        terms.retracts = fact
        return terms
    }

    /// A text in one line, without blanks around it.
    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func option(_ field: CaseTerms.Field) -> String {
        switch field {
        case .breaks: "--breaks-after"
        case .instalments: "--instalment"
        default: "--" + field.rawValue
        }
    }
}
