import Foundation
import Testing

/// What a person decides: on the terminal, in a spreadsheet, and what it does to the debts.
@Suite struct ReviewTests {
    private static let iban = "ES9121000418450200051332"

    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;100,00;EUR
        F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;50,00;EUR
        F2026-0003;02/01/2026;12/01/2026;B00200204;Seis Siete S.L.;30,00;EUR

        """

    private func bank(_ rows: [(day: String, text: String, amount: String, reference: String)]) -> String {
        "Fecha operación;Fecha valor;Concepto;Importe;Divisa;Referencia\n"
            + rows.map { "\($0.day);\($0.day);\($0.text);\($0.amount);EUR;\($0.reference)\n" }.joined()
    }

    /// A workspace after its first night: three invoices, and three credits that nothing decides alone.
    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        try drop(invoices, "facturas.csv", folder)
        try drop(
            bank([
                ("13/01/2026", "TRANSFERENCIA", "100,00", "P1"), ("14/01/2026", "INGRESO", "50,00", "P2"),
                ("15/01/2026", "ABONO", "77,00", "P3"),
            ]), "banco.csv", folder)
        #expect(try Recobro.run("run", folder, "--as-of", "2026-01-15").code <= 1)
        #expect(try matches(folder) == ["P1,F2026-0001,10000,suggested", "P2,F2026-0002,5000,suggested"])
        return folder
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private func matches(_ workspace: String) throws -> [String] {
        let result = try Recobro.run("export", "matches", workspace)
        return result.output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: ",")
        }.sorted()
    }

    private func verdict(_ workspace: String, _ number: String, _ condition: String) throws -> String {
        let result = try Recobro.run("export", "verdicts", workspace)
        let row = result.output.split(separator: "\n").first {
            $0.hasPrefix("\(number),") && $0.contains(",\(condition),")
        }
        return row.map { String($0.split(separator: ",")[3]) } ?? "none"
    }

    private func review(_ workspace: String, _ keys: String, _ options: String...) throws -> Recobro.Result {
        try Recobro.run(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-16"] + options, typing: keys)
    }

    private func expectSound(_ workspace: String) throws {
        let audit = try Recobro.run("audit", workspace)
        #expect(audit.code == 0, "\(audit.output)")
    }

    @Test func aSessionOnTheTerminal() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        // The largest with a suggestion first; then the one without.
        let session = try review(workspace, "\n?\n9\ns\nnada\n\n1\nn\n")
        #expect(session.code == 0, "\(session.complaint)")
        #expect(session.output.contains("── 1 de 3 · #1 · 13/01/2026 · 100,00"))
        #expect(session.output.contains("F2026-0001  Dos Tres S.A.  vence el 12/01/2026  100,00"))
        #expect(session.output.contains("importe igual a lo pendiente"))
        #expect(session.output.contains("No se ha conciliado porque: "))
        #expect(session.output.contains("Tecla sin uso"))
        #expect(session.output.contains("No se entiende"))
        #expect(session.output.contains("Decididos: 3. Dejados: 0. Por decidir: 0."))
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,decided", "P2,F2026-0002,5000,decided"])
        let explained = try Recobro.run("explain", workspace, "P1")
        #expect(explained.output.contains("decided by Ana on 2026-01-16 (review, run 2026-01-16-review-1)"))
        let nobodys = try Recobro.run("explain", workspace, "#3")
        #expect(nobodys.output.contains("nobody's invoice by Ana on 2026-01-16"))
        try expectSound(workspace)
        // The same day again is not "nothing new": people decided since.
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-16")
        #expect(night.output.contains("0 to decide, 0 credits unexplained"), "\(night.output)")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-16").complaint.contains("nothing new"))
        #expect(try review(workspace, "").output.contains("No hay nada que decidir."))
        #expect(try verdict(workspace, "F2026-0003", "no-unexplained-money") == "passed")
        try expectSound(workspace)
    }

    @Test func splittingWithADifferenceAndOnAccount() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let session = try review(
            workspace,
            "s\nF2026-0001=98,00 difference=descuento\nn\ns\nF2026-0001=98,00 difference=descuento\ns\nq\n")
        #expect(session.output.contains("¿Es así?"))
        #expect(session.output.contains("Imputado: F2026-0001."))
        #expect(try matches(workspace).contains("P1,F2026-0001,9800,decided"))
        let explained = try Recobro.run("explain", workspace, "P1").output
        #expect(explained.contains("F2026-0001: 2.00 EUR written off (discount)"))
        // The invoice is closed; the two euros left are money of that customer that nobody has assigned.
        #expect(try verdict(workspace, "F2026-0001", "unpaid") == "none")
        let refused = try review(workspace, "s\nF2026-0003=31,00\ns\ns\nF2026-0009=1,00\nq\n")
        #expect(refused.output.contains("No se puede: de F2026-0003 solo hay 30,00"))
        #expect(refused.output.contains("No se puede: no hay ninguna factura F2026-0009"))
        try expectSound(workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code <= 1)
        try expectSound(workspace)
    }

    @Test func undoingAndRejecting() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let session = try review(workspace, "1\nu\nu\nr\nd\nq\n")
        #expect(session.output.contains("Deshecha la última decisión."))
        #expect(session.output.contains("No hay nada que deshacer"))
        #expect(session.output.contains("Propuesta rechazada."))
        // Undone is as if undecided; rejected is not shown again, not tomorrow either.
        #expect(try matches(workspace) == ["P2,F2026-0002,5000,suggested"])
        #expect(try verdict(workspace, "F2026-0001", "unpaid") == "passed")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 1)
        #expect(try matches(workspace) == ["P2,F2026-0002,5000,suggested"])
        #expect(try verdict(workspace, "F2026-0001", "no-unexplained-money") != "passed")
        try expectSound(workspace)
    }

    @Test func whatTheProgramPostedAndAPersonReversedIsNotPostedAgain() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(
            bank([("16/01/2026", "TRANSFERENCIA DE SEIS SIETE SL F2026-0003", "30,00", "P4")]), "banco2.csv",
            workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-16").code == 1)
        #expect(try matches(workspace).contains("P4,F2026-0003,3000,auto"))
        #expect(try verdict(workspace, "F2026-0003", "unpaid") == "none")
        try drop(
            "Movimiento;Fecha;Importe;Divisa;Decisión;Autor;Nota\n4;16/01/2026;30,00;EUR;deshacer;Luis;era otra\n",
            "deshacer.csv", workspace)
        // The same night: the invoice is open again, judged, and held back by the money that nobody assigned.
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 1)
        #expect(try !matches(workspace).contains { $0.hasPrefix("P4,") })
        #expect(try verdict(workspace, "F2026-0003", "unpaid") == "passed")
        #expect(try verdict(workspace, "F2026-0003", "no-unexplained-money") == "failed")
        let explained = try Recobro.run("explain", workspace, "P4").output
        #expect(explained.contains("taken back by Luis on 2026-01-17 (deshacer.csv, line 2): era otra"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-18").code == 1)
        #expect(try !matches(workspace).contains { $0.hasPrefix("P4,") })
        // Until somebody says that it is nobody's: then it holds nothing back.
        #expect(
            try Recobro.run(
                ["review", workspace, "--as-of", "2026-01-18", "--order", "day"], typing: "d\nd\nd\nn\n"
            ).code == 0)
        #expect(try verdict(workspace, "F2026-0003", "no-unexplained-money") == "passed")
        try expectSound(workspace)
    }

    @Test func theTableGoesOutAndComesBack() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let path = "\(scratch.path)/cola.csv"
        #expect(try review(workspace, "", "--csv", path).output.contains("Wrote 3 questions"))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        var rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(rows[1].hasPrefix("1;2026-01-13;100,00;EUR;;TRANSFERENCIA;F2026-0001=100.00;;;"))
        func answer(_ index: Int, _ decision: String) {
            #expect(rows[index].hasSuffix(";;;"))
            rows[index] = rows[index].dropLast(2) + "\(decision);Luis;"
        }
        answer(1, "1")
        answer(2, "F2026-0002=45,00 difference=fee")
        answer(3, "F2026-0003=80,00")
        let filled = rows.joined(separator: "\n") + "\n"
        try drop(filled, "cola.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 1)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,decided", "P2,F2026-0002,4500,decided"])
        let report = "\(workspace)/outbox/2026-01-17-1/report"
        let problems = try String(contentsOfFile: "\(report)/problems.csv", encoding: .utf8)
        #expect(problems.contains("cola.csv,4,,,allocation-refused,setAside"))
        try drop(filled, "otra-vez.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-18").code <= 1)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,decided", "P2,F2026-0002,4500,decided"])
        // Saved again and with one row taken back.
        rows[1] = rows[1].replacingOccurrences(of: ";1;Luis;", with: ";deshacer;Luis;")
        try drop(rows.joined(separator: "\n") + "\n", "cola-2.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-19").code == 1)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,suggested", "P2,F2026-0002,4500,decided"])
        try expectSound(workspace)
    }

    @Test func aReminderToWhoHadPaidIsChallengedAndCanBeKept() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        // Nobody's money, so somebody is reminded; then it turns out to be a payment after all.
        #expect(try review(workspace, "n\nn\nn\n").code == 0)
        try drop(
            bank([("01/01/2026", "COMISION", "-1,00", "P8"), ("12/01/2026", "COMISION", "-1,00", "P9")]),
            "banco1.csv", workspace)
        try drop(bank([("16/01/2026", "COMISION", "-1,00", "P10")]), "banco2.csv", workspace)
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-16", "--json")
        try #require(!night.output.contains("\"steps\":0,"), "\(night.output)")
        try drop(
            "Movimiento;Fecha;Importe;Divisa;Decisión;Autor\n1;13/01/2026;100,00;EUR;deshacer;Luis\n",
            "u.csv",
            workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 1)
        let accepted = try Recobro.run(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-17"], typing: "1\n")
        #expect(accepted.output.contains("Imputado: F2026-0001."), "\(accepted.output)")
        let next = try Recobro.run("run", workspace, "--as-of", "2026-01-18")
        #expect(next.code == 1 && next.output.contains("posted matches in doubt"), "\(next.output)")
        let todo = try String(
            contentsOfFile: "\(workspace)/outbox/2026-01-18-1/report/todo.csv", encoding: .utf8)
        #expect(todo.contains("cuando el dinero ya había llegado"))
        let kept = try Recobro.run(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-18"], typing: "k\nk\nk\n")
        #expect(kept.output.contains("En duda: ") && kept.output.contains("Se mantiene."))
        #expect(try !Recobro.run("run", workspace, "--as-of", "2026-01-19").output.contains("in doubt"))
        try expectSound(workspace)
    }

    @Test func aKilledSessionLosesNothingAndBlocksNobody() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let keys = Pipe()
        let session = try Recobro.start(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-16"],
            input: keys.fileHandleForReading)
        keys.fileHandleForWriting.write(Data("1\n".utf8))
        var shown = ""
        while !shown.contains("── 2 de 3") {
            let more = session.output.fileHandleForReading.availableData
            try #require(!more.isEmpty)
            shown += String(decoding: more, as: UTF8.self)
        }
        // A session that waits holds no lock.
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-16").code == 1)
        kill(session.process.processIdentifier, SIGKILL)
        session.process.waitUntilExit()
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,decided", "P2,F2026-0002,5000,suggested"])
        #expect(try review(workspace, "1\nq\n").output.contains("Decididos: 1. Dejados: 0. Por decidir: 1."))
        try expectSound(workspace)
    }

    /// The terminal is one's own again and what was decided is decided, whatever signal ends a session that
    /// waits for a key.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalAtThePromptLeavesTheTerminalAsItWas(_ number: Int32) throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let terminal = try PseudoTerminal()
        let before = try terminal.mode()
        let session = try withSignalsLetThrough {
            try Recobro.start(
                ["review", workspace, "--author", "Ana", "--as-of", "2026-01-16"], input: terminal.user)
        }
        var shown = ""
        func read(until text: String) throws {
            while !shown.contains(text) {
                let more = session.output.fileHandleForReading.availableData
                try #require(!more.isEmpty, "\(shown)")
                shown += String(decoding: more, as: UTF8.self)
            }
            for _ in 0..<10_000 where try terminal.mode().isByLine { usleep(1000) }
            try #require(!terminal.mode().isByLine)
        }
        try read(until: "── 1 de 3")
        terminal.keyboard.write(Data("1".utf8))
        try read(until: "── 2 de 3")
        kill(session.process.processIdentifier, number)
        session.process.waitUntilExit()
        #expect(session.process.terminationReason == .uncaughtSignal)
        #expect(session.process.terminationStatus == number)
        #expect(try terminal.mode() == before && before.isByLine)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,decided", "P2,F2026-0002,5000,suggested"])
        #expect(try review(workspace, "1\nq\n").output.contains("Decididos: 1. Dejados: 0. Por decidir: 1."))
        try expectSound(workspace)
    }

    @Test func usageIsChecked() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let early = try Recobro.run("review", workspace, "--as-of", "2026-01-14")
        #expect(early.code == 2 && early.complaint.contains("cannot follow"))
        #expect(try Recobro.run("review", workspace, "--order", "size").code == 2)
        #expect(try Recobro.run("review", workspace, "--limit", "0").code == 2)
        #expect(try Recobro.run("review", "\(scratch.path)/none").code == 2)
        let one = try review(workspace, "q\n", "--limit", "1")
        #expect(one.output.contains("── 1 de 1"))
    }

    @Test func whatDecisionsTaughtIsVisibleAndForgottenWithThem() throws {
        let scratch = try Scratch()
        let folder = "\(scratch.path)/acme"
        #expect(
            try Recobro.run(
                "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban
            ).code == 0)
        try drop(invoices, "facturas.csv", folder)
        try drop(
            bank([("13/01/2026", "TRANSFERENCIA DE DOS TRES SA", "100,00", "P1")]), "banco.csv", folder)
        #expect(try Recobro.run("run", folder, "--as-of", "2026-01-15").code <= 1)
        #expect(try memory(folder).isEmpty)
        #expect(try review(folder, "\nq\n").code == 0)
        #expect(
            try memory(folder) == [
                "name,DOS TRES SA,A58818501,1,,known,,,", "pattern,payer-name+amount,,1,0,shown,59,,",
            ])
        // Undone by whoever decided it: nothing is left to learn from, and the name is doubted for a while.
        #expect(try review(folder, "\nu\nq\n").code <= 1)
        try expectSound(folder)
    }

    private func memory(_ workspace: String) throws -> [String] {
        let result = try Recobro.run("export", "memory", workspace)
        #expect(result.code == 0, "\(result.complaint)")
        return result.output.split(whereSeparator: \.isNewline).dropFirst().map(String.init).sorted()
    }
}
