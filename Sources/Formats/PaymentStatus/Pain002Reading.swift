internal import Domain
internal import Scanning

/// The state of one reading.
struct Pain002Reading: XMLHandler {
    /// A level while it is read.
    struct Draft {
        var record: PaymentStatusRecord
        /// What the file says how many transactions the original had.
        var claim: Int64?
        /// Transactions reported on.
        var count: Int64 = 0
        var isEmitted = false
    }

    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    var version = ""
    private var records = 0
    private var message: Draft
    private var payment: Draft
    private var transaction: Draft
    private var isInPayment = false
    private var currencies = CurrencyReading()
    private var currency: CurrencyReading.Known??

    init(options: ReadOptions, emit: @escaping RecordSink) {
        self.options = options
        self.emit = emit
        message = Draft(record: PaymentStatusRecord(level: .message, currency: options.defaultCurrency))
        payment = Draft(record: PaymentStatusRecord(level: .payment, currency: options.defaultCurrency))
        transaction = Draft(
            record: PaymentStatusRecord(level: .transaction, currency: options.defaultCurrency))
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch Pain002Element(rawValue: field) {
        case .header:
            checkCount(message)
            message = draft(.message, "OrgnlGrpInfAndSts", line)
        case .message:
            checkCount(message)
            message = draft(.message, "OrgnlGrpInfAndSts", line)
        case .payment:
            payment = draft(.payment, "OrgnlPmtInfAndSts", line)
            isInPayment = true
        case .transaction:
            if isInPayment { try emitPayment() }
            transaction = draft(
                .transaction, isInPayment ? "OrgnlPmtInfAndSts/TxInfAndSts" : "TxInfAndSts", line)
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        switch Pain002Element(rawValue: field) {
        case .message: try send(message.record)
        case .payment:
            try emitPayment()
            checkCount(payment)
            if payment.count == 0 { checkStatus(payment.record) }
            isInPayment = false
        case .transaction: try finishTransaction()
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = Pain002Element(rawValue: field) else { return }
        if element.rawValue < Pain002Element.payment.rawValue {
            messageText(element, bytes)
        } else if element.rawValue < Pain002Element.transaction.rawValue {
            paymentText(element, bytes)
        } else if element.rawValue < Pain002Element.currency.rawValue {
            transactionText(element, bytes)
        } else {
            referenceText(element, bytes, line)
        }
    }

    mutating func finish() {
        guard !problems.contains(where: { $0.severity == .refuse }) else { return }
        checkCount(message)
        guard records == 0 else { return }
        problems.report(
            Problem(
                .fieldMissing, severity: .refuse,
                expected: "a status report (CstmrPmtStsRpt/OrgnlGrpInfAndSts)"))
    }

    // MARK: Levels

    private func draft(_ level: PaymentStatusRecord.Level, _ element: String, _ line: Int) -> Draft {
        var record = PaymentStatusRecord(level: level, currency: options.defaultCurrency)
        record.place = Place(line: line, element: element)
        return Draft(record: record)
    }

    private mutating func send(_ record: PaymentStatusRecord) throws {
        records += 1
        try emit(.status(record))
    }

    /// Sends the batch's record before those of its transactions.
    private mutating func emitPayment() throws {
        guard !payment.isEmitted else { return }
        payment.isEmitted = true
        payment.record.originalMessage = message.record.originalMessage
        Self.inherit(from: message.record, into: &payment.record)
        try send(payment.record)
    }

    private mutating func finishTransaction() throws {
        message.count += 1
        var record = transaction.record
        if record.originalMessage.isEmpty { record.originalMessage = message.record.originalMessage }
        if isInPayment {
            payment.count += 1
            if record.originalPayment.isEmpty { record.originalPayment = payment.record.originalPayment }
        }
        Self.inherit(from: isInPayment ? payment.record : message.record, into: &record)
        checkStatus(record)
        try send(record)
    }

    private mutating func checkStatus(_ record: PaymentStatusRecord) {
        guard record.status.isEmpty else { return }
        problems.report(
            Problem(
                .fieldMissing, severity: .warn, at: record.place,
                expected: "a status here or at a level above (TxSts, PmtInfSts, GrpSts)"))
    }

    /// A stated status stands alone; one taken from above brings its reason along.
    private static func inherit(from above: PaymentStatusRecord, into record: inout PaymentStatusRecord) {
        guard record.status.isEmpty else { return }
        guard record.level == .payment || above.status != "PART" else { return }
        record.status = above.status
        if record.reason.isEmpty { record.reason = above.reason }
    }

    /// More transactions reported on than there were. Fewer are usual: most banks list only the rejected.
    private mutating func checkCount(_ draft: Draft) {
        guard let claim = draft.claim, draft.count > claim else { return }
        problems.report(
            Problem(
                .countMismatch, at: draft.record.place, found: "\(draft.count)", expected: "at most \(claim)")
        )
    }

    // MARK: Text by level

    private mutating func messageText(_ element: Pain002Element, _ bytes: Span<UInt8>) {
        switch element {
        case .namespace: version = XMLIdentification.camtVersion(ofNamespace: XMLText.string(bytes))
        case .messageId: message.record.originalMessage = XMLText.string(bytes)
        case .messageCount: message.claim = Self.count(bytes)
        case .messageStatus: message.record.status = XMLText.string(bytes)
        case .messageReason: Self.takeFirst(bytes, into: &message.record.reason)
        default: break
        }
    }

    private mutating func paymentText(_ element: Pain002Element, _ bytes: Span<UInt8>) {
        switch element {
        case .paymentId: payment.record.originalPayment = XMLText.string(bytes)
        case .paymentCount: payment.claim = Self.count(bytes)
        case .paymentStatus: payment.record.status = XMLText.string(bytes)
        case .paymentReason: Self.takeFirst(bytes, into: &payment.record.reason)
        default: break
        }
    }

    private mutating func transactionText(_ element: Pain002Element, _ bytes: Span<UInt8>) {
        switch element {
        case .transactionMessage: transaction.record.originalMessage = XMLText.string(bytes)
        case .transactionPayment: transaction.record.originalPayment = XMLText.string(bytes)
        case .endToEnd:
            if !CamtReading.isPlaceholder(bytes) { transaction.record.endToEndId = XMLText.string(bytes) }
        case .transactionStatus: transaction.record.status = XMLText.string(bytes)
        case .transactionReason: Self.takeFirst(bytes, into: &transaction.record.reason)
        default: break
        }
    }

    private mutating func referenceText(_ element: Pain002Element, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .currency: currency = .some(currencies.read(bytes))
        case .instructedAmount: takeAmount(bytes, line)
        // What moved between the banks stands before the instructed amount, which replaces it.
        case .settlementAmount: takeAmount(bytes, line)
        case .collectionDay: takeDay(bytes, line)
        case .mandate:
            if !CamtReading.isPlaceholder(bytes) { transaction.record.mandateId = XMLText.string(bytes) }
        case .debtorName: transaction.record.debtor = XMLText.string(bytes)
        case .debtorIBAN: takeIBAN(bytes, line)
        case .debtorNumber: transaction.record.debtorAccount = XMLText.string(bytes)
        case .remittance:
            let text = XMLText.string(bytes)
            if !transaction.record.text.isEmpty, !text.isEmpty { transaction.record.text += " " }
            transaction.record.text += text
        default: break
        }
    }

    // MARK: Values

    /// Banks repeat a reason to say more about it: the first code counts.
    private static func takeFirst(_ bytes: Span<UInt8>, into reason: inout String) {
        if reason.isEmpty { reason = XMLText.string(bytes) }
    }

    private static func count(_ bytes: Span<UInt8>) -> Int64? {
        DecimalNumber(point: bytes).flatMap { $0.scale == 0 ? $0.digits : nil }
    }

    private mutating func takeAmount(_ bytes: Span<UInt8>, _ line: Int) {
        let amount = CamtAmount(
            bytes, currency, defaultExponent: options.defaultCurrency.exponent, line: line)
        currency = .none
        if let units = amount.minorUnits, units >= 0 {
            transaction.record.amount = units
            transaction.record.currency = amount.currency ?? options.defaultCurrency
            return
        }
        let code: Problem.Code =
            switch amount.state {
            case .currencyUnknown: .currencyUnknown
            case .inexact: .amountNotExact
            case .missing, .unreadable, .exact: .amountUnreadable
            }
        warn(code, "Amt", line)
    }

    private mutating func takeDay(_ bytes: Span<UInt8>, _ line: Int) {
        transaction.record.collected = XMLText.day(bytes)
        if transaction.record.collected == nil, !XMLText.trimmed(bytes).isEmpty {
            warn(.dateUnreadable, "ReqdColltnDt", line)
        }
    }

    private mutating func takeIBAN(_ bytes: Span<UInt8>, _ line: Int) {
        let written = IdentifierText.compact(XMLText.string(bytes))
        transaction.record.debtorAccount = written
        if !written.isEmpty, IBAN(written) == nil { warn(.ibanInvalid, "DbtrAcct/Id/IBAN", line) }
    }

    /// Reports a field of the original that cannot be used; the status stands.
    private mutating func warn(_ code: Problem.Code, _ element: String, _ line: Int) {
        let place = Place(line: line, element: "TxInfAndSts/OrgnlTxRef/" + element)
        problems.report(Problem(code, severity: .warn, at: place))
    }
}
