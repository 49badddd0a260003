import Foundation
import Testing

/// The folder for a claim and for the negotiation before it, from a workspace whose ladder went as far as the
/// invitation to negotiate.
@Suite struct CourtTests {
    private static let iban = "ES9121000418450200051332"
    private static let customer = "A58818501"

    private let ladder = """
        recovery:
          minimumToWrite: "10.00"
          steps:
            - { step: formal-claim, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: letter }
            - { step: mediation, afterDueDays: 20, minimumDaysSincePrevious: 10, channel: letter }

        """

    /// An invoice that is a file of its own; the other one comes from a table.
    private let invoice = """
        <Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' xmlns:cbc='urn:cbc' xmlns:cac='urn:cac'>
        <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>\
        <cbc:ID>F2026-0001</cbc:ID><cbc:IssueDate>2026-01-02</cbc:IssueDate><cbc:DueDate>2026-01-12</cbc:DueDate>
        <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
        <cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>ESB12345674</cbc:CompanyID><cac:TaxScheme>\
        <cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>Uno S.L.\
        </cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty><cac:AccountingCustomerParty>\
        <cac:Party><cac:PartyTaxScheme><cbc:CompanyID>ESA58818501</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>\
        </cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>Dos Tres S.A.</cbc:RegistrationName>\
        </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
        <cac:TaxTotal><cbc:TaxAmount currencyID='EUR'>173.55</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>\
        <cbc:LineExtensionAmount currencyID='EUR'>826.45</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID='EUR'>826.45\
        </cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID='EUR'>1000.00</cbc:TaxInclusiveAmount>\
        <cbc:PayableAmount currencyID='EUR'>1000.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
        </Invoice>
        """

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private func statement(from: String, to: String) -> String {
        """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M\(from)</MsgId></GrpHdr>\
        <Stmt><Id>S\(from)</Id><FrToDt><FrDtTm>\(from)T00:00:00</FrDtTm><ToDtTm>\(to)T00:00:00</ToDtTm></FrToDt>\
        <Acct><Id><IBAN>\(Self.iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(from)</Dt></Dt></Bal>\
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(to)</Dt></Dt></Bal>\
        </Stmt></BkToCstmrStmt></Document>
        """
    }

    private func founded(_ scratch: Scratch) throws -> String {
        let workspace = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", workspace, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let end = try #require(text.range(of: "# What letters say."))
        try (text[..<start.lowerBound] + "\n" + ladder + text[end.lowerBound...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        try drop(invoice, "F2026-0001.xml", workspace)
        try drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0002;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;500,00;EUR

            """, "facturas.csv", workspace)
        try drop(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            A58818501;Dos Tres S.A.;empresa;Carrer Nou 1;08001;Barcelona;ES

            """, "clientes.csv", workspace)
        return workspace
    }

    private func night(_ workspace: String, _ day: String, from: String) throws {
        try drop(statement(from: from, to: day), "extracto-\(day).xml", workspace)
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
    }

    private func state(_ workspace: String, _ fact: String, _ day: String, _ evidence: String? = nil) throws {
        let proof = evidence.map { ["--evidence", $0] } ?? []
        for number in ["F2026-0001", "F2026-0002"] {
            let stated = try Recobro.run(
                ["case", workspace, number, fact, "--author", "Ana", "--as-of", day] + proof)
            #expect(stated.code == 0, "\(stated.complaint)")
        }
    }

    private func court(_ workspace: String, _ rest: String...) throws -> Recobro.Result {
        try Recobro.run(["court", workspace, Self.customer] + rest)
    }

    @Test func theFolderComesOnlyWhenNothingStandsAgainstIt() throws {
        let scratch = try Scratch()
        let workspace = try founded(scratch)
        let receipt = "\(scratch.path)/acuse.txt"
        try Data("acuse del requerimiento".utf8).write(to: URL(fileURLWithPath: receipt))
        try night(workspace, "2026-01-23", from: "2026-01-01")
        #expect(try Recobro.run("court", workspace, "NADIE").code == 2)
        let early = try court(workspace)
        #expect(early.code == 65)
        for reason in [
            "F2026-0001 is not a verified debt, demanded", "F2026-0002 is not released",
            "F2026-0001 was not negotiated before (LO 1/2025 art. 5.1)",
        ] { #expect(early.complaint.contains(reason), "\(early.complaint)") }

        try state(workspace, "delivered", "2026-01-26", receipt)
        try night(workspace, "2026-02-08", from: "2026-01-24")
        let unreleased = try court(workspace, "--mediation")
        #expect(
            unreleased.code == 65 && !unreleased.complaint.contains("verified"), "\(unreleased.complaint)")
        try state(workspace, "released", "2026-02-08")
        try mediation(workspace)
        #expect(try court(workspace).complaint.contains("without proof that it arrived"))

        // Somebody takes the invitation itself for its receipt.
        let letter = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(workspace)/outbox/2026-02-08-1/letters")
                .first { $0.contains("mediation") })
        try state(
            workspace, "delivered", "2026-02-10", "\(workspace)/outbox/2026-02-08-1/letters/\(letter)")
        try night(workspace, "2026-03-12", from: "2026-02-09")
        #expect(try court(workspace).complaint.contains("may be answered until 2026-03-12"))
        try negotiated(workspace, scratch)
        try night(workspace, "2026-03-13", from: "2026-03-13")
        try folder(workspace, scratch)
        let late = try court(workspace, "--as-of", "2027-02-11")
        #expect(late.code == 65 && late.complaint.contains("repeat it"), "\(late.complaint)")
        try filed(workspace, scratch)
        try stopped(workspace)
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func aPublicBodyIsSuedElsewhere() throws {
        let scratch = try Scratch()
        let workspace = try founded(scratch)
        try FileManager.default.removeItem(atPath: "\(workspace)/inbox/F2026-0001.xml")
        for name in ["clientes.csv", "facturas.csv"] {
            let text = try String(contentsOfFile: "\(workspace)/inbox/\(name)", encoding: .utf8)
            try drop(text.replacing(Self.customer, with: "Q2826000H"), name, workspace)
        }
        try night(workspace, "2026-01-23", from: "2026-01-01")
        let refused = try Recobro.run("court", workspace, "F2026-0002", "--mediation")
        #expect(refused.code == 65 && refused.complaint.contains("is a public body"), "\(refused.complaint)")
        #expect(!FileManager.default.fileExists(atPath: "\(workspace)/court"))
    }

    private func mediation(_ workspace: String) throws {
        let made = try court(workspace, "--mediation")
        #expect(made.code == 0, "\(made.complaint)")
        let files = try tree("\(workspace)/court/A58818501-mediation-2026-02-08")
        #expect(files.keys.contains { $0.contains("letter-mediation") }, "\(files.keys.sorted())")
        let again = try court(workspace, "--mediation")
        #expect(again.code == 2 && again.complaint.contains("exists already"))
    }

    private func folder(_ workspace: String, _ scratch: Scratch) throws {
        let made = try court(workspace, "--to", "\(scratch.path)/demanda")
        #expect(made.code == 0, "\(made.complaint)")
        #expect(
            made.output.contains("facturas.csv") && made.output.contains("confidencial"), "\(made.output)")
        let files = try tree("\(scratch.path)/demanda")
        let names = files.keys.sorted()
        #expect(files["documents/01-invoice-F2026-0001.xml"] == Data(invoice.utf8), "\(names)")
        #expect(names.contains { $0.contains("letter-formal-claim-2026-01-23") }, "\(names)")
        #expect(names.contains { $0.contains("proof-delivered-2026-01-26.txt") }, "\(names)")
        // What was negotiated is in no file, under whatever name it came.
        #expect(!names.contains { $0.contains("mediation") || $0.contains("2026-02-10") }, "\(names)")
        let data = try #require(files["data.json"])
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let amounts = try #require(object["amounts"] as? [String: String])
        #expect(amounts["principal"] == "1500.00" && amounts["recoverySums"] == "80.00", "\(amounts)")
        // 1,500.00 at 10.15 % for the 60 days from 2026-01-13 to 2026-03-13, invoice by invoice.
        #expect(amounts["interest"] == "25.02" && amounts["total"] == "1605.02", "\(amounts)")
        let procedure = try #require(object["procedure"] as? [String: Any])
        #expect(procedure["ifOpposed"] as? String == "verbal")
        #expect(procedure["lawyerIfOpposed"] as? Bool == false)
        let negotiation = try #require(object["negotiation"] as? [String: String])
        #expect(negotiation["answerUntil"] == "2026-03-12" && negotiation["sueUntil"] == "2027-02-10")
        let documents = try #require(object["documents"] as? [[String: Any]])
        #expect(documents.count == names.count { $0.hasPrefix("documents/") })
        #expect(
            try Recobro.run("court", workspace, "F2026-0001", "--to", "\(scratch.path)/uno").code == 0)
        let page = String(decoding: files["index.html"] ?? Data(), as: UTF8.self)
        #expect(page.contains("Barcelona") && page.contains("LEC 813") && page.contains("1.605,02 EUR"))
    }

    /// Who answers in time is negotiated with: the end of it is a fact with its record.
    private func negotiated(_ workspace: String, _ scratch: Scratch) throws {
        let copy = "\(scratch.path)/negotiated"
        try FileManager.default.copyItem(atPath: workspace, toPath: copy)
        try state(copy, "negotiation-answered", "2026-03-12")
        try night(copy, "2026-03-13", from: "2026-03-13")
        #expect(try court(copy).complaint.contains("was answered on 2026-03-12: negotiate"))
        try state(copy, "negotiation-ended", "2026-03-13")
        #expect(try court(copy).complaint.contains("ended on 2026-03-13 without its record"))
        let record = "\(scratch.path)/acta.txt"
        try Data("acta de fin de negociación, firmada por ambas partes".utf8).write(
            to: URL(fileURLWithPath: record))
        try night(copy, "2026-03-14", from: "2026-03-14")
        for number in ["F2026-0001", "F2026-0002"] {
            let stated = try Recobro.run(
                "case", copy, number, "negotiation-ended", "--author", "Ana", "--as-of", "2026-03-14",
                "--evidence", record)
            #expect(stated.code == 0, "\(stated.complaint)")
        }
        let made = try court(copy, "--to", "\(scratch.path)/demanda-negociada")
        #expect(made.code == 0, "\(made.complaint)")
        let files = try tree("\(scratch.path)/demanda-negociada")
        #expect(files.keys.contains { $0.contains("proof-negotiation-ended-2026-03-14") })
        let data = try #require(files["data.json"])
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let talks = try #require(object["negotiation"] as? [String: String])
        #expect(talks["ended"] == "2026-03-14" && talks["sueUntil"] == "2027-03-14", "\(talks)")
        #expect(try Recobro.run("audit", copy).code == 0)
    }

    /// A claim that a person filed is the last step of the ladder, until the fact is taken back.
    private func filed(_ workspace: String, _ scratch: Scratch) throws {
        let copy = "\(scratch.path)/filed"
        try FileManager.default.copyItem(atPath: workspace, toPath: copy)
        let receipt = "\(scratch.path)/lexnet.txt"
        try Data("acuse de presentación".utf8).write(to: URL(fileURLWithPath: receipt))
        #expect(try court(copy, "--record").code == 2)
        let arguments = [
            "--record", "--as-of", "2026-03-13", "--evidence", receipt, "--reference", "JPI 3 412/2026",
            "--author", "Ana",
        ]
        let stated = try Recobro.run(["court", copy, Self.customer] + arguments)
        #expect(stated.code == 0 && stated.output.contains("JPI 3 412/2026"), "\(stated.complaint)")
        #expect(stated.output.split(separator: "\n").count == 2, "\(stated.output)")
        let again = try Recobro.run(["court", copy, Self.customer] + arguments)
        #expect(again.code == 2 && again.complaint.contains("before the court already"))
        #expect(try court(copy, "--to", "\(scratch.path)/no").complaint.contains("before the court since"))
        try night(copy, "2026-03-14", from: "2026-03-14")
        let steps = try String(
            contentsOfFile: "\(copy)/outbox/2026-03-14-1/report/steps.csv", encoding: .utf8)
        #expect(steps.contains("F2026-0001,court") || steps.contains(",court,"), "\(steps)")
        let explained = try Recobro.run("explain", copy, "F2026-0001").output
        #expect(
            explained.contains("2026-03-13 court") || explained.contains("court on 2026-03-13"),
            "\(explained)")
        let line = stated.output.split(separator: "\n").first { $0.contains("F2026-0001") }
        let number = try #require(line?.split(separator: " ").first)
        let back = try Recobro.run(
            "case", copy, "F2026-0001", "retracted", "--fact", String(number.dropFirst()), "--author", "Ana",
            "--as-of", "2026-03-14")
        #expect(back.code == 0, "\(back.complaint)")
        #expect(
            try court(copy, "--as-of", "2026-03-14", "--to", "\(scratch.path)/si").complaint
                .contains("F2026-0001 is before") == false)
        #expect(try Recobro.run("audit", copy).code == 0)
    }

    /// An objection after the release, of one invoice, stops all of it and says which.
    private func stopped(_ workspace: String) throws {
        let stated = try Recobro.run(
            "case", workspace, "F2026-0002", "disputed", "--code", "wrong-price", "--author", "Ana",
            "--as-of",
            "2026-03-13", "--note", "pide el 5 %")
        #expect(stated.code == 0, "\(stated.complaint)")
        let refused = try court(workspace, "--to", "\(workspace)/court/otra")
        #expect(refused.code == 65)
        #expect(refused.complaint.contains("F2026-0002 is not a verified debt, undisputed"))
        #expect(refused.complaint.contains("before disputed of 2026-03-13: release it again"))
        #expect(!refused.complaint.contains("F2026-0001"), "\(refused.complaint)")
    }
}
