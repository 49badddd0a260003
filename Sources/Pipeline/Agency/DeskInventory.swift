public import Domain
internal import Handover

/// `recobro handover inventory` and `desk show`: what a desk holds.
public struct DeskInventory: Sendable {
    public var asOf: Day
    /// Folder for a copy of the package.
    public var out: String?
    /// In which form copies are made.
    public var form = PackageForm.folder

    public init(asOf: Day) { self.asOf = asOf }

    /// Writes an INVT package of all cases, closed ones too: the creditor finds what single messages lost.
    /// The same holdings on the same day are the package that was sent.
    public func run(in desk: Desk) throws -> AgencyOutcome {
        var session = try DeskSession(desk, asOf: asOf, out: out, form: form)
        let entries = try session.state.cases.sorted { $0.key < $1.key }.map { caseRef, held in
            try Self.entry(caseRef, held)
        }
        var outcome = AgencyOutcome()
        let digest = Digest.sha256(Array(entries.map { "\($0)" }.joined(separator: "\n").utf8))
        if let last = session.state.lastInventory, last.day == asOf, last.sha256 == digest {
            outcome.lines.append("nothing new: \(try session.hand(over: last.folder))")
            return outcome
        }
        let header = session.header(.inventory)
        let inventory = Inventory(header: header, entries: entries)
        try session.stage(header) { producer, key in
            FeedbackPackage.files(inventory, producer: producer, signingKey: key)
        }
        session.state.lastInventory = DeskSentInventory(day: asOf, sha256: digest, folder: header.folderName)
        let path = try session.commit()
        outcome.lines.append("\(entries.count) cases: \(path)")
        for sum in inventory.controlSums ?? [] {
            outcome.lines.append("  held \(sum.decimalString) \(sum.currency.code)")
        }
        return outcome
    }

    private static func entry(_ caseRef: String, _ held: DeskCase) throws -> InventoryEntry {
        var entry = InventoryEntry(
            caseRef: caseRef, state: held.inventoryState,
            phase: DebtCase.Phase(rawValue: held.phase) ?? .preLegal,
            originalBalance: held.original.minorUnits,
            currentBalance: try held.balance.balance(asOf: held.balanceAsOf), placedAt: held.placedAt,
            caseVersion: held.version, currency: held.currency)
        entry.agencyCaseRef = held.agencyCaseRef
        entry.lastPaymentDate = held.lastPaymentDate
        entry.lastPaymentAmount = held.lastPaymentAmount?.minorUnits
        return entry
    }

    /// A line a case: both references, state, what was placed, what is owed.
    public static func lines(of desk: Desk) throws -> [String] {
        let settings = try desk.settings()
        let state = try desk.state()
        var lines = [
            "\(settings.agency.code) for \(settings.creditor.code) (\(settings.environment)), "
                + "next case batch \(state.nextCaseSequence), \(state.cases.count) cases"
        ]
        for (caseRef, held) in state.cases.sorted(by: { $0.key < $1.key }) {
            let balance = Money(minorUnits: try held.balance.total(), currency: held.currency)
            lines.append(
                "\(caseRef) \(held.agencyCaseRef) v\(held.version) \(held.state) \(held.phase), placed "
                    + "\(held.original.decimalString), owes \(balance.decimalString) \(held.currency.code)")
        }
        for package in state.packages where package.outcome == .held {
            lines.append("held: \(package.folder) waits for number \(state.nextCaseSequence)")
        }
        return lines
    }
}
