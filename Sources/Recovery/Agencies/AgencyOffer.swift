public import Domain

/// What an agency takes (condiciones de admisión): every part that is stated must hold.
public struct AgencyRules: Sendable, Equatable {
    /// ISO 3166 alpha-2 of the debtor's address; empty is any.
    public var countries: Set<String>
    /// Kinds of debtor; empty is any.
    public var debtors: Set<CustomerKind>
    /// Principal of the case, minor units.
    public var principal: ClosedRange<Int64>
    /// Days since the oldest due day.
    public var ageDays: ClosedRange<Int>

    /// Rules as declared; everything is taken unless said otherwise.
    public init(
        countries: Set<String> = [], debtors: Set<CustomerKind> = [],
        principal: ClosedRange<Int64> = 1...Int64.max, ageDays: ClosedRange<Int> = 0...Int.max
    ) {
        self.countries = countries
        self.debtors = debtors
        self.principal = principal
        self.ageDays = ageDays
    }

    /// Which rules a case breaks, by code; empty where the agency takes it.
    public func objections(to debt: PlaceableCase) -> [String] {
        var codes: [String] = []
        if !countries.isEmpty, !countries.contains(debt.country) { codes.append("country") }
        if !debtors.isEmpty, !debtors.contains(debt.debtor) { codes.append("debtor") }
        if !principal.contains(debt.principal) { codes.append("amount") }
        if !ageDays.contains(debt.ageDays) { codes.append("age") }
        return codes
    }
}

/// What an agency asks for its work (tarifa), before value-added tax.
public struct AgencyPrice: Sendable, Equatable {
    /// A step of the commission: from this age of the debt on, of what is collected.
    public struct Step: Sendable, Equatable {
        /// Days since the oldest due day when the case is placed.
        public var fromAgeDays: Int
        /// Ten-thousandths of what is collected.
        public var rate: Int64

        /// One step.
        public init(fromAgeDays: Int, rate: Int64) {
            self.fromAgeDays = fromAgeDays
            self.rate = rate
        }
    }

    /// Paid for each case whatever comes of it (tarifa plana), minor units.
    public var flat: Int64
    /// By age, in any order.
    public var commission: [Step]

    /// A price list; free where nothing is said.
    public init(flat: Int64 = 0, commission: [Step] = []) {
        self.flat = flat
        self.commission = commission
    }

    /// The commission on a debt of this age, ten-thousandths; 0 below the first step.
    public func rate(ageDays: Int) -> Int64 {
        commission.filter { $0.fromAgeDays <= ageDays }.max { $0.fromAgeDays < $1.fromAgeDays }?.rate ?? 0
    }

    /// What a case costs where so much of it is collected, minor units, cut to whole ones.
    public func cost(collected: Int64, ageDays: Int) -> Int64 {
        flat + Self.share(collected, rate(ageDays: ageDays))
    }

    /// So many of ten thousand parts.
    static func share(_ amount: Int64, _ parts: Int64) -> Int64 {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: 10_000)
        return whole * parts + rest * parts / 10_000
    }
}

/// An agency that cases may go to.
public struct AgencyOffer: Sendable, Equatable {
    /// Its short name in batch ids.
    public var code: String
    public var rules: AgencyRules
    public var price: AgencyPrice
    /// How many cases it has room for at a time; `nil` for any number.
    public var capacity: Int?

    /// An agency's offer.
    public init(
        code: String, rules: AgencyRules = AgencyRules(), price: AgencyPrice = AgencyPrice(),
        capacity: Int? = nil
    ) {
        self.code = code
        self.rules = rules
        self.price = price
        self.capacity = capacity
    }
}

/// A debtor's verified debts in one currency, as an agency would get them.
public struct PlaceableCase: Sendable, Equatable {
    /// Key of the customer.
    public var customer: String
    /// ISO 3166 alpha-2 of the address.
    public var country: String
    public var debtor: CustomerKind
    /// Minor units.
    public var principal: Int64
    /// Days since the oldest due day.
    public var ageDays: Int
    /// How many invoices.
    public var invoices: Int
    /// Agencies that had it and sent it back: they come last.
    public var returnedBy: Set<String> = []
    /// Agencies from which the creditor took it back to give it to another: they do not get it again.
    public var takenFrom: Set<String> = []
    /// Code of the agency that a person wants to have it; empty for any.
    public var onlyFor = ""

    /// A case before it is placed.
    public init(
        customer: String, country: String, debtor: CustomerKind, principal: Int64, ageDays: Int,
        invoices: Int
    ) {
        self.customer = customer
        self.country = country
        self.debtor = debtor
        self.principal = principal
        self.ageDays = ageDays
        self.invoices = invoices
    }
}
