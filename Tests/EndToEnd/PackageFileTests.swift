import Domain
import Foundation
import Support
import Testing

@testable import Handover

extension AgencyStory {
    /// Makes one file of a package folder, in a folder that there is; the package folder goes.
    static func pack(
        _ package: String, _ kind: PackageArchive.Kind, into folder: String? = nil, keepsFolder: Bool = false
    ) throws -> String {
        let name = (package as NSString).lastPathComponent
        let files = try tree(package)
        let source = PackageSource(folder: name, paths: files.keys.sorted()) { files[$0].map(Array.init) }
        var bytes: [UInt8] = []
        try PackageArchive.write(source, PackageDigests(source), as: kind) { bytes += $0 }
        let parent = folder ?? (package as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let path = "\(parent)/\(name).\(kind.rawValue)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        if !keepsFolder { try FileManager.default.removeItem(atPath: package) }
        return path
    }

    /// Relative paths in the archive of the workspace.
    var archived: [String] { get throws { try tree("\(workspace)/archive").keys.sorted() } }

    /// Names in its inbox.
    var inbox: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "\(workspace)/inbox") }
    }
}

/// What an agency sends as one file, and what it gets so.
@Suite("A package in one file, at night")
struct PackageFileTests {
    private let one = "C-A58818501.1"
    private let name = "DHX1_T_ESB12345674_COLCO_CASE_000001"

    @Test("is taken as its folder is, and archived as it came", arguments: PackageArchive.Kind.allCases)
    func taken(kind: PackageArchive.Kind) throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        let answer = try AgencyStory.pack(story.answer(batch, 1, "2026-02-09", .accepted), kind)
        let bytes = try story.bytes(answer)
        let night = try story.night("2026-02-09")
        #expect(
            story.table(night, "cases").contains("\(one),88123,ACCEPTED"), "\(story.table(night, "problems"))"
        )
        #expect(try story.inbox.isEmpty)
        let leaf = (answer as NSString).lastPathComponent
        let copies = try tree("\(story.workspace)/archive").filter { $0.key.hasSuffix(leaf) }
        #expect(copies.count == 1 && copies.first?.value == Data(bytes))
        #expect(copies.first?.key.hasPrefix("2026/02/09/") == true)
        #expect(try story.auditHolds)
    }

    @Test("is known where the same package came before in another form")
    func known() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        let answer = try story.answer(batch, 1, "2026-02-09", .accepted)
        // One night both, and the night after it the third.
        _ = try AgencyStory.pack(answer, .tar, keepsFolder: true)
        let later = try AgencyStory.pack(answer, .zip, into: scratch.path, keepsFolder: true)
        let night = try story.night("2026-02-09")
        try FileManager.default.moveItem(
            atPath: later, toPath: "\(story.workspace)/inbox/\((later as NSString).lastPathComponent)")
        let next = try story.night("2026-02-10")
        for night in [night, next] {
            #expect(story.table(night, "cases").contains("\(one),88123,ACCEPTED"))
            #expect(
                !story.table(night, "problems").contains("ACK_000001"), "\(story.table(night, "problems"))")
        }
        #expect(try story.inbox.isEmpty && tree("\(story.workspace)/rejected").isEmpty)
        // By one digest, whatever form it came in.
        let folder = "DHX1_T_COLCO_ESB12345674_ACK_000001"
        let digests = try ["/bagit.txt", ".tar", ".zip"].map { ending in
            let path = try #require(try story.archived.first { $0.hasSuffix(folder + ending) })
            return path.split(separator: "/")[3].prefix(16)
        }
        #expect(Set(digests).count == 1, "\(digests)")
        #expect(try story.auditHolds)
    }

    @Test("is refused with its place where it is not one package and nothing else")
    func refused() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        _ = try story.place()
        let file = "DHX1_T_COLCO_ESB12345674_ACK_000001.zip"
        let bytes = ZipBuilder.archive([
            ZipBuilder.Member("bagit.txt", [1]), ZipBuilder.Member("data/../../a", [1]),
        ])
        try Data(bytes).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(file)"))
        let night = try story.night("2026-02-09")
        let problems = story.table(night, "problems")
        #expect(problems.contains("entry 2") && problems.contains(file), "\(problems)")
        let rejected = try tree("\(story.workspace)/rejected")
        #expect(rejected.count == 2 && rejected.first { $0.key.hasSuffix(file) }?.value == Data(bytes))
        #expect(rejected.keys.contains { $0.hasSuffix("\(file).errors.csv") })
        #expect(try story.inbox.isEmpty && story.auditHolds)
    }

    @Test("waits where it has no end yet, and under the names of files on their way")
    func growing() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        for kind in PackageArchive.Kind.allCases {
            let answer = try story.answer(batch, 1, "2026-02-09", .accepted, into: scratch.path)
            let whole = try AgencyStory.pack(answer, kind, into: scratch.path)
            let bytes = try story.bytes(whole)
            let place = "\(story.workspace)/inbox/\((whole as NSString).lastPathComponent)"
            for (path, count) in [
                (place, bytes.count / 2), ("\(place).part", bytes.count), ("\(place).filepart", bytes.count),
            ] {
                try Data(bytes[..<count]).write(to: URL(fileURLWithPath: path))
            }
        }
        let night = try story.night("2026-02-09")
        #expect(story.table(night, "problems").contains("an archive without its end"))
        #expect(try !story.explain("C-A58818501").contains("ACCEPTED"))
        #expect(try story.inbox.count == 6 && tree("\(story.workspace)/rejected").isEmpty)
        // Whole, it is taken.
        let place = "\(story.workspace)/inbox/DHX1_T_COLCO_ESB12345674_ACK_000001.zip"
        try FileManager.default.removeItem(atPath: place)
        try FileManager.default.moveItem(atPath: "\(place).filepart", toPath: place)
        let next = try story.night("2026-02-10")
        #expect(story.table(next, "cases").contains("\(one),88123,ACCEPTED"))
        #expect(try story.inbox.count == 4)
    }

    @Test("goes both ways through a shared folder", arguments: PackageArchive.Kind.allCases)
    func conversation(kind: PackageArchive.Kind) throws {
        let scratch = try Scratch()
        let drop = "\(scratch.path)/shared/T/COLCO"
        let story = try AgencyStory(
            scratch, more: "  drop: \(scratch.path)/shared\n  package: \(kind.rawValue)\n")
        let package = try story.place()
        let file = "\(name).\(kind.rawValue)"
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(drop)/out") == [file])
        // The outbox keeps the folder, and the file says the same.
        let bytes = try story.bytes("\(drop)/out/\(file)")
        let again = try AgencyStory.pack(package, kind, into: scratch.path, keepsFolder: true)
        #expect(try story.bytes(again) == bytes)
        let checked = try Recobro.run("handover", "check", "\(drop)/out")
        #expect(checked.code == 0 && checked.output.contains("no findings"), "\(checked.output)")
        let desk = try desk(scratch)
        let answered = try Recobro.run(
            "handover", "ack", desk, "\(drop)/out", "--as-of", "2026-02-09", "--out", "\(drop)/in",
            "--package", kind.rawValue)
        #expect(answered.code == 0, "\(answered.output)\(answered.complaint)")
        let answer = "DHX1_T_COLCO_ESB12345674_ACK_000001.\(kind.rawValue)"
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(drop)/in") == [answer])
        let night = try story.night("2026-02-09")
        #expect(story.table(night, "cases").contains("ACCEPTED"), "\(story.table(night, "problems"))")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(drop)/in").isEmpty)
        // The same again: the file in the folder stays as it is, and the desk gives its first answer.
        let twice = try Recobro.run(
            "handover", "ack", desk, package, "--as-of", "2026-02-10", "--out", "\(drop)/in", "--package",
            kind.rawValue)
        #expect(twice.code == 0 && twice.output.contains("DUPL"), "\(twice.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(drop)/in") == [answer])
        #expect(try story.auditHolds)
    }

    private func desk(_ scratch: Scratch) throws -> String {
        let desk = "\(scratch.path)/desk"
        let made = try Recobro.run(
            "handover", "desk", "init", desk, "--code", "COLCO", "--identifier", "ESB00000000", "--creditor",
            "ESB12345674", "--agreement", "AGR-2026-01", "--processor-agreement", "DPA-2026-01", "--fee",
            "15.00",
            "--environment", "T")
        #expect(made.code == 0, "\(made.complaint)")
        return desk
    }

    @Test("is what the carrier's command is given, once, and nothing of it stays")
    func carried() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(
            scratch, more: "  package: zip\nsend:\n  handover: [./carrier]\n")
        let carrier = "\(story.workspace)/carrier"
        try "#!/bin/sh\nmkdir -p carried\ncp \"$1\" carried/\n".write(
            toFile: carrier, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: carrier)
        _ = try story.place()
        let sent = try Recobro.run("send", story.workspace, "--as-of", "2026-02-08")
        #expect(
            sent.code == 0 && sent.output.hasPrefix("Sent 1, failed 0"), "\(sent.output)\(sent.complaint)")
        let carried = "\(story.workspace)/carried"
        #expect(try FileManager.default.contentsOfDirectory(atPath: carried) == ["\(name).zip"])
        #expect(try Recobro.run("handover", "check", carried).code == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(story.workspace)/.sending"))
        #expect(
            try Recobro.run("send", story.workspace, "--as-of", "2026-02-08").output.hasPrefix(
                "Sent 0, failed 0"))
        #expect(try story.auditHolds)
    }
}

/// The commands of the agency, and inspect, on packages in one file.
@Suite("A package in one file, by hand")
struct PackageFileCommandTests {
    @Test("is checked as its folder is", arguments: PackageArchive.Kind.allCases)
    func checked(kind: PackageArchive.Kind) throws {
        let scratch = try Scratch()
        let folder = "\(try HandoverFixture.packages(1, in: scratch))/\(HandoverFixture.name(1))"
        let file = try AgencyStory.pack(folder, kind, into: "\(scratch.path)/files", keepsFolder: true)
        func rest(_ text: String) -> Substring { text.drop { $0 != "\n" } }
        let ofFolder = try Recobro.run("handover", "check", folder)
        let ofFile = try Recobro.run("handover", "check", file)
        #expect(ofFile.code == 0 && rest(ofFile.output) == rest(ofFolder.output), "\(ofFile.output)")
        let damaged = try Recobro.run("handover", "check", try scramble(file, scratch))
        #expect(damaged.code != 0)
        // What is nobody's package is left alone in a folder of packages.
        try Data([1]).write(to: URL(fileURLWithPath: "\(scratch.path)/files/other.zip"))
        try Data([1]).write(to: URL(fileURLWithPath: "\(file).part"))
        #expect(try Recobro.run("handover", "check", "\(scratch.path)/files").output == ofFile.output)
    }

    /// A copy of an archive with more bytes changed than stand between two files of a tar.
    private func scramble(_ file: String, _ scratch: Scratch) throws -> String {
        let folder = "\(scratch.path)/damaged"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let copy = "\(folder)/\((file as NSString).lastPathComponent)"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for position in bytes.count / 2..<bytes.count / 2 + 600 { bytes[position] ^= 0x55 }
        try bytes.write(to: URL(fileURLWithPath: copy))
        return copy
    }

    @Test("that is none is refused by check, open and ack with the reason")
    func refused() throws {
        let scratch = try Scratch()
        let file = "\(scratch.path)/\(HandoverFixture.name(1)).zip"
        var member = ZipBuilder.Member("bagit.txt", [1])
        member.attributes = 0xA000 << 16
        try Data(ZipBuilder.archive([member])).write(to: URL(fileURLWithPath: file))
        let checked = try Recobro.run("handover", "check", file)
        #expect(checked.code == 65 && checked.output.contains("a link or device"), "\(checked.output)")
        #expect(checked.output.hasSuffix("cannot be read\n"))
        let json = try Recobro.run("handover", "check", file, "--json").output
        #expect(json.contains("\"readable\":false") && json.contains("bagit.txt"), "\(json)")
        let opened = try Recobro.run("handover", "open", file)
        #expect(opened.code == 65 && opened.complaint.contains("a link or device"), "\(opened.complaint)")
        let desk = try HandoverFixture.desk(scratch)
        let answered = try Recobro.run("handover", "ack", desk, file, "--as-of", "2026-05-04")
        #expect(answered.code == 65 && answered.output.contains("not answered, it cannot be opened"))
        #expect(answered.complaint.contains("a link or device"), "\(answered.complaint)")
        #expect(try tree("\(desk)/out").isEmpty)
    }

    @Test("is answered in order beside folders, and kept while it waits")
    func answered() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, 2, 3, in: scratch)
        _ = try AgencyStory.pack("\(incoming)/\(HandoverFixture.name(2))", .zip)
        let third = try AgencyStory.pack("\(incoming)/\(HandoverFixture.name(3))", .tar)
        let desk = try HandoverFixture.desk(scratch)
        let early = try Recobro.run("handover", "ack", desk, third, "--as-of", "2026-05-04")
        #expect(early.code == 1 && early.output.contains("SEQUENCE_GAP"), "\(early.output)")
        try FileManager.default.removeItem(atPath: third)
        let all = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-05-04")
        #expect(all.code == 0, "\(all.output)")
        #expect(try Recobro.run("handover", "desk", "show", desk).output.contains("15 cases"))
        let wrong = try Recobro.run("handover", "inventory", desk, "--package", "zip")
        #expect(wrong.code != 0 && wrong.complaint.contains("--out"), "\(wrong.complaint)")
        let right = try Recobro.run(
            "handover", "inventory", desk, "--as-of", "2026-05-04", "--package", "zip", "--out",
            "\(scratch.path)/out")
        #expect(right.code == 0 && right.output.contains("INVT_000001.zip"), "\(right.output)")
        #expect(try Recobro.run("handover", "check", "\(scratch.path)/out").code == 0)
    }

    @Test("is opened as a page beside it that says where the evidence is")
    func opened() throws {
        let scratch = try Scratch()
        let folder = "\(try HandoverFixture.packages(1, in: scratch))/\(HandoverFixture.name(1))"
        let file = try AgencyStory.pack(folder, .zip, into: "\(scratch.path)/files", keepsFolder: true)
        let ofFolder = try Recobro.run("handover", "open", folder, "--language", "en")
        let ofFile = try Recobro.run("handover", "open", file, "--language", "en")
        #expect(ofFile.code == 0, "\(ofFile.complaint)")
        let page = "\(scratch.path)/files/\(HandoverFixture.name(1)).html"
        let text = try String(contentsOfFile: page, encoding: .utf8)
        let note =
            "<p>The evidence is in the archive; to open it from here, unpack it beside this page: "
            + "\(HandoverFixture.name(1)).zip</p>\n"
        let other = try String(
            contentsOfFile: ofFolder.output.trimmingCharacters(in: .whitespacesAndNewlines), encoding: .utf8)
        // The links are the same: they lead to the folder that unpacking makes.
        #expect(text.contains(note) && text.replacing(note, with: "") == other)
    }

    @Test("is inspected, as its folder is")
    func inspected() throws {
        let scratch = try Scratch()
        let folder = "\(try HandoverFixture.packages(1, in: scratch))/\(HandoverFixture.name(1))"
        let file = try AgencyStory.pack(folder, .tar, into: "\(scratch.path)/files", keepsFolder: true)
        let check = try Recobro.run("handover", "check", folder).output
        for path in [folder, file] {
            let found = try Recobro.run("inspect", path)
            #expect(found.code == 0, "\(found.complaint)")
            #expect(found.output == "\(path): dhx, 1.0" + check.drop { $0 != "\n" })
        }
        let digests = try [folder, file].map { path in
            let json = try Recobro.run("inspect", path, "--json").output
            #expect(json.contains("\"format\":\"dhx\"") && json.contains("\"flow\":\"CASE\""), "\(json)")
            return json.components(separatedBy: "\"sha256\":").last?.prefix(66)
        }
        #expect(digests[0] == digests[1])
        let damaged = try scramble(file, scratch)
        #expect(try Recobro.run("inspect", damaged).output != Recobro.run("inspect", file).output)
        try Data([1]).write(to: URL(fileURLWithPath: file))
        #expect(try Recobro.run("inspect", file).code == 65)
    }
}
