import Domain
import Testing
import Verification

@Suite("Undisputed, enforceable, demanded")
struct LegalConditionTests {
    @Test("an objection blocks until a later day settles it, and a new one blocks again")
    func disputes() throws {
        var world = World()
        world.decisions.append(World.decision(.disputed, "2026-03-17"))
        let open = try world.result(.undisputed)
        #expect(open.outcome == .failed && open.evidence.contains("decisiones.csv line 3"))
        world.decisions.append(World.decision(.disputeResolved, "2026-03-17"))
        #expect(try world.result(.undisputed).outcome == .failed, "of two on one day the block stays")
        world.decisions.append(World.decision(.disputeResolved, "2026-03-18"))
        #expect(try world.result(.undisputed).outcome == .passed)
        world.decisions.append(World.decision(.disputed, "2026-03-30"))
        #expect(try world.result(.undisputed).outcome == .failed)
    }

    @Test("a hold blocks until a later day resumes")
    func holds() throws {
        var world = World()
        world.decisions.append(World.decision(.hold, "2026-03-17"))
        #expect(try world.result(.enforceable).outcome == .failed)
        world.decisions.append(World.decision(.resumed, "2026-03-20"))
        #expect(try world.result(.enforceable).outcome == .passed)
    }

    @Test("decisions about another invoice change nothing")
    func otherInvoice() throws {
        let world = World().with {
            $0.decisions.append(
                DecisionFact(
                    kind: .disputed, invoice: 8, day: day("2026-03-20"), author: "", detail: "", source: ""))
        }
        #expect(try world.verdict().isVerified)
    }

    @Test(
        "a claim is enforceable until the day before its term ends",
        arguments: [
            (World.company, "2031-02-10", true), (World.company, "2031-02-11", false),
            ("12345678Z", "2029-02-10", true), ("12345678Z", "2029-02-11", false),
            ("", "2029-02-10", true), ("", "2029-02-11", false),
            ("S2800001F", "2030-02-10", true), ("S2800001J", "2030-02-11", false),
        ])
    func limitation(taxId: String, asOf: String, passes: Bool) throws {
        let world = World().with {
            $0.item.taxId = taxId
            $0.asOf = day(asOf)
            ($0.steps, $0.decisions) = ([], [])
        }
        #expect(try world.result(.enforceable).outcome == (passes ? .passed : .failed))
    }

    @Test("a term not verified at its source says so")
    func confidence() throws {
        let natural = try World().with { $0.item.taxId = "12345678Z" }.result(.enforceable)
        #expect(natural.evidence.contains("CC 1967 [confidence K: not verified at its source]"))
        #expect(try !World().result(.enforceable).evidence.contains("not verified"))
    }

    @Test("a proven formal claim restarts the term, from the day it was written")
    func interruption() throws {
        let world = World().with { $0.asOf = day("2031-03-12") }
        let result = try world.result(.enforceable)
        #expect(result.outcome == .passed && result.evidence.contains("CC 1973"))
        #expect(try world.with { $0.asOf = day("2031-03-13") }.result(.enforceable).outcome == .failed)
        #expect(try world.with { $0.decisions = [] }.result(.enforceable).outcome == .failed)
        let noDocument = world.with { $0.steps = [World.step(.formalClaim, "2026-03-13", sha256: "")] }
        #expect(try noDocument.result(.enforceable).outcome == .failed)
    }

    @Test("a claim that arrived after the term revives nothing")
    func tooLate() throws {
        let world = World().with {
            $0.asOf = day("2031-03-01")
            $0.steps = [World.step(.formalClaim, "2031-02-10")]
            $0.decisions = [World.decision(.delivered, "2031-02-11")]
        }
        #expect(try world.result(.enforceable).outcome == .failed)
        let inTime = world.with { $0.decisions = [World.decision(.delivered, "2031-02-10")] }
        #expect(try inTime.result(.enforceable).outcome == .passed)
    }

    @Test("the oldest instalment's clock is the safe one")
    func instalments() throws {
        let world = World().with {
            $0.item.instalments = [Instalment(due: day("2021-04-01"), amount: 1)]
            ($0.steps, $0.decisions) = ([], [])
        }
        #expect(try world.result(.enforceable).outcome == .failed)
    }

    @Test("demanded means: claimed, arrived, and time to answer")
    func demanded() throws {
        #expect(
            try World().with { $0.steps = [World.step(.reminder, "2026-03-13")] }.result(.demanded).outcome
                == .failed)
        let sentOnly = try World().with { $0.decisions = [] }.result(.demanded)
        #expect(sentOnly.outcome == .unknown)
        #expect(sentOnly.missing == "proof of delivery of the formal claim of 2026-03-13")
        let before = World().with { $0.decisions = [World.decision(.delivered, "2026-03-12")] }
        #expect(try before.result(.demanded).outcome == .unknown)
        let sameDay = World().with { $0.decisions = [World.decision(.delivered, "2026-03-13")] }
        #expect(try sameDay.result(.demanded).outcome == .passed)
    }

    @Test("the wait counts from delivery", arguments: [("2026-03-25", false), ("2026-03-26", true)])
    func wait(asOf: String, passes: Bool) throws {
        let result = try World().with { $0.asOf = day(asOf) }.result(.demanded)
        #expect(result.outcome == (passes ? .passed : .failed))
        #expect(passes || result.missing.contains("until 2026-03-26"))
    }

    @Test("a policy without demand says that it is the policy")
    func noDemand() throws {
        let world = World().with {
            $0.policy = VerificationPolicy(requiresDemand: false)
            $0.steps = []
        }
        #expect(try world.result(.demanded).evidence.contains("policy"))
        #expect(try world.verdict().isVerified)
        for taxId in ["12345678Z", "S2800001J", ""] {
            let other = world.with { $0.item.taxId = taxId }
            #expect(try other.result(.demanded).outcome == .failed, "only companies can do without")
        }
    }
}
