import Domain
import Testing
import Verification

/// The shorter ways to ask have the outcomes of the whole verdict: no condition rests on how it is worded.
@Suite("Verdicts without words")
struct SilentVerdictTests {
    private static let worlds: [World] = {
        let changes: [@Sendable (inout World) -> Void] = [
            { _ in }, { $0.provenance = "" }, { $0.item.payable = 0 }, { $0.item.isInConflict = true },
            { $0.item.kind = .copy }, { $0.item.customer = "" }, { $0.item.due = nil },
            { $0.item.due = $0.asOf }, { $0.item.outstanding = 0 }, { $0.coverage = [] },
            { $0.accounts = ["ES00 OTHER"] },
            { $0.coverage = $0.coverage.map { $0.broken(at: "2026-02-01") } },
            { $0.unexplained = [World.credit(1, "2026-02-02", invoices: [7])] },
            { $0.unexplained = [World.credit(1, "2026-02-02", customers: [World.company])] },
            { $0.unexplained = [World.credit(1, "2026-02-02", amount: 121_000)] },
            { $0.decisions.append(World.decision(.disputed, "2026-03-20")) },
            { $0.decisions.append(World.decision(.hold, "2026-03-20")) }, { $0.item.isAssigned = true },
            { $0.steps = [] }, { $0.steps = [World.step(.formalClaim, "2026-03-13", sha256: "")] },
            { $0.decisions = [] }, { $0.item.outstanding = 4999 },
            { $0.policy = VerificationPolicy(language: "es") },
            { $0.decisions.append(World.decision(.insolvency, "2026-03-20")) },
            { $0.decisions.append(World.decision(.identityError, "2026-03-20")) },
            { $0.decisions.append(World.decision(.restricted, "2026-03-20")) },
            {
                var plan = World.decision(.planAgreed, "2026-03-20")
                plan.terms.instalments = [Instalment(due: day("2026-05-01"), amount: 121_000)]
                plan.balance = AgreementBalance(invoices: [7], owed: 121_000, received: [])
                $0.decisions.append(plan)
            },
            {
                $0.item.issued = day("2010-01-12"); $0.item.due = day("2010-02-11")
            },
        ]
        // Every change alone, and with every other.
        return changes.flatMap { first in
            changes.map { second in
                World().with(first).with(second)
            }
        }
    }()

    @Test("have the same outcomes, and the same words where something is missing")
    func sameOutcomes() throws {
        for world in Self.worlds {
            let verifier = DebtVerifier(
                facts: world.facts(), policy: world.policy, lawPack: try World.law.get())
            let verdict = verifier.verdict(for: world.item, provenance: world.provenance)
            let isSourced = !world.provenance.isEmpty
            let objections = verifier.objections(
                to: world.item, provenance: isSourced ? { world.provenance } : nil)
            let outcomes = verifier.outcomes(of: world.item, hasProvenance: isSourced)
            #expect(
                verifier.isVerified(world.item, hasProvenance: isSourced) == verdict.isVerified)
            for (index, result) in verdict.results.enumerated() {
                #expect(outcomes.results[index].outcome == result.outcome)
                #expect(objections.results[index].outcome == result.outcome)
                if result.outcome != .passed { #expect(objections.results[index] == result) }
            }
        }
    }

    @Test("facts with other steps and decisions are those made with them")
    func replacedFacts() throws {
        let world = World()
        let bare = world.with {
            $0.steps = []; $0.decisions = []
        }
        let facts = bare.facts().replacing(steps: world.steps, decisions: world.decisions)
        let verdict = DebtVerifier(facts: facts, policy: world.policy, lawPack: try World.law.get())
            .verdict(for: world.item, provenance: world.provenance)
        #expect(try verdict == world.verdict())
    }
}
