import Domain
import Foundation
import Testing

@testable import Handover

/// A package that breaks one rule and no other: written without checks, read, and refused.
@Suite("A package that was read")
struct PackageRulesTests {
    private func codes(_ source: PackageSource) -> Set<RuleBreak.Code> {
        Set(PackageCheck.check(source).findings.map(\.code))
    }

    @Test("passes when it breaks nothing, and its totals are counted")
    func sound() throws {
        let package = CaseBatch.files(Sample.batch(Package.everyOperation))
        let report = PackageCheck.check(PackageSource(package))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(report.isAccepted)
        #expect(report.caseTotals == package.totals)
        #expect(report.header == Sample.header())
        #expect(report.payloadManifestSHA256 == package.payloadManifestSHA256)
        #expect(
            report.lines == [
                "batch ESB12345674.COLCO.CASE.000042 (T)",
                "payload: \(report.payloadFiles) files, \(report.payloadBytes) bytes, unsigned",
                "operations: 11 (NEW 2, UPD 1, PAY 1, ADJ 1, HLD 1, RES 1, RCP 1, RCF 1, ANS 1, LGA 1)",
                "cases: 2, lines: 6, documents: 19", "placed: 5182.23 EUR",
            ])
        let registry = RegistryBatch.files(
            try Registry.content([Registry.change, Registry.addition, Registry.removal]))
        let other = PackageCheck.check(PackageSource(registry))
        #expect(other.findings.isEmpty, "\(other.findings)")
        #expect(
            other.lines.suffix(2) == ["records: 3 (A 1, M 1, B 1)", "unpaid: A 1610.00 EUR, M 250.00 EUR"])
    }

    @Test("R-10 to R-23 and the reasons without a number, each alone", arguments: BrokenCase.all)
    func caseRules(_ broken: BrokenCase) throws {
        var debtCase = Sample.debtCase
        broken.change(&debtCase)
        let report = PackageCheck.check(try Package.unchecked([Sample.new(debtCase)]))
        #expect(Set(report.findings.map(\.code)) == [broken.code], "\(report.findings)")
        #expect(!report.isAccepted)
        #expect(report.findings.allSatisfy { $0.place.hasPrefix("data/batch.json $.ops[0]") })
        #expect(!report.findings.contains { $0.description.contains("Construcciones") })
    }

    @Test("R-02: an opId that stands twice")
    func duplicate() throws {
        let twice = try Package.unchecked([Sample.recall(), Sample.recall(reasonOther: .paid)])
        let report = PackageCheck.check(twice)
        // The two are one case, so that the count of cases is right: only the id is wrong.
        #expect(report.findings.map(\.code) == [.duplicateOperation])
        #expect(report.findings.first?.place == "data/batch.json $.ops[1] C-2026-0002.6")
    }

    @Test("R-03, R-04, R-05: totals that do not count what is there")
    func totals() throws {
        let operations = [Sample.recall(), Sample.new()]
        func codes(_ change: (inout BatchTotals) -> Void) throws -> [RuleBreak.Code] {
            PackageCheck.check(try Package.unchecked(operations, totals: change)).findings.map(\.code)
        }
        #expect(try codes { _ in }.isEmpty)
        #expect(try codes { $0.ops += 1 } == [.operationCounts])
        #expect(try codes { $0.byOp[0].count = 2 } == [.operationCounts])
        #expect(try codes { $0.cases = 1 } == [.operationCounts])
        #expect(try codes { $0.lines -= 1 } == [.contentCounts])
        #expect(try codes { $0.documents = 0 } == [.contentCounts])
        #expect(
            try codes { $0.amounts = [Money(minorUnits: 172_742, currency: .eur)] } == [.controlSum])
        #expect(try codes { $0.amounts = [] } == [.controlSum])
    }

    @Test("R-17 and the versions of operations without a case")
    func later() throws {
        var pay = Sample.pay()
        if case .payment(let payment, var balance) = pay.content {
            balance.total += 1
            pay.content = .payment(payment, balanceAfter: balance)
        }
        #expect(codes(try Package.unchecked([pay])) == [.balanceTotal])
        #expect(codes(try Package.unchecked([Sample.recall(version: 1)])) == [.version])
        var update = Sample.new()
        update.content = .update(Sample.debtCase)
        #expect(codes(try Package.unchecked([update])) == [.version])
        let gap = PackageCheck.check(
            try Package.unchecked([Sample.pay(version: 2), Sample.recall(ref: "C-2026-0007", version: 4)]))
        #expect(gap.findings.map(\.severity) == [.warn])
        #expect(gap.isAccepted)
    }

    @Test("an operation that cannot be read is set aside, the others are checked")
    func unreadable() throws {
        let source = try Package.unchecked([Sample.recall(), Sample.pay()]).sealing("data/batch.json") {
            $0.replacingOccurrences(of: "PLACED_IN_ERROR", with: "REGRET")
        }
        let report = PackageCheck.check(source)
        #expect(report.findings.map(\.code) == [.form])
        #expect(report.findings.first?.place == "data/batch.json $.ops[0].reason.code")
        #expect(report.findings.first?.severity == .setAside)
        #expect(report.caseTotals?.ops == 1)
    }

    @Test("G-01 and G-02: totals that do not count the records")
    func registryTotals() throws {
        let records = [Registry.removal, Registry.addition, Registry.change]
        func codes(_ change: (inout RegistryTotals) -> Void) throws -> [RuleBreak.Code] {
            PackageCheck.check(try Package.unchecked(records, totals: change)).findings.map(\.code)
        }
        #expect(try codes { _ in }.isEmpty)
        #expect(try codes { $0.records = 4 } == [.registryCounts])
        #expect(try codes { $0.removals = 0 } == [.registryCounts])
        #expect(try codes { $0.unpaidAdded += 1 } == [.registrySums])
        #expect(try codes { $0.unpaidChanged = 0 } == [.registrySums])
    }

    @Test("G-03 and G-04: a key that stands twice, an addition before its warning")
    func registryRecords() throws {
        var twice = Registry.change
        twice.recId = "R-9"
        #expect(codes(try Package.unchecked([Registry.change, twice])) == [.registryKey])
        var early = Registry.addition
        early.gate?.warnedAt = early.asOf
        #expect(codes(try Package.unchecked([early])) == [.addBeforeWarning])
        var ungated = Registry.addition
        ungated.gate = nil
        #expect(codes(try Package.unchecked([ungated])) == [.addBeforeWarning])
        var unapproved = Registry.addition
        unapproved.gate?.approvedBy = ""
        #expect(codes(try Package.unchecked([unapproved])) == [.form])
        var wrong = Registry.addition
        wrong.debtor.ids[0].value = "ESA00000001"
        #expect(codes(try Package.unchecked([wrong])) == [.identifierInvalid])
        var elsewhere = Registry.addition
        elsewhere.debtor.addresses[0].country = "XX"
        #expect(codes(try Package.unchecked([elsewhere])) == [.address])
        elsewhere.debtor.addresses[0].country = "ES"
        elsewhere.debtor.addresses[0].town = ""
        #expect(codes(try Package.unchecked([elsewhere])) == [.address])
        var dollars = Registry.change
        dollars.currency = try #require(Currency("USD"))
        #expect(codes(try Package.unchecked([Registry.addition, dollars], profile: nil)) == [.currency])
        let closed = RegistryTarget(code: "ES_RAI", reporterId: "0099")
        #expect(codes(try Package.unchecked([Registry.removal], target: closed)) == [.registryClosed])
    }

    @Test("every rule of the fact sheet is broken alone by some test")
    func everyRule() {
        let numbered = RuleBreak.Code.allCases.filter { $0.rawValue.hasPrefix("R-") && $0.rawValue > "R-09" }
        #expect(Set(numbered).isSubset(of: Set(BrokenCase.all.map(\.code))))
        #expect(numbered.count == 14)
    }
}
