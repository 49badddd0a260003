/// What stands at a path of an agency's own file.
enum AgencyReturnValue: Equatable {
    /// `[A-Za-z0-9._/:-]`, 1 to 35 characters.
    case id
    case text
    /// In the decimals of the layout; must be exact in the currency.
    case amount
    /// Percent, at most two decimals.
    case percent
    case day
    /// `HH:mm`, `HH:mm:ss`, `HHmm` or `HHmmss`, UTC.
    case time
    /// A whole number.
    case whole
    /// An IBAN.
    case account
    /// One of ours, through a table of the profile.
    case code([String])

    /// The types of a field that can have it.
    var fieldKinds: [LayoutField.Kind] {
        switch self {
        case .id, .text, .time, .account: [.text, .code, .digits]
        case .amount, .percent: [.amount]
        case .day: [.date]
        case .whole: [.digits]
        case .code: [.code]
        }
    }
}

/// The paths that a profile for an agency's own file may name, by flow. A list's positions stand as `N`.
struct AgencyReturnPaths {
    /// Of records that stand once in the file.
    private(set) var file: [String: AgencyReturnValue] = [
        "header.environment": .code(HandoverEnvironment.allCases.map(\.rawValue)),
        "header.businessDate": .day,
    ]
    /// Of detail records.
    private(set) var record: [String: AgencyReturnValue] = ["caseRef": .id, "agencyCaseRef": .id]
    /// Each by a field of every detail record.
    private(set) var requiredFields: [[String]] = []
    /// Each by a field or a constant; one of several is enough. Those of the head among them.
    private(set) var required: [[String]] = []

    /// Positions of a list: `reasons.0` to `reasons.8`.
    static let listMax = 9
    static let balanceParts = ["principal", "interest", "fixedComp", "costs"]
    /// Groups of values that a row or a head may lack as a whole.
    static let optionalGroups: Set<String> = [
        "plan", "dispute", "court", "actionRequired", "close", "feeInvoice",
    ]
    /// What differs from file to file, and so is never a constant of the profile.
    private static let neverConstant: Set<String> = [
        "header.environment", "header.businessDate", "batch.sequence", "caseRef", "agencyCaseRef", "opId",
        "eventId", "movementId", "reversesId", "creditorPaymentRef",
    ]

    init(_ flow: HandoverFlow?) {
        switch flow {
        case .acknowledgement: addAcknowledgement()
        case .status: addStatus()
        case .remittance: addRemittance()
        default: (file, record) = ([:], [:])
        }
    }

    /// What may stand at a path: `nil` for one that means nothing there.
    func value(at path: String, of occurrence: LayoutRecord.Occurrence) -> AgencyReturnValue? {
        (occurrence == .file ? file : record)[Self.general(path)]
    }

    /// The same for a constant, which may speak of the file or of every row.
    func constant(at path: String) -> AgencyReturnValue? {
        let general = Self.general(path)
        return Self.neverConstant.contains(general) ? nil : file[general] ?? record[general]
    }

    /// All paths of an occurrence, for errors.
    func names(of occurrence: LayoutRecord.Occurrence) -> [String] {
        (occurrence == .file ? file : record).keys.sorted()
    }

    /// `reasons.N` of `reasons.0`.
    private static func general(_ path: String) -> String {
        guard let dot = path.lastIndex(of: "."), let last = path[dot...].utf8.dropFirst().first,
            path[dot...].utf8.count == 2, last >= 0x30, last < 0x30 + UInt8(listMax)
        else { return path }
        return path[...dot] + "N"
    }

    private static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> AgencyReturnValue
    where Word.RawValue == String { .code(Word.allCases.map(\.rawValue)) }

    private mutating func addBalance(_ path: String) {
        record[path] = .amount
        for part in Self.balanceParts { record["\(path).\(part)"] = .amount }
        record[path + ".asOf"] = .day
    }

    private mutating func addAcknowledgement() {
        file["batch.sequence"] = .whole
        record["opId"] = .id
        record["status"] = Self.words(AnswerStatus.self)
        record["reasons.N"] = Self.words(CaseReason.self)
        record["missingDocs.N"] = Self.words(CaseDocument.Kind.self)
        record["answerBy"] = .day
        addBalance("balanceHeld")
        requiredFields = [["opId", "caseRef"]]
        required = [["status"]]
    }

    private mutating func addStatus() {
        let others: [String: AgencyReturnValue] = [
            "eventId": .id, "at": .day, "time": .time, "status": Self.words(EventStatus.self),
            "phase": Self.words(DebtCase.Phase.self), "amount": .amount, "dueDate": .day, "reason": .text,
            "dispute.ground": Self.words(DisputeGround.self), "dispute.raisedAt": .day,
            "dispute.amount": .amount, "dispute.lineRefs.N": .id,
            "close.reason": Self.words(CloseReason.self),
            "court.court": .text, "court.caseNumber": .text, "court.filedAt": .day, "court.claimBy": .day,
            "plan.total": .amount, "plan.first": .day, "plan.last": .day, "plan.instalments": .whole,
            "plan.amount": .amount, "plan.frequency": Self.words(PlanFrequency.self),
            "actionRequired.code": .text, "actionRequired.by": .day,
            "actionRequired.docTypes.N": Self.words(CaseDocument.Kind.self),
            "actionRequired.costEstimate": .amount,
        ]
        record.merge(others) { $1 }
        addBalance("close.balance")
        requiredFields = [["caseRef", "agencyCaseRef"], ["at"], ["status"]]
        required = [["phase"]]
    }

    private mutating func addRemittance() {
        let head: [String: AgencyReturnValue] = [
            "statementId": .id, "method": Self.words(RemittanceMethod.self),
            "currency": .code(CodeLists.currencies.sorted()), "periodFrom": .day, "periodTo": .day,
            "opening": .amount, "closing": .amount, "payout.amount": .amount, "payout.date": .day,
            "payout.reference": .id, "creditorIban": .account, "feeInvoice.number": .text,
            "feeInvoice.date": .day, "feeInvoice.net": .amount,
            "feeInvoice.vatCategory": .code(CodeLists.taxCategories.sorted()),
            "feeInvoice.vatRatePct": .percent, "feeInvoice.vat": .amount, "feeInvoice.gross": .amount,
        ]
        file.merge(head) { $1 }
        let line: [String: AgencyReturnValue] = [
            "movementId": .id, "type": Self.words(RemittanceLine.Kind.self), "reversesId": .id,
            "creditorPaymentRef": .id, "lineRef": .id, "date": .day, "gross": .amount,
            "alloc.principal": .amount, "alloc.interest": .amount, "alloc.fixedComp": .amount,
            "alloc.costs": .amount, "alloc.retained": .amount, "feeBase": .amount, "feeRatePct": .percent,
            "fee": .amount, "expense": .amount, "balanceAfter": .amount, "reason": .text,
        ]
        record.merge(line) { $1 }
        requiredFields = [
            ["movementId"], ["caseRef", "agencyCaseRef"], ["date"], ["gross"], ["balanceAfter"],
        ]
        required = [
            ["type"], ["statementId"], ["method"], ["currency"], ["periodFrom"], ["periodTo"], ["opening"],
            ["payout.amount"], ["payout.date"], ["payout.reference"],
        ]
    }
}
