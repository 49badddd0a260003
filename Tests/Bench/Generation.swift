import Domain

/// Writes the year into a folder: the same movements in five formats, the invoices, the batches.
enum Generation {
    static func write(_ year: InventedYear, into folder: String) throws {
        try InvoiceTable.write("\(folder)/invoices.csv", year: year)
        let camt = try CamtFile("\(folder)/camt053.xml")
        let norma43 = try Norma43File("\(folder)/norma43.n43")
        let mt940 = try MT940File("\(folder)/mt940.sta")
        let cfonb = try CFONB120File("\(folder)/cfonb120.txt")
        let bank = try BankTable("\(folder)/bank.csv")
        let debits = try DirectDebitTable("\(folder)/remesas.csv", year: year)
        var balance = InventedYear.openingBalance
        for index in 0..<InventedYear.days {
            let movements = year.entries(onDay: index).map { InventedMovement($0, of: year) }
            let day = InventedDay(
                index: index, day: InventedYear.firstDay.adding(days: index), opening: balance,
                movements: movements)
            camt.write(day)
            norma43.write(day)
            mt940.write(day)
            cfonb.write(day)
            bank.write(day)
            debits.write(day)
            balance = day.closing
        }
        try camt.close()
        try norma43.close()
        try mt940.close()
        try cfonb.close()
        try bank.close()
        try debits.close()
    }
}
