import Domain
import Testing

@testable import Handover

/// Values of the lists that others keep (DHX 1.0 §5.0), in packages that came.
@Suite("A code of a list that others keep")
struct CodeListTests {
    private func findings(_ source: PackageSource) -> [PackageFinding] {
        PackageCheck.check(source).findings
    }

    @Test("is in the list, or it is none")
    func lists() {
        #expect(CodeLists.countries.count == 249)
        #expect(CodeLists.currencies.isSuperset(of: ["EUR", "USD", "JPY", "TND", "BGN"]))
        #expect(CodeLists.documentTypes.isSuperset(of: ["380", "381", "384", "386"]))
        #expect(CodeLists.taxCategories.count == 10)
        #expect(!CodeLists.countries.contains("XX") && !CodeLists.countries.contains("EL"))
        // No currency, and the code for tests: nobody owes anything in them.
        #expect(CodeLists.currencies.isDisjoint(with: ["XXZ", "XXX", "XTS"]))
    }

    @Test("a currency that is none sets the case aside, not the batch")
    func currency() throws {
        var strange = Sample.new()
        strange.currency = try #require(Currency("XXZ"))
        let found = findings(try Package.unchecked([strange, Sample.recall()]))
        #expect(found.map(\.code) == [.currency], "\(found)")
        #expect(found.first?.severity == .setAside)
        var record = Registry.change
        record.currency = try #require(Currency("XXZ"))
        #expect(findings(try Package.unchecked([record], profile: nil)).map(\.code) == [.currency])
        let statement = Remittances.tree.setting("statement.currency", .string("XXZ"))
        #expect(Remittances.read(statement).faults.first?.code == .codeUnknown)
    }

    @Test("a VAT category that is none refuses the statement")
    func taxCategory() {
        for category in ["FOO", "A", "SS"] {
            let tree = Remittances.tree.setting("statement.feeInvoice.vatCategory", .string(category))
            #expect(Remittances.read(tree).faults.first?.path == "$.statement.feeInvoice.vatCategory")
        }
        let exempt = Remittances.tree.setting("statement.feeInvoice.vatCategory", .string("AE"))
        #expect(Remittances.read(exempt).faults == [])
    }

    @Test("sender and recipient have a known scheme and a right check digit")
    func sides() throws {
        let changes: [(PartyIdentifier, Bool)] = [
            (PartyIdentifier(scheme: "9920", value: "ESB12345675"), false),
            (PartyIdentifier(scheme: "9946", value: "PT500000001"), false),
            (PartyIdentifier(scheme: "9957", value: "FR00732829320"), false),
            (PartyIdentifier(scheme: "XX", value: "ESB12345674"), false),
            (PartyIdentifier(scheme: "9957", value: "FR44732829320"), true),
            (PartyIdentifier(scheme: "ES:REG", value: "ASNEF"), true),
        ]
        for (identifier, isRight) in changes {
            for path in [\BatchHeader.sender, \BatchHeader.recipient] {
                var header = Sample.header()
                header[keyPath: path].identifier = identifier
                let found = findings(try Package.unchecked([Sample.new()], header: header))
                #expect(found.map(\.code) == (isRight ? [] : [.identifierInvalid]), "\(identifier)")
                #expect(found.allSatisfy { $0.severity == .refuse })
            }
        }
    }

    @Test("what an operation lacks or has wrong in single fields is its own finding, with a reason for it")
    func ownFindings() throws {
        let source = try Package.unchecked([Sample.new(), Sample.recall()])
        let batch = Example.tree(source.text("data/batch.json"))
        let address = "ops.0.case.debtors.0.party.addresses"
        let changes: [(String, JSONValue?, RuleBreak.Code)] = [
            ("ops.0.case.lines.0.issueDate", .string("2026-04-01"), .lineDates),
            (address, .array([]), .address), (address + ".0.street", nil, .address),
            (address + ".0.postCode", nil, .address), (address + ".0.town", nil, .address),
            (address + ".0.country", nil, .address), (address + ".0.country", .string("XX"), .address),
            ("ops.0.case.charges.0.relatesTo", nil, .chargeWithoutLine),
            ("ops.0.case.charges.0.base", nil, .interest),
            ("ops.0.case.charges.0.dayCount", .string("ACT_360"), .interest),
            ("ops.0.case.lines.0.dispute", .string("OPEN"), .disputed),
            ("ops.0.case.lines.0.docType", .string("FOO"), .documentType),
            ("ops.0.case.demands", .array([]), .documentMissing),
        ]
        for (path, value, code) in changes {
            let changed = try source.sealing("data/batch.json") { _ in
                String(decoding: Example.bytes(batch.setting(path, value)), as: UTF8.self)
            }
            let found = findings(changed).filter { $0.code != .formsDiffer }
            #expect(found.map(\.code) == [code], "\(path): \(found)")
            #expect(found.allSatisfy { $0.place.hasPrefix("data/batch.json $.ops[0] C-2026-0007.1") })
            #expect(found.allSatisfy { $0.severity == .setAside })
        }
    }
}
