import Domain
import Testing

@testable import Handover

/// An agency that writes its own status codes, read with the table of its profile.
@Suite("A package with foreign status codes")
struct StatusCodePackageTests {
    private func table(_ trust: String) throws -> StatusCodeTable {
        let text = StatusCodeTableTests.profile.replacing("ASSUMED", with: trust)
            .replacing("\"10\": \"CONTACT\"", with: "\"10\": \"PROMISE\"")
        return try #require(StatusCodeTable.read(Array(text.utf8), file: "colco.json").value)
    }

    private func package(_ environment: HandoverEnvironment) throws -> PackageSource {
        var batch = try #require(Statuses.read(Statuses.tree).value)
        batch.events[0].status = .unmapped("10")
        batch.header.environment = environment
        return PackageSource(FeedbackPackage.files(batch, producer: Sample.producer))
    }

    @Test("is read with a table in test whatever its status", arguments: StatusCodeTable.Trust.allCases)
    func test(trust: StatusCodeTable.Trust) throws {
        let table = try table(trust.rawValue)
        let report = PackageCheck.check(try package(.test), statusCodes: table)
        #expect(report.findings == [])
        #expect(report.statusCodes == table)
        let line = "status codes: COLCO, \(trust.rawValue), table \(table.sha256.prefix(16))"
        #expect(report.lines.contains(line))
    }

    @Test("is refused in production where the table is only assumed or an example")
    func production() throws {
        for trust in StatusCodeTable.Trust.allCases {
            let report = PackageCheck.check(try package(.production), statusCodes: try table(trust.rawValue))
            guard trust == .assumed || trust == .example else {
                #expect(report.findings == [])
                #expect(report.statusCodes != nil)
                continue
            }
            #expect(
                report.findings == [
                    PackageFinding(
                        code: .environment, severity: .refuse, place: "data/batch.json $.header.environment",
                        found: "P, and status codes of 'COLCO' that are \(trust.rawValue)",
                        expected: "environment T, or a table that is DOCUMENTED or CERTIFIED")
                ])
            // Everything else of the package is known all the same.
            #expect(report.header?.flow == .status)
            #expect(report.isRefused)
            #expect(report.statusCodes == nil)
        }
    }

    @Test("gives no events to a reader with such a table, as JSON or as tables")
    func reading() throws {
        var batch = try #require(Statuses.read(Statuses.tree).value)
        batch.header.environment = .production
        batch.events[0].status = .unmapped("10")
        let assumed = try table("ASSUMED")
        let refused = StatusBatch.read(batch.jsonBytes, file: "stat.json", table: assumed)
        #expect(refused.value == nil)
        #expect(refused.faults.map(\.code) == [.environment])
        #expect(StatusBatch.read(tables: batch.csvFiles, table: assumed).value == nil)
        let documented = try table("DOCUMENTED")
        let read = StatusBatch.read(batch.jsonBytes, file: "stat.json", table: documented)
        #expect(read.value?.events.map(\.status) == [.known(.promise)])
        #expect(
            StatusBatch.read(tables: batch.csvFiles, table: documented).value?.events.map(\.status)
                == [.known(.promise)])
    }

    @Test("without a table keeps them raw")
    func withoutTable() throws {
        let report = PackageCheck.check(try package(.production))
        #expect(report.findings == [])
        #expect(report.statusCodes == nil)
    }
}
