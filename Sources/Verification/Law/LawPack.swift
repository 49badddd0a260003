public import Domain

/// The law of one country as dated rows, with what the Union gives to all of them.
///
/// Data, not code: the built-in packs are folders of JSON files (`Resources/es`, `fr`, `pt`, shared `eu`),
/// and
/// a folder of the same layout replaces them. A lookup is exact: rule, subject, kind of debtor, governing law
/// and day give one row or none, never the nearest one, and the row is the proof that evidence cites.
public struct LawPack: Sendable, Equatable {
    /// ISO 3166 in small letters: `es`.
    public let country: String
    /// The day as of which the pack states the law.
    public let stateOf: Day
    /// Address of each source key of the rows, `S-L3`.
    public let sources: [String: String]
    /// By rule in the order of `LawRule.allCases`, then by subject, governing law, first day and id.
    public let rows: [LawRow]

    private let places: [Topic: [Place]]

    private struct Topic: Hashable {
        let rule: LawRule
        let subject: String
    }

    /// What a lookup compares, without touching the row: a night asks millions of times.
    private struct Place: Equatable {
        let index: Int
        let days: ClosedRange<Day>
        let debtors: DebtorScope
        let governingLaw: String
    }

    /// Checks the rows one by one and against each other, see `LawPackCheck`.
    public init(
        country: String, stateOf: Day, sources: [String: String], rows: [LawRow]
    ) throws(LawPackError) {
        let placed = rows.map { PlacedRow(row: $0, file: "") }
        try self.init(country: country, stateOf: stateOf, sources: sources, placed: placed)
    }

    init(
        country: String, stateOf: Day, sources: [String: String], placed: [PlacedRow]
    ) throws(LawPackError) {
        let faults = LawPackCheck(placed, sources: sources).faults
        guard faults.isEmpty else { throw LawPackError(faults: faults) }
        self.country = country
        self.stateOf = stateOf
        self.sources = sources
        rows = placed.map(\.row).sorted(by: Self.precedes)
        var places: [Topic: [Place]] = [:]
        for (index, row) in rows.enumerated() {
            let place = Place(
                index: index, days: row.from...(row.to ?? Day(number: .max)), debtors: row.debtors,
                governingLaw: row.governingLaw)
            places[Topic(rule: row.rule, subject: row.subject), default: []].append(place)
        }
        self.places = places
        let published = publishedRateFaults(placed)
        guard published.isEmpty else { throw LawPackError(faults: published) }
    }

    /// The row in force on a day, `nil` where the pack has none.
    ///
    /// - Parameters:
    ///   - subject: which one of the rule, empty where there is only one.
    ///   - debtor: a row for several kinds of debtor answers for each; `nil` asks for a row for all of them.
    ///   - governingLaw: `catalonia`; empty asks for the country's common law.
    public func row(
        _ rule: LawRule, of subject: String = "", debtor: CustomerKind? = nil, governingLaw: String = "",
        on day: Day
    ) -> LawRow? {
        let scope = debtor.map { DebtorScope($0) } ?? .all
        let place = places[Topic(rule: rule, subject: subject)]?.first {
            $0.days.contains(day) && $0.debtors.isSuperset(of: scope) && $0.governingLaw == governingLaw
        }
        return place.map { rows[$0.index] }
    }

    /// The row in force on a day, or what exactly is missing and which rows come near.
    public func find(
        _ rule: LawRule, of subject: String = "", debtor: CustomerKind? = nil, governingLaw: String = "",
        on day: Day
    ) throws(LawGap) -> LawRow {
        if let row = row(rule, of: subject, debtor: debtor, governingLaw: governingLaw, on: day) {
            return row
        }
        throw LawGap(
            rule: rule, subject: subject, debtor: debtor, governingLaw: governingLaw, day: day,
            near: near(rule, of: subject, debtor: debtor, governingLaw: governingLaw, day: day))
    }

    /// All rows of a rule and subject, by governing law and first day.
    public func rows(_ rule: LawRule, of subject: String = "") -> [LawRow] {
        (places[Topic(rule: rule, subject: subject)] ?? []).map { rows[$0.index] }
    }

    /// All rows of a rule, in the order of `rows`.
    public func rows(of rule: LawRule) -> [LawRow] { rows.filter { $0.rule == rule } }

    /// The row that ended last before the day, the one that begins first after it, and those of the day that
    /// hold for other debtors or another governing law.
    private func near(
        _ rule: LawRule, of subject: String, debtor: CustomerKind?, governingLaw: String, day: Day
    ) -> [String] {
        let topic = rows(rule, of: subject)
        let fitting = topic.filter {
            $0.debtors.isSuperset(of: debtor.map { DebtorScope($0) } ?? .all)
                && $0.governingLaw == governingLaw
        }
        let before = fitting.last { $0.to.map { $0 < day } ?? false }
        let after = fitting.first { $0.from > day }
        let others = topic.filter { $0.isInForce(on: day) }
        return (before.map { ["\($0.id) until \($0.to?.description ?? "")"] } ?? [])
            + (after.map { ["\($0.id) from \($0.from)"] } ?? [])
            + others.prefix(3).map { row in
                let law = row.governingLaw.isEmpty ? "" : " under the law of \(row.governingLaw)"
                return "\(row.id) for \(row.debtors)\(law)"
            }
    }

    private static func precedes(_ a: LawRow, _ b: LawRow) -> Bool {
        let (first, second) = (a.rule.order, b.rule.order)
        return (first, a.subject, a.governingLaw, a.from, a.debtors.rawValue, a.id)
            < (second, b.subject, b.governingLaw, b.from, b.debtors.rawValue, b.id)
    }
}

extension LawRule {
    private static let orders: [LawRule: Int] = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// Place in `allCases`.
    var order: Int { Self.orders[self] ?? 0 }
}

/// A row and the file it was read from.
struct PlacedRow: Sendable {
    let row: LawRow
    let file: String
}
