internal import Domain
internal import Scanning

/// The lines of field 61 after the first: charges, or in old forms the other party.
struct MT940Supplement {
    private let range: Range<Int>
    private var original: (currency: Currency, amount: MT940Amount)?

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        self.range = range
        guard MT940Line.begins(bytes, range, "/OCMT/"), range.count > 10 else { return }
        // `/OCMT/EUR11,85//CHGS/EUR0,50/`
        let code = bytes.extracting(range.lowerBound + 6..<range.lowerBound + 9)
        if let currency = Currency(TextEncoding.utf8.string(code)),
            let amount = MT940Amount(bytes, range.lowerBound + 9..<range.upperBound)
        {
            original = (currency, amount)
        }
    }

    /// What was to be paid before fees, minor units; `nil` in another currency.
    func originalAmount(in currency: Currency) -> Int64? {
        guard let original, original.currency == currency else { return nil }
        return original.amount.minorUnits(exponent: currency.exponent)
    }

    /// The account and name of the other party where the line is nothing else: an IBAN of its own, or a name
    /// that field 86 repeats behind the account in the reference.
    func describe(_ entry: inout EntryRecord, _ bytes: Span<UInt8>, _ encoding: TextEncoding) {
        if IBANBytes.isValid(bytes.extracting(range)) {
            if entry.counterpartyAccount.isEmpty {
                entry.counterpartyAccount = encoding.string(bytes.extracting(range))
            }
        }
        guard entry.counterpartyAccount.isEmpty, (7...34).contains(entry.reference.utf8.count) else { return }
        let isIBAN = entry.reference.utf8.withContiguousStorageIfAvailable {
            IBANBytes.isValid(Span(_unsafeElements: $0))
        }
        var isRepeated = false
        if !range.isEmpty {
            let name = FieldWords.string(bytes.extracting(range), encoding)
            if entry.text.hasPrefix(entry.reference + " " + name) {
                isRepeated = true
                if entry.counterparty.isEmpty { entry.counterparty = name }
            }
        }
        guard isIBAN == true || isRepeated else { return }
        // The payer's account is no number of the movement.
        entry.counterpartyAccount = entry.reference
        entry.reference = ""
    }
}

/// Returned payments whose movement holds the bank's fee.
enum MT940Return {
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
