internal import Domain
internal import Handover
internal import Ledger

/// What one package says, as rows of the ledger: answers, events with the facts they state, a statement. Of
/// an inventory there are none.
struct PartnerTaking {
    let configuration: Configuration
    let run: RunRecord
    let package: Int64
    /// The code of who sent it: the author of what it states.
    let sender: String
    /// What its status codes mean; `nil` where they are those of DHX.
    let codes: StatusCodeTable?
    let writer: LedgerWriter
    let importing: FileImport
    private(set) var problems: [Problem] = []
    private(set) var added = 0
    private(set) var known = 0

    init(
        configuration: Configuration, run: RunRecord, package: Int64, sender: String,
        codes: StatusCodeTable?, writer: LedgerWriter, importing: FileImport
    ) {
        self.configuration = configuration
        self.run = run
        self.package = package
        self.sender = sender
        self.codes = codes
        self.writer = writer
        self.importing = importing
    }

    mutating func take(_ batch: [UInt8], flow: String) throws {
        // Of several agencies each speaks of its own cases: another's it must not answer, and does not see.
        let tellings = try writer.reader.caseTellings().filter { $0.batch.hasPrefix(stem(.cases)) }
        let currencies = CaseCurrencies(tellings, others: configuration.currency)
        switch HandoverFlow(rawValue: flow) {
        case .acknowledgement:
            let reading = Acknowledgement.read(batch, file: "batch.json", currencies: currencies)
            note(reading.problems)
            if let answer = reading.value { try take(answer, tellings) }
        case .status:
            let reading = StatusBatch.read(
                batch, file: "batch.json", table: codes,
                currencies: currencies)
            note(reading.problems)
            if let batch = reading.value { try take(batch, tellings) }
        case .remittance:
            let reading = RemittanceStatement.read(batch, file: "batch.json")
            note(reading.problems)
            if let statement = reading.value { try take(statement) }
        case .inventory:
            let reading = Inventory.read(batch, file: "batch.json", currencies: currencies)
            note(reading.problems)
            // Its package is kept, and the report of every night holds it against the cases: no row of it.
            added += reading.value?.entries.count ?? 0
        case .cases, .registry, nil: break
        }
    }

    /// The package as a whole was good, so what is wrong in it is set aside.
    private mutating func note(_ found: [Problem]) {
        problems += found.map { $0.severity == .refuse ? $0.with(severity: .setAside) : $0 }
    }

    private mutating func add(_ code: Problem.Code, _ found: String, _ expected: String = "") {
        problems.append(Problem(code, severity: .setAside, found: found, expected: expected))
    }

    // MARK: Answers

    private mutating func take(_ answer: Acknowledgement, _ tellings: [CaseTelling]) throws {
        let original = answer.original
        guard original.batchId.hasPrefix(stem(original.flow)) else {
            return add(.totalsDiffer, "answer to \(original.batchId)", "a batch that went to \(sender)")
        }
        let sent = try writer.reader.manifestDigest(ofPackage: sentFolder(of: answer))
        guard let sent, sent == original.manifestSHA256 else {
            let found = sent == nil ? "no such batch was sent" : "another content was sent"
            var row = AgencyAnswerFact(
                batch: original.batchId, operation: "", caseReference: "", status: "BREAK")
            row.reasons = found
            try writer.record(row, package: package, run: run.id)
            return add(.totalsDiffer, "answer to \(original.batchId): \(found)")
        }
        if !answer.reasons.isEmpty || answer.groupStatus == .rejected && answer.answers.isEmpty {
            var row = AgencyAnswerFact(
                batch: original.batchId, operation: "", caseReference: "",
                status: answer.groupStatus.rawValue)
            row.reasons = answer.reasons.map { Self.words($0.code.rawValue, $0.field, $0.value) }
                .joined(separator: ", ")
            try writer.record(row, package: package, run: run.id)
            added += 1
        }
        // What went to a registry is answered by its record ids.
        if original.flow == .registry { return try record(answer, known: nil, [:]) }
        try compare(original, tellings)
        var versions: [String: CaseTelling] = [:]
        for telling in tellings { versions[telling.opId] = telling }
        try record(answer, known: Set(versions.keys), versions)
    }

    private mutating func record(
        _ answer: Acknowledgement, known operations: Set<String>?, _ tellings: [String: CaseTelling]
    ) throws {
        for part in answer.answers {
            if let operations, !operations.contains(part.opId) || !part.opId.hasPrefix(part.caseRef + ".") {
                add(.subjectUnknown, "operation \(part.opId) was never sent")
                continue
            }
            var row = AgencyAnswerFact(
                batch: answer.original.batchId, operation: part.opId, caseReference: part.caseRef,
                status: part.status.rawValue)
            row.agencyCase = part.agencyCaseRef
            if part.status.isAccepted, let held = part.balanceHeld?.total {
                row.held = held
                row.sent = try writer.reader.sentBalance(of: part.opId)
                if row.sent == nil, let telling = tellings[part.opId], telling.operation == "NEW" {
                    // Principal alone is claimed, so what was placed is what is owed.
                    row.sent = telling.amount
                }
            }
            var reasons = part.reasons.map { Self.words($0.code.rawValue, $0.field, $0.value) }
            reasons += part.missingDocuments.map(\.rawValue)
            row.reasons = reasons.joined(separator: ", ")
            row.answerBy = part.answerBy
            try writer.record(row, package: package, run: run.id)
            added += 1
        }
    }

    /// A reason with what it points to; its free text stays in the package.
    private static func words(_ code: String, _ field: String, _ value: String) -> String {
        let place = [field, value].filter { !$0.isEmpty }.joined(separator: " ")
        return place.isEmpty ? code : "\(code) (\(place))"
    }

    /// How the ids of batches to the sender begin.
    private func stem(_ flow: HandoverFlow) -> String {
        "\(configuration.creditor.country)\(configuration.creditor.taxId).\(sender).\(flow.rawValue)."
    }

    /// The folder of the package that is answered.
    private func sentFolder(of answer: Acknowledgement) -> String {
        let parts = answer.original.batchId.split(separator: ".").map(String.init)
        return (["DHX1", answer.header.environment.rawValue] + parts).joined(separator: "_")
    }

    /// The sums of the batch, where they can be told from the journal: of what was placed.
    private mutating func compare(_ original: Acknowledgement.Original, _ tellings: [CaseTelling]) throws {
        let held = original.amounts.filter { $0.minorUnits != 0 }.sorted { $0.currency < $1.currency }
        let sent = CaseTelling.controlSums(tellings.filter { $0.batch == original.batchId })
        guard held != sent else { return }
        add(
            .totalsDiffer,
            "answer to \(original.batchId): control sum "
                + held.map { "\($0.decimalString) \($0.currency)" }.joined(separator: ", "),
            sent.map { "\($0.decimalString) \($0.currency)" }.joined(separator: ", "))
    }

    // MARK: Events

    private mutating func take(_ batch: StatusBatch, _ tellings: [CaseTelling]) throws {
        var versions: [String: Int] = [:]
        for telling in tellings {
            versions[telling.caseReference] = max(versions[telling.caseReference] ?? 0, telling.version)
        }
        let applied = try writer.reader.agencyEventIds(sender: sender)
        let history = StatusHistory(batch.events, appliedEventIds: applied, caseVersions: versions)
        known += history.replays.count
        for event in history.conflicts { add(.recordMalformed, "event \(event) with two contents") }
        let facts = AgencyFacts(author: "agency \(sender)", asOf: run.asOf)
        var placed: [String: [(id: Int64, number: String)]] = [:]
        for one in try writer.reader.placedInvoices(recipient: "") {
            placed[one.caseReference, default: []].append((one.invoice, one.number))
        }
        for entry in history.entries {
            guard !entry.isUnknownCase else {
                add(.subjectUnknown, "event \(entry.event.eventId) of case \(entry.event.caseRef)")
                continue
            }
            try writer.record(AgencyEventFact(entry), package: package, sender: sender, run: run.id)
            added += 1
            let invoices = placed[entry.event.caseRef] ?? []
            for record in facts.decisions(of: entry.event, invoices) { try importing.take(.decision(record)) }
        }
    }

    // MARK: Remittances

    private mutating func take(_ statement: RemittanceStatement) throws {
        let earlier = try writer.reader.remittances(sender: statement.header.sender.code)
        guard !earlier.contains(where: { $0.statement == statement.statementId })
        else { return add(.totalsDiffer, "STATEMENT_DUPLICATE: statement \(statement.statementId)") }
        try writer.record(
            RemittanceFact(
                package: package, statement: statement.statementId, currency: statement.currency,
                periodFrom: statement.periodFrom, periodTo: statement.periodTo,
                payout: statement.payout.amount, payoutReference: statement.payout.reference,
                payoutDay: statement.payout.date),
            run: run.id)
        added += statement.lines.count
    }
}

extension CaseTelling {
    /// The sums of a batch, by currency: of what was placed with it.
    static func controlSums(_ told: [CaseTelling]) -> [Money] {
        var sums: [Currency: Int64] = [:]
        for telling in told where telling.operation == "NEW" {
            sums[telling.currency, default: 0] += telling.amount
        }
        return sums.map { Money(minorUnits: $0.value, currency: $0.key) }.filter { $0.minorUnits != 0 }
            .sorted { $0.currency < $1.currency }
    }
}

extension Configuration {
    /// What the status codes of a partner mean, where it has its own.
    func statusCodes(of sender: String) -> StatusCodeTable? {
        agencies.first { $0.code == sender }?.statusCodes
    }
}

extension CaseCurrencies {
    /// Of what agencies were told; what they speak of besides is in the creditor's currency.
    init(_ tellings: [CaseTelling], others: Currency) {
        self.init(others: others)
        for telling in tellings { byCase[telling.caseReference] = telling.currency }
    }
}
