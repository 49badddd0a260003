import Foundation
import Testing

@testable import Handover

/// An agency that reads no DHX: its own files beside the batch, every night.
@Suite struct AgencyLayoutNightTests {
    private func agency(_ layouts: String, environment: String = "T") -> String {
        """
        agency:
          name: Cobros Ejemplo S.L.
          code: COLCO
          identifier: ESB00000000
          agreement: AGR-2026-01
          processorAgreement: DPA-2026-01
          environment: \(environment)
          layouts: [\(layouts)]
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
            placed.first?.contains(";F2026-0001;L1;02/01/2026;12/01/2026;1000,00;1000,00;EUR;1500,00") == true
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
            #expect(run.complaint.contains("COLCO"))
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
}
