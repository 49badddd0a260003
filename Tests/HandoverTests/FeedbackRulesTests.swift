import Domain
import Testing

@testable import Handover

/// What an agency sends, refused with the code of the rule that it breaks.
@Suite("A package of the agency that breaks a rule")
struct FeedbackRulesTests {
    /// The package with its batch changed and every digest right.
    private func findings(_ source: PackageSource, _ change: (JSONValue) -> JSONValue) throws
        -> [PackageFinding]
    {
        var totals: JSONValue = .null
        let changed = try source.sealing("data/batch.json") { text in
            let tree = change(Example.tree(text))
            totals = tree["totals"] ?? .null
            return String(decoding: Example.bytes(tree), as: UTF8.self)
        }
        let sealed = try changed.sealing("manifest.json") { text in
            let tree = Example.tree(text).setting("totals", totals)
            return String(decoding: Example.bytes(tree), as: UTF8.self)
        }
        return PackageCheck.check(sealed).findings
    }

    @Test("M-01 to M-06, each under its own code")
    func equations() throws {
        let statement = try #require(Remittances.read(Remittances.tree).value)
        let source = PackageSource(FeedbackPackage.files(statement, producer: Sample.producer))
        #expect(try findings(source) { $0 } == [])
        let broken: [(String, String, String)] = [
            ("M-01", "lines.0.alloc.principal", "382.60"), ("M-02", "lines.0.fee", "75.01"),
            ("M-03", "totals.collected", "501.00"), ("M-04", "statement.feeInvoice.net", "121.00"),
            ("M-05", "statement.feeInvoice.vat", "25.21"), ("M-06", "statement.payout.amount", "330.61"),
        ]
        for (code, path, value) in broken {
            let found = try findings(source) { $0.setting(path, .string(value)) }
            #expect(found.map(\.code.rawValue).contains(code), "\(found)")
            #expect(found.allSatisfy { $0.code.rawValue.hasPrefix("M-") && $0.severity == .refuse })
        }
        #expect(
            RemittanceRuleBreak.Rule.allCases.map(\.code.rawValue)
                == RemittanceRuleBreak.Rule.allCases.map(\.rawValue))
    }

    @Test("a movement that stands twice in a statement")
    func movements() throws {
        let statement = try #require(Remittances.read(Remittances.tree).value)
        let source = PackageSource(FeedbackPackage.files(statement, producer: Sample.producer))
        let found = try findings(source) { $0.setting("lines.1.movementId", .string("MV-501")) }
        #expect(found.map(\.code) == [.movementDuplicate])
        #expect(found.map(\.severity) == [.refuse])
        #expect(found.first?.place == "data/batch.json $.lines[1].movementId")
    }

    @Test("an event that stands twice in a batch")
    func events() throws {
        let batch = try #require(Statuses.read(Statuses.tree).value)
        let source = PackageSource(FeedbackPackage.files(batch, producer: Sample.producer))
        let event = try #require(Statuses.tree["events"]?[0])
        func twice(_ id: String) throws -> [PackageFinding] {
            try findings(source) { tree in
                tree.setting("events.1", event.setting("eventId", .string(id)))
                    .setting("totals.events", .integer(2))
            }
        }
        #expect(try twice("E2") == [])
        let found = try twice("E1")
        #expect(found.map(\.code) == [.eventDuplicate])
        #expect(found.first?.place == "data/batch.json $.events E1")
    }
}
