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

    /// The line where it is text; `nil` for codes between slashes, an account alone, or more than the 34
    /// characters of the standard by far.
    func freeText(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard !range.isEmpty, range.count <= 200, !isAccount(bytes) else { return nil }
        let isCoded =
            range.count >= 6 && bytes[range.lowerBound] == UInt8(ascii: "/")
            && bytes[range.lowerBound + 5] == UInt8(ascii: "/")
        return isCoded ? nil : range
    }

    /// One word of nine digits or more and at most one letter (Dutch banks: `P004500018`), or an IBAN's form.
    private func isAccount(_ bytes: Span<UInt8>) -> Bool {
        var (letters, digits) = (0, 0)
        for index in range {
            if bytes[index] &- 0x30 <= 9 {
                digits += 1
            } else if bytes[index] >= 0x41, bytes[index] <= 0x5A {
                letters += 1
            } else {
                return false
            }
        }
        if letters <= 1 { return digits >= 9 }
        return (15...34).contains(range.count) && digits >= 8
            && IBANBytes.looksLikeIBAN(bytes.extracting(range))
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
