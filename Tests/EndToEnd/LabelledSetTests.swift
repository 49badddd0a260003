import Foundation
import Support
import Testing

/// The labelled sets beside the project: three formats, one ledger; and how much of what is posted is right.
@Suite(.enabled(if: Corpus.isRequired, "the labelled sets are not here: set RECOBRO_SHARED"))
struct LabelledSetTests {
    struct LabelledSet: Sendable, CustomStringConvertible {
        let name: String
        let taxId: String
        let iban: String
        let enough: Int
        var description: String { name }
    }

    private struct Meta: Decodable {
        let creditor: String
        let nif: String
        let iban: String
    }

    @Test(arguments: ["typical-10k", "hard-10k"])
    func threeFormatsGiveTheSameMovementsAndNothingIsPostedWrongly(_ set: String) throws {
        let folder = try #require(Corpus.shared, "no shared data").appendingPathComponent("datasets/\(set)")
        let meta = try JSONDecoder().decode(
            Meta.self, from: Data(contentsOf: folder.appendingPathComponent("meta.json")))
        let truth = try String(contentsOf: folder.appendingPathComponent("truth.csv"), encoding: .utf8)
        let scratch = try Scratch()
        var digests: Set<String> = []
        for (name, statements) in [("camt", "camt053.xml"), ("n43", "n43/001.n43"), ("csv", "bank.csv")] {
            let workspace = "\(scratch.path)/\(name)"
            #expect(
                try Recobro.run(
                    "init", workspace, "--name", meta.creditor, "--tax-id", meta.nif, "--iban", meta.iban
                ).code == 0)
            for file in ["invoices.csv", "remesas.csv", statements] {
                let source = folder.appendingPathComponent(file)
                try FileManager.default.copyItem(
                    atPath: source.path, toPath: "\(workspace)/inbox/\(source.lastPathComponent)")
            }
            let imported = try Recobro.run("import", workspace, "--as-of", "2026-08-31")
            #expect(imported.code <= 1, "\(imported.complaint)")
            #expect(try Recobro.run("match", workspace, "--as-of", "2026-08-31").code <= 1)
            let audit = try Recobro.run("audit", workspace, "--json")
            digests.insert(try #require(field("movementsDigest", audit.output)))
            let score = MatchScore(
                truth: truth, matches: try Recobro.run("export", "matches", workspace).output,
                evidence: name == "camt" ? "evidence" : "evidence_csv")
            #expect(
                Double(score.wrong.count) <= Double(score.posted) * 0.001, "\(set) \(name): \(score.wrong)")
            if set == "typical-10k" { #expect(score.decidableRight * 2 >= score.decidable, "\(name)") }
        }
        #expect(digests.count == 1)
    }

    private func field(_ name: String, _ json: String) -> String? {
        json.components(separatedBy: "\"\(name)\":\"").dropFirst().first?.components(separatedBy: "\"").first
    }
}
