import Domain
import Foundation
import Testing
import Verification

@Suite("The law as data")
struct LawPackTests {
    @Test("the Spanish pack loads and holds the numbers of the law")
    func spanish() throws {
        let pack = try LawPack.bundled(country: "es")
        let on = day("2026-11-21")
        #expect(pack.country == "es" && pack.stateOf == on)
        #expect(pack.row(.limitation, of: "general", debtor: .company, on: on)?.value == 5)
        #expect(pack.row(.limitation, of: "general", debtor: .publicBody, on: on)?.value == 4)
        #expect(pack.row(.registryMinimumPrincipal, debtor: .consumer, on: on)?.value == 5000)
        #expect(pack.sources["S-L3"]?.contains("BOE-A-2004-21830") == true)
    }

    @Test("an unknown country or a path is an error, not a trap", arguments: ["xx", "../es", "", "ES", "eu"])
    func unknownCountry(country: String) {
        #expect(throws: LawPackError.self) { try LawPack.bundled(country: country) }
    }

    @Test("a lookup is exact: debtor, governing law and day")
    func exact() throws {
        let pack = try LawPack.bundled()
        let on = day("2026-11-21")
        #expect(pack.row(.limitation, of: "general", on: on) == nil, "not the same for every debtor")
        #expect(
            pack.row(.limitation, of: "general", debtor: .company, governingLaw: "catalonia", on: on)?.id
                == "Q7")
        #expect(pack.row(.limitation, of: "transport", debtor: .consumer, on: on) == nil)
        #expect(pack.row(.limitation, of: "general", debtor: .company, on: day("2015-10-06")) == nil)
        #expect(pack.row(.limitation, of: "general", debtor: .company, on: day("2015-10-07"))?.id == "Q1")
        #expect(pack.row(.defaultMargin, debtor: .company, on: day("2013-02-23"))?.value == 700)
        #expect(pack.row(.defaultMargin, debtor: .company, on: day("2013-02-24"))?.value == 800)
        #expect(pack.row(.defaultMargin, debtor: .consumer, on: on) == nil)
    }

    @Test("what is missing says which rows come near")
    func gaps() throws {
        let pack = try LawPack.bundled()
        func gap(_ find: () throws(LawGap) -> LawRow) -> String {
            do { return try find().id } catch { return error.description }
        }
        #expect(
            gap { () throws(LawGap) in try pack.find(.referenceRate, on: day("2027-01-01")) }
                == "no row reference-rate in force on 2027-01-01: load it into the law pack "
                + "(near: MRO/2026H2 until 2026-12-31)")
        #expect(
            gap { () throws(LawGap) in
                try pack.find(.limitation, of: "transport", debtor: .consumer, on: day("2026-01-01"))
            }
                == "no row limitation transport for consumer in force on 2026-01-01: load it into the law pack "
                + "(near: Q5 for business)")
        #expect(
            gap { () throws(LawGap) in
                try pack.find(
                    .limitation, of: "services", debtor: .company, governingLaw: "navarra",
                    on: day("2026-01-01"))
            }.contains("(near: Q8/services for all under the law of catalonia)"))
        #expect(
            gap { () throws(LawGap) in
                try pack.find(.limitation, of: "general", debtor: .company, on: day("2014-01-01"))
            }.contains("Q1 from 2015-10-07"))
    }

    @Test("scopes are written in the fewest words and read back")
    func scopes() {
        for raw in UInt8(1)...15 {
            let scope = DebtorScope(rawValue: raw)
            #expect(DebtorScope(scope.description) == scope)
        }
        #expect(DebtorScope.all.description == "all")
        #expect(DebtorScope([.company, .soleTrader, .publicBody]).description == "business + public-body")
        #expect(DebtorScope([.company, .consumer]).description == "company + consumer")
        #expect(DebtorScope("business+consumer") == [.company, .soleTrader, .consumer])
        for wrong in ["", "everyone", "business +", "Business"] { #expect(DebtorScope(wrong) == nil) }
    }

    @Test("what rests on several rows is as good as the worst")
    func confidence() throws {
        #expect(LawRow.Confidence.allCases.sorted() == [.official, .secondary, .weak, .known])
        let rows = try LawPack.bundled().rows
        #expect(rows.filter { ["M1", "M4/2004"].contains($0.id) }.confidence == .secondary)
        #expect(rows.filter { $0.id == "nothing" }.confidence == nil)
    }

    @Test(
        "terms run date to date; a day that the month lacks is its last",
        arguments: [
            ("2024-02-29", LawRow.Unit.years, 1, "2025-02-28"), ("2024-02-29", .years, 4, "2028-02-29"),
            ("2026-01-31", .months, 1, "2026-02-28"), ("2027-12-31", .months, 2, "2028-02-29"),
            ("2026-08-31", .months, 6, "2027-02-28"), ("2026-11-30", .months, 13, "2027-12-30"),
            ("2026-12-31", .days, 60, "2027-03-01"),
        ])
    func terms(from: String, unit: LawRow.Unit, value: Int, to: String) {
        let row = LawRow(
            id: "Z", rule: .courtRoute, value: value, unit: unit, article: "a", confidence: .known,
            from: day("2000-01-01"))
        #expect(row.end(from: day(from)) == day(to))
    }

    @Test("the rows to confirm are those of weak confidence, those that are computed with first")
    func review() throws {
        let pack = try LawPack.bundled()
        let open = pack.rowsToConfirm()
        #expect(open.allSatisfy { $0.row.confidence >= .weak })
        #expect(open.count == pack.rows.filter { !$0.isVerified }.count)
        let used = open.map { $0.uses.isEmpty ? 1 : 0 }
        #expect(used == used.sorted())
        let sum = try #require(open.first { $0.row.id == "M11" })
        #expect(sum.uses == [.recoverySum] && sum.scope == "business + public-body" && sum.value == "yes")
        let sales = try #require(open.first { $0.row.id == "Q8/consumer-sales" })
        #expect(sales.scope == "consumer, law of catalonia" && sales.value == "3 years")
        #expect(sales.row.text("es") == "Cataluña: ventas al consumo" && sales.source.isEmpty)
        let rate = try #require(open.first { $0.row.id == "MRO/2026H2" })
        #expect(rate.value == "2.40 %" && rate.source.hasPrefix("S-R26H2: "))
        #expect(open.first { $0.row.id == "N12" }?.value == "1 month")
        #expect(open.first { $0.row.id == "J5" }?.value == "20 court days")
        #expect(open.first { $0.row.id == "J12" }?.value == "5000.00 EUR")
        #expect(!open.contains { $0.row.id == "Q1" })
    }
}
