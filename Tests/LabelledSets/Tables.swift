/// The creditor's invoices as its invoicing program exports them.
enum InvoiceTable {
    static func write(_ path: String, book: InvoiceBook, customers: [Customer], calendar: Calendar) throws {
        let file = try ByteFile(path)
        file.writeLatin(
            "Número;Fecha;Vencimiento;NIF;Cliente;IBAN;Base;IVA;Retención;Total;Divisa;Email;Tipo\n")
        for invoice in 0..<book.count {
            let customer = customers[Int(book.customer[invoice])]
            let day = Int(book.issued[invoice])
            let due = day + customer.terms
            let money = [
                Int(book.base[invoice]), book.tax(invoice), book.withheld(invoice), Int(book.total[invoice]),
            ]
            .map { euros($0, ",") }.joined(separator: ";")
            file.writeLatin(
                "\(book.number(invoice).text);\(calendar.slashedDay(day));\(calendar.slashedDay(due));"
                    + "\(customer.taxId);\(customer.name);\(customer.showsAccount ? customer.iban : "");"
                    + "\(money);\(customer.currency.rawValue);\(customer.email);"
                    + "\(book.isCredit[invoice] ? "Rectificativa" : "Factura")\n"
            )
        }
        try file.close()
    }
}

/// What every lump credit of direct debits is made of.
struct BatchTable {
    private let file: ByteFile

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.writeLatin("Remesa;Fecha;Factura;Importe;IdMandato;NIF\n")
    }

    func write(_ movement: Movement, _ set: SetContext) {
        for link in movement.links {
            let owner = Int(set.book.customer[link.invoice])
            file.writeLatin(
                "\(movement.batch);\(set.calendar.slashedDay(movement.day));"
                    + "\(set.book.number(link.invoice).text);\(euros(link.cents, ","));"
                    + "M\(padded(owner + 1, 8));\(set.customers[owner].taxId)\n"
            )
        }
    }

    func close() throws { try file.close() }
}

/// A bank's CSV download.
struct BankTable {
    private let file: ByteFile

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.writeLatin(
            "Fecha operación;Fecha valor;Concepto;Observaciones;Importe;Saldo;Divisa;Referencia\n")
    }

    func write(_ movement: Movement, id: String, balance: Int, _ set: SetContext) {
        file.writeLatin(
            "\(set.calendar.slashedDay(movement.day));"
                + "\(set.calendar.slashedDay(movement.day + movement.valueOffset));\(movement.concept);"
                + "\(movement.observations);\(euros(movement.amount, ","));\(euros(balance, ","));"
                + "\(movement.currency.rawValue);\(id)\n"
        )
    }

    func close() throws { try file.close() }
}

/// The right answers.
struct TruthTable {
    private let file: ByteFile

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.write(
            "payment_id,invoice_number,cents,kind,ref,evidence,evidence_csv,payment_cents,writeoff_cents,"
                + "writeoff_kind,about,nif\n")
    }

    func write(_ movement: Movement, id: String, _ set: SetContext) {
        let labels =
            "\(movement.kind.rawValue),\(movement.reference.rawValue),\(movement.evidence.rawValue),"
            + "\(movement.tableEvidence.rawValue),\(movement.amount)"
        let about = movement.about.map { set.book.number($0).text } ?? ""
        if movement.links.isEmpty { file.write("\(id),,0,\(labels),0,,\(about),\(movement.taxId)\n") }
        for link in movement.links {
            file.write(
                "\(id),\(set.book.number(link.invoice).text),\(link.cents),\(labels),\(link.writeOff),"
                    + "\(link.writeOffKind),\(about),"
                    + "\(set.customers[Int(set.book.customer[link.invoice])].taxId)\n")
        }
    }

    func close() throws { try file.close() }
}
