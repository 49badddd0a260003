internal import Domain
internal import Scanning

/// The state of one reading.
struct CamtReading: XMLHandler {
    let body: CamtBody
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    var version = ""
    /// `Stmt/Ntry`, the place of every record.
    let entryElement: String
    private var statements = 0
    private var messageDay: Day?
    var currencies = CurrencyReading()
    private var currency: CurrencyReading.Known??

    var statement = CamtStatement()
    var balance = CamtBalance()
    var entry = CamtEntry()
    var texts = CamtTexts()
    /// The transaction being read, or the last one.
    var transaction = CamtTransaction()
    /// The entry's transactions before it.
    var earlier: [CamtTransaction] = []
    var transactionCount = 0

    /// No bank books more in one entry; what hostile files hold beyond is counted and not kept.
    static let transactionsMax = 500_000

    init(body: CamtBody, options: ReadOptions, emit: @escaping RecordSink) {
        self.body = body
        entryElement = body.element + "/Ntry"
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
            if transactionCount > 0, transactionCount < Self.transactionsMax { earlier.append(transaction) }
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
        problems.report(
            Problem(.fieldMissing, severity: .refuse, expected: "a statement (\(body.name)/\(body.element))"))
    }

    /// An amount with the currency attribute that came just before it.
    mutating func takeAmount(_ bytes: Span<UInt8>, _ line: Int) -> CamtAmount {
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
            if !checkIBAN(bytes, line, body.element + "/Acct/Id/IBAN") {
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
        case .entryCharge: entry.charges.add(takeCharge(bytes, line))
        case .entryChargeTotal: entry.charges.setTotal(takeCharge(bytes, line))
        case .entryChargeIncluded: if Self.isFalse(bytes) { entry.charges.dropLast() }
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
        case .message: if !Self.isPlaceholder(bytes) { transaction.messageId = texts.keep(bytes) }
        case .transactionServicerReference:
            guard entry.servicerReference.isEmpty, transactionCount == 1, !Self.isPlaceholder(bytes) else {
                break
            }
            entry.transactionServicerReference = texts.keep(bytes)
        case .amount: transaction.amount = takeAmount(bytes, line)
        case .sign: transaction.isCredit = Self.isCredit(bytes)
        case .transactionAmount: transaction.transactionAmount = takeAmount(bytes, line)
        case .instructedAmount: transaction.instructedAmount = takeAmount(bytes, line)
        case .counterValue: transaction.counterValue = takeAmount(bytes, line)
        case .charge: transaction.charges.add(takeCharge(bytes, line))
        case .chargeTotal: transaction.charges.setTotal(takeCharge(bytes, line))
        case .chargeIncluded: if Self.isFalse(bytes) { transaction.charges.dropLast() }
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
            if element == .remittanceInformation, Self.isProcessingCode(bytes) { break }
            transaction.structuredText = texts.join(transaction.structuredText, 0x20, bytes)
        case .transactionInformation: transaction.information = texts.keepWords(bytes)
        case .structuredReference: takeReference(bytes, line)
        case .returnReason: transaction.returnReason = texts.keep(bytes)
        case .currency: currency = .some(currencies.read(bytes))
        default: break
        }
    }
}
