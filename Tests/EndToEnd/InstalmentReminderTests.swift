import Foundation
import Testing

/// A plan that runs: each overdue instalment is asked for once, alone, and its payment finds its way.
@Suite struct InstalmentReminderTests {
    private static let iban = "ES9121000418450200051332"

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    /// Days that follow each other without a gap; at most one credit, on the last of them.
    private func statement(
        _ from: String, _ to: String, _ before: String, _ after: String, credit: (String, String)? = nil
    ) -> String {
        let entry = credit.map {
            """
            <Ntry><NtryRef>PAY</NtryRef><Amt Ccy="EUR">\($0.0)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
            <BookgDt><Dt>\(to)</Dt></BookgDt><ValDt><Dt>\(to)</Dt></ValDt><NtryDtls><TxDtls>\
            <RltdPties><Dbtr><Nm>DOS TRES SA</Nm></Dbtr></RltdPties>\
            <RmtInf><Ustrd>\($0.1)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            """
        }
        func balance(_ code: String, _ amount: String, _ day: String) -> String {
            """
            <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(amount)</Amt>\
            <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>
            """
        }
        return """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\
            <Stmt><Id>S\(from)</Id><FrToDt><FrDtTm>\(from)T00:00:00</FrDtTm><ToDtTm>\(to)T00:00:00</ToDtTm></FrToDt>\
            <Acct><Id><IBAN>\(Self.iban)</IBAN></Id><Ccy>EUR</Ccy></Acct>\
            \(balance("OPBD", before, from))\(balance("CLBD", after, to))\(entry ?? "")</Stmt></BkToCstmrStmt></Document>
            """
    }

    /// Runs a night and gives the letters and messages that it wrote, by path.
    private func night(_ workspace: String, _ day: String, _ statement: String) throws -> [String: String] {
        try drop(statement, "extracto-\(day).xml", workspace)
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
        var written: [String: String] = [:]
        for folder in ["letters", "messages"] {
            for (path, bytes) in try tree("\(workspace)/outbox/\(day)-1/\(folder)") {
                written["\(folder)/\(path)"] = String(decoding: bytes, as: UTF8.self)
            }
        }
        return written
    }

    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        try drop(
            """
            NIF;Nombre;Tipo;Domicilio;CP;Población;País
            A58818501;Dos Tres S.A.;empresa;Calle Nueva 1;08001;Barcelona;ES

            """, "clientes.csv", folder)
        try drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;100,00;EUR

            """, "facturas.csv", folder)
        return folder
    }

    @Test func anOverdueInstalmentIsAskedForOnceAndAlone() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        // The ladder's reminder goes out before anything is agreed.
        let before = try night(
            workspace, "2026-01-16", statement("2026-01-01", "2026-01-16", "10.00", "10.00"))
        #expect(before.keys.contains("letters/C-A58818501-reminder.html"), "\(before.keys)")
        let stated = try Recobro.run(
            "case", workspace, "F2026-0001", "plan", "--instalment", "2026-02-01:60.00", "--instalment",
            "2026-03-01:40.00", "--grace", "5", "--author", "Ana", "--as-of", "2026-01-17")
        #expect(stated.code == 0, "\(stated.complaint)")
        let early = try night(
            workspace, "2026-02-02", statement("2026-01-17", "2026-02-01", "10.00", "10.00"))
        #expect(early.isEmpty, "\(early.keys)")

        let path = "letters/C-A58818501-instalment-reminder.html"
        let asked = try night(
            workspace, "2026-02-03", statement("2026-02-02", "2026-02-02", "10.00", "10.00"))
        #expect(asked.keys.sorted() == [path, "messages/register.csv"])
        let page = try #require(asked[path])
        #expect(page.contains("1 de febrero de 2026") && page.contains("60,00") && !page.contains("100,00"))
        let register = try #require(asked["messages/register.csv"])
        #expect(register.contains(",instalment-reminder,letter,"), "\(register)")
        let reference = try #require(try #/RF\d\d( [A-Z0-9]{1,4})+/#.firstMatch(in: page)).output.0

        // Asked once; and the money that quotes the letter is a part of the invoice.
        let paid = try night(
            workspace, "2026-02-05",
            statement("2026-02-03", "2026-02-04", "10.00", "70.00", credit: ("60.00", String(reference))))
        #expect(paid.isEmpty, "\(paid.keys)")
        let matches = try Recobro.run("export", "matches", workspace).output
        #expect(matches.contains("PAY,F2026-0001,6000,auto"), "\(matches)")
        let second = try night(
            workspace, "2026-03-03", statement("2026-02-05", "2026-03-02", "70.00", "70.00"))
        #expect(second[path]?.contains("40,00") == true, "\(second.keys)")
        // Broken: the ladder goes on, with all that is owed.
        let broken = try night(
            workspace, "2026-03-07", statement("2026-03-03", "2026-03-06", "70.00", "70.00"))
        #expect(broken.keys.contains("letters/C-A58818501-second-reminder.html"), "\(broken.keys)")
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func whatIsDisputedOrCancelledIsNotAskedFor() throws {
        for (fact, asks) in [
            ([], true), (["dispute", "--code", "defective"], false), (["plan-cancelled"], false),
        ] {
            let scratch = try Scratch()
            let workspace = try workspace(scratch)
            _ = try night(workspace, "2026-01-14", statement("2026-01-01", "2026-01-13", "10.00", "10.00"))
            for arguments in [["plan", "--instalment", "2026-02-01:100.00", "--grace", "5"], fact]
            where !arguments.isEmpty {
                let day = arguments[0] == "plan" ? "2026-01-15" : "2026-01-20"
                let stated = try Recobro.run(
                    ["case", workspace, "F2026-0001"] + arguments + ["--author", "Ana", "--as-of", day])
                #expect(stated.code == 0, "\(stated.complaint)")
            }
            let written = try night(
                workspace, "2026-02-03", statement("2026-01-14", "2026-02-02", "10.00", "10.00"))
            let isAsked = written.keys.contains("letters/C-A58818501-instalment-reminder.html")
            #expect(isAsked == asks, "\(fact) \(written.keys)")
        }
    }
}
