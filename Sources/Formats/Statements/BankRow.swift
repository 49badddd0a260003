internal import Domain

/// A movement as the survey keeps it: numbers and where its row stands. Texts are read when it is emitted, so
/// that a million rows newest first are turned round without holding a million texts. Packed, since there may
/// be tens of millions.
struct BankRow {
    let offset: Int
    /// Signed minor units.
    let amount: Int64
    /// `Int64.min`, which no balance can be, for none.
    private let packedBalance: Int64
    /// `Int32.min`, which no day is, for none.
    private let packedValue: Int32
    let booked: Day
    private let packedLine: UInt32
    /// Index of its statement.
    private let packedStatement: UInt32
    /// Rows under it that only continue its text.
    var continuations: UInt32 = 0

    init(
        offset: Int, line: Int, booked: Day, value: Day?, amount: Int64, balance: Int64?, statement: Int
    ) {
        self.offset = offset
        self.amount = amount
        packedBalance = balance ?? .min
        packedValue = value?.number ?? .min
        self.booked = booked
        packedLine = UInt32(clamping: line)
        packedStatement = UInt32(clamping: statement)
    }

    var line: Int { Int(packedLine) }
    var value: Day? { packedValue == .min ? nil : Day(number: packedValue) }
    var balance: Int64? { packedBalance == .min ? nil : packedBalance }
    var statement: Int { Int(packedStatement) }
}

/// One account in one currency.
struct BankStatement {
    var account: String
    let currency: Currency
    /// Line of its first row, or of the heading.
    let line: Int
    /// Indexes of its rows, in file order until `BankOrder` turns them oldest first.
    var rows: [UInt32] = []
}
