import Domain
import Foundation
import Testing

@testable import Handover

/// The agency's inventory comes to the creditor: differences are things to do, and nothing is booked.
@Suite struct InventoryNightTests {
    private static let producer = Producer(software: "desk", version: "1")

    private func desk(_ scratch: Scratch) throws -> String {
        let desk = "\(scratch.path)/desk"
        let made = try Recobro.run(
            "handover", "desk", "init", desk, "--code", "COLCO", "--identifier", "ESB00000000", "--creditor",
            "ESB12345674", "--agreement", "AGR-2026-01", "--processor-agreement", "DPA-2026-01", "--fee",
            "15.00", "--environment", "T")
        #expect(made.code == 0, "\(made.complaint)")
        return desk
    }

    /// In either language of the report.
    private func differences(_ story: AgencyStory, _ night: String) -> [Substring] {
        story.table(night, "todo").split(separator: "\n").filter { $0.contains("invent") }
    }

    /// Another inventory of the same desk, as if its books had been kept otherwise.
    private func send(
        _ story: AgencyStory, _ sequence: Int, _ day: String, like package: String,
        _ change: (inout [InventoryEntry]) -> Void
    ) throws {
        let bytes = try story.bytes("\(package)/data/batch.json")
        let read = try #require(Inventory.read(bytes, file: "batch.json").value)
        var entries = read.entries
        change(&entries)
        let inventory = Inventory(header: try story.header(.inventory, sequence, day), entries: entries)
        _ = try story.write(FeedbackPackage.files(inventory, producer: Self.producer))
    }

    @Test func differencesStandUntilTheNextInventory() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let desk = try desk(scratch)
        let inbox = "\(story.workspace)/inbox"
        let answered = try Recobro.run(
            "handover", "ack", desk, try story.place(), "--as-of", "2026-02-09", "--out", inbox)
        #expect(answered.code == 0, "\(answered.complaint)")
        try story.night("2026-02-09")
        let listed = try Recobro.run(
            "handover", "inventory", desk, "--as-of", "2026-02-10", "--out", inbox)
        #expect(listed.code == 0, "\(listed.complaint)")
        let names = try FileManager.default.contentsOfDirectory(atPath: inbox)
        let name = try #require(names.first { $0.contains("_INVT_") })
        let package = "\(scratch.path)/\(name)"
        try FileManager.default.copyItem(atPath: "\(inbox)/\(name)", toPath: package)
        // Equal books: nothing to do.
        let equal = try story.night("2026-02-10")
        #expect(story.table(equal, "files").contains("_INVT_"))
        #expect(differences(story, equal) == [])

        // The agency lost the case: so it says until its next inventory.
        try send(story, 2, "2026-02-11", like: package) { $0 = [] }
        let missing = differences(story, try story.night("2026-02-11"))
        #expect(missing.count == 1 && missing[0].contains("(MISSING_THERE): ACCEPTED"), "\(missing)")
        #expect(differences(story, try story.night("2026-02-12")).count == 1)

        try send(story, 3, "2026-02-13", like: package) { entries in
            entries[0].currentBalance.principal -= 10_000
            entries[0].currentBalance.total -= 10_000
        }
        let night = try story.night("2026-02-13")
        let balance = differences(story, night)
        #expect(
            balance.count == 1 && balance[0].contains("(BALANCE_DIFF): se deben 1500.00 EUR"), "\(balance)")
        // Nothing is booked from it.
        #expect(story.table(night, "cases").contains(",ACCEPTED,1500.00,"))

        // A case that nobody placed.
        try send(story, 4, "2026-02-14", like: package) { entries in
            var other = entries[0]
            other.caseRef = "C-A58818501.9"
            entries.append(other)
        }
        let extra = differences(story, try story.night("2026-02-14"))
        #expect(extra.count == 1 && extra[0].contains("MISSING_HERE"), "\(extra)")
        #expect(extra.allSatisfy { $0.contains("C-A58818501.9") })
        try send(story, 5, "2026-02-15", like: package) { _ in }
        #expect(differences(story, try story.night("2026-02-15")) == [])
        #expect(try story.auditHolds)
    }

    /// What the inventory cannot know yet is no difference.
    @Test func moneyOnItsWayIsNoDifference() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let desk = try desk(scratch)
        let inbox = "\(story.workspace)/inbox"
        func ask(_ command: String, _ arguments: String...) throws {
            let done = try Recobro.run(["handover", command, desk] + arguments + ["--out", inbox])
            #expect(done.code == 0, "\(command): \(done.complaint)")
        }
        try ask("ack", try story.place(), "--as-of", "2026-02-09")
        try story.night("2026-02-09")
        try ask("inventory", "--as-of", "2026-02-11")
        // It was written before the agency hears of this.
        let paid = try story.night("2026-02-11", credit: (50_000, "Factura F2026-0002"))
        #expect(differences(story, paid) == [])
        for package in story.packages(paid) { try ask("ack", package, "--as-of", "2026-02-12") }
        #expect(differences(story, try story.night("2026-02-12")) == [])
        try ask("inventory", "--as-of", "2026-02-13")
        #expect(differences(story, try story.night("2026-02-13")) == [])
    }
}
