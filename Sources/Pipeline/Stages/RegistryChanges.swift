internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// One record on its way into a registry file.
struct DraftRecord {
    let record: RegistryRecord
    let fact: RegistryFact
    /// A removal that was sent before and is sent again: it is in the journal already.
    let isRepeated: Bool
}

/// What the registry (fichero de morosos) is told tonight: removals of what is paid, disputed, too old or too
/// small, again and again until they are acknowledged; additions of what passed the registry's gate.
struct RegistryChanges {
    let configuration: Configuration
    let registry: RegistrySettings
    let run: RunRecord
    let judgement: DebtJudgement

    func drafts(_ reader: LedgerReader) throws -> [DraftRecord] {
        let items = Dictionary(uniqueKeysWithValues: judgement.items.map { ($0.id, $0) })
        var added: [Int64: RegistryFact] = [:]
        var removed: [Int64: RegistryFact] = [:]
        for fact in try reader.registryRecords() where fact.registry == registry.code {
            if fact.operation == "A" { added[fact.invoice] = fact } else { removed[fact.invoice] = fact }
        }
        let acknowledged = try acknowledgedRecords(reader)
        var drafts: [DraftRecord] = []
        for (invoice, fact) in added.sorted(by: { $0.key < $1.key }) {
            guard let item = items[invoice] else { continue }
            if let sent = removed[invoice] {
                guard !acknowledged.contains(sent.recordId) else { continue }
                let reason = RegistryRecord.RemovalReason(rawValue: sent.reason) ?? .paid
                drafts.append(removal(item, fact, reason, isRepeated: true))
            } else if let reason = removalReason(item) {
                drafts.append(removal(item, fact, reason, isRepeated: false))
            }
        }
        let steps = judgement.steps.filter { $0.kind == .registry && added[$0.invoice] == nil }
        for step in steps.sorted(by: { $0.invoice < $1.invoice }) {
            guard let item = items[step.invoice] else { continue }
            let verdict = judgement.verdict(for: item)
            guard verdict.isVerified, judgement.registryObjections(item, verdict, registry).isEmpty,
                let draft = addition(item, step)
            else { continue }
            drafts.append(draft)
        }
        return drafts
    }

    /// The records that the registry says it has.
    private func acknowledgedRecords(_ reader: LedgerReader) throws -> Set<String> {
        let taken = try reader.agencyAnswers().filter { answer in
            let status = AnswerStatus(rawValue: answer.status)
            return answer.batch.contains(".\(HandoverFlow.registry.rawValue).")
                && (status?.isAccepted == true || status == .duplicate)
        }
        return Set(taken.map(\.operation))
    }

    private func removalReason(_ item: OpenItem) -> RegistryRecord.RemovalReason? {
        if item.outstanding <= 0 { return .paid }
        let verdict = judgement.verdict(for: item)
        if verdict.outcome(.undisputed) != .passed { return .disputed }
        if verdict.outcome(.certain) == .failed { return .reportedInError }
        if verdict.outcome(.identity) == .failed { return .reportedInError }
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

    private func removal(
        _ item: OpenItem, _ addition: RegistryFact, _ reason: RegistryRecord.RemovalReason, isRepeated: Bool
    ) -> DraftRecord {
        let version = addition.version + 1
        let id = "\(addition.operationReference).\(version)"
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

    private func addition(_ item: OpenItem, _ step: StepFact) -> DraftRecord? {
        let decisions = judgement.decisions(of: item.id)
        let release = decisions.last { $0.kind == .released }
        guard let warning = warning(item, decisions), let due = item.due else { return nil }
        let operationRef = "F\(item.id)"
        var record = RegistryRecord(
            recId: "\(operationRef).1", operation: .add, operationRef: operationRef, recordVersion: 1,
            asOf: run.asOf,
            debtor: party(item), currency: item.currency)
        record.caseRef = step.caseReference
        record.product = .tradeCredit
        record.contractDate = item.issued
        var debt = RegistryRecord.Debt(
            unpaid: item.outstanding, unpaidCount: 1,
            firstUnpaidDue: item.instalments.map(\.due).min() ?? due,
            lastUnpaidDue: due)
        debt.original = item.payable
        debt.pending = item.outstanding
        record.debt = debt
        record.gate = RegistryRecord.Gate(
            warnedAt: warning.day, warningDocSHA256: warning.sha256,
            approvedBy: "user:" + (release?.author ?? "policy"), checks: RegistryRecord.Gate.Check.allCases)
        return DraftRecord(
            record: record,
            fact: RegistryFact(
                registry: registry.code, recordId: record.recId, operation: "A",
                operationReference: operationRef,
                version: 1, invoice: item.id, amount: item.outstanding, reason: ""),
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
