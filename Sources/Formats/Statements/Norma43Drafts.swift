internal import Domain

/// The account whose records are being read.
struct Norma43Account {
    var currency = Currency.eur
    var exponent = 2
    var opening: Int64?
    var from: Day?
    var to: Day?
    var isDayFirst = false
    /// Bank, office and account number, to compare with the totals record.
    var key = ""
    var counted = Norma43Count()
    var line = 0
    var saidOutsidePeriod = false
}

/// Movements by sign digit: a zero amount counts on its side.
struct Norma43Count {
    var debitCount: Int64 = 0
    var creditCount: Int64 = 0
    var debits: Int64 = 0
    var credits: Int64 = 0
    /// Movements emitted; those set aside are counted above, as the bank did, but not here.
    var emitted = Norma43Emitted()

    mutating func add(_ amount: Int64, isDebit: Bool) {
        // 14 digits and fewer than 2^30 records: cannot overflow.
        if isDebit {
            debitCount += 1
            debits &+= amount
        } else {
            creditCount += 1
            credits &+= amount
        }
    }
}

/// A movement record as places in the file: texts are made of it when its records 23 have been seen.
struct Norma43Movement {
    var booked = Day(number: 0)
    var value: Day?
    /// Signed minor units.
    var amount: Int64 = 0
    var code = 0..<0
    var reference = 0..<0
    var bankReference = 0..<0
    var line = 0
}

/// What became records.
struct Norma43Emitted {
    var count = 0
    var debits: Int64 = 0
    var credits: Int64 = 0
}
