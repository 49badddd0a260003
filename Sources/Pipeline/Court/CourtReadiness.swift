internal import Domain
internal import Recovery
internal import Verification

/// What stands against a claim, all of it at once.
struct CourtReadiness {
    let purpose: CourtFile.Purpose
    let judgement: DebtJudgement
    let configuration: Configuration

    private var asOf: Day { judgement.facts.asOf }

    /// A line each; empty where the folder may be written.
    func refusals(_ items: [OpenItem], _ customer: Customer) -> [String] {
        let country = customer.party.country
        var lines: [String] = []
        if customer.standing == .publicBody || customer.holder == .publicBody {
            lines.append(
                "\(customer.party.name) is a public body: it is sued by the administrative route, not here"
                    + cited(row("administration-silence", .courtRoute, customer)))
        }
        if purpose == .court, !country.isEmpty, country != "ES" {
            lines.append(
                "the debtor's domicile is in \(country): a European order for payment, no Spanish monitorio")
        }
        for item in items { lines += refusals(item, customer) }
        return lines
    }

    private func refusals(_ item: OpenItem, _ customer: Customer) -> [String] {
        var lines: [String] = []
        if item.currency != .eur { lines.append("is in \(item.currency.code); only euros are claimed here") }
        lines += judgement.objections(to: item).results.filter { $0.outcome != .passed }.map {
            "is not a verified debt, \($0.condition.rawValue): \($0.missing)"
        }
        if purpose == .court, let filed = steps(of: item).last(where: { $0.kind == .court }) {
            lines.append("is before the court since \(filed.day) (\(filed.run))")
        }
        lines += release(of: item).refusals
        if purpose == .court, needsNegotiation(customer) {
            lines += negotiation(of: item, customer) ?? []
        }
        return lines.map { "\(item.number) \($0)" }
    }

    /// A release counts only where nobody objected on its day or after it: the person did not know that.
    func release(of item: OpenItem) -> (fact: DecisionFact?, refusals: [String]) {
        let decisions = judgement.decisions(of: item.id).filter { $0.day <= asOf }
        guard let release = decisions.last(where: { $0.kind == .released }) else {
            return (nil, ["is not released by a person: recobro case … released"])
        }
        guard let later = decisions.last(where: { $0.day >= release.day && $0.standsAgainstClaims }) else {
            return (release, [])
        }
        return (
            release,
            [
                "was released on \(release.day), before \(later.kind.rawValue) of \(later.day): release it again"
            ]
        )
    }

    /// Whether a claim is admitted only after a negotiation (LO 1/2025 art. 5), on that day.
    func needsNegotiation(_ customer: Customer) -> Bool {
        row("required", .negotiation, customer)?.holds ?? false
    }

    /// The attempt of an invoice with its terms; `nil` where nobody was invited. Terms stand in it only where
    /// its arrival is proven and the law pack has them.
    func attempt(of item: OpenItem, _ customer: Customer) -> CourtNegotiation? {
        let invitations = steps(of: item).filter { $0.kind == .mediation }
        let end = end(of: item)
        let proven = invitations.last { !$0.documentSHA256.isEmpty && arrival(of: $0) != nil }
        if let end {
            // The record proves by itself that it was attempted (LO 1/2025 art. 10), whoever invited.
            let arrived = proven.flatMap { arrival(of: $0) }?.day
            return CourtNegotiation(
                invited: min(proven?.day ?? invitations.last?.day ?? end.day, end.day),
                received: arrived.map { min($0, end.day) } ?? end.day, answerUntil: end.day,
                sueUntil: row("sue-within", .negotiation, customer)?.end(from: end.day), ended: end.day)
        }
        guard let last = invitations.last else { return nil }
        guard let proven, let arrival = arrival(of: proven) else {
            return CourtNegotiation(invited: last.day)
        }
        // What the letter promised holds where it is longer than the law.
        let promised = arrival.day.adding(days: configuration.letters.answerTermDays)
        let lawful = row("no-reply", .negotiation, customer)?.end(from: arrival.day)
        return CourtNegotiation(
            invited: proven.day, received: arrival.day, answerUntil: lawful.map { max($0, promised) },
            sueUntil: row("sue-within", .negotiation, customer)?.end(from: arrival.day))
    }

    /// The end of the talks, with its record; `nil` where none is stated, or the debtor answered after it.
    private func end(of item: OpenItem) -> DecisionFact? {
        let known = judgement.decisions(of: item.id).filter { $0.day <= asOf }
        let answered = known.last { $0.kind == .negotiationAnswered }
        return known.last {
            $0.kind == .negotiationEnded && !$0.evidence.sha256.isEmpty && $0.day >= answered?.day ?? $0.day
        }
    }

    /// Why the debtor's silence proves nothing: the debtor spoke in time.
    private func answer(
        _ item: OpenItem, _ attempt: CourtNegotiation, until: Day, _ law: String
    ) -> String? {
        let known = judgement.decisions(of: item.id).filter { $0.day <= asOf }
        let answered = known.last {
            $0.kind == .negotiationAnswered && $0.day >= attempt.invited && $0.day <= until
        }
        guard let answered else { return nil }
        if let end = known.last(where: { $0.kind == .negotiationEnded && $0.day >= answered.day }) {
            return
                "has a negotiation that ended on \(end.day) without its record: state it with --evidence\(law)"
        }
        return
            "has an invitation that was answered on \(answered.day): negotiate, then recobro case … "
            + "negotiation-ended with its record\(law)"
    }

    private func negotiation(of item: OpenItem, _ customer: Customer) -> [String]? {
        let law = cited(row("required", .negotiation, customer))
        guard let attempt = attempt(of: item, customer) else {
            return ["was not negotiated before\(law): invite first, see --mediation"]
        }
        guard attempt.received != nil else {
            return [
                "has an invitation to negotiate of \(attempt.invited) without proof that it arrived\(law)"
            ]
        }
        guard let until = attempt.answerUntil, let sueUntil = attempt.sueUntil else {
            return ["has an invitation to negotiate, but the law pack lacks its terms"]
        }
        if attempt.ended == nil, let talks = answer(item, attempt, until: until, law) { return [talks] }
        if attempt.ended == nil, asOf <= until {
            return ["may be answered until \(until): the negotiation is not over\(law)"]
        }
        if asOf > sueUntil {
            return ["had its negotiation too long ago, sue until \(sueUntil): repeat it\(law)"]
        }
        return nil
    }

    /// The steps of an invoice that are known on the day, in order.
    func steps(of item: OpenItem) -> [StepFact] {
        judgement.steps(of: item.id).filter { $0.day <= asOf }
            .sorted { ($0.day, $0.kind, $0.run) < ($1.day, $1.kind, $1.run) }
    }

    /// The fact that proves that what a step sent arrived, and did not come back. It is of this step only
    /// where no other letter went out between; but a formal claim is proven as the verdict proves it.
    func arrival(of step: StepFact) -> DecisionFact? {
        let decisions = judgement.decisions(of: step.invoice).filter { $0.day <= asOf }
        let letters = judgement.steps(of: step.invoice).filter { $0.kind < .agency }
        func last(by day: Day) -> StepKind? {
            letters.filter { $0.day <= day }.max { ($0.day, $0.kind) < ($1.day, $1.kind) }?.kind
        }
        return decisions.first { fact in
            guard fact.kind == .delivered, fact.day >= step.day else { return false }
            guard step.kind == .formalClaim || last(by: fact.day) == step.kind else { return false }
            return !decisions.contains {
                ($0.kind == .returned || $0.kind == .addressReturned) && $0.day >= fact.day
                    && last(by: $0.day) == step.kind
            }
        }
    }

    /// A row for this debtor, in force on the day.
    func row(_ subject: String, _ rule: LawRule, _ customer: Customer) -> LawRow? {
        judgement.law.row(rule, of: subject, debtor: customer.standing, on: asOf)
    }

    private func cited(_ row: LawRow?) -> String { row.map { " (\($0.article))" } ?? "" }
}
