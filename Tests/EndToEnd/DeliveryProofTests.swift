import Foundation
import Testing

/// A formal claim by letter and what the provider says became of it: only what arrived is a demand, and only
/// once the debtor had time to answer it.
@Suite struct DeliveryProofTests {
    private static let iban = "ES9121000418450200051332"

    private let customers = """
        NIF;Nombre;Tipo;Domicilio;CP;Población;País
        A58818501;Dos Tres S.A.;empresa;Calle Nueva 1;08001;Barcelona;ES
        B00200535;Cuatro Cinco S.L.;empresa;Calle Alta 2;50001;Zaragoza;ES

        """

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;1.000,00;EUR
        F2026-0002;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;200,00;EUR
        F2026-0003;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;500,00;EUR

        """

    /// A quiet account that covers the days since the due day.
    private let statement = """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\
        <Stmt><Id>S</Id><FrToDt><FrDtTm>2026-01-01T00:00:00</FrDtTm><ToDtTm>2026-01-23T00:00:00</ToDtTm></FrToDt>\
        <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>\
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>\
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-23</Dt></Dt></Bal>\
        </Stmt></BkToCstmrStmt></Document>
        """

    private let ladder = """
        recovery:
          minimumToWrite: "10.00"
          steps: [{ step: formal-claim, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: letter }]

        """

    /// A workspace after the night of 23 January, which claims all three invoices formally: two letters. Gives
    /// the references of the register by customer.
    private func workspace(_ scratch: Scratch) throws -> (folder: String, references: [String: String]) {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(folder)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let end = try #require(text.range(of: "# What letters say."))
        try (text[..<start.lowerBound] + "\n" + ladder + text[end.lowerBound...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        try drop(customers, "clientes.csv", folder)
        try drop(invoices, "facturas.csv", folder)
        try drop(statement, "extracto.xml", folder)
        let run = try Recobro.run("run", folder, "--as-of", "2026-01-23")
        #expect(run.output.contains("steps       3 taken"), "\(run)")
        let register = try String(
            contentsOfFile: "\(folder)/outbox/2026-01-23-1/messages/register.csv", encoding: .utf8)
        var references: [String: String] = [:]
        for row in register.split(separator: "\r\n").dropFirst() {
            let fields = row.split(separator: ",")
            references[String(fields[3])] = String(fields[0])
        }
        #expect(references.keys.sorted() == ["A58818501", "B00200535"], "\(register)")
        return (folder, references)
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    /// Runs a night and gives its report's list of problems.
    @discardableResult
    private func night(_ workspace: String, _ day: String) throws -> String {
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
        return try String(
            contentsOfFile: "\(workspace)/outbox/\(day)-1/report/problems.csv", encoding: .utf8)
    }

    private func demanded(_ workspace: String, _ number: String, _ asOf: String) throws -> String {
        let result = try Recobro.run("export", "verdicts", workspace, "--as-of", asOf)
        let row = result.output.split(separator: "\n").first {
            $0.hasPrefix("\(number),") && $0.contains(",demanded,")
        }
        return row.map { String($0.split(separator: ",")[3]) } ?? "none"
    }

    private func facts(_ workspace: String, _ number: String) throws -> String {
        try Recobro.run("case", workspace, number, "--as-of", "2026-03-01").output
    }

    @Test func whatArrivedIsDemandedAfterTheWaitAndWhatCameBackIsNot() throws {
        let scratch = try Scratch()
        let (workspace, references) = try workspace(scratch)
        let arrived = try #require(references["A58818501"])
        let back = try #require(references["B00200535"])
        let file = """
            Referencia;Estado;Fecha;Justificante
            \(arrived);Entregado;24/01/2026;acuse.pdf
            \(back);Desconocido;24/01/2026;
            M0123456789ABCDEF;Entregado;24/01/2026;

            """
        try drop(file, "entregas.csv", workspace)
        try drop("%PDF-1.4 acuse", "acuse.pdf", workspace)
        let problems = try night(workspace, "2026-01-24")
        #expect(problems.contains("delivery-unknown") && !problems.contains("format-unknown"), "\(problems)")
        for number in ["F2026-0001", "F2026-0002"] {
            #expect(try demanded(workspace, number, "2026-02-02") == "failed", "\(number)")
            #expect(try demanded(workspace, number, "2026-02-03") == "passed", "\(number)")
        }
        #expect(try demanded(workspace, "F2026-0003", "2026-02-03") == "unknown")
        let shown = try facts(workspace, "F2026-0001")
        #expect(shown.contains("1 fact") && shown.contains("delivered") && shown.contains("acuse.pdf"))
        #expect(try facts(workspace, "F2026-0003").contains("returned"))
        #expect(try tree("\(workspace)/archive").keys.contains { $0.hasSuffix("-acuse.pdf") })

        // The same file, and the same lines in the longer file of another night, add nothing.
        try drop(file, "entregas.csv", workspace)
        try night(workspace, "2026-01-25")
        try drop(file + "\n", "entregas-2.csv", workspace)
        try night(workspace, "2026-01-26")
        #expect(try facts(workspace, "F2026-0001") == shown)
        let audit = try Recobro.run("audit", workspace)
        #expect(audit.code == 0, "\(audit.output)")
    }

    @Test func aLetterThatComesBackLaterIsNoLongerProven() throws {
        let scratch = try Scratch()
        let (workspace, references) = try workspace(scratch)
        let reference = try #require(references["B00200535"])
        try drop("reference,status,day\n\(reference),delivered,2026-01-24\n", "1.csv", workspace)
        try night(workspace, "2026-01-24")
        #expect(try demanded(workspace, "F2026-0003", "2026-02-10") == "passed")
        try drop("reference,status,day\n\(reference),returned,2026-01-30\n", "2.csv", workspace)
        try night(workspace, "2026-01-30")
        #expect(try demanded(workspace, "F2026-0003", "2026-02-10") == "unknown")
        #expect(try Recobro.run("audit", workspace).code == 0)
    }
}
