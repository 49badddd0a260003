public import Domain

/// One statement to a debtor registry (fichero de morosos): DHX 1.0 §5.5, the record that every layout is
/// made from.
public struct RegistryRecord: Sendable, Equatable {
    /// What is stated.
    public enum Operation: String, Sendable, CaseIterable {
        /// Alta.
        case add = "A"
        /// Modificación.
        case change = "M"
        /// Baja. It is never held by gates, approval, minimum or order.
        case remove = "B"
    }

    /// The debtor's part in the debt.
    public enum Role: String, Sendable, CaseIterable {
        case holder = "HOLDER"
        case joint = "JOINT"
        case guarantor = "GUARANTOR"
    }

    /// What was sold.
    public enum Product: String, Sendable, CaseIterable {
        case tradeCredit = "TRADE_CREDIT"
        case service = "SERVICE"
        case telecom = "TELECOM"
        case utility = "UTILITY"
        case rent = "RENT"
        case loan = "LOAN"
        case other = "OTHER"
    }

    /// Why a record is removed.
    public enum RemovalReason: String, Sendable, CaseIterable {
        case paid = "PAID"
        case settled = "SETTLED"
        case disputed = "DISPUTED"
        case reportedInError = "REPORTED_IN_ERROR"
        /// Five years from the due day (LOPDGDD art. 20.1.d).
        case timeLimit = "TIME_LIMIT"
        case sold = "SOLD"
        case discharged = "DISCHARGED"
        case dataRight = "DATA_RIGHT"
        case belowMinimum = "BELOW_MINIMUM"
        case recalled = "RECALLED"
    }

    /// What is owed; minor units of the record's currency.
    public struct Debt: Sendable, Equatable {
        public var original: Int64?
        /// More than zero.
        public var unpaid: Int64
        public var pending: Int64?
        public var instalments: Int?
        public var unpaidCount: Int
        public var firstUnpaidDue: Day
        public var lastUnpaidDue: Day

        public init(unpaid: Int64, unpaidCount: Int, firstUnpaidDue: Day, lastUnpaidDue: Day) {
            self.unpaid = unpaid
            self.unpaidCount = unpaidCount
            self.firstUnpaidDue = firstUnpaidDue
            self.lastUnpaidDue = lastUnpaidDue
        }
    }

    /// What allows an addition (LOPDGDD art. 20.1): the debtor was warned, a person released it.
    public struct Gate: Sendable, Equatable {
        /// What was checked.
        public enum Check: String, Sendable, CaseIterable {
            case certain = "CERTAIN"
            case overdue = "OVERDUE"
            case noOpenDispute = "NO_OPEN_DISPUTE"
            case warned = "WARNED"
            case withinFiveYears = "WITHIN_5_YEARS"
            case aboveMinimum = "ABOVE_MINIMUM"
        }

        /// Day on which the warning that names the registry reached the debtor.
        public var warnedAt: Day
        /// SHA-256 of the document that warned.
        public var warningDocSHA256: String
        /// `user:ana`: a person, always.
        public var approvedBy: String
        /// Checks that passed; an addition needs all of them.
        public var checks: [Check]

        public init(warnedAt: Day, warningDocSHA256: String, approvedBy: String, checks: [Check]) {
            self.warnedAt = warnedAt
            self.warningDocSHA256 = warningDocSHA256
            self.approvedBy = approvedBy
            self.checks = checks
        }
    }

    /// Idempotency key: a repeated removal keeps it.
    public var recId: String
    public var operation: Operation
    /// The record that this one corrects, empty for none.
    public var correctsRecId = ""
    /// The contract or customer as the registry knows it: first half of the key.
    public var operationRef: String
    /// 1 to 99: second half of the key.
    public var debtorSeq = 1
    public var role = Role.holder
    /// 1 for an addition, then more.
    public var recordVersion: Int
    public var asOf: Day
    public var caseRef = ""
    public var debtor: CaseParty
    public var product: Product?
    public var currency: Currency
    public var contractDate: Day?
    public var contractEnd: Day?
    /// Mandatory for A and M, absent for B.
    public var debt: Debt?
    /// Mandatory for B.
    public var reason: RemovalReason?
    /// Mandatory for A.
    public var gate: Gate?

    public init(
        recId: String, operation: Operation, operationRef: String, recordVersion: Int, asOf: Day,
        debtor: CaseParty, currency: Currency
    ) {
        self.recId = recId
        self.operation = operation
        self.operationRef = operationRef
        self.recordVersion = recordVersion
        self.asOf = asOf
        self.debtor = debtor
        self.currency = currency
    }
}

extension RegistryRecord {
    /// Which entry of the registry the record is about.
    struct Key: Hashable {
        let operationRef: String
        let debtorSeq: Int
    }

    /// The record with the parts its operation has: a removal carries no amounts and no gate, and is not held
    /// back because somebody gave it some.
    var withoutForeignParts: RegistryRecord {
        var record = self
        switch operation {
        case .remove: (record.debt, record.gate) = (nil, nil)
        case .add: record.reason = nil
        case .change: (record.reason, record.gate) = (nil, nil)
        }
        return record
    }

    var key: Key { Key(operationRef: operationRef, debtorSeq: debtorSeq) }

    var json: JSONValue {
        var members = JSONMembers()
        members.add("recId", text: recId)
        members.add("op", text: operation.rawValue)
        members.add("correctsRecId", text: correctsRecId)
        members.add("operationRef", text: operationRef)
        members.add("debtorSeq", .integer(Int64(debtorSeq)))
        members.add("role", text: role.rawValue)
        members.add("recordVersion", .integer(Int64(recordVersion)))
        members.add("asOf", day: asOf)
        members.add("caseRef", text: caseRef)
        members.add("debtor", debtor.json)
        members.add("product", text: product?.rawValue ?? "")
        if debt != nil { members.add("currency", text: currency.code) }
        members.add("contractDate", day: contractDate)
        members.add("contractEnd", day: contractEnd)
        members.add("original", minorUnits: debt?.original, in: currency)
        members.add("unpaid", minorUnits: debt?.unpaid, in: currency)
        members.add("pending", minorUnits: debt?.pending, in: currency)
        members.add("instalments", (debt?.instalments).map { .integer(Int64($0)) })
        members.add("unpaidCount", (debt?.unpaidCount).map { .integer(Int64($0)) })
        members.add("firstUnpaidDue", day: debt?.firstUnpaidDue)
        members.add("lastUnpaidDue", day: debt?.lastUnpaidDue)
        members.add("reason", text: reason?.rawValue ?? "")
        members.add("gate", gate?.json)
        return members.object
    }
}

extension RegistryRecord.Gate {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("warnedAt", day: warnedAt)
        members.add("warningDocSha256", text: warningDocSHA256)
        members.add("approvedBy", text: approvedBy)
        let passed = RegistryRecord.Gate.Check.allCases.filter(checks.contains)
        members.add("checks", texts: passed.map(\.rawValue))
        return members.object
    }
}
