import Domain

/// The bank's CSV download, with the balance after each movement (Saldo).
struct BankTable {
    private let file: ByteFile

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.write("Fecha operación;Fecha valor;Concepto;Observaciones;Importe;Saldo;Divisa;Referencia\n")
    }

    func write(_ day: InventedDay) {
        let date = tableDay(day.day)
        var balance = day.opening
        for movement in day.movements {
            balance += movement.amount
            let isPayment = !movement.payer.isEmpty
            file.write(
                "\(date);\(date);\(isPayment ? "TRANSFERENCIA DE \(movement.payer)" : movement.text);"
                    + "\(isPayment ? movement.text : "");\(tableAmount(movement.amount));\(tableAmount(balance));EUR;"
                    + "\(movement.reference)\n")
        }
    }

    func close() throws { try file.close() }
}

/// The creditor's direct-debit batches (remesas): what each lump credit is made of.
struct DirectDebitTable {
    private let file: ByteFile
    private let year: InventedYear

    init(_ path: String, year: InventedYear) throws {
        self.year = year
        file = try ByteFile(path)
        file.write("Remesa;Fecha;Factura;Importe;IdMandato;NIF\n")
    }

    func write(_ day: InventedDay) {
        for case (let movement, let batch?) in day.movements.map({ ($0, $0.batch) }) {
            for index in batch.items {
                let invoice = InventedInvoice(index, of: year)
                file.write(
                    "\(batch.name);\(tableDay(movement.booked));\(invoice.number);\(tableAmount(invoice.total));"
                        + "M\(digits(year.customer(ofInvoice: index), 8));\(invoice.customer.taxId)\n")
            }
        }
    }

    func close() throws { try file.close() }
}

/// The list of issued invoices, UTF-8.
enum InvoiceTable {
    static func write(_ path: String, year: InventedYear) throws {
        let file = try ByteFile(path)
        file.write(
            "Número;Fecha;Vencimiento;NIF;Cliente;IBAN;Base;IVA;Retención;Total;Divisa;Email;Tipo\n")
        for index in 0..<year.invoices {
            let invoice = InventedInvoice(index, of: year)
            let customer = invoice.customer
            file.write(
                "\(invoice.number);\(tableDay(invoice.issued));\(tableDay(invoice.due));\(customer.taxId);"
                    + "\(customer.name);\(customer.showsIBAN ? customer.iban : "");"
                    + "\(tableAmount(invoice.total - invoice.tax));\(tableAmount(invoice.tax));0,00;"
                    + "\(tableAmount(invoice.total));EUR;\(customer.email);"
                    + "\(invoice.isCreditNote ? "Abono" : "Factura")\n")
        }
        try file.close()
    }
}

/// `31/12/2025`.
private func tableDay(_ day: Day) -> String {
    let (year, month, day) = day.civil
    return "\(digits(day, 2))/\(digits(month, 2))/\(year)"
}

/// `-1234,56`.
private func tableAmount(_ cents: Int64) -> String {
    let magnitude = cents.magnitude
    return "\(cents < 0 ? "-" : "")\(magnitude / 100),\(digits(magnitude % 100, 2))"
}
