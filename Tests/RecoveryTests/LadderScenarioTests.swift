import Domain
import Recovery
import Testing

@Suite("The ladder, told by days after the due day")
struct LadderScenarioTests {
    @Test("a debtor who never answers walks every rung, each once, in order")
    func wholeLadder() {
        var town = Town()
        var days: [Int: StepKind] = [:]
        for night in 0...400 {
            let kinds = town.night(night).kinds
            #expect(kinds.count <= 1)
            if let kind = kinds.first { days[night] = kind }
        }
        #expect(days == [3: .reminder, 15: .secondReminder, 30: .formalClaim, 60: .agency, 90: .registry])
    }

    @Test("day 2 nothing, day 3 reminder, paid, then nothing for ever")
    func paid() {
        var town = Town()
        #expect(town.night(2).isEmpty)
        #expect(town.night(3).kinds == [.reminder])
        town.items[0].outstanding = 0
        for night in 4...400 { #expect(town.night(night).isEmpty) }
    }

    @Test("the same night twice takes a step once")
    func sameNight() {
        var town = Town()
        town.policy = LadderPolicy(steps: [
            LadderStep(kind: .reminder, afterDueDays: 0, minimumDaysSincePrevious: 0, channel: .email),
            LadderStep(kind: .secondReminder, afterDueDays: 0, minimumDaysSincePrevious: 0, channel: .email),
        ])
        #expect(town.night(10).kinds == [.reminder])
        #expect(town.night(10).kinds.isEmpty)
        #expect(town.night(11).kinds == [.secondReminder])
    }

    @Test("seen for the first time after 200 days: the reminder first, then a rung whenever the wait is over")
    func seenLate() {
        var town = Town()
        var days: [Int: StepKind] = [:]
        for night in 200...300 {
            if let kind = town.night(night).kinds.first { days[night] = kind }
        }
        #expect(
            days == [200: .reminder, 210: .secondReminder, 220: .formalClaim, 240: .agency, 260: .registry])
    }

    @Test("disputed after the reminder: held with the reason, until it is settled")
    func disputed() {
        var town = Town()
        #expect(town.night(3).kinds == [.reminder])
        town.failing[1] = [.undisputed]
        let held = town.night(15)
        #expect(held.kinds.isEmpty && held.heldCodes == ["undisputed"])
        #expect(held.first?.held.first?.kind == .secondReminder)
        #expect(held.first?.held.first?.reasons.first?.text == "proof of undisputed")
        #expect(town.night(40).heldCodes == ["undisputed"])
        town.failing = [:]
        #expect(town.night(41).kinds == [.secondReminder])
        #expect(town.night(42).isEmpty, "the formal claim waits for an answer to the second reminder")
        #expect(town.night(51).kinds == [.formalClaim])
    }

    @Test("an agency comes only after a verified debt; the registry also asks its own gate")
    func lastRungs() {
        var town = Town()
        for night in [3, 15, 30] { _ = town.night(night) }
        town.failing[1] = [.demanded]
        #expect(town.night(60).heldCodes == ["demanded"])
        town.failing = [:]
        #expect(town.night(61).kinds == [.agency])
        town.registryObjections = [HoldReason(code: "released", text: "a person's release")]
        let held = town.night(90)
        #expect(held.kinds.isEmpty && held.heldCodes == ["released"])
        town.registryObjections = []
        #expect(town.night(91).kinds == [.registry])
    }

    /// What each rung asks for, as the law's table of gates says.
    private static let asked: [StepKind: Set<Condition>] = {
        let reminding: Set<Condition> = [
            .certain, .due, .unpaid, .statementsCover, .noUnexplainedMoney, .undisputed, .enforceable,
            .identity, .solvent, .unrestricted, .noAgreement,
        ]
        return [
            .reminder: reminding, .secondReminder: reminding, .formalClaim: reminding.union([.aboveMinimum]),
            .agency: Set(Condition.allCases), .registry: Set(Condition.allCases),
        ]
    }()

    @Test(
        "each rung is shut by exactly the conditions it asks for", arguments: LadderPolicy.usual.map(\.kind))
    func gates(kind: StepKind) {
        for condition in Condition.allCases {
            var town = Town()
            for earlier in StepKind.allCases where earlier < kind { town.take(earlier, 1, on: Town.due) }
            town.failing[1] = [condition]
            let planned = town.plan(on: Town.due.adding(days: 100))
            let isAsked = Self.asked[kind]?.contains(condition) == true
            #expect(planned.kinds == (isAsked ? [] : [kind]), "\(condition)")
            #expect(planned.heldCodes == (isAsked ? [condition.rawValue] : []), "\(condition)")
        }
    }

    @Test("a verdict about another invoice, or without answers, opens nothing")
    func foreignVerdict() {
        let town = Town()
        for verdict in [
            Verdict(invoice: 2, asOf: Town.due, results: town.verdict(town.items[0]).results),
            Verdict(invoice: 1, asOf: Town.due, results: []),
        ] {
            var night = town.night(as: Town.due.adding(days: 3), "en")
            night.verdicts = { _ in verdict }
            let planned = LadderPlanner.plan(night)
            #expect(planned.kinds.isEmpty && !planned.heldCodes.isEmpty)
        }
    }
}
