import Domain
import Testing
import Verification

/// Gates a to e by kind of debtor, and what closes them (W1 to W15 of the dossier).
@Suite("Gates by kind of debtor")
struct GateTests {
    /// The gates that are open for a debtor in a world.
    private func open(_ world: World, _ debtor: CustomerKind) throws -> Set<Gate> {
        let law = try World.law.get()
        let verdict = DebtVerifier(
            facts: world.facts(), policy: world.policy, lawPack: law, debtors: { _ in debtor }
        ).verdict(for: world.item, provenance: world.provenance)
        let gates = law.gates(on: world.asOf, language: "en")
        return Set(
            Gate.allCases.filter { gate in
                guard case .asks(let conditions) = gates[gate, debtor] else { return false }
                return conditions.allSatisfy { verdict.outcome($0) == .passed }
            })
    }

    /// What is open where nothing stands against the debt.
    private func usual(_ debtor: CustomerKind) -> Set<Gate> {
        debtor == .publicBody ? [.beforeDue, .reminder, .formalClaim] : Set(Gate.allCases)
    }

    @Test(
        "a verified debt: all gates for private debtors, none to others for public bodies",
        arguments: CustomerKind.allCases)
    func verified(debtor: CustomerKind) throws {
        #expect(try open(World(), debtor) == usual(debtor))
    }

    @Test(
        "a debt that nobody demanded: reminders and the claim itself, nothing beyond",
        arguments: CustomerKind.allCases)
    func undemanded(debtor: CustomerKind) throws {
        let world = World().with { ($0.steps, $0.decisions) = ([], []) }
        #expect(try open(world, debtor) == [.beforeDue, .reminder, .formalClaim])
    }

    /// An event of the dossier, and the gates that it must close at least.
    struct Trigger: Sendable, CustomTestStringConvertible {
        let id: String
        let closes: Set<Gate>
        let happens: @Sendable (inout World) -> Void
        var testDescription: String { id }
    }

    private static let every = Set(Gate.allCases)
    private static let claims: Set<Gate> = [.formalClaim, .agency, .registry, .court]

    private static func fact(
        _ id: String, _ closes: Set<Gate>, _ kind: DecisionRecord.Kind,
        _ terms: @escaping @Sendable (inout CaseTerms) -> Void = { _ in }
    ) -> Trigger {
        Trigger(id: id, closes: closes) { world in
            world.decisions.append(CaseConditionTests.fact(kind, "2026-03-31", terms))
        }
    }

    static let triggers: [Trigger] = [
        Trigger(id: "W1 paid", closes: every) { $0.item.outstanding = 0 },
        // W2 changes amounts, it closes nothing: the amount of every gate is what is outstanding.
        Trigger(id: "W3 below minimum", closes: claims) { $0.item.outstanding = 4_999 },
        fact("W4 sued", claims, .litigated),
        fact("W5 accuracy contested", every, .restricted),
        Trigger(id: "W6 too old for a registry", closes: [.registry]) {
            // The limitation of a claim can be restarted, the registry's clock cannot: `RegistryGate`.
            $0.item.due = day("2019-02-11")
        },
        fact("W7 insolvency", every, .insolvency),
        fact("W8 discharge", every, .discharged),
        fact("W9 plan", claims, .planAgreed) {
            $0.instalments = [Instalment(due: day("2026-05-31"), amount: 121_000)]
        },
        Trigger(id: "W10 time-barred", closes: claims) {
            $0.item.due = day("2020-02-11")
            ($0.steps, $0.decisions) = ([], [])
        },
        fact("W11 letter returned", [.registry], .addressReturned),
        fact("W12 electronic rejection", claims, .disputed),
        fact("W13 complaint", claims, .complaint),
        fact("W14 not this person", every, .identityError),
        fact("W14 death", every, .deceased),
        fact("W15 seizure", every, .seized),
    ]

    @Test(
        "each trigger closes its gates, for every kind of debtor", arguments: triggers, CustomerKind.allCases)
    func closes(trigger: Trigger, debtor: CustomerKind) throws {
        let before = try open(World(), debtor)
        let after = try open(World().with { trigger.happens(&$0) }, debtor)
        #expect(after.isDisjoint(with: trigger.closes), "\(trigger.id): \(after)")
        #expect(after.isStrictSubset(of: before) || before.isDisjoint(with: trigger.closes))
    }

    @Test("a gate without row is closed, and says what is missing")
    func noRow() throws {
        let gates = try World.law.get().gates(on: day("2000-01-01"), language: "en")
        guard case .closed(let why) = gates[.agency, .company] else {
            Issue.record("open before its law")
            return
        }
        #expect(why.contains("no row gate agency for company in force on 2000-01-01"))
    }

    @Test("France and Portugal: no registry for anybody", arguments: ["fr", "pt"], CustomerKind.allCases)
    func noRegistry(country: String, debtor: CustomerKind) throws {
        let gates = try LawPack.bundled(country: country).gates(on: day("2026-04-01"), language: country)
        guard case .closed(let why) = gates[.registry, debtor] else {
            Issue.record("open")
            return
        }
        #expect(!why.isEmpty)
        #expect(gates[.reminder, debtor] != .closed(""))
    }
}
