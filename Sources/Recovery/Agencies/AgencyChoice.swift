/// Which agency gets which case: the first in the creditor's order that takes it and has room. Where room is
/// scarce, the greater debts come first; the order in which cases are given does not matter.
public struct AgencyChoice: Sendable, Equatable {
    /// Where a case goes, or why nowhere.
    public struct Placement: Sendable, Equatable {
        public let debt: PlaceableCase
        /// Code of the agency; `nil` where none takes it.
        public let agency: String?
        /// Why those before it did not get it, `COLCO: age`, and with `agency` `nil` why none did.
        public let objections: [String]
    }

    /// By customer.
    public let placements: [Placement]

    /// - Parameters:
    ///   - offers: in the creditor's order.
    ///   - placed: cases that each agency has now, by code.
    public init(_ cases: [PlaceableCase], offers: [AgencyOffer], placed: [String: Int] = [:]) {
        var room = Dictionary(
            offers.compactMap { offer in
                offer.capacity.map { (offer.code, $0 - (placed[offer.code] ?? 0)) }
            }, uniquingKeysWith: { first, _ in first })
        let ordered = cases.sorted { ($1.principal, $0.customer) < ($0.principal, $1.customer) }
        let found = ordered.map { debt in
            var objections: [String] = []
            let asked =
                offers.filter { !debt.returnedBy.contains($0.code) }
                + offers.filter { debt.returnedBy.contains($0.code) }
            for offer in asked {
                var codes = offer.rules.objections(to: debt)
                if debt.takenFrom.contains(offer.code) { codes.append("recalled") }
                if !debt.onlyFor.isEmpty, debt.onlyFor != offer.code { codes.append("person") }
                if codes.isEmpty, let left = room[offer.code] {
                    if left > 0 { room[offer.code] = left - 1 } else { codes = ["capacity"] }
                }
                if codes.isEmpty {
                    return Placement(debt: debt, agency: offer.code, objections: objections)
                }
                objections.append("\(offer.code): \(codes.joined(separator: " "))")
            }
            return Placement(debt: debt, agency: nil, objections: objections)
        }
        placements = found.sorted { $0.debt.customer < $1.debt.customer }
    }
}

/// What it would cost to hand over (presupuesto): asked before anything is.
public struct AgencyQuote: Sendable, Equatable {
    /// One agency, or with an empty code what none takes.
    public struct Row: Sendable, Equatable {
        public let agency: String
        public let debtors: Int
        public let invoices: Int
        /// Minor units that are owed.
        public let principal: Int64
        /// Minor units that come in on average.
        public let expected: Int64
        /// Minor units that the agency's price list asks for that, before tax.
        public let cost: Int64
        /// Of what is owed, what comes in and stays.
        public var net: Int64 { expected - cost }
    }

    /// In the order of the offers; last what no agency takes, where there is something.
    public let rows: [Row]

    /// - Parameter success: how many of ten thousand such debts an agency collects, by age in days.
    public init(_ choice: AgencyChoice, offers: [AgencyOffer], success: (Int) -> Int64) {
        var rows = offers.map { offer in
            Self.row(offer.code, offer.price, choice.placements.filter { $0.agency == offer.code }, success)
        }
        let left = choice.placements.filter { $0.agency == nil }
        if !left.isEmpty { rows.append(Self.row("", AgencyPrice(), left) { _ in 0 }) }
        self.rows = rows
    }

    private static func row(
        _ code: String, _ price: AgencyPrice, _ placements: [AgencyChoice.Placement],
        _ success: (Int) -> Int64
    ) -> Row {
        var (invoices, principal, expected, cost) = (0, Int64(0), Int64(0), Int64(0))
        for debt in placements.map(\.debt) {
            let collected = AgencyPrice.share(debt.principal, success(debt.ageDays))
            invoices += debt.invoices
            principal += debt.principal
            expected += collected
            cost += price.cost(collected: collected, ageDays: debt.ageDays)
        }
        return Row(
            agency: code, debtors: placements.count, invoices: invoices, principal: principal,
            expected: expected, cost: cost)
    }
}
