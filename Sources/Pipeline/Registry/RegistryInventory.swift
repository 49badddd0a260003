internal import Domain
internal import Handover
internal import Ledger

/// The registry's last inventory held against what the ledger listed there, anew every night: a difference
/// stands until it is gone or the next inventory comes.
struct RegistryInventory {
    /// Where registry and ledger differ.
    struct Finding: Equatable {
        enum Kind: String {
            /// Listed by the ledger, and not there.
            case missing = "registry-missing"
            /// There, and by the ledger not listed, or not any more: its removal goes out tonight.
            case extra = "registry-extra"
            /// There with another amount than is owed.
            case amount = "registry-amount"
        }

        let kind: Kind
        /// The operation reference.
        let reference: String
        /// `nil` where no invoice of the ledger is meant.
        let invoice: Int64?
        /// In words: days and amounts.
        let detail: Phrase
    }

    /// Its business date.
    let day: Day
    /// Its number, which names the removals of extras.
    let sequence: Int
    private(set) var findings: [Finding] = []

    /// - Parameter owed: of an invoice, minor units and in words; `nil` where the ledger has none.
    init?(
        _ reader: LedgerReader, _ book: RegistryBook, currency: Currency,
        owed: (_ invoice: Int64) -> Money?
    ) throws {
        let last = try reader.partnerPackages().last {
            $0.isTaken && $0.package.flow == HandoverFlow.inventory.rawValue && $0.package.sender == book.code
        }
        guard let last, let json = try reader.partnerPayload(last.id) else { return nil }
        var currencies = CaseCurrencies(others: currency)
        for (invoice, listing) in book.listings {
            currencies.byCase[listing.addition.operationReference] = owed(invoice)?.currency
        }
        // One that cannot be read whole is set aside when it comes, and says nothing.
        guard
            let there = Inventory.read(Array(json.utf8), file: "batch.json", currencies: currencies).value
        else { return nil }
        day = there.header.businessDate
        sequence = there.header.sequence
        var theirs: [String: InventoryEntry] = [:]
        for entry in there.entries where !entry.state.isOver { theirs[entry.caseRef] = entry }
        for (invoice, listing) in book.listings.sorted(by: { $0.key < $1.key }) {
            let entry = theirs.removeValue(forKey: listing.addition.operationReference)
            if let found = finding(invoice, listing, entry, book, owed(invoice)) { findings.append(found) }
        }
        for (reference, entry) in theirs.sorted(by: { $0.key < $1.key }) {
            let removal = book.extras.last { $0.operationReference == reference }
            guard removal.map({ isStillThere($0, book) }) ?? true else { continue }
            findings.append(
                Finding(
                    kind: .extra, reference: reference, invoice: nil,
                    detail: "listed since \(entry.placedAt), \(Self.text(entry)) there; never listed here"))
        }
    }

    private func finding(
        _ invoice: Int64, _ listing: RegistryBook.Listing, _ entry: InventoryEntry?, _ book: RegistryBook,
        _ owed: Money?
    ) -> Finding? {
        func found(_ kind: Finding.Kind, _ detail: Phrase) -> Finding {
            Finding(
                kind: kind, reference: listing.addition.operationReference, invoice: invoice, detail: detail)
        }
        let extra = book.extras.last { $0.operationReference == listing.addition.operationReference }
        if let refusal = book.refusal(of: invoice) {
            guard entry != nil, refusal.day < day, extra.map({ isStillThere($0, book) }) ?? true else {
                return nil
            }
            return found(.extra, "refused on \(refusal.day), and there")
        }
        if let removal = extra ?? listing.removal {
            guard entry != nil, isStillThere(removal, book) else { return nil }
            return found(.extra, "removed on \(removal.day), and there")
        }
        // Told on that day or since: it may not have arrived.
        guard let entry else {
            return listing.addition.day < day
                ? found(.missing, "listed on \(listing.addition.day)") : nil
        }
        let there = Money(minorUnits: entry.currentBalance.total, currency: entry.currency)
        guard let owed, owed != there else { return nil }
        let told = Money(minorUnits: listing.addition.amount, currency: owed.currency)
        return found(
            .amount, "\(Self.text(there)) there, \(Self.text(owed)) owed, \(Self.text(told)) told")
    }

    /// Whether the inventory can know of a removal: one that is not confirmed is told again anyhow, and one
    /// confirmed on its day or since is younger than it.
    private func isStillThere(_ removal: RegistryTelling, _ book: RegistryBook) -> Bool {
        guard book.acknowledged.contains(removal.recordId) else {
            // The removal of an extra lives from inventory to inventory.
            return removal.invoice == nil
        }
        let confirmed = book.answers.last { $0.operation == removal.recordId }?.day
        return (confirmed ?? removal.day) < day
    }

    private static func text(_ amount: Money) -> String { "\(amount.decimalString) \(amount.currency.code)" }

    private static func text(_ entry: InventoryEntry) -> String {
        text(Money(minorUnits: entry.currentBalance.total, currency: entry.currency))
    }
}
