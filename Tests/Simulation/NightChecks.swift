internal import Domain

/// Compares what the program said on a night with the truth.
struct NightChecks {
    private let indexOf: [String: Int]
    private let movements: [String: SimulatedMovement]
    /// Since when each debt has been complete.
    private var completeSince: [Int: Int] = [:]
    private var counted: Set<Int> = []
    private var everVerified: Set<Int> = []
    private var placed: Set<Int> = []
    private var registry = RegistryChecks()
    private var withoutRemovals = RegistryChecks(ignoringRemovals: true)
    var report = SimulationReport()

    init(_ world: SimulatedWorld) {
        indexOf = Dictionary(uniqueKeysWithValues: world.invoices.map { ($0.number, $0.index) })
        movements = Dictionary(uniqueKeysWithValues: world.movements.map { ($0.reference, $0) })
        report.invoices = world.invoices.count
        report.movements = world.movements.count
        for invoice in world.invoices { report.behaviours[invoice.behaviour.rawValue, default: 0] += 1 }
    }

    mutating func check(_ world: SimulatedWorld, _ said: ProgramNight, _ night: Int) {
        let truth = Truth(world: world)
        report.nights += 1
        checkVerified(truth, said, night)
        checkSteps(truth, said, night)
        checkWithdrawals(truth, said, night)
        checkComplete(truth, said, night)
    }

    /// What the registry was told tonight. Nothing is expected of a company that takes part in none.
    mutating func check(_ world: SimulatedWorld, _ said: ProgramNight, _ file: RegistryFile, _ night: Int) {
        let truth = Truth(world: world)
        let known = registry.violations.count
        registry.check(truth, said, file, night)
        withoutRemovals.check(truth, said, file, night)
        report.violations += registry.violations[known...]
        report.registry = registry.figures
        report.registry.noticedWithoutRemovals = withoutRemovals.violations.count
    }

    private mutating func violate(
        _ kind: String, _ truth: Truth, _ invoice: SimulatedInvoice, _ night: Int, _ detail: String
    ) {
        report.violations.append(truth.violation(kind, invoice, night, detail))
    }

    /// Nothing verified that the truth says is no debt.
    private mutating func checkVerified(_ truth: Truth, _ said: ProgramNight, _ night: Int) {
        for number in said.verified.sorted() {
            guard let index = indexOf[number] else { continue }
            let invoice = truth.world.invoices[index]
            report.verifiedNights += 1
            if everVerified.insert(index).inserted { report.verified += 1 }
            if truth.owed(invoice, night) <= 0 { violate("verified-paid", truth, invoice, night, "") }
            if let objection = truth.objection(invoice, night) {
                violate("verified-\(objection.prefix { $0 != " " })", truth, invoice, night, objection)
            }
            if !truth.isDemanded(invoice, night) {
                violate("verified-not-demanded", truth, invoice, night, "")
            }
        }
    }

    /// No step where the truth forbids it, and none for another amount than is owed.
    private mutating func checkSteps(_ truth: Truth, _ said: ProgramNight, _ night: Int) {
        for step in said.steps where !step.isWithdrawal {
            guard let index = indexOf[step.invoice] else { continue }
            let invoice = truth.world.invoices[index]
            report.steps[step.kind, default: 0] += 1
            if step.kind == "agency" { placed.insert(index) }
            let owed = truth.owed(invoice, night)
            if owed <= 0 {
                violate("step-paid", truth, invoice, night, step.kind)
            } else if owed != step.amount {
                violate("step-amount", truth, invoice, night, "\(step.kind) of \(step.amount)")
            }
            if let objection = truth.objection(invoice, night) {
                violate(
                    "step-\(objection.prefix { $0 != " " })", truth, invoice, night,
                    "\(step.kind): \(objection)")
            }
        }
    }

    /// What was placed and is disputed, insolvent or closed is withdrawn in the same night.
    private mutating func checkWithdrawals(_ truth: Truth, _ said: ProgramNight, _ night: Int) {
        let withdrawn = Set(said.steps.filter(\.isWithdrawal).compactMap { indexOf[$0.invoice] })
        report.withdrawals += withdrawn.count
        for index in placed.sorted() where !withdrawn.contains(index) {
            let invoice = truth.world.invoices[index]
            let reasons = ["dispute", "plan", "concurso", "fallecido", "too-old"]
            if let objection = truth.objection(invoice, night), reasons.contains(objection) {
                violate("not-withdrawn", truth, invoice, night, objection)
                placed.remove(index)
            } else if !said.open.contains(invoice.number) {
                // A case of several invoices is told of the money, and comes back once nothing is owed.
                let isRestOpen = placed.contains { other in
                    let own = truth.world.invoices[other]
                    return own.customer == invoice.customer && said.open.contains(own.number)
                }
                if !isRestOpen { violate("not-withdrawn", truth, invoice, night, "paid") }
                placed.remove(index)
            }
        }
        placed.subtract(withdrawn)
    }

    /// What is a complete debt is verified within one night, unless money that may pay it waits for a person.
    private mutating func checkComplete(_ truth: Truth, _ said: ProgramNight, _ night: Int) {
        for invoice in truth.world.invoices where !invoice.claims.isEmpty {
            guard truth.isComplete(invoice, night) else {
                completeSince[invoice.index] = nil
                continue
            }
            if said.verified.contains(invoice.number) {
                if let since = completeSince[invoice.index] {
                    if counted.insert(invoice.index).inserted {
                        report.delays[night - since, default: 0] += 1
                    }
                } else {
                    completeSince[invoice.index] = night
                    if counted.insert(invoice.index).inserted { report.delays[0, default: 0] += 1 }
                }
                continue
            }
            let missing = said.missing[invoice.number] ?? []
            if missing.map(\.condition) == ["no-unexplained-money"],
                let why = excuse(truth, invoice, said, night, missing[0].line)
            {
                report.waiting[why, default: 0] += 1
                completeSince[invoice.index] = nil
                continue
            }
            let since = completeSince[invoice.index] ?? night
            completeSince[invoice.index] = since
            guard night - since >= 1 else { continue }
            violate(
                "not-verified", truth, invoice, night,
                missing.map { "\($0.condition) \($0.line)" }.joined(separator: " | "))
        }
    }

    /// Which money that nobody has decided may pay the invoice, by the simulator's own knowledge of who paid;
    /// `nil` where none may.
    private func excuse(
        _ truth: Truth, _ invoice: SimulatedInvoice, _ said: ProgramNight, _ night: Int, _ line: String
    ) -> String? {
        let waiting = said.unexplained.sorted().compactMap { movements[$0] }
        func pays(_ movement: SimulatedMovement) -> Bool {
            movement.parts.contains { truth.world.invoices[$0.invoice].customer == invoice.customer }
        }
        if waiting.contains(where: pays) { return "money of its customer" }
        let owed = truth.owed(invoice, night)
        if waiting.contains(where: { $0.amount == owed || $0.amount == invoice.amount }) {
            return "money of its amount"
        }
        return waiting.contains { line.contains($0.reference) } ? "another's money shown to it" : nil
    }
}
