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

    private func configure(_ rules: String, _ workspace: String) throws {
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let changed = text.replacing("  rules: []\n", with: "  rules:\n\(rules)")
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
            "    - { name: hacienda, when: { textContains: Hacienda }, then: unrelated }\n", workspace)
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
            "    - { name: x, when: { textContains: a, direccion: credit }, then: never }\n", workspace)
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
}
