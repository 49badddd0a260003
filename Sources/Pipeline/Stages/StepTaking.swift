internal import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// Stage 4: tonight's rung of the ladder, with its letters and its record.
struct StepTaking {
    let configuration: Configuration
    let run: RunRecord

    struct Counts {
        var steps = 0
        var held = 0
        /// Those of the held that only a person's release keeps back.
        var releases = 0
        /// Letters whose PDF could not be made.
        var unprinted = 0
    }

    /// Plans, writes the letters, and records every step with the digest of what carried it.
    func take(_ judgement: DebtJudgement, _ writer: LedgerWriter, _ outputs: RunOutputs) throws -> Counts {
        let correspondence = try Correspondence(
            configuration: configuration, run: run, judgement, writer.reader)
        var counts = Counts()
        var written: Set<String> = []
        try plan(judgement, verdicts: { judgement.outcomes(of: $0) }) { planned in
            counts.steps += planned.steps.count
            counts.held += planned.held.count
            if planned.steps.contains(where: { $0.channel != .file }) { written.insert(planned.customer.key) }
            counts.releases += planned.held.count(where: \.waitsForRelease)
            let documents = try correspondence.write(planned, writer, outputs)
            for step in planned.steps {
                let document = documents[step.item.id]
                try writer.record(
                    StepFact(
                        caseReference: step.caseReference, invoice: step.item.id, kind: step.kind,
                        channel: step.channel, day: step.day, amount: step.item.outstanding,
                        documentSHA256: document?.sha256 ?? "", documentPath: document?.path ?? "",
                        run: run.id, registryNamed: document?.registryNamed ?? ""))
                if step.kind >= .agency { try writer.record(judgement.verdict(for: step.item), run: run.id) }
            }
        }
        let reminding = InstalmentReminding(configuration: configuration, asOf: run.asOf)
        for reminder in try reminding.due(judgement, except: written, writer.reader) {
            try correspondence.remind(reminder, writer, outputs)
        }
        try correspondence.finish(writer, outputs)
        counts.unprinted = correspondence.unprinted
        return counts
    }

    /// The cases with a step due tonight, taken or held back, one by one. Why one is held back is worded as
    /// the verdicts are.
    func plan(
        _ judgement: DebtJudgement, verdicts: @escaping (OpenItem) -> Verdict,
        each: (PlannedCase) throws -> Void
    ) rethrows {
        let customers = judgement.customers
        let histories = judgement.histories
        var night = LadderPlanner.Night(
            items: judgement.items, customers: { customers[$0] }, verdicts: verdicts, steps: judgement.steps,
            gates: judgement.law.gates(on: run.asOf, language: configuration.language), asOf: run.asOf)
        night.otherContacts = judgement.reminded
        night.histories = { histories[$0] ?? CustomerHistory() }
        night.registryObjections = { item, _ in
            registryObjections(item, judgement.verdict(for: item), judgement)
        }
        night.policy = LadderPolicy(
            steps: available(configuration.recovery.steps),
            minimumToWrite: configuration.recovery.minimumToWrite,
            segments: configuration.recovery.segments.map { segment in
                var segment = segment
                segment.steps = available(segment.steps)
                return segment
            }, currency: configuration.currency, limits: judgement.contactLimits(configuration))
        // Nobody can answer an e-mail from nowhere.
        if EmailAddress(configuration.creditor.email) == nil { night.channels.remove(.email) }
        night.country = configuration.creditor.country
        night.language = configuration.language
        try LadderPlanner.plan(night) { try each(placeable($0, judgement)) }
    }

    /// The case without a step to the agency that the agency would send back: what cannot be handed over is
    /// no step taken.
    private func placeable(_ planned: PlannedCase, _ judgement: DebtJudgement) -> PlannedCase {
        guard let agency = configuration.agency, planned.steps.contains(where: { $0.kind == .agency }) else {
            return planned
        }
        let faults =
            NewCases.partyFaults(
                of: planned, creditor: configuration.creditor,
                terms: CaseComposer.terms(configuration, agency), agencies: configuration.agencies,
                asOf: run.asOf)
            + objections(to: planned, judgement)
        guard !faults.isEmpty else { return planned }
        let reason = HoldReason.notPlaceable(faults, language: configuration.language)
        let kept = planned.steps.filter { $0.kind != .agency }
        let held = planned.steps.filter { $0.kind == .agency }.map {
            HeldStep(item: $0.item, kind: $0.kind, reasons: [reason])
        }
        return PlannedCase(
            reference: planned.reference, customer: planned.customer, steps: kept,
            held: (planned.held + held).sorted(by: Self.comesBefore), segment: planned.segment,
            classification: planned.classification)
    }

    /// Why no agency takes the case, whatever room it has; empty where one does.
    private func objections(to planned: PlannedCase, _ judgement: DebtJudgement) -> [String] {
        let items = planned.steps.filter { $0.kind == .agency }.map(\.item)
        let debt = CaseChoice.placeable(
            planned.reference, planned.customer, items, configuration: configuration, judgement, run.asOf)
        var reasons: [String] = []
        for agency in configuration.agencies {
            let codes = agency.rules.objections(to: debt)
            if codes.isEmpty { return [] }
            reasons.append("\(agency.code): \(codes.joined(separator: " "))")
        }
        return reasons
    }

    /// The ladder's own order of a case's steps.
    private static func comesBefore(_ a: HeldStep, _ b: HeldStep) -> Bool {
        (a.kind.rung, a.item.issued, a.item.number, a.item.id)
            < (b.kind.rung, b.item.issued, b.item.number, b.item.id)
    }

    /// Rungs that the configuration has nobody for are not on the ladder.
    private func available(_ steps: [LadderStep]) -> [LadderStep] {
        steps.filter { step in
            switch step.kind {
            case .agency: configuration.agency != nil
            case .registry: configuration.registry != nil
            default: true
            }
        }
    }

    private func registryObjections(
        _ item: OpenItem, _ verdict: Verdict, _ judgement: DebtJudgement
    ) -> [HoldReason] {
        guard let registry = configuration.registry else { return [] }
        return judgement.registryObjections(item, verdict, registry)
            .map { HoldReason(code: "registry-\($0.code.rawValue)", text: $0.missing) }
    }
}

extension HeldStep {
    /// Whether only a person's release keeps it back.
    var waitsForRelease: Bool { reasons.allSatisfy { $0.code == "registry-released" } }
}
