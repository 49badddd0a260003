import Domain

/// The movement that is being looked at.
struct Payment {
    let row: MovementTable.Row
    let table: MovementTable
    /// The invoices' number of its currency, -1 where no invoice has it.
    let currency: Int32

    init(_ row: MovementTable.Row, _ table: MovementTable, currency: Int32) {
        self.row = row
        self.table = table
        self.currency = currency
    }

    var id: Int64 { row.id }
    var booked: Int32 { row.booked }
    var amount: Int64 { row.amount }
    var bookedYear: Int { Day(number: row.booked).civil.year }
    var text: ArraySlice<UInt8> { table.arena[row.text] }
    var counterparty: ArraySlice<UInt8> { table.arena[row.counterparty] }
    var rare: MovementTable.Rare? { table.rare[row.id] }
    func string(_ slice: TextSlice) -> String { table.arena.string(slice) }

    /// The amount with its currency, for evidence.
    var amountText: String {
        let currency = table.currencyCodes[Int(row.currency)]
        return Money(minorUnits: amount, currency: currency).decimalString + " " + currency.code
    }
}
