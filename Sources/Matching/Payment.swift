import Domain

/// The movement that is being looked at.
final class Payment {
    let row: MovementTable.Row
    let movements: Movements
    /// The invoices' number of its currency, -1 where no invoice has it.
    let currency: Int32

    let bookedYear: Int

    init(_ row: MovementTable.Row, _ movements: Movements, currency: Int32) {
        self.row = row
        self.movements = movements
        self.currency = currency
        bookedYear = Day(number: row.booked).civil.year
    }

    var table: MovementTable { movements.table }
    var id: Int64 { row.id }
    var booked: Int32 { row.booked }
    var amount: Int64 { row.amount }
    var text: ArraySlice<UInt8> { movements.table.arena[row.text] }
    var counterparty: ArraySlice<UInt8> { movements.table.counterparties.text(row.counterparty) }
    var isCounterpartyPrinted: Bool { row.counterparty != MovementTable.noCounterparty }
    var rare: MovementTable.Rare? { row.isPlain ? nil : movements.table.rare[row.id] }
    func string(_ slice: TextSlice) -> String { movements.table.arena.string(slice) }

    /// The amount with its currency, for evidence.
    private(set) lazy var amountText: String = {
        let currency = table.currencyCodes[Int(row.currency)]
        return Money(minorUnits: amount, currency: currency).decimalString + " " + currency.code
    }()
}

/// All movements, shared: a copy of the columns for each of a million payments would cost more than reading
/// them.
final class Movements {
    let table: MovementTable
    /// How many movements print each name.
    private let namePrints: [Int32]

    init(_ table: consuming MovementTable) {
        table.sort()
        var prints = [Int32](repeating: 0, count: table.counterparties.count)
        for row in table.rows { prints[Int(row.counterparty)] += 1 }
        namePrints = prints
        self.table = table
    }

    func prints(_ counterparty: Int) -> Int { Int(namePrints[counterparty]) }
}
