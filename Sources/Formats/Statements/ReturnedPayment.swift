internal import Domain

/// Returned payments whose movement holds the bank's fee.
enum ReturnedPayment {
    /// Keeps the original amount and the fee apart as two details; the movement keeps what was booked.
    /// The problem, if the amounts do not explain each other.
    static func split(
        _ entry: inout EntryRecord, original: Int64?, fee: Int64?, isReturn: Bool, exponent: Int
    ) -> Problem? {
        guard isReturn || fee != nil, original != nil || fee != nil else { return nil }
        let booked = entry.amount < 0 ? -entry.amount : entry.amount
        let isDebit = entry.amount < 0
        guard (original ?? 0) <= .max / 4, (fee ?? 0) <= .max / 4 else { return nil }
        // A fee makes a debit larger and a credit smaller.
        let paid = original ?? (isDebit ? booked - (fee ?? 0) : booked + (fee ?? 0))
        let kept = isDebit ? booked - paid : paid - booked
        guard kept != 0 else { return nil }
        let isExplained = fee == kept || (fee == nil && isReturn && isDebit)
        guard paid > 0, kept > 0, isExplained else {
            return Problem(
                .detailsDiffer, at: entry.place, found: Money.decimalString(paid, exponent: exponent),
                expected: Money.decimalString(booked, exponent: exponent))
        }
        var payment = EntryDetail(amount: isDebit ? -paid : paid)
        payment.counterparty = entry.counterparty
        payment.counterpartyAccount = entry.counterpartyAccount
        payment.text = entry.text
        payment.endToEndId = entry.endToEndId
        payment.mandateId = entry.mandateId
        payment.structuredReference = entry.structuredReference
        payment.returnReason = entry.returnReason
        var charge = EntryDetail(amount: -kept)
        charge.isFee = true
        entry.details = [payment, charge]
        return nil
    }
}
