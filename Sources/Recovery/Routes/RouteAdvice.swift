public import Domain

/// What one route costs and brings in, with the arithmetic.
public struct RouteEstimate: Sendable, Equatable {
    /// The way.
    public let route: Route
    /// How many of ten thousand are collected at this age.
    public let success: Int64
    /// Minor units that come in on average: principal × success.
    public let expected: Int64
    /// Minor units paid on average: the fixed cost and the commission on what comes in.
    public let cost: Int64
    /// What is left on average, minor units.
    public var net: Int64 { expected - cost }
    /// Days until the money is there, usually.
    public let days: Int
    /// Why it is not open to this debt, by code; empty where it is.
    public let objections: [String]
}

/// A recommendation (propuesta): every route with its arithmetic, the one that leaves most first. A person
/// decides; nothing is done by it.
public struct RouteAdvice: Sendable, Equatable {
    /// Those that are open, by what they leave; then the others, in the order of the table.
    public let estimates: [RouteEstimate]
    /// What the tax office gives back where nothing is collected; `nil` where the documents do not tell.
    public let tax: TaxRecovery?
    /// Minor units that are claimed.
    public let principal: Int64

    /// The route that leaves most; `nil` where none is open.
    public var best: RouteEstimate? { estimates.first { $0.objections.isEmpty } }

    /// What a debt is like when routes are weighed.
    public struct Debt: Sendable, Equatable {
        /// Minor units of the creditor's currency.
        public var principal: Int64
        public var debtor: CustomerKind
        /// Days since it fell due.
        public var ageDays: Int
        /// Whether the debt is verified: every condition passed.
        public var isVerified: Bool
        /// Whether a negotiation was tried, with its days to answer over.
        public var isNegotiated: Bool
        public var tax: TaxRecovery?

        /// A debt as it stands.
        public init(
            principal: Int64, debtor: CustomerKind, ageDays: Int, isVerified: Bool, isNegotiated: Bool,
            tax: TaxRecovery? = nil
        ) {
            self.principal = principal
            self.debtor = debtor
            self.ageDays = ageDays
            self.isVerified = isVerified
            self.isNegotiated = isNegotiated
            self.tax = tax
        }
    }

    /// Weighs every route of the table.
    ///
    /// - Parameter gates: a route whose gate the law keeps closed for such a debtor is not open.
    public init(_ debt: Debt, table: RouteTable, gates: GateTable) {
        principal = debt.principal
        tax = debt.tax
        let all = table.terms.map { Self.estimate($0, debt, table, gates) }
        let open = all.enumerated().filter { $0.element.objections.isEmpty }
            .sorted {
                ($1.element.net, $0.element.days, $0.offset) < ($0.element.net, $1.element.days, $1.offset)
            }
        estimates = open.map(\.element) + all.filter { !$0.objections.isEmpty }
    }

    private static func estimate(
        _ terms: RouteTerms, _ debt: Debt, _ table: RouteTable, _ gates: GateTable
    ) -> RouteEstimate {
        let success = terms.success(ageDays: debt.ageDays)
        let expected = share(debt.principal, success)
        let cost = terms.fixedCost + share(expected, terms.commission)
        return RouteEstimate(
            route: terms.route, success: success, expected: expected, cost: cost, days: terms.days,
            objections: objections(terms, debt, table, gates))
    }

    /// So many of ten thousand parts, cut to whole minor units: an estimate promises no cent.
    private static func share(_ amount: Int64, _ parts: Int64) -> Int64 {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: 10_000)
        return whole * parts + rest * parts / 10_000
    }

    private static func objections(
        _ terms: RouteTerms, _ debt: Debt, _ table: RouteTable, _ gates: GateTable
    ) -> [String] {
        var codes: [String] = []
        if !terms.principal.contains(debt.principal) { codes.append("amount") }
        if !terms.debtors.isEmpty, !terms.debtors.contains(debt.debtor) { codes.append("debtor") }
        switch terms.route {
        case .own, .writeOff: break
        case .agencyFlat, .agencyCommission:
            if !debt.isVerified { codes.append("not-verified") }
            if case .closed = gates[.agency, debt.debtor] { codes.append(closed(debt)) }
        case .courtAlone, .courtLawyer:
            if !debt.isVerified { codes.append("not-verified") }
            // Administrations are sued elsewhere, without negotiation before (LO 1/2025 art. 3).
            if case .closed = gates[.court, debt.debtor] {
                codes.append(closed(debt))
            } else if table.requiresNegotiation, !debt.isNegotiated {
                codes.append("not-negotiated")
            }
            if terms.route == .courtAlone, debt.principal > table.withoutLawyerUpTo { codes.append("lawyer") }
        }
        return codes
    }

    private static func closed(_ debt: Debt) -> String {
        debt.debtor == .publicBody ? "administration" : "gate-closed"
    }
}
