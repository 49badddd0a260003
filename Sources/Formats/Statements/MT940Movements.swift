internal import Domain
internal import Scanning

/// Field 61 and what becomes of it.
extension MT940Reading {
    mutating func readMovement(
        _ bytes: Span<UInt8>, _ content: Range<Int>, _ lines: LineCursor
    ) {
        touch()
        if statement.hasClosing, !statement.saidLate {
            statement.saidLate = true
            problems.report(
                report(.recordMalformed, severity: .warn, expected: "no entry after the closing balance"))
        }
        if statement.currency == nil { findCurrency(bytes, lines) }
        do throws(MT940Line.Fault) {
            try movement.fields.read(bytes, content, exponent: statement.exponent)
            if movement.fields.value == nil {
                problems.report(report(.dateUnreadable, severity: .warn, expected: "a value day that exists"))
            }
            movement.line = line
            movement.supplement = 0..<0
            hasMovement = true
        } catch {
            leaveOut(error)
        }
    }

    private mutating func leaveOut(_ fault: MT940Line.Fault) {
        statement.leftOut += 1
        switch fault {
        case .value: problems.report(report(.dateUnreadable, expected: "a value day YYMMDD"))
        case .mark:
            problems.report(report(.recordMalformed, expected: "a mark C, D, RC or RD after the days"))
        case .amount: problems.report(report(.amountUnreadable, expected: "an amount like 1234,56"))
        case .inexact: problems.report(report(.amountNotExact))
        }
    }

    /// The currency where no field before the entries has it: that of the closing balance or the totals.
    private mutating func findCurrency(_ bytes: Span<UInt8>, _ lines: LineCursor) {
        var lines = lines
        search: while let range = lines.nextLine(in: bytes) {
            guard let tag = MT940Tag(bytes, range), tag.content < range.upperBound else { continue }
            let content = tag.content..<range.upperBound
            switch tag.number {
            case 20, 25: break search
            case 62, 64:
                if let balance = MT940Balance(bytes, content) { return setCurrency(balance.currency) }
            case 90: if let claim = MT940Claim(bytes, content) { return setCurrency(claim.currency) }
            default: continue
            }
        }
        problems.report(
            report(.fieldMissing, severity: .warn, expected: "a currency; \(options.defaultCurrency) is used")
        )
        setCurrency(options.defaultCurrency)
    }

    /// Emits the movement whose field 86, if it has one, is complete.
    mutating func flush(_ bytes: Span<UInt8>) throws {
        guard hasMovement else { return }
        hasMovement = false
        guard movement.fields.isExpected || statement.counted.add(movement.fields.amount) else {
            statement.leftOut += 1
            problems.report(report(.amountUnreadable, line: movement.line, expected: "sums that fit"))
            return details.clear()
        }
        var entry = EntryRecord(
            booked: movement.fields.booked, value: movement.fields.value, amount: movement.fields.amount)
        entry.isReversal = movement.fields.isReversal
        if movement.fields.isExpected { entry.status = .pending }
        let encoding = textEncoding
        entry.code = code(bytes, movement.fields.code)
        entry.reference = encoding.string(bytes.extracting(movement.fields.customerReference))
        entry.bankReference = encoding.string(bytes.extracting(movement.fields.bankReference))
        entry.place = Place(line: movement.line)
        statement.noteDay(movement.fields.booked)
        details.describe(&entry, encoding, exponent: statement.exponent)
        let supplement = MT940Supplement(bytes, movement.supplement)
        if !movement.supplement.isEmpty || !entry.reference.isEmpty {
            supplement.describe(&entry, bytes, encoding)
            addText(of: supplement, to: &entry, bytes)
        }
        let isReturn = details.isReturn || movement.fields.isReturnedItem
        if isReturn, entry.returnReason.isEmpty {
            entry.returnReason = ReturnReasonText.code(aloneIn: entry.text)
        }
        let original = details.originalAmount ?? originalAmount(supplement)
        if original != nil || details.fee != nil {
            let problem = ReturnedPayment.split(
                &entry, original: original, fee: details.fee,
                isReturn: isReturn, exponent: statement.exponent)
            if let problem { problems.report(problem) }
        }
        if entry.reference.isEmpty { entry.reference = entry.bankReference }
        // Some banks name our own account there.
        if statement.isOwnAccount(entry.counterpartyAccount) { entry.counterpartyAccount = "" }
        details.clear()
        try emit(.entry(entry))
    }

    /// What the second line of field 61 says and field 86 does not: Spanish banks put the concept there.
    private func addText(
        of supplement: MT940Supplement, to entry: inout EntryRecord, _ bytes: Span<UInt8>
    ) {
        guard let range = supplement.freeText(bytes), !details.contains(bytes, range) else { return }
        let text = FieldWords.string(bytes.extracting(range), textEncoding)
        entry.text = entry.text.isEmpty ? text : entry.text + " " + text
    }

    /// The type of transaction: as a rule that of the movement before.
    private mutating func code(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var packed: UInt64 = 0
        for index in range { packed = packed << 8 | UInt64(bytes[index]) }
        if packed != lastCode.packed {
            var text = textEncoding.string(bytes.extracting(range))
            // `N TRF`
            if range.count > 4 { text.removeAll { $0 == " " } }
            lastCode = (packed, text)
        }
        return lastCode.text
    }

    private func originalAmount(_ supplement: MT940Supplement) -> Int64? {
        guard let currency = statement.currency else { return nil }
        return supplement.originalAmount(in: currency)
    }
}
