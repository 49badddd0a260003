internal import Domain

/// Keeps what the registry has by the files of the nights, and holds it against the truth. Nobody
/// acknowledges anything in a simulation, so every removal must come again every night.
struct RegistryChecks {
    /// As if the program had written no removal: the checks must notice, or they prove nothing.
    private let ignoresRemovals: Bool
    /// Invoices that are listed, by the reference that the program gave them.
    private var listed: [String: Int] = [:]
    /// References that were removed, with their invoices.
    private var removed: [String: Int] = [:]
    private(set) var violations: [SimulationViolation] = []
    private(set) var figures = SimulationReport.Registry()

    init(ignoringRemovals: Bool = false) { ignoresRemovals = ignoringRemovals }

    mutating func check(_ truth: Truth, _ said: ProgramNight, _ file: RegistryFile, _ night: Int) {
        let removals = file.records.filter { $0.isRemoval && !ignoresRemovals }
        remove(removals, truth, night)
        for record in file.records where !record.isRemoval && !record.isChange {
            add(record, truth, said, night)
        }
        for record in file.records where record.isChange { change(record, truth, night) }
        for (reference, index) in listed.sorted(by: { $0.key < $1.key }) {
            let invoice = truth.world.invoices[index]
            let isPaid = truth.owed(invoice, night) <= 0
            if !said.open.contains(invoice.number) {
                violate("listed-paid", truth, index, night, reference)
            } else if let block = Self.block(truth, invoice, night) {
                violate("listed-blocked", truth, index, night, "\(reference) \(block)")
            } else if isPaid {
                // Its money has come, and nobody has said yet whose it is.
                figures.undecidedNights += 1
            }
        }
    }

    /// A change is of what is listed, and never says more than is owed by the truth.
    private mutating func change(_ record: RegistryFile.Record, _ truth: Truth, _ night: Int) {
        guard let index = listed[record.operationReference] else {
            violations.append(
                SimulationViolation(
                    night: truth.world.day(night), kind: "changed-unlisted", invoice: "",
                    detail: record.operationReference))
            return
        }
        figures.changed += 1
        let invoice = truth.world.invoices[index]
        if record.unpaid > invoice.amount || record.unpaid <= 0 {
            violate("changed-wrongly", truth, index, night, "\(record.operationReference) \(record.unpaid)")
        }
    }

    /// Why it may be in no registry, by what people have stated; `nil` where nothing stands against it.
    private static func block(_ truth: Truth, _ invoice: SimulatedInvoice, _ night: Int) -> String? {
        let kinds = ["dispute", "plan", "concurso", "fallecido"]
        let blocks = invoice.blocks + (truth.world.customerBlocks[invoice.customer] ?? [])
        return blocks.first { kinds.contains($0.kind) && $0.nights.contains(night) }?.kind
    }

    private mutating func remove(_ removals: [RegistryFile.Record], _ truth: Truth, _ night: Int) {
        let references = Set(removals.map(\.operationReference))
        for (reference, index) in removed.sorted(by: { $0.key < $1.key }) {
            if references.contains(reference) {
                figures.repeated += 1
            } else {
                violate("removed-not-repeated", truth, index, night, reference)
            }
        }
        for reference in references.sorted() where removed[reference] == nil {
            guard let index = listed.removeValue(forKey: reference) else {
                violations.append(
                    SimulationViolation(
                        night: truth.world.day(night), kind: "removed-unlisted", invoice: "",
                        detail: reference))
                continue
            }
            removed[reference] = index
            figures.removed += 1
        }
    }

    /// The record names no invoice: debtor, days and amount do, with the steps of the night.
    private mutating func add(
        _ record: RegistryFile.Record, _ truth: Truth, _ said: ProgramNight, _ night: Int
    ) {
        let world = truth.world
        let steps = Set(said.steps.filter { $0.kind == "registry" && !$0.isWithdrawal }.map(\.invoice))
        let known = Set(listed.values)
        let invoice = world.invoices.first {
            steps.contains($0.number) && !known.contains($0.index) && $0.amount == record.original
                && "\(world.day($0.issued))" == record.contractDate && "\(world.day($0.due))" == record.due
                && world.customers[$0.customer].taxId == record.taxId
        }
        guard let invoice else {
            violations.append(
                SimulationViolation(
                    night: world.day(night), kind: "listed-without-step", invoice: "",
                    detail: "\(record.operationReference) of \(record.taxId), \(record.original)"))
            return
        }
        figures.listed += 1
        listed[record.operationReference] = invoice.index
        if !world.customers[invoice.customer].isCompany {
            violate("listed-unreleased", truth, invoice.index, night, record.operationReference)
        }
        if record.unpaid != truth.owed(invoice, night) {
            violate("listed-amount", truth, invoice.index, night, "\(record.unpaid)")
        }
    }

    private mutating func violate(
        _ kind: String, _ truth: Truth, _ index: Int, _ night: Int, _ detail: String
    ) {
        violations.append(truth.violation(kind, truth.world.invoices[index], night, detail))
    }
}
