import Foundation
import Testing

/// The case packages of the sample company, made once by the real command: 11 cases, payments, recalls.
enum HandoverFixture {
    /// Folder of the packages; it is removed when the tests end.
    private static let made: Result<String, any Error> = Result {
        let folder = NSTemporaryDirectory() + "recobro-handover-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        atexit {
            try? FileManager.default.removeItem(
                atPath: NSTemporaryDirectory()
                    + "recobro-handover-\(ProcessInfo.processInfo.processIdentifier)")
        }
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            let result = try Recobro.run("run", workspace, "--as-of", night.day)
            #expect(result.code == 1, "\(result.complaint)")
            let outbox = "\(workspace)/outbox/\(night.day)-1"
            for name in try FileManager.default.contentsOfDirectory(atPath: outbox)
            where name.contains("_CASE_") {
                try FileManager.default.copyItem(atPath: "\(outbox)/\(name)", toPath: "\(folder)/\(name)")
            }
        }
        return folder
    }

    static func name(_ sequence: Int) -> String { "DHX1_T_ESB32147290_COLCO_CASE_00000\(sequence)" }

    /// A copy of the packages of these numbers, to be spoilt at will.
    static func packages(_ sequences: Int..., in scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/incoming"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for sequence in sequences {
            try FileManager.default.copyItem(
                atPath: "\(try made.get())/\(name(sequence))", toPath: "\(folder)/\(name(sequence))")
        }
        return folder
    }

    /// A desk of the sample's agency.
    static func desk(_ scratch: Scratch, _ name: String = "desk", _ more: String...) throws -> String {
        let desk = "\(scratch.path)/\(name)"
        let made = try Recobro.run(
            [
                "handover", "desk", "init", desk, "--code", "COLCO", "--identifier", "ESB00000000",
                "--creditor", "ESB32147290", "--agreement", "AGR-2026-01", "--processor-agreement",
                "DPA-2026-01", "--fee", "15.00",
            ] + (more.isEmpty ? ["--environment", "T"] : more))
        #expect(made.code == 0, "\(made.complaint)")
        return desk
    }

    /// The batch of a package that the agency wrote.
    static func batch(_ desk: String, _ flow: String, _ sequence: Int) throws -> [String: Any] {
        let path = "\(desk)/out/\(folder(flow, sequence))/data/batch.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    static func folder(_ flow: String, _ sequence: Int) -> String {
        "DHX1_T_COLCO_ESB32147290_\(flow)_00000\(sequence)"
    }

    /// Changes one byte in the middle of a file.
    static func spoil(_ path: String) throws {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}

extension [String: Any] {
    func list(_ key: String) -> [[String: Any]] { self[key] as? [[String: Any]] ?? [] }
    func text(_ key: String) -> String { self[key] as? String ?? "" }
    func object(_ key: String) -> [String: Any] { self[key] as? [String: Any] ?? [:] }
}
