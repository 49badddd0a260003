public import Domain

/// A way to go on with a verified debt (vía de recobro).
public enum Route: String, Sendable, CaseIterable, Codable {
    /// One more letter or call of the creditor's own.
    case own
    /// The agency for a flat fee a case (tarifa plana).
    case agencyFlat = "agency-flat"
    /// The agency for a share of what it collects (comisión a éxito).
    case agencyCommission = "agency-commission"
    /// A court claim without a lawyer (monitorio hasta 2.000 EUR).
    case courtAlone = "court-alone"
    /// A court claim with a lawyer (y procurador).
    case courtLawyer = "court-lawyer"
    /// Give it up (fallido): it costs the debt and nothing else.
    case writeOff = "write-off"
}

/// What a route costs and how often it works, as the creditor declares it: nothing of it is law, and none
/// of it
/// is known before the creditor has counted its own cases.
public struct RouteTerms: Sendable, Equatable {
    /// The way.
    public let route: Route
    /// Paid whatever comes of it, minor units of the creditor's currency.
    public var fixedCost: Int64
    /// Of what is collected, basis points.
    public var commission: Int64
    /// How many of ten thousand such debts are collected: while they are young, and at the end.
    public var success: ClosedRange<Int64>
    /// Days overdue from which on the lower number counts; between them it falls in a straight line.
    public var agesOverDays: Int
    /// Principal that the route is open to, minor units.
    public var principal: ClosedRange<Int64>
    /// Days until the money is there, usually.
    public var days: Int
    /// Kinds of debtor; empty is any.
    public var debtors: Set<CustomerKind>

    /// Terms as declared.
    public init(
        _ route: Route, fixedCost: Int64 = 0, commission: Int64 = 0, success: ClosedRange<Int64>,
        agesOverDays: Int = 365, principal: ClosedRange<Int64> = 1...Int64.max, days: Int,
        debtors: Set<CustomerKind> = []
    ) {
        self.route = route
        self.fixedCost = fixedCost
        self.commission = commission
        self.success = success
        self.agesOverDays = max(1, agesOverDays)
        self.principal = principal
        self.days = days
        self.debtors = debtors
    }

    /// How many of ten thousand debts of this age are collected.
    public func success(ageDays: Int) -> Int64 {
        let age = Int64(min(max(ageDays, 0), agesOverDays))
        return success.upperBound - (success.upperBound - success.lowerBound) * age / Int64(agesOverDays)
    }
}

/// The creditor's table of routes, and what the law adds to it.
public struct RouteTable: Sendable, Equatable {
    /// One row a route; of two for one route both are looked at.
    public var terms: [RouteTerms]
    /// Principal up to which a claim needs no lawyer (LEC arts. 23, 31), minor units.
    public var withoutLawyerUpTo: Int64
    /// Whether a negotiation must have been tried before a court claim (LO 1/2025 art. 5).
    public var requiresNegotiation: Bool

    /// - Parameter terms: the creditor's, else examples that say so.
    public init(
        terms: [RouteTerms] = RouteTable.examples, withoutLawyerUpTo: Int64 = 200_000,
        requiresNegotiation: Bool = true
    ) {
        self.terms = terms
        self.withoutLawyerUpTo = withoutLawyerUpTo
        self.requiresNegotiation = requiresNegotiation
    }

    /// Numbers to begin with; a creditor replaces them by its own.
    public static let examples = [
        RouteTerms(.own, fixedCost: 500, success: 500...3000, agesOverDays: 180, days: 20),
        RouteTerms(.agencyFlat, fixedCost: 4500, success: 1500...5000, principal: 5000...Int64.max, days: 75),
        RouteTerms(.agencyCommission, commission: 2000, success: 1500...5500, days: 75),
        RouteTerms(
            .courtAlone, fixedCost: 3000, success: 3500...5500, agesOverDays: 1460,
            principal: 10_000...200_000,
            days: 240),
        RouteTerms(
            .courtLawyer, fixedCost: 60_000, success: 4500...6000, agesOverDays: 1460,
            principal: 200_001...Int64.max, days: 365),
        RouteTerms(.writeOff, success: 0...0, days: 0),
    ]
}

/// When value-added tax of a debt that is not collected can be had back (LIVA art. 80.Cuatro).
public struct TaxRecovery: Sendable, Equatable {
    /// Tax in what is still owed, minor units.
    public let amount: Int64
    /// First and last day of the window.
    public let opens: Day
    public let closes: Day

    /// A window; `amount` in minor units.
    public init(amount: Int64, opens: Day, closes: Day) {
        self.amount = amount
        self.opens = opens
        self.closes = closes
    }

    /// Tax in a rest of an invoice, by its share of the total (LIVA 80.Cinco.4): `nil` where the document
    /// does
    /// not tell base and total apart.
    public static func share(outstanding: Int64, net: Int64?, payable: Int64) -> Int64? {
        guard let net, net > 0, (net...).contains(payable), (0...payable).contains(outstanding) else {
            return nil
        }
        // Never more than the tax itself, so that it fits.
        return payable.dividingFullWidth((payable - net).multipliedFullWidth(by: outstanding)).quotient
    }
}
