public import Domain

/// The yearly rate of late interest on a day, with the rows that it rests on.
public struct DefaultRate: Sendable, Equatable {
    /// The rate.
    public let rate: InterestRate
    /// The rows that give it, the deciding one first.
    public let rows: [LawRow]
    /// How well it is known. A rate as published is as good as the row that says so; one that is computed
    /// from reference and margin alone is derived: V3 at best.
    public let confidence: LawRow.Confidence
    /// The last day on which the same rows hold; `nil` where none has an end.
    public let through: Day?
}

extension LawPack {
    /// The statutory rate of late interest against a debtor.
    ///
    /// The reference rate plus a margin where the pack has a margin for this kind of debtor; else the legal
    /// interest. Nothing is guessed: a rate that the pack does not give is a gap.
    ///
    /// - Parameter transaction: subject of the margin for claims that are no commercial transaction:
    ///   `other-commercial` (Portugal); empty is the usual one.
    public func defaultRate(
        against debtor: CustomerKind, transaction: String = "", on day: Day
    ) throws(LawGap) -> DefaultRate {
        let hasMargin = rows(.defaultMargin, of: transaction).contains {
            $0.debtors.contains(DebtorScope(debtor))
        }
        guard hasMargin else { return try legalInterestRate(against: debtor, on: day) }
        let margin = try find(.defaultMargin, of: transaction, debtor: debtor, on: day)
        let reference = try find(.referenceRate, on: day)
        let sum = (reference.rate ?? .zero) + (margin.rate ?? .zero)
        if let published = row(.publishedDefaultRate, of: transaction, debtor: debtor, on: day) {
            return DefaultRate(
                rate: published.rate ?? sum, rows: [published, margin, reference],
                confidence: published.confidence, through: Self.end(of: [published, margin, reference]))
        }
        return DefaultRate(
            rate: sum, rows: [margin, reference],
            confidence: max(margin.confidence, reference.confidence, .weak),
            through: Self.end(of: [margin, reference]))
    }

    private func legalInterestRate(against debtor: CustomerKind, on day: Day) throws(LawGap) -> DefaultRate {
        let interest = try find(.legalInterest, debtor: debtor, on: day)
        let rows = [interest] + (row(.legalInterestApplies, debtor: debtor, on: day).map { [$0] } ?? [])
        return DefaultRate(
            rate: interest.rate ?? .zero, rows: rows, confidence: rows.confidence ?? .known,
            through: Self.end(of: rows))
    }

    private static func end(of rows: [LawRow]) -> Day? { rows.compactMap(\.to).min() }

    /// Published rates that are not what reference and margin add up to: one of the three is wrong.
    func publishedRateFaults(_ placed: [PlacedRow]) -> [LawPackFault] {
        placed.filter { $0.row.rule == .publishedDefaultRate }.flatMap { place in
            CustomerKind.allCases.filter { place.row.debtors.contains(DebtorScope($0)) }.compactMap {
                debtor in
                fault(in: place, debtor: debtor)
            }.prefix(1)
        }
    }

    private func fault(in place: PlacedRow, debtor: CustomerKind) -> LawPackFault? {
        let published = place.row
        func fault(_ found: String, _ expected: String) -> LawPackFault {
            LawPackFault(
                file: place.file, row: published.id, field: "value", found: found, expected: expected)
        }
        guard let to = published.to else { return fault("no last day", "the half-year it was published for") }
        for day in [published.from, to] {
            guard
                let margin = row(.defaultMargin, of: published.subject, debtor: debtor, on: day)?.rate,
                let reference = row(.referenceRate, on: day)?.rate
            else { return fault("no reference rate or margin on \(day)", "both") }
            guard published.rate == reference + margin else {
                return fault(
                    "\(published.value)", "\(reference) % + \(margin) %, the reference rate and the margin")
            }
        }
        return nil
    }
}

extension InterestRate {
    static let zero = InterestRate(millionths: 0)
}
