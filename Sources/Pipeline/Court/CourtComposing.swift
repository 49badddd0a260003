internal import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// Puts a court folder together from what the ledger knows: values only, but for the files it holds.
struct CourtComposing {
    let reader: LedgerReader
    let workspace: Workspace
    let configuration: Configuration
    let judgement: DebtJudgement
    let readiness: CourtReadiness

    private var asOf: Day { judgement.facts.asOf }

    /// The values, and the files under `documents/` with their PDFs.
    func compose(
        _ subject: String, _ purpose: CourtFile.Purpose, _ customer: Customer, _ items: [OpenItem]
    ) throws -> (CourtFile, [OutputFile]) {
        let known = items.lazy.flatMap { readiness.steps(of: $0) }.last?.caseReference
        var file = CourtFile(
            purpose, subject: subject, caseReference: known ?? CaseReference.derived(from: customer.key),
            creditor: configuration.creditor, debtor: customer, language: configuration.language, asOf: asOf)
        var rows: [LawRow] = []
        for item in items { file.debts.append(try debt(item, customer, &file.missing, &rows)) }
        file.demands = demands(items, purpose)
        file.negotiation = negotiation(items, customer)
        file.procedure = procedure(file, customer, rows)
        var documents = CourtDocuments(reader: reader, workspace: workspace, readiness: readiness)
        try documents.collect(items, purpose, invited: file.negotiation?.invited)
        file.missing += documents.missing
        gaps(of: &file, items, customer)
        var outputs = documents.outputs
        file.documents = documents.documents
        let statement = documents.statement(of: file)
        file.documents.append(statement.document)
        outputs.append(statement.output)
        let printing = CourtPrinting(configuration: configuration)
        outputs += printing.documents(&file, outputs, day: asOf)
        return (file, outputs)
    }

    private func debt(
        _ item: OpenItem, _ customer: Customer, _ missing: inout [CourtGap], _ rows: inout [LawRow]
    ) throws -> CourtDebt {
        var debt = CourtDebt(
            number: item.number, issued: item.issued, due: item.due, payable: item.payable,
            outstanding: item.outstanding)
        debt.conditions = judgement.verdict(for: item).results
        if let release = readiness.release(of: item).fact {
            (debt.releasedOn, debt.releasedBy) = (release.day, release.author)
        }
        if let source = try reader.invoiceSource(item.id) {
            debt.source = "\(source.file), \(source.line), \(source.sha256)"
        }
        debt.movements = try movements(of: item)
        if !debt.movements.isEmpty { missing.append(CourtGap(.partPaid, item.number)) }
        switch interest(on: item, customer) {
        case .success(let late):
            debt.interest = CourtInterest(
                amount: late.amount.minorUnits, segments: late.segments.map(CourtInterest.Segment.init))
            rows += late.rows
        case .failure(let refusal):
            missing.append(CourtGap(.interest, "\(item.number): \(refusal.reason)"))
        }
        if let due = item.due,
            let sum = try? RecoverySum(
                dueDays: [due], debtor: customer.standing, asOf: asOf, law: judgement.law)
        {
            debt.recoverySum = sum.amount.minorUnits
            rows += sum.rows
        }
        return debt
    }

    private struct NoInterest: Error { let reason: String }

    /// On what is still owed only: never more than the law gives, where a part was paid.
    private func interest(on item: OpenItem, _ customer: Customer) -> Result<LateInterest, NoInterest> {
        guard let due = item.due, item.instalments.count <= 1 else {
            return .failure(NoInterest(reason: "no single due day"))
        }
        let demanded = readiness.steps(of: item).filter { $0.kind == .formalClaim }
            .compactMap { readiness.arrival(of: $0)?.day }.min()
        let claim = LateInterest.Claim(
            principal: Money(minorUnits: item.outstanding, currency: item.currency),
            debtor: customer.standing, due: due, demanded: demanded)
        do {
            return .success(try LateInterest(on: claim, until: asOf, law: judgement.law))
        } catch {
            return .failure(NoInterest(reason: "\(error)"))
        }
    }

    private func movements(of item: OpenItem) throws -> [CourtMovement] {
        var lines = try reader.payments(of: item.id).filter { $0.movement.entry.booked <= asOf }.map {
            CourtMovement(
                .payment, day: $0.movement.entry.booked, reference: $0.movement.entry.reference,
                amount: $0.allocation.amount)
        }
        for credit in try reader.credits() where credit.invoice == item.id {
            let number = try reader.invoiceNumber(credit.creditInvoice) ?? ""
            lines.append(CourtMovement(.credit, day: nil, reference: number, amount: credit.amount))
        }
        let rest = item.payable - item.outstanding - lines.reduce(0) { $0 + $1.amount }
        if rest != 0 { lines.append(CourtMovement(.other, day: nil, reference: "", amount: rest)) }
        return lines
    }

    /// One a letter or message; the invitation to negotiate is told apart from what demanded payment.
    private func demands(_ items: [OpenItem], _ purpose: CourtFile.Purpose) -> [CourtDemand] {
        var demands: [(key: String, demand: CourtDemand)] = []
        for item in items {
            for step in readiness.steps(of: item) where step.kind < .agency {
                if purpose == .court, step.kind == .mediation { continue }
                let arrival = readiness.arrival(of: step)
                let key =
                    "\(step.day) \(step.kind.rung) \(step.channel.rawValue) \(arrival?.number ?? 0) "
                    + step.documentSHA256
                if let place = demands.firstIndex(where: { $0.key == key }) {
                    demands[place].demand.invoices.append(item.number)
                    continue
                }
                var demand = CourtDemand(
                    kind: step.kind, channel: step.channel, day: step.day, invoices: [item.number])
                demand.arrived = arrival?.day
                demand.proof = arrival.map { $0.detail.isEmpty ? $0.source : $0.detail } ?? ""
                demands.append((key, demand))
            }
        }
        return demands.map(\.demand).sorted { ($0.day, $0.kind) < ($1.day, $1.kind) }
    }

    /// One for all: its terms are over when those of every invoice are.
    private func negotiation(_ items: [OpenItem], _ customer: Customer) -> CourtNegotiation? {
        let attempts = items.compactMap { readiness.attempt(of: $0, customer) }
        guard let invited = attempts.map(\.invited).max() else { return nil }
        guard attempts.count == items.count, attempts.allSatisfy({ $0.received != nil }) else {
            return CourtNegotiation(invited: invited)
        }
        return CourtNegotiation(
            invited: invited, received: attempts.compactMap(\.received).max(),
            answerUntil: attempts.compactMap(\.answerUntil).max(),
            sueUntil: attempts.compactMap(\.sueUntil).min(),
            ended: attempts.allSatisfy { $0.ended != nil } ? attempts.compactMap(\.ended).max() : nil)
    }

    private func gaps(of file: inout CourtFile, _ items: [OpenItem], _ customer: Customer) {
        let party = customer.party
        if party.taxId.isEmpty { file.missing.append(CourtGap(.taxId)) }
        if party.street.isEmpty || party.town.isEmpty || party.postCode.isEmpty {
            file.missing.append(CourtGap(.address))
        }
        file.missing.append(CourtGap(.delivery))
        if file.purpose == .court, let talks = file.negotiation {
            file.missing.append(CourtGap(talks.ended == nil ? .answer : .talksRecord))
        }
        let unsure = file.procedure.law.filter { !$0.isVerified }.map(\.id)
        if !unsure.isEmpty { file.missing.append(CourtGap(.law, unsure.joined(separator: ", "))) }
    }
}

extension CourtInterest.Segment {
    fileprivate init(_ segment: LateInterest.Segment) {
        self.init(
            from: segment.from, to: segment.to, days: segment.days, principal: segment.principal,
            rate: segment.rate.description, amount: segment.minorUnits, rows: segment.rows)
    }
}

extension CourtComposing {
    /// The way to court by the amount of the claim, interest and costs included; where the law pack lacks a
    /// limit, the careful side of it.
    private func procedure(_ file: CourtFile, _ customer: Customer, _ amounts: [LawRow]) -> CourtProcedure {
        func value(_ subject: String) -> Int64 {
            readiness.row(subject, .courtRoute, customer).map { Int64($0.value) } ?? 0
        }
        var procedure = CourtProcedure()
        procedure.needsLawyerIfOpposed = file.total > value("lawyer-above")
        procedure.isOrdinary = file.total > value("verbal-maximum")
        procedure.answerDays = max(
            configuration.letters.answerTermDays,
            readiness.row("no-reply", .negotiation, customer)?.value ?? 30)
        var rows: [LawRow] = []
        for row in cited(file, customer, procedure) + amounts where !rows.contains(row) { rows.append(row) }
        procedure.law = rows.map {
            CourtLaw(
                id: $0.id, says: $0.text(configuration.language == "ca" ? "es" : configuration.language),
                article: $0.article, confidence: $0.confidence.rawValue, isVerified: $0.isVerified)
        }
        return procedure
    }

    private func cited(_ file: CourtFile, _ customer: Customer, _ procedure: CourtProcedure) -> [LawRow] {
        var subjects: [(LawRule, [String])] = [
            (
                .negotiation,
                [
                    "required", "same-object", "ways", "no-reply", "sue-within", "proof", "channels",
                    "confidential",
                ]
            )
        ]
        if file.purpose == .court {
            subjects.append((.negotiation, ["monitorio", "not-admitted-without"]))
            subjects.append(
                (
                    .courtRoute,
                    [
                        "monitorio", "monitorio-documents", "monitorio-court", "monitorio-without-lawyer",
                        "monitorio-answer", "monitorio-enforcement",
                        procedure.isOrdinary ? "opposition-ordinary" : "opposition-verbal", "verbal-maximum",
                        "lawyer-above", "unfair-terms",
                    ]
                ))
        }
        var rows = subjects.flatMap { rule, names in
            names.compactMap { readiness.row($0, rule, customer) }
        }
        // The court fee is the claimant's: legal persons pay it.
        if file.purpose == .court, TaxIdentifier(spanish: file.creditor.taxId)?.holder == .legal {
            rows += ["fee-monitorio", "fee-exempt-up-to"].compactMap {
                judgement.law.row(.courtRoute, of: $0, debtor: .company, on: asOf)
            }
        }
        return rows
    }
}
