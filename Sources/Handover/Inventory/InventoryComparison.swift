public import Domain

/// Where two inventories of the same cases differ.
public struct InventoryDifference: Sendable, Equatable {
    /// What differs, seen from "here".
    public enum Code: String, Sendable, CaseIterable {
        /// The other side holds a case that is not ours.
        case missingHere = "MISSING_HERE"
        /// A case of ours that the other side does not hold.
        case missingThere = "MISSING_THERE"
        case balanceDiffers = "BALANCE_DIFF"
        case versionDiffers = "VERSION_DIFF"
        case closedHere = "CLOSED_HERE_OPEN_THERE"
        case closedThere = "OPEN_HERE_CLOSED_THERE"
    }

    public let code: Code
    public let caseRef: String
    public let phrase: Phrase
    /// The same in English.
    public var reason: String { phrase.text }

    public init(_ code: Code, caseRef: String, _ phrase: Phrase) {
        self.code = code
        self.caseRef = caseRef
        self.phrase = phrase
    }
}

/// Holds two inventories against each other.
public enum InventoryComparison {
    /// The differences by `caseRef`, then in the order of the codes.
    ///
    /// A case closed here need not be listed there any more. Where one side has closed, balance and version
    /// are not compared: the closing is what must be settled first.
    public static func differences(here: Inventory, there: Inventory) -> [InventoryDifference] {
        var ours: [String: InventoryEntry] = [:]
        var theirs: [String: InventoryEntry] = [:]
        for entry in here.entries { ours[entry.caseRef] = entry }
        for entry in there.entries { theirs[entry.caseRef] = entry }
        return Set(ours.keys).union(theirs.keys).sorted().flatMap { caseRef in
            differences(caseRef, ours[caseRef], theirs[caseRef])
        }
    }

    private static func differences(
        _ caseRef: String, _ ours: InventoryEntry?, _ theirs: InventoryEntry?
    ) -> [InventoryDifference] {
        guard let theirs else {
            guard let ours, !ours.state.isOver else { return [] }
            return [
                InventoryDifference(
                    .missingThere, caseRef: caseRef, "\(ours.state.rawValue) here, \(ours.owed)")
            ]
        }
        guard let ours else {
            return [
                InventoryDifference(
                    .missingHere, caseRef: caseRef, "\(theirs.state.rawValue) there, \(theirs.owed)")
            ]
        }
        guard ours.state.isOver == theirs.state.isOver else {
            return [
                InventoryDifference(
                    ours.state.isOver ? .closedHere : .closedThere, caseRef: caseRef,
                    "\(ours.state.rawValue) here, \(theirs.state.rawValue) there")
            ]
        }
        guard !ours.state.isOver else { return [] }
        var differences: [InventoryDifference] = []
        if ours.currency != theirs.currency || !ours.currentBalance.owesSame(as: theirs.currentBalance) {
            differences.append(
                InventoryDifference(
                    .balanceDiffers, caseRef: caseRef, "\(ours.owed) here, \(theirs.owed) there"))
        }
        if ours.caseVersion != theirs.caseVersion {
            differences.append(
                InventoryDifference(
                    .versionDiffers, caseRef: caseRef,
                    "\(ours.caseVersion) here, \(theirs.caseVersion) there"))
        }
        return differences
    }
}

extension InventoryEntry {
    /// The balance with its parts, for a reason; parts that are nothing are left out.
    fileprivate var owed: Phrase {
        func text(_ minorUnits: Int64) -> String {
            Money.decimalString(minorUnits, exponent: currency.exponent)
        }
        let balance = currentBalance
        if balance.total == balance.principal, balance.interest == 0, balance.fixedComp == 0 {
            return "\(text(balance.total)) \(currency.code) owed"
        }
        return "\(text(balance.total)) \(currency.code) owed (principal \(text(balance.principal)), "
            + "interest \(text(balance.interest)), compensation \(text(balance.fixedComp)), "
            + "costs \(text(balance.costs)))"
    }
}

extension CaseBalance {
    /// Part by part, whatever day each is of: what moved from principal to interest is a difference.
    fileprivate func owesSame(as other: CaseBalance) -> Bool {
        principal == other.principal && interest == other.interest && fixedComp == other.fixedComp
            && costs == other.costs && total == other.total
    }
}
