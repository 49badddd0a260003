internal import Domain
internal import Foundation

/// The files that lie in the inbox of a night.
struct NightFiles {
    let world: SimulatedWorld
    /// Movements by account and booking night, with the balance before them.
    private let byAccount: [[Int: (opening: Int64, movements: [SimulatedMovement])]]
    private let invoicesByNight: [Int: [SimulatedInvoice]]
    private let statementsByNight: [Int: [(account: Int, booked: Int)]]
    private static let opening: Int64 = 100_000_000

    init(_ world: SimulatedWorld) {
        self.world = world
        var statements: [Int: [(account: Int, booked: Int)]] = [:]
        byAccount = BankCalendar.accounts.indices.map { account in
            var balance = Self.opening
            let own = Dictionary(grouping: world.movements.filter { $0.account == account }, by: \.booked)
            var days: [Int: (opening: Int64, movements: [SimulatedMovement])] = [:]
            for night in 0..<world.options.nights {
                let movements = own[night] ?? []
                days[night] = (balance, movements)
                balance += movements.reduce(0) { $0 + $1.amount }
                statements[world.calendar.delivered(account: account, booked: night), default: []]
                    .append((account, night))
            }
            return days
        }
        statementsByNight = statements
        invoicesByNight = Dictionary(grouping: world.invoices) { max(0, $0.issued) }
    }

    func write(_ night: Int, claims: [(number: String, arrived: Int)], to inbox: String) throws {
        let day = world.day(night)
        if night == 0 {
            try save(customers, "clientes.csv", inbox)
            for account in BankCalendar.accounts.indices {
                for year in 2019...2025 { try save(history(account, year), "n\(account)-\(year).xml", inbox) }
            }
        }
        if let issued = invoicesByNight[night] { try save(table(issued), "facturas-\(day).csv", inbox) }
        if let collected = world.collections[night] {
            try save(batch(collected, night), "remesas-\(day).csv", inbox)
        }
        for statement in statementsByNight[night] ?? [] {
            let text = self.statement(statement.account, statement.booked)
            try save(
                text, "extracto-\(statement.account)-\(world.day(statement.booked)).xml", inbox)
        }
        let stated = (world.facts[night] ?? []).map(row) + claims.map { delivered($0.number, $0.arrived) }
        if !stated.isEmpty {
            let heading = "Asunto;Decisión;Fecha;Autor;Prueba;Hasta;Plazos\n"
            try save(heading + stated.joined(), "decisiones-\(day).csv", inbox)
        }
    }

    private func save(_ text: String, _ name: String, _ inbox: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(inbox)/\(name)"))
    }

    private var customers: String {
        "NIF;Nombre;Tipo;Domicilio;CP;Población;País;Email;IBAN\n"
            + world.customers.map {
                "\($0.taxId);\($0.name);\($0.isCompany ? "empresa" : "consumidor");"
                    + "Calle Mayor \($0.index + 1);50001;Zaragoza;ES;pagos@cliente\($0.index).example;"
                    + "\($0.isAccountKnown ? $0.iban : "")\n"
            }.joined()
    }

    private func table(_ invoices: [SimulatedInvoice]) -> String {
        "Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa\n"
            + invoices.map {
                let customer = world.customers[$0.customer]
                return "\($0.number);\(tableDay(world.day($0.issued)));\(tableDay(world.day($0.due)));"
                    + "\(customer.taxId);\(customer.name);\(tableAmount($0.amount));EUR\n"
            }.joined()
    }

    private func batch(_ collected: [Int], _ night: Int) -> String {
        "Remesa;Fecha;Factura;Importe;IdMandato;NIF;EndToEndId\n"
            + collected.map {
                let invoice = world.invoices[$0]
                return "\(world.batchName(night));\(tableDay(world.day(night)));\(invoice.number);"
                    + "\(tableAmount(invoice.amount));M\(padded(invoice.customer, 6));"
                    + "\(world.customers[invoice.customer].taxId);\(world.endToEnd($0))\n"
            }.joined()
    }

    private func row(_ fact: SimulatedFact) -> String {
        let until = fact.until.map { tableDay(world.day($0)) } ?? ""
        let instalments = fact.instalments.map { "\(world.day($0.due)):\(tableAmount($0.amount))" }
        return "\(fact.subject);\(fact.decision);\(tableDay(world.day(fact.night)));Lucía;;\(until);"
            + "\(instalments.joined(separator: " "))\n"
    }

    private func delivered(_ number: String, _ night: Int) -> String {
        "\(number);entregada;\(tableDay(world.day(night)));Lucía;acuse de recibo;;\n"
    }

    /// A year of an account before the first night, in which nothing moved.
    private func history(_ account: Int, _ year: Int) -> String {
        StatementText.document(
            account: BankCalendar.accounts[account], reference: "\(account)-\(year)",
            from: "\(year)-01-01", to: "\(year)-12-31", opening: Self.opening, closing: Self.opening,
            entries: "")
    }

    private func statement(_ account: Int, _ booked: Int) -> String {
        let own = byAccount[account][booked] ?? (0, [])
        let day = world.day(booked).description
        let closing = own.movements.reduce(own.opening) { $0 + $1.amount }
        return StatementText.document(
            account: BankCalendar.accounts[account], reference: "\(account)-\(day)", from: day, to: day,
            opening: own.opening, closing: closing,
            entries: own.movements.map { StatementText.entry($0, day: day) }.joined())
    }
}

/// `31/12/2025`.
func tableDay(_ day: Day) -> String {
    let (year, month, day) = day.civil
    return "\(padded(day, 2))/\(padded(month, 2))/\(year)"
}

/// `-1234,56`.
func tableAmount(_ cents: Int64) -> String {
    let magnitude = cents.magnitude
    return "\(cents < 0 ? "-" : "")\(magnitude / 100),\(padded(magnitude % 100, 2))"
}
