import Domain
import Foundation
import Testing

@testable import Handover

@Suite("A package on its way")
struct PackageBagTests {
    private let source: PackageSource
    private let evidence = "data/evidence/C-2026-0007/01_invoice_F26-0101.pdf"

    init() throws { source = try Package.unchecked([Sample.new(), Sample.pay(version: 2)]) }

    private func findings(_ source: PackageSource) -> [PackageFinding] {
        PackageCheck.check(source).findings
    }

    @Test("tells which file was changed, is missing or does not belong")
    func digests() {
        let changed = findings(source.changing([evidence: Array("another document".utf8)]))
        #expect(changed.map(\.code).contains(.checksum))
        #expect(changed.contains { $0.place == evidence && $0.severity == .refuse })
        let missing = findings(source.changing([evidence: nil]))
        #expect(Set(missing.map(\.code)) == [.checksum, .documentMissing])
        let added = findings(source.changing(["data/evidence/C-2026-0007/extra.pdf": [1]]))
        #expect(added.map(\.code) == [.checksum])
        #expect(added.first?.place == "data/evidence/C-2026-0007/extra.pdf")
        #expect(findings(source.changing(["readme.txt": [1]])).map(\.code) == [.checksum])
        // Changed, and without the identifier of its batch.
        let information = findings(source.changing(["bag-info.txt": Array("x: y\n".utf8)]))
        #expect(information.map(\.code) == [.checksum, .form])
        #expect(findings(source.changing(["bagit.txt": nil])).contains { $0.code == .form })
        for name in ["manifest-sha256.txt", "tagmanifest-sha256.txt", "manifest.json", "data/batch.json"] {
            #expect(PackageCheck.check(source.changing([name: nil])).isRefused, "\(name)")
        }
    }

    @Test("has its evidence with the digest that the batch states")
    func evidenceDigest() throws {
        let other = try source.sealing(evidence) { _ in "document D9" }
        let found = findings(other)
        #expect(found.map(\.code) == [.checksum])
        #expect(found.first?.place == "data/batch.json $.ops[0] C-2026-0007.1 document D1")
        #expect(found.first?.severity == .setAside)
        let orphan = try source.sealing("bagit.txt") { $0 }.changing([:])
        #expect(findings(orphan).isEmpty)
    }

    @Test("says test or production in three places, and all agree")
    func environment() throws {
        var folder = source
        folder.folder = source.folder.replacingOccurrences(of: "DHX1_T_", with: "DHX1_P_")
        #expect(findings(folder).map(\.code) == [.environment])
        let manifest = try source.sealing("manifest.json") {
            $0.replacingOccurrences(of: "\"environment\": \"T\"", with: "\"environment\": \"P\"")
        }
        #expect(findings(manifest).map(\.code) == [.environment])
        let production = try Package.unchecked(
            [Sample.new()], header: Sample.header(environment: .production))
        #expect(findings(production).isEmpty)
        let profile = try Package.unchecked([Registry.removal]).sealing("manifest.json") {
            $0.replacingOccurrences(of: "\"EXAMPLE\"", with: "\"CERTIFIED\"")
        }
        #expect(findings(profile).map(\.code) == [.environment])
    }

    @Test("says the same in its name, its manifest, its batch and all its forms")
    func forms() throws {
        var renamed = source
        renamed.folder = "DHX1_T_ESB12345674_COLCO_CASE_000043"
        #expect(findings(renamed).map(\.code) == [.form])
        renamed.folder = "handover"
        #expect(PackageCheck.check(renamed).isRefused)
        let manifest = try source.sealing("manifest.json") {
            $0.replacingOccurrences(of: "\"controlSum\": \"1727.41\"", with: "\"controlSum\": \"1727.42\"")
        }
        #expect(findings(manifest).map(\.code) == [.formsDiffer])
        for (path, from, to) in [
            ("data/batch.xml", "<gross>1210.00</gross>", "<gross>1210.01</gross>"),
            ("data/csv/lines.csv", ",1210.00,", ",1210.01,"),
        ] {
            let other = try source.sealing(path) { $0.replacingOccurrences(of: from, with: to) }
            let found = findings(other)
            #expect(found.map(\.code) == [.formsDiffer])
            #expect(found.first?.place.hasPrefix(path) == true)
        }
    }

    @Test("never leads out of its folder")
    func traversal() throws {
        let outside = try source.sealing("manifest-sha256.txt") { $0 }
        let text = source.text("manifest-sha256.txt") + String(repeating: "0", count: 64) + "  data/../../x\n"
        #expect(PackageCheck.check(outside.changing(["manifest-sha256.txt": Array(text.utf8)])).isRefused)
        #expect(PackageCheck.check(source.changing(["../x": [1]])).isRefused)
    }

    @Test("is checked to the end whatever bytes stand in it")
    func hostile() throws {
        let bytes = try #require(source.bytes("data/batch.json"))
        let replacements: [[UInt8]] = [
            [], [0x22], [0x7B], [0x5D], [0x2C], [0x00], [0xFF], [0x5C], [0x39, 0x39, 0x39, 0x39, 0x39, 0x39],
            Array("null".utf8), Array("-".utf8), Array("[[[[[[[[".utf8), Array("\\ud800".utf8),
        ]
        var state: UInt64 = 42
        for round in 0..<400 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let position = Int((state >> 33) % UInt64(bytes.count))
            var damaged = bytes
            damaged.replaceSubrange(
                position..<min(bytes.count, position + round % 3),
                with: replacements[round % replacements.count])
            let report = PackageCheck.check(source.changing(["data/batch.json": damaged]))
            #expect(damaged == bytes || !report.isAccepted)
        }
    }
}
