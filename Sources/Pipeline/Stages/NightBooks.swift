internal import Domain
internal import Ledger
internal import Verification

/// What the stages of one night read of the ledger, read once for all of them.
///
/// After matching only steps are added, and what agencies and registries were told: invoices, payments,
/// statements and customers are the same for every stage that follows. A killed run reads them anew and finds
/// the same.
final class NightBooks {
    let configuration: Configuration
    private let asOf: Day
    private var ledger: JudgedLedger?
    private var judgement: DebtJudgement?
    private var audited: AuditView?
    /// The rows that matching proved conservation of.
    private var proven: ConservationMarks?

    init(configuration: Configuration, asOf: Day) {
        self.configuration = configuration
        self.asOf = asOf
    }

    /// Everything that a verdict rests on.
    ///
    /// - Parameter excluding: a run whose steps are left out, to see the ledger as that run saw it.
    func judgement(_ reader: LedgerReader, excluding run: String? = nil) throws -> DebtJudgement {
        guard try reader.isMatched() else { throw DebtJudgement.unmatched }
        let ledger = try ledger ?? JudgedLedger(reader, configuration: configuration, asOf: asOf)
        self.ledger = ledger
        let steps = try reader.steps().filter { $0.run != run }
        // A decision about a case is one about every invoice of it: a new step may widen it.
        let decisions = try reader.decisions(asOf: asOf)
        if let judgement, judgement.nightlySteps == steps, judgement.decisions == decisions {
            return judgement
        }
        let made = DebtJudgement(
            ledger, configuration: configuration, steps: steps, decisions: decisions,
            owners: try reader.customers(ofInvoices: Set(decisions.map(\.invoice))))
        judgement = made
        return made
    }

    /// The coverage of the accounts' statements.
    func coverage(_ reader: LedgerReader) throws -> [AccountCoverage] {
        try ledger?.coverage ?? reader.coverage()
    }

    /// The audit sample. To be asked for after matching: it reads all that was ever posted alone.
    func audit(_ reader: LedgerReader) throws -> AuditView {
        let view = try audited ?? AuditView(reader, perThousand: configuration.auditPerThousand)
        audited = view
        return view
    }

    /// Notes that conservation was just checked and holds.
    func conservationHolds(_ reader: LedgerReader) throws { proven = try reader.conservationMarks() }

    /// What breaks conservation. It is checked once a night, and again where a row came after that.
    func conservationViolations(_ reader: LedgerReader) throws -> [String] {
        if let proven, try reader.conservationMarks() == proven { return [] }
        return try reader.conservationViolations()
    }
}

/// What the ledger holds of debts and does not change after matching.
struct JudgedLedger {
    /// By id.
    let items: [OpenItem]
    let customers: [String: Customer]
    let coverage: [AccountCoverage]
    let unexplained: [UnexplainedCredit]
    let facts: VerificationFacts
    let lawPack: LawPack
    /// How customers have paid until now, by key; empty where no step is planned.
    let histories: [String: CustomerHistory]
    /// Days before this one on which an instalment of an invoice was reminded of.
    let reminded: [Int64: [Day]]
    private let places: [Int64: InvoicePlace]
    private let files: [Int64: (name: String, sha256: String)]

    /// - Parameters:
    ///   - everything: also reads settled invoices that no verdict needs.
    ///   - plans: whether steps are planned, for which payment histories are read.
    init(
        _ reader: LedgerReader, configuration: Configuration, asOf: Day, everything: Bool = false,
        plans: Bool = true
    ) throws {
        var items: [OpenItem] = []
        var places: [Int64: InvoicePlace] = [:]
        try reader.judgedItems(asOf: asOf, everything: everything) { item, place in
            items.append(item)
            places[item.id] = place
        }
        Self.doubt(&items)
        self.items = items
        self.places = places
        files = try reader.sourceFiles().mapValues { ($0.name, String($0.sha256.prefix(12))) }
        customers = try reader.customers()
        coverage = try reader.coverage()
        unexplained = try reader.unexplainedCredits()
        histories = plans ? try reader.paymentHistories(asOf: asOf) : [:]
        reminded = plans ? try InstalmentReminding.reminded(reader, before: asOf) : [:]
        lawPack = try configuration.lawPack()
        facts = VerificationFacts(
            accounts: configuration.creditor.ibans, coverage: coverage, unexplained: unexplained, steps: [],
            decisions: [], corrections: items.filter { $0.outstanding < 0 || $0.kind == .replacement },
            collected: try AgencyMoney(reader, configuration, items: items, asOf: asOf).byInvoice,
            asOf: asOf)
    }

    /// A replacement whose original is not found, or was paid in part or whole, is in doubt: what was paid
    /// for the original may be owed no more.
    private static func doubt(_ items: inout [OpenItem]) {
        let replacements = items.indices.filter { items[$0].kind == .replacement }
        guard !replacements.isEmpty else { return }
        let replaced = Set(replacements.map { items[$0].corrects })
        let byNumber = Dictionary(grouping: items.filter { replaced.contains($0.number) }, by: \.number)
        for index in replacements {
            let originals = (byNumber[items[index].corrects] ?? []).filter { $0.id != items[index].id }
            items[index].isInConflict = originals.count != 1 || originals[0].isPaidInPart
        }
    }

    /// The invoice with a number of the ledger, by binary search.
    func item(_ invoice: Int64) -> OpenItem? {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].id < invoice { low = middle + 1 } else { high = middle }
        }
        return low < items.count && items[low].id == invoice ? items[low] : nil
    }

    /// File, line and digest that an invoice was read from.
    func source(of invoice: Int64) -> (file: String, line: Int, digest: String)? {
        guard let place = places[invoice], let file = files[place.file] else { return nil }
        return (file.name, place.line, file.sha256)
    }
}
