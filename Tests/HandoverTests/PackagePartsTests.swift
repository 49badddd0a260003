import Domain
import Foundation
import Testing

@testable import Handover

/// Packages larger than what is read at a time, and read in pieces.
@Suite("A package that is read in pieces")
struct PackagePartsTests {
    /// The package as a folder gives it: any range of a file, and never more than was asked for.
    private func inPieces(_ source: PackageSource) -> PackageSource {
        var pieces = source
        let bytes = source.bytes
        pieces.part = { path, range in
            bytes(path).map { Array($0[min(range.lowerBound, $0.count)..<min(range.upperBound, $0.count)]) }
        }
        return pieces
    }

    private func large() throws -> PackageSource {
        let operations = (1...140).flatMap { number -> [CaseOperation] in
            let ref = "C-\(1000 + number)"
            return number % 70 == 0 ? [Sample.new(ref: ref), Sample.pay(ref: ref)] : [Sample.new(ref: ref)]
        }
        return try Package.unchecked(operations)
    }

    @Test("has the findings of the whole, whatever is wrong with it")
    func same() throws {
        let sound = try large()
        let report = PackageCheck.check(sound)
        #expect(report.findings == [])
        #expect(report.caseTotals?.ops == 142)
        #expect(PackageCheck.check(inPieces(sound)) == report)
        let table = "data/csv/parties.csv"
        let changes: [(path: String, old: String, new: String)] = [
            ("data/batch.xml", "<phase>PRE_LEGAL</phase>", "<phase>LEGAL</phase>"),
            ("data/batch.xml", "</batch>\n", "<ops/></batch>\n"), ("data/batch.xml", "</batch>\n", ""),
            (table, "PRIMARY", "GUARANTOR"), (table, "opId,partyNo", "partyNo,opId"),
            ("data/batch.json", "\"gross\": \"1210.00\"", "\"gross\": \"1210.01\""),
            ("data/batch.json", "\"ops\": 142", "\"ops\": 143"),
        ]
        for change in changes {
            let damaged = try sound.sealing(change.path) { text in
                guard let range = text.range(of: change.old, options: .backwards) else { return text }
                return text.replacingCharacters(in: range, with: change.new)
            }
            let whole = PackageCheck.check(damaged)
            #expect(!whole.findings.isEmpty, "\(change.path) \(change.new)")
            #expect(PackageCheck.check(inPieces(damaged)) == whole, "\(change.path) \(change.new)")
        }
        let document = try #require(sound.paths.first { $0.hasSuffix(".pdf") })
        let lacking = sound.changing([table: nil, document: nil, "data/evidence/C-1001/x.pdf": [1]])
        #expect(PackageCheck.check(inPieces(lacking)) == PackageCheck.check(lacking))
        #expect(PackageCheck.check(lacking).findings.count == 6)
    }

    @Test("is compared with the canonical order where its own differs")
    func otherOrder() throws {
        let source = try large().sealing("data/batch.json") {
            $0.replacing(
                "\"opId\": \"C-1140.2\",\n   \"op\": \"PAY\",",
                with: "\"op\": \"PAY\",\n   \"opId\": \"C-1140.2\",")
        }
        #expect(source.text("data/batch.json").contains("{\n   \"op\": \"PAY\",\n   \"opId\": \"C-1140.2\""))
        #expect(PackageCheck.check(inPieces(source)).findings == [])
    }

    @Test("remembers a case's currency from one part to the next")
    func currencies() throws {
        let yen = try #require(Currency("JPY"))
        // The first 128 operations are full cases and read at once; the payment of the last follows alone.
        var operations = (1...128).map { Sample.new(ref: "C-\(1000 + $0)") } + [Sample.pay(ref: "C-1128")]
        (operations[127].currency, operations[128].currency) = (yen, yen)
        let source = try Package.unchecked(operations)
        #expect(PackageCheck.check(source).findings == [])
        // Two decimals would pass for euros, which the totals name too.
        let wrong = try source.sealing("data/batch.json") {
            let start = "\"date\": \"2026-07-24\",\n    \"amount\": "
            return $0.replacing(start + "\"30000\"", with: start + "\"300.00\"")
        }
        #expect(
            PackageCheck.check(wrong).findings == [
                PackageFinding(
                    code: .form, severity: .setAside, place: "data/batch.json $.ops[128].payment.amount",
                    found: "'300.00'", expected: "an amount in JPY as text with 0 decimals")
            ])
    }

    @Test("lists its files once, whatever its manifest says of them")
    func manifest() throws {
        let source = try Package.unchecked([Sample.new()])
        var lines = source.text("manifest-sha256.txt").split(separator: "\n").map(String.init)
        lines.append(lines[0])
        lines.append(String(repeating: "a", count: 64) + "  data/none.pdf")
        lines.append(String(repeating: "a", count: 64) + "  data/none.pdf")
        lines.append(String(repeating: "G", count: 64) + "  data/none.pdf")
        lines[1] = String(repeating: "b", count: 64) + lines[1].dropFirst(64)
        let changed = source.changing(["manifest-sha256.txt": Array(lines.joined(separator: "\n\n").utf8)])
        let findings = PackageCheck.check(inPieces(changed)).findings
        let actual = source.text("manifest-sha256.txt").split(separator: "\n")[1].prefix(64)
        let count = lines.count
        #expect(findings == PackageCheck.check(changed).findings)
        #expect(
            findings.prefix(5).map { "\($0.place): \($0.found)" } == [
                "\(lines[1].dropFirst(66)): digest \(actual)",
                "manifest-sha256.txt line \(count - 3): \(lines[0].dropFirst(66)) a second time",
                "manifest-sha256.txt line \(count - 2): data/none.pdf is not in the package",
                "manifest-sha256.txt line \(count - 1): data/none.pdf a second time",
                "manifest-sha256.txt line \(count): another form",
            ])
    }

    @Test("has digests that read back as they are written")
    func digests() throws {
        let text = "00ff0123456789abcdef00ff0123456789abcdef00ff0123456789abcdefdeadbeef"
        #expect(text.utf8.count == 68)
        let digest = try #require(FileDigest(hexadecimal: text.utf8.prefix(64)))
        #expect(digest.text == text.prefix(64))
        #expect(FileDigest(hexadecimal: text.uppercased().utf8.prefix(64)) == digest)
        for wrong in ["", String(text.prefix(63)), text, "G" + text.prefix(63), "g" + text.prefix(63)] {
            #expect(FileDigest(hexadecimal: wrong.utf8) == nil)
        }
    }
}
