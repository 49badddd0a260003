internal import Domain
internal import Scanning

/// Entries of several transactions: batches, and returns of several receipts at once.
extension CamtReading {
    mutating func addDetails(to record: inout EntryRecord) {
        if transactionCount <= Self.transactionsMax { earlier.append(transaction) }
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
        guard let sum, sum != record.amount, !addFees(to: &record, sum) else { return }
        reportDetails(sum, record.amount, Place(line: entry.line, element: entryElement + "/NtryDtls"))
    }

    private func detail(
        of transaction: CamtTransaction, in currency: Currency, isCredit: Bool
    ) -> EntryDetail {
        let isOwnCredit = transaction.isCredit ?? isCredit
        let party = counterparty(of: transaction, isCredit: isOwnCredit)
        let amount = transaction.minorUnits(in: currency, isReturned: isReturned(transaction))
        var detail = EntryDetail(amount: amount.map { isOwnCredit ? $0 : 0 &- $0 })
        detail.counterparty = texts.string(party.displayName)
        detail.counterpartyAccount = texts.string(party.account)
        detail.text = displayText(of: transaction)
        detail.endToEndId = texts.string(transaction.endToEndId)
        detail.mandateId = texts.string(transaction.mandateId)
        detail.structuredReference = texts.string(transaction.structuredReference)
        detail.returnReason = texts.string(transaction.returnReason)
        return detail
    }

    // MARK: Fees

    /// Adds the bank's fees where they come to exactly what the transactions leave over: each behind its
    /// transaction, or one for the whole entry. Else nothing is added, and `false`.
    private func addFees(to record: inout EntryRecord, _ sum: Int64) -> Bool {
        let (rest, overflowed) = record.amount.subtractingReportingOverflow(sum)
        guard !overflowed, rest != .min else { return false }
        let currency = statement.currency ?? options.defaultCurrency
        let fees = earlier.map { fee(of: $0, in: currency, isCredit: record.amount >= 0) }
        var total: Int64 = 0
        for fee in fees {
            let (next, overflowed) = total.addingReportingOverflow(fee)
            guard !overflowed else { return false }
            total = next
        }
        if total == 0 &- rest {
            var parts: [EntryDetail] = []
            parts.reserveCapacity(2 * fees.count)
            for (detail, fee) in zip(record.details, fees) {
                parts.append(detail)
                if fee != 0 { parts.append(.fee(0 &- fee)) }
            }
            record.details = parts
            return true
        }
        guard !entry.charges.isEmpty, entry.charges.minorUnits == 0 &- rest else { return false }
        record.details.append(.fee(rest))
        return true
    }

    /// What the bank kept of one transaction, unsigned: what it says, for a return else what was booked
    /// beyond the original amount.
    private func fee(of transaction: CamtTransaction, in currency: Currency, isCredit: Bool) -> Int64 {
        let isReturnedDebit = !(transaction.isCredit ?? isCredit) && isReturned(transaction)
        if isReturnedDebit, let booked = transaction.bookedMinorUnits(in: currency),
            let paid = transaction.minorUnits(in: currency, isReturned: true), booked > paid
        {
            let (fee, overflowed) = booked.subtractingReportingOverflow(paid)
            return overflowed ? 0 : fee
        }
        return transaction.charges.isEmpty ? 0 : transaction.charges.minorUnits
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
        guard record.batchReference.isEmpty else { return }
        if earlier.allSatisfy({ texts.equals($0.paymentId, transaction.paymentId) }) {
            record.batchReference = texts.string(transaction.paymentId)
        }
        guard record.batchReference.isEmpty else { return }
        if earlier.allSatisfy({ texts.equals($0.messageId, transaction.messageId) }) {
            record.batchReference = texts.string(transaction.messageId)
        }
    }
}

extension EntryDetail {
    /// What the bank kept for itself.
    static func fee(_ amount: Int64) -> EntryDetail {
        var detail = EntryDetail(amount: amount)
        detail.isFee = true
        return detail
    }
}
