import Domain
import Foundation
import Testing

@testable import Handover

/// What a registry answers by files of its own layout and by inventories, and what the nights make of it.
@Suite struct RegistryNightTests {
    private static let settings = """
        registry:
          name: Fichero Ejemplo
          code: EJEMPLO
          profile: example-fixed-200
          reporter: "0099"
          requiresRelease: false

        """

    private func story(_ scratch: Scratch, _ more: String = "") throws -> AgencyStory {
        try AgencyStory(
            scratch,
            steps: "    - { step: registry, afterDueDays: 20, minimumDaysSincePrevious: 0, channel: file }\n",
            more: Self.settings + more)
    }

    /// Until both debts are listed on 2026-02-10; gives the package for the registry.
    private func list(_ story: AgencyStory) throws -> String {
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        let first = story.packages(try story.night("2026-02-09"), "REGY")
        let second = story.packages(try story.night("2026-02-10"), "REGY")
        return try #require((first + second).first)
    }

    private func records(_ package: String?) throws -> [String] {
        guard let package else { return [] }
        let json = Array(try Data(contentsOf: URL(fileURLWithPath: "\(package)/data/batch.json")))
        return try RegistryBatchFile(json: json).records.map { "\($0.operation.rawValue) \($0.recId)" }
    }

    /// A return file for a batch: `AF1 0`, operation, reference, status, codes.
    private func answer(
        _ story: AgencyStory, _ sequence: Int, _ day: String, _ records: [(String, String)],
        status: String = "0", reporter: String = "0099", trailer: Int? = nil
    ) throws {
        func filled(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let date = day.replacing("-", with: "")
        let number = String(repeating: "0", count: 6 - String(sequence).count) + String(sequence)
        func count(_ value: Int) -> String {
            String(repeating: "0", count: 8 - String(value).count) + "\(value)"
        }
        var lines = ["H\(reporter)\(date)\(number)T\(status)0000"]
        for (record, result) in records {
            lines.append("D" + filled(record, 26) + "01" + filled(result, 9).replacing(" ", with: "0"))
        }
        let rejected = records.count { $0.1.hasPrefix("2") }
        lines.append("T" + count(trailer ?? records.count) + count(rejected))
        let text = lines.map { filled($0, 80) + "\r\n" }.joined()
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: "\(story.workspace)/inbox/RET_0099_\(date)_\(number)_T.txt"))
    }

    private func toDo(_ story: AgencyStory, _ night: String, _ word: String) -> [Substring] {
        story.table(night, "todo").split(separator: "\n").filter { $0.contains(word) }
    }

    @Test func whatIsPaidInPartIsChangedTheSameNight() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        #expect(try records(try list(story)) == ["A F1.1", "A F2.1"])
        let paid = try story.night("2026-02-11", credit: (40_000, "Pago a cuenta factura F2026-0001"))
        let package = try #require(story.packages(paid, "REGY").first, "\(story.table(paid, "todo"))")
        #expect(try records(package) == ["M F1.2"])
        let json = Array(try Data(contentsOf: URL(fileURLWithPath: "\(package)/data/batch.json")))
        let change = try #require(try RegistryBatchFile(json: json).records.first)
        #expect(change.debt?.unpaid == 60_000 && change.recordVersion == 2 && change.gate == nil)
        // Once told it is not told again, and the removal follows it.
        #expect(try records(story.packages(try story.night("2026-02-12"), "REGY").first) == [])
        try story.state("disputed", "2026-02-13")
        let removed = try story.night("2026-02-13")
        #expect(try records(story.packages(removed, "REGY").first) == ["B F1.3", "B F2.2"])
        let repeated = try story.night("2026-02-14")
        #expect(try records(story.packages(repeated, "REGY").first) == ["B F1.3", "B F2.2"])
        #expect(try story.auditHolds)
    }

    @Test func whatAReturnFileSaysCountsAsAnAcknowledgement() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "  returns: example-return-80\n")
        #expect(try records(try list(story)) == ["A F1.1", "A F2.1"])
        // One refused, for a reason that is known and one that is not; one taken.
        try answer(story, 1, "2026-02-11", [("AF1", "201020417"), ("AF2", "0")])
        let answered = try story.night("2026-02-11")
        let refused = toDo(story, answered, "F1.1")
        #expect(refused.count == 1, "\(story.table(answered, "todo"))")
        #expect(
            refused.allSatisfy {
                $0.contains("(ID_INVALID)") && $0.contains("(UNMAPPED): 0417") && $0.contains("F2026-0001")
            })
        #expect(story.table(answered, "problems").contains("0417"))
        #expect(story.table(answered, "files").contains("registry-return"))
        #expect(try records(story.packages(answered, "REGY").first) == [])
        #expect(
            try story.explain("F2026-0001").contains(
                "registry EJEMPLO answered RJCT to F1.1 on 2026-02-11 ID_INVALID, UNMAPPED(0417)"))
        // The same file again.
        try answer(story, 1, "2026-02-11", [("AF1", "201020417"), ("AF2", "0")])
        let again = try story.night("2026-02-12")
        #expect(toDo(story, again, "F1.1").count == 1)
        // Mended and released: listed anew, under another id.
        try story.state("released", "2026-02-13")
        let mended = try story.night("2026-02-13")
        #expect(try records(story.packages(mended, "REGY").first) == ["A F1.1-2"])
        #expect(toDo(story, mended, "ID_INVALID") == [])
        try answer(story, 2, "2026-02-14", [("AF1", "10110")])
        let warned = try story.night("2026-02-14")
        #expect(toDo(story, warned, "ADDRESS_INSUFFICIENT").count == 1)
        try story.state("disputed", "2026-02-16")
        let removed = try story.night("2026-02-16")
        #expect(try records(story.packages(removed, "REGY").first) == ["B F1.2-2", "B F2.2"])
        #expect(toDo(story, removed, "F2.2") == [])
        // Not confirmed on the next working day: an alarm, and told again.
        let silent = try story.night("2026-02-17")
        #expect(try records(story.packages(silent, "REGY").first) == ["B F1.2-2", "B F2.2"])
        #expect(toDo(story, silent, "F2.2").count == 1)
        try answer(story, 4, "2026-02-18", [("BF1", "0"), ("BF2", "3")])
        let confirmed = try story.night("2026-02-18")
        #expect(story.packages(confirmed, "REGY") == [] && toDo(story, confirmed, "F2.2") == [])
        #expect(try story.auditHolds)
    }

    @Test func aReturnFileThatIsNotOursOrNotWholeIsRefused() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "  returns: example-return-80\n")
        _ = try list(story)
        try answer(story, 7, "2026-02-11", [("AF1", "0")])
        let early = try story.night("2026-02-11")
        #expect(story.table(early, "problems").contains("batch 7"))
        try answer(story, 1, "2026-02-12", [("AF1", "0")], reporter: "0100")
        let other = try story.night("2026-02-12")
        #expect(story.table(other, "problems").contains("UNKNOWN_SENDER"))
        // What nobody sent is said, with its line; the rest counts.
        try answer(story, 1, "2026-02-13", [("AF1", "0"), ("AF77", "0")])
        let partly = try story.night("2026-02-13")
        #expect(story.table(partly, "problems").contains("A F77"))
        // Of a file that the registry refused nothing is listed.
        try answer(story, 1, "2026-02-14", [("AF2", "0")], status: "2")
        let whole = try story.night("2026-02-14")
        #expect(toDo(story, whole, "F2.1").count == 1, "\(story.table(whole, "todo"))")
        try story.state("disputed", "2026-02-16")
        #expect(try records(story.packages(story.night("2026-02-16"), "REGY").first) == ["B F1.2"])
        #expect(try story.auditHolds)
    }

    /// What is refused as a duplicate is listed, and removed like any other.
    @Test func whatIsListedTwiceIsListed() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "  returns: example-return-80\n")
        _ = try list(story)
        try answer(story, 1, "2026-02-11", [("AF1", "20301"), ("AF2", "20301")])
        #expect(toDo(story, try story.night("2026-02-11"), "DUPLICATE_CASE") == [])
        try story.state("disputed", "2026-02-12")
        let removed = try story.night("2026-02-12")
        #expect(try records(story.packages(removed, "REGY").first) == ["B F1.2", "B F2.2"])
        #expect(try story.auditHolds)
    }

    @Test func aProfileThatMayNotBeUsedStopsTheNight() throws {
        let scratch = try Scratch()
        for returns in ["example-fixed-200", "nothing"] {
            let story = try AgencyStory(
                scratch, name: returns, more: Self.settings + "  returns: \(returns)\n")
            try story.bank("2026-01-23")
            let run = try Recobro.run("run", story.workspace, "--as-of", "2026-01-23")
            #expect(run.code == 2 && run.complaint.contains("registry.returns"), "\(run.complaint)")
        }
    }

    // MARK: Inventories

    /// The registry's view: references with what it shows as owed.
    private func inventory(
        _ story: AgencyStory, _ sequence: Int, _ day: String, _ entries: [(String, Int64)]
    ) throws {
        let asOf = try #require(Day(iso: day))
        let sender = BatchParty(
            code: "EJEMPLO", identifier: PartyIdentifier(scheme: "ES:REG", value: "EJEMPLO"))
        let inventory = Inventory(
            header: try story.header(.inventory, sequence, day, from: sender),
            entries: entries.map { reference, owed in
                InventoryEntry(
                    caseRef: reference, state: .accepted, phase: .preLegal, originalBalance: owed,
                    currentBalance: CaseBalance(
                        asOf: asOf, principal: owed, interest: 0, fixedComp: 0, costs: 0, total: owed),
                    placedAt: asOf.adding(days: -3), caseVersion: 1)
            })
        _ = try story.write(
            FeedbackPackage.files(inventory, producer: Producer(software: "registry", version: "1")))
    }

    @Test func theRegistrysInventoryFindsWhatGotLost() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        _ = try list(story)
        try inventory(story, 1, "2026-02-12", [("F1", 100_000), ("F2", 50_000)])
        let equal = try story.night("2026-02-12")
        #expect(toDo(story, equal, "agency,F2026") == [], "\(story.table(equal, "todo"))")
        // One gone, one with another amount, one that nobody listed.
        try inventory(story, 2, "2026-02-13", [("F1", 90_000), ("OTHER-9", 7_700)])
        let found = try story.night("2026-02-13")
        #expect(toDo(story, found, "900.00 EUR allí, se deben 1000.00 EUR").count == 1)
        #expect(toDo(story, found, "F2; inscrito el").count == 1)
        #expect(toDo(story, found, "OTHER-9; inscrito desde").count == 1)
        // The layout needs the debtor's number, which the inventory does not tell: the removal cannot go.
        #expect(story.table(found, "problems").contains("OTHER-9"), "\(story.table(found, "problems"))")
        #expect(try story.auditHolds)
    }

    @Test func whatIsListedWithoutUsIsRemovedTheSameNight() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "  returns: example-return-80\n")
        _ = try list(story)
        try answer(story, 1, "2026-02-11", [("AF1", "20101"), ("AF2", "0")])
        try story.night("2026-02-11")
        // It says that it refused, and lists all the same.
        try inventory(story, 1, "2026-02-13", [("F1", 100_000), ("F2", 50_000)])
        let found = try story.night("2026-02-13")
        #expect(try records(story.packages(found, "REGY").first) == ["B X1.F1"])
        #expect(toDo(story, found, "F1; rechazado el").count == 1)
        #expect(try records(story.packages(try story.night("2026-02-14"), "REGY").first) == ["B X1.F1"])
        try answer(story, 3, "2026-02-16", [("BF1", "0")])
        let confirmed = try story.night("2026-02-16")
        #expect(story.packages(confirmed, "REGY") == [] && toDo(story, confirmed, "X1.F1") == [])
        // Listed anew and removed again: the answer is to the last removal, not to that of the extra.
        try story.state("released", "2026-02-17")
        #expect(try records(story.packages(story.night("2026-02-17"), "REGY").first) == ["A F1.1-2"])
        try story.state("disputed", "2026-02-18")
        let removed = try story.night("2026-02-18")
        #expect(try records(story.packages(removed, "REGY").first) == ["B F1.2-2", "B F2.2"])
        try answer(story, 5, "2026-02-19", [("BF1", "0"), ("BF2", "0")])
        #expect(story.packages(try story.night("2026-02-19"), "REGY") == [])
        #expect(try story.auditHolds)
    }

    @Test func theFirstRunOfAMonthListsEverything() throws {
        let scratch = try Scratch()
        let story = try story(scratch, "  inventory: monthly\n")
        _ = try list(story)
        let full = story.packages(
            try story.night("2026-03-02", credit: (50_000, "Factura F2026-0002")), "REGY")
        #expect(full.count == 2)
        #expect(try records(full.first) == ["B F2.2"])
        let last = try #require(full.last)
        #expect(try records(last) == ["A F1.1"])
        let batch = try RegistryBatchFile(json: story.bytes("\(last)/data/batch.json"))
        #expect(batch.target.mode == .full && batch.header.sequence == 3)
        #expect(try Recobro.run("handover", "check", last).code == 0)
        let next = story.packages(try story.night("2026-03-03"), "REGY")
        #expect(next.count == 1)
        #expect(try records(next.first) == ["B F2.2"])
        #expect(try story.auditHolds)
    }

    /// Said before the night begins, not in the night that must remove somebody.
    @Test func aRegistryThatTakesNothingIsRefusedBeforeTheNight() throws {
        for name in ["RAI", "es:ficp"] {
            let scratch = try Scratch()
            let story = try story(scratch)
            let path = "\(story.workspace)/recobro.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try Data(text.replacing("code: EJEMPLO", with: "code: \"\(name)\"").utf8)
                .write(to: URL(fileURLWithPath: path))
            let run = try Recobro.run("run", story.workspace, "--as-of", "2026-01-23")
            #expect(run.code == 2 && run.complaint.contains("banks"), "\(run.complaint)")
        }
    }

    /// Who paid the agency has paid: the listing goes, or is lowered, before anybody books it.
    @Test func moneyThatTheAgencyCollectedLeavesTheRegistryTheSameNight() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        _ = try list(story)
        var paid = try story.event("E-1", "2026-02-11", .partPaid)
        paid.amount = 120_000
        _ = try story.report([paid], 1, "2026-02-11")
        let night = try story.night("2026-02-11")
        #expect(try records(story.packages(night, "REGY").first) == ["B F1.2", "M F2.2"])
        let json = Array(
            try Data(
                contentsOf: URL(
                    fileURLWithPath: "\(try #require(story.packages(night, "REGY").first))/data/batch.json")))
        let changed = try #require(try RegistryBatchFile(json: json).records.last)
        #expect(changed.debt?.unpaid == 30_000)
        #expect(try story.auditHolds)
    }

    @Test func theDeathOfTheDebtorTakesTheListingBack() throws {
        let scratch = try Scratch()
        let story = try story(scratch)
        _ = try list(story)
        try story.state("deceased", "2026-02-11")
        let package = try #require(story.packages(try story.night("2026-02-11"), "REGY").first)
        let batch = try RegistryBatchFile(json: story.bytes("\(package)/data/batch.json"))
        #expect(batch.records.map(\.operation) == [.remove, .remove])
        #expect(batch.records.map(\.reason) == [.recalled, .recalled])
    }
}
