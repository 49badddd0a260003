import Foundation
import Testing

/// Messages of a published night, handed to a command: each once, whatever happens in between.
@Suite struct SendTests {
    private static let iban = "ES9121000418450200051332"
    private static let day = "2026-01-23"

    private let customers = """
        NIF;Nombre;Tipo;Domicilio;CP;Población;País;Email;Teléfono;Idioma
        A58818501;Dos Tres S.A.;empresa;Carrer Nou 1;08001;Barcelona;ES;pagos@dostres.example;;es
        B00200535;Cuatro Cinco S.L.;empresa;Calle Alta 2;50001;Zaragoza;ES;pagos@cuatro.example;;es
        B12345682;Seis Siete S.L.;empresa;Calle Baja 3;50002;Zaragoza;ES;pagos@seis.example;;es

        """

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;1.000,00;EUR
        F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;500,00;EUR
        F2026-0003;02/01/2026;12/01/2026;B12345682;Seis Siete S.L.;300,00;EUR

        """

    private let statement = """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>\
        <Stmt><Id>S</Id><FrToDt><FrDtTm>2026-01-01T00:00:00</FrDtTm><ToDtTm>2026-01-23T00:00:00</ToDtTm></FrToDt>\
        <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>\
        <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>\
        <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-23</Dt></Dt></Bal>\
        </Stmt></BkToCstmrStmt></Document>
        """

    private let configured = """
        recovery:
          steps: [{ step: reminder, afterDueDays: 3, channel: email }]
        send:
          email: [./sender, --account, cobros]
          timeoutSeconds: 2

        """

    /// A workspace whose night wrote three messages.
    private func night(
        _ scratch: Scratch, sender: String? = "exit 0", _ adjust: (String) -> String = { $0 }
    ) throws -> String {
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
        try (head + "\n" + adjust(configured) + text[end.lowerBound...]).write(
            toFile: path, atomically: true, encoding: .utf8)
        for (name, text) in [
            ("clientes.csv", adjust(customers)), ("facturas.csv", invoices), ("extracto.xml", statement),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
        }
        if let sender { try script(sender, in: workspace) }
        let run = try Recobro.run("run", workspace, "--as-of", Self.day)
        #expect(run.code <= 1 && run.output.contains("3 taken"), "\(run.output)\(run.complaint)")
        return workspace
    }

    /// A sender that notes what it is given.
    private func script(_ body: String, in workspace: String) throws {
        let path = "\(workspace)/sender"
        try "#!/bin/sh\necho \"$*\" >> calls.txt\n\(body)\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func send(_ workspace: String, _ rest: String...) throws -> Recobro.Result {
        try Recobro.run(["send", workspace, "--as-of", Self.day] + rest)
    }

    /// The messages that the sender was given, by customer.
    private func calls(_ workspace: String) -> [String] {
        let text = (try? String(contentsOfFile: "\(workspace)/calls.txt", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private func holds(_ workspace: String) throws -> Bool { try Recobro.run("audit", workspace).code == 0 }

    @Test func everyMessageGoesOutOnce() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch, sender: "echo taken by the provider")
        let dry = try send(workspace, "--dry-run")
        #expect(dry.code == 0 && dry.output.contains("Would send 3"), "\(dry.output)\(dry.complaint)")
        #expect(calls(workspace).isEmpty)
        let first = try send(workspace)
        #expect(first.code == 0 && first.output.hasPrefix("Sent 3, failed 0"), "\(first.output)")
        let given = calls(workspace)
        #expect(given.count == 3 && Set(given).count == 3)
        let outbox = "--account cobros \(workspace)/outbox/\(Self.day)-1/messages/C-"
        #expect(given.allSatisfy { $0.hasPrefix(outbox) && $0.hasSuffix("-reminder.eml") }, "\(given)")
        let second = try send(workspace)
        #expect(second.code == 0 && second.output.hasPrefix("Sent 0, failed 0"), "\(second.output)")
        #expect(calls(workspace).count == 3)
        let explained = try Recobro.run("explain", workspace, "F2026-0001").output
        #expect(explained.contains("-reminder.eml handed over on \(Self.day): sent"), "\(explained)")
        // A sending is no night and no decision: the same night again is the night that was.
        let again = try Recobro.run("run", workspace, "--as-of", Self.day)
        #expect(again.complaint.contains("nothing new since run \(Self.day)-1"), "\(again.complaint)")
        #expect(!again.output.contains("messages "))
        #expect(try holds(workspace))
    }

    @Test func aRefusedMessageIsSaidAndOfferedAgain() throws {
        let scratch = try Scratch()
        let refusing = "case \"$*\" in *B00200535*) echo no mailbox x@cuatro.example here >&2; exit 7;; esac"
        let workspace = try night(scratch, sender: refusing)
        let first = try send(workspace)
        #expect(first.code == 1 && first.output.hasPrefix("Sent 2, failed 1"), "\(first.output)")
        #expect(first.output.contains("status 7, no mailbox … here"), "\(first.output)")
        try Data("\n".utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/vacia.csv"))
        let next = try Recobro.run("run", workspace, "--as-of", Self.day)
        #expect(next.output.contains("messages    1 did not go out"), "\(next.output)")
        let list = try String(
            contentsOfFile: "\(workspace)/outbox/\(Self.day)-2/report/todo.csv", encoding: .utf8)
        #expect(list.contains("unsent") || list.contains("mensaje no enviado"), "\(list)")
        try script("exit 0", in: workspace)
        let second = try send(workspace)
        #expect(second.code == 0 && second.output.hasPrefix("Sent 1, failed 0"), "\(second.output)")
        #expect(calls(workspace).count == 4 && calls(workspace).last?.contains("B00200535") == true)
        #expect(try holds(workspace))
    }

    /// The program dies while a message is in flight: that one is nobody's to send again but a person's.
    @Test func whatWasInFlightIsNeverSentAgainByItself() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch, sender: "case \"$*\" in *B00200535*) kill -9 $PPID;; esac")
        #expect(try send(workspace).code == 9)
        #expect(calls(workspace).count == 2)
        try script("exit 0", in: workspace)
        let second = try send(workspace)
        #expect(second.code == 1 && second.output.hasPrefix("Sent 1, failed 0"), "\(second.output)")
        #expect(second.output.contains("uncertain email M"), "\(second.output)")
        #expect(calls(workspace).count == 3)
        #expect(try send(workspace).output.hasPrefix("Sent 0"))
        let line = try #require(second.output.split(separator: "\n").first { $0.contains("uncertain") })
        let reference = String(line.split(separator: " ")[2])
        #expect(try send(workspace, "--again", "M0000000000000000").code == 2)
        let told = try send(workspace, "--again", reference, "--author", "Ana")
        #expect(told.code == 0, "\(told.complaint)")
        // It is offered from the day that the person said so, and its failure is seen however old it is.
        try script("exit 1", in: workspace)
        #expect(try send(workspace).output.hasPrefix("Sent 0, failed 1"))
        let explained = try Recobro.run("explain", workspace, "F2026-0002").output
        #expect(explained.contains("handed over on \(Self.day): failed"), "\(explained)")
        try script("exit 0", in: workspace)
        #expect(try send(workspace).output.hasPrefix("Sent 1"))
        #expect(calls(workspace).count == 5)
        #expect(try send(workspace).code == 0)
        #expect(try holds(workspace))
    }

    @Test func aCommandThatDoesNotEndIsStoppedAndUncertain() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch, sender: "case \"$*\" in *B00200535*) exec sleep 30;; esac")
        let first = try send(workspace)
        #expect(first.code == 1 && first.output.hasPrefix("Sent 2, failed 0"), "\(first.output)")
        #expect(first.output.contains("ended by signal 9"), "\(first.output)")
        let name = "\(Self.day)-1/messages/C-B00200535-reminder.eml"
        #expect(try send(workspace, "--went-out", name, "--author", "Ana").code == 0)
        #expect(try send(workspace).code == 0)
        #expect(calls(workspace).count == 3)
    }

    @Test func nothingIsSentThatIsNoLongerSo() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch)
        let stated = try Recobro.run(
            "case", workspace, "F2026-0001", "disputed", "--code", "wrong-price", "--author", "Ana",
            "--as-of", Self.day)
        #expect(stated.code == 0, "\(stated.complaint)")
        try Data("otra cosa".utf8).write(
            to: URL(
                fileURLWithPath: "\(workspace)/outbox/\(Self.day)-1/messages/C-B00200535-reminder.eml"))
        let sent = try send(workspace)
        #expect(sent.code == 1 && sent.output.hasPrefix("Sent 1, failed 0"), "\(sent.output)")
        #expect(sent.output.contains("disputed of \(Self.day) stands against it"), "\(sent.output)")
        #expect(sent.output.contains("not the file that the run put out"), "\(sent.output)")
        let late = try Recobro.run("send", workspace, "--as-of", "2026-02-20")
        #expect(late.code == 0 && late.output.hasPrefix("Sent 0"), "\(late.output)")
        #expect(calls(workspace).count == 1)
    }

    /// The text messages of a night go out as one list, letters one by one.
    @Test func listsAndLettersGoOutToo() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch, sender: "case \"$*\" in *sms.csv) exit 1;; esac") {
            $0.replacing("channel: email", with: "channel: sms")
                .replacing(
                    "email: [./sender, --account, cobros]", with: "sms: ./sender\n  print: [./sender, -p]"
                )
                .replacing("pagos@cuatro.example;", with: "pagos@cuatro.example;600111222")
                .replacing("pagos@seis.example;", with: "pagos@seis.example;600333444")
        }
        let first = try send(workspace)
        #expect(first.code == 1 && first.output.hasPrefix("Sent 1, failed 1"), "\(first.output)")
        #expect(first.output.contains("failed sms 2 messages"), "\(first.output)")
        let outbox = "\(workspace)/outbox/\(Self.day)-1"
        let expected = ["\(outbox)/messages/sms.csv", "-p \(outbox)/letters/C-A58818501-reminder.html"]
        #expect(Set(calls(workspace)) == Set(expected), "\(calls(workspace))")
        try script("exit 0", in: workspace)
        #expect(try send(workspace).output.hasPrefix("Sent 1, failed 0"))
        #expect(calls(workspace).count == 3 && calls(workspace).last == expected[0])
    }

    @Test func withoutACommandNothingIsSent() throws {
        let scratch = try Scratch()
        let workspace = try night(scratch, sender: nil)
        let missing = try send(workspace)
        #expect(missing.code == 2 && missing.complaint.contains("nothing was sent"), "\(missing.complaint)")
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("  email: [./sender, --account, cobros]\n", with: "").write(
            toFile: path, atomically: true, encoding: .utf8)
        let nobody = try send(workspace)
        #expect(nobody.code == 2 && nobody.complaint.contains("section 'send'"), "\(nobody.complaint)")
        #expect(try Recobro.run("send", workspace, "--as-of", "2026-01-22").code == 2)
    }
}
