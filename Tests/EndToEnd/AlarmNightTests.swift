import Domain
import Foundation
import Testing

@testable import Handover

/// What an agency should have said or paid by now, and has not: one row each in the list of what is to do.
@Suite struct AlarmNightTests {
    private let one = "C-A58818501.1"

    /// A case that the agency took on 2026-02-09.
    private func placed(_ scratch: Scratch) throws -> AgencyStory {
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        #expect(try story.told(story.night("2026-02-09")) == [])
        return story
    }

    private func toDo(_ story: AgencyStory, _ night: String, _ word: String) -> [Substring] {
        story.table(night, "todo").split(separator: "\n").filter {
            $0.hasPrefix("agency,") && $0.contains(word)
        }
    }

    private func cents(_ total: Int64, _ day: Day) -> CaseBalance {
        CaseBalance(asOf: day, principal: total, interest: 0, fixedComp: 0, costs: 0, total: total)
    }

    // MARK: Answers

    /// Placed on a Sunday: the third working day after it is a Wednesday.
    @Test func anAgencyThatNeverAnswersIsOneAlarm() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        _ = try story.place()
        #expect(toDo(story, try story.night("2026-02-10"), "acus") == [])
        let silent = toDo(story, try story.night("2026-02-11"), "acus")
        #expect(silent.count == 1 && silent[0].hasPrefix("agency,COLCO,2026-02-08,"), "\(silent)")
        let paid = try story.night("2026-02-12", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(paid) == ["PAY \(one).2"])
        let still = toDo(story, try story.night("2026-02-20"), "acus")
        #expect(still.count == 1 && still[0].contains("08/02/2026: 2"), "\(still)")
    }

    /// One that confirms nothing by agreement is none.
    @Test func anAgencyThatAcknowledgesNothingIsNoAlarm() throws {
        let scratch = try Scratch()
        let agency = """
            agency:
              name: Cobros Ejemplo S.L.
              code: COLCO
              identifier: ESB00000000
              agreement: AGR-2026-01
              processorAgreement: DPA-2026-01
              acknowledges: false

            """
        let story = try AgencyStory(scratch, agencies: agency)
        _ = try story.place()
        #expect(toDo(story, try story.night("2026-02-20"), "COLCO") == [])
    }

    @Test func aBatchWithoutAnAnswerIsAnAlarmOnTheThirdWorkingDay() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        let paid = try story.night("2026-02-10", credit: (50_000, "Factura F2026-0002"))
        let package = try #require(story.packages(paid).first)
        let batch = "ESB12345674.COLCO.CASE.000002"
        #expect(toDo(story, try story.night("2026-02-12"), batch) == [])
        let missing = toDo(story, try story.night("2026-02-13"), batch)
        #expect(missing.count == 1 && missing[0].contains("1 de 1"), "\(missing)")
        // It has the file: what it makes of the operation is still to be said.
        _ = try story.answer(package, 2, "2026-02-14")
        let received = toDo(story, try story.night("2026-02-14"), batch)
        #expect(received.count == 1 && received[0].contains("acusó recibo"), "\(received)")
        _ = try story.answer(package, 3, "2026-02-16", .accepted)
        #expect(toDo(story, try story.night("2026-02-16"), batch) == [])
    }

    @Test func aRegistryThatAnswersNothingIsAnAlarm() throws {
        let scratch = try Scratch()
        let step = "    - { step: registry, afterDueDays: 20, minimumDaysSincePrevious: 0, channel: file }\n"
        let story = try AgencyStory(
            scratch, steps: step,
            more: """
                registry:
                  name: Fichero Ejemplo
                  code: EJEMPLO
                  profile: example-fixed-200
                  reporter: "0099"
                  requiresRelease: false
                  returns: example-return-80

                """)
        _ = try story.place()
        var listed: String?
        for day in ["2026-02-09", "2026-02-10"] where listed == nil {
            let night = try story.night(day)
            listed = story.packages(night, "REGY").isEmpty ? nil : night
        }
        #expect(listed != nil)
        let later = try story.night("2026-02-16")
        #expect(toDo(story, later, "agency,EJEMPLO,").count == 1, "\(story.table(later, "todo"))")
    }

    // MARK: Money

    @Test func moneyThatIsAnnouncedAndInNoStatementIsAskedFor() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var paid = try story.event("E-1", "2026-02-10", .partPaid)
        paid.amount = 30_000
        _ = try story.report([paid], 1, "2026-02-10")
        #expect(toDo(story, try story.night("2026-02-20"), "PART_PAID") == [])
        let awaited = toDo(story, try story.night("2026-02-21"), "PART_PAID")
        #expect(
            awaited.count == 1 && awaited[0].hasPrefix("agency,\(one),2026-02-10,300.00,EUR"), "\(awaited)")
        // Somebody asked for it.
        try story.state("contacted", "2026-02-22")
        #expect(toDo(story, try story.night("2026-02-22"), "PART_PAID") == [])
    }

    @Test func aPromiseThatPassedWithoutAWordIsAskedAbout() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var promise = try story.event("E-1", "2026-02-10", .promise)
        (promise.amount, promise.dueDate) = (30_000, Day(iso: "2026-02-12"))
        _ = try story.report([promise], 1, "2026-02-10")
        #expect(toDo(story, try story.night("2026-02-14"), "promesa") == [])
        let passed = toDo(story, try story.night("2026-02-15"), "promesa")
        #expect(
            passed.count == 1 && passed[0].hasPrefix("agency,\(one),2026-02-12,300.00,EUR"), "\(passed)")
        var broken = try story.event("E-2", "2026-02-15", .promiseBroken)
        broken.reason = "no funds until March"
        _ = try story.report([broken], 2, "2026-02-15")
        let said = toDo(story, try story.night("2026-02-16"), "promesa")
        #expect(said.count == 1 && said[0].contains("no funds until March"), "\(said)")
        _ = try story.report([try story.event("E-3", "2026-02-17", .contact)], 3, "2026-02-17")
        #expect(toDo(story, try story.night("2026-02-17"), "promesa") == [])
    }

    @Test func aPlanIsWatchedInstalmentByInstalment() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var agreed = try story.event("E-1", "2026-02-10", .plan)
        agreed.plan = StatusEvent.Plan(
            total: 90_000, first: try #require(Day(iso: "2026-02-12")),
            last: try #require(Day(iso: "2026-04-12")), instalments: 3, amount: 30_000, frequency: .monthly)
        _ = try story.report([agreed], 1, "2026-02-10")
        #expect(toDo(story, try story.night("2026-02-14"), "plan") == [])
        let behind = toDo(story, try story.night("2026-02-15"), "plan")
        #expect(
            behind.count == 1 && behind[0].hasPrefix("agency,\(one),2026-02-12,300.00,EUR"), "\(behind)")
        var paid = try story.event("E-2", "2026-02-16", .partPaid)
        paid.amount = 30_000
        _ = try story.report([paid], 2, "2026-02-16")
        #expect(toDo(story, try story.night("2026-02-16"), "plan") == [])
        let second = toDo(story, try story.night("2026-03-16"), "plan")
        #expect(
            second.count == 1 && second[0].hasPrefix("agency,\(one),2026-03-12,300.00,EUR"), "\(second)")
    }

    // MARK: What it says of a case

    @Test func aCloseWithAnotherBalanceNamesBoth() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var closed = try story.event("E-9", "2026-02-14", .closed)
        closed.close = StatusEvent.Close(reason: .paidInFull, balanceAtClose: cents(0, closed.at.day))
        _ = try story.report([closed], 1, "2026-02-14")
        let night = try story.night("2026-02-14")
        let differs = toDo(story, night, "0,00")
        #expect(differs.contains { $0.contains("1.500,00") }, "\(story.table(night, "todo"))")
        let paid = toDo(story, night, "PAID_IN_FULL")
        #expect(paid.count == 1 && !paid[0].contains("resumed"), "\(paid)")
    }

    @Test func aCloseWithTheBalanceOfItsDayIsNoDifference() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var closed = try story.event("E-9", "2026-02-14", .closed)
        closed.close = StatusEvent.Close(
            reason: .exhaustedWithContact, balanceAtClose: cents(150_000, closed.at.day))
        _ = try story.report([closed], 1, "2026-02-14")
        let night = try story.night("2026-02-14")
        #expect(toDo(story, night, "EXHAUSTED_CONTACT").count == 1)
        #expect(toDo(story, night, "saldo") == [])
        // Nor when the debtor pays the creditor afterwards.
        let later = try story.night("2026-02-16", credit: (50_000, "Factura F2026-0002"))
        #expect(toDo(story, later, "saldo") == [], "\(story.table(later, "todo"))")
    }

    @Test func anEventOnAnOldVersionIsFlagged() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        let paid = try story.night("2026-02-10", credit: (50_000, "Factura F2026-0002"))
        _ = try story.answer(try #require(story.packages(paid).first), 2, "2026-02-11", .accepted)
        _ = try story.report([try story.event("E-1", "2026-02-12", .contact, version: 1)], 1, "2026-02-12")
        let old = toDo(story, try story.night("2026-02-12"), "CONTACT")
        #expect(old.count == 1 && old[0].contains("sin haber leído"), "\(old)")
        let view = try Recobro.run("case", story.workspace, one).output
        #expect(view.contains("event E-1, of an older version (1): version 2"), "\(view)")
        #expect(try story.explain("C-A58818501").contains("of an older version (1): version 2"))
        _ = try story.report([try story.event("E-2", "2026-02-13", .noContact, version: 2)], 2, "2026-02-13")
        let mended = try story.night("2026-02-13")
        #expect(toDo(story, mended, "CONTACT") == [])
    }

    @Test func anObjectionSaysWhyAndWhatIsNeeded() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        let recall = try Recobro.run(
            "case", story.workspace, one, "recalled", "--author", "Ana", "--as-of", "2026-02-10", "--code",
            "contract-end", "--until", "2026-02-13")
        #expect(recall.code == 0, "\(recall.complaint)")
        try story.night("2026-02-10")
        var objection = try story.event("E-1", "2026-02-11", .recallObjected, version: 2)
        objection.reason = "the debtor pays on Friday"
        _ = try story.report([objection], 1, "2026-02-11")
        let objected = toDo(story, try story.night("2026-02-12"), "the debtor pays on Friday")
        #expect(objected.count == 1)
        #expect(objected.allSatisfy { $0.contains("\(one) recalled") && $0.contains("recall-cancelled") })
        #expect(try story.explain("C-A58818501").contains("event E-1: the debtor pays on Friday"))
    }

    @Test func aQuestionNamesTheEventThatAnAnswerNeeds() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var asked = try story.event("E-7", "2026-02-10", .informationRequested)
        asked.actionRequired = StatusEvent.Action(code: "SEND_DOCS", by: Day(iso: "2026-02-20"))
        asked.actionRequired?.documentTypes = [.deliveryNote]
        _ = try story.report([asked], 1, "2026-02-10")
        let rows = toDo(story, try story.night("2026-02-10"), "albarán (DELIVERY_NOTE)")
        #expect(rows.count == 1 && rows[0].contains("--reference E-7"), "\(rows)")
    }

    @Test func anAnswerThatWaitsNamesItsOperation() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .pending, missing: [.deliveryNote])
        let rows = toDo(story, try story.night("2026-02-09"), "albarán (DELIVERY_NOTE)")
        #expect(rows.count == 1 && rows[0].contains("--reference \(one).1"), "\(rows)")
    }

    @Test func aCaseThatIsPaidWithABalanceSaysSo() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var closed = try story.event("E-9", "2026-02-14", .closed)
        closed.close = StatusEvent.Close(reason: .paidInFull, balanceAtClose: cents(150_000, closed.at.day))
        _ = try story.report([closed], 1, "2026-02-14")
        let paid = toDo(story, try story.night("2026-02-14"), "PAID_IN_FULL")
        #expect(paid.count == 1 && paid[0].contains("con un saldo de 1.500,00"), "\(paid)")
    }

    // MARK: Tables

    @Test func theBalanceOfACaseIsWhatTheAgencyShouldHold() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        _ = try story.remit(try RemittanceNightTests().statement(story))
        let night = try story.night("2026-03-01")
        #expect(story.table(night, "cases").contains("\(one),88123,ACCEPTED,1000.00,EUR"))
        #expect(
            story.table(night, "remittances").split(separator: "\n").allSatisfy {
                $0.hasSuffix(",agency") || $0.hasSuffix(",COLCO")
            })
    }

    @Test func aFreezeEndsWhenAPersonSaysSo() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted, held: 140_000)
        #expect(story.table(try story.night("2026-02-09"), "cases").contains("ACCEPTED FROZEN"))
        #expect(try story.explain("C-A58818501").contains("frozen"))
        try story.state("resumed", "2026-02-10")
        #expect(!story.table(try story.night("2026-02-10"), "cases").contains("FROZEN"))
        #expect(try !story.explain("C-A58818501").contains("frozen"))
    }

    @Test func noCaseIsOverAndFrozen() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted, held: 140_000)
        var closed = try story.event("E-9", "2026-02-09", .closed)
        closed.close = StatusEvent.Close(
            reason: .uneconomic, balanceAtClose: cents(140_000, closed.at.day))
        _ = try story.report([closed], 1, "2026-02-09")
        let night = try story.night("2026-02-09")
        #expect(story.table(night, "cases").contains(",CLOSED,"), "\(story.table(night, "cases"))")
    }
}
