import Foundation
import Handover
import Testing

/// Keys between creditor and agency: what either side sends is signed, and nothing else is taken.
@Suite struct SealTests {
    private func key(_ path: String) throws {
        #expect(try Recobro.run("handover", "key", path).code == 0)
    }

    private func desk(_ scratch: Scratch, _ name: String = "desk") throws -> String {
        let desk = "\(scratch.path)/\(name)"
        let made = try Recobro.run(
            "handover", "desk", "init", desk, "--code", "COLCO", "--identifier", "ESB00000000", "--creditor",
            "ESB12345674", "--agreement", "AGR-2026-01", "--processor-agreement", "DPA-2026-01", "--fee",
            "15.00", "--environment", "T")
        #expect(made.code == 0, "\(made.complaint)")
        return desk
    }

    /// The agency's section of the story, with what else it says.
    private func more(_ lines: String, _ workspace: String) throws {
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("  code: COLCO\n", with: "  code: COLCO\n\(lines)").write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func aDeskWithTheCreditorsKeyTakesTheCreditorsPackages() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        try key("\(scratch.path)/acme/keys.key")
        try more("  signingKey: keys.key\n", story.workspace)
        let package = try story.place()
        let publicKey = "\(story.workspace)/keys.key.pub"
        let checked = try Recobro.run("handover", "check", package, "--key", publicKey)
        #expect(checked.code == 0 && checked.output.contains("signed by key"), "\(checked.output)")
        let desk = try desk(scratch)
        try FileManager.default.copyItem(atPath: publicKey, toPath: "\(desk)/creditor.key")
        let taken = try Recobro.run("handover", "ack", desk, package, "--as-of", "2026-02-09")
        #expect(taken.code == 0, "\(taken.output)")
        #expect(try story.auditHolds)
        // A trial reads the key from where the workspace is.
        try story.bank("2026-02-10")
        let trial = try Recobro.run("run", story.workspace, "--as-of", "2026-02-10", "--dry-run")
        #expect(trial.code <= 1, "\(trial.complaint)")
        try FileManager.default.removeItem(atPath: "\(story.workspace)/keys.key")
        let missing = try Recobro.run("run", story.workspace, "--as-of", "2026-02-10")
        #expect(missing.code == 2, "\(missing.output)")
        #expect(missing.complaint.contains("'agency.signingKey' names"), "\(missing.complaint)")
    }

    @Test func withTheAgencysKeyNothingUnsignedIsTaken() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let package = try story.place()
        let desk = try desk(scratch)
        try key("\(desk)/signing.key")
        try key("\(scratch.path)/stranger.key")
        try more("  publicKey: ../desk/signing.key.pub\n", story.workspace)
        // Unsigned, then signed by somebody else: both are refused, and use up no number.
        let inbox = "\(story.workspace)/inbox"
        _ = try story.answer(package, 1, "2026-02-09", .accepted)
        let unsigned = try refusal(try story.night("2026-02-09"))
        #expect(unsigned.contains("SIGNATURE") && unsigned.contains("unsigned"), "\(unsigned)")
        let other = try self.desk(scratch, "other")
        try FileManager.default.copyItem(
            atPath: "\(scratch.path)/stranger.key", toPath: "\(other)/signing.key")
        let name = "DHX1_T_COLCO_ESB12345674_ACK_000001"
        _ = try Recobro.run("handover", "ack", other, package, "--as-of", "2026-02-09")
        try FileManager.default.copyItem(atPath: "\(other)/out/\(name)", toPath: "\(inbox)/\(name)")
        let foreign = try refusal(try story.night("2026-02-10"))
        #expect(foreign.contains("SIGNATURE"), "\(foreign)")
        #expect(try !story.explain("F2026-0001").contains("ACCEPTED"))
        _ = try Recobro.run("handover", "ack", desk, package, "--as-of", "2026-02-09")
        try FileManager.default.copyItem(atPath: "\(desk)/out/\(name)", toPath: "\(inbox)/\(name)")
        #expect(try refusal(try story.night("2026-02-11")).isEmpty)
        #expect(story.table("\(story.workspace)/outbox/2026-02-11-1", "cases").contains("ACCEPTED"))
        #expect(try story.auditHolds)
    }

    /// What the night says of refused packages.
    private func refusal(_ night: String) throws -> String {
        let table = try String(contentsOfFile: "\(night)/report/problems.csv", encoding: .utf8)
        return table.split(separator: "\n").filter { $0.contains("DHX1_") && $0.contains("SIGNATURE") }
            .joined(separator: "\n")
    }
}
