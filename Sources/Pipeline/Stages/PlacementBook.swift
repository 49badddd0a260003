internal import Domain
internal import Handover
internal import Ledger

/// One operation on its way into a batch, and the ledger lines that record it.
struct DraftOperation {
    let operation: CaseOperation
    let lines: [Line]
    let reason: String

    /// What the journal keeps of one invoice of the operation.
    struct Line {
        let invoice: Int64
        let amount: Int64
        let balance: Int64
        var allocation: Int64 = 0
    }

    /// A recall that was sent before and is sent again until it is acknowledged: it is in the journal
    /// already.
    var isRepeated = false
}

/// The cases that an agency has, from what it was told.
struct PlacementBook {
    /// What the agency made of what it was told.
    let agency: AgencyBook
    /// Invoices of cases that the agency rejected or closed: a person must look before they are placed again.
    private(set) var returned: [Int64: AgencyCase] = [:]
    /// Invoices of each open case, in the order they were placed.
    private(set) var open: [(caseReference: String, invoices: [Int64])] = []
    /// Invoices that an agency has now. One that came back may be placed again, in a case of its own.
    private(set) var placed: Set<Int64> = []
    /// Invoices that this agency has or had.
    private(set) var everPlaced: Set<Int64> = []
    /// Final recalls that no acknowledgement has answered, with the first invoice they name.
    private(set) var recalls: [CaseOperationFact] = []
    /// Recalls that were announced and are neither final nor called off, by case.
    private(set) var announced: [String: AnnouncedRecall] = [:]
    /// Facts of people that an operation told this agency, by the ledger's number.
    private(set) var toldFacts: Set<Int64> = []
    /// Requests to take a case back that a final recall carried out, at whatever agency.
    private(set) var executedRecalls: Set<Int64> = []
    /// The last final recall of each invoice by this agency: whether it answered it, or never answers.
    private(set) var givenBack: [Int64: Bool] = [:]
    private(set) var caseCount: [String: Int] = [:]
    private var versions: [String: Int] = [:]
    let items: [Int64: OpenItem]
    /// Bank credits by which the agency paid out what it collected: it need not be told of them.
    private let payouts: Set<Int64>
    /// What the agency collected of each case's invoices and the books do not show yet, minor units.
    let unbooked: [String: Int64]
    /// Interest and fixed sums that the agency was told and collected.
    let charges: ChargeBook
    /// Cases of which the agency announced money that no statement has.
    private let announcedMoney: Set<String>
    /// The last allocation that each placed invoice's NEW knew of.
    private var knownAllocation: [Int64: Int64] = [:]
    /// Allocations that a PAY told.
    private var toldAllocations: Set<Int64> = []
    /// Principal of each invoice as its last NEW stated it, minor units.
    private var placedAmount: [Int64: Int64] = [:]
    private var toldAdjustments: [ToldKind: Int64] = [:]

    /// What the adjustments of one kind are summed by.
    private struct ToldKind: Hashable {
        let caseReference: String
        let invoice: Int64
        let kind: String
    }

    /// - Parameter recipient: how the batch ids of this agency begin; what others were told is left out.
    init(
        _ facts: [CaseOperationFact], recipient: String, items: [OpenItem], agency: AgencyBook,
        remittances: RemittanceBook
    ) {
        self.agency = agency
        payouts = remittances.payouts
        unbooked = remittances.unbooked
        charges = remittances.charges
        announcedMoney = Set(remittances.announced.map(\.caseRef))
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
        var invoices: [String: [Int64]] = [:]
        var closed: Set<String> = []
        var counted: Set<String> = []
        var order: [String] = []
        for fact in facts {
            versions[fact.caseReference] = max(versions[fact.caseReference] ?? 0, fact.version)
            if fact.operation == "NEW", counted.insert(fact.caseReference).inserted {
                caseCount[Self.stem(fact.caseReference), default: 0] += 1
            }
            if fact.operation == "RCF", fact.allocation > 0 { executedRecalls.insert(fact.allocation) }
            guard fact.batch.hasPrefix(recipient) else { continue }
            switch fact.operation {
            case "NEW":
                if invoices[fact.caseReference] == nil { order.append(fact.caseReference) }
                invoices[fact.caseReference, default: []].append(fact.invoice)
                everPlaced.insert(fact.invoice)
                knownAllocation[fact.invoice] = fact.allocation
                placedAmount[fact.invoice] = fact.amount
            case "PAY": toldAllocations.insert(fact.allocation)
            case "ADJ":
                let kind = ToldKind(
                    caseReference: fact.caseReference, invoice: fact.invoice, kind: fact.reason)
                toldAdjustments[kind, default: 0] += fact.amount
            case "RCF":
                let isKnown = agency.acknowledged.contains("\(fact.caseReference).\(fact.version)")
                let isOver = agency.cases[fact.caseReference]?.state.isOver == true
                announced[fact.caseReference] = nil
                for invoice in invoices[fact.caseReference] ?? [] {
                    givenBack[invoice] = isKnown || isOver || !agency.hasAnswered
                }
                if closed.insert(fact.caseReference).inserted, !isKnown, !isOver { recalls.append(fact) }
            case "RCP":
                announced[fact.caseReference] = AnnouncedRecall(fact)
                toldFacts.insert(fact.allocation)
            case "RES": announced[fact.caseReference] = nil
            case "ANS", "LGA": toldFacts.insert(fact.allocation)
            default: break
            }
        }
        for reference in order {
            guard let known = agency.cases[reference], known.waitsForPerson else { continue }
            closed.insert(reference)
            for invoice in invoices[reference] ?? [] { returned[invoice] = known }
        }
        open = order.filter { !closed.contains($0) }.map { ($0, invoices[$0] ?? []) }
        placed = Set(open.flatMap(\.invoices))
        // One that was placed again since is where it is now.
        for reference in order where agency.cases[reference]?.waitsForPerson != true {
            for invoice in invoices[reference] ?? [] where isLater(reference, than: returned[invoice]) {
                returned[invoice] = nil
            }
        }
    }

    /// Whether a case was placed after the one that came back.
    private func isLater(_ reference: String, than earlier: AgencyCase?) -> Bool {
        guard let earlier, let own = agency.order.firstIndex(of: reference),
            let other = agency.order.firstIndex(of: earlier.reference)
        else { return false }
        return own > other
    }

    /// Whether the agency does not know yet of money applied to an invoice it has.
    func isUntold(_ payment: InvoicePayment) -> Bool {
        isSincePlaced(payment) && !toldAllocations.contains(payment.id) && !isPayout(payment.movement.id)
    }

    /// Whether money was applied to an invoice after its NEW stated what was owed.
    func isSincePlaced(_ payment: InvoicePayment) -> Bool {
        payment.id > knownAllocation[payment.allocation.invoice] ?? .max
    }

    /// Whether a movement is the agency's own payout.
    func isPayout(_ movement: Int64) -> Bool { payouts.contains(movement) }

    /// What the last NEW stated as owed of an invoice, minor units.
    func placedAmount(_ invoice: Int64) -> Int64 { placedAmount[invoice] ?? 0 }

    /// Sum of the adjustments of a kind that the agency was told of an invoice, signed, minor units.
    func toldAdjustments(of invoice: Int64, in reference: String, _ kind: CaseAdjustment.Kind) -> Int64 {
        toldAdjustments[ToldKind(caseReference: reference, invoice: invoice, kind: kind.rawValue)] ?? 0
    }

    /// The same of a kind of charge.
    func toldAdjustments(of invoice: Int64, in reference: String, _ kind: LateCharge) -> Int64 {
        toldAdjustments[ToldKind(caseReference: reference, invoice: invoice, kind: kind.rawValue)] ?? 0
    }

    /// The debtor's own case reference, without the number of the placement.
    static func stem(_ reference: String) -> String {
        reference.lastIndex(of: ".").map { String(reference[..<$0]) } ?? reference
    }

    /// Whether the agency has money of a case, or says so, that the books do not show.
    func collects(_ reference: String) -> Bool {
        unbooked[reference] ?? 0 != 0 || announcedMoney.contains(reference)
    }

    func nextVersion(of reference: String) -> Int { (versions[reference] ?? 0) + 1 }

    func outstanding(_ invoice: Int64) -> Int64 { max(0, items[invoice]?.outstanding ?? 0) }
}
