import Domain
import Testing

@testable import Handover

/// The business manifest against the batch, for partners who write it in their own way.
@Suite("The manifest of a package")
struct PackageManifestTests {
    private func codes(_ source: PackageSource) -> [RuleBreak.Code] {
        PackageCheck.check(source).findings.map(\.code)
    }

    /// The tree with the members of every object sorted by name.
    private func sorted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.sorted { $0.name < $1.name }.map {
                    JSONValue.Member(name: $0.name, value: sorted($0.value))
                })
        case .array(let elements): .array(elements.map(sorted))
        default: value
        }
    }

    private func sortingManifest(_ source: PackageSource) throws -> PackageSource {
        try source.sealing("manifest.json") { text in
            let tree = sorted(Example.tree(text))
            return String(decoding: JSONText.bytes(of: tree), as: UTF8.self)
        }
    }

    @Test("may have its members in any order, of totals and their sums too")
    func order() throws {
        let operations = [Sample.new(), Sample.pay(), Sample.recall()]
        let cases = try sortingManifest(Package.unchecked(operations))
        #expect(cases.text("manifest.json").hasPrefix("{\n \"batchId\""))
        #expect(codes(cases) == [])
        #expect(codes(try sortingManifest(Package.unchecked([Registry.removal, Registry.addition]))) == [])
        let changed = try cases.sealing("manifest.json") {
            $0.replacing("\"controlSum\": \"1727.41\"", with: "\"controlSum\": \"1727.42\"")
        }
        #expect(codes(changed) == [.formsDiffer])
        let added = try cases.sealing("manifest.json") {
            $0.replacing("\"cases\": 2", with: "\"cases\": 2, \"more\": 1")
        }
        #expect(codes(added) == [.formsDiffer])
    }

    @Test("repeats the sums in the order in which the batch has them")
    func sums() throws {
        var other = Sample.new(ref: "C-2026-0008")
        other.currency = try #require(Currency("USD"))
        func turned(_ text: String) -> String {
            let tree = Example.tree(text)
            guard let first = tree["totals"]?["amounts"]?[0], let second = tree["totals"]?["amounts"]?[1]
            else { return text }
            let swapped = tree.setting("totals.amounts", .array([second, first]))
            return String(decoding: JSONText.bytes(of: swapped), as: UTF8.self)
        }
        let source = try Package.unchecked([Sample.new(), other])
        #expect(codes(source) == [])
        let both = try source.sealing("data/batch.json", turned).sealing("manifest.json", turned)
        #expect(codes(both) == [])
    }
}
