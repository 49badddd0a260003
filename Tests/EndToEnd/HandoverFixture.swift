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

    /// A desk with the cases of the first batches, and the references of the cases that owe something.
    static func workedDesk(_ scratch: Scratch, batches: Int = 3) throws -> (path: String, open: [String]) {
        let incoming = try packages(1, 2, 3, in: scratch)
        let made = try desk(scratch)
        for sequence in 1...batches {
            let package = "\(incoming)/\(name(sequence))"
            let taken = try Recobro.run("handover", "ack", made, package, "--as-of", "2026-05-04")
            #expect(taken.code == 0, "\(taken.output)")
        }
        let shown = try Recobro.run("handover", "desk", "show", made).output
        let open = shown.split(separator: "\n").filter {
            $0.contains(" ACCEPTED ") && !$0.contains("owes 0.00")
        }
        return (made, open.compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    /// Writes a table of an agency.
    static func table(_ scratch: Scratch, _ name: String, _ lines: String...) throws -> String {
        let path = "\(scratch.path)/\(name)"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// The batch of a package that the agency wrote.
    static func batch(_ desk: String, _ flow: String, _ sequence: Int) throws -> [String: Any] {
        let path = "\(desk)/out/\(folder(flow, sequence))/data/batch.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// The lines of a statement, by the end of its package's name.
    static func lines(_ desk: String, _ name: String) throws -> [[String: Any]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(desk)/out/DHX1_T_\(name)/data/batch.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any]).list("lines")
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
