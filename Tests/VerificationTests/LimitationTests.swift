import Domain
import Testing
import Verification

@Suite("Limitation")
struct LimitationTests {
    private func limitation(
        _ payable: String, _ terms: [Limitation.Term] = [.init("general")], debtor: CustomerKind = .company,
        acts: [Limitation.Act] = [], asOf: String = "2026-11-22", country: String = "es"
    ) throws -> Limitation {
        try Limitation(
            payable: day(payable), debtor: debtor, terms: terms, acts: acts, asOf: day(asOf),
            law: Laws.of(country))
    }

    private func act(_ kind: InterruptingAct, _ text: String, effective: String? = nil) -> Limitation.Act {
        Limitation.Act(kind, day: day(text), effective: effective.map { day($0) })
    }

    @Test(
        "the term by category, debtor and governing law",
        arguments: [
            ("general", "", CustomerKind.company, "2029-03-15", "Q1"),
            ("general", "", .consumer, "2029-03-15", "Q1"), ("general", "", .publicBody, "2028-03-15", "Q6"),
            ("sales-and-fees", "", .consumer, "2027-03-15", "Q3"),
            ("transport", "", .company, "2025-03-15", "Q5"),
            ("periodic", "", .publicBody, "2029-03-15", "Q4"),
            ("general", "catalonia", .company, "2034-03-15", "Q7"),
            ("services", "catalonia", .company, "2027-03-15", "Q8/services"),
            ("periodic", "catalonia", .consumer, "2027-03-15", "Q8/periodic"),
            ("consumer-sales", "catalonia", .consumer, "2027-03-15", "Q8/consumer-sales"),
            ("sales-and-fees", "navarra", .consumer, "2029-03-15", "Q9"),
            ("sales-and-fees-documented", "navarra", .consumer, "2034-03-15", "Q9/documented"),
            ("bill-against-acceptor", "", .company, "2027-03-15", "Q10"),
            ("judgment", "", .company, "2029-03-15", "Q11"),
        ])
    func terms(category: String, law: String, debtor: CustomerKind, expires: String, row: String) throws {
        let result = try limitation(
            "2024-03-15", [.init(category, governingLaw: law)], debtor: debtor)
        #expect(result.expires == day(expires) && result.term.id == row && result.start == day("2024-03-15"))
        #expect(result.isBarred(on: day(expires)) && !result.isBarred(on: day(expires).adding(days: -1)))
    }

    @Test("from 29 February date to date")
    func leapDay() throws {
        #expect(try limitation("2024-02-29").expires == day("2029-02-28"))
    }

    @Test("of several terms that may hold the shortest counts; one that nobody knows is an error")
    func shortest() throws {
        let both = try limitation(
            "2024-03-15", [.init("general"), .init("sales-and-fees")], debtor: .consumer)
        #expect(both.term.id == "Q3" && both.confidence == .known)
        let catalan = try limitation(
            "2024-03-15", [.init("general", governingLaw: "catalonia"), .init("general")])
        #expect(catalan.term.id == "Q1" && catalan.confidence == .secondary)
        #expect(throws: LawGap.self) {
            try limitation("2024-03-15", [.init("general"), .init("general", governingLaw: "aragon")])
        }
        #expect(try limitation("2024-03-15", []).term.id == "Q1")
    }

    @Test("the shortest is asked after the acts, not before")
    func shortestAfterActs() throws {
        let claim = act(.extrajudicialClaim, "2026-01-10")
        let result = try limitation(
            "2024-03-15", [.init("general"), .init("transport")], acts: [claim])
        #expect(result.term.id == "Q5" && result.expires == day("2025-03-15"))
        #expect(result.ignored.map(\.act) == [claim] && result.ignored.map(\.reason) == [.late])
    }

    @Test("which acts interrupt, by country", arguments: ["es", "fr", "pt"])
    func acts(country: String) throws {
        let interrupting: [InterruptingAct]
        let not: [InterruptingAct]
        switch country {
        case "es":
            interrupting = [
                .courtAction, .extrajudicialClaim, .acknowledgement, .partialPayment, .negotiationRequest,
                .insolvency,
            ]
            not = []
        case "fr":
            (interrupting, not) = ([.courtAction, .enforcementAct, .acknowledgement], [.extrajudicialClaim])
        default:
            (interrupting, not) = ([.courtAction, .courtNotice, .acknowledgement], [.extrajudicialClaim])
        }
        let before = try limitation("2024-03-15", country: country)
        for kind in InterruptingAct.allCases {
            let made = act(kind, "2025-06-01")
            let result = try limitation("2024-03-15", acts: [made], country: country)
            if interrupting.contains(kind) {
                #expect(result.restarts.map(\.act) == [made] && result.start == day("2025-06-01"))
                #expect(result.expires == day("2025-06-01").adding(years: result.term.value))
                #expect(result.rows.contains { $0.rule == .interruption && $0.subject == kind.rawValue })
            } else {
                #expect(result.expires == before.expires && result.restarts.isEmpty)
                guard let ignored = result.ignored.first else {
                    Issue.record("\(kind) left no trace")
                    continue
                }
                switch ignored.reason {
                case .doesNotInterrupt(let row): #expect(not.contains(kind) && !row.holds)
                case .unknown: #expect(!not.contains(kind))
                case .late: Issue.record("\(kind) was in time")
                }
            }
        }
    }

    @Test("French and Portuguese terms")
    func otherCountries() throws {
        #expect(try limitation("2024-03-15", country: "fr").expires == day("2029-03-15"))
        #expect(try limitation("2024-03-15", debtor: .consumer, country: "fr").expires == day("2026-03-15"))
        #expect(throws: LawGap.self) { try limitation("2024-03-15", debtor: .publicBody, country: "fr") }
        #expect(try limitation("2024-03-15", country: "pt").expires == day("2044-03-15"))
        let periodic = try limitation("2024-03-15", [.init("general"), .init("periodic")], country: "pt")
        #expect(periodic.expires == day("2029-03-15") && periodic.term.id == "T10")
        let services = try limitation(
            "2024-08-31", [.init("essential-services")], debtor: .consumer, country: "pt")
        #expect(services.expires == day("2025-02-28"))
    }

    @Test("a claim restarts from its day where it arrived before the end; later it revives nothing")
    func restart() throws {
        let inTime = act(.extrajudicialClaim, "2029-03-10", effective: "2029-03-14")
        let result = try limitation("2024-03-15", acts: [inTime], asOf: "2030-01-01")
        #expect(result.expires == day("2034-03-10"))
        let late = act(.extrajudicialClaim, "2029-03-10", effective: "2029-03-15")
        #expect(try limitation("2024-03-15", acts: [late], asOf: "2030-01-01").expires == day("2029-03-15"))
        // The second arrives only because the first restarted.
        let second = act(.acknowledgement, "2033-01-01")
        let chain = try limitation("2024-03-15", acts: [second, inTime], asOf: "2033-06-01")
        #expect(chain.expires == day("2038-01-01") && chain.restarts.map(\.act) == [inTime, second])
        // What is dated after the day asked about is not known on it.
        #expect(try limitation("2024-03-15", acts: [inTime], asOf: "2029-03-13").expires == day("2029-03-15"))
        // An act before the day payable never brings the end forward.
        let early = act(.acknowledgement, "2023-01-01")
        let unmoved = try limitation("2024-03-15", acts: [early])
        #expect(unmoved.expires == day("2029-03-15") && unmoved.start == day("2024-03-15"))
    }

    @Test(
        "claims born before the reform of 2015 ended on 28 December 2020",
        arguments: [("2005-10-07", "Q2"), ("2010-05-01", "Q2"), ("2015-10-06", "Q2"), ("2015-10-07", nil)])
    func transition(payable: String, bound: String?) throws {
        let result = try limitation(payable)
        #expect(result.bound?.id == bound)
        #expect(result.expires == day(bound == nil ? "2020-10-07" : "2020-12-28"))
        let claim = act(.extrajudicialClaim, "2020-06-30")
        let restarted = try limitation(payable, acts: [claim])
        #expect(restarted.expires == day("2025-06-30") && restarted.bound == nil)
    }

    @Test("older claims have no row: an error, not a guess")
    func tooOld() throws {
        do {
            _ = try limitation("2005-10-06")
            Issue.record("a term that nobody gave")
        } catch let error as LawGap {
            #expect(error.day == day("2005-10-06") && error.near.first == "Q1 from 2015-10-07")
        }
    }

    @Test("Navarra: no chain of interruptions beyond thirty years")
    func cap() throws {
        let terms = [Limitation.Term("sales-and-fees-documented", governingLaw: "navarra")]
        let acts = ["2029-01-01", "2038-01-01", "2047-01-01"].map { act(.acknowledgement, $0) }
        let result = try limitation("2020-01-15", terms, acts: acts, asOf: "2048-01-01")
        #expect(result.expires == day("2050-01-15") && result.bound?.id == "Q9/cap-documented")
    }

    @Test("nothing interrupts the term to enforce a judgment")
    func judgment() throws {
        let result = try limitation(
            "2024-03-15", [.init("judgment")], acts: [act(.acknowledgement, "2026-01-01")])
        #expect(result.expires == day("2029-03-15") && result.bound?.id == "Q11/cap")
    }

    @Test("a governing law without rows of its own for acts uses the common law's")
    func supplementaryLaw() throws {
        let result = try limitation(
            "2024-03-15", [.init("services", governingLaw: "catalonia")],
            acts: [act(.extrajudicialClaim, "2026-01-01")])
        #expect(result.expires == day("2029-01-01") && result.restarts.map(\.row.id) == ["X1/claim"])
    }

    @Test(
        "warnings at 180, 90 and 30 days",
        arguments: [
            ("2028-09-15", nil), ("2028-09-16", 180), ("2028-12-14", 180), ("2028-12-15", 90),
            ("2029-02-12", 90), ("2029-02-13", 30), ("2029-03-14", 30), ("2029-03-15", nil),
        ])
    func warnings(on text: String, warning: Int?) throws {
        #expect(try limitation("2024-03-15").warning(on: day(text)) == warning)
    }

    @Test("the registry's clock runs from the due day and nothing restarts it")
    func registryClock() throws {
        let law = try Laws.of("es")
        let clock = try RegistryClock(due: day("2021-06-30"), asOf: day("2026-01-01"), law: law)
        #expect(clock.last == day("2026-06-30") && clock.row.id == "R9")
        #expect(throws: LawGap.self) {
            try RegistryClock(due: day("2021-06-30"), debtor: .company, asOf: day("2026-01-01"), law: law)
        }
        #expect(throws: LawGap.self) {
            try RegistryClock(
                due: day("2021-06-30"), asOf: day("2026-01-01"), law: Laws.of("fr"))
        }
    }
}
