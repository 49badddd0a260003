/// What a fact of a case says besides who, what and when. Which kind takes what stands in `CaseRules`.
public struct CaseTerms: Sendable, Equatable {
    /// The parts, as tables and commands call them.
    public enum Field: String, Sendable, CaseIterable {
        case code, amount, percent, until, instalments, grace, breaks, published, reference, fact
    }

    /// A word of a closed list, which one by the kind: `NonPaymentReason`, `DisputeForum`, `ContactChannel`,
    /// `RecallCause` or `AnswerDocument`.
    public var code = ""
    /// Minor units of `currency`.
    public var amount: Int64?
    public var currency = Currency.eur
    /// Discount in basis points: 100 are one per cent.
    public var basisPoints: Int?
    /// The last day that it holds, or by which money must have come.
    public var until: Day?
    /// By due day; amounts in minor units of `currency`.
    public var instalments: [Instalment] = []
    /// Days that money may come late: banks book late.
    public var graceDays: Int?
    /// How many instalments may be unpaid at once before the plan is broken; 1 where nothing is said.
    public var breaksAfter: Int?
    /// Day of publication (insolvency).
    public var published: Day?
    /// Court and number of the case, who was spoken to, who seized, the agency's event that is answered, the
    /// agency that a case moves to.
    public var reference = ""
    /// The number of the fact that is taken back.
    public var retracts: Int64?

    public init() {}

    /// Days of grace where a promise, plan or offer names none: its money is looked for that long (DHX 5.7).
    public static let usualGraceDays = 3

    public var isEmpty: Bool { self == CaseTerms(of: currency) }

    private init(of currency: Currency) { self.currency = currency }

    public var reason: NonPaymentReason? { NonPaymentReason(rawValue: code) }

    /// The parts that say something.
    public var fields: Set<Field> {
        var fields: Set<Field> = []
        if !code.isEmpty { fields.insert(.code) }
        if amount != nil { fields.insert(.amount) }
        if basisPoints != nil { fields.insert(.percent) }
        if until != nil { fields.insert(.until) }
        if !instalments.isEmpty { fields.insert(.instalments) }
        if graceDays != nil { fields.insert(.grace) }
        if breaksAfter != nil { fields.insert(.breaks) }
        if published != nil { fields.insert(.published) }
        if !reference.isEmpty { fields.insert(.reference) }
        if retracts != nil { fields.insert(.fact) }
        return fields
    }

    /// Says no more of a part.
    public mutating func remove(_ field: Field) {
        switch field {
        case .code: code = ""
        case .amount: amount = nil
        case .percent: basisPoints = nil
        case .until: until = nil
        case .instalments: instalments = []
        case .grace: graceDays = nil
        case .breaks: breaksAfter = nil
        case .published: published = nil
        case .reference: reference = ""
        case .fact: retracts = nil
        }
    }

    /// A part as a table writes it, so that reading gives the same; empty where it says nothing.
    public func text(_ field: Field) -> String {
        func money(_ amount: Int64) -> String {
            Money(minorUnits: amount, currency: currency).decimalString
        }
        switch field {
        case .code: return code
        case .amount: return amount.map(money) ?? ""
        case .percent: return basisPoints.map(PercentText.text) ?? ""
        case .until: return until?.description ?? ""
        case .instalments:
            return instalments.map { "\($0.due):\(money($0.amount))" }.joined(separator: ";")
        case .grace: return graceDays.map(String.init) ?? ""
        case .breaks: return breaksAfter.map(String.init) ?? ""
        case .published: return published?.description ?? ""
        case .reference: return reference
        case .fact: return retracts.map { "#\($0)" } ?? ""
        }
    }

    /// All parts in one line, the same for the same terms: two promises of one day are two facts.
    public var canonicalText: String {
        let parts = Field.allCases.filter(fields.contains).map { "\($0.rawValue)=\(text($0))" }
        let hasMoney = amount != nil || !instalments.isEmpty
        return (parts + (hasMoney ? ["currency=\(currency.code)"] : [])).joined(separator: " ")
    }
}

/// Percentages as people write them, in basis points.
public enum PercentText {
    /// `10`, `10,5` or `10.25 %`; `nil` for anything else.
    public static func read(_ text: String) -> Int? {
        var digits = text.filter { $0 != " " && $0 != "\u{A0}" }
        if digits.last == "%" { digits.removeLast() }
        let parts = digits.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard let whole = parts.first, parts.count <= 2, (1...3).contains(whole.utf8.count),
            whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let percent = Int(whole)
        else { return nil }
        guard parts.count == 2 else { return percent * 100 }
        guard (1...2).contains(parts[1].utf8.count), let decimals = Int(parts[1]), decimals >= 0,
            parts[1].first != "+"
        else { return nil }
        return percent * 100 + (parts[1].utf8.count == 1 ? decimals * 10 : decimals)
    }

    /// `10.5`.
    public static func text(_ basisPoints: Int) -> String {
        let (whole, rest) = (basisPoints / 100, basisPoints % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// Instalments as people write them: `2026-01-15:100.00;2026-02-15:100.00`.
public enum InstalmentText {
    /// By due day; `nil` where any of it cannot be understood. Days are `YYYY-MM-DD` or `DD/MM/YYYY`, parts
    /// are separated by `;`, `|` or blanks.
    public static func read(_ text: String, currency: Currency) -> [Instalment]? {
        var instalments: [Instalment] = []
        for part in text.split(whereSeparator: { ";| \u{A0}\n\t".contains($0) }) {
            guard let colon = part.firstIndex(of: ":"), let due = day(part[..<colon]),
                let amount = AllocationText.amount(part[part.index(after: colon)...], currency), amount > 0,
                amount <= 10_000_000_000_000
            else { return nil }
            instalments.append(Instalment(due: due, amount: amount))
        }
        guard !instalments.isEmpty, instalments.count <= 600 else { return nil }
        return instalments.sorted { ($0.due, $0.amount) < ($1.due, $1.amount) }
    }

    private static func day(_ text: Substring) -> Day? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return Day(iso: text) }
        guard let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]), year >= 1900
        else { return nil }
        return Day(year: year, month: month, day: day)
    }
}
