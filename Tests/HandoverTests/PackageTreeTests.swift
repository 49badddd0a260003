import Domain
import Testing

@testable import Handover

/// The tree of a package as DHX 1.0 §5.2 draws it: what is in it, under which name, by which index.
@Suite("The tree of a package")
struct PackageTreeTests {
    private let source: PackageSource
    private let index = "data/evidence/C-2026-0007/00_index.csv"

    init() throws {
        var answer = Package.everyOperation[6]
        answer.caseVersion = 3
        source = try Package.unchecked([Sample.new(), Sample.pay(version: 2), answer])
    }

    private func findings(_ source: PackageSource) -> [PackageFinding] {
        PackageCheck.check(source).findings
    }

    @Test("has one External-Identifier, the id of its batch")
    func identifier() throws {
        func changing(_ line: String) throws -> [PackageFinding] {
            findings(
                try source.sealing("bag-info.txt") {
                    $0.replacing("External-Identifier: ESB12345674.COLCO.CASE.000042\n", with: line)
                })
        }
        #expect(try changing("external-identifier:ESB12345674.COLCO.CASE.000042\n") == [])
        for line in [
            "", "External-Identifier: ESB12345674.COLCO.CASE.000043\n", "External-Identifier:\n",
            "External-Identifier: ESB12345674.COLCO.CASE.000042\nExternal-Identifier: other\n",
        ] {
            let found = try changing(line)
            #expect(found.map(\.code) == [.form], "\(line)")
            #expect(found.map(\.place) == ["bag-info.txt"])
            #expect(found.map(\.severity) == [.refuse])
        }
    }

    @Test("holds nothing below data/ that no manifest lists or that DHX has no place for")
    func strangers() throws {
        let unlisted = findings(source.changing(["data/x.txt": [1]]))
        #expect(unlisted.map(\.code) == [.checksum])
        #expect(unlisted.map(\.place) == ["data/x.txt"])
        let listed = try source.changing(["data/x.txt": [1]]).sealing("bagit.txt") { $0 }
        #expect(findings(listed).map(\.code) == [.form])
        #expect(findings(listed).map(\.place) == ["data/x.txt"])
        #expect(PackageCheck.check(listed).isRefused)
    }

    @Test("may have the digests of its manifests in capitals")
    func capitals() throws {
        func inCapitals(_ text: String) -> String {
            text.split(separator: "\n").map { String($0.prefix(64)).uppercased() + $0.dropFirst(64) + "\n" }
                .joined()
        }
        let payload = try source.sealing("bagit.txt") { $0 }
        let text = inCapitals(payload.text("manifest-sha256.txt"))
        let before = SHA256Text.digest(of: payload.bytes("manifest-sha256.txt") ?? [])
        let business = payload.text("manifest.json").replacing(
            before, with: SHA256Text.digest(of: Array(text.utf8)))
        let files = ["manifest-sha256.txt": text, "manifest.json": business]
        var capital = payload.changing(files.mapValues { Array($0.utf8) })
        let tags = capital.paths.filter { !$0.hasPrefix("data/") && !$0.hasPrefix("tagmanifest") }
        let lines = tags.map { "\(SHA256Text.digest(of: capital.bytes($0) ?? []))  \($0)\n" }.joined()
        capital = capital.changing(["tagmanifest-sha256.txt": Array(inCapitals(lines).utf8)])
        #expect(findings(capital) == [])
        let wrong = capital.changing([index: [1]])
        #expect(findings(wrong).map(\.code).contains(.checksum))
    }

    @Test("has the index of the evidence, which says what the batch says")
    func evidenceIndex() throws {
        #expect(findings(source) == [])
        let missing = findings(try source.changing([index: nil]).sealing("bagit.txt") { $0 })
        // Of both operations of the case that carry documents.
        #expect(missing.map(\.code) == [.documentMissing, .documentMissing])
        #expect(missing.allSatisfy { $0.severity == .setAside && $0.place.contains("$.ops[") })
        let digest = SHA256Text.digest(of: Array("document D3".utf8))
        let changes: [(RuleBreak.Code, String, String)] = [
            (.documentType, "01,INVOICE", "01,ORDER"),
            (.documentMissing, "\r\n02,INVOICE", "\r\n99,INVOICE"),
            (.checksum, digest, String(repeating: "0", count: 64)),
            (.checksum, digest, ""),
        ]
        for (code, from, to) in changes {
            let found = findings(try source.sealing(index) { $0.replacing(from, with: to) })
            #expect(found.map(\.code) == [code], "\(to)")
            #expect(found.first?.place.contains(" document D") == true)
            #expect(found.first?.severity == .setAside)
        }
        for (from, to) in [(",", ";"), ("NN,", "number,"), ("\r\n02,", "\r\n01,"), ("\r\n02,", "\r\n02,x,")] {
            let found = findings(try source.sealing(index) { $0.replacing(from, with: to) })
            #expect(found.map(\.code) == [.documentUnreadable, .documentUnreadable], "\(to)")
        }
        let plain = try source.sealing(index) { $0.replacing("\r\n", with: "\n") }
        #expect(findings(plain) == [])
    }

    @Test("follows an earlier batch of the same sender, recipient and flow, if any")
    func previous() throws {
        var header = Sample.header()
        for id in ["ESB12345674.COLCO.CASE.000041", "ESB12345674.COLCO.CASE.000001", ""] {
            header.previousBatchId = id
            #expect(header.faults == [], "\(id)")
        }
        for id in [
            "ESB12345674.COLCO.CASE.000042", "ESB12345674.COLCO.CASE.000043", "ESB12345674.COLCO.CASE.000000",
            "ESB12345674.COLCO.STAT.000041", "ESB12345674.OTHER.CASE.000041", "ESB12345674.COLCO.CASE.41",
        ] {
            header.previousBatchId = id
            #expect(header.faults.count == 1, "\(id)")
            let found = findings(try Package.unchecked([Sample.new()], header: header))
            #expect(found.map(\.code) == [.form])
            #expect(found.map(\.severity) == [.refuse])
        }
    }
}
