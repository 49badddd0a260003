import Foundation
import Testing

@testable import Handover

/// An agency that reads no DHX: its own files beside the batch, every night.
@Suite struct AgencyLayoutNightTests {
    private func agency(_ layouts: String, environment: String = "T", returns: String = "") -> String {
        """
        agency:
          name: Cobros Ejemplo S.L.
          code: COLCO
          identifier: ESB00000000
          agreement: AGR-2026-01
          processorAgreement: DPA-2026-01
          environment: \(environment)
          layouts: [\(layouts)]
          returns: [\(returns)]
          client: "4711"
          fees:
            - { percent: "15.00" }

        """
    }

    private let both = "example-agency-placements, example-agency-changes"

    private func rows(_ package: String, _ start: String) throws -> [String] {
        let folder = "\(package)/data/agency"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(start) }
        #expect(names.count == 1, "\(names)")
        let text = try String(contentsOfFile: "\(folder)/\(names.first ?? "")", encoding: .utf8)
        return text.split(separator: "\r\n").dropFirst().map(String.init)
    }

    @Test("what an agency is told stands in its own files, placements and changes apart")
    func files() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, agencies: agency(both))
        let package = try story.place()
        let placed = try rows(package, "placements_4711_20260208_000001_T")
        #expect(placed.count == 2)
        #expect(placed.first?.hasPrefix("ALTA;C-A58818501.1;1;") == true)
        #expect(
            placed.first?.contains(
                ";F2026-0001;L1;02/01/2026;12/01/2026;1000,00;1000,00;EUR;0,00;0,00;1500,00") == true
        )
        let checked = try Recobro.run("handover", "check", package)
        #expect(checked.code == 0, "\(checked.output)")

        let night = try story.night("2026-02-09", credit: (100_000, "F2026-0001"))
        let next = try #require(story.packages(night).first)
        let changes = try rows(next, "changes_4711_20260209_000002_T")
        #expect(changes.count == 1)
        #expect(changes.first?.hasPrefix("PAGO;C-A58818501.1;2;;09/02/2026;;;") == true)
        #expect(changes.first?.contains(";1000,00;;;500,00;EUR;") == true)
    }

    @Test(
        "layouts without a place for every operation, or not for production, stop the night before it begins")
    func refused() throws {
        let scratch = try Scratch()
        for (layouts, environment, expected) in [
            ("example-agency-placements", "T", "no record is for PAY, ADJ, HLD"),
            (both, "P", "runs only in environment T"),
            ("colco", "T", "there is no profiles/colco.json in the workspace"),
        ] {
            let story = try AgencyStory(
                scratch, name: "n\(layouts.count)\(environment)",
                agencies: agency(layouts, environment: environment))
            try story.bank("2026-01-23")
            let run = try Recobro.run("run", story.workspace, "--as-of", "2026-01-23")
            #expect(run.code == 2, "\(run.code)")
            #expect(run.complaint.contains(expected), "\(run.complaint)")
            #expect(run.complaint.contains("line 106: 'agency.layouts'"))
        }
    }

    @Test("the format is written for partners, and nothing of theirs is replaced")
    func format() throws {
        let scratch = try Scratch()
        let folder = "\(scratch.path)/dhx"
        #expect(try Recobro.run("handover", "format", folder).code == 0)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        #expect(
            names.count { $0.hasSuffix(".xsd") } == 6 && names.count { $0.hasSuffix(".schema.json") } == 6)
        #expect(names.contains("DHX-1.0.md") && names.contains("profiles/example-agency-changes.json"))
        #expect(try Recobro.run("handover", "format", folder).code == 0)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(folder)/DHX-1.0.md"))
        let again = try Recobro.run("handover", "format", folder)
        #expect(again.code == 2 && again.complaint.contains("DHX-1.0.md is there already"))
        #expect(try String(contentsOfFile: "\(folder)/DHX-1.0.md", encoding: .utf8) == "mine")
    }

    private static let returns = "example-agency-ack, example-agency-status, example-agency-settlement"
    private static let answerHeading =
        "expediente;operacion;ref_agencia;deudor;resultado;saldo;motivo1;motivo2;documento1;documento2;"
        + "responder_antes_de"
    private static let statusHeading =
        "expediente;ref_agencia;deudor;fecha;estado;fase;importe;vencimiento;motivo;disconformidad;cierre;"
        + "saldo_cierre;accion;antes_de;documento;coste;juzgado;autos;presentada;comunicar_antes_de;plan_total;"
        + "plan_cuotas;plan_cuota;plan_cadencia;plan_primera;plan_ultima"

    /// Puts a file of the agency into the inbox, in its encoding.
    private func drop(_ lines: [String], _ name: String, _ story: AgencyStory) throws {
        let text = lines.map { $0 + "\r\n" }.joined()
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(name)"))
    }

    private func status(_ day: String, _ status: String, _ amount: String, _ due: String = "") -> String {
        "C-A58818501.1;88123;Dos Tres;\(day);\(status);AMISTOSA;\(amount);\(due)"
            + String(repeating: ";", count: 18)
    }

    @Test("an agency without DHX takes part by its own files: acknowledges, reports, pays out")
    func conversation() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, agencies: agency(both, returns: Self.returns))
        _ = try story.place()
        try drop(
            [Self.answerHeading, "C-A58818501.1;;88123;Dos Tres;ALTA;1500,00;;;;;"],
            "ACUSE_20260209_000001_T.csv", story)
        let accepted = try story.night("2026-02-09")
        #expect(story.table(accepted, "cases").contains(",88123,"), "\(story.table(accepted, "cases"))")
        #expect(story.table(accepted, "cases").contains("ACCEPTED"))

        let promise = status("10/02/2026", "COMPROMISO", "500,00", "20/02/2026")
        try drop([Self.statusHeading, promise], "ESTADOS_20260210_T.csv", story)
        let promised = try story.night("2026-02-10")
        #expect(story.table(promised, "cases").contains("PROMISE"), "\(story.table(promised, "cases"))")
        // The list of the next day has the promise again, and what came of it; and a code that nobody agreed.
        try drop(
            [
                Self.statusHeading, promise, status("20/02/2026", "PAGO PARCIAL", "500,00"),
                status("20/02/2026", "XX9", ""),
            ], "ESTADOS_20260220_T.csv", story)
        let paid = try story.night("2026-02-20")
        #expect(story.table(paid, "cases").contains("UNMAPPED (XX9)"), "\(story.table(paid, "cases"))")
        let shown = try Recobro.run("case", story.workspace, "F2026-0001").output
        #expect(shown.contains("PART_PAID"), "\(shown)")
        #expect(shown.components(separatedBy: "PROMISE").count == 2, "\(shown)")

        try drop(
            [
                "C;REM-2026-02;01/02/2026;28/02/2026;0,00;409,25;02/03/2026;REM-2026-02;;0,00;A26-1;28/02/2026;"
                    + "75,00;15,75;90,75",
                "M;MV-1;COBRO;C-A58818501.1;88123;Dos Tres;20/02/2026;500,00;15,00;75,00;0,00;1000,00;;;",
                "T;1;500,00;75,00",
            ], "LIQUIDACION_20260301_2_T.csv", story)
        let stated = try story.night("2026-03-01")
        #expect(
            story.table(stated, "remittances").contains("REM-2026-02,MV-1,COLL,C-A58818501.1"),
            "\(story.table(stated, "remittances"))")
        let arrived = try story.night("2026-03-02", credit: (40_925, "REM-2026-02 LIQUIDACION"))
        #expect(
            FileManager.default.fileExists(atPath: "\(arrived)/remittances/REM-2026-02.postings.csv"))
        let review = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2026-02.review.csv", encoding: .utf8)
        #expect(review.contains("difference=fee:90.75"), "\(review)")
        #expect(try story.auditHolds)
    }

    @Test("a file of the agency that cannot be trusted is refused with its line, and nothing of it counts")
    func refusedReturn() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, agencies: agency(both, returns: Self.returns))
        _ = try story.place()
        try drop(
            [Self.answerHeading, "C-A58818501.1;;88123;Dos Tres;ALTA;1500,00;;;;;"],
            "ACUSE_20260209_000007_T.csv", story)
        try drop(["C;REM;x"], "LIQUIDACION_20260209_1_T.csv", story)
        let night = try story.night("2026-02-09")
        let problems = story.table(night, "problems")
        #expect(problems.contains("ACUSE_20260209_000007_T.csv"), "\(problems)")
        #expect(problems.contains("LIQUIDACION_20260209_1_T.csv"), "\(problems)")
        #expect(!story.table(night, "cases").contains("ACCEPTED"))
        let rejected = try FileManager.default.contentsOfDirectory(atPath: "\(story.workspace)/rejected")
        #expect(rejected.contains { $0.hasSuffix("-LIQUIDACION_20260209_1_T.csv") }, "\(rejected)")
    }

    @Test("what fits no file of the agency stays back, and a person is told")
    func keptBack() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch, agencies: agency("example-agency-placements, cambios"))
        let changes = String(decoding: ExampleProfile.agencyChanges.json, as: UTF8.self)
            .replacing("\"example-agency-changes\"", with: "\"cambios\"")
            .replacing(
                "\"type\": \"code\", \"path\": \"payment.paymentRef\"",
                with: "\"type\": \"digits\", \"path\": \"payment.paymentRef\"")
        let folder = "\(story.workspace)/profiles"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(changes.utf8).write(to: URL(fileURLWithPath: "\(folder)/cambios.json"))
        _ = try story.place()
        try story.bank("2026-02-09", credit: (50_000, "F2026-0002"))
        let run = try Recobro.run("run", story.workspace, "--as-of", "2026-02-09")
        #expect(run.code == 1, "\(run.output)")
        let night = "\(story.workspace)/outbox/2026-02-09-1"
        #expect(try story.told(night) == [])
        #expect(
            story.table(night, "todo").contains("C-A58818501.1.2: cambios: wrong-form at pago"),
            "\(story.table(night, "todo"))")
    }
}
