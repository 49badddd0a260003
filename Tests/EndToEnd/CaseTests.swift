import Domain
import Foundation
import Testing

/// Facts of cases as a person states them: by `recobro case`, and as a table with evidence in the inbox.
@Suite struct CaseTests {
    private static let iban = "ES9121000418450200051332"

    /// A workspace after its first night: three invoices of two customers, all overdue; one part payment.
    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban", Self.iban)
        #expect(made.code == 0)
        try drop(
            """
            Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa
            F2026-0001;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;100,00;EUR
            F2026-0002;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;50,00;EUR
            F2026-0003;02/01/2026;12/01/2026;B00200535;Cuatro Cinco S.L.;80,00;EUR

            """, "facturas.csv", folder)
        try bank(folder, "01/01/2026;01/01/2026;COMISION;-1,00;EUR;C1\n", "banco.csv")
        #expect(try Recobro.run("run", folder, "--as-of", "2026-01-15").code <= 1)
        return folder
    }

    private func bank(_ folder: String, _ rows: String, _ name: String) throws {
        try drop(
            "Fecha operación;Fecha valor;Concepto;Importe;Divisa;Referencia\n" + rows, name, folder)
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    @discardableResult
    private func state(
        _ workspace: String, _ subject: String, _ rest: [String], asOf: String = "2026-01-16"
    ) throws -> Recobro.Result {
        try Recobro.run(["case", workspace, subject] + rest + ["--author", "Ana", "--as-of", asOf])
    }

    private func show(_ workspace: String, _ subject: String, _ asOf: String) throws -> String {
        try Recobro.run("case", workspace, subject, "--as-of", asOf).output
    }

    private func verdict(
        _ workspace: String, _ number: String, _ condition: String, _ asOf: String = "2026-01-20"
    ) throws -> String {
        let result = try Recobro.run("export", "verdicts", workspace, "--as-of", asOf)
        let row = result.output.split(separator: "\n").first {
            $0.hasPrefix("\(number),") && $0.contains(",\(condition),")
        }
        return row.map { String($0.split(separator: ",")[3]) } ?? "none"
    }

    private func expectSound(_ workspace: String) throws {
        let audit = try Recobro.run("audit", workspace)
        #expect(audit.code == 0, "\(audit.output)")
    }

    /// What each fact needs on the command line, the condition that it closes, and how it is ended.
    private static let closing: [(arguments: [String], condition: String)] = [
        (["dispute", "--code", "defective"], "undisputed"),
        (["litigated", "--code", "juzgado"], "undisputed"),
        (["complaint"], "undisputed"), (["reason", "--code", "ya pagado"], "undisputed"),
        (["hold"], "enforceable"), (["hold", "--until", "2026-01-31"], "enforceable"),
        (["seized", "--amount", "20.00"], "enforceable"), (["deceased"], "identity"),
        (["identity-error"], "identity"), (["address-returned"], "identity"),
        (["insolvency", "--reference", "JM 2 123/2026", "--published", "2026-01-10"], "solvent"),
        (["discharged"], "solvent"), (["restricted"], "unrestricted"),
        (["promise", "--amount", "30,00", "--until", "2026-01-31"], "no-agreement"),
        (
            ["plan", "--instalment", "2026-02-01:50.00", "--instalment", "2026-03-01:50.00"],
            "no-agreement"
        ),
        (["discount", "--percent", "10", "--until", "2026-01-31"], "no-agreement"),
    ]

    @Test func eachFactChangesTheVerdictAndTakenBackRestoresIt() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        var number = 0
        for (arguments, condition) in Self.closing {
            #expect(try verdict(workspace, "F2026-0001", condition) == "passed")
            let stated = try state(workspace, "F2026-0001", arguments)
            number += 1
            #expect(stated.code == 0 && stated.output.hasPrefix("#\(number) "), "\(stated)")
            let closed = try verdict(workspace, "F2026-0001", condition)
            #expect(closed == "failed" || closed == "unknown", "\(arguments)")
            let back = try state(workspace, "F2026-0001", ["retracted", "--fact", "\(number)"])
            number += 1
            #expect(back.code == 0, "\(back.complaint)")
            #expect(try verdict(workspace, "F2026-0001", condition) == "passed", "\(arguments)")
        }
        #expect(try show(workspace, "F2026-0001", "2026-01-20").contains("taken back by #2"))
        try expectSound(workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-20").code <= 1)
        try expectSound(workspace)
    }

    @Test func aPromiseIsKeptOrBrokenByWhatIsPaid() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try state(workspace, "F2026-0001", ["promise", "--amount", "30.00", "--until", "2026-01-25"])
        try state(workspace, "B00200535", ["promise", "--until", "2026-01-25"])
        #expect(try verdict(workspace, "F2026-0001", "no-agreement", "2026-01-28") == "failed")
        #expect(try verdict(workspace, "F2026-0001", "no-agreement", "2026-01-29") == "passed")
        #expect(
            try show(workspace, "F2026-0001", "2026-01-20").contains(
                "#1 promised: running, overdue 0.00 EUR, next 30.00 EUR on 2026-01-25; received 0.00 EUR of 30.00 EUR"
            ))
        try bank(
            workspace, "20/01/2026;20/01/2026;PAGO FACTURA F2026-0001;100,00;EUR;P1\n", "banco2.csv")
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-29").code <= 1)
        let paid = try show(workspace, "F2026-0001", "2026-01-29")
        #expect(paid.contains("#1 promised: kept; received 100.00 EUR of 30.00 EUR"), "\(paid)")
        let broken = try show(workspace, "F2026-0002", "2026-01-29")
        #expect(broken.contains("#2 promised: broken on 2026-01-28, 130.00 EUR missing"), "\(broken)")
        try expectSound(workspace)
    }

    @Test func whatCannotBeStatedIsRefusedAndNothingIsWritten() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let wrong: [([String], String)] = [
            (["perhaps"], "unknown fact"), (["promise"], "promised needs --until"),
            (["promise", "--until", "2026-01-10"], "--until must be"),
            (["hold", "--amount", "5.00"], "hold takes no --amount"),
            (["reason", "--code", "because"], "--code must be"),
            (["plan", "--instalment", "mañana:5"], "--instalment must be"),
            (["promise", "--until", "2026-02-01", "--amount", "5.000"], "--amount must be"),
            (["retracted", "--fact", "7"], "fact #7"),
            (["hold", "--day", "2026-01-17"], "not known on"),
            (["hold", "--evidence", "/nowhere/at.all"], "cannot read the evidence"),
        ]
        for (arguments, complaint) in wrong {
            let result = try state(workspace, "F2026-0001", arguments)
            #expect(result.code == 2 && result.complaint.contains(complaint), "\(arguments): \(result)")
        }
        #expect(
            try state(workspace, "F2026-9999", ["hold"]).complaint.contains("no invoice, case or customer"))
        #expect(try state(workspace, "F2026-0001", ["hold"], asOf: "2026-01-14").code == 2)
        #expect(try show(workspace, "F2026-0001", "2026-01-20").contains("0 facts"))
        #expect(try tree("\(workspace)/archive/2026/01/16").isEmpty)
        #expect(try state(workspace, "F2026-0001", ["hold"]).code == 0)
        let again = try state(workspace, "F2026-0001", ["hold"])
        #expect(again.code == 2 && again.complaint.contains("stated already"))
        try expectSound(workspace)
    }

    @Test func whatToDoNextIsShownUntilItIsDone() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try state(workspace, "F2026-0001", ["reason", "--code", "no puede pagar", "--day", "2026-01-15"])
        try state(workspace, "F2026-0001", ["complaint", "--day", "2026-01-15"])
        let open = try show(workspace, "F2026-0001", "2026-01-16")
        #expect(open.contains("#1 reason: offer instalments") && open.contains("#2 complaint: answer it"))
        #expect(open.contains("next: reminder, held back") && open.contains("\n    undisputed: "), "\(open)")
        try state(workspace, "F2026-0001", ["complaint-answered"])
        let answered = try show(workspace, "F2026-0001", "2026-01-16")
        #expect(!answered.contains("#2 complaint: answer it"))
        #expect(!answered.contains("    undisputed: "), "\(answered)")
    }

    @Test func evidenceIsKeptWithItsDigest() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let letter = "\(scratch.path)/carta del cliente.txt"
        try Data("No lo encargué".utf8).write(to: URL(fileURLWithPath: letter))
        let stated = try state(
            workspace, "F2026-0001", ["dispute", "--evidence", letter, "--note", "llegó \"hoy\"; urge"])
        #expect(stated.output.contains("evidence carta del cliente.txt"), "\(stated)")
        let kept = try tree("\(workspace)/archive/2026/01/16")
        #expect(kept.keys.contains { $0.hasSuffix("-carta del cliente.txt") })
        #expect(kept.keys.contains { $0.hasSuffix("-case-2026-01-16-disputed.csv") })
        #expect(try show(workspace, "F2026-0001", "2026-01-20").contains("llegó \"hoy\"; urge; evidence"))
        try expectSound(workspace)
    }

    @Test func aTableWithEvidenceInTheInbox() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop("Estimados señores", "carta.txt", workspace)
        try drop(
            """
            Asunto;Decisión;Fecha;Autor;Prueba;Hasta;Plazos;Archivo
            F2026-0001;disputa;16/01/2026;Ana;Carta;;;carta.txt
            B00200535;plan de pagos;16/01/2026;Ana;;;2026-02-01:65,00 2026-03-01:65,00;
            F2026-0002;concurso;16/01/2026;Ana;;;;otra.pdf

            """, "decisiones.csv", workspace)
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-17")
        #expect(night.code <= 1, "\(night.complaint)")
        let problems = try String(
            contentsOfFile: "\(workspace)/outbox/2026-01-17-1/report/problems.csv", encoding: .utf8)
        #expect(problems.contains("evidence-missing") && !problems.contains("format-unknown"))
        #expect(try tree("\(workspace)/rejected").isEmpty)
        #expect(try tree("\(workspace)/archive").keys.contains { $0.hasSuffix("-carta.txt") })
        #expect(try verdict(workspace, "F2026-0001", "undisputed") == "failed")
        for number in ["F2026-0002", "F2026-0003"] {
            #expect(try verdict(workspace, number, "no-agreement") == "failed")
            #expect(try verdict(workspace, number, "solvent") == "failed")
        }
        let shown = try show(workspace, "B00200535", "2026-01-20")
        #expect(shown.contains("B00200535 as of 2026-01-20: 2 facts"), "\(shown)")
        #expect(shown.contains("next 65.00 EUR on 2026-02-01; received 0.00 EUR of 130.00 EUR"))
        try expectSound(workspace)
    }
}
