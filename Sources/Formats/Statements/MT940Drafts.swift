internal import Domain

/// A message while it is read.
struct MT940Statement {
    var reference = ""
    /// As the head of the statement names it.
    var account = ""
    var hasAccount = false
    var currency: Currency?
    var exponent = 2
    var opening: Int64?
    var openingDay: Day?
    var closing: Int64?
    var closingDay: Day?
    var hasClosing = false
    /// Entries after the closing balance have been reported.
    var saidLate = false
    /// Fields that only an MT942 has were seen.
    var isPreview = false
    /// Its head has been emitted.
    var isOpened = false
    /// The first line of it; 0 before any.
    var line = 0
    var counted = EntryCount()
    /// Entries that could not be read: the sums cannot be compared then.
    var leftOut = 0
    /// Fields 90D and 90C.
    var claims: (debits: MT940Claim?, credits: MT940Claim?) = (nil, nil)
    var firstDay: Day?

    /// Keeps the first booking day.
    mutating func noteDay(_ day: Day) {
        if let firstDay, firstDay <= day { return }
        firstDay = day
    }

    /// Whether the account is the statement's own, perhaps without the bank before it.
    func isOwnAccount(_ other: String) -> Bool {
        guard other.utf8.count <= account.utf8.count, !other.isEmpty,
            account.utf8.last == other.utf8.last
        else { return false }
        return account.hasSuffix(other)
    }

    /// Nothing in it can be kept.
    var isEmpty: Bool { !isOpened && !hasAccount && opening == nil && !hasClosing }
}

/// A movement whose further lines may still follow.
struct MT940Movement {
    var fields = MT940Line()
    var line = 0
    /// The second line of field 61; empty for none.
    var supplement = 0..<0
}
