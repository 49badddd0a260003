/// How a whole batch was received (DHX 1.0 §5.3.4, after ISO 20022 pain.002 `GrpSts`).
public enum GroupStatus: String, Sendable, CaseIterable {
    case received = "RCVD"
    /// Technically valid.
    case valid = "ACTC"
    case accepted = "ACCP"
    case partlyAccepted = "PART"
    case pending = "PDNG"
    case rejected = "RJCT"
    case duplicate = "DUPL"
}

/// How one operation was received, in the order in which counts list them.
public enum AnswerStatus: String, Sendable, CaseIterable {
    case accepted = "ACCP"
    /// Accepted with a change; the reason says what.
    case acceptedWithChange = "ACWC"
    case pending = "PDNG"
    case rejected = "RJCT"
    case duplicate = "DUPL"

    /// Whether the agency now holds the case as it says it does.
    public var isAccepted: Bool { self == .accepted || self == .acceptedWithChange }
}

/// Why a whole file is refused or doubted.
public enum FileReason: String, Sendable, CaseIterable {
    case checksum = "CHECKSUM"
    case signature = "SIGNATURE"
    case schema = "SCHEMA"
    case controlSum = "CONTROL_SUM"
    case count = "COUNT"
    case batchIdReused = "BATCH_ID_REUSED"
    case sequenceGap = "SEQUENCE_GAP"
    case sequenceOld = "SEQUENCE_OLD"
    case environment = "ENVIRONMENT"
    case unknownSender = "UNKNOWN_SENDER"
    case decrypt = "DECRYPT"
    /// A warning: the same content under another id.
    case sameContent = "SAME_CONTENT"
}

/// Why one operation is refused, changed or doubted.
public enum CaseReason: String, Sendable, CaseIterable {
    case duplicateCase = "DUPLICATE_CASE"
    case unknownCase = "UNKNOWN_CASE"
    case versionGap = "VERSION_GAP"
    case caseClosed = "CASE_CLOSED"
    case changePending = "CHANGE_PENDING"
    case partPaidNoUpdate = "PART_PAID_NO_UPDATE"
    case debtorChanged = "DEBTOR_CHANGED"
    case idInvalid = "ID_INVALID"
    case idNameMismatch = "ID_NAME_MISMATCH"
    case addressInsufficient = "ADDRESS_INSUFFICIENT"
    case debtorIsCreditor = "DEBTOR_IS_CREDITOR"
    case notOverdue = "NOT_OVERDUE"
    case amountMismatch = "AMOUNT_MISMATCH"
    case belowMinimum = "BELOW_MINIMUM"
    case timeBarred = "TIME_BARRED"
    case disputed = "DISPUTED"
    case alreadyPaid = "ALREADY_PAID"
    case insolvent = "INSOLVENT"
    case deceased = "DECEASED"
    case mandateMissing = "MANDATE_MISSING"
    case documentMissing = "DOC_MISSING"
    case documentUnreadable = "DOC_UNREADABLE"
    case documentWrongType = "DOC_WRONG_TYPE"
    case documentAmountDiffers = "DOC_AMOUNT_DIFFERS"
    case territory = "TERRITORY"
    case conflictOfInterest = "CONFLICT_OF_INTEREST"
    case currency = "CURRENCY"
}

/// A reason with the place it points to.
public struct AnswerReason<Code: RawRepresentable & Sendable & Equatable>: Sendable, Equatable
where Code.RawValue == String {
    public var code: Code
    /// JSON path in the batch that is answered, empty for none; at most 140 characters.
    public var field: String
    /// What stood there, empty for none; at most 140 characters.
    public var value: String
    /// In words, empty for none; at most 1024 characters.
    public var text: String

    public init(_ code: Code, field: String = "", value: String = "", text: String = "") {
        self.code = code
        self.field = field
        self.value = value
        self.text = text
    }
}
