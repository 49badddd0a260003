public import Domain
internal import Scanning

/// Direct-debit batches (remesas), ISO 20022 `pain.008` of every version, in any namespace: one record per
/// `DrctDbtTxInf`.
public enum Pain008 {
    /// Reads the file in order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            let tags = XMLPeek.startTags(bytes)
            let isFirst = tags.contains { $0.name == Pain008Tree.firstVersion }
            var reading = Pain008Reading(emit: emit)
            do {
                try scanXML(
                    bytes, grammar: isFirst ? Pain008Tree.firstGrammar : Pain008Tree.grammar, into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            reading.finish()
            return ReadOutcome(
                identification: Identification(
                    format: .pain008, version: version(tags), encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }

    /// `001.02`; Swiss and German files end a web address with it.
    private static func version(_ tags: [XMLStartTag]) -> String {
        for tag in tags {
            let last = tag.namespace.split(separator: "/").last.map(String.init) ?? ""
            let version = XMLIdentification.camtVersion(ofNamespace: last)
            if !version.isEmpty { return version }
        }
        return ""
    }
}

/// The state of one reading.
struct Pain008Reading: XMLHandler {
    let emit: RecordSink
    var problems: [Problem] = []

    private var message = ""
    private var group = Pain008Totals(element: "GrpHdr")
    private var paymentId = ""
    private var collected: Day?
    private var payment = Pain008Totals(element: "PmtInf")
    private var draft = Pain008Draft()
    private var currencies = CurrencyReading()
    private var saidNoBatch = false

    init(emit: @escaping RecordSink) { self.emit = emit }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch Pain008Element(rawValue: field) {
        case .payment:
            (paymentId, collected) = ("", nil)
            payment = Pain008Totals(element: "PmtInf")
            payment.line = line
        case .transaction: draft = Pain008Draft(line: line)
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        switch Pain008Element(rawValue: field) {
        case .payment: problems += payment.problems()
        case .transaction: try finishTransaction()
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        switch Pain008Element(rawValue: field) {
        case .message: message = XMLText.string(bytes)
        case .groupCount: group.take(count: bytes, line: line)
        case .groupSum: group.take(sum: bytes, line: line)
        case .paymentId: paymentId = XMLText.string(bytes)
        case .paymentCount: payment.take(count: bytes, line: line)
        case .paymentSum: payment.take(sum: bytes, line: line)
        case .collected: collected = XMLText.day(bytes) ?? collected
        case .currency: draft.currency = currencies.read(bytes)
        case .amount: draft.amount = DecimalNumber(point: bytes)
        case .debtorIBAN: debtorIBAN(bytes, line)
        case .some(let element): draft.take(element, bytes)
        case nil: break
        }
    }

    mutating func finish() {
        guard !problems.contains(where: { $0.severity == .refuse }) else { return }
        guard group.transactions > 0 else {
            problems.report(
                Problem(
                    .fieldMissing, severity: .refuse, expected: "a direct debit (PmtInf/DrctDbtTxInf)"))
            return
        }
        problems += group.problems()
    }

    private mutating func debtorIBAN(_ bytes: Span<UInt8>, _ line: Int) {
        let written = IdentifierText.compact(XMLText.string(bytes))
        draft.account = written
        if !written.isEmpty, IBAN(written) == nil {
            report(.ibanInvalid, "DbtrAcct/Id/IBAN", line: line)
        }
    }

    private mutating func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, _ element: String, line: Int? = nil,
        expected: String = ""
    ) {
        let place = Place(line: line ?? draft.line, element: "PmtInf/DrctDbtTxInf/" + element)
        problems.report(Problem(code, severity: severity, at: place, expected: expected))
    }

    // MARK: Direct debit

    private mutating func finishTransaction() throws {
        group.add(draft.amount)
        payment.add(draft.amount)
        guard let currency = draft.currency else {
            return report(.currencyUnknown, "InstdAmt", expected: "a currency (Ccy)")
        }
        guard let amount = draft.amount, amount.digits > 0 else {
            return report(.amountUnreadable, "InstdAmt", expected: "an amount above zero")
        }
        let exponent = currency.exponent
        guard
            let units = Int64.minorUnits(digits: amount.digits, scale: amount.scale, exponent: exponent)
        else { return report(.amountNotExact, "InstdAmt") }
        guard let collected else {
            return report(.dateUnreadable, "ReqdColltnDt", expected: "a collection day of the batch")
        }
        if paymentId.isEmpty, !saidNoBatch {
            saidNoBatch = true
            report(.fieldMissing, severity: .warn, "PmtInfId", expected: "the id of the batch")
        }
        var record = DirectDebitRecord(
            batch: paymentId, collected: collected, invoiceNumber: draft.invoiceNumber, amount: units,
            currency: currency.currency)
        record.mandateId = draft.mandate
        record.debtorTaxId = draft.taxId
        record.debtor = draft.debtor
        record.debtorAccount = draft.account
        record.endToEndId = draft.endToEndId
        record.message = message
        record.text = draft.remittance
        record.place = Place(line: draft.line, element: "PmtInf/DrctDbtTxInf")
        try emit(.directDebit(record))
    }
}
