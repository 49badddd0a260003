internal import Domain
internal import Scanning

/// From `Ntry` to an entry record.
extension CamtReading {
    mutating func finishEntry() throws {
        try openStatement(firstCurrency: entry.amount.currency)
        guard let amount = signedAmount() else { return }
        let isCredit = entry.isCredit ?? true
        guard statement.seen.add(amount, isCredit: isCredit) else { return refuse(.amountUnreadable) }
        guard let status = entryStatus() else {
            return refuse(
                .entryNotBooked, element: "Sts", found: texts.string(entry.status),
                expected: "BOOK, PDNG or INFO")
        }
        guard let booked = bookingDay(status) else { return refuse(.dateUnreadable, element: "BookgDt") }
        if status == .booked, !statement.booked.add(amount, isCredit: isCredit) {
            return refuse(.amountUnreadable)
        }
        var record = EntryRecord(booked: booked, value: entry.value, amount: amount)
        record.place = Place(line: entry.line, element: entryElement)
        record.status = status
        record.reference = texts.string(
            entry.reference.isEmpty ? entry.servicerReference : entry.reference)
        record.bankReference = texts.string(entry.servicerReference)
        record.code = texts.string(entry.code.isEmpty ? entry.transactionCode.text : entry.code.text)
        record.isReversal = entry.isReversal
        record.batchReference = texts.string(entry.batch)
        switch transactionCount {
        case 0: break
        case 1: flatten(into: &record)
        default: addDetails(to: &record)
        }
        if record.text.isEmpty { record.text = texts.string(entry.information) }
        if texts.isCut || transactionCount > Self.transactionsMax {
            problems.report(Problem(.limitExceeded, severity: .warn, at: record.place))
        }
        try emit(.entry(record))
    }

    /// `nil` for a code that says neither that the entry is booked nor that it is not.
    private func entryStatus() -> EntryStatus? {
        guard !entry.status.isEmpty else { return .booked }
        switch texts.string(entry.status).uppercased() {
        case "BOOK": return .booked
        // FUTR: known to the bank, for a day to come.
        case "PDNG", "FUTR": return .pending
        case "INFO": return .information
        default: return nil
        }
    }

    /// Leaves the entry out.
    private mutating func refuse(
        _ code: Problem.Code, element: String = "Amt", found: String = "", expected: String = ""
    ) {
        problems.report(
            Problem(
                code, at: Place(line: entry.line, element: entryElement + "/" + element), found: found,
                expected: expected))
    }

    /// The amount in the statement's currency, with the sign of `CdtDbtInd`; `RvslInd` never flips it.
    private mutating func signedAmount() -> Int64? {
        let currency = statement.currency ?? options.defaultCurrency
        switch entry.amount.state {
        case .missing, .unreadable: refuse(.amountUnreadable)
        case .currencyUnknown: refuse(.currencyUnknown)
        case .inexact: refuse(.amountNotExact)
        case .exact:
            guard let isCredit = entry.isCredit else {
                refuse(.fieldMissing, element: "CdtDbtInd", expected: "CRDT or DBIT")
                return nil
            }
            if let magnitude = entry.amount.minorUnits(in: currency) {
                return isCredit ? magnitude : -magnitude
            }
            refuse(.recordMalformed, found: entry.amount.currency?.code ?? "", expected: currency.code)
        }
        return nil
    }

    /// The booking day; where the bank gives none the value day, else the statement's own.
    private mutating func bookingDay(_ status: EntryStatus) -> Day? {
        if let booked = entry.booked { return booked }
        let fallback =
            entry.value ?? statement.closingDay ?? statement.to ?? statement.openingDay ?? statement.created
        guard let fallback else { return nil }
        // What is not booked yet has no booking day.
        guard status == .booked || entry.bookedIsUnreadable else { return fallback }
        problems.report(
            Problem(
                entry.bookedIsUnreadable ? .dateUnreadable : .fieldMissing, severity: .warn,
                at: Place(line: entry.line, element: entryElement + "/BookgDt"),
                expected: entry.value == nil
                    ? "a booking day; the statement's day is used" : "a booking day; the value day is used"))
        return fallback
    }

    // MARK: One transaction

    private mutating func flatten(into record: inout EntryRecord) {
        let party = counterparty(of: transaction, isCredit: record.amount >= 0)
        record.counterparty = texts.string(party.displayName)
        record.counterpartyAccount = texts.string(party.account)
        record.counterpartyTaxId = taxId(of: party)
        record.text = displayText(of: transaction)
        record.endToEndId = texts.string(transaction.endToEndId)
        record.mandateId = texts.string(transaction.mandateId)
        record.structuredReference = texts.string(transaction.structuredReference)
        record.returnReason = texts.string(transaction.returnReason)
        if record.bankReference.isEmpty {
            record.bankReference = texts.string(entry.transactionServicerReference)
        }
        if record.batchReference.isEmpty { record.batchReference = texts.string(batch(of: transaction)) }
        splitFee(in: &record)
    }

    /// What of our own the transaction belongs to: the batch, for a return else the message.
    func batch(of transaction: CamtTransaction) -> CamtText {
        if !transaction.paymentId.isEmpty { return transaction.paymentId }
        return isReturned(transaction) ? transaction.messageId : CamtText()
    }

    /// A bank that takes its fee out of the movement books 53 for a returned receipt of 50. The debt is 50:
    /// the parts are kept apart, the payment first and then the fee.
    private mutating func splitFee(in record: inout EntryRecord) {
        let currency = statement.currency ?? options.defaultCurrency
        let isReturned = isReturned(transaction)
        let charges = transaction.charges.isEmpty ? entry.charges : transaction.charges
        var paid = transaction.minorUnits(in: currency, isReturned: isReturned)
        if paid == nil, isReturned, record.amount < 0, !charges.isEmpty {
            // The bank names the fee alone: the rest is what came back.
            let (rest, overflowed) = (0 &- record.amount).subtractingReportingOverflow(charges.minorUnits)
            paid = overflowed ? nil : rest
        }
        guard let paid, paid > 0 else { return }
        let signed = record.amount < 0 ? 0 &- paid : paid
        let (rest, overflowed) = record.amount.subtractingReportingOverflow(signed)
        guard !overflowed, rest != 0 else { return }
        let isReturnWithFee = isReturned && record.amount < 0 && rest < 0
        let isExplained = !charges.isEmpty && rest == 0 &- charges.minorUnits
        guard isReturnWithFee || isExplained else {
            let place = Place(line: transaction.line, element: entryElement + "/NtryDtls/TxDtls")
            return reportDetails(signed, record.amount, place)
        }
        var payment = EntryDetail(amount: signed)
        payment.counterparty = record.counterparty
        payment.counterpartyAccount = record.counterpartyAccount
        payment.text = record.text
        payment.endToEndId = record.endToEndId
        payment.mandateId = record.mandateId
        payment.structuredReference = record.structuredReference
        payment.returnReason = record.returnReason
        record.details = [payment, .fee(rest)]
    }

    /// The transactions do not come to the entry.
    mutating func reportDetails(_ found: Int64, _ expected: Int64, _ place: Place) {
        problems.report(
            Problem(
                .detailsDiffer, at: place,
                found: Money.decimalString(found, exponent: statement.exponent),
                expected: Money.decimalString(expected, exponent: statement.exponent)))
    }

    // MARK: Texts

    /// Remittance, else what the bank added.
    func displayText(of transaction: CamtTransaction) -> String {
        let structured = transaction.structuredText
        if transaction.text.isEmpty {
            return texts.string(structured.isEmpty ? transaction.information : structured)
        }
        if structured.isEmpty { return texts.string(transaction.text) }
        return texts.string(transaction.text) + " " + texts.string(structured)
    }

    /// The tax identifier among the party's ids: one that says so, or a valid Spanish one.
    private func taxId(of party: CamtParty) -> String {
        guard !party.id.isEmpty else { return "" }
        let id = texts.string(party.id)
        return party.idIsTaxNumber ? TaxIdentifier.key(id) : TaxIdentifier(spanish: id)?.text ?? ""
    }

    // MARK: Counterparty

    /// Whether the payment comes back: the bank gives a reason, says that it reverses, or books it with a
    /// code of returns (unpaid, reversal, return).
    func isReturned(_ transaction: CamtTransaction) -> Bool {
        if entry.isReversal || !transaction.returnReason.isEmpty { return true }
        let code = entry.code.isEmpty ? entry.transactionCode.domain : entry.code.domain
        return texts.hasSuffix(code, "UPDD") || texts.hasSuffix(code, "PRDD") || texts.hasSuffix(code, "RRTN")
    }

    /// The party that is not us: who paid when money came in, who was paid when it went out. In a returned
    /// or reversed payment some banks keep the original roles and some swap them, so the account decides,
    /// then the owner's name, then who is named at all; in the end the original roles.
    func counterparty(of transaction: CamtTransaction, isCredit: Bool) -> CamtParty {
        let usual = isCredit ? transaction.debtor : transaction.creditor
        let other = isCredit ? transaction.creditor : transaction.debtor
        if !statement.accountBytes.isEmpty {
            let usualIsOwn = texts.equals(usual.account, statement.accountBytes)
            let otherIsOwn = texts.equals(other.account, statement.accountBytes)
            if usualIsOwn, !otherIsOwn, !other.isEmpty { return other }
            if otherIsOwn { return usual }
        }
        if usual.isEmpty { return isReturned(transaction) || isNotOwn(other) ? other : usual }
        guard isReturned(transaction), !other.isEmpty else { return usual }
        if texts.equals(usual.name, statement.ownerBytes) { return other }
        if texts.equals(other.name, statement.ownerBytes) { return usual }
        return other
    }

    /// Whether the only party that is named, on the side where we should be, is certainly not us: another
    /// IBAN, or a name that is not the owner's. (In a reversed flow it is the other party in any case.)
    private func isNotOwn(_ party: CamtParty) -> Bool {
        if !party.account.isEmpty {
            return texts.beginsLikeIBAN(party.account) && IBANBytes.looksLikeIBAN(statement.accountBytes.span)
        }
        return !statement.ownerBytes.isEmpty && !texts.equals(party.name, statement.ownerBytes)
    }
}
