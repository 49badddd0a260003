import Foundation
import Testing

/// From the formal claim to agency and registry: what proves the debt, and what cannot be handed over.
@Suite struct PlacementNightTests {
    private static let iban = "ES9121000418450200051332"

    private let ladder = """
        recovery:
          minimumToWrite: "10.00"
          steps:
            - { step: formal-claim, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: letter }
            - { step: last-notice, afterDueDays: 20, minimumDaysSincePrevious: 10, channel: letter }
            - { step: agency, afterDueDays: 30, minimumDaysSincePrevious: 10, channel: file }
            - { step: registry, afterDueDays: 31, minimumDaysSincePrevious: 0, channel: file }
        letters:
          pdfCommand: [./printer]
        agency:
          name: Cobros Ejemplo S.L.
          code: COLCO
          identifier: ESB00000000
          agreement: AGR-2026-01
          processorAgreement: DPA-2026-01

        """

    private let registry = """
        registry:
          name: Fichero Ejemplo
          code: EJEMPLO
          profile: example-fixed-200
          reporter: "0099"

        """

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

    private func drop(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func founded(_ scratch: Scratch) throws -> String {
        let workspace = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", workspace, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        try configure(workspace, ladder)
        try drop(
            "#!/bin/sh\nprintf '%%PDF-1.4\\n'; cksum; printf '%%%%EOF\\n'\n", "\(workspace)/printer")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: "\(workspace)/printer")
        try drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;1.000,00;EUR
            F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;500,00;EUR

            """, "\(workspace)/inbox/facturas.csv")
        try drop(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            A58818501;Dos Tres S.A.;empresa;Carrer Nou 1;08001;Barcelona;ES
            B00200535;Cuatro Cinco S.L.;empresa;;;;ES

            """, "\(workspace)/inbox/clientes.csv")
        return workspace
    }

    /// Puts the part of the configuration that follows the matching.
    private func configure(_ workspace: String, _ rest: String) throws {
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let address = ["street": "Calle Uno 1", "postCode": "\"50001\"", "town": "Zaragoza"]
        let head = text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).map {
            line in
            let key = String(line.prefix { $0 != ":" }.dropFirst(2))
            return line.hasPrefix("  ")
                ? address[key].map { "  \(key): \($0)" } ?? String(line) : String(line)
        }
        let printer = rest.replacing("./printer", with: "\(workspace)/printer")
        try drop(head.joined(separator: "\n") + "\n" + printer, path)
    }

    private func night(_ workspace: String, _ day: String, from: String) throws -> String {
        try drop(statement(from: from, to: day), "\(workspace)/inbox/extracto-\(day).xml")
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
        return "\(workspace)/outbox/\(day)-1"
    }

    private func state(_ workspace: String, _ fact: String, _ day: String) throws {
        for number in ["F2026-0001", "F2026-0002"] {
            let stated = try Recobro.run(
                "case", workspace, number, fact, "--author", "Ana", "--as-of", day, "--note", "acuse")
            #expect(stated.code == 0, "\(stated.complaint)")
        }
    }

    @Test func theLastNoticeWarnsAndAnAddressThatMissesHoldsBack() throws {
        let scratch = try Scratch()
        let workspace = try founded(scratch)
        _ = try night(workspace, "2026-01-23", from: "2026-01-01")
        try state(workspace, "delivered", "2026-01-26")
        // Only from now on is there a registry: the formal claim could not name it.
        try configure(workspace, ladder + registry)
        let noticed = try night(workspace, "2026-02-08", from: "2026-01-24")
        let letters = try FileManager.default.contentsOfDirectory(atPath: "\(noticed)/letters")
        #expect(letters.contains { $0.hasSuffix("last-notice.pdf") }, "\(letters)")
        try state(workspace, "delivered", "2026-02-10")
        let placed = try night(workspace, "2026-02-19", from: "2026-02-09")
        let steps = try String(contentsOfFile: "\(placed)/report/steps.csv", encoding: .utf8)
        #expect(steps.contains("F2026-0001") && steps.contains("agency"), "\(steps)")
        #expect(!steps.contains("F2026-0002"), "\(steps)")
        let held = try String(contentsOfFile: "\(placed)/report/held.csv", encoding: .utf8)
        #expect(held.contains("F2026-0002") && held.contains("debtor 1 has no address"), "\(held)")
        #expect(held.contains("lista de clientes"), "\(held)")
        let files = try tree(placed)
        let batch = try #require(files.first { $0.key.hasSuffix("batch.json") }?.value)
        try evidence(String(decoding: batch, as: UTF8.self), files)

        try state(workspace, "released", "2026-02-19")
        // The notice's own days are not over.
        let early = try tree(try night(workspace, "2026-02-20", from: "2026-02-20"))
        #expect(!early.keys.contains { $0.contains("data/registry") })
        let listed = try tree(try night(workspace, "2026-02-21", from: "2026-02-21"))
        #expect(listed.keys.contains { $0.contains("data/registry") }, "\(listed.keys.sorted())")
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    private func evidence(_ batch: String, _ files: [String: Data]) throws {
        for kind in ["FORMAL_DEMAND", "FORMAL_DEMAND_PROOF", "INVOICE"] {
            #expect(batch.contains("\"\(kind)\""), "\(kind)")
        }
        #expect(batch.contains("application/pdf") && !batch.contains("text/html"))
        #expect(!batch.contains("\"REMINDER\""))
        let prints = files.filter { $0.key.contains("/evidence/") && $0.key.hasSuffix(".pdf") }
        #expect(prints.count == 2 && prints.values.allSatisfy { $0.starts(with: Data("%PDF".utf8)) })
        // Every demand names its letter and its proof.
        let object = try JSONSerialization.jsonObject(with: Data(batch.utf8)) as? [String: Any]
        let operations = try #require(object?["ops"] as? [[String: Any]])
        let debt = try #require(operations.first?["case"] as? [String: Any])
        let demands = try #require(debt["demands"] as? [[String: Any]])
        #expect(demands.map { $0["level"] as? String } == ["FORMAL", "FINAL"])
        #expect(demands.allSatisfy { $0["docRef"] != nil && $0["proofDocRef"] != nil }, "\(demands)")
    }
}
