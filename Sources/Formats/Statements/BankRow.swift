internal import Domain

/// A movement as the survey keeps it: numbers and where its row stands. Texts are read when it is emitted, so
/// that a million rows newest first are turned round without holding a million texts.
struct BankRow {
    let offset: Int
    let line: Int
    let booked: Day
    let value: Day?
    /// Signed minor units.
    let amount: Int64
    let balance: Int64?
    /// Index of its statement.
    let statement: Int
    /// Rows under it that only continue its text.
    var continuations = 0
}

/// One account in one currency.
struct BankStatement {
    var account: String
    let currency: Currency
    /// Line of its first row, or of the heading.
    let line: Int
    /// Indexes of its rows, in file order until `BankOrder` turns them oldest first.
    var rows: [Int] = []
}
