public import Domain

/// The kinds of debtor a row holds for.
public struct DebtorScope: OptionSet, Sendable, Hashable, CustomStringConvertible {
    /// A bit a kind.
    public let rawValue: UInt8

    /// A combination of the constants below.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One kind.
    public init(_ kind: CustomerKind) {
        switch kind {
        case .company: self = .company
        case .soleTrader: self = .soleTrader
        case .consumer: self = .consumer
        case .publicBody: self = .publicBody
        }
    }

    /// Legal persons.
    public static let company = DebtorScope(rawValue: 1)
    /// Natural persons in business.
    public static let soleTrader = DebtorScope(rawValue: 2)
    /// Natural persons outside business.
    public static let consumer = DebtorScope(rawValue: 4)
    /// Administrations and other public bodies.
    public static let publicBody = DebtorScope(rawValue: 8)
    /// Companies and sole traders.
    public static let business: DebtorScope = [.company, .soleTrader]
    /// Sole traders and consumers.
    public static let naturalPerson: DebtorScope = [.soleTrader, .consumer]
    /// Every debtor.
    public static let all: DebtorScope = [.business, .consumer, .publicBody]

    /// The words of pack files, the widest first; each stands for one scope.
    static let words: [(word: String, scope: DebtorScope)] = [
        ("all", .all), ("business", .business), ("natural-person", .naturalPerson), ("company", .company),
        ("sole-trader", .soleTrader), ("consumer", .consumer), ("public-body", .publicBody),
    ]

    /// The scope of words as a pack file has them, `business + public-body`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var scope: DebtorScope = []
        for part in text.split(separator: "+", omittingEmptySubsequences: false) {
            let word = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            guard let found = Self.words.first(where: { $0.word == word }) else { return nil }
            scope.formUnion(found.scope)
        }
        self = scope
    }

    /// As pack files write it, in the fewest words.
    public var description: String {
        var left = self
        var parts: [String] = []
        for (word, scope) in Self.words where left.isSuperset(of: scope) {
            parts.append(word)
            left.subtract(scope)
        }
        return parts.joined(separator: " + ")
    }
}
