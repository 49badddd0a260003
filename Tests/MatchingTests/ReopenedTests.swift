import Domain
import Matching
import Testing

/// A returned debit opens its invoice again, whatever else is booked on that day.
@Suite struct ReopenedTests {
    private func debit(_ number: String, _ amount: Int64) -> DirectDebitItem {
        DirectDebitItem(
            batch: "REM-1", collected: day(3), invoiceNumber: number, amount: amount, currency: .eur,
            endToEndId: "", mandateId: "")
    }

    @Test(arguments: [true, false])
    func anInvoiceGivenBackIsFoundAgain(_ isSameDay: Bool) {
        var town = Town([
            ("F2025-00117", 17_258, "B1", "Talleres Ruiz S.L."),
            ("F2025-00248", 30_011, "B1", "Talleres Ruiz S.L."),
        ])
        for index in town.items.indices { town.items[index].iban = "ES9121000418450200051332" }
        town.debits = [debit("F2025-00117", 17_258)]
        town.add(17_258, "ABONO REMESA REM-1", on: 4)
        town.add(-17_258, "DEVOLUCION RECIBO F2025-00117", on: 9)
        // Another payment of the customer, looked at after the return.
        town.add(30_011, "Z F2025-00248", account: "ES9121000418450200051332", on: isSameDay ? 9 : 10)
        town.add(17_258, "PAGO", account: "ES9121000418450200051332", on: 20)
        let posted = match(town.input).posted
        #expect(posted.map(\.movement) == [1, 2, 3, 4])
        #expect(posted.last?.allocations == [Allocation(invoice: 1, amount: 17_258)])
    }
}
