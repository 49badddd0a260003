import Domain
import Foundation
import Support
import Testing

@testable import Handover

private let name = "DHX1_T_ESB12345674_COLCO_CASE_000042"

/// Opens an archive of the name; the fault where it is refused.
private func fault(
    _ bytes: [UInt8], _ kind: PackageArchive.Kind = .tar,
    _ change: (inout PackageArchive.Limits) -> Void = { _ in }
) -> HandoverFault? {
    var limits = PackageArchive.Limits()
    change(&limits)
    do {
        let file = "\(name).\(kind.rawValue)"
        _ = try PackageArchive.open(ArchiveContent(bytes), named: file, limits: limits)
        return nil
    } catch {
        #expect(error.file == "\(name).\(kind.rawValue)" && !error.expected.isEmpty)
        return error
    }
}

private func opened(_ bytes: [UInt8], _ kind: PackageArchive.Kind) throws -> PackageSource {
    try PackageArchive.open(ArchiveContent(bytes), named: "\(name).\(kind.rawValue)")
}

@Suite("An archive that somebody else made")
struct ArchiveReadingTests {
    typealias Tar = TarBuilder.Entry
    typealias Zip = ZipBuilder.Member

    /// Both kinds of the same entries.
    private func faults(_ entries: [(name: String, content: [UInt8])]) -> [HandoverFault?] {
        [
            fault(TarBuilder.archive(entries.map { Tar($0.name, $0.content) })),
            fault(ZipBuilder.archive(entries.map { Zip($0.name, $0.content) }), .zip),
        ]
    }

    private static let good = (name: "\(name)/bagit.txt", content: [UInt8]([1]))

    @Test("is the package of the folder, with its folder and without, in any order")
    func anyOrder() throws {
        var source = try Package.unchecked([Sample.recall()]).changing(["data/ñ.txt": [1]])
        source.folder = name
        let digest = PackageDigests(source).contentSHA256
        for top in [name + "/", "", "./", "./\(name)/"] {
            let files = source.paths.reversed().map { (top + $0, source.bytes($0) ?? []) }
            let folders = top.isEmpty ? ["data/"] : [top, top + "data/"]
            let tar = TarBuilder.archive(
                folders.map { Tar($0, type: "5") } + files.map { Tar($0.0, $0.1) })
            #expect(PackageDigests(try opened(tar, .tar)).contentSHA256 == digest, "\(top)")
            for method: UInt16 in [0, 8] {
                let zip = ZipBuilder.archive(
                    folders.map { Zip($0, []) } + files.map { Zip($0.0, $0.1, method: method) })
                let again = try opened(zip, .zip)
                #expect(again.folder == name && again.paths == source.paths.sorted())
                #expect(PackageDigests(again).contentSHA256 == digest, "\(top)")
                #expect(again.bytes("data/ñ.txt") == [1] && again.bytes("none") == nil)
            }
        }
    }

    /// GNU tar writes every form there is.
    @Test("is read in every form of tar", arguments: ["v7", "ustar", "gnu", "pax", "posix", "oldgnu"])
    func forms(format: String) throws {
        let folder = NSTemporaryDirectory() + "recobro-archive-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let long = format == "v7" ? "short" : String(repeating: "a", count: 90)
        var source = try Package.unchecked([Sample.recall()]).changing(["data/\(long)/\(long).txt": [1, 2]])
        source.folder = name
        for path in source.paths {
            let file = URL(fileURLWithPath: "\(folder)/\(name)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(source.bytes(path) ?? []).write(to: file)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/tar")
        process.arguments = ["--format=\(format)", "-cf", "\(folder)/\(name).tar", "-C", folder, name]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).tar")))
        let again = try opened(bytes, .tar)
        #expect(again.paths == source.paths.sorted())
        #expect(PackageDigests(again).contentSHA256 == PackageDigests(source).contentSHA256)
        #expect(PackageArchive.hasEnd(ArchiveContent(bytes), .tar))
    }

    @Test("takes a name and a size from what stands before the header")
    func longNames() throws {
        let long = "\(name)/data/" + String(repeating: "b", count: 300)
        let records = TarBuilder.record("path", long) + TarBuilder.record("mtime", "1.5")
        let big = [0x80] + [UInt8](repeating: 0, count: 10) + [3]
        var sized = Tar("\(name)/sized", [1, 2, 3])
        sized.size = big
        let bytes = TarBuilder.archive([
            Tar("global", TarBuilder.record("comment", "x"), type: "g"),
            Tar("pax", records, type: "x"), Tar("short", [7]),
            Tar("././@LongLink", Array((long + "c\u{0}").utf8), type: "L"), Tar("short", [8]), sized,
        ])
        let source = try opened(bytes, .tar)
        #expect(source.bytes("data/" + long.split(separator: "/")[2]) == [7])
        #expect(source.bytes("data/" + long.split(separator: "/")[2] + "c") == [8])
        #expect(source.bytes("sized") == [1, 2, 3])
    }

    @Test(
        "is refused for a path that leads elsewhere",
        arguments: [
            "../a", "/etc/passwd", "\(name)/../../a", "\(name)/data/./a", "\(name)//a", "\(name)/a\u{7}",
        ])
    func unsafePaths(path: String) {
        for fault in faults([Self.good, (path, [1])]) {
            #expect(fault?.found.contains("leads") == true, "\(path) \(fault?.description ?? "taken")")
        }
    }

    @Test("is refused for a backslash, which is another folder on another system")
    func backslash() {
        #expect(
            fault(TarBuilder.archive([Tar("\(name)/data\\a", [1])]))?.found == "a path that leads elsewhere")
    }

    @Test("is refused for two files of one name, or a file where a folder must be")
    func twice() {
        for fault in faults([Self.good, Self.good]) {
            #expect(fault?.found.hasPrefix("two files of one name") == true, "\(String(describing: fault))")
        }
        // The same for whoever reads it, in two spellings of Unicode.
        for fault in faults([Self.good, ("\(name)/\u{F1}", [1]), ("\(name)/n\u{303}", [2])]) {
            #expect(fault?.found.hasPrefix("two files of one name") == true, "\(String(describing: fault))")
        }
        for fault in faults([Self.good, ("\(name)/a", [1]), ("\(name)/a!", [1]), ("\(name)/a/b/c", [1])]) {
            #expect(fault?.found == "a file and a folder of one name" && fault?.path == "a")
        }
        for fault in faults([Self.good, ("\(name)/a", [1]), ("\(name)/a/", [])]) {
            #expect(fault?.found == "a file and a folder of one name" && fault?.path == "a")
        }
    }

    @Test("is refused for another folder, for two, and for nothing")
    func folders() {
        for fault in faults([("DHX1_T_OTHER/bagit.txt", [1])]) {
            #expect(fault?.found == "the folder DHX1_T_OTHER" && fault?.expected.contains(name) == true)
        }
        for fault in faults([Self.good, ("other/a", [1])]) + faults([Self.good, ("a", [1])]) {
            #expect(fault?.found == "a file beside the folder \(name)")
        }
        for fault in faults([]) + faults([("\(name)/", [])]) { #expect(fault?.found == "no file") }
    }

    @Test(
        "is refused for a link, a device, a pipe or a sparse file",
        arguments: [
            ("1", "link"), ("2", "link"), ("3", "device"), ("4", "device"), ("6", "pipe"), ("S", "sparse"),
        ])
    func links(type: String, word: String) throws {
        let entry = Tar("\(name)/a", type: try #require(type.first))
        let found = fault(TarBuilder.archive([Tar(Self.good.name), entry]))
        #expect(found?.found.contains(word) == true && found?.path == "\(name)/a", "\(type)")
    }

    @Test("is refused for a link or device in a zip", arguments: [0o12, 0o02, 0o06, 0o01, 0o14])
    func zipLinks(kind: Int) {
        var member = Zip("\(name)/a", [1])
        member.attributes = kind << 28
        let found = fault(ZipBuilder.archive([Zip(Self.good.name, [1]), member]), .zip)
        #expect(found?.found == "a link or device" && found?.path == "\(name)/a")
        member.attributes = 0o100644 << 16
        #expect(fault(ZipBuilder.archive([member]), .zip) == nil)
    }

    @Test("is refused for pax records that hide what is there")
    func records() {
        func found(_ type: Character, _ records: [UInt8]) -> String? {
            fault(TarBuilder.archive([Tar("pax", records, type: type), Tar("\(name)/a", [1])]))?.found
        }
        #expect(found("x", TarBuilder.record("GNU.sparse.major", "1")) == "a sparse file")
        #expect(found("g", TarBuilder.record("path", "\(name)/b")) == "a path or size for all files")
        #expect(found("x", Array("99 path=a\n".utf8)) == "records that cannot be read")
        #expect(found("x", TarBuilder.record("size", "-1")) == "records that cannot be read")
        #expect(found("x", TarBuilder.record("comment", "x")) == nil)
    }

    @Test("is refused where it is encrypted")
    func encrypted() {
        var member = Zip(Self.good.name, [1])
        member.flags = 1
        #expect(fault(ZipBuilder.archive([member]), .zip)?.found.hasPrefix("an encrypted archive") == true)
    }

    @Test("is refused where it is cut off, wherever")
    func cutOff() {
        let entries = [Self.good, ("\(name)/data/a", [UInt8](repeating: 7, count: 700))]
        let tar = TarBuilder.archive(entries.map { Tar($0.0, $0.1) })
        for length in stride(from: 0, to: tar.count - 1024, by: 97) + [tar.count - 1024, tar.count - 513] {
            let cut = Array(tar[..<length])
            #expect(fault(cut)?.found.contains("cut off") == true, "\(length)")
            #expect(!PackageArchive.hasEnd(ArchiveContent(cut), .tar) || length == 1536)
        }
        let zip = ZipBuilder.archive(entries.map { Zip($0.0, $0.1, method: 8) })
        for length in 0..<zip.count {
            #expect(fault(Array(zip[..<length]), .zip) != nil, "\(length)")
            #expect(!PackageArchive.hasEnd(ArchiveContent(Array(zip[..<length])), .zip))
        }
        #expect(PackageArchive.hasEnd(ArchiveContent(zip), .zip) && fault(zip, .zip) == nil)
    }

    @Test("is refused for a damaged header, and for what stands behind its end")
    func damaged() {
        var entry = Tar(Self.good.name, [1])
        entry.checksumDelta = 1
        #expect(fault(TarBuilder.archive([entry]))?.found == "no header of tar")
        entry = Tar(Self.good.name, [1])
        entry.magic = Array("ustar\u{0}".utf8.reversed())
        #expect(fault(TarBuilder.archive([entry]))?.found == "no header of tar")
        let sound = TarBuilder.archive([Tar(Self.good.name, [1])])
        #expect(fault(sound + sound)?.found == "something after the end")
        #expect(fault(sound + [UInt8](repeating: 0, count: 70_000)) == nil)
        #expect(fault(Array("no archive".utf8), .zip)?.found == "an archive whose parts do not fit together")
        #expect(fault(sound, .zip) != nil && fault(ZipBuilder.archive([Zip("a", [1])])) != nil)
    }

    @Test("is refused above the limits: entries, bytes of a file, bytes of all")
    func limits() {
        let entries = (1...4).map { (name: "\(name)/\($0)", content: [UInt8](repeating: 7, count: 100)) }
        let archives: [(PackageArchive.Kind, [UInt8])] = [
            (.tar, TarBuilder.archive(entries.map { Tar($0.name, $0.content) })),
            (.zip, ZipBuilder.archive(entries.map { Zip($0.name, $0.content, method: 8) })),
        ]
        for (kind, bytes) in archives {
            #expect(fault(bytes, kind) { ($0.entries, $0.fileBytes, $0.bytes) = (4, 100, 400) } == nil)
            #expect(fault(bytes, kind) { $0.entries = 3 }?.expected.contains("at most 3 files") == true)
            #expect(fault(bytes, kind) { $0.fileBytes = 99 }?.expected == "at most 99 bytes a file")
            #expect(fault(bytes, kind) { $0.bytes = 399 }?.expected.contains("399 bytes") == true)
        }
    }

    @Test("is refused where a file, or all of them, would grow as only a bomb does")
    func bombs() {
        func member(_ file: String, megabytes: Int) -> Zip {
            var member = Zip("\(name)/\(file)", [], method: 8)
            member.data = [UInt8](repeating: 0, count: 10_000)
            member.size = megabytes << 20
            return member
        }
        let one = fault(ZipBuilder.archive([member("a", megabytes: 33)]), .zip)
        #expect(one?.expected == "at most 400 times what is packed" && one?.path == "\(name)/a")
        // None of them is too much by itself.
        let many = fault(ZipBuilder.archive((1...9).map { member("\($0)", megabytes: 32) }), .zip)
        #expect(many?.expected == "at most 400 times what is packed" && many?.path == "archive")
        #expect(fault(ZipBuilder.archive([member("a", megabytes: 32)]), .zip) == nil)
    }

    @Test("says of a file that cannot be unpacked why, and never gives it")
    func lies() throws {
        var source = try Package.unchecked([Sample.new()]).changing([:])
        source.folder = name
        let text = Array(String(repeating: "a", count: 50).utf8)
        var claimed = Zip("", text, method: 8)
        claimed.size = 49
        var other = Zip("", text, method: 8)
        other.checksum = 1
        var strange = Zip("", text)
        strange.method = 14
        strange.data = text
        for (member, word) in [(claimed, "do not fit"), (other, "checksum"), (strange, "compression")] {
            let members = source.paths.map { path in
                guard path.hasSuffix("batch.json") else {
                    return Zip("\(name)/\(path)", source.bytes(path) ?? [])
                }
                var wrong = member
                wrong.name = Array("\(name)/\(path)".utf8)
                return wrong
            }
            let again = try opened(ZipBuilder.archive(members), .zip)
            let position = try #require(again.paths.firstIndex(of: "data/batch.json"))
            #expect(PackageDigests(again)[position] == nil && again.bytes("data/batch.json") == nil)
            let report = PackageCheck.check(again)
            let found = report.findings.filter { $0.found.hasPrefix("data/batch.json cannot be read: ") }
            #expect(found.count == 1 && found[0].found.contains(word), "\(report.findings)")
            #expect(report.isRefused)
        }
    }

    @Test("is opened or refused whatever bytes of it are others, and never crashes")
    func mutations() throws {
        let long = "\(name)/data/" + String(repeating: "b", count: 120)
        let files = ["\(name)/bagit.txt", "\(name)/data/a", "\(name)/data/b"]
        let tar = TarBuilder.archive(
            [Tar("pax", TarBuilder.record("path", long) + TarBuilder.record("size", "700"), type: "x")]
                + [
                    Tar("short", [UInt8](repeating: 7, count: 700)),
                    Tar("L", Array(long.utf8) + [0x21], type: "L"),
                ]
                + files.map { Tar($0, Array($0.utf8)) })
        let zip = ZipBuilder.archive(files.map { Zip($0, Array($0.utf8), method: 8) })
        #expect(fault(tar) == nil && fault(zip, .zip) == nil)
        var random = SplitMix64(seed: 20_260_722)
        var refused = 0
        for round in 0..<3000 {
            let kind: PackageArchive.Kind = round % 2 == 0 ? .tar : .zip
            var bytes = kind == .tar ? tar : zip
            for _ in 0...Int(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if kind == .tar { TarBuilder.seal(&bytes) }
            guard let source = try? opened(bytes, kind) else {
                refused += 1
                continue
            }
            _ = PackageDigests(source)
        }
        #expect(refused > 300 && refused < 2900, "\(refused)")
    }

    @Test("as a report refuses the package with its place, what was found and what was expected")
    func report() throws {
        let found = try #require(fault([], .zip))
        let report = PackageReport(refusing: found)
        #expect(report.isRefused && report.header == nil && report.findings.count == 1)
        #expect(report.findings[0].found == found.found && report.findings[0].expected == found.expected)
    }

    @Test("is named by its file without the ending")
    func names() {
        #expect(
            PackageArchive.packageName("\(name).zip") == name
                && PackageArchive.packageName("\(name).TAR") == name)
        #expect(PackageArchive.packageName(name) == name && PackageArchive.packageName(".zip") == ".zip")
        #expect(PackageArchive.Kind(fileName: "\(name).zip.part") == nil)
        #expect(PackageArchive.Kind(fileName: "\(name).tar.gz") == nil)
    }
}

@Suite("A zip that is written")
struct ZipWritingTests {
    private func archive(_ source: PackageSource) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try PackageArchive.write(source, PackageDigests(source), as: .zip) { bytes += $0 }
        return bytes
    }

    @Test("has no times and no owners, and the same bytes every time")
    func deterministic() throws {
        let source = try Package.unchecked(Package.everyOperation)
        let bytes = try archive(source)
        #expect(bytes.starts(with: [0x50, 0x4B, 3, 4, 20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0]))
        #expect(try archive(source) == bytes)
        // What lies on the disk in pieces gives the same bytes as what is in memory.
        var inPieces = source
        inPieces.part = { path, range in
            source.bytes(path).map { Array($0[range.clamped(to: $0.indices)]) }
        }
        #expect(try archive(inPieces) == bytes)
    }

    @Test("packs what becomes smaller, small files and large ones, and leaves the rest")
    func methods() throws {
        var state: UInt64 = 1
        let noise = (0..<2_000_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let text = Array(String(repeating: "DHX ", count: 500_000).utf8)
        let files: [String: [UInt8]?] = [
            "data/a": noise, "data/b": text, "data/c": Array(noise[..<100]), "data/d": Array(text[..<100]),
        ]
        let source = try Package.unchecked([Sample.new()]).changing(files)
        let bytes = try archive(source)
        #expect(bytes.count < noise.count + text.count / 10)
        let again = try PackageArchive.open(ArchiveContent(bytes), named: source.folder + ".zip")
        for path in source.paths where again.bytes(path) != source.bytes(path) {
            Issue.record("\(path) differs")
        }
    }

    @Test("leaves what shrinks as only a bomb does as it is, so that readers take it")
    func noBomb() throws {
        let zeros = [UInt8](repeating: 0, count: 34 << 20)
        let source = try Package.unchecked([Sample.recall()]).changing(["data/zeros": zeros])
        let bytes = try archive(source)
        let again = try PackageArchive.open(ArchiveContent(bytes), named: source.folder + ".zip")
        #expect(bytes.count > zeros.count && again.bytes("data/zeros") == zeros)
    }

    @Test("has zip64 records for more files than the old count holds")
    func manyFiles() throws {
        let files = (0..<65_540).map { OutputFile(path: "\(name)/data/\($0)", bytes: []) }
        for count in [65_534, 65_535, 65_540] {
            let source = Package.source(Array(files[..<count]))
            let bytes = try archive(source)
            let again = try PackageArchive.open(ArchiveContent(bytes), named: name + ".zip")
            #expect(again.paths.count == count)
            let hasZip64 = bytes[(bytes.count - 42)...].starts(with: [0x50, 0x4B, 6, 7])
            #expect(hasZip64 == (count > 65_534))
        }
    }

    @Test("states sizes and places that do not fit in zip64 fields")
    func largeFiles() {
        let record = ZipEntries.Record(checksum: 1, size: 5 << 30, packedSize: 1 << 32)
        var bytes: [UInt8] = []
        ZipEntries.append("a", record, at: 6 << 30, to: &bytes)
        #expect(bytes[20..<28].allSatisfy { $0 == 0xFF } && bytes[42..<46].allSatisfy { $0 == 0xFF })
        let eight: [[UInt8]] = [5 << 30, 1 << 32, 6 << 30].map { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        #expect(Array(bytes[47...]) == [1, 0, 24, 0] + eight.joined())
        // What fits stays where it always was.
        bytes = []
        ZipEntries.append(
            "a", ZipEntries.Record(checksum: 1, size: 9, packedSize: 9), at: 1 << 32, to: &bytes)
        #expect(Array(bytes[20..<28]) == [9, 0, 0, 0, 9, 0, 0, 0])
        #expect(Array(bytes[47...]) == [1, 0, 8, 0, 0, 0, 0, 0, 1, 0, 0, 0])
    }
}
