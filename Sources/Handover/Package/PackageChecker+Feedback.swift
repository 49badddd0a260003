internal import Domain

// Flows ACK, STAT, REMT, INVT: the batch by its own reader, and the equations of a remittance.
extension PackageChecker {
    mutating func checkFeedback(
        _ flow: HandoverFlow, _ currencies: CaseCurrencies, _ statusCodes: StatusCodeTable?
    ) {
        guard let bytes = batchBytes() else { return }
        let file = Self.batchFile
        switch flow {
        case .acknowledgement:
            let reading = Acknowledgement.read(bytes, file: file, currencies: currencies)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["counts"])
        case .status:
            checkStatus(bytes, currencies, statusCodes)
        case .remittance:
            let reading = RemittanceStatement.read(bytes, file: file)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["totals"])
            if let statement = reading.value { checkRules(of: statement) }
        case .inventory:
            let reading = Inventory.read(bytes, file: file, currencies: currencies)
            take(reading.faults, reading.value?.header, totals: stated(bytes, reading.value))
        case .cases, .registry: break
        }
        // An agency may send XML beside the JSON; in what order it wrote that is its own affair.
        if report.header != nil { compareXML(flow) }
    }

    /// The equations of a statement, each under its own code, and that no movement stands twice: a payment
    /// that is counted twice adds up as well.
    private mutating func checkRules(of statement: RemittanceStatement) {
        for broken in RemittanceRules.breaks(of: statement) {
            add(
                broken.rule.code, .refuse, "\(Self.batchFile) \(broken.path)", found: broken.found,
                expected: broken.expected)
        }
        var seen: Set<String> = []
        for (position, line) in statement.lines.enumerated() where !seen.insert(line.movementId).inserted {
            add(
                .movementDuplicate, .refuse, "\(Self.batchFile) $.lines[\(position)].movementId",
                found: "\(line.movementId) a second time")
        }
    }

    /// A table that may not be used here refuses the package; the rest of it is checked without the table.
    private mutating func checkStatus(
        _ bytes: [UInt8], _ currencies: CaseCurrencies, _ table: StatusCodeTable?
    ) {
        func read(_ table: StatusCodeTable?) -> HandoverReading<StatusBatch> {
            StatusBatch.read(bytes, file: Self.batchFile, table: table, currencies: currencies)
        }
        var reading = read(table)
        if let refusal = reading.faults.first, refusal.code == .environment {
            add(refusal, .refuse)
            reading = read(nil)
        } else if reading.value != nil {
            report.statusCodes = table
        }
        take(reading.faults, reading.value?.header, totals: stated(bytes, reading.value))
        // Of two events with one id it cannot be known which is meant.
        var seen: Set<String> = []
        for event in reading.value?.events ?? [] where !seen.insert(event.eventId).inserted {
            add(
                .eventDuplicate, .setAside, "\(Self.batchFile) $.events \(event.eventId)",
                found: "an eventId that stood before")
        }
    }

    /// The totals of a batch that could be read, as they stand in it: its reader has compared them with what
    /// is there. Made anew they would lack the events that were set aside, and the names of the currencies.
    private func stated(_ bytes: [UInt8], _ value: (some Sendable)?) -> JSONValue? {
        value == nil ? nil : (try? JSONReader.value(of: bytes))?["totals"]
    }

    /// Without a value the whole batch is refused; otherwise its parts are.
    private mutating func take(_ faults: [HandoverFault], _ header: BatchHeader?, totals: JSONValue?) {
        for fault in faults { add(fault, header == nil ? .refuse : .setAside) }
        if let header { checkIdentity(header, totals: totals ?? .object([])) }
    }
}
