internal import Domain
internal import Foundation
internal import Handover
internal import Ledger
internal import Verification

/// Stage 5: what the agency and the registry are told tonight.
///
/// Withdrawals outrank everything (architecture, rule 10): a placed debt that was paid or disputed is recalled, and a
/// listed one removed, in the same night's output. What breaks a rule of the exchange is set aside and tried again.
struct CaseDelivery {
    let configuration: Configuration
    let run: RunRecord
    let outputs: RunOutputs

    /// Writes the packages and records what is in them; gives the stage's figures.
    func deliver(_ writer: LedgerWriter) throws -> String {
        let judgement = try DebtJudgement(writer.reader, configuration: configuration, asOf: run.asOf)
        let operations = try deliverToAgency(writer, judgement)
        let records = try deliverToRegistry(writer, judgement)
        return "operations=\(operations) records=\(records)"
    }

    private func deliverToAgency(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        guard let agency = configuration.agency else { return 0 }
        let book = try PlacementBook(writer.reader, items: judgement.items)
        let header = try header(
            .cases, sequence: writer.reader.sentPackages(flow: "CASE") + 1, code: agency.code,
            environment: agency.environment, agency: agency, identifier: agency.identifier,
            scheme: agency.scheme)
        let drafts =
            try CaseChanges(run: run, book: book, judgement: judgement).drafts(writer.reader)
            + NewCases(
                configuration: configuration, agency: agency, run: run, book: book, judgement: judgement,
                files: EvidenceFiles(outputs: outputs, run: run)
            ).drafts(writer.reader)
        guard !drafts.isEmpty else { return 0 }
        let package = CaseBatch.files(
            CaseBatchContent(header: header, operations: drafts.map(\.operation), producer: producer))
        try publish(package, in: header, writer)
        let published = Set(package.published)
        for draft in drafts where published.contains(draft.operation.opId) && !draft.isRepeated {
            for line in draft.lines {
                try writer.record(
                    CaseOperationFact(
                        batch: header.batchId, caseReference: draft.operation.caseRef,
                        version: draft.operation.caseVersion, operation: draft.operation.code.rawValue,
                        invoice: line.invoice, amount: line.amount, balance: line.balance,
                        reason: draft.reason),
                    run: run.id)
            }
        }
        return published.count
    }

    private func deliverToRegistry(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        guard let registry = configuration.registry, let agreement = configuration.agency else { return 0 }
        let header = try header(
            .registry, sequence: writer.reader.sentPackages(flow: "REGY") + 1, code: registry.code,
            environment: registry.environment, agency: agreement, identifier: registry.code, scheme: "ES:REG")
        let drafts = try RegistryChanges(
            configuration: configuration, registry: registry, run: run, judgement: judgement
        )
        .drafts(writer.reader)
        guard !drafts.isEmpty else { return 0 }
        let package = RegistryBatch.files(
            RegistryBatchContent(
                header: header, target: RegistryTarget(code: registry.code, reporterId: registry.reporter),
                records: drafts.map(\.record), profile: try profile(named: registry.profile),
                producer: producer))
        try publish(package, in: header, writer)
        let published = Set(package.published)
        for draft in drafts where published.contains(draft.record.recId) && !draft.isRepeated {
            try writer.record(draft.fact, run: run.id)
        }
        return published.count
    }

    private func publish(_ package: HandoverPackage, in header: BatchHeader, _ writer: LedgerWriter) throws {
        for file in package.files { try outputs.add(file, to: writer) }
        try writer.recordProblems(package.problems, file: header.batchId, run: run.id)
    }

    private var producer: Producer {
        Producer(software: "recobro", version: Program.version, configurationSHA256: run.configuration)
    }

    private func header(
        _ flow: HandoverFlow, sequence: Int, code: String, environment: String, agency: AgencySettings,
        identifier: String, scheme: String
    ) throws -> BatchHeader {
        let creditor = configuration.creditor
        guard let environment = HandoverEnvironment(rawValue: environment),
            let own = PartyIdentifier(taxId: creditor.taxId, country: creditor.country, holder: .legal)
        else { throw RunError.internalFault("the batch header cannot be made of the configuration") }
        var header = BatchHeader(
            flow: flow, sequence: sequence, environment: environment,
            sender: BatchParty(code: creditor.country + creditor.taxId, identifier: own),
            recipient: BatchParty(code: code, identifier: PartyIdentifier(scheme: scheme, value: identifier)),
            businessDate: run.asOf, agreementRef: agency.agreement,
            processorAgreementRef: agency.processorAgreement)
        if sequence > 1 {
            var previous = header
            previous.sequence = sequence - 1
            header.previousBatchId = previous.batchId
        }
        return header
    }

    /// A built-in example, or a profile of the workspace: `profiles/<name>.json`.
    private func profile(named name: String) throws -> LayoutProfile {
        do throws(LayoutError) {
            if let example = ExampleProfile(rawValue: name) { return try example.profile() }
            let path = "\(outputs.workspaceRoot)/profiles/\(name).json"
            guard !name.contains("/"), let data = FileManager.default.contents(atPath: path) else {
                throw LayoutError(
                    .profileUnknown, at: name, "there is no profiles/\(name).json in the workspace")
            }
            return try LayoutProfile(json: Array(data))
        } catch {
            throw RunError.usage("registry.profile in recobro.yaml: \(error)")
        }
    }
}

/// One operation on its way into a batch, and the ledger lines that record it.
struct DraftOperation {
    let operation: CaseOperation
    let lines: [(invoice: Int64, amount: Int64, balance: Int64)]
    let reason: String
    /// A recall that was sent before and is sent again until it is acknowledged: it is in the journal already.
    var isRepeated = false
}

/// The cases that an agency has, from what it was told.
struct PlacementBook {
    /// Invoices of each open case, in the order they were placed.
    private(set) var open: [(caseReference: String, invoices: [Int64])] = []
    /// Invoices that an agency has now. One that came back may be placed again, in a case of its own.
    private(set) var placed: Set<Int64> = []
    /// Final recalls that no acknowledgement has answered, with the invoices they name.
    private(set) var recalls: [CaseOperationFact] = []
    private(set) var caseCount: [String: Int] = [:]
    private var versions: [String: Int] = [:]
    let items: [Int64: OpenItem]

    init(_ reader: LedgerReader, items: [OpenItem]) throws {
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
        var invoices: [String: [Int64]] = [:]
        var closed: Set<String> = []
        var order: [String] = []
        for fact in try reader.caseOperations() {
            versions[fact.caseReference] = max(versions[fact.caseReference] ?? 0, fact.version)
            switch fact.operation {
            case "NEW":
                if invoices[fact.caseReference] == nil {
                    order.append(fact.caseReference)
                    caseCount[Self.stem(fact.caseReference), default: 0] += 1
                }
                invoices[fact.caseReference, default: []].append(fact.invoice)
            case "RCF":
                if closed.insert(fact.caseReference).inserted { recalls.append(fact) }
            default: break
            }
        }
        open = order.filter { !closed.contains($0) }.map { ($0, invoices[$0] ?? []) }
        placed = Set(open.flatMap(\.invoices))
    }

    /// The debtor's own case reference, without the number of the placement.
    static func stem(_ reference: String) -> String {
        reference.lastIndex(of: ".").map { String(reference[..<$0]) } ?? reference
    }

    func nextVersion(of reference: String) -> Int { (versions[reference] ?? 0) + 1 }

    func outstanding(_ invoice: Int64) -> Int64 { max(0, items[invoice]?.outstanding ?? 0) }
}

/// PAY and RCF: what changed tonight in cases that the agency has.
struct CaseChanges {
    let run: RunRecord
    let book: PlacementBook
    let judgement: DebtJudgement

    func drafts(_ reader: LedgerReader) throws -> [DraftOperation] {
        try book.recalls.compactMap(repeated)
            + book.open.flatMap { try drafts(of: $0.caseReference, invoices: $0.invoices, reader) }
    }

    /// A recall again, with the number it had: the agency answers that it knows it.
    private func repeated(_ recall: CaseOperationFact) -> DraftOperation? {
        guard let currency = book.items[recall.invoice]?.currency,
            let reason = RecallReason(rawValue: recall.reason)
        else { return nil }
        let operation = CaseOperation(
            caseRef: recall.caseReference, caseVersion: recall.version, effectiveDate: run.asOf,
            currency: currency,
            content: .finalRecall(reason))
        return DraftOperation(operation: operation, lines: [], reason: recall.reason, isRepeated: true)
    }

    private func drafts(of reference: String, invoices: [Int64], _ reader: LedgerReader) throws
        -> [DraftOperation]
    {
        guard let currency = invoices.lazy.compactMap({ book.items[$0]?.currency }).first else { return [] }
        var drafts: [DraftOperation] = []
        var version = book.nextVersion(of: reference)
        func add(
            _ content: CaseOperation.Content, lines: [(Int64, Int64, Int64)], reason: String,
            note: String = ""
        ) {
            var operation = CaseOperation(
                caseRef: reference, caseVersion: version, effectiveDate: run.asOf, currency: currency,
                content: content)
            operation.note = note
            drafts.append(DraftOperation(operation: operation, lines: lines, reason: reason))
            version += 1
        }
        var balance = invoices.reduce(Int64(0)) { $0 + book.outstanding($1) }
        let payments = try tonightsPayments(invoices, reader)
        var before = balance + payments.reduce(Int64(0)) { $0 + $1.allocations.reduce(0) { $0 + $1.amount } }
        for payment in payments {
            before -= payment.allocations.reduce(0) { $0 + $1.amount }
            let after = CaseBalance(
                asOf: run.asOf, principal: before, interest: 0, fixedComp: 0, costs: 0, total: before)
            add(
                .payment(CasePayment(payment, feeable: true), balanceAfter: after),
                lines: payment.allocations.map { ($0.invoice, $0.amount, book.outstanding($0.invoice)) },
                reason: "")
        }
        balance = before
        if let (reason, note) = withdrawal(invoices, balance: balance) {
            add(
                .finalRecall(reason), lines: invoices.map { ($0, 0, book.outstanding($0)) },
                reason: reason.rawValue, note: note)
        }
        return drafts
    }

    /// Movements whose allocation to the case was posted in this run, oldest first.
    private func tonightsPayments(_ invoices: [Int64], _ reader: LedgerReader) throws -> [PaymentFact] {
        var facts: [PaymentFact] = []
        for payment in try invoices.flatMap({ try reader.payments(of: $0) }) where payment.run == run.id {
            if let index = facts.firstIndex(where: { $0.movement.id == payment.movement.id }) {
                facts[index].allocations.append(payment.allocation)
            } else {
                facts.append(PaymentFact(movement: payment.movement, allocations: [payment.allocation]))
            }
        }
        return facts.sorted {
            ($0.movement.entry.booked, $0.movement.id) < ($1.movement.entry.booked, $1.movement.id)
        }
    }

    /// Why the case must come back tonight, if it must.
    private func withdrawal(_ invoices: [Int64], balance: Int64) -> (RecallReason, String)? {
        if balance <= 0 { return (.paid, "") }
        for invoice in invoices where book.outstanding(invoice) > 0 {
            guard let item = book.items[invoice] else { continue }
            let verdict = judgement.verdict(for: item)
            if verdict.outcome(.undisputed) != .passed {
                return (.commercialDecision, "the debtor disputes invoice \(item.number)")
            }
            if verdict.outcome(.certain) == .failed {
                return (.placedInError, "invoice \(item.number) is not certain")
            }
            if verdict.outcome(.enforceable) == .failed {
                return (.commercialDecision, "invoice \(item.number) may not be claimed")
            }
        }
        return nil
    }
}
