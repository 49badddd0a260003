/// Number and sums of the entries emitted, by direction.
struct EntryCount {
    var creditCount = 0
    var debitCount = 0
    var credits: Int64 = 0
    var debits: Int64 = 0

    /// `false` when a sum does not fit; nothing is added then.
    mutating func add(_ amount: Int64) -> Bool {
        let magnitude = amount < 0 ? -amount : amount
        let (sum, overflowed) = (amount < 0 ? debits : credits).addingReportingOverflow(magnitude)
        guard !overflowed, sum <= .max / 4 else { return false }
        if amount < 0 {
            debits = sum
            debitCount += 1
        } else {
            credits = sum
            creditCount += 1
        }
        return true
    }
}
