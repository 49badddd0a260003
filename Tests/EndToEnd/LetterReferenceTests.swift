import Foundation
import Testing

/// A letter shows a payment reference of its own, and the payment that quotes it settles what stood in that
/// letter: the answer reconciles itself.
@Suite struct LetterReferenceTests {
    private static let iban = "ES9121000418450200051332"

    private let customers = """
        NIF;Nombre;Tipo;Domicilio;CP;Población;País;Email
        A58818501;Dos Tres S.A.;empresa;Calle Nueva 1;08001;Barcelona;ES;pagos@dostres.example

        """

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;1.000,00;EUR
        F2026-0002;02/01/2026;20/01/2026;A58818501;Dos Tres S.A.;200,00;EUR
        F2026-0003;02/01/2026;20/01/2026;A58818501;Dos Tres S.A.;535,10;EUR

        """

    /// What one payment of the third night says and does.
    private struct Answer {
        var amount: String
        var text: String
        /// The invoices that it is posted to with their cents, as `export matches` has them.
        var posted: [String: String]
    }

    /// Days that follow each other without a gap, with at most one credit.
    private func statement(
        _ from: String, _ to: String, credit: (amount: String, text: String)? = nil, before: String = "10.00"
    ) -> String {
        let entry = credit.map {
            """
            <Ntry><NtryRef>PAY1</NtryRef><Amt Ccy="EUR">\($0.amount)</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
            <BookgDt><Dt>\(to)</Dt></BookgDt><ValDt><Dt>\(to)</Dt></ValDt><NtryDtls><TxDtls>\
            <RltdPties><Dbtr><Nm>DOS TRES SA</Nm></Dbtr></RltdPties>\
            <RmtInf><Ustrd>\($0.text)</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
            """
        }
        let after = credit.map { sum(before, $0.amount) } ?? before
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

    private func sum(_ a: String, _ b: String) -> String {
        let cents = [a, b].compactMap { Int($0.replacing(".", with: "")) }.reduce(0, +)
        return "\(cents / 100)." + String("0\(cents % 100)".suffix(2))
    }

    private func workspace(_ scratch: Scratch, steps: String) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        let path = "\(folder)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "\nrecovery:\n"))
        let end = try #require(text.range(of: "# What letters say."))
        let ladder = "recovery:\n  minimumToWrite: \"10.00\"\n  steps:\n\(steps)\n"
        let head = text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("  email:") ? "  email: cobros@uno.example" : $0 }.joined(separator: "\n")
        try (head + "\n" + ladder + text[end.lowerBound...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        try drop(customers, "clientes.csv", folder)
        try drop(invoices, "facturas.csv", folder)
        return folder
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private func night(_ workspace: String, _ day: String, _ statement: String) throws {
        try drop(statement, "extracto-\(day).xml", workspace)
        let run = try Recobro.run("run", workspace, "--as-of", day)
        #expect(run.code <= 1, "\(run.complaint)")
    }

    /// The reference that a letter shows, in fours as people copy it.
    private func shown(_ workspace: String, _ path: String) throws -> String {
        let page = try String(contentsOfFile: "\(workspace)/outbox/\(path)", encoding: .utf8)
        let found = try #require(try #/RF\d\d( [A-Z0-9]{1,4})+/#.firstMatch(in: page), "\(path)")
        return String(found.output.0)
    }

    /// Runs each answer as the night of the 26th in a copy of its own of the workspace.
    private func expect(_ answers: [Answer], _ workspace: String, _ scratch: Scratch) throws {
        for (number, answer) in answers.enumerated() {
            let folder = "\(scratch.path)/answer-\(number)"
            try FileManager.default.copyItem(atPath: workspace, toPath: folder)
            let credit = statement("2026-01-24", "2026-01-26", credit: (answer.amount, answer.text))
            try night(folder, "2026-01-26", credit)
            let matches = try Recobro.run("export", "matches", folder).output
            var posted: [String: String] = [:]
            for row in matches.split(separator: "\n").dropFirst() {
                let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if fields[3] == "auto" { posted[fields[1]] = fields[2] }
            }
            #expect(posted == answer.posted, "\(answer.amount) \(answer.text)\n\(matches)")
            #expect(try Recobro.run("audit", folder).code == 0)
        }
    }

    @Test func aPaymentSettlesTheInvoicesOfTheLetterThatItQuotes() throws {
        let scratch = try Scratch()
        let workspace = try workspace(
            scratch,
            steps: "    - { step: reminder, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: letter }")
        try night(workspace, "2026-01-16", statement("2026-01-01", "2026-01-16"))
        try night(workspace, "2026-01-23", statement("2026-01-17", "2026-01-23"))
        let first = try shown(workspace, "2026-01-16-1/letters/C-A58818501-reminder.html")
        let second = try shown(workspace, "2026-01-23-1/letters/C-A58818501-reminder.html")
        #expect(first != second)
        // Old letters showed the case's.
        let old = "RF81CA58818501"
        try expect(
            [
                Answer(
                    amount: "735.10", text: "TRANSFERENCIA \(second)",
                    posted: ["F2026-0002": "20000", "F2026-0003": "53510"]),
                Answer(
                    amount: "735.10", text: "PAGO \(second.replacing(" ", with: ""))",
                    posted: ["F2026-0002": "20000", "F2026-0003": "53510"]),
                Answer(amount: "1000.00", text: first, posted: ["F2026-0001": "100000"]),
                // Another sum: neither what the other letter claimed, nor all, nor one of the two.
                Answer(amount: "1000.00", text: second, posted: [:]),
                Answer(amount: "1735.10", text: second, posted: [:]),
                Answer(amount: "200.00", text: second, posted: [:]),
                Answer(amount: "735.10", text: first, posted: [:]),
                Answer(
                    amount: "1735.10", text: old,
                    posted: ["F2026-0001": "100000", "F2026-0002": "20000", "F2026-0003": "53510"]),
            ], workspace, scratch)
    }

    @Test func aLetterOfTwoRungsIsPaidByWhatItClaimsOrByAllThatItLists() throws {
        let scratch = try Scratch()
        let workspace = try workspace(
            scratch,
            steps: """
                    - { step: reminder, afterDueDays: 3, minimumDaysSincePrevious: 0, channel: email }
                    - { step: formal-claim, afterDueDays: 8, minimumDaysSincePrevious: 0, channel: letter }
                """)
        try night(workspace, "2026-01-16", statement("2026-01-01", "2026-01-16"))
        try night(workspace, "2026-01-23", statement("2026-01-17", "2026-01-23"))
        let claim = try shown(workspace, "2026-01-23-1/letters/C-A58818501-formal-claim.html")
        // It goes the way of what it claims, though what it only lists would have gone by e-mail.
        let register = try String(
            contentsOfFile: "\(workspace)/outbox/2026-01-23-1/messages/register.csv", encoding: .utf8)
        #expect(register.contains(",formal-claim,letter,") && !register.contains(",email,"), "\(register)")
        try expect(
            [
                Answer(amount: "1000.00", text: claim, posted: ["F2026-0001": "100000"]),
                Answer(
                    amount: "1735.10", text: claim,
                    posted: ["F2026-0001": "100000", "F2026-0002": "20000", "F2026-0003": "53510"]),
                Answer(amount: "735.10", text: claim, posted: [:]),
                Answer(amount: "1200.00", text: claim, posted: [:]),
            ], workspace, scratch)
    }
}
