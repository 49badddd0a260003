internal import Domain
internal import Handover

/// `state.json`: what the agency's side must know tomorrow. No names of people: what a debtor is called
/// stands in the packages.
struct DeskState: Codable, Equatable {
    static let currentSchema = "recobro.desk-state/1"

    var schema = Self.currentSchema
    /// The sequence that the creditor's next case batch must have.
    var nextCaseSequence: Int
    /// The last sequence of each flow that the agency sent.
    var lastSequence: [String: Int] = [:]
    var packages: [DeskPackage] = []
    /// By the creditor's reference.
    var cases: [String: DeskCase] = [:]
    /// Ids of events that were reported, and the batch that did.
    var events: [String: String] = [:]
    var movements: [DeskMovement] = []
    var statements: [DeskStatement] = []
    var lastInventory: DeskSentInventory?
}

/// The last inventory that was sent.
struct DeskSentInventory: Codable, Equatable {
    @DayText var day: Day
    /// Of what it lists.
    var sha256: String
    var folder: String
}

/// A package that came.
struct DeskPackage: Codable, Equatable {
    /// What became of it.
    enum Outcome: String, Codable {
        /// Its operations were answered one by one.
        case answered
        /// Refused as a whole, for a reason of its content: its number is used up.
        case refused
        /// Damaged, of another environment or out of order: its number is not used up.
        case returned
        /// Waits in `held/` for the batch before it.
        case held
    }

    var batchId: String
    var sequence: Int
    var folder: String
    var manifestSha256: String
    /// Over all its files.
    var contentSha256: String
    var outcome: Outcome
    /// Folder name of the acknowledgement.
    var answer: String
}

/// A movement that a statement reported.
struct DeskMovement: Codable, Equatable {
    var movementId: String
    /// COLL, REVC, DIRC, REVD, EXPN, ADJT.
    var type: String
    var caseRef: String
    @DayText var date: Day
    var gross: Money
    var allocation: DeskBuckets?
    /// The part of it that the agency keeps by agreement.
    var retained: Money
    /// Hundredths of a percent.
    var feeRate: Int?
    var statement: String
    var isReversed = false
    /// The line that it paid; absent where it named none, and in old states.
    var lineRef: String?
    /// Of an outlay; absent in old states.
    var expense: Money?
    /// Where one payment paid several invoices and has a movement for each: the id of the first, which is
    /// that of the payment, and on the first the whole of it.
    var payment: String?
    var whole: Money?
}

/// A statement that was sent.
struct DeskStatement: Codable, Equatable {
    var statementId: String
    var folder: String
    @DayText var periodFrom: Day
    @DayText var periodTo: Day
    /// Carried forward, signed.
    var closing: Money
}

/// What is owed, by kind. Minor units of one currency.
struct DeskBuckets: Codable, Equatable {
    var currency: Currency
    var principal: Int64 = 0
    var interest: Int64 = 0
    var fixedComp: Int64 = 0
    var costs: Int64 = 0

    init(_ currency: Currency) { self.currency = currency }

    init(_ balance: CaseBalance, _ currency: Currency) {
        self.currency = currency
        (principal, interest) = (balance.principal, balance.interest)
        (fixedComp, costs) = (balance.fixedComp, balance.costs)
    }

    /// - Throws: where the sum does not fit.
    func total() throws(MoneyError) -> Int64 {
        try principal.addingExactly(interest).addingExactly(fixedComp).addingExactly(costs)
    }

    func adding(_ other: DeskBuckets) throws(MoneyError) -> DeskBuckets {
        var sum = self
        sum.principal = try principal.addingExactly(other.principal)
        sum.interest = try interest.addingExactly(other.interest)
        sum.fixedComp = try fixedComp.addingExactly(other.fixedComp)
        sum.costs = try costs.addingExactly(other.costs)
        return sum
    }

    func subtracting(_ other: DeskBuckets) throws(MoneyError) -> DeskBuckets {
        var negative = DeskBuckets(currency)
        negative.principal = try other.principal.negatedExactly()
        negative.interest = try other.interest.negatedExactly()
        negative.fixedComp = try other.fixedComp.negatedExactly()
        negative.costs = try other.costs.negatedExactly()
        return try adding(negative)
    }

    func balance(asOf: Day) throws(MoneyError) -> CaseBalance {
        CaseBalance(
            asOf: asOf, principal: principal, interest: interest, fixedComp: fixedComp, costs: costs,
            total: try total())
    }

    private enum CodingKeys: String, CodingKey { case principal, interest, fixedComp, costs }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let first = try fields.decode(Money.self, forKey: .principal)
        currency = first.currency
        principal = first.minorUnits
        let parts = try [CodingKeys.interest, .fixedComp, .costs].map { key in
            let part = try fields.decode(Money.self, forKey: key)
            guard part.currency == first.currency else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: fields, debugDescription: "two currencies in one balance")
            }
            return part.minorUnits
        }
        (interest, fixedComp, costs) = (parts[0], parts[1], parts[2])
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        for (key, units) in [
            (CodingKeys.principal, principal), (.interest, interest), (.fixedComp, fixedComp),
            (.costs, costs),
        ] { try fields.encode(Money(minorUnits: units, currency: currency), forKey: key) }
    }
}

extension Int64 {
    /// `-self`, or `MoneyError.overflow`: the least number has no opposite.
    func negatedExactly() throws(MoneyError) -> Int64 {
        guard self != .min else { throw .overflow }
        return -self
    }
}
