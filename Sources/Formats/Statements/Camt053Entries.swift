internal import Domain
internal import Scanning

/// From `Ntry` to an entry record.
extension Camt053Reading {
    mutating func finishEntry() throws {
        try openStatement(firstCurrency: entry.amount.currency)
        guard let amount = signedAmount() else { return }
        let isCredit = entry.isCredit ?? true
        guard statement.seen.add(amount, isCredit: isCredit) else { return refuse(.amountUnreadable) }
        guard entry.status.isEmpty else {
            return refuse(.entryNotBooked, element: "Stmt/Ntry/Sts", found: texts.string(entry.status))
        }
        guard let booked = bookingDay() else { return refuse(.dateUnreadable, element: "Stmt/Ntry/BookgDt") }
        guard statement.booked.add(amount, isCredit: isCredit) else { return refuse(.amountUnreadable) }
        var record = EntryRecord(booked: booked, value: entry.value, amount: amount)
        record.place = Place(line: entry.line, element: "Stmt/Ntry")
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
        try emit(.entry(record))
    }

    /// Leaves the entry out.
    private mutating func refuse(
        _ code: Problem.Code, element: String = "Stmt/Ntry/Amt", found: String = "", expected: String = ""
    ) {
        problems.append(
            Problem(
                code, at: Place(line: entry.line, element: element), found: found, expected: expected))
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
                refuse(.fieldMissing, element: "Stmt/Ntry/CdtDbtInd", expected: "CRDT or DBIT")
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
    private mutating func bookingDay() -> Day? {
        if let booked = entry.booked { return booked }
        let fallback =
            entry.value ?? statement.closingDay ?? statement.to ?? statement.openingDay ?? statement.created
        guard let fallback else { return nil }
        problems.append(
            Problem(
                entry.bookedIsUnreadable ? .dateUnreadable : .fieldMissing, severity: .warn,
                at: Place(line: entry.line, element: "Stmt/Ntry/BookgDt"),
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
        if record.batchReference.isEmpty { record.batchReference = texts.string(transaction.paymentId) }
        splitFee(in: &record)
    }

    /// A bank that takes its fee out of the movement books 53 for a returned receipt of 50. The debt is 50:
    /// the parts are kept apart, the payment first and then the fee.
    private mutating func splitFee(in record: inout EntryRecord) {
        let currency = statement.currency ?? options.defaultCurrency
        guard let paid = transaction.minorUnits(in: currency) else { return }
        let (signed, overflowed) = (record.amount < 0 ? -1 : 1 as Int64).multipliedReportingOverflow(by: paid)
        guard !overflowed, signed != record.amount, paid > 0 else { return }
        let (rest, overflowed2) = record.amount.subtractingReportingOverflow(signed)
        guard !overflowed2 else { return }
        let charges = transaction.charges.isEmpty ? entry.charges : transaction.charges
        let isReturnWithFee = !transaction.returnReason.isEmpty && record.amount < 0 && rest < 0
        let isExplained = !charges.isEmpty && rest == 0 &- charges.minorUnits
        guard isReturnWithFee || isExplained else {
            let wanted = Money.decimalString(record.amount, exponent: statement.exponent)
            problems.append(
                Problem(
                    .detailsDiffer, at: Place(line: transaction.line, element: "Stmt/Ntry/NtryDtls/TxDtls"),
                    found: Money.decimalString(signed, exponent: statement.exponent), expected: wanted))
            return
        }
        var payment = EntryDetail(amount: signed)
        payment.counterparty = record.counterparty
        payment.counterpartyAccount = record.counterpartyAccount
        payment.text = record.text
        payment.endToEndId = record.endToEndId
        payment.mandateId = record.mandateId
        payment.structuredReference = record.structuredReference
        payment.returnReason = record.returnReason
        record.details = [payment, EntryDetail(amount: rest)]
    }

    // MARK: Several transactions

    private mutating func addDetails(to record: inout EntryRecord) {
        earlier.append(transaction)
        let currency = statement.currency ?? options.defaultCurrency
        var sum: Int64? = 0
        record.details.reserveCapacity(earlier.count)
        for transaction in earlier {
            let detail = self.detail(of: transaction, in: currency, isCredit: record.amount >= 0)
            sum = sum.flatMap { partial in
                detail.amount.flatMap {
                    let (next, overflowed) = partial.addingReportingOverflow($0)
                    return overflowed ? nil : next
                }
            }
            record.details.append(detail)
        }
        takeCommon(into: &record)
        guard let sum, sum != record.amount else { return }
        problems.append(
            Problem(
                .detailsDiffer, at: Place(line: entry.line, element: "Stmt/Ntry/NtryDtls"),
                found: Money.decimalString(sum, exponent: statement.exponent),
                expected: Money.decimalString(record.amount, exponent: statement.exponent)))
    }

    private func detail(
        of transaction: CamtTransaction, in currency: Currency, isCredit: Bool
    ) -> EntryDetail {
        let isOwnCredit = transaction.isCredit ?? isCredit
        let party = counterparty(of: transaction, isCredit: isOwnCredit)
        var detail = EntryDetail(
            amount: transaction.minorUnits(in: currency).map { isOwnCredit ? $0 : 0 &- $0 })
        detail.counterparty = texts.string(party.displayName)
        detail.counterpartyAccount = texts.string(party.account)
        detail.text = displayText(of: transaction)
        detail.endToEndId = texts.string(transaction.endToEndId)
        detail.mandateId = texts.string(transaction.mandateId)
        detail.structuredReference = texts.string(transaction.structuredReference)
        detail.returnReason = texts.string(transaction.returnReason)
        return detail
    }

    /// The entry has what all its transactions agree on.
    private func takeCommon(into record: inout EntryRecord) {
        guard let first = record.details.first else { return }
        let rest = record.details.dropFirst()
        if rest.allSatisfy({ $0.counterparty == first.counterparty }) {
            record.counterparty = first.counterparty
        }
        if rest.allSatisfy({ $0.counterpartyAccount == first.counterpartyAccount }) {
            record.counterpartyAccount = first.counterpartyAccount
        }
        if rest.allSatisfy({ $0.text == first.text }) { record.text = first.text }
        if rest.allSatisfy({ $0.endToEndId == first.endToEndId }) { record.endToEndId = first.endToEndId }
        if rest.allSatisfy({ $0.mandateId == first.mandateId }) { record.mandateId = first.mandateId }
        if rest.allSatisfy({ $0.structuredReference == first.structuredReference }) {
            record.structuredReference = first.structuredReference
        }
        if rest.allSatisfy({ $0.returnReason == first.returnReason }) {
            record.returnReason = first.returnReason
        }
        let payment = transaction.paymentId
        if record.batchReference.isEmpty, earlier.allSatisfy({ texts.equals($0.paymentId, payment) }) {
            record.batchReference = texts.string(payment)
        }
    }

    // MARK: Texts

    /// Remittance, else what the bank added.
    private func displayText(of transaction: CamtTransaction) -> String {
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

    /// The party that is not us: who paid when money came in, who was paid when it went out. In a returned
    /// or reversed payment some banks keep the original roles and some swap them, so the account decides,
    /// then the owner's name, then who is named at all; in the end the original roles.
    private func counterparty(of transaction: CamtTransaction, isCredit: Bool) -> CamtParty {
        let usual = isCredit ? transaction.debtor : transaction.creditor
        let other = isCredit ? transaction.creditor : transaction.debtor
        if !statement.accountBytes.isEmpty {
            if texts.equals(usual.account, statement.accountBytes), !other.isEmpty { return other }
            if texts.equals(other.account, statement.accountBytes) { return usual }
        }
        if usual.isEmpty { return isNotOwn(other) ? other : usual }
        guard entry.isReversal || !transaction.returnReason.isEmpty, !other.isEmpty else { return usual }
        if texts.equals(usual.name, statement.ownerBytes) { return other }
        if texts.equals(other.name, statement.ownerBytes) { return usual }
        return other
    }

    /// Whether the only party that is named, on the side where we should be, is certainly not us: another
    /// IBAN, or a name that is not the owner's. In a reversed flow it is the other party in any case.
    private func isNotOwn(_ party: CamtParty) -> Bool {
        if entry.isReversal || !transaction.returnReason.isEmpty { return true }
        if !party.account.isEmpty {
            return texts.beginsLikeIBAN(party.account) && IBANBytes.looksLikeIBAN(statement.accountBytes.span)
        }
        return !statement.ownerBytes.isEmpty && !texts.equals(party.name, statement.ownerBytes)
    }
}
