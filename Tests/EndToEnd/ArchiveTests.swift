import Foundation
import Support
import Testing

/// Files that arrive packed, and what is read of any file without a workspace.
@Suite struct ArchiveTests {
    private let movements =
        "Fecha operación;Fecha valor;Concepto;Importe;Saldo;Divisa;Referencia\n"
        + "12/01/2026;12/01/2026;TRANSFERENCIA DE DOS TRES SA;100,00;1100,00;EUR;1\n"
        + "12/01/2026;12/01/2026;TRANSFERENCIA DE DOS TRES SA;100,00;1200,00;EUR;2\n"

    private func workspace(_ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/acme"
        let made = try Recobro.run(
            "init", folder, "--name", "Uno S.L.", "--tax-id", "B12345674", "--iban",
            "ES9121000418450200051332")
        #expect(made.code == 0)
        return folder
    }

    @Test func membersAreImportedOnceWhateverTheyArrivedIn() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        var members: [ZipBuilder.Member] = []
        members.append(.init("2026/enero.csv", Array(movements.utf8)))
        members.append(.init("__MACOSX/._enero.csv", [1, 2, 3]))
        try Data(ZipBuilder.archive(members)).write(
            to: URL(fileURLWithPath: "\(workspace)/inbox/extractos.zip"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-14").code <= 1)
        let first = try Recobro.run("audit", workspace, "--json").output
        #expect(first.contains("\"entries\":2"))
        // The same statement again, alone and in another archive.
        try Data(movements.utf8).write(to: URL(fileURLWithPath: "\(workspace)/inbox/enero.csv"))
        members.append(.init("nota.txt", Array("nada".utf8)))
        try Data(ZipBuilder.archive(members)).write(
            to: URL(fileURLWithPath: "\(workspace)/inbox/otra-vez.zip"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-15").code <= 1)
        #expect(try Recobro.run("audit", workspace, "--json").output.contains("\"entries\":2"))
        // The archives are kept, whole.
        let kept = try tree("\(workspace)/archive").keys.filter { $0.hasSuffix(".zip") }
        #expect(kept.count == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(workspace)/.parts"))
    }

    @Test func aBrokenArchiveIsRefusedWhole() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let members: [ZipBuilder.Member] = [.init("enero.csv", Array(movements.utf8))]
        try Data(ZipBuilder.archive(members).dropLast(20)).write(
            to: URL(fileURLWithPath: "\(workspace)/inbox/extractos.zip"))
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-01-14").code == 1)
        let rejected = try tree("\(workspace)/rejected")
        #expect(rejected.keys.contains { $0.hasSuffix("extractos.zip") })
        let errors = try #require(rejected.first { $0.key.hasSuffix(".errors.csv") })
        #expect(String(decoding: errors.value, as: UTF8.self).contains("container-invalid"))
    }

    @Test func inspectNamesEveryMember() throws {
        let scratch = try Scratch()
        var members: [ZipBuilder.Member] = []
        members.append(.init("b.csv", Array(movements.utf8)))
        members.append(.init("a.txt", Array("nada".utf8)))
        let path = "\(scratch.path)/extractos.zip"
        try Data(ZipBuilder.archive(members)).write(to: URL(fileURLWithPath: path))
        let result = try Recobro.run("inspect", path, "--json")
        let lines = result.output.split(separator: "\n")
        #expect(result.code == 65 && lines.count == 2)
        #expect(lines[0].contains("extractos.zip/a.txt") && lines[0].contains("\"format\":\"unknown\""))
        #expect(lines[1].contains("extractos.zip/b.csv") && lines[1].contains("\"format\":\"bank-csv\""))
    }

    @Test func convertGivesOneTableOfAnyFormat() throws {
        let scratch = try Scratch()
        let path = "\(scratch.path)/b.csv"
        try Data(movements.utf8).write(to: URL(fileURLWithPath: path))
        let result = try Recobro.run("convert", path, "--to", "csv")
        #expect(result.code == 0)
        let rows = result.output.split(separator: "\n")
        #expect(rows.count == 3)
        #expect(
            rows[0].hasPrefix("account,statement,kind,part,booked,value,amount,currency,status,reference,"))
        #expect(rows[1].contains(",booked,,2026-01-12,2026-01-12,100.00,EUR,BOOK,1,"))
        // What is refused gives nothing, and says why.
        try Data("nada".utf8).write(to: URL(fileURLWithPath: path))
        let refused = try Recobro.run("convert", path)
        #expect(refused.code == 65 && refused.output.isEmpty && refused.complaint.contains("refuse"))
        #expect(try Recobro.run("convert", path, "--kind", "bananas").code == 2)
    }
}
