import Domain
import Foundation
import Testing

@testable import Handover

extension ArchiveContent {
    /// An archive in memory.
    init(_ bytes: [UInt8]) {
        self.init(size: bytes.count) { range in
            Array(bytes[min(range.lowerBound, bytes.count)..<min(range.upperBound, bytes.count)])
        } withBytes: { body in
            try body(bytes.span)
        }
    }
}

@Suite("A package in one file")
struct PackageArchiveTests {
    private func archive(
        _ source: PackageSource, _ kind: PackageArchive.Kind = .tar
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try PackageArchive.write(source, PackageDigests(source), as: kind) { bytes += $0 }
        return bytes
    }

    private func reading(
        _ bytes: [UInt8], _ source: PackageSource, _ kind: PackageArchive.Kind = .tar
    ) -> PackageSource? {
        try? PackageArchive.open(
            ArchiveContent(bytes), kind, folder: source.folder, file: "held.\(kind.rawValue)")
    }

    /// Short and long names, no bytes and many, more files than are read at a time.
    private func sample() throws -> PackageSource {
        let long = String(repeating: "a", count: 120)
        var files: [String: [UInt8]?] = [
            "data/empty.txt": [], "data/big.bin": (0..<9_000_001).map { UInt8(truncatingIfNeeded: $0 / 3) },
            "data/\(long)/\(long).txt": Array("prefix".utf8), "data/\(long)\(long).txt": Array("pax".utf8),
            "data/señal.txt": Array("ñ".utf8), "data/\(long)/short.txt": [UInt8](repeating: 7, count: 512),
        ]
        for number in 0..<5000 { files["data/many/\(number).txt"] = Array("file \(number)".utf8) }
        return try Package.unchecked([Sample.new()]).changing(files)
    }

    @Test("reads back as the package it was", arguments: PackageArchive.Kind.allCases)
    func same(kind: PackageArchive.Kind) throws {
        let source = try sample()
        let bytes = try archive(source, kind)
        let again = try #require(reading(bytes, source, kind))
        #expect(again.folder == source.folder)
        #expect(again.paths == source.paths)
        for path in source.paths where again.bytes(path) != source.bytes(path) {
            Issue.record("\(path) differs")
        }
        #expect(again.bytes("data/none") == nil)
        if kind == .tar {
            let part = try #require(again.part)
            #expect(
                part("data/big.bin", 4_000_000..<4_000_003)
                    == Array((source.bytes("data/big.bin") ?? [])[4_000_000..<4_000_003]))
            #expect(part("data/empty.txt", 0..<10) == [])
            #expect(part("data/many/7.txt", 5..<100) == [0x37])
        }
        #expect(PackageDigests(again).contentSHA256 == PackageDigests(source).contentSHA256)
        #expect(try archive(again, kind) == bytes)
        let sound = try Package.unchecked(Package.everyOperation).changing([:])
        let copied = try #require(reading(try archive(sound, kind), sound, kind))
        #expect(PackageCheck.check(copied) == PackageCheck.check(sound))
    }

    @Test("is a tar file to others")
    func tar() throws {
        let folder = NSTemporaryDirectory() + "recobro-archive-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let source = try sample()
        try Data(try archive(source)).write(to: URL(fileURLWithPath: folder + "/package.tar"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/tar")
        process.arguments = ["-xf", folder + "/package.tar", "-C", folder]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for path in source.paths {
            let written = FileManager.default.contents(atPath: "\(folder)/\(source.folder)/\(path)")
            if written.map(Array.init) != source.bytes(path) { Issue.record("\(path) differs") }
        }
    }

    @Test("is never taken for the package where a byte of it is another")
    func damaged() throws {
        let source = try Package.unchecked([Sample.recall()]).changing([:])
        let bytes = try archive(source)
        let digest = PackageDigests(source).contentSHA256
        func isTaken(_ damaged: [UInt8]) -> Bool {
            reading(damaged, source).map { PackageDigests($0).contentSHA256 == digest } ?? false
        }
        let isSoundTaken = isTaken(bytes)
        #expect(isSoundTaken)
        for length in stride(from: 0, to: bytes.count - 1024, by: 97) {
            let isCutTaken = isTaken(Array(bytes[..<length]))
            #expect(!isCutTaken, "\(length)")
        }
        // Bytes that say nothing of the package: padding, and those of a header that only its checksum knows.
        var taken = 0
        for position in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[position] ^= 0x41
            guard let again = reading(damaged, source) else { continue }
            if PackageDigests(again).contentSHA256 == digest {
                taken += 1
                for path in source.paths where again.bytes(path) != source.bytes(path) {
                    Issue.record("\(path) differs")
                }
            }
        }
        #expect(taken > 0)
    }

    @Test(
        "is not written of files that changed after they were digested",
        arguments: ["bag-info.txt", "data/big.bin"])
    func changed(path: String) throws {
        let source = try sample()
        let digests = PackageDigests(source)
        let content = try #require(source.bytes(path))
        for kind in PackageArchive.Kind.allCases {
            for bytes in [Array(content.dropLast()), [], content.map { $0 ^ 1 }] {
                #expect(throws: PackageArchive.Fault.changed(path: path)) {
                    try PackageArchive.write(source.changing([path: bytes]), digests, as: kind) { _ in }
                }
            }
        }
    }

    @Test("has the digests that a check makes itself")
    func digests() throws {
        let sound = try Package.unchecked(Package.everyOperation)
        let document = try #require(sound.paths.first { $0.hasSuffix(".pdf") })
        for source in [
            sound, sound.changing([document: [1]]), sound.changing([document: nil]),
            sound.changing(["data/stranger.txt": [2], "bag-info.txt": [3]]),
        ] {
            let digests = PackageDigests(source)
            #expect(PackageCheck.check(source, digests: digests) == PackageCheck.check(source))
            let lines = source.paths.map { "\(SHA256Text.digest(of: source.bytes($0) ?? []))  \($0)\n" }
            let text = source.folder + "\n" + lines.joined()
            #expect(digests.contentSHA256 == SHA256Text.digest(of: Array(text.utf8)))
            for (position, path) in source.paths.enumerated() {
                #expect(digests[position]?.size == source.bytes(path)?.count)
            }
        }
    }
}
