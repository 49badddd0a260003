import Domain
import Testing
import Verification

/// The tables of rates as the dossier prints them (sections 3.3, 3.4, 12, 13), computed from the packs.
@Suite("Tables of rates")
struct InterestRateTableTests {
    /// `2013-01-01..2013-02-23 0.75 7.75 V2`: days, reference rate, rate, confidence.
    private static let spain = """
        2013-01-01..2013-02-23 0.75 7.75 V2
        2013-02-24..2013-06-30 0.75 8.75 V2
        2013-07-01..2013-12-31 0.50 8.50 V3
        2014-01-01..2014-06-30 0.25 8.25 V2
        2014-07-01..2014-12-31 0.15 8.15 V1
        2015-01-01..2015-06-30 0.05 8.05 V2
        2015-07-01..2015-12-31 0.05 8.05 K
        2016-01-01..2016-06-30 0.05 8.05 K
        2016-07-01..2016-12-31 0.00 8.00 K
        2017-01-01..2017-06-30 0.00 8.00 K
        2017-07-01..2017-12-31 0.00 8.00 V2
        2018-01-01..2018-06-30 0.00 8.00 K
        2018-07-01..2018-12-31 0.00 8.00 V2
        2019-01-01..2019-06-30 0.00 8.00 K
        2019-07-01..2019-12-31 0.00 8.00 K
        2020-01-01..2020-06-30 0.00 8.00 V1
        2020-07-01..2020-12-31 0.00 8.00 K
        2021-01-01..2021-06-30 0.00 8.00 K
        2021-07-01..2021-12-31 0.00 8.00 K
        2022-01-01..2022-06-30 0.00 8.00 K
        2022-07-01..2022-12-31 0.00 8.00 K
        2023-01-01..2023-06-30 2.50 10.50 K
        2023-07-01..2023-12-31 4.00 12.00 K
        2024-01-01..2024-06-30 4.50 12.50 K
        2024-07-01..2024-12-31 4.25 12.25 K
        2025-01-01..2025-06-30 3.15 11.15 K
        2025-07-01..2025-12-31 2.15 10.15 V2
        2026-01-01..2026-06-30 2.15 10.15 V3
        2026-07-01..2026-12-31 2.40 10.40 V3
        """

    private static func lines(_ table: String) -> [String] { table.split(separator: "\n").map(String.init) }

    private static func row(_ line: String) -> (from: Day, to: Day, fields: [String]) {
        let fields = line.split(separator: " ").map(String.init)
        let days = fields[0].split(separator: ".", omittingEmptySubsequences: true).map(String.init)
        return (day(days[0]), day(days[1]), Array(fields.dropFirst()))
    }

    @Test("Spanish default rate, 3.3", arguments: lines(spain))
    func spanishDefault(line: String) throws {
        let pack = try Laws.of("es")
        let (from, to, fields) = Self.row(line)
        for debtor in [CustomerKind.company, .soleTrader, .publicBody] {
            for day in [from, to] {
                let rate = try pack.defaultRate(against: debtor, on: day)
                #expect(rate.rate.description == fields[1])
                #expect(rate.confidence.rawValue == fields[2])
                #expect(rate.through == to)
                #expect(rate.rows.contains { $0.rule == .referenceRate && $0.rate?.description == fields[0] })
            }
        }
    }

    @Test("no Spanish rate before 2013 nor after 2026 is made up", arguments: ["2012-12-31", "2027-01-01"])
    func outside(text: String) throws {
        let pack = try Laws.of("es")
        #expect(throws: LawGap.self) { try pack.defaultRate(against: .company, on: day(text)) }
        #expect(throws: LawGap.self) { try pack.defaultRate(against: .consumer, on: day(text)) }
    }

    /// Year, legal interest, tax late interest, confidence.
    private static let legal = """
        2013 4.00 5.00 V2
        2014 4.00 5.00 V2
        2015 3.50 4.375 V2
        2016 3.00 3.75 V2
        2017 3.00 3.75 V2
        2018 3.00 3.75 V2
        2019 3.00 3.75 V2
        2020 3.00 3.75 V2
        2021 3.00 3.75 K
        2022 3.00 3.75 V2
        2023 3.25 4.0625 V2
        2024 3.25 4.0625 K
        2025 3.25 4.0625 K
        2026 3.25 4.0625 K
        """

    @Test("Spanish legal and tax interest, 3.4", arguments: lines(legal))
    func spanishLegal(line: String) throws {
        let pack = try Laws.of("es")
        let fields = line.split(separator: " ").map(String.init)
        for date in ["-01-01", "-12-31"].map({ day(fields[0] + $0) }) {
            let legal = try pack.find(.legalInterest, on: date)
            let tax = try pack.find(.taxInterest, on: date)
            #expect(legal.rate?.description == fields[1] && legal.confidence.rawValue == fields[3])
            #expect(tax.rate?.description == fields[2] && tax.confidence.rawValue == fields[3])
            let consumer = try pack.defaultRate(against: .consumer, on: date)
            #expect(consumer.rate == legal.rate && consumer.rows.map(\.id) == [legal.id, "M14"])
            #expect(consumer.confidence == .known, "that legal interest applies was never looked up")
        }
    }

    /// Half-year, rate between businesses, its confidence, rate against public bodies (derived).
    private static let france = """
        2013H1 10.75 V3 -
        2013H2 10.50 V3 -
        2014H1 10.25 V3 -
        2014H2 10.15 V3 -
        2015H1 10.05 V3 -
        2015H2 10.05 K -
        2016H1 10.05 K -
        2016H2 10.00 K -
        2017H2 10.00 V3 -
        2019H1 10.00 K -
        2019H2 10.00 K 8.00
        2020H1 10.00 V3 8.00
        2022H2 10.00 K 8.00
        2023H1 12.50 K 10.50
        2023H2 14.00 K 12.00
        2024H1 14.50 K 12.50
        2024H2 14.25 V2 12.25
        2025H1 13.15 K 11.15
        2025H2 12.15 K 10.15
        2026H1 12.15 V3 10.15
        2026H2 12.40 V3 10.40
        """

    private static func middle(of half: String) -> Day {
        day(half.prefix(4) + (half.hasSuffix("1") ? "-03-15" : "-09-15"))
    }

    @Test("French default rate, section 12", arguments: lines(france))
    func french(line: String) throws {
        let pack = try Laws.of("fr")
        let fields = line.split(separator: " ").map(String.init)
        let date = Self.middle(of: fields[0])
        let rate = try pack.defaultRate(against: .company, on: date)
        #expect(rate.rate.description == fields[1] && rate.confidence.rawValue == fields[2])
        let publicBody = try? pack.defaultRate(against: .publicBody, on: date)
        if fields[3] == "-" {
            #expect(publicBody == nil || date >= day("2019-04-01"))
        } else {
            #expect(publicBody?.rate.description == fields[3])
            #expect((publicBody?.confidence ?? .official) >= .weak, "derived")
        }
    }

    @Test("the French legal interest is not in the pack: refused, with the reason")
    func frenchLegal() throws {
        let pack = try Laws.of("fr")
        do {
            _ = try pack.defaultRate(against: .consumer, on: day("2026-03-01"))
            Issue.record("a rate that nobody gave")
        } catch {
            #expect(error.description.hasPrefix("no row legal-interest for consumer in force on 2026-03-01"))
        }
    }

    /// Half-year, DL 62/2013 rate and confidence, other commercial credits and confidence.
    private static let portugal = """
        2013H2 8.50 V2 7.50 K
        2014H1 8.25 K 7.25 K
        2014H2 8.15 V2 7.15 V2
        2015H1 8.05 K 7.05 K
        2015H2 8.05 K 7.05 K
        2016H1 8.05 K 7.05 K
        2016H2 8.00 K 7.00 K
        2017H1 8.00 K 7.00 K
        2017H2 8.00 K 7.00 K
        2018H1 8.00 K 7.00 K
        2018H2 8.00 K 7.00 K
        2019H1 8.00 V2 7.00 V2
        2019H2 8.00 K 7.00 K
        2020H1 8.00 K 7.00 K
        2020H2 8.00 K 7.00 K
        2021H1 8.00 V2 7.00 V2
        2021H2 8.00 K 7.00 K
        2022H1 8.00 K 7.00 K
        2022H2 8.00 K 7.00 K
        2023H1 10.50 K 9.50 K
        2023H2 12.00 K 11.00 K
        2024H1 12.50 K 11.50 K
        2024H2 12.25 V2 11.25 V2
        2025H1 11.15 V2 10.15 V2
        2025H2 10.15 V2 9.15 V2
        2026H1 10.15 V2 9.15 V2
        2026H2 10.40 V3 9.40 V3
        """

    @Test("Portuguese default rates, section 13", arguments: lines(portugal))
    func portuguese(line: String) throws {
        let pack = try Laws.of("pt")
        let fields = line.split(separator: " ").map(String.init)
        let date = Self.middle(of: fields[0])
        let usual = try pack.defaultRate(against: .company, on: date)
        #expect(usual.rate.description == fields[1] && usual.confidence.rawValue == fields[2])
        let other = try pack.defaultRate(against: .company, transaction: "other-commercial", on: date)
        #expect(other.rate.description == fields[3] && other.confidence.rawValue == fields[4])
        let civil = try pack.defaultRate(against: .consumer, on: date)
        #expect(civil.rate.description == "4.00" && civil.rows.map(\.id) == ["T6"])
    }

    @Test("rates are written exactly")
    func descriptions() {
        #expect(InterestRate(basisPoints: 1015).description == "10.15")
        #expect(InterestRate(basisPoints: 0).description == "0.00")
        #expect(InterestRate(millionths: 40_625).description == "4.0625")
        #expect(InterestRate(millionths: 43_750).description == "4.375")
        #expect(InterestRate(basisPoints: -50).description == "-0.50")
        #expect(InterestRate(basisPoints: 5).basisPoints == 5)
        #expect(InterestRate(millionths: 40_625).basisPoints == nil)
    }
}
