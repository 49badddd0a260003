import Domain
import Testing
import Verification

@Suite("A verified debt")
struct VerifiedDebtTests {
    @Test("every condition is answered in order, with its proof")
    func fullProof() throws {
        let verdict = try World().verdict()
        #expect(verdict.isVerified)
        #expect(verdict.results.map(\.condition) == Condition.allCases)
        for result in verdict.results {
            #expect(!result.evidence.isEmpty && result.missing.isEmpty, "\(result.condition)")
        }
    }

    @Test("the evidence names its sources")
    func evidence() throws {
        let world = World()
        #expect(try world.result(.certain).evidence.contains("facturas-enero.csv line 12"))
        #expect(
            try world.result(.statementsCover).evidence
                == "statements of ES9121000418450200051332 from 2026-01-12 to 2026-03-29")
        let demanded = try world.result(.demanded).evidence
        #expect(demanded.contains("formal claim of 2026-03-13 by letter, document SHA-256 ab12"))
        #expect(demanded.contains("delivered 2026-03-16, Ana (decisiones.csv line 3)"))
        #expect(try world.result(.enforceable).evidence.contains("CC 1964.2"))
    }

    /// What proves the debt, piece by piece, and the condition that falls with it.
    private static let pieces: [(String, Condition, @Sendable (inout World) -> Void)] = [
        ("the source of the invoice", .certain, { $0.provenance = "" }),
        ("a positive amount", .certain, { $0.item.payable = 0 }),
        ("agreement of its documents", .certain, { $0.item.isInConflict = true }),
        ("being an invoice", .certain, { $0.item.kind = .copy }),
        ("not being cancelled", .certain, { $0.item.kind = .cancelled }),
        ("a known debtor", .certain, { $0.item.customer = "" }),
        ("a due date", .due, { $0.item.due = nil }),
        ("the due day passed", .due, { $0.item.due = $0.asOf }),
        ("something owed", .unpaid, { $0.item.outstanding = 0 }),
        ("the statements", .statementsCover, { $0.coverage = [] }),
        ("an account's statements", .statementsCover, { $0.accounts = ["ES00 OTHER"] }),
        ("the balance chain", .statementsCover, { $0.coverage[0] = $0.coverage[0].broken(at: "2026-02-01") }),
        (
            "explained money", .noUnexplainedMoney,
            { $0.unexplained = [World.credit(1, "2026-02-02", invoices: [7])] }
        ),
        ("peace", .undisputed, { $0.decisions.append(World.decision(.disputed, "2026-03-20")) }),
        ("no hold", .enforceable, { $0.decisions.append(World.decision(.hold, "2026-03-20")) }),
        ("being ours", .enforceable, { $0.item.isAssigned = true }),
        ("the formal claim", .demanded, { $0.steps = [] }),
        (
            "the claim's document", .demanded,
            { $0.steps = [World.step(.formalClaim, "2026-03-13", sha256: "")] }
        ),
        ("the proof of delivery", .demanded, { $0.decisions = [] }),
        ("the minimum", .aboveMinimum, { $0.item.outstanding = 4999 }),
    ]

    @Test("without any one piece of proof it is not verified, and the verdict says what is missing")
    func eachPieceCounts() throws {
        for (piece, condition, remove) in Self.pieces {
            let world = World().with(remove)
            let result = try world.result(condition)
            #expect(try !world.verdict().isVerified, "\(piece)")
            #expect(result.outcome != .passed && !result.missing.isEmpty, "\(piece)")
        }
    }

    @Test("the order of the facts does not matter")
    func shuffled() throws {
        var world = World()
        world.unexplained = (1...9).map { World.credit($0, "2026-02-0\($0)", customers: [World.company]) }
        world.decisions += [
            World.decision(.disputed, "2026-03-17"), World.decision(.disputeResolved, "2026-03-18"),
        ]
        world.coverage.append(AccountCoverage(account: "FR1", covered: [], breaks: []))
        let expected = try world.verdict()
        world.unexplained.reverse()
        world.decisions.reverse()
        world.coverage = world.coverage.reversed()
        world.coverage = world.coverage.map {
            AccountCoverage(account: $0.account, covered: $0.covered.reversed(), breaks: $0.breaks)
        }
        #expect(try world.verdict() == expected)
    }

    @Test("what happens after the day is not known on it")
    func asOf() throws {
        let later = World().with {
            $0.decisions.append(World.decision(.disputed, "2026-04-02"))
            $0.decisions.append(World.decision(.hold, "2026-04-02"))
        }
        #expect(try later.verdict().isVerified)
        let tomorrow = later.with { $0.asOf = day("2026-04-02") }
        #expect(try !tomorrow.verdict().isVerified)
    }
}

extension AccountCoverage {
    func broken(at text: String) -> AccountCoverage {
        AccountCoverage(account: account, covered: covered, breaks: [day(text)])
    }
}
