internal import Domain
internal import Scanning

/// Values of single elements.
extension CamtReading {
    static func isCredit(_ bytes: Span<UInt8>) -> Bool? {
        XMLText.equals(bytes, "CRDT") ? true : XMLText.equals(bytes, "DBIT") ? false : nil
    }

    static func isFalse(_ bytes: Span<UInt8>) -> Bool {
        XMLText.equals(bytes, "false") || XMLText.equals(bytes, "0")
    }

    /// What banks write where the payer gave nothing.
    static func isPlaceholder(_ bytes: Span<UInt8>) -> Bool {
        XMLText.equals(bytes, "NOTPROVIDED") || XMLText.equals(bytes, "NONREF")
            || XMLText.equals(bytes, "NOT PROVIDED")
    }

    /// What Swiss banks write beside a reference instead of remittance: `?REJECT?0`, `?ERROR?000`.
    static func isProcessingCode(_ bytes: Span<UInt8>) -> Bool {
        let range = XMLText.trimmed(bytes)
        guard !range.isEmpty, bytes[range.lowerBound] == UInt8(ascii: "?") else { return false }
        let text = XMLText.string(bytes)
        return text.hasPrefix("?REJECT?") || text.hasPrefix("?ERROR?")
    }

    static func isTaxScheme(_ bytes: Span<UInt8>) -> Bool {
        XMLText.equals(bytes, "TXID") || XMLText.equals(bytes, "NIDN")
    }

    /// Whether the text is an IBAN in compact form. One that fails its check is reported, and kept.
    @discardableResult
    mutating func checkIBAN(_ bytes: Span<UInt8>, _ line: Int, _ element: String) -> Bool {
        let range = XMLText.trimmed(bytes)
        if range.isEmpty || IBANBytes.isValid(bytes.extracting(range)) { return true }
        if IBAN(XMLText.string(bytes)) == nil {
            problems.report(Problem(.ibanInvalid, at: Place(line: line, element: element)))
        }
        return false
    }

    /// A bank fee, unsigned; `nil` where it is not in the entry's currency.
    mutating func takeCharge(_ bytes: Span<UInt8>, _ line: Int) -> Int64? {
        let currency = entry.amount.currency ?? statement.currency ?? options.defaultCurrency
        return takeAmount(bytes, line).minorUnits(in: currency)
    }

    mutating func takeReference(_ bytes: Span<UInt8>, _ line: Int) {
        let range = XMLText.trimmed(bytes)
        guard !range.isEmpty else { return }
        let start = range.lowerBound
        let isStandard =
            range.count > 4 && bytes[start] == UInt8(ascii: "R") && bytes[start + 1] == UInt8(ascii: "F")
            && bytes[start + 2] &- 0x30 <= 9 && bytes[start + 3] &- 0x30 <= 9
        if isStandard, CreditorReference(XMLText.string(bytes)) == nil {
            let place = Place(line: line, element: "TxDtls/RmtInf/Strd/CdtrRefInf/Ref")
            problems.report(Problem(.referenceInvalid, at: place))
        }
        if transaction.structuredReference.isEmpty {
            transaction.structuredReference = texts.keep(bytes)
        } else {
            // One payment of several invoices: the other references are read as text.
            transaction.structuredText = texts.join(transaction.structuredText, 0x20, bytes)
        }
    }

    mutating func takeBalance() {
        let isClosing = body.isClosing(balance.type)
        guard body != .notification, isClosing || ["OPBD", "PRCD"].contains(balance.type) else { return }
        if statement.currency == nil, let currency = balance.amount.currency {
            (statement.currency, statement.exponent) = (currency, currency.exponent)
        }
        guard let magnitude = balance.amount.minorUnits(in: statement.currency ?? options.defaultCurrency)
        else {
            let place = Place(line: Int(balance.amount.line), element: body.element + "/Bal/Amt")
            problems.report(
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
        default:
            // The end of the day outranks a balance during the day.
            let isInterim = balance.type != "CLBD"
            guard statement.closing == nil || statement.closingIsInterim || !isInterim else { return }
            (statement.closing, statement.closingDay) = (amount, balance.day)
            statement.closingIsInterim = isInterim
        }
    }
}
