import Foundation
import Testing

/// What a person takes back suspends the pattern that posted it, and what the accountant's rules decide.
@Suite struct PatternRightsTests {
    private let invoices = """
        Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
        F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;100,00;EUR
        F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;50,00;EUR
        F2026-0003;02/01/2026;12/01/2026;B00200204;Seis Siete S.L.;30,00;EUR

        """

    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban",
            "ES9121000418450200051332")
        #expect(made.code == 0)
        try drop(invoices, "facturas.csv", folder)
        return folder
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private func bank(_ name: String, _ workspace: String, _ rows: String...) throws {
        let text =
            "Fecha operación;Fecha valor;Concepto;Importe;Divisa;Referencia\n"
            + rows.map { row in
                let parts = row.split(separator: ";").map(String.init)
                return "\(parts[0]);\(parts[0]);\(parts[1]);\(parts[2]);EUR;\(parts[3])\n"
            }.joined()
        try drop(text, name, workspace)
    }

    private func matches(_ workspace: String) throws -> [String] {
        try Recobro.run("export", "matches", workspace).output.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",").prefix(4).joined(separator: ",")
        }.sorted()
    }

    private func suspensions(_ workspace: String) throws -> [String] {
        try Recobro.run("export", "memory", workspace).output.split(whereSeparator: \.isNewline)
            .map(String.init).filter { $0.hasPrefix("suspension,") }
    }

    private func page(_ workspace: String, _ run: String) throws -> String {
        try String(contentsOfFile: "\(workspace)/outbox/\(run)/report.html", encoding: .utf8)
    }

    private func answer(_ decision: String, _ workspace: String) throws {
        try drop(
            "Movimiento;Fecha;Importe;Divisa;Decisión;Autor;Nota\n"
                + "1;13/01/2026;100,00;EUR;\(decision);Luis;no era\n", "respuesta.csv", workspace)
    }

    @Test(arguments: ["deshacer", "reimputar"])
    func whatWasWrongSuspendsItsPattern(_ word: String) throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try bank("uno.csv", workspace, "13/01/2026;TRANSFERENCIA DE DOS TRES SA F2026-0001;100,00;P1")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code <= 1)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,auto"])
        try answer(word, workspace)
        try bank("dos.csv", workspace, "16/01/2026;TRANSFERENCIA DE CUATRO CINCO SL F2026-0002;50,00;P2")
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-16")
        let isSuspended = word == "deshacer"
        #expect(night.output.contains("posts nothing alone until 12 more") == isSuspended, "\(night.output)")
        #expect(
            try matches(workspace).contains("P2,F2026-0002,5000,\(isSuspended ? "suggested" : "auto")"))
        #expect(try suspensions(workspace).count == (isSuspended ? 1 : 0))
        #expect(try page(workspace, "2026-01-16-1").contains("Patrones suspendidos") == isSuspended)
        let explained = try Recobro.run("explain", workspace, "P1").output
        #expect(explained.contains("refused by Luis on 2026-01-16"), "\(explained)")
        #expect(explained.contains("against pattern number") == isSuspended)
        guard isSuspended else { return }
        #expect(try suspensions(workspace)[0].hasSuffix(",,0,,suspended,,2026-01-16,12"))
        #expect(
            try Recobro.run("explain", workspace, "P2").output.contains(
                "somebody took back what this pattern had posted"))
        let json = try Recobro.run("run", workspace, "--as-of", "2026-01-16", "--json").output
        #expect(json.contains("\"since\":\"2026-01-16\",\"missing\":12"))
        // The person agrees with what it shows: one of twelve.
        let session = try Recobro.run(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-16", "--order", "day"],
            typing: "\nq\n")
        #expect(session.output.contains("está suspendido"), "\(session.output)")
        #expect(try suspensions(workspace)[0].hasSuffix(",,1,,suspended,,2026-01-16,11"))
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    private func configure(_ old: String, _ new: String, _ workspace: String) throws {
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacing("  \(old)\n", with: "  \(new)\n")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test func rulesAreNamedWhereverTheyDecide() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try bank(
            "uno.csv", workspace, "13/01/2026;INGRESO HACIENDA;100,00;P1",
            "14/01/2026;INGRESO HACIENDA F2026-0003;30,00;P2")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code == 1)
        let before = try matches(workspace)
        #expect(before.contains("P1,F2026-0001,10000,suggested"), "\(before)")
        #expect(before.contains("P2,F2026-0003,3000,auto"))
        try configure(
            "rules: []",
            "rules:\n    - { name: hacienda, when: { textContains: Hacienda }, then: unrelated }", workspace)
        try bank("dos.csv", workspace, "16/01/2026;HACIENDA F2026-0002;50,00;P3")
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-16")
        #expect(night.output.contains("1 movements are nobody's invoice by rule"), "\(night.output)")
        // What is posted stays; the number is stronger than the rule; the rest is nobody's.
        #expect(
            try matches(workspace) == ["P2,F2026-0003,3000,auto", "P3,F2026-0002,5000,suggested"])
        #expect(night.output.contains("1 to decide, 1 credits unexplained"), "\(night.output)")
        let nobodys = try Recobro.run("explain", workspace, "P1").output
        #expect(nobodys.contains("by rule hacienda: nobody’s invoice"), "\(nobodys)")
        #expect(try Recobro.run("explain", workspace, "P3").output.contains("by rule hacienda: it would be"))
        #expect(try page(workspace, "2026-01-16-1").contains("por la regla hacienda"))
        let table = try String(
            contentsOfFile: "\(workspace)/outbox/2026-01-16-1/report/ruled.csv", encoding: .utf8)
        #expect(
            table.split(whereSeparator: \.isNewline).dropFirst() == [
                "P1,2026-01-13,100.00,EUR,hacienda,unrelated", "P3,2026-01-16,50.00,EUR,hacienda,number-read",
            ])
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func wrongRulesAreRefusedWithTheirLine() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try configure(
            "rules: []",
            "rules:\n    - { name: x, when: { textContains: a, direccion: credit }, then: never }", workspace)
        let refused = try Recobro.run("run", workspace, "--as-of", "2026-01-15")
        #expect(refused.code == 2)
        #expect(
            refused.complaint.contains(
                "unknown key 'matching.rules[1].when.direccion'; did you mean 'direction'?"))
        #expect(
            refused.complaint.contains(
                "'matching.rules[1].then' must be unrelated, ask or { customer: KEY }, not 'never'"),
            "\(refused.complaint)")
    }

    /// A workspace of three payments posted alone, all of them drawn.
    private func audited(_ scratch: Scratch, perThousand: Int = 1000) throws -> String {
        let workspace = try workspace(scratch)
        try configure("auditPerThousand: 5", "auditPerThousand: \(perThousand)", workspace)
        try bank(
            "uno.csv", workspace, "13/01/2026;TRANSFERENCIA DE DOS TRES SA F2026-0001;100,00;P1",
            "14/01/2026;TRANSFERENCIA DE CUATRO CINCO SL F2026-0002;50,00;P2",
            "15/01/2026;TRANSFERENCIA DE SEIS SIETE SL F2026-0003;30,00;P3")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code == 0)
        #expect(
            try matches(workspace) == [
                "P1,F2026-0001,10000,auto", "P2,F2026-0002,5000,auto", "P3,F2026-0003,3000,auto",
            ])
        return workspace
    }

    private func patterns(_ workspace: String, _ run: String) throws -> [String] {
        try String(contentsOfFile: "\(workspace)/outbox/\(run)/report/patterns.csv", encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst().map {
                $0.split(separator: ",", maxSplits: 1).last.map(String.init) ?? ""
            }
    }

    private func review(_ workspace: String, _ keys: String) throws -> String {
        try Recobro.run(
            ["review", workspace, "--author", "Ana", "--as-of", "2026-01-16", "--order", "day"], typing: keys
        ).output
    }

    @Test func theSampleIsAskedAsIfNothingWerePosted() throws {
        let scratch = try Scratch()
        let workspace = try audited(scratch)
        #expect(try patterns(workspace, "2026-01-15-1") == ["3,0,0,0,3,"])
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-15")
        #expect(night.code == 0 && night.output.contains("  sample      3 postings to look at"))
        let json = try Recobro.run("run", workspace, "--as-of", "2026-01-15", "--json").output
        #expect(json.contains("\"auditQuestions\":3,\"releases\":0"), "\(json)")
        // Agreed; another invoice; left for another day.
        let session = try review(workspace, "\ns\nF2026-0001=50,00\nF2026-0003=30,00\nd\n")
        #expect(session.contains("── 1 de 3 · #1 · 13/01/2026 · 100,00"), "\(session)")
        #expect(session.contains("F2026-0001  Dos Tres S.A.  vence el 12/01/2026  100,00"))
        #expect(!session.contains("No se ha conciliado") && !session.lowercased().contains("muestra"))
        #expect(session.contains("100,00\u{A0}€ de 100,00\u{A0}€"), "\(session)")
        // What was refused left nothing behind.
        #expect(try matches(workspace).contains("P2,F2026-0002,5000,auto"))
        #expect(try review(workspace, "q\n").contains("── 1 de 2 · #2"))
        let explained = try Recobro.run("explain", workspace, "P1").output
        #expect(explained.contains("confirmed in the audit sample by Ana on 2026-01-16"))
        #expect(try matches(workspace).contains("P1,F2026-0001,10000,auto"))
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func whoDisagreesTakesThePostingBack() throws {
        let scratch = try Scratch()
        let workspace = try audited(scratch)
        // The second pays nothing of ours; the third another invoice than the one posted: that one is open again.
        let session = try review(workspace, "\nn\ns\nF2026-0002=30,00\nq\n")
        #expect(session.contains("Decididos: 3. Dejados: 0. Por decidir: 0."), "\(session)")
        #expect(
            try matches(workspace) == ["P1,F2026-0001,10000,auto", "P3,F2026-0002,3000,decided"])
        #expect(try suspensions(workspace).count == 1)
        let explained = try Recobro.run("explain", workspace, "P2").output
        #expect(explained.contains("found wrong in the audit sample by Ana on 2026-01-16"), "\(explained)")
        #expect(explained.contains("nobody's invoice by Ana"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-16").code <= 1)
        #expect(try patterns(workspace, "2026-01-16-1") == ["3,3,1,2,0,10000"])
        #expect(try page(workspace, "2026-01-16-1").contains("su muestra de control"))
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func anAnswerToTheSampleCanBeUndone() throws {
        let scratch = try Scratch()
        let workspace = try audited(scratch)
        // The first is agreed with, undone, called nobody's, undone, applied in part, undone and left;
        // only the answer to the second stays.
        let session = try review(
            workspace, "\nu\nn\nu\ns\nF2026-0001=90,00\ns\nu\nd\nn\nq\n")
        #expect(session.components(separatedBy: "Deshecha la última decisión.").count == 4, "\(session)")
        #expect(session.contains("Decididos: 1. Dejados: 1. Por decidir: 1."), "\(session)")
        #expect(
            try matches(workspace) == ["P1,F2026-0001,10000,auto", "P3,F2026-0003,3000,auto"])
        #expect(try suspensions(workspace).count == 1)
        let explained = try Recobro.run("explain", workspace, "P1").output
        for said in ["confirmed", "found wrong"] {
            #expect(
                explained.contains(
                    "\(said) in the audit sample by Ana on 2026-01-16; answer taken back by Ana on 2026-01-16"
                ),
                "\(explained)")
        }
        #expect(try Recobro.run("audit", workspace).code == 0)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-16").code <= 1)
        #expect(try patterns(workspace, "2026-01-16-1") == ["3,1,0,1,2,10000"])
        #expect(try matches(workspace).contains("P1,F2026-0001,10000,auto"))
        // It is asked again, and may be answered in a table as well.
        #expect(try review(workspace, "q\n").contains("── 1 de 2 · #1"))
        try drop(
            "Movimiento;Fecha;Importe;Divisa;Decisión;Autor\n1;13/01/2026;100,00;EUR;F2026-0001=100,00;Luis\n",
            "r.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code <= 1)
        #expect(try patterns(workspace, "2026-01-17-1") == ["3,2,1,1,1,10000"])
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func theSampleGoesOutAndComesBackAsATable() throws {
        let scratch = try Scratch()
        let workspace = try audited(scratch)
        let path = "\(scratch.path)/cola.csv"
        #expect(
            try Recobro.run("review", workspace, "--order", "day", "--csv", path).output.contains("Wrote 3"))
        var rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(rows[1].contains(";TRANSFERENCIA DE DOS TRES SA F2026-0001;F2026-0001=100.00;;;"))
        rows[1] = rows[1].dropLast(2) + "1;Luis;"
        rows[2] = rows[2].dropLast(2) + "no;Luis;"
        try drop(rows.joined(separator: "\n") + "\n", "cola.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 0)
        #expect(try matches(workspace) == ["P1,F2026-0001,10000,auto", "P3,F2026-0003,3000,auto"])
        #expect(try patterns(workspace, "2026-01-17-1") == ["3,2,1,1,1,10000"])
        // Saved again, it adds nothing.
        try drop(rows.joined(separator: "\n") + "\n\n", "otra.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-18").code == 0)
        #expect(try patterns(workspace, "2026-01-18-1") == ["3,2,1,1,1,10000"])
        let report = "\(workspace)/outbox/2026-01-18-1/report"
        #expect(try !String(contentsOfFile: "\(report)/problems.csv", encoding: .utf8).contains("otra.csv"))
        #expect(try Recobro.run("audit", workspace).code == 0)
    }

    @Test func withoutASampleNothingIsAsked() throws {
        let scratch = try Scratch()
        let workspace = try audited(scratch, perThousand: 0)
        #expect(try patterns(workspace, "2026-01-15-1") == ["3,0,0,0,0,"])
        #expect(try review(workspace, "").contains("No hay nada que decidir."))
        try drop(
            "Movimiento;Fecha;Importe;Divisa;Decisión;Autor\n1;13/01/2026;100,00;EUR;nadie;Luis\n", "r.csv",
            workspace)
        // A row about what is posted and not asked about decides nothing.
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-17").code == 1)
        #expect(try matches(workspace).count == 3)
    }
}
