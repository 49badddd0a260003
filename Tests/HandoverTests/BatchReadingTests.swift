import Domain
import Foundation
import Testing

@testable import Handover

@Suite("A batch that is read")
struct BatchReadingTests {
    @Test(
        "is written again byte for byte", Shared.isThere,
        arguments: ["01-case-new", "02-case-updates"])
    func caseExamples(name: String) throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/\(name).json"))
        let batch = try CaseBatchFile(json: bytes)
        // The examples end without the line feed that every text of ours ends with.
        #expect(batch.json == bytes + [0x0A])
    }

    @Test("is written again byte for byte: registry", Shared.isThere)
    func registryExample() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/06-registry.json"))
        let batch = try RegistryBatchFile(json: bytes)
        #expect(batch.json == bytes + [0x0A])
        #expect(batch.records.map(\.operation) == [.add, .change, .remove])
        #expect(batch.records[0] == Registry.addition)
        #expect(batch.records[2].reason == .paid)
        #expect(batch.profile == "demo-fixed-200")
    }

    @Test("says what DHX example 01 says, as a model", Shared.isThere)
    func exampleModel() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/01-case-new.json"))
        let batch = try CaseBatchFile(json: bytes)
        #expect(batch.header == Sample.header())
        guard case .new(var debtCase) = try #require(batch.operations.first).content else {
            Issue.record("the example is a placement")
            return
        }
        #expect(debtCase.documents.map(\.size) == Array(repeating: 1000, count: 6))
        #expect(debtCase.documents[5].filed?.path == "evidence/C-2026-0007/06_burofax_certificate.pdf")
        // Only the documents differ from ours: theirs are elsewhere, ours carry bytes.
        debtCase.documents = Sample.documents
        #expect(debtCase == Sample.debtCase)
        #expect(batch.operations.flatMap(CaseRules.check).isEmpty)
    }

    @Test("has every operation, each written again byte for byte")
    func everyOperation() throws {
        let package = CaseBatch.files(Sample.batch(Package.everyOperation))
        #expect(package.setAside.isEmpty, "\(package.setAside)")
        let bytes = package.bytes("data/batch.json")
        let batch = try CaseBatchFile(json: bytes)
        #expect(batch.operations.map(\.code) == Package.everyOperation.map(\.code))
        #expect(Set(batch.operations.map(\.code)).count == CaseOperation.Code.allCases.count)
        #expect(batch.json == bytes)
        #expect(batch.xml == package.bytes("data/batch.xml"))
        #expect(batch.operations.flatMap(CaseRules.check).isEmpty)
        #expect(batch.totals == package.totals)
        let registry = RegistryBatch.files(
            try Registry.content([Registry.change, Registry.addition, Registry.removal]))
        let records = try RegistryBatchFile(json: registry.bytes("data/batch.json"))
        #expect(records.json == registry.bytes("data/batch.json"))
        #expect(records.xml == registry.bytes("data/batch.xml"))
    }

    @Test("is the same in many parts, side by side, as in one")
    func manyParts() throws {
        let operations = (1...700).map { Sample.new(ref: "C-\($0 + 1000)") }
        let package = CaseBatch.files(Sample.batch(operations))
        let batch = try CaseBatchFile(json: package.bytes("data/batch.json"))
        #expect(batch.operations.map(\.caseRef) == operations.map(\.caseRef))
        let isSameJSON = batch.json == package.bytes("data/batch.json")
        let isSameXML = batch.xml == package.bytes("data/batch.xml")
        #expect(isSameJSON && isSameXML)
        let report = PackageCheck.check(PackageSource(package))
        #expect(report.findings.isEmpty, "\(report.findings.prefix(3))")
        #expect(report.caseTotals == package.totals)
        // In tables, the rows of all parts under one heading.
        let rows = package.text("data/csv/ops.csv").split(separator: "\r\n")
        #expect(rows.count == 701)
        #expect(rows.count { $0.hasPrefix("opId,") } == 1)
    }

    @Test("may have its members in another order, and its XML is still that of the batch")
    func otherOrder() throws {
        let source = try Package.unchecked([Sample.recall()]).sealing("data/batch.json") {
            $0.replacingOccurrences(
                of: "\"opId\": \"C-2026-0002.6\",\n   \"op\": \"RCF\",",
                with: "\"op\": \"RCF\",\n   \"opId\": \"C-2026-0002.6\",")
        }
        #expect(source.text("data/batch.json").contains("{\n   \"op\": \"RCF\""))
        #expect(PackageCheck.check(source).findings.isEmpty)
    }

    @Test("knows the currency of a payment by its case or its decimals")
    func currencies() throws {
        let yen = try #require(Currency("JPY"))
        var far = Sample.pay(ref: "C-9")
        far.currency = yen
        let bytes = CaseBatch.files(Sample.batch([far, Sample.new(), Sample.pay()])).bytes("data/batch.json")
        let batch = try CaseBatchFile(json: bytes)
        #expect(batch.operations.map(\.currency) == [.eur, .eur, yen])
        #expect(batch.json == bytes)
    }

    /// A change of one line of a sound batch, and the fault it must give.
    struct Damage: Sendable, CustomTestStringConvertible {
        let find: String
        let replace: String
        let path: String
        let found: String
        let code: HandoverFault.Code

        var testDescription: String { "\(path) \(code.rawValue)" }

        static let all = [
            Damage(
                find: "\"gross\": \"1210.00\"", replace: "\"gross\": \"1210.0\"",
                path: "$.ops[0].case.lines[0].gross", found: "'1210.0'", code: .wrongForm),
            Damage(
                find: "\"gross\": \"1210.00\"", replace: "\"gross\": 1210",
                path: "$.ops[0].case.lines[0].gross", found: "the number 1210", code: .wrongType),
            Damage(
                find: "\"phase\": \"PRE_LEGAL\"", replace: "\"phase\": \"AMICABLE\"",
                path: "$.ops[0].case.phase", found: "'AMICABLE'", code: .codeUnknown),
            Damage(
                find: "\"dueDate\": \"2026-03-31\"", replace: "\"dueDate\": \"2026-02-30\"",
                path: "$.ops[0].case.lines[0].dueDate", found: "'2026-02-30'", code: .wrongForm),
            Damage(
                find: "\"opId\": \"C-2026-0007.1\"", replace: "\"opId\": \"C-2026-0007.2\"",
                path: "$.ops[0].opId", found: "'C-2026-0007.2'", code: .inconsistent),
            Damage(
                find: "\"evidence/C-2026-0007/01", replace: "\"evidence/../01",
                path: "$.ops[0].case.documents[0].path", found: "'evidence/../01_invoice_F26-0101.pdf'",
                code: .wrongForm),
            Damage(
                find: "\"docNumber\": \"F26-0101\"", replace: "\"number\": \"F26-0101\"",
                path: "$.ops[0].case.lines[0].docNumber", found: "nothing", code: .fieldMissing),
            Damage(
                find: "\"town\": \"Sevilla\"", replace: "\"city\": \"Sevilla\"",
                path: "$.ops[0].case.debtors[0].party.addresses[0].city", found: "a field",
                code: .fieldUnknown),
            Damage(
                find: "\"dispute\": \"NONE\",", replace: "\"dispute\": \"NONE\",\"colour\": \"red\",",
                path: "$.ops[0].case.lines[0].colour", found: "a field", code: .fieldUnknown),
            Damage(
                find: "\"registryWarning\": true", replace: "\"registryWarning\": false",
                path: "$.ops[0].case.demands[1].registryWarning", found: "false", code: .inconsistent),
            Damage(
                find: "\"batchId\": \"ESB12345674.COLCO", replace: "\"batchId\": \"ESB12345674.OTHER.COLCO",
                path: "$.header.batchId", found: "'ESB12345674.OTHER.COLCO.CASE.000042'",
                code: .inconsistent),
            Damage(
                find: "\"format\": \"dhx/1.0\"", replace: "\"format\": \"dhx/2.0\"",
                path: "$.header.format", found: "'dhx/2.0'", code: .wrongForm),
            Damage(
                find: "Construcciones Ñandú", replace: "Construcciones N\u{303}andú",
                path: "$.ops[0].case.debtors[0].party.name", found: "a text of 27 characters",
                code: .wrongForm),
        ]
    }

    @Test("names file, place, what was found and what was expected", arguments: Damage.all)
    func faults(_ damage: Damage) throws {
        let bytes = CaseBatch.files(Sample.batch([Sample.new()])).bytes("data/batch.json")
        let text = String(decoding: bytes, as: UTF8.self)
        let range = try #require(text.range(of: damage.find, options: .literal))
        let damaged = text.replacingCharacters(in: range, with: damage.replace)
        let fault = #expect(throws: HandoverFault.self) {
            try CaseBatchFile(json: Array(damaged.utf8), file: "data/batch.json")
        }
        #expect(fault?.file == "data/batch.json")
        #expect(fault?.path == damage.path)
        #expect(fault?.found == damage.found)
        #expect(fault?.code == damage.code)
        #expect(fault?.expected.isEmpty == false)
    }

    @Test(
        "is refused where its text is no JSON",
        arguments: [
            "", "[]", "{", "{\"header\": {}}", "{\"ops\": {}}", "{\"ops\": []", "{\"ops\": [}",
            "{\"ops\": []}x",
            "{\"ops\": [], \"ops\": []}", "{\"ops\": [\"]}", "{\"ops\": [[[[]]}",
        ])
    func noJSON(text: String) {
        #expect(throws: HandoverFault.self) { try CaseBatchFile(json: Array(text.utf8)) }
        #expect(throws: HandoverFault.self) { try RegistryBatchFile(json: Array(text.utf8)) }
    }

    @Test("is refused at every place where it can be cut off")
    func cutOff() {
        let bytes = CaseBatch.files(Sample.batch([Sample.recall(), Sample.pay()])).bytes("data/batch.json")
        for end in stride(from: 0, to: bytes.count - 2, by: 7) {
            #expect(throws: HandoverFault.self) { try CaseBatchFile(json: Array(bytes[..<end])) }
        }
    }
}
