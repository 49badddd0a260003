internal import Domain

/// A movement as the survey keeps it: numbers and where its row stands. Texts are read when it is emitted, so
/// that a million rows newest first are turned round without holding a million texts. Packed, since there may
/// be tens of millions.
struct BankRow {
    /// The first offset that is too far, 1 TB.
    static let offsetLimit = 1 << 40
    /// The offset, and in the lowest 24 bits how many rows under it only continue its text.
    private var packedPlace: UInt64
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

    private static let continuationsMax: UInt64 = (1 << 24) - 1

    init(
        offset: Int, line: Int, booked: Day, value: Day?, amount: Int64, balance: Int64?, statement: Int
    ) {
        packedPlace = UInt64(truncatingIfNeeded: offset) << 24
        self.amount = amount
        packedBalance = balance ?? .min
        packedValue = value?.number ?? .min
        self.booked = booked
        packedLine = UInt32(clamping: line)
        packedStatement = UInt32(clamping: statement)
    }

    var offset: Int { Int(packedPlace >> 24) }
    /// Rows under it that only continue its text.
    var continuations: Int { Int(packedPlace & Self.continuationsMax) }
    var line: Int { Int(packedLine) }
    var value: Day? { packedValue == .min ? nil : Day(number: packedValue) }
    var balance: Int64? { packedBalance == .min ? nil : packedBalance }
    var statement: Int { Int(packedStatement) }

    /// Counts one more row that continues this one; rows past the last that can be counted add no text.
    mutating func addContinuation() {
        if packedPlace & Self.continuationsMax < Self.continuationsMax { packedPlace += 1 }
    }
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
