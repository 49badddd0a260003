import Foundation
import Testing

/// What must never happen, each told as it would happen.
@Suite struct SafetyTests {
    private let invoiceHeading =
        "Número;Fecha;Vencimiento;NIF;Cliente;IBAN;Base;IVA;Retención;Total;Divisa;Email;Tipo\n"
    private let bankHeading =
        "Fecha operación;Fecha valor;Concepto;Observaciones;Importe;Saldo;Divisa;Referencia\n"

    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        #expect(
            try Recobro.run(
                "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban",
                "ES9121000418450200051332"
            ).code == 0)
        return folder
    }

    private func drop(_ text: String, _ name: String, _ workspace: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/\(name)"))
    }

    private func invoice(
        _ number: String, _ total: String, currency: String = "EUR", taxId: String = "A58818501"
    )
        -> String
    {
        invoiceHeading
            + "\(number);02/01/2026;10/01/2026;\(taxId);Dos Tres S.A.;;\(total);0,00;0,00;\(total);\(currency);;Factura\n"
    }

    @Test func nobodyIsRemindedBetweenImportAndMatching() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("F1", "100,00"), "f.csv", workspace)
        _ = try Recobro.run("run", workspace, "--as-of", "2026-01-11")
        try drop(
            bankHeading + "12/01/2026;12/01/2026;TRANSFERENCIA DE DOS TRES SA;F1;100,00;100,00;EUR;1\n",
            "b.csv", workspace)
        #expect(try Recobro.run("import", workspace, "--as-of", "2026-01-20").code == 0)
        let early = try Recobro.run("recover", workspace, "--as-of", "2026-01-20")
        #expect(early.code == 2)
        #expect(early.complaint.contains("recobro match"))
        #expect(try Recobro.run("export", "verdicts", workspace).code == 2)
        // The refusal leaves nothing that would stand in the way of what it asks for.
        #expect(try Recobro.run("match", workspace, "--as-of", "2026-01-20").code <= 1)
        #expect(try Recobro.run("recover", workspace, "--as-of", "2026-01-20").code <= 1)
        #expect(try Recobro.run("export", "verdicts", workspace).code == 0)
    }

    @Test func aNightRefusedForItsConfigurationFinishesOnceThatIsMended() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        for night in try SampleNights.all().prefix(4) {
            try scratch.deliver(night.folder, to: workspace)
            #expect(try Recobro.run("run", workspace, "--as-of", night.day).code <= 1)
        }
        let yaml = "\(workspace)/recobro.yaml"
        let right = try String(contentsOfFile: yaml, encoding: .utf8)
        let agency = try #require(right.range(of: "\nagency:"))
        try right[..<agency.lowerBound].write(toFile: yaml, atomically: true, encoding: .utf8)
        let refused = try Recobro.run("run", workspace, "--as-of", "2026-04-30")
        #expect(refused.code == 2)
        #expect(refused.complaint.contains("put its agency section back"), "\(refused.complaint)")
        try right.write(toFile: yaml, atomically: true, encoding: .utf8)
        let mended = try Recobro.run("run", workspace, "--as-of", "2026-04-30")
        #expect(mended.code <= 1, "\(mended.complaint)")
        #expect(try Recobro.run("audit", workspace).output.contains("everything holds"))
    }

    @Test func aRefusedFileMayComeAgainOnceTheConfigurationIsRight() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let yaml = "\(workspace)/recobro.yaml"
        let right = try String(contentsOfFile: yaml, encoding: .utf8)
        try right.replacing("- ES9121000418450200051332", with: "- ES7921000813610123456789").write(
            toFile: yaml, atomically: true, encoding: .utf8)
        let camt = try String(
            contentsOf: Recobro.sampleData.appendingPathComponent("problems/balance-mismatch/extracto.xml"),
            encoding: .utf8)
        try drop(camt, "e.xml", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-11").output.contains("1 refused"))
        let account = try #require(camt.firstMatch(of: /<IBAN>(ES\d+)<\/IBAN>/)?.output.1)
        try right.replacing("- ES9121000418450200051332", with: "- \(account)").write(
            toFile: yaml, atomically: true, encoding: .utf8)
        try drop(camt, "e.xml", workspace)
        let again = try Recobro.run("run", workspace, "--as-of", "2026-01-12")
        #expect(again.output.contains("0 known already, 0 refused"), "\(again.output)")
        #expect(!again.output.contains("movements   0 new"))
    }

    @Test func aPaidInvoiceThatComesInAnotherCurrencyIsAConflictNotADisaster() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("F1", "100,00"), "f.csv", workspace)
        try drop(
            bankHeading + "12/01/2026;12/01/2026;TRANSFERENCIA DE DOS TRES SA;F1;100,00;100,00;EUR;1\n",
            "b.csv", workspace)
        _ = try Recobro.run("run", workspace, "--as-of", "2026-01-13")
        try drop(invoice("F1", "100,00", currency: "USD"), "g.csv", workspace)
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-14")
        #expect(night.code == 1)
        #expect(night.output.contains("1 findings that a person must settle"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code <= 1)
        #expect(try Recobro.run("audit", workspace).output.contains("everything holds"))
    }

    @Test func anotherDebtorsInvoiceOfTheSameNumberDoesNotReplaceTheFirst() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("000017", "100,00"), "f.csv", workspace)
        _ = try Recobro.run("run", workspace, "--as-of", "2026-01-13")
        try drop(invoice("000017", "200,00", taxId: "A28015865"), "g.csv", workspace)
        let night = try Recobro.run("run", workspace, "--as-of", "2026-01-14")
        #expect(night.code == 1)
        #expect(night.output.contains("outstanding 100.00 EUR"))
    }

    @Test func twoDifferentMovementsOfOneAmountAreBothKept() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        // No balance column: only amount, day, text and the bank's own reference.
        let heading = "Fecha operación;Fecha valor;Concepto;Importe;Divisa;Referencia\n"
        try drop(heading + "12/01/2026;12/01/2026;TRANSFERENCIA UNO;100,00;EUR;REF-A\n", "a.csv", workspace)
        _ = try Recobro.run("import", workspace, "--as-of", "2026-01-13")
        try drop(heading + "12/01/2026;12/01/2026;TRANSFERENCIA DOS;100,00;EUR;REF-B\n", "b.csv", workspace)
        let second = try Recobro.run("import", workspace, "--as-of", "2026-01-14")
        #expect(second.output.contains("movements   1 new"), "\(second.output)")
    }

    @Test func aStatementProvesNothingOfDaysAfterItCame() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("F1", "100,00"), "f.csv", workspace)
        // A Norma 43 header that claims the whole year, received on 11 January.
        let header =
            "11" + "2100" + "0418" + "0200051332" + "260101" + "261231" + "2" + "00000000010000" + "9783UNO"
        let footer =
            "33" + "2100" + "0418" + "0200051332" + "0000000000000000000" + "0000000000000000000" + "2"
            + "00000000010000" + "978"
        try drop(header + "\n" + footer + "\n88999999999999999999000002\n", "e.n43", workspace)
        _ = try Recobro.run("run", workspace, "--as-of", "2026-01-11")
        let later = try Recobro.run("run", workspace, "--as-of", "2026-02-20")
        #expect(later.output.contains("steps       0 taken"), "\(later.output)")
        let verdicts = try Recobro.run("export", "verdicts", workspace).output
        #expect(verdicts.contains("statements-cover,failed") || verdicts.contains("statements-cover,unknown"))
    }

    @Test func importingAFileNeverReplacesOneThatWaits() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("F1", "100,00"), "f.csv", workspace)
        let other = "\(scratch.path)/f.csv"
        try Data(invoice("F2", "50,00").utf8).write(to: URL(fileURLWithPath: other))
        let result = try Recobro.run("import", workspace, other, "--as-of", "2026-01-11")
        #expect(result.output.contains("invoices    2 new"), "\(result.output)")
    }

    @Test func absurdAmountsAreSetAsideAndTheLedgerLives() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(
            bankHeading + "12/01/2026;12/01/2026;UNO;;90000000000000,00;90000000000000,00;EUR;1\n"
                + "13/01/2026;13/01/2026;DOS;;1,00;90000000000001,00;EUR;2\n", "b.csv", workspace)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-14").code == 1)
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code <= 1)
    }

    @Test func filesAreForTheirOwnerOnly() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        try drop(invoice("F1", "100,00"), "f.csv", workspace)
        _ = try Recobro.run("run", workspace, "--as-of", "2026-01-11")
        let found = try #require(FileManager.default.enumerator(atPath: workspace))
        for case let name as String in found {
            let mode = (found.fileAttributes?[.posixPermissions] as? Int) ?? 0
            #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
        }
    }
}
