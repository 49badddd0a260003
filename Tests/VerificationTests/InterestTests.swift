import Domain
import Testing
import Verification

/// The built-in packs, each read once.
enum Laws {
    private static let packs = Result {
        try ["es", "fr", "pt"].map { (country: $0, pack: try LawPack.bundled(country: $0)) }
    }

    static func of(_ country: String) throws -> LawPack {
        try #require(try packs.get().first { $0.country == country }).pack
    }
}

@Suite("Late interest")
struct InterestTests {
    private static func claim(
        _ cents: Int64, due: String, debtor: CustomerKind = .company, demanded: String? = nil,
        agreed: Int64? = nil, payments: [(String, Int64)] = []
    ) -> LateInterest.Claim {
        LateInterest.Claim(
            principal: Money(minorUnits: cents, currency: .eur), debtor: debtor, due: day(due),
            demanded: demanded.map { day($0) }, agreedRate: agreed.map { InterestRate(basisPoints: $0) },
            payments: payments.map { LateInterest.Payment(day: day($0.0), minorUnits: $0.1) })
    }

    private func interest(
        _ claim: LateInterest.Claim, until: String, _ counting: LateInterest.Counting = .init(),
        country: String = "es"
    ) throws -> LateInterest {
        try LateInterest(on: claim, until: day(until), counting: counting, law: Laws.of(country))
    }

    private func refusal(
        _ claim: LateInterest.Claim, until: String, country: String = "es"
    ) throws -> LateInterestRefusal? {
        let law = try Laws.of(country)
        do {
            _ = try LateInterest(on: claim, until: day(until), law: law)
            return nil
        } catch {
            return error
        }
    }

    @Test("first vector of the dossier: four half-years, 136.88")
    func firstVector() throws {
        let result = try interest(Self.claim(100_000, due: "2025-05-31"), until: "2026-09-30")
        #expect(result.amount == Money(minorUnits: 13_688, currency: .eur))
        let shown = result.segments.map { "\($0.from)..\($0.to) \($0.days)d@\($0.rate) /\($0.yearDays)" }
        #expect(
            shown == [
                "2025-06-01..2025-06-30 30d@11.15 /365", "2025-07-01..2025-12-31 184d@10.15 /365",
                "2026-01-01..2026-06-30 181d@10.15 /365", "2026-07-01..2026-09-30 92d@10.40 /365",
            ])
        #expect(result.segments.map(\.confidence) == [.known, .secondary, .weak, .weak])
        #expect(result.segments[1].rows == ["M5/2025H2", "M4", "MRO/2025H2"])
        #expect(result.segments[3].rows == ["M4", "MRO/2026H2"])
        #expect(result.segments.map(\.minorUnits).reduce(0, +) == 13_688)
        #expect(result.confidence == .known)
        #expect(result.rows.map(\.id).first == "M1", "default without notice is part of the proof")
    }

    @Test("second vector of the dossier: over a leap year's beginning, 73.08 and 72.92")
    func secondVector() throws {
        let claim = Self.claim(250_000, due: "2023-12-15")
        let fixed = try interest(claim, until: "2024-03-10")
        #expect(fixed.amount.minorUnits == 7308)
        #expect(fixed.segments.map(\.days) == [16, 70])
        let actual = try interest(claim, until: "2024-03-10", .init(year: .actualActual))
        #expect(actual.amount.minorUnits == 7292)
        #expect(actual.segments.map(\.yearDays) == [365, 366])
    }

    @Test(
        "edges of days",
        arguments: [
            // Due on 31 December: the first day is 1 January, at the new rate.
            ("2024-12-31", "2025-01-01", true, 1, 306), ("2024-12-31", "2024-12-31", true, 0, 0),
            // The last day counts or not.
            ("2025-01-09", "2025-01-10", true, 1, 306), ("2025-01-09", "2025-01-10", false, 0, 0),
            ("2025-01-09", "2025-01-11", false, 1, 306),
            // 29 February counts.
            ("2024-02-27", "2024-03-01", true, 3, 1027), ("2023-02-27", "2023-03-01", true, 2, 575),
            // A day before the due day.
            ("2025-01-09", "2024-12-01", true, 0, 0),
        ])
    func edges(due: String, until: String, includesLast: Bool, days: Int, cents: Int64) throws {
        let result = try interest(
            Self.claim(1_000_000, due: due), until: until, .init(includesLastDay: includesLast))
        #expect(result.segments.map(\.days).reduce(0, +) == days)
        // 10,000.00 EUR at 11.15 % is 3.0548 a day; 12.50 %: 3.4247; 10.50 %: 2.8767.
        #expect(result.amount.minorUnits == (cents == 306 ? 305 : cents))
        #expect(result.segments.isEmpty == (days == 0))
    }

    @Test("a rate changes within a half-year: 24 February 2013")
    func changeWithin() throws {
        let result = try interest(Self.claim(100_000, due: "2013-02-13"), until: "2013-03-05")
        #expect(result.segments.map { "\($0.days)@\($0.rate)" } == ["10@7.75", "10@8.75"])
        // 1,000.00 × (10 × 7.75 % + 10 × 8.75 %) / 365 = 4.5205
        #expect(result.amount.minorUnits == 452)
    }

    @Test("half a cent is rounded up, once, at the end")
    func rounding() throws {
        // 0.73 EUR at 50 % for 5 days is exactly half a cent; for 15 days 1.5 cents.
        #expect(
            try interest(Self.claim(73, due: "2025-01-01", agreed: 5000), until: "2025-01-06").amount
                .minorUnits == 1)
        #expect(
            try interest(Self.claim(73, due: "2025-01-01", agreed: 5000), until: "2025-01-16").amount
                .minorUnits == 2)
        #expect(
            try interest(Self.claim(73, due: "2025-01-01", agreed: 5000), until: "2025-01-05").amount
                .minorUnits == 0)
        // Split in two half-years: 0.4 + 0.4 cents are one cent, not none.
        let split = try interest(Self.claim(73, due: "2024-12-27", agreed: 5000), until: "2025-01-04")
        #expect(split.segments.map(\.days) == [4, 4] && split.amount.minorUnits == 1)
        #expect(split.segments.map(\.minorUnits) == [0, 1])
    }

    @Test("the segments add up to the whole, whatever the days and amounts")
    func additive() throws {
        for index in Int64(0)..<200 {
            let claim = Self.claim(1 + index * index * 7919, due: "2013-01-01")
            let from = day("2013-02-01").adding(days: Int(index * 23))
            let law = try Laws.of("es")
            let result = try LateInterest(on: claim, until: from, law: law)
            #expect(result.segments.map(\.minorUnits).reduce(0, +) == result.amount.minorUnits)
            #expect(result.segments.map(\.days).reduce(0, +) == from.days(since: day("2013-01-01")))
        }
    }

    @Test("no rate for 2027 yet: refused, naming the row to load")
    func missingRate() throws {
        let claim = Self.claim(100_000, due: "2026-11-30")
        #expect(try interest(claim, until: "2026-12-31").segments.count == 1)
        let refused = try refusal(claim, until: "2027-01-01")
        #expect(
            refused?.description == "no row reference-rate in force on 2027-01-01: load it into the law pack "
                + "(near: MRO/2026H2 until 2026-12-31)")
    }

    @Test("consumers owe interest from the demand, at the legal rate")
    func consumers() throws {
        let due = "2026-01-31"
        #expect(
            try refusal(Self.claim(100_000, due: due, debtor: .consumer), until: "2026-06-30")
                == .notDemanded(row: "M13"))
        let claim = Self.claim(100_000, due: due, debtor: .consumer, demanded: "2026-03-31")
        let result = try interest(claim, until: "2026-04-30")
        // 30 days at 3.25 %.
        #expect(result.segments.map { "\($0.from) \($0.days)@\($0.rate)" } == ["2026-04-01 30@3.25"])
        #expect(result.amount.minorUnits == 267 && result.confidence == .known)
        #expect(result.rows.map(\.id) == ["M13", "LI/2026", "M14"])
        let early = Self.claim(100_000, due: due, debtor: .consumer, demanded: "2026-01-10")
        #expect(try interest(early, until: "2026-02-01").segments.first?.from == day("2026-02-01"))
    }

    @Test("French consumers: no rate in the pack; Portuguese: demand even where the pack is silent")
    func otherConsumers() throws {
        let claim = Self.claim(100_000, due: "2026-01-31", debtor: .consumer, demanded: "2026-02-28")
        guard case .lawMissing(let gap)? = try refusal(claim, until: "2026-03-31", country: "fr") else {
            Issue.record("interest at a rate that nobody gave")
            return
        }
        #expect(gap.rule == .legalInterest && gap.day == day("2026-03-01"))
        let silent = Self.claim(100_000, due: "2026-01-31", debtor: .consumer)
        #expect(try refusal(silent, until: "2026-03-31", country: "pt") == .notDemanded(row: nil))
        #expect(try interest(claim, until: "2026-03-30", country: "pt").amount.minorUnits == 329)
    }

    @Test("an agreed rate is used as agreed, and still split")
    func agreed() throws {
        let result = try interest(Self.claim(100_000, due: "2026-06-15", agreed: 600), until: "2026-07-15")
        #expect(result.segments.map(\.days) == [15, 15] && result.amount.minorUnits == 493)
        #expect(result.segments.allSatisfy { $0.rows.isEmpty && $0.confidence == nil })
        #expect(result.rows.map(\.id) == ["M1"] && result.confidence == .official)
        // Years without a statutory rate in the pack do not matter then.
        #expect(
            try interest(Self.claim(100_000, due: "2029-12-31", agreed: 600), until: "2030-12-31").amount
                .minorUnits == 6000)
        #expect(try refusal(Self.claim(1, due: "2026-01-01", agreed: -1), until: "2026-02-01") == .agreedRate)
        #expect(
            try refusal(Self.claim(1, due: "2026-01-01", agreed: 100_001), until: "2026-02-01") == .agreedRate
        )
    }

    @Test("what was paid bears interest no longer, from the day after its value date or from it")
    func payments() throws {
        let claim = Self.claim(
            100_000, due: "2025-01-31", payments: [("2025-02-20", 30_000), ("2025-02-10", 20_000)])
        let result = try interest(claim, until: "2025-02-28")
        #expect(
            result.segments.map { "\($0.from) \($0.days) \($0.principal)" } == [
                "2025-02-01 10 100000", "2025-02-11 10 80000", "2025-02-21 8 50000",
            ])
        // (10 × 1,000 + 10 × 800 + 8 × 500) × 11.15 % / 365
        #expect(result.amount.minorUnits == 672)
        let exclusive = try interest(claim, until: "2025-03-01", .init(includesLastDay: false))
        #expect(exclusive.segments.map(\.days) == [9, 10, 9])
        let paid = Self.claim(100_000, due: "2025-01-31", payments: [("2025-02-10", 100_000)])
        #expect(try interest(paid, until: "2026-12-31").segments.map(\.days) == [10])
        #expect(
            try interest(paid, until: "2040-12-31").amount.minorUnits == 305, "no rate is needed once paid")
        let inTime = Self.claim(100_000, due: "2025-01-31", payments: [("2025-01-10", 60_000)])
        #expect(try interest(inTime, until: "2025-02-01").segments.map(\.principal) == [40_000])
    }

    @Test("amounts that make no sense are refused")
    func amounts() throws {
        for claim in [
            Self.claim(0, due: "2025-01-31"), Self.claim(-1, due: "2025-01-31"),
            Self.claim(10, due: "2025-01-31", payments: [("2025-02-01", 11)]),
            Self.claim(10, due: "2025-01-31", payments: [("2025-02-01", 6), ("2025-02-02", 6)]),
            Self.claim(10, due: "2025-01-31", payments: [("2025-02-01", -6)]),
        ] {
            #expect(try refusal(claim, until: "2025-03-01") == .amounts)
        }
    }

    @Test("amounts near the end of what fits neither trap nor wrap")
    func large() throws {
        let claim = Self.claim(.max, due: "2025-01-01", agreed: 100_000)
        #expect(try refusal(claim, until: "2026-12-31") == .overflow)
        let fits = try interest(Self.claim(.max / 2, due: "2024-12-31", agreed: 1000), until: "2025-12-31")
        #expect(fits.amount.minorUnits == (Int64.max / 2 + 5) / 10)
    }

    @Test("other countries by their margins")
    func countries() throws {
        let claim = Self.claim(100_000, due: "2025-12-31")
        // 181 days.
        #expect(try interest(claim, until: "2026-06-30", country: "fr").amount.minorUnits == 6025)
        #expect(try interest(claim, until: "2026-06-30", country: "pt").amount.minorUnits == 5033)
        var other = claim
        other.transaction = "other-commercial"
        #expect(try interest(other, until: "2026-06-30", country: "pt").amount.minorUnits == 4537)
    }

    @Test("40 EUR for each invoice in default, of businesses and public bodies only")
    func recoverySum() throws {
        let law = try Laws.of("es")
        let due = ["2026-01-31", "2026-02-28", "2026-03-31"].map { day($0) }
        func sum(_ debtor: CustomerKind, _ asOf: String, country: String = "es") throws -> RecoverySum {
            try RecoverySum(
                dueDays: due, debtor: debtor, asOf: day(asOf), law: Laws.of(country))
        }
        let all = try sum(.company, "2026-04-01")
        #expect(all.amount == Money(minorUnits: 12_000, currency: .eur) && all.invoices == 3)
        #expect(all.rows.map(\.id) == ["M7", "M11"] && all.confidence == .known)
        let one = try sum(.soleTrader, "2026-02-28")
        #expect(one.amount.minorUnits == 4000 && one.rows.map(\.id) == ["M7"] && one.confidence == .official)
        #expect(try sum(.publicBody, "2026-03-31").amount.minorUnits == 8000)
        let none = try sum(.company, "2026-01-31")
        #expect(none.amount.minorUnits == 0 && none.confidence == nil)
        #expect(throws: LawGap.self) { try sum(.consumer, "2026-04-01") }
        #expect(try sum(.company, "2026-04-01", country: "fr").rows.map(\.id) == ["F5", "M11"])
        #expect(try sum(.publicBody, "2026-04-01", country: "fr").rows.map(\.id) == ["F6/sum", "M11"])
        #expect(throws: LawGap.self) { try sum(.publicBody, "2026-04-01", country: "pt") }
        #expect(throws: LawGap.self) {
            try RecoverySum(dueDays: [day("2013-02-22")], debtor: .company, asOf: day("2026-01-01"), law: law)
        }
    }
}
