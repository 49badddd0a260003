import Domain
import Testing

@testable import Handover

enum Registry {
    static let target = RegistryTarget(code: "ASNEF_EMPRESAS", reporterId: "0099")

    /// Sequence 12, as the sample of the specification.
    static func header(_ environment: HandoverEnvironment = .test) -> BatchHeader {
        var header = Sample.header(flow: .registry, environment: environment)
        header.sequence = 12
        header.recipient = BatchParty(
            code: "ASNEF", identifier: PartyIdentifier(scheme: "ES:REG", value: "EQUIFAX"))
        return header
    }

    static func debt(
        _ unpaid: Int64, count: Int, first: String, last: String
    ) -> RegistryRecord.Debt {
        RegistryRecord.Debt(
            unpaid: unpaid, unpaidCount: count, firstUnpaidDue: Sample.day(first),
            lastUnpaidDue: Sample.day(last))
    }

    static var addition: RegistryRecord {
        var record = RegistryRecord(
            recId: "R-1", operation: .add, operationRef: "CUST-889.2026", recordVersion: 1,
            asOf: Sample.day("2026-07-01"), debtor: Sample.company, currency: .eur)
        record.caseRef = "C-2026-0007"
        record.product = .tradeCredit
        record.contractDate = Sample.day("2025-01-10")
        var debt = debt(161_000, count: 2, first: "2026-03-31", last: "2026-04-30")
        (debt.original, debt.pending, debt.instalments) = (181_500, 161_000, 2)
        record.debt = debt
        record.gate = RegistryRecord.Gate(
            warnedAt: Sample.day("2026-05-22"), warningDocSHA256: String(repeating: "b", count: 64),
            approvedBy: "user:ana", checks: RegistryRecord.Gate.Check.allCases)
        return record
    }

    static var change: RegistryRecord {
        var record = RegistryRecord(
            recId: "R-2", operation: .change, operationRef: "CUST-120.2025", recordVersion: 3,
            asOf: Sample.day("2026-07-01"), debtor: Sample.soleTrader, currency: .eur)
        record.debt = debt(25_000, count: 1, first: "2025-11-30", last: "2025-11-30")
        return record
    }

    static var removal: RegistryRecord {
        var record = RegistryRecord(
            recId: "R-3", operation: .remove, operationRef: "CUST-077.2025", recordVersion: 2,
            asOf: Sample.day("2026-07-01"), debtor: Sample.soleTrader, currency: .eur)
        record.reason = .paid
        return record
    }

    static func content(
        _ records: [RegistryRecord], profile: ExampleProfile? = .fixed200,
        environment: HandoverEnvironment = .test
    ) throws -> RegistryBatchContent {
        RegistryBatchContent(
            header: header(environment), target: target, records: records, profile: try profile?.profile(),
            producer: Sample.producer)
    }
}

@Suite("A registry batch")
struct RegistryBatchTests {
    @Test("says what DHX example 06 says, removals first", Shared.isThere)
    func example() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/06-registry.json"))
        let example = try JSONReader.value(of: bytes)
        let batch = RegistryBatch.files(
            try Registry.content([Registry.addition, Registry.change, Registry.removal])
        ).batch
        #expect(batch["records"]?[0]?.leaves() == example["records"]?[2]?.leaves())
        #expect(batch["records"]?[1]?.leaves() == example["records"]?[0]?.leaves())
        #expect(batch["records"]?[2]?.leaves() == example["records"]?[1]?.leaves())
        #expect(batch["totals"]?.leaves() == example["totals"]?.leaves())
        #expect(batch["header"]?.leaves() == example["header"]?.leaves())
    }

    @Test("carries the registry's own file and names the layout in its manifest")
    func package() throws {
        let package = RegistryBatch.files(
            try Registry.content([Registry.change, Registry.addition, Registry.removal]))
        let file = package.text("data/registry/REG_0099_20260701_000012_T.txt")
        let lines = package.bytes("data/registry/REG_0099_20260701_000012_T.txt").split(separator: 0x0A)
        #expect(lines.map { $0.count } == Array(repeating: 201, count: 5))
        #expect(
            lines.map { String(decoding: $0.prefix(2), as: UTF8.self) } == ["H0", "DB", "DA", "DM", "T0"])
        #expect(!file.isEmpty)
        let manifest = try JSONReader.value(of: package.bytes("manifest.json"))
        #expect(manifest.leaf("profile.name") == "example-fixed-200")
        #expect(manifest.leaf("profile.sha256")?.count == 64)
        #expect(manifest.leaf("totals.unpaidA") == "1610.00")
        #expect(package.published == ["R-1", "R-2", "R-3"])
        let shuffled = RegistryBatch.files(
            try Registry.content([Registry.removal, Registry.addition, Registry.change]))
        #expect(shuffled.files == package.files)
    }

    @Test("writes the delimited example with a heading row")
    func delimited() throws {
        let package = RegistryBatch.files(try Registry.content([Registry.addition], profile: .delimited))
        let rows = package.text("data/registry/registry_20260701_000012_T.csv").split(separator: "\r\n")
        #expect(rows.first?.hasPrefix("operation;contract_id;identifier;personalid;name;") == true)
        #expect(
            rows.last?.hasPrefix("include;CUST-889.2026;R-1;ESA00000000;Construcciones Ñandú, S.A.;") == true)
        #expect(
            rows.last?.hasSuffix(";2025-01-10;;2;2;2026-03-31;2026-04-30;1815.00;1610.00;1610.00") == true)
    }

    @Test(
        "is refused for registries that a trade creditor cannot feed",
        arguments: ["RAI", "es:rai", "CRC", "FICP", "CIRBE"])
    func closed(code: String) throws {
        var content = try Registry.content([Registry.addition])
        content.target.code = code
        let package = RegistryBatch.files(content)
        #expect(package.setAside.map(\.code) == [.registryClosed])
        #expect(package.files.isEmpty)
        #expect(RegistryAvailability.refusal(of: "ICIRED") == nil)
        #expect(RegistryAvailability.refusal(of: "ASNEF_EMPRESAS") == nil)
    }

    @Test("does not use an example profile in production")
    func production() throws {
        let package = RegistryBatch.files(try Registry.content([Registry.removal], environment: .production))
        #expect(package.setAside.map(\.code) == [.environment])
        #expect(package.files.isEmpty)
    }

    @Test("lets a removal out although its name fits no encoding, but no addition")
    func removalOutranks() throws {
        var removal = Registry.removal
        removal.debtor.name = "Złoto"
        removal.debtor.addresses = []
        removal.debt = Registry.debt(1, count: 1, first: "2026-01-01", last: "2026-01-01")
        var addition = Registry.addition
        addition.debtor.name = "Złoto"
        let package = RegistryBatch.files(try Registry.content([addition, removal]))
        #expect(package.published == ["R-3"])
        #expect(package.setAside.map(\.code) == [.layout])
        #expect(package.setAside.first?.reason.contains("Z") == false)
        let line = package.bytes("data/registry/REG_0099_20260701_000012_T.txt").split(separator: 0x0A)[1]
        #expect(
            String(decoding: line[line.startIndex + 42..<line.startIndex + 48], as: UTF8.self) == "Z?OTO ")
        #expect(
            String(decoding: line[line.startIndex + 30..<line.startIndex + 39], as: UTF8.self) == "12345678Z")
        // What identifies the entry is never bent: a wrong removal would be worse than a late one.
        removal.operationRef = String(repeating: "X", count: 26)
        #expect(RegistryBatch.files(try Registry.content([removal])).setAside.map(\.code) == [.layout])
    }

    @Test("keeps the removal where a key stands twice")
    func keys() throws {
        var removal = Registry.removal
        removal.operationRef = Registry.addition.operationRef
        let package = RegistryBatch.files(try Registry.content([Registry.addition, removal]))
        #expect(package.published == ["R-3"])
        #expect(package.setAside.map(\.code) == [.registryKey])
        var again = Registry.addition
        again.recId = "R-9"
        #expect(RegistryBatch.files(try Registry.content([Registry.addition, again])).published.isEmpty)
        var twice = removal
        twice.recId = "R-4"
        #expect(RegistryBatch.files(try Registry.content([twice, removal])).published == ["R-3"])
        var sameId = removal
        (sameId.recId, sameId.operationRef) = ("R-1", "OTHER")
        #expect(
            RegistryBatch.files(try Registry.content([Registry.addition, sameId])).batch["records"]?[0]?.leaf(
                "op") == "B")
    }

    @Test("has one currency, and does not hold a removal to it")
    func currency() throws {
        var dollars = Registry.change
        dollars.currency = try #require(Currency("USD"))
        var removal = Registry.removal
        removal.currency = dollars.currency
        let package = RegistryBatch.files(try Registry.content([Registry.addition, dollars, removal]))
        #expect(package.setAside.map(\.code) == [.currency])
        #expect(package.published == ["R-1", "R-3"])
    }
}

@Suite("The rules of a registry record")
struct RegistryRulesTests {
    @Test("are kept by the sample")
    func sound() {
        for record in [Registry.addition, Registry.change, Registry.removal] {
            #expect(RegistryRules.check(record).isEmpty)
        }
    }

    @Test("G-01 and G-02: totals that do not count what is there")
    func totals() throws {
        let records = [Registry.addition, Registry.change, Registry.removal]
        let right = try #require(RegistryTotals(counting: records))
        func codes(_ change: (inout RegistryTotals) -> Void) -> [RuleBreak.Code] {
            var totals = right
            change(&totals)
            return RegistryRules.check(header: Registry.header(), records: records, totals: totals).map(
                \.code)
        }
        #expect(codes { _ in }.isEmpty)
        #expect(codes { $0.removals = 0 } == [.registryCounts])
        #expect(codes { $0.unpaidAdded += 1 } == [.registrySums])
        #expect(codes { $0.unpaidChanged = 0 } == [.registrySums])
    }

    @Test("G-03: one record a key")
    func keys() {
        var second = Registry.change
        second.recId = "R-9"
        #expect(
            RegistryRules.checkUnique([Registry.change, second]).map(\.code) == [.registryKey, .registryKey])
        second.debtorSeq = 2
        #expect(RegistryRules.checkUnique([Registry.change, second]).isEmpty)
    }

    @Test("G-04: no addition before the warning, nor without its document")
    func warning() {
        func codes(_ change: (inout RegistryRecord) -> Void) -> [RuleBreak.Code] {
            var record = Registry.addition
            change(&record)
            return RegistryRules.check(record).map(\.code)
        }
        #expect(codes { $0.gate?.warnedAt = $0.asOf } == [.addBeforeWarning])
        #expect(codes { $0.gate = nil } == [.addBeforeWarning])
        #expect(codes { $0.gate?.warningDocSHA256 = "" } == [.addBeforeWarning])
        #expect(codes { $0.gate?.approvedBy = "" } == [.form])
        #expect(codes { $0.gate?.checks.removeLast() } == [.form])
        #expect(codes { $0.debt?.unpaid = 0 } == [.form])
        #expect(codes { $0.recordVersion = 2 } == [.version])
        #expect(codes { $0.debtor.ids[0].value = "ESA00000001" } == [.identifierInvalid])
    }

    @Test("ask a removal only for its key and reason")
    func removal() {
        var record = Registry.removal
        record.debtor.ids = []
        record.debtor.addresses = []
        #expect(RegistryRules.check(record).isEmpty)
        record.reason = nil
        #expect(RegistryRules.check(record).map(\.code) == [.form])
    }
}
