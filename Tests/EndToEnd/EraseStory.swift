import Foundation
import Testing

/// A creditor with a person and a company as customers: reminded by e-mail, called, paid, and then asked to
/// erase the person.
struct EraseStory {
    static let iban = "ES9121000418450200051332"
    /// What must be gone, as it was written and as banks and lists write it.
    static let contact = ["600 123 456", "600123456", "juan.perez@correo.example", "hospital", "Marta"]
    static let identity = [
        "Juan Pérez Gil", "JUAN PEREZ GIL", "12345678Z", "ES7921000813610123456789", "Calle Rueda 4", "50002",
    ]
    let workspace: String

    private static let recovery = """
        recovery:
          minimumToWrite: "10.00"
          steps:
            - { step: reminder, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: email }

        """

    private static let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;IBAN;Total;Divisa;Email
        F2026-0001;02/01/2026;12/01/2026;12345678Z;Juan Pérez Gil;ES7921000813610123456789;100,00;EUR;juan.perez@correo.example
        F2026-0002;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;;200,00;EUR;

        """

    private static let customers = """
        Código;NIF;Nombre;Tipo;Domicilio;CP;Población;País;Email;Teléfono
        C77;12345678Z;Juan Pérez Gil;consumidor;Calle Rueda 4;50002;Zaragoza;ES;juan.perez@correo.example;+34 600 123 456
        C78;A58818501;Dos Tres S.A.;empresa;Carrer Nou 1;08001;Barcelona;ES;dos@tres.example;+34 600 999 888
        C79;B00200535;Nadie S.L.;empresa;Calle Baja 9;50001;Zaragoza;ES;nadie@nadie.example;

        """

    /// The reminders of 23 January, what was said on the telephone, and with `paid` the payments.
    init(_ scratch: Scratch, paid: Bool = true) throws {
        workspace = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", workspace, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let head = text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("  email:") ? "  email: cobros@uno.example" : $0 }.joined(separator: "\n")
        try (head + "\n" + Self.recovery).write(toFile: path, atomically: true, encoding: .utf8)
        try drop(Self.invoices, "facturas.csv")
        try drop(Self.customers, "clientes.csv")
        try drop(statement("2026-01-01", "2026-01-23", opening: 1000, []), "enero.xml")
        #expect(try run("2026-01-23").output.contains("2 taken"))
        let proof = "\(scratch.path)/correo-juan.txt"
        try Data("Juan Pérez Gil: estoy en el hospital\n".utf8).write(to: URL(fileURLWithPath: proof))
        try state(
            "F2026-0001", "contacted", "--reference", "Marta", "--note", "está en el hospital", "--evidence",
            proof)
        try state("12345678Z", "hold", "--note", "en el hospital hasta febrero", "--until", "2026-01-28")
        try state("F2026-0001", "delivered", "--note", "acuse del 24")
        if paid { try pay() }
    }

    func pay() throws {
        try drop(
            statement(
                "2026-01-24", "2026-01-31", opening: 1000,
                [("JUAN PEREZ GIL", 10000, "F2026-0001"), ("DOS TRES SA", 20000, "F2026-0002")]),
            "febrero.xml")
        #expect(try run("2026-01-31").output.contains("2 posted"))
    }

    func drop(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    @discardableResult
    func run(_ day: String) throws -> Recobro.Result {
        let night = try Recobro.run("run", workspace, "--as-of", day)
        #expect(night.code <= 1, "\(night.complaint)")
        return night
    }

    func state(_ subject: String, _ fact: String, _ more: String...) throws {
        let stated = try Recobro.run(
            ["case", workspace, subject, fact, "--author", "Ana", "--as-of", "2026-01-24"] + more)
        #expect(stated.code == 0, "\(stated.complaint)")
    }

    func erase(_ subject: String, _ day: String, _ more: String...) throws -> Recobro.Result {
        try Recobro.run(
            ["erase", workspace, subject, "--reason", "solicitud 7", "--author", "Ana", "--as-of", day] + more
        )
    }

    func audit() throws -> Recobro.Result { try Recobro.run("audit", workspace) }

    /// The head of the chain of seals.
    func head() throws -> String {
        let line = try audit().output.split(separator: "\n").first { $0.hasPrefix("journal digest ") }
        return line.flatMap { $0.split(separator: " ").last.map(String.init) } ?? ""
    }

    /// Files of some folders, and the ledger's, that hold one of the texts: `path: text`.
    func remains(of texts: [String], in folders: [String] = ["outbox", "report"]) throws -> [String] {
        var files = try folders.reduce(into: [String: Data]()) { files, folder in
            for (path, bytes) in try tree("\(workspace)/\(folder)") { files["\(folder)/\(path)"] = bytes }
        }
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            files[name] = FileManager.default.contents(atPath: "\(workspace)/\(name)")
        }
        return files.sorted { $0.key < $1.key }.flatMap { path, bytes in
            texts.filter { bytes.range(of: Data($0.utf8)) != nil }.map { "\(path): \($0)" }
        }
    }

    /// A statement of days without gap; the entries are of the last day.
    func statement(
        _ from: String, _ to: String, opening: Int, _ entries: [(name: String, cents: Int, text: String)]
    ) -> String {
        func money(_ cents: Int) -> String { "\(cents / 100).00" }
        func stated(_ code: String, _ cents: Int, _ on: String) -> String {
            """
            <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(money(cents))</Amt>\
            <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(on)</Dt></Dt></Bal>
            """
        }
        let rows = entries.enumerated().map { number, entry in
            """
            <Ntry><NtryRef>\(to)-\(number)</NtryRef><Amt Ccy="EUR">\(money(entry.cents))</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
            <Sts>BOOK</Sts><BookgDt><Dt>\(to)</Dt></BookgDt><ValDt><Dt>\(to)</Dt></ValDt><NtryDtls><TxDtls>\
            <RltdPties><Dbtr><Nm>\(entry.name)</Nm></Dbtr></RltdPties>\
            <RmtInf><Ustrd>\(entry.text)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            """
        }
        let closing = entries.reduce(opening) { $0 + $1.cents }
        return """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>\(to)</MsgId>\
            </GrpHdr><Stmt><Id>\(to)</Id><FrToDt><FrDtTm>\(from)T00:00:00</FrDtTm><ToDtTm>\(to)T00:00:00</ToDtTm>\
            </FrToDt><Acct><Id><IBAN>\(Self.iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\(stated("OPBD", opening, from))\
            \(stated("CLBD", closing, to))\(rows.joined())</Stmt></BkToCstmrStmt></Document>
            """
    }
}
