public import Domain
internal import Scanning

/// Bank statements in ISO 20022 `camt.053` (BankToCustomerStatement), versions 1 to 14 by feature.
///
/// One statement per `Stmt`; only booked entries become records. Facts and deviations of real files: the
/// official schemas .001.02 to .001.13.
public enum Camt053 {
    /// Reads all statements of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            var reading = Camt053Reading(options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: CamtTree.grammar, into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.append(failure.problem)
            }
            reading.finish()
            return ReadOutcome(
                identification: Identification(
                    format: .camt053, version: reading.version,
                    encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }
}

/// The state of one reading.
struct Camt053Reading: XMLHandler {
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    var version = ""
    private var statements = 0
    private var messageDay: Day?
    private var currencies = CurrencyReading()
    private var currency: CurrencyReading.Known??

    var statement = CamtStatement()
    private var balance = CamtBalance()
    var entry = CamtEntry()
    var texts = CamtTexts()
    /// The transaction being read, or the last one.
    var transaction = CamtTransaction()
    /// The entry's transactions before it.
    var earlier: [CamtTransaction] = []
    var transactionCount = 0

    init(options: ReadOptions, emit: @escaping RecordSink) {
        self.options = options
        self.emit = emit
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch CamtElement(rawValue: field) {
        case .statement:
            statement = CamtStatement()
            statement.line = line
            statement.created = messageDay
            statements += 1
        case .balance: balance = CamtBalance()
        case .entry:
            texts.clear()
            entry = CamtEntry()
            entry.line = line
            if !earlier.isEmpty { earlier.removeAll(keepingCapacity: true) }
            transactionCount = 0
        case .transaction:
            if transactionCount > 0 { earlier.append(transaction) }
            transactionCount += 1
            transaction = CamtTransaction()
            transaction.line = line
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        switch CamtElement(rawValue: field) {
        case .statement: try closeStatement()
        case .balance: takeBalance()
        case .entry: try finishEntry()
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = CamtElement(rawValue: field) else { return }
        if element.rawValue < CamtElement.entry.rawValue {
            statementText(element, bytes, line)
        } else if element.rawValue < CamtElement.transaction.rawValue {
            entryText(element, bytes, line)
        } else if element.rawValue < CamtElement.debtorName.rawValue {
            transactionText(element, bytes, line)
        } else {
            partyText(element, bytes, line)
        }
    }

    mutating func finish() {
        guard statements == 0, !problems.contains(where: { $0.severity == .refuse }) else { return }
        problems.append(
            Problem(.fieldMissing, severity: .refuse, expected: "a statement (BkToCstmrStmt/Stmt)"))
    }

    /// An amount with the currency attribute that came just before it.
    private mutating func takeAmount(_ bytes: Span<UInt8>, _ line: Int) -> CamtAmount {
        let amount = CamtAmount(bytes, currency, defaultExponent: statement.exponent, line: line)
        currency = .none
        return amount
    }

    // MARK: Text by level

    private mutating func statementText(_ element: CamtElement, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .namespace: version = XMLIdentification.camtVersion(ofNamespace: XMLText.string(bytes))
        case .messageTime: messageDay = XMLText.day(bytes)
        case .statementId: statement.id = XMLText.string(bytes)
        case .statementTime: statement.created = XMLText.day(bytes) ?? messageDay
        case .periodFrom: statement.from = XMLText.day(bytes)
        case .periodTo: statement.to = XMLText.day(bytes)
        case .accountIBAN:
            statement.account = XMLText.string(bytes)
            if !checkIBAN(bytes, line, "Stmt/Acct/Id/IBAN") {
                statement.account = IdentifierText.compact(statement.account)
            }
            statement.accountBytes = Array(statement.account.utf8)
        case .accountNumber:
            statement.account = XMLText.string(bytes)
            statement.accountBytes = Array(statement.account.utf8)
        case .accountCurrency:
            guard let read = currencies.read(bytes) else { break }
            (statement.currency, statement.exponent) = (read.currency, read.exponent)
        case .ownerName: statement.ownerBytes = Array(XMLText.string(bytes).utf8)
        case .balanceType: balance.type = XMLText.string(bytes)
        case .balanceAmount: balance.amount = takeAmount(bytes, line)
        case .balanceSign: balance.isDebit = XMLText.equals(bytes, "DBIT")
        case .balanceDate: balance.day = XMLText.day(bytes)
        case .totalCount: statement.claims.all.count = DecimalNumber(point: bytes)?.digits
        case .totalSum: statement.claims.all.sum = DecimalNumber(point: bytes)
        case .creditCount: statement.claims.credits.count = DecimalNumber(point: bytes)?.digits
        case .creditSum: statement.claims.credits.sum = DecimalNumber(point: bytes)
        case .debitCount: statement.claims.debits.count = DecimalNumber(point: bytes)?.digits
        case .debitSum: statement.claims.debits.sum = DecimalNumber(point: bytes)
        default: break
        }
    }

    private mutating func entryText(_ element: CamtElement, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .entryAmount: entry.amount = takeAmount(bytes, line)
        case .entrySign: entry.isCredit = Self.isCredit(bytes)
        case .status: if !XMLText.equals(bytes, "BOOK") { entry.status = texts.keep(bytes) }
        case .bookingDate:
            entry.booked = XMLText.day(bytes)
            entry.bookedIsUnreadable = entry.booked == nil && !XMLText.trimmed(bytes).isEmpty
        case .valueDate: entry.value = XMLText.day(bytes)
        case .entryReference: entry.reference = texts.keep(bytes)
        case .servicerReference: entry.servicerReference = texts.keep(bytes)
        case .reversal: entry.isReversal = XMLText.isTrue(bytes)
        case .domain, .family, .subFamily:
            entry.code.domain = texts.join(entry.code.domain, UInt8(ascii: "/"), bytes)
        case .proprietaryCode: entry.code.proprietary = texts.keep(bytes)
        case .entryInformation: entry.information = texts.keepWords(bytes)
        case .entryCharge: entry.charges.add(takeAmount(bytes, line).minorUnits)
        case .entryChargeTotal: entry.charges.setTotal(takeAmount(bytes, line).minorUnits)
        case .batchMessage: if entry.batch.isEmpty { entry.batch = texts.keep(bytes) }
        case .batchPayment: entry.batch = texts.keep(bytes)
        default: break
        }
    }

    private mutating func transactionText(_ element: CamtElement, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .endToEnd: if !Self.isPlaceholder(bytes) { transaction.endToEndId = texts.keep(bytes) }
        case .mandate: if !Self.isPlaceholder(bytes) { transaction.mandateId = texts.keep(bytes) }
        case .payment: if !Self.isPlaceholder(bytes) { transaction.paymentId = texts.keep(bytes) }
        case .amount: transaction.amount = takeAmount(bytes, line)
        case .sign: transaction.isCredit = Self.isCredit(bytes)
        case .transactionAmount: transaction.transactionAmount = takeAmount(bytes, line)
        case .instructedAmount: transaction.instructedAmount = takeAmount(bytes, line)
        case .counterValue: transaction.counterValue = takeAmount(bytes, line)
        case .charge: transaction.charges.add(takeAmount(bytes, line).minorUnits)
        case .chargeTotal: transaction.charges.setTotal(takeAmount(bytes, line).minorUnits)
        case .transactionDomain, .transactionFamily, .transactionSubFamily:
            guard entry.code.isEmpty, transactionCount == 1 else { break }
            entry.transactionCode.domain = texts.join(
                entry.transactionCode.domain, UInt8(ascii: "/"), bytes)
        case .transactionProprietary:
            if transactionCount == 1 { entry.transactionCode.proprietary = texts.keep(bytes) }
        default: break
        }
    }

    private mutating func partyText(_ element: CamtElement, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .debtorName: transaction.debtor.name = texts.keepWords(bytes)
        case .debtorId: transaction.debtor.id = texts.keep(bytes)
        case .debtorIdScheme: transaction.debtor.idIsTaxNumber = Self.isTaxScheme(bytes)
        case .debtorIBAN:
            checkIBAN(bytes, line, "TxDtls/RltdPties/DbtrAcct/Id/IBAN")
            transaction.debtor.account = texts.keep(bytes)
        case .debtorNumber: transaction.debtor.account = texts.keep(bytes)
        case .ultimateDebtor: transaction.debtor.ultimateName = texts.keepWords(bytes)
        case .creditorName: transaction.creditor.name = texts.keepWords(bytes)
        case .creditorId: transaction.creditor.id = texts.keep(bytes)
        case .creditorIdScheme: transaction.creditor.idIsTaxNumber = Self.isTaxScheme(bytes)
        case .creditorIBAN:
            checkIBAN(bytes, line, "TxDtls/RltdPties/CdtrAcct/Id/IBAN")
            transaction.creditor.account = texts.keep(bytes)
        case .creditorNumber: transaction.creditor.account = texts.keep(bytes)
        case .ultimateCreditor: transaction.creditor.ultimateName = texts.keepWords(bytes)
        case .unstructured: transaction.text = texts.join(transaction.text, 0x20, bytes)
        case .documentNumber, .remittanceInformation:
            transaction.structuredText = texts.join(transaction.structuredText, 0x20, bytes)
        case .transactionInformation: transaction.information = texts.keepWords(bytes)
        case .structuredReference: takeReference(bytes, line)
        case .returnReason: transaction.returnReason = texts.keep(bytes)
        case .currency: currency = .some(currencies.read(bytes))
        default: break
        }
    }

    // MARK: Values

    private static func isCredit(_ bytes: Span<UInt8>) -> Bool? {
        XMLText.equals(bytes, "CRDT") ? true : XMLText.equals(bytes, "DBIT") ? false : nil
    }

    /// What banks write where the payer gave nothing.
    private static func isPlaceholder(_ bytes: Span<UInt8>) -> Bool {
        XMLText.equals(bytes, "NOTPROVIDED") || XMLText.equals(bytes, "NONREF")
            || XMLText.equals(bytes, "NOT PROVIDED")
    }

    private static func isTaxScheme(_ bytes: Span<UInt8>) -> Bool {
        XMLText.equals(bytes, "TXID") || XMLText.equals(bytes, "NIDN")
    }

    /// Whether the text is an IBAN in compact form. One that fails its check is reported, and kept.
    @discardableResult
    private mutating func checkIBAN(_ bytes: Span<UInt8>, _ line: Int, _ element: String) -> Bool {
        let range = XMLText.trimmed(bytes)
        if range.isEmpty || IBANBytes.isValid(bytes.extracting(range)) { return true }
        if IBAN(XMLText.string(bytes)) == nil {
            problems.append(Problem(.ibanInvalid, at: Place(line: line, element: element)))
        }
        return false
    }

    private mutating func takeReference(_ bytes: Span<UInt8>, _ line: Int) {
        let reference = XMLText.string(bytes)
        guard !reference.isEmpty else { return }
        let head = Array(reference.utf8.prefix(4))
        let isStandard =
            head.count == 4 && head[0] == UInt8(ascii: "R") && head[1] == UInt8(ascii: "F")
            && head[2] &- 0x30 <= 9 && head[3] &- 0x30 <= 9
        if isStandard, CreditorReference(reference) == nil {
            let place = Place(line: line, element: "TxDtls/RmtInf/Strd/CdtrRefInf/Ref")
            problems.append(Problem(.referenceInvalid, at: place))
        }
        if transaction.structuredReference.isEmpty { transaction.structuredReference = texts.keep(bytes) }
    }

    private mutating func takeBalance() {
        guard ["OPBD", "PRCD", "CLBD"].contains(balance.type) else { return }
        if statement.currency == nil, let currency = balance.amount.currency {
            (statement.currency, statement.exponent) = (currency, currency.exponent)
        }
        guard let magnitude = balance.amount.minorUnits(in: statement.currency ?? options.defaultCurrency)
        else {
            let place = Place(line: Int(balance.amount.line), element: "Stmt/Bal/Amt")
            problems.append(
                Problem(
                    .amountUnreadable, severity: .warn, at: place, found: balance.type,
                    expected: "an exact amount in the account's currency"))
            return
        }
        let amount = balance.isDebit ? 0 &- magnitude : magnitude
        switch balance.type {
        case "OPBD":
            if statement.opening == nil { (statement.opening, statement.openingDay) = (amount, balance.day) }
        case "PRCD": if statement.previousClosing == nil { statement.previousClosing = amount }
        default: (statement.closing, statement.closingDay) = (amount, balance.day)
        }
    }
}
