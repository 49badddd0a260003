internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// One record on its way into a registry file.
struct DraftRecord {
    let record: RegistryRecord
    /// `nil` for the removal of what the ledger never listed.
    let fact: RegistryFact?
    /// A removal that was sent before and is sent again: it is in the journal already.
    let isRepeated: Bool
}

/// What the registry (fichero de morosos) is told tonight: removals of what is paid, disputed, too old or too
/// small, again and again until they are acknowledged; changes of what was paid in part; additions of what
/// passed the registry's gate.
struct RegistryChanges {
    let configuration: Configuration
    let registry: RegistrySettings
    let run: RunRecord
    let judgement: DebtJudgement

    func drafts(_ reader: LedgerReader) throws -> [DraftRecord] {
        let items = Dictionary(uniqueKeysWithValues: judgement.items.map { ($0.id, $0) })
        let book = try RegistryBook(reader, registry: registry.code)
        var drafts: [DraftRecord] = []
        for (invoice, listing) in book.listings.sorted(by: { $0.key < $1.key }) {
            // Nobody is listed by an addition that was refused.
            guard let item = items[invoice], book.refusal(of: invoice) == nil else { continue }
            if let sent = listing.removal {
                guard !book.acknowledged.contains(sent.recordId) else { continue }
                let reason = RegistryRecord.RemovalReason(rawValue: sent.reason) ?? .paid
                drafts.append(removal(item, listing, reason, isRepeated: true))
            } else if let reason = removalReason(item) {
                drafts.append(removal(item, listing, reason, isRepeated: false))
            } else if let change = change(item, listing) {
                drafts.append(change)
            }
        }
        drafts += try extras(reader, book, items)
        let steps = judgement.steps.filter { $0.kind == .registry && mayBeAdded($0.invoice, book) }
        for step in steps.sorted(by: { $0.invoice < $1.invoice }) {
            guard let item = items[step.invoice] else { continue }
            let verdict = judgement.verdict(for: item)
            let attempt = (book.listings[item.id]?.attempt ?? 0) + 1
            guard verdict.isVerified, judgement.registryObjections(item, verdict, registry).isEmpty,
                let draft = addition(item, step, attempt: attempt)
            else { continue }
            drafts.append(draft)
        }
        return drafts
    }

    /// Never told, or told in vain and let go on by a person since: a refused addition that is sent again
    /// unseen would be refused again.
    private func mayBeAdded(_ invoice: Int64, _ book: RegistryBook) -> Bool {
        guard book.listings[invoice] != nil else { return true }
        guard let refusal = book.refusal(of: invoice) else { return false }
        return judgement.isReleasedAgain(invoice, after: refusal.afterFact)
    }

    /// Everything that stands listed after tonight's drafts, as it is owed tonight: the full inventory.
    ///
    /// - Returns: `nil` where a record of it cannot be made: a registry takes what is not in it for removed.
    func standing(_ reader: LedgerReader, after drafts: [DraftRecord]) throws -> [RegistryRecord]? {
        let items = Dictionary(uniqueKeysWithValues: judgement.items.map { ($0.id, $0) })
        let book = try RegistryBook(reader, registry: registry.code)
        let removed = Set(drafts.filter { $0.record.operation == .remove }.map(\.record.operationRef))
        var records = drafts.map(\.record).filter { $0.operation == .add }
        let added = Set(records.map(\.operationRef))
        for (invoice, listing) in book.listings.sorted(by: { $0.key < $1.key }) {
            let reference = listing.addition.operationReference
            guard listing.removal == nil, book.refusal(of: invoice) == nil, !removed.contains(reference),
                !added.contains(reference)
            else { continue }
            let step = judgement.steps(of: invoice).last { $0.kind == .registry }
            guard let item = items[invoice], let step,
                let record = addition(item, step, attempt: listing.attempt)?.record
            else { return nil }
            records.append(record)
        }
        return records
    }

    /// Removals of what the registry lists and the ledger does not, the night its inventory says so: nobody
    /// may stay listed because of a file that got lost.
    private func extras(
        _ reader: LedgerReader, _ book: RegistryBook, _ items: [Int64: OpenItem]
    ) throws -> [DraftRecord] {
        let inventory = try RegistryInventory(reader, book, currency: configuration.currency) {
            judgement.owed($0)
        }
        guard let inventory else { return [] }
        return inventory.findings.filter { $0.kind == .extra }.compactMap { found in
            let sent = book.extras.last {
                $0.operationReference == found.reference && !book.acknowledged.contains($0.recordId)
            }
            let id = sent?.recordId ?? "X\(inventory.sequence).\(found.reference)"
            guard sent != nil || book.records[id] == nil else { return nil }
            let item = found.invoice.flatMap { items[$0] }
            var record = RegistryRecord(
                recId: id, operation: .remove, operationRef: found.reference, recordVersion: 1,
                asOf: run.asOf, debtor: item.map(party) ?? Self.nobody,
                currency: item?.currency ?? configuration.currency)
            let earlier = found.invoice.flatMap { book.listings[$0]?.removal?.reason }
            let reason = earlier.flatMap(RegistryRecord.RemovalReason.init) ?? .reportedInError
            record.reason = reason
            return DraftRecord(record: record, fact: nil, isRepeated: sent != nil)
        }
    }

    /// The debtor of a record that only the registry knows.
    private static var nobody: CaseParty {
        CaseParty(Customer(key: "", party: PartyRecord(), holder: nil))
    }

    /// Every reason for which `removalReason` removes.
    static let removalReasons: [RegistryRecord.RemovalReason] = [
        .paid, .disputed, .reportedInError, .timeLimit, .discharged, .dataRight, .belowMinimum, .recalled,
    ]

    private func removalReason(_ item: OpenItem) -> RegistryRecord.RemovalReason? {
        // Also where the agency has the money: who has paid may not stay listed until that is booked.
        if item.outstanding - judgement.collected(item.id) <= 0 { return .paid }
        let verdict = judgement.verdict(for: item)
        if verdict.outcome(.undisputed) != .passed { return .disputed }
        if verdict.outcome(.certain) == .failed { return .reportedInError }
        if verdict.outcome(.identity) == .failed {
            return judgement.isDeceased(item.id) ? .recalled : .reportedInError
        }
        if verdict.outcome(.unrestricted) != .passed { return .dataRight }
        if verdict.outcome(.solvent) == .failed {
            let isDischarged = judgement.decisions(of: item.id).contains { $0.kind == .discharged }
            return isDischarged ? .discharged : .recalled
        }
        if judgement.facts.hasBindingAgreement(item.id) { return .recalled }
        if verdict.outcome(.enforceable) == .failed {
            return judgement.facts.isStopped(item.id) ? .recalled : .timeLimit
        }
        if item.outstanding < 5000, item.currency == .eur { return .belowMinimum }
        return nil
    }

    /// The amount as it is owed tonight, where the registry was told another: what is listed must be true
    /// (GDPR art. 5.1.d). More than it was told only where all of it is a verified debt.
    private func change(_ item: OpenItem, _ listing: RegistryBook.Listing) -> DraftRecord? {
        let last = listing.last
        let owed = item.outstanding - judgement.collected(item.id)
        guard owed != last.amount, let due = item.due,
            owed < last.amount || judgement.verdict(for: item).isVerified
        else { return nil }
        let id = Self.recordId(last.operationReference, last.version + 1, attempt: listing.attempt)
        var record = RegistryRecord(
            recId: id, operation: .change, operationRef: last.operationReference,
            recordVersion: last.version + 1, asOf: run.asOf, debtor: party(item), currency: item.currency)
        record.debt = RegistryRecord.Debt(
            unpaid: owed, unpaidCount: 1,
            firstUnpaidDue: item.instalments.map(\.due).min() ?? due, lastUnpaidDue: due)
        record.debt?.pending = owed
        return DraftRecord(
            record: record,
            fact: RegistryFact(
                registry: registry.code, recordId: id, operation: "M",
                operationReference: last.operationReference, version: last.version + 1, invoice: item.id,
                amount: owed, reason: ""),
            isRepeated: false)
    }

    private func removal(
        _ item: OpenItem, _ listing: RegistryBook.Listing, _ reason: RegistryRecord.RemovalReason,
        isRepeated: Bool
    ) -> DraftRecord {
        let addition = listing.addition
        let version = (isRepeated ? listing.removal?.version : nil) ?? listing.last.version + 1
        let id = Self.recordId(addition.operationReference, version, attempt: listing.attempt)
        var record = RegistryRecord(
            recId: id, operation: .remove, operationRef: addition.operationReference, recordVersion: version,
            asOf: run.asOf, debtor: party(item), currency: item.currency)
        record.reason = reason
        return DraftRecord(
            record: record,
            fact: RegistryFact(
                registry: registry.code, recordId: id, operation: "B",
                operationReference: addition.operationReference, version: version, invoice: item.id,
                amount: item.outstanding, reason: reason.rawValue),
            isRepeated: isRepeated)
    }

    /// `F12.1`; of the second addition of an invoice `F12.1-2`, for an id is used once.
    private static func recordId(_ reference: String, _ version: Int, attempt: Int) -> String {
        "\(reference).\(version)" + (attempt > 1 ? "-\(attempt)" : "")
    }

    private func addition(_ item: OpenItem, _ step: StepFact, attempt: Int) -> DraftRecord? {
        let decisions = judgement.decisions(of: item.id)
        let release = decisions.last { $0.kind == .released }
        guard let warning = warning(item, decisions), let due = item.due else { return nil }
        let operationRef = "F\(item.id)"
        var record = RegistryRecord(
            recId: Self.recordId(operationRef, 1, attempt: attempt), operation: .add,
            operationRef: operationRef, recordVersion: 1, asOf: run.asOf, debtor: party(item),
            currency: item.currency)
        record.caseRef = step.caseReference
        record.product = .tradeCredit
        record.contractDate = item.issued
        let owed = item.outstanding - judgement.collected(item.id)
        var debt = RegistryRecord.Debt(
            unpaid: owed, unpaidCount: 1,
            firstUnpaidDue: item.instalments.map(\.due).min() ?? due,
            lastUnpaidDue: due)
        debt.original = item.payable
        debt.pending = owed
        record.debt = debt
        record.gate = RegistryRecord.Gate(
            warnedAt: warning.day, warningDocSHA256: warning.sha256,
            approvedBy: release.map { "user:" + $0.author } ?? "policy:\(configuration.ruleSet)",
            checks: RegistryRecord.Gate.Check.allCases)
        return DraftRecord(
            record: record,
            fact: RegistryFact(
                registry: registry.code, recordId: record.recId, operation: "A",
                operationReference: operationRef,
                version: 1, invoice: item.id, amount: owed, reason: ""),
            isRepeated: false)
    }

    /// The letter that warned of the registry and the day it arrived: the formal claim, or the last notice
    /// where only that one names the registry.
    private func warning(_ item: OpenItem, _ decisions: [DecisionFact]) -> (day: Day, sha256: String)? {
        let claim = judgement.steps(of: item.id).last { $0.kind == .formalClaim }
        let notice = judgement.arrivedNotices(of: item.id).last { $0.step.registryNamed == registry.name }
        if let notice, claim?.registryNamed != registry.name {
            return (notice.arrival.day, notice.step.documentSHA256)
        }
        let delivered = decisions.first { fact in
            fact.kind == .delivered && fact.day >= (claim?.day ?? fact.day)
                && claim.map(fact.mayBeAbout) != false
        }
        guard let claim, let delivered else { return nil }
        return (delivered.day, claim.documentSHA256)
    }

    private func party(_ item: OpenItem) -> CaseParty {
        CaseParty(
            judgement.customers[item.customer]
                ?? Customer(key: item.customer, party: PartyRecord(), holder: nil))
    }
}
