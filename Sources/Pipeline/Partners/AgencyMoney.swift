internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// What agencies say they collected and the books do not show yet, by invoice: lines of statements whose
/// payout nobody has booked, and payments that they announced and no statement has.
///
/// Who paid the agency has paid (Código Civil art. 1162): such an invoice is no verified debt, and no
/// registry may list it for the whole. Nothing is booked by it.
struct AgencyMoney {
    private(set) var byInvoice: [Int64: [CollectedMoney]] = [:]
    private var open: [Int64: Int64] = [:]

    /// - Parameter items: what is open, by id; of others no agency's money is asked.
    init(_ reader: LedgerReader, _ configuration: Configuration, items: [OpenItem], asOf: Day) throws {
        var decisions: [Int64: [DecisionFact]]?
        for settings in configuration.agencies {
            let recipient = configuration.batchStem(of: settings)
            let agency = try AgencyBook(reader, agency: settings.code, recipient: recipient)
            guard agency.hasSpoken else { continue }
            let remittances = try RemittanceBook(reader, agency, settings, recipient: recipient, asOf: asOf)
            let (lines, events) = (remittances.unbookedLines, remittances.announced)
            guard !lines.isEmpty || !events.isEmpty else { continue }
            if open.isEmpty {
                for item in items where item.outstanding > 0 { open[item.id] = item.outstanding }
            }
            for (statement, line) in lines {
                guard let gross = line.allocation?.principal else { continue }
                try take(gross, line.caseRef, line.lineRef, settings.code, statement, reader) { _ in true }
            }
            let known =
                try decisions ?? Dictionary(grouping: reader.decisions(asOf: asOf), by: \.invoice)
            decisions = known
            let facts = Dictionary(agency.all.flatMap(\.events).map { ($0.event, $0.afterFact) }) { $1 }
            for event in events {
                guard let amount = event.amount, amount > 0 else { continue }
                // A person who lets the claim go on afterwards knows better.
                try take(amount, event.caseRef, "", settings.code, event.eventId, reader) { invoice in
                    !(known[invoice] ?? []).contains {
                        $0.kind == .resumed && $0.number > facts[event.eventId] ?? 0
                    }
                }
            }
        }
    }

    /// Takes money for the invoice that a line names; without one, for those of the case that have been due
    /// longest (Código Civil art. 1174). What was taken back is owed again.
    private mutating func take(
        _ amount: Int64, _ reference: String, _ line: String, _ agency: String, _ source: String,
        _ reader: LedgerReader, where counts: (Int64) -> Bool
    ) throws {
        var rest = amount
        for invoice in try reader.placedInvoices(ofCase: reference).map(\.id)
        where (line.isEmpty || CaseLine.ref(invoice) == line) && counts(invoice) {
            let taken = byInvoice[invoice]?.reduce(0) { $0 + $1.amount } ?? 0
            let room = rest > 0 ? min(rest, max(0, (open[invoice] ?? 0) - taken)) : max(rest, -taken)
            guard room != 0 else { continue }
            byInvoice[invoice, default: []].append(
                CollectedMoney(amount: room, agency: agency, reference: source))
            rest -= room
        }
    }
}

extension Configuration {
    /// How the ids of the case batches for an agency begin.
    func batchStem(of agency: AgencySettings) -> String {
        "\(creditor.country)\(creditor.taxId).\(agency.code).\(HandoverFlow.cases.rawValue)."
    }
}
