import Domain
import Testing

@testable import Handover

@Suite("What an event asks for")
struct StatusEffectTests {
    private func effect(_ status: EventStatus, _ changes: [(String, JSONValue)] = []) -> StatusEffect? {
        var tree = Statuses.with(status)
        for (name, value) in changes { tree = tree.setting("events.0.\(name)", value) }
        return Statuses.read(tree).value?.events.first?.effect
    }

    @Test("follows the table of the fact sheet")
    func table() {
        for status in [EventStatus.open, .contact, .refused, .onHold, .planBroken] {
            #expect(effect(status) == .log)
        }
        for status in [EventStatus.untraceable, .deceased, .vulnerable] { #expect(effect(status) == .review) }
        #expect(effect(.informationRequested) == .answer(by: Sample.day("2026-07-25")))
        #expect(effect(.promise) == .suspendReminders(alarm: Sample.day("2026-07-23")))
        #expect(effect(.partPaid) == .expectRemittanceLine(amount: 500))
        #expect(effect(.insolvent) == .fileClaim(by: Sample.day("2026-08-11")))
        #expect(effect(.legalRecommended) == .decideLegal)
        #expect(effect(.judgment, [("phase", .string("LEGAL"))]) == .enterPhase(.legal))
        #expect(effect(.recallObjected) == .stopRecall)
        guard case .close(.untraceable, let balance) = effect(.closed) else {
            Issue.record("CLOSED must close")
            return
        }
        #expect(balance.total == 9_000)
    }

    @Test("takes a formally disputed debt out of registries, and only such")
    func disputes() {
        let lines: JSONValue = .array([.string("L1")])
        #expect(
            effect(.disputed, [("dispute.lineRefs", lines)])
                == .dispute(lineRefs: ["L1"], removesFromRegistry: false))
        #expect(
            effect(.disputed, [("dispute.ground", .string("ADR_OR_COURT"))])
                == .dispute(lineRefs: [], removesFromRegistry: true))
    }

    @Test("expects the receipts of a plan, and shows a plan that contradicts itself to a person")
    func plans() {
        guard case .expectReceipts(let receipts) = effect(.plan) else {
            Issue.record("a plan must expect receipts")
            return
        }
        #expect(receipts.map(\.amount) == [4_000, 4_000, 2_000])
        #expect(effect(.plan, [("plan.instalments", .integer(2))]) == .review)
    }

    @Test("is a person's to say where the code is unmapped")
    func unmapped() {
        #expect(effect(.contact, [("status", .string("77"))]) == .review)
    }
}
