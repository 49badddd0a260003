internal import Domain
internal import Foundation
internal import Handover
internal import Ledger
internal import Verification

/// Stage 5: what the agency and the registry are told tonight.
///
/// Withdrawals outrank everything (architecture, rule 10): a placed debt that was paid or disputed is
/// recalled, and a listed one removed, in the same night's output. What breaks a rule of the exchange is set
/// aside and tried again.
struct CaseDelivery {
    let configuration: Configuration
    let run: RunRecord
    let outputs: RunOutputs

    /// Writes the packages and records what is in them; gives the stage's figures.
    func deliver(_ judgement: DebtJudgement, _ writer: LedgerWriter) throws -> String {
        let operations = try deliverToAgency(writer, judgement)
        let records = try deliverToRegistry(writer, judgement)
        return "operations=\(operations) records=\(records)"
    }

    private func deliverToAgency(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        let everything = try writer.reader.caseOperations()
        guard let agency = configuration.agency else {
            try refuseOrphans(of: everything, recipient: nil)
            return 0
        }
        var header = try header(
            .cases, code: agency.code, environment: agency.environment, agency: agency,
            identifier: agency.identifier, scheme: agency.scheme)
        try number(&header, writer.reader)
        try refuseOrphans(of: everything, recipient: header.batchStem)
        let book = PlacementBook(everything, recipient: header.batchStem, items: judgement.items)
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
                        reason: draft.reason,
                        allocation: line.allocation),
                    run: run.id)
            }
        }
        return published.count
    }

    /// Cases that another agency still has cannot be followed up without its section: that agency must be
    /// told first.
    private func refuseOrphans(of facts: [CaseOperationFact], recipient: String?) throws {
        let placed = Set(facts.filter { $0.operation == "NEW" }.map(\.caseReference))
        let recalled = Set(facts.filter { $0.operation == "RCF" }.map(\.caseReference))
        let open = facts.filter {
            placed.contains($0.caseReference) && !recalled.contains($0.caseReference)
                && recipient.map($0.batch.hasPrefix) != true
        }
        guard let first = open.first else { return }
        throw RunError.usage(
            "case \(first.caseReference) is with the recipient of batch \(first.batch), which recobro.yaml no longer "
                + "names; put its agency section back until its cases have been recalled")
    }

    private func deliverToRegistry(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        let everything = try writer.reader.registryRecords()
        let orphans = everything.filter { $0.operation == "A" && $0.registry != configuration.registry?.code }
            .filter { listed in !everything.contains { $0.operation == "B" && $0.invoice == listed.invoice } }
        if let first = orphans.first {
            throw RunError.usage(
                "registry \(first.registry) lists \(first.operationReference), and recobro.yaml no longer names it; put "
                    + "its section back until its records have been removed")
        }
        guard let registry = configuration.registry else { return 0 }
        guard let agreement = configuration.agency else {
            throw RunError.usage("registry needs the agreements of the agency section in recobro.yaml")
        }
        var header = try header(
            .registry, code: registry.code, environment: registry.environment, agency: agreement,
            identifier: registry.code, scheme: "ES:REG")
        try number(&header, writer.reader)
        let drafts = try RegistryChanges(
            configuration: configuration, registry: registry, run: run, judgement: judgement
        ).drafts(writer.reader)
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
        _ flow: HandoverFlow, code: String, environment: String, agency: AgencySettings, identifier: String,
        scheme: String
    ) throws -> BatchHeader {
        let creditor = configuration.creditor
        guard let environment = HandoverEnvironment(rawValue: environment),
            let own = PartyIdentifier(taxId: creditor.taxId, country: creditor.country, holder: .legal)
        else { throw RunError.internalFault("the batch header cannot be made of the configuration") }
        return BatchHeader(
            flow: flow, sequence: 1, environment: environment,
            sender: BatchParty(code: creditor.country + creditor.taxId, identifier: own),
            recipient: BatchParty(code: code, identifier: PartyIdentifier(scheme: scheme, value: identifier)),
            businessDate: run.asOf, agreementRef: agency.agreement,
            processorAgreementRef: agency.processorAgreement)
    }

    /// The next sequence of this sender, recipient, flow and environment.
    private func number(_ header: inout BatchHeader, _ reader: LedgerReader) throws {
        let sent = try reader.sentPackages(stem: header.folderStem)
        guard sent > 0 else { return }
        header.sequence = sent
        let previous = header.batchId
        header.sequence = sent + 1
        header.previousBatchId = previous
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
    let lines: [Line]
    let reason: String

    /// What the journal keeps of one invoice of the operation.
    struct Line {
        let invoice: Int64
        let amount: Int64
        let balance: Int64
        var allocation: Int64 = 0
    }

    /// A recall that was sent before and is sent again until it is acknowledged: it is in the journal
    /// already.
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
    /// The last allocation that each placed invoice's NEW knew of.
    private var knownAllocation: [Int64: Int64] = [:]
    /// Allocations that a PAY told.
    private var toldAllocations: Set<Int64> = []

    /// - Parameter recipient: how the batch ids of this agency begin; what others were told is left out.
    init(_ facts: [CaseOperationFact], recipient: String, items: [OpenItem]) {
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
        var invoices: [String: [Int64]] = [:]
        var closed: Set<String> = []
        var order: [String] = []
        for fact in facts {
            versions[fact.caseReference] = max(versions[fact.caseReference] ?? 0, fact.version)
            if fact.operation == "NEW", invoices[fact.caseReference] == nil {
                caseCount[Self.stem(fact.caseReference), default: 0] += 1
            }
            guard fact.batch.hasPrefix(recipient) else { continue }
            switch fact.operation {
            case "NEW":
                if invoices[fact.caseReference] == nil { order.append(fact.caseReference) }
                invoices[fact.caseReference, default: []].append(fact.invoice)
                knownAllocation[fact.invoice] = fact.allocation
            case "PAY": toldAllocations.insert(fact.allocation)
            case "RCF":
                if closed.insert(fact.caseReference).inserted { recalls.append(fact) }
            default: break
            }
        }
        open = order.filter { !closed.contains($0) }.map { ($0, invoices[$0] ?? []) }
        placed = Set(open.flatMap(\.invoices))
    }

    /// Whether the agency does not know yet of money applied to an invoice it has.
    func isUntold(_ payment: InvoicePayment) -> Bool {
        payment.id > knownAllocation[payment.allocation.invoice] ?? .max
            && !toldAllocations.contains(payment.id)
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
            _ content: CaseOperation.Content, lines: [DraftOperation.Line], reason: String,
            note: String = ""
        ) {
            var operation = CaseOperation(
                caseRef: reference, caseVersion: version, effectiveDate: run.asOf, currency: currency,
                content: content)
            operation.note = note
            drafts.append(DraftOperation(operation: operation, lines: lines, reason: reason))
            version += 1
        }
        let balance = invoices.reduce(Int64(0)) { $0 + book.outstanding($1) }
        let payments = try untoldPayments(invoices, reader)
        var before = balance + payments.reduce(Int64(0)) { $0 + $1.amount }
        for payment in payments {
            before -= payment.amount
            let after = CaseBalance(
                asOf: run.asOf, principal: before, interest: 0, fixedComp: 0, costs: 0, total: before)
            add(
                .payment(payment.payment, balanceAfter: after),
                lines: payment.parts.map { part in
                    DraftOperation.Line(
                        invoice: part.allocation.invoice, amount: part.allocation.amount,
                        balance: book.outstanding(part.allocation.invoice), allocation: part.id)
                }, reason: "")
        }
        if let (reason, note) = withdrawal(invoices, balance: balance) {
            let lines = invoices.map {
                DraftOperation.Line(invoice: $0, amount: 0, balance: book.outstanding($0))
            }
            add(.finalRecall(reason), lines: lines, reason: reason.rawValue, note: note)
        }
        return drafts
    }

    /// One movement that the agency must be told of, with the parts of it that went to the case, or that a
    /// person took back from it.
    private struct UntoldPayment {
        var parts: [InvoicePayment]

        /// A reversal is money that went back, under a reference of its own.
        var payment: CasePayment {
            var payment = CasePayment(
                PaymentFact(movement: parts[0].movement, allocations: parts.map(\.allocation)),
                feeable: true)
            if parts[0].givesBack {
                payment.amount = -payment.amount
                payment.paymentRef += "R\(parts[0].id)"
            }
            return payment
        }
        var amount: Int64 { parts.reduce(0) { $0 + $1.allocation.amount } }
    }

    /// Movements applied to the case since it was placed that no PAY told, oldest first; also those of other
    /// runs. Money that was applied and taken back since nobody was told is nothing to tell.
    private func untoldPayments(_ invoices: [Int64], _ reader: LedgerReader) throws -> [UntoldPayment] {
        var payments: [UntoldPayment] = []
        let untold = try invoices.flatMap { try reader.payments(of: $0) }.filter(book.isUntold)
        for payment in untold where !isUndone(payment, among: untold) {
            let index = payments.firstIndex {
                $0.parts[0].movement.id == payment.movement.id && $0.parts[0].givesBack == payment.givesBack
            }
            if let index {
                payments[index].parts.append(payment)
            } else {
                payments.append(UntoldPayment(parts: [payment]))
            }
        }
        return payments.sorted {
            let (a, b) = ($0.parts[0], $1.parts[0])
            return (a.movement.entry.booked, a.movement.id, a.id)
                < (b.movement.entry.booked, b.movement.id, b.id)
        }
    }

    /// Whether the money and its return are both untold.
    private func isUndone(_ payment: InvoicePayment, among untold: [InvoicePayment]) -> Bool {
        payment.isReversed
            && untold.contains {
                $0.decision == payment.decision && $0.givesBack != payment.givesBack
                    && $0.allocation.invoice == payment.allocation.invoice
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
            if verdict.outcome(.identity) == .failed {
                return (.placedInError, "invoice \(item.number) is not this debtor's to pay")
            }
            if verdict.outcome(.solvent) == .failed {
                return (.insolvent, "the debtor of invoice \(item.number) is insolvent")
            }
            if verdict.outcome(.unrestricted) == .failed { return (.dataRight, "") }
            if judgement.facts.hasBindingAgreement(invoice) {
                return (.commercialDecision, "an agreement covers invoice \(item.number)")
            }
            if verdict.outcome(.enforceable) == .failed {
                return (.commercialDecision, "invoice \(item.number) may not be claimed")
            }
        }
        return nil
    }
}
