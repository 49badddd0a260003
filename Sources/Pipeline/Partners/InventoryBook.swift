internal import Domain
internal import Handover
internal import Ledger

/// The agency's last inventory held against the creditor's own cases, anew every night: a difference stands
/// until it is gone or the next inventory comes. Nothing is booked from it.
struct InventoryBook {
    /// Day of the inventory; `nil` while none has come.
    private(set) var day: Day?
    private(set) var differences: [InventoryDifference] = []

    /// - Parameters:
    ///   - code: of the agency.
    ///   - recipient: how the batch ids of the agency begin.
    ///   - charges: interest and fixed sums of its cases.
    ///   - balance: what the agency should hold of the invoices of a case, minor units.
    init(
        _ reader: LedgerReader, _ agency: AgencyBook, agency code: String, recipient: String,
        charges: ChargeBook, balance: (_ caseReference: String, _ invoices: [PlacedInvoice]) -> Int64
    ) throws {
        guard let last = try Self.last(reader, of: code) else { return }
        let tellings = try reader.caseTellings().filter { $0.batch.hasPrefix(recipient) }
        var currencies = CaseCurrencies()
        for telling in tellings { currencies.byCase[telling.caseReference] = telling.currency }
        // One that cannot be read whole is set aside when it comes, and says nothing.
        guard let there = Inventory.read(last.batch, file: "batch.json", currencies: currencies).value
        else { return }
        day = there.header.businessDate
        let told = Dictionary(grouping: tellings, by: \.caseReference)
        let invoices = Dictionary(
            grouping: try reader.placedInvoices(recipient: recipient), by: \.caseReference)
        var theirs: [String: InventoryEntry] = [:]
        for entry in there.entries { theirs[entry.caseRef] = entry }
        var ours: [InventoryEntry] = []
        for (reference, told) in told.sorted(by: { $0.key < $1.key }) {
            let one = OurCase(
                told: told, known: agency.cases[reference], isSpeaking: agency.hasAnswered,
                inventory: there.header.businessDate, taken: last.taken)
            let owed = balance(reference, invoices[reference] ?? [])
            if let entry = one.entry(owed, charges.left(reference), beside: theirs[reference]) {
                ours.append(entry)
            }
        }
        differences = InventoryComparison.differences(
            here: Inventory(header: there.header, entries: ours), there: there)
    }

    /// The batch of the last inventory that counts, with the day of the run that found it.
    private static func last(_ reader: LedgerReader, of code: String) throws -> (batch: [UInt8], taken: Day)?
    {
        let last = try reader.partnerPackages().last {
            $0.isTaken && $0.package.flow == HandoverFlow.inventory.rawValue && $0.package.sender == code
        }
        // A run's id begins with its day.
        guard let last, let taken = Day(iso: String(last.run.prefix(10))),
            let json = try reader.partnerPayload(last.id)
        else { return nil }
        return (Array(json.utf8), taken)
    }
}

/// One case as the creditor should find it in an inventory.
private struct OurCase {
    /// What the agency was told of it, in order; never empty.
    let told: [CaseTelling]
    /// `nil` while the agency has said nothing at all.
    let known: AgencyCase?
    /// Whether the agency answers: then a balance is agreed only once NEW is answered.
    let isSpeaking: Bool
    /// The day of the inventory, and the night that took it.
    let inventory: Day
    let taken: Day

    /// - Parameter theirs: what the agency lists, taken over wherever there is nothing to compare.
    func entry(
        _ owed: Int64, _ charges: ChargeBook.Amounts, beside theirs: InventoryEntry?
    ) -> InventoryEntry? {
        guard let first = told.first, let last = told.last else { return nil }
        // Placed on that day or since: it may not have arrived.
        if theirs == nil, first.day >= inventory { return nil }
        if let theirs, isMoving(last) { return theirs }
        let version = told.map(\.version).max() ?? first.version
        var balance = CaseBalance(
            asOf: inventory, principal: owed, interest: charges.interest, fixedComp: charges.fixedSum,
            costs: 0, total: owed + charges.total)
        if let theirs, !isAgreed || isAnnounced(balance.total - theirs.currentBalance.total) {
            balance = theirs.currentBalance
        }
        return InventoryEntry(
            caseRef: first.caseReference, state: state, phase: theirs?.phase ?? .preLegal,
            originalBalance: first.amount + first.charges, currentBalance: balance, placedAt: first.day,
            caseVersion: version, currency: first.currency)
    }

    /// Whether something was told or said since, which the inventory cannot show: the next one will.
    private func isMoving(_ last: CaseTelling) -> Bool {
        last.day >= inventory || (known.map { $0.last.day > taken } ?? false)
    }

    private var isAgreed: Bool { !isSpeaking || known?.isAnswered == true }

    /// Money that the agency announced it may have taken off already: its statement will say.
    private func isAnnounced(_ missing: Int64) -> Bool {
        missing != 0 && known?.announces(missing, by: inventory) == true
    }

    private var state: CaseState {
        let state =
            known?.state
            ?? told.reduce(CaseState.sent) { state, telling in
                CaseOperation.Code(rawValue: telling.operation).map { state.after(.told($0)) } ?? state
            }
        return CaseState(rawValue: state.rawValue) ?? .sent
    }
}
