internal import Domain
internal import Foundation
internal import Handover
internal import Ledger

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
        let operations = try deliverToAgencies(writer, judgement)
        let records = try deliverToRegistry(writer, judgement)
        return "operations=\(operations) records=\(records)"
    }

    private func deliverToAgencies(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        let everything = try writer.reader.caseOperations()
        let desks = try configuration.agencies.map { try desk(of: $0, everything, writer.reader, judgement) }
        try refuseOrphans(of: everything, recipients: desks.map(\.header.batchStem))
        guard !desks.isEmpty else { return 0 }
        let choosing = CaseChoice(configuration: configuration, run: run, judgement: judgement)
        let chosen = choosing.chosen(among: desks.map { ($0.agency, $0.book) })
        let charges = CaseCharges(
            InterestClaims(configuration: configuration, judgement, asOf: run.asOf), judgement,
            books: desks.map(\.book.charges))
        // The names of invoices' files are held against the whole ledger, once for all agencies.
        let files = EvidenceFiles(
            outputs: outputs, run: run,
            invoices: try InvoiceFiles(folder: configuration.letters.invoiceFolder, writer.reader),
            shared: judgement.sharedEvidence)
        return try desks.reduce(0) { count, desk in
            let composer = CaseComposer(
                configuration: configuration, agency: desk.agency, run: run, judgement: judgement,
                files: files)
            return try count + deliver(desk, chosen[desk.agency.code] ?? [], charges, composer, writer)
        }
    }

    /// One agency, and all that it was told and said.
    private struct AgencyDesk {
        let agency: AgencySettings
        let header: BatchHeader
        let book: PlacementBook
    }

    private func desk(
        of agency: AgencySettings, _ everything: [CaseOperationFact], _ reader: LedgerReader,
        _ judgement: DebtJudgement
    ) throws -> AgencyDesk {
        var header = try header(
            .cases, code: agency.code, environment: agency.environment, agency: agency,
            identifier: agency.identifier, scheme: agency.scheme)
        try number(&header, reader)
        let answers = try AgencyBook(reader, agency: agency.code, recipient: header.batchStem)
        let remittances = try RemittanceBook(
            reader, answers, agency, recipient: header.batchStem, asOf: run.asOf)
        let book = PlacementBook(
            everything, recipient: header.batchStem, items: judgement.items, agency: answers,
            remittances: remittances)
        return AgencyDesk(agency: agency, header: header, book: book)
    }

    /// What one agency is told tonight: changes and withdrawals of its cases, then the new ones.
    private func deliver(
        _ desk: AgencyDesk, _ new: [WaitingCase], _ charges: CaseCharges, _ composer: CaseComposer,
        _ writer: LedgerWriter
    ) throws -> Int {
        let (header, book) = (desk.header, desk.book)
        let drafts =
            try CaseChanges(
                run: run, composer: composer, book: book, judgement: composer.judgement,
                toldDebtors: writer.reader.toldDebtors()
            ).drafts(writer.reader)
            + NewCases(composer: composer, charges: charges, run: run, book: book)
            .drafts(new, writer.reader)
        guard !drafts.isEmpty else { return 0 }
        var content = CaseBatchContent(
            header: header, operations: drafts.map(\.operation), producer: producer)
        content.signingKey = desk.agency.signingKey
        content.layouts = desk.agency.layouts
        content.agencyClient = desk.agency.client
        let package = try CaseBatch.write(content, to: OutboxSink(outputs: outputs, writer: writer))
        try composer.files.refuseChanged()
        try writer.recordProblems(package.problems, file: header.batchId, run: run.id)
        let published = Set(package.published)
        for draft in drafts where published.contains(draft.operation.opId) && !draft.isRepeated {
            try record(draft, in: header, writer)
            if book.agency.hasAnswered, let total = draft.operation.balanceTotal {
                try writer.recordBalance(
                    total, of: draft.operation.opId, batch: header.batchId, run: run.id)
            }
        }
        return published.count
    }

    private func record(_ draft: DraftOperation, in header: BatchHeader, _ writer: LedgerWriter) throws {
        for line in draft.lines {
            try writer.record(
                CaseOperationFact(
                    batch: header.batchId, caseReference: draft.operation.caseRef,
                    version: draft.operation.caseVersion, operation: draft.operation.code.rawValue,
                    invoice: line.invoice, amount: line.amount, balance: line.balance, reason: draft.reason,
                    allocation: line.allocation), run: run.id)
        }
        for charge in draft.toldCharges {
            try writer.record(charge, batch: header.batchId, run: run.id)
        }
        guard let debtors = draft.operation.debtorsDigest else { return }
        try writer.recordDebtors(
            debtors, ofCase: draft.operation.caseRef, version: draft.operation.caseVersion,
            batch: header.batchId, run: run.id)
    }

    /// Cases that another agency still has cannot be followed up without its section: that agency must be
    /// told first.
    private func refuseOrphans(of facts: [CaseOperationFact], recipients: [String]) throws {
        let placed = Set(facts.filter { $0.operation == "NEW" }.map(\.caseReference))
        let recalled = Set(facts.filter { $0.operation == "RCF" }.map(\.caseReference))
        let open = facts.filter { fact in
            placed.contains(fact.caseReference) && !recalled.contains(fact.caseReference)
                && !recipients.contains(where: fact.batch.hasPrefix)
        }
        guard let first = open.first else { return }
        throw RunError.usage(
            "case \(first.caseReference) is with the recipient of batch \(first.batch), which recobro.yaml no longer "
                + "names; put its agency section back until its cases have been recalled")
    }

    private func deliverToRegistry(_ writer: LedgerWriter, _ judgement: DebtJudgement) throws -> Int {
        let everything = try writer.reader.registryRecords()
        let orphans = try everything.filter { listed in
            listed.operation == "A" && listed.registry != configuration.registry?.code
                && !everything.contains { $0.operation == "B" && $0.invoice == listed.invoice }
        }.filter { listed in
            // One that was refused lists nobody.
            try RegistryBook(writer.reader, registry: listed.registry).refusal(of: listed.invoice) == nil
        }
        if let first = orphans.first {
            throw RunError.usage(
                "registry \(first.registry) lists \(first.operationReference), and recobro.yaml no longer names it; put "
                    + "its section back until its records have been removed")
        }
        guard let registry = configuration.registry else { return 0 }
        guard let agreement = configuration.agency else {
            throw RunError.usage("registry needs the agreements of the agency section in recobro.yaml")
        }
        let header = try header(
            .registry, code: registry.code, environment: registry.environment, agency: agreement,
            identifier: registry.code, scheme: "ES:REG")
        let changes = RegistryChanges(
            configuration: configuration, registry: registry, run: run, judgement: judgement)
        let drafts = try changes.drafts(writer.reader)
        let standing = try standing(changes, drafts, writer)
        let published = try deliver(
            drafts.map(\.record), .delta, header, registry, agreement, writer)
        for draft in drafts where published.contains(draft.record.recId) && !draft.isRepeated {
            if let fact = draft.fact {
                try writer.record(fact, run: run.id)
            } else {
                try writer.recordRegistryExtra(
                    registry: registry.code, recordId: draft.record.recId,
                    operationReference: draft.record.operationRef,
                    reason: draft.record.reason?.rawValue ?? "", run: run.id)
            }
        }
        // What was set aside is not listed, and must not keep the rest back.
        let held = Set(drafts.map(\.record.recId)).subtracting(published)
        let full = standing.filter { !held.contains($0.recId) }
        return published.count + (try deliver(full, .full, header, registry, agreement, writer)).count
    }

    /// What the full inventory holds: in the first run of a month, where the registry takes one.
    private func standing(
        _ changes: RegistryChanges, _ drafts: [DraftRecord], _ writer: LedgerWriter
    ) throws -> [RegistryRecord] {
        guard changes.registry.listsMonthly,
            try !writer.reader.hasDelivered(inMonthOf: run.asOf, before: run.id)
        else { return [] }
        if let records = try changes.standing(writer.reader, after: drafts) { return records }
        try writer.recordProblems(
            [Problem(.totalsDiffer, found: "a listing without the proof of its warning")],
            file: "registry \(changes.registry.code)", run: run.id)
        return []
    }

    /// Puts one batch out for the registry; gives the ids of its records.
    private func deliver(
        _ records: [RegistryRecord], _ mode: RegistryTarget.Mode, _ header: BatchHeader,
        _ registry: RegistrySettings, _ agreement: AgencySettings, _ writer: LedgerWriter
    ) throws -> Set<String> {
        guard !records.isEmpty else { return [] }
        var header = header
        try number(&header, writer.reader)
        var target = RegistryTarget(code: registry.code, reporterId: registry.reporter)
        target.mode = mode
        let profile = try LayoutProfile.named(
            registry.profile, in: outputs.workspaceRoot, for: "registry.profile")
        var content = RegistryBatchContent(
            header: header, target: target, records: records, profile: profile, producer: producer)
        content.signingKey = agreement.signingKey
        let package = RegistryBatch.files(content)
        if mode == .full, !package.setAside.isEmpty {
            // Less than everything would be a removal of the rest.
            try writer.recordProblems(package.problems, file: header.batchId, run: run.id)
            return []
        }
        try publish(package, in: header, writer)
        return Set(package.published)
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
}

extension CaseOperation {
    /// Of an operation that describes the debtors.
    fileprivate var debtorsDigest: String? {
        switch content {
        case .new(let debt), .update(let debt): debt.debtorsDigest
        default: nil
        }
    }

    /// The balance that it states, minor units: its answer must repeat it.
    fileprivate var balanceTotal: Int64? {
        switch content {
        case .new(let debt), .update(let debt): debt.balance.total
        case .payment(_, let balance), .adjustment(_, let balance): balance.total
        case .hold, .resume, .announcedRecall, .finalRecall, .answer, .legalApproval: nil
        }
    }
}
