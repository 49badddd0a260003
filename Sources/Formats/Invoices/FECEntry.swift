internal import Domain

/// The entry (écriture) that the lines of a FEC are in: lines of one journal in a row until debits and
/// credits are equal. Its number does not tell, programs repeat it.
struct FECEntry {
    /// Position of the first customer line that may be in it.
    private(set) var firstLine = 0
    private var journal = -1
    private var balance: Int64 = 0
    private var hasRevenue = false
    private var hasTreasury = false

    /// Whether it is complete and a sale: revenue, and nothing paid.
    var isSale: Bool { balance == 0 && hasRevenue && !hasTreasury }

    /// Adds a line: its amount (debit less credit) and the first two digits of its account.
    mutating func add(
        journal: Int, amount: Int64, classDigit: UInt8, groupDigit: UInt8, customerLines: Int
    ) {
        if journal != self.journal || balance == 0 {
            self = FECEntry()
            self.journal = journal
            firstLine = customerLines
        }
        balance &+= amount
        if classDigit == UInt8(ascii: "7") { hasRevenue = true }
        if FECJournal.isTreasury(classDigit, groupDigit) { hasTreasury = true }
    }
}
