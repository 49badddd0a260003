internal import Domain
internal import Scanning

/// Records 05 and what becomes of a movement.
extension CFONB120Reading {
    mutating func readDetail(_ bytes: Span<UInt8>, _ columns: FixedColumns) {
        guard hasMovement else {
            if !isSkipping {
                report(.recordMalformed, severity: .warn, expected: "a movement (04) before its details")
            }
            return
        }
        let (qualifier, content) = (columns.range(46, 48), columns.range(49, 118))
        let value = MT940Values.trimmed(bytes, content)
        switch CFONB120Qualifier(bytes, qualifier) {
        case .payer: movement.payer = value
        case .payee: movement.payee = value
        case .ultimatePayer: movement.ultimatePayer = value
        case .ultimatePayee: movement.ultimatePayee = value
        case .payerIdentifier: movement.payerIdentifier = MT940Values.trimmed(bytes, columns.range(49, 83))
        case .payeeIdentifier: movement.payeeIdentifier = MT940Values.trimmed(bytes, columns.range(49, 83))
        case .clientReference:
            movement.endToEnd = MT940Values.trimmed(bytes, columns.range(49, 83))
        case .bankReference: if !value.isEmpty { movement.bankReference = value }
        case .mandate: movement.mandate = MT940Values.trimmed(bytes, columns.range(49, 83))
        case .structured: movement.structured = value
        case .originalAmount: movement.originalAmount = partAmount(bytes, columns)
        case .fee: movement.fee = partAmount(bytes, columns)
        case .remittanceContinued: text.append(bytes, content, continues: true)
        case .text: text.append(bytes, content, continues: false)
        }
    }

    /// The amount of a record 05 if it is in the statement's currency: minor units without sign.
    private func partAmount(_ bytes: Span<UInt8>, _ columns: FixedColumns) -> Int64? {
        guard let currency = currency(bytes, columns.range(49, 51)), currency == statement.currency,
            let amount = CFONB120Amount(bytes, columns.range(53, 66)),
            let units = Int64.minorUnits(
                digits: amount.digits, scale: decimals(bytes, columns.range(52, 52)),
                exponent: currency.exponent)
        else { return nil }
        return units < 0 ? -units : units
    }

    /// Emits the movement whose details are complete.
    mutating func flush(_ bytes: Span<UInt8>) throws {
        guard hasMovement else { return }
        hasMovement = false
        guard statement.counted.add(movement.amount) else {
            return report(.amountUnreadable, expected: "sums that fit")
        }
        if statement.firstDay.map({ movement.booked < $0 }) ?? true { statement.firstDay = movement.booked }
        var entry = EntryRecord(booked: movement.booked, value: movement.value, amount: movement.amount)
        entry.place = Place(line: movement.line)
        entry.code = code(bytes, movement)
        entry.reference = textEncoding.string(bytes.extracting(movement.reference))
        entry.bankReference = string(bytes, movement.bankReference)
        entry.returnReason = textEncoding.string(bytes.extracting(movement.reason))
        entry.text = text.string(textEncoding)
        describeParties(&entry, bytes, movement)
        if !MT940Line.isPlaceholder(bytes, movement.endToEnd) {
            entry.endToEndId = textEncoding.string(bytes.extracting(movement.endToEnd))
        }
        entry.mandateId = textEncoding.string(bytes.extracting(movement.mandate))
        entry.structuredReference = string(bytes, movement.structured)
        if movement.originalAmount != nil,
            let problem = ReturnedPayment.split(
                &entry, original: movement.originalAmount, fee: movement.fee,
                isReturn: !entry.returnReason.isEmpty, exponent: statement.currency.exponent)
        {
            problems.report(problem)
        }
        try emit(.entry(entry))
    }

    /// `B1/6772`: the interbank code and the bank's own.
    private func code(_ bytes: Span<UInt8>, _ movement: CFONB120Movement) -> String {
        let (first, second) = (movement.interbankCode, movement.internalCode)
        if second.isEmpty { return textEncoding.string(bytes.extracting(first)) }
        guard first.count + second.count <= 14, isAllASCII else {
            return string(bytes, first) + "/" + string(bytes, second)
        }
        return String(unsafeUninitializedCapacity: 15) { text in
            var count = 0
            for index in first {
                text[count] = bytes[index]
                count += 1
            }
            text[count] = UInt8(ascii: "/")
            count += 1
            for index in second {
                text[count] = bytes[index]
                count += 1
            }
            return count
        }
    }

    /// The other party: who paid when money came in or a payment came back, else who was paid; the only one
    /// that is named in any case.
    private func describeParties(
        _ entry: inout EntryRecord, _ bytes: Span<UInt8>, _ movement: CFONB120Movement
    ) {
        let isPayer = entry.amount >= 0 || !movement.reason.isEmpty
        let (usual, other) = isPayer ? (movement.payer, movement.payee) : (movement.payee, movement.payer)
        let ultimate = isPayer ? movement.ultimatePayer : movement.ultimatePayee
        let name = !usual.isEmpty ? usual : !ultimate.isEmpty ? ultimate : other
        if name.isEmpty {
            if !movement.label.isEmpty {
                entry.counterparty = CounterpartyPhrase.name(
                    in: string(bytes, movement.label), isCredit: entry.amount >= 0)
            }
        } else {
            entry.counterparty = string(bytes, name)
        }
        let identifier = isPayer ? movement.payerIdentifier : movement.payeeIdentifier
        if IBANBytes.isValid(bytes.extracting(identifier)) {
            entry.counterpartyAccount = textEncoding.string(bytes.extracting(identifier))
        }
    }
}
