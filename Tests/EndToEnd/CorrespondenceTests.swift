import Foundation
import Testing

/// What a night writes to debtors: in their language, by the channel that reaches them, by the ladder of their
/// segment, and all of it in the register.
@Suite struct CorrespondenceTests {
    private static let iban = "ES9121000418450200051332"

    private let customers = """
        NIF;Nombre;Tipo;Domicilio;CP;Población;País;Email;Teléfono;Idioma
        A58818501;Dos Tres S.A.;empresa;Carrer Nou 1;08001;Barcelona;ES;pagos@dostres.example;;ca
        B00200535;Cuatro Cinco S.L.;empresa;Calle Alta 2;50001;Zaragoza;ES;;600111222;es
        12345678Z;Ana García Ruiz;consumidor;Calle Baja 3;50002;Zaragoza;ES;ana@correo.example;600333444;es

        """

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;1.000,00;EUR
        F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;500,00;EUR
        F2026-0003;02/01/2026;12/01/2026;12345678Z;Ana García Ruiz;300,00;EUR

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

    private let ladders = """
        recovery:
          minimumToWrite: "10.00"
          segments:
            - name: particulares
              debtor: [consumer]
              steps: [{ step: reminder, afterDueDays: 3, channel: call-list }]
            - name: sin-correo
              debtor: [company]
              maximumAmount: "600.00"
              steps: [{ step: reminder, afterDueDays: 3, channel: sms }]
          steps: [{ step: reminder, afterDueDays: 3, channel: email }]

        """

    private func night(
        ladders: String? = nil, letters: String = "", prepare: (String) throws -> Void = { _ in }
    ) throws -> (workspace: String, summary: String, Scratch) {
        let scratch = try Scratch()
        let workspace = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", workspace, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let end = try #require(text.range(of: "# What letters say."))
        let head = text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("  email:") ? "  email: cobros@uno.example" : $0 }.joined(separator: "\n")
        try (head + "\n" + (ladders ?? self.ladders) + letters + text[end.lowerBound...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        for (name, text) in [
            ("clientes.csv", customers), ("facturas.csv", invoices), ("extracto.xml", statement),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
        }
        try prepare(workspace)
        let run = try Recobro.run("run", workspace, "--as-of", "2026-01-23")
        #expect(run.code <= 1, "\(run.complaint)")
        return (workspace, run.output, scratch)
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func eachDebtorIsReachedByTheChannelOfItsSegmentInItsLanguage() throws {
        let (workspace, summary, scratch) = try night()
        defer { withExtendedLifetime(scratch) {} }
        #expect(summary.contains("steps       3 taken"), "\(summary)")
        let run = "\(workspace)/outbox/2026-01-23-1"
        let letter = try text("\(run)/letters/C-A58818501-reminder.html")
        #expect(letter.contains("lang=\"ca\"") && letter.contains("F2026-0001"))
        let mail = try text("\(run)/messages/C-A58818501-reminder.eml")
        #expect(mail.contains("<pagos@dostres.example>") && mail.contains("<cobros@uno.example>"))
        #expect(mail.hasPrefix("Date: Fri, 23 Jan 2026"))
        let short = try text("\(run)/messages/sms.csv").split(separator: "\r\n")
        #expect(short.count == 2 && short.last?.contains("+34600111222") == true, "\(short)")
        // Nobody who reads another's telephone learns of a debt.
        #expect(short.last?.contains("500") == false && short.last?.contains("F2026") == false)
        let calls = try text("\(run)/messages/calls.csv")
        #expect(calls.contains("+34600333444") && calls.contains("300.00") && calls.contains("F2026-0003"))
        let register = try text("\(run)/messages/register.csv").split(separator: "\r\n").dropFirst()
        #expect(register.count == 3)
        for channel in ["email", "sms", "call-list"] {
            #expect(register.contains { $0.contains(",reminder,\(channel),") }, "\(channel)")
        }
    }

    @Test func theInvoicesOwnFilesGoWithTheMessage() throws {
        let (workspace, _, scratch) = try night(letters: "letters:\n  invoiceFolder: facturas\n") {
            try FileManager.default.createDirectory(
                atPath: "\($0)/facturas", withIntermediateDirectories: true)
            for number in ["F2026-0001", "F2026-0002"] {
                try Data("%PDF of \(number)".utf8).write(
                    to: URL(fileURLWithPath: "\($0)/facturas/\(number).pdf"))
            }
        }
        defer { withExtendedLifetime(scratch) {} }
        let run = "\(workspace)/outbox/2026-01-23-1"
        let mail = try text("\(run)/messages/C-A58818501-reminder.eml")
        #expect(mail.contains("F2026-0001.pdf") && !mail.contains("F2026-0002.pdf"))
        #expect(mail.contains(Data("%PDF of F2026-0001".utf8).base64EncodedString()))
        #expect(try text("\(run)/letters/C-A58818501-reminder.html").contains("F2026-0001.pdf"))
        // What went in the message is not printed, and the other invoice goes by text message.
        #expect(!FileManager.default.fileExists(atPath: "\(run)/letters/invoices"))
    }

    @Test func whatAPaperLetterEnclosesLiesBesideIt() throws {
        let ladder = """
            recovery:
              minimumToWrite: "10.00"
              steps: [{ step: reminder, afterDueDays: 3, channel: letter }]

            """
        let (workspace, _, scratch) = try night(
            ladders: ladder, letters: "letters:\n  invoiceFolder: facturas\n"
        ) {
            try FileManager.default.createDirectory(
                atPath: "\($0)/facturas", withIntermediateDirectories: true)
            for name in ["F2026-0001.pdf", "F2026-0001.xml", "F2026-0002.xml", "F2026-0009.pdf"] {
                try Data("bytes of \(name)".utf8).write(to: URL(fileURLWithPath: "\($0)/facturas/\(name)"))
            }
        }
        defer { withExtendedLifetime(scratch) {} }
        let run = "\(workspace)/outbox/2026-01-23-1"
        let enclosed = try tree("\(run)/letters/invoices")
        #expect(enclosed.keys.sorted() == ["F2026-0001.pdf", "F2026-0002.xml"])
        for (name, bytes) in enclosed { #expect(bytes == Data("bytes of \(name)".utf8)) }
        #expect(try text("\(run)/letters/C-B00200535-reminder.html").contains("F2026-0002.xml"))
        let manifest = try text("\(run)/manifest.json")
        for name in enclosed.keys { #expect(manifest.contains("\"letters/invoices/\(name)\"")) }
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func aPDFThatCannotBeMadeLeavesTheLetterAndIsSaid() throws {
        let command = "letters:\n  pdfCommand: [/nowhere/renderer]\n"
        let (workspace, summary, scratch) = try night(letters: command)
        defer { withExtendedLifetime(scratch) {} }
        #expect(summary.contains("letters     1 have no PDF"), "\(summary)")
        let run = "\(workspace)/outbox/2026-01-23-1"
        #expect(FileManager.default.fileExists(atPath: "\(run)/letters/C-A58818501-reminder.html"))
        #expect(FileManager.default.fileExists(atPath: "\(run)/messages/C-A58818501-reminder.eml"))
        #expect(!FileManager.default.fileExists(atPath: "\(run)/letters/C-A58818501-reminder.pdf"))
    }
}
