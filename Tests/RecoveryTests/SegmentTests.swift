import Domain
import Recovery
import Testing

@Suite("Segments, classes of payers and limits of contact")
struct SegmentTests {
    // MARK: Classes

    private func history(_ change: (inout CustomerHistory) -> Void) -> CustomerHistory {
        var history = CustomerHistory()
        change(&history)
        return history
    }

    @Test("each class is what its counts say, and one count less is another class")
    func classes() {
        func kind(_ change: (inout CustomerHistory) -> Void) -> PayerClass {
            PayerClassification(history(change)).kind
        }
        #expect(kind { _ in } == .new)
        #expect(kind { $0.paidInTime = 3 } == .new)
        #expect(kind { $0.paidInTime = 4 } == .prompt)
        #expect(kind { ($0.paidInTime, $0.paidLate) = (8, 2) } == .prompt)
        #expect(kind { ($0.paidInTime, $0.paidLate) = (7, 3) } == .mixed)
        #expect(kind { ($0.paidInTime, $0.paidLate) = (1, 3) } == .alwaysLate)
        #expect(kind { ($0.paidInTime, $0.paidLate) = (2, 3) } == .mixed)
        #expect(kind { ($0.paidInTime, $0.paidInParts) = (6, 3) } == .partialPayer)
        #expect(kind { ($0.paidInTime, $0.paidInParts) = (7, 3) } == .prompt)
        #expect(kind { $0.promisesBroken = 1 } == .promisesAndFails)
        #expect(kind { ($0.promisesBroken, $0.promisesKept) = (1, 1) } == .new)
        #expect(kind { ($0.promisesBroken, $0.promisesKept) = (2, 9) } == .promisesAndFails)
        #expect(kind { ($0.disputes, $0.paidInTime) = (2, 10) } == .disputes)
        #expect(kind { ($0.disputes, $0.paidInTime) = (2, 11) } == .prompt)
        #expect(kind { ($0.returnedMail, $0.paidInTime) = (1, 50) } == .unreachable)
    }

    @Test("a class says what it was derived from")
    func because() {
        let late = PayerClassification(
            history {
                $0.notePaid(daysAfterDue: 5, parts: 1)
                for days in [20, 30, 40] { $0.notePaid(daysAfterDue: days, parts: 1) }
            })
        #expect(late.kind == .alwaysLate)
        #expect(late.because.map(\.code) == ["paid-late", "days-late", "paid"])
        #expect(late.because.map(\.count) == [3, 30, 4])
    }

    @Test("who always paid is asked kindly, who was asked in vain firmly; what others read is always firm")
    func tones() {
        let prompt = PayerClassification(history { $0.paidInTime = 9 })
        let failing = PayerClassification(history { $0.promisesBroken = 3 })
        #expect(prompt.tone(of: .reminder) == .friendly && failing.tone(of: .reminder) == .neutral)
        #expect(prompt.tone(of: .secondReminder) == .neutral && failing.tone(of: .secondReminder) == .firm)
        for step in [StepKind.formalClaim, .lastNotice] {
            #expect(prompt.tone(of: step) == .firm && failing.tone(of: step) == .firm)
        }
        #expect(failing.tone(of: .mediation) == .neutral && failing.tone(of: .beforeDue) == .friendly)
    }

    // MARK: Segments

    private static let early = [
        LadderStep(kind: .reminder, afterDueDays: 1, minimumDaysSincePrevious: 1, channel: .sms),
        LadderStep(kind: .formalClaim, afterDueDays: 8, minimumDaysSincePrevious: 5, channel: .letter),
    ]

    private func kinds(_ segment: LadderSegment, _ change: (inout Town) -> Void = { _ in }) -> [StepKind] {
        var town = Town()
        town.policy = LadderPolicy(segments: [segment])
        change(&town)
        return town.plan(on: Town.due.adding(days: 1)).flatMap(\.steps).map(\.kind)
    }

    @Test("a segment's ladder is climbed by whom every condition fits, and by nobody else")
    func conditions() {
        let all = LadderSegment(name: "all", steps: Self.early)
        #expect(kinds(all) == [.reminder])
        var segment = all
        segment.kinds = [.company]
        #expect(kinds(segment) == [.reminder])
        segment.kinds = [.consumer, .soleTrader, .publicBody]
        #expect(kinds(segment).isEmpty)
        segment = all
        segment.classes = [.new]
        #expect(kinds(segment) == [.reminder])
        #expect(kinds(segment) { $0.histories[Town.company] = history { $0.paidInTime = 9 } }.isEmpty)
        segment = all
        segment.languages = ["ca"]
        #expect(kinds(segment).isEmpty)
        #expect(kinds(segment) { $0.customers[Town.company]?.language = "ca" } == [.reminder])
        segment = all
        segment.amount = 123_456...123_456
        #expect(kinds(segment) == [.reminder])
        segment.amount = 123_457...Int64.max
        #expect(kinds(segment).isEmpty)
        segment = all
        segment.minimumAgeDays = 1
        #expect(kinds(segment) == [.reminder])
        segment.minimumAgeDays = 2
        #expect(kinds(segment).isEmpty)
    }

    @Test("the first segment that fits counts, and the case names it with the payer's class")
    func first() {
        var town = Town()
        town.policy = LadderPolicy(segments: [
            LadderSegment(name: "big", amount: 1_000_000...Int64.max, steps: []),
            LadderSegment(name: "companies", kinds: [.company], steps: Self.early),
            LadderSegment(name: "none", steps: []),
        ])
        let planned = town.plan(on: Town.due.adding(days: 1))
        #expect(planned.map(\.segment) == ["companies"])
        #expect(planned.map(\.classification.kind) == [.new])
        // Without telephone a text message becomes a letter.
        #expect(planned.flatMap(\.steps).map(\.channel) == [.letter])
        town.customers[Town.company]?.party.phone = "+34600000000"
        #expect(town.plan(on: Town.due.adding(days: 1)).flatMap(\.steps).map(\.channel) == [.sms])
    }

    // MARK: Before the due day

    @Test("the notice before the due day comes before it or not at all")
    func beforeDue() {
        var town = Town()
        town.policy = LadderPolicy(
            steps: LadderPolicy.usual + [
                LadderStep(kind: .beforeDue, afterDueDays: -5, minimumDaysSincePrevious: 1, channel: .email)
            ])
        func steps(_ days: Int) -> [StepKind] {
            town.plan(on: Town.due.adding(days: days)).flatMap(\.steps).map(\.kind)
        }
        #expect(steps(-6).isEmpty)
        #expect(steps(-5) == [.beforeDue] && steps(-1) == [.beforeDue])
        #expect(steps(0).isEmpty && steps(3) == [.reminder])
        town.take(.beforeDue, 1, on: Town.due.adding(days: -5))
        #expect(steps(-4).isEmpty && steps(2).isEmpty && steps(3) == [.reminder])
    }

    // MARK: Consumers

    private func consumerTown() -> Town {
        var town = Town()
        town.customers[Town.company]?.kind = .consumer
        return town
    }

    @Test("consumers are called on working days only, companies any day; letters go when they are ready")
    func workingDays() {
        // 2026-03-13 is a Friday, so the days after it are Saturday and Sunday.
        for channel in [Channel.callList, .sms, .letter, .email] {
            let steps = [
                LadderStep(kind: .reminder, afterDueDays: 3, minimumDaysSincePrevious: 1, channel: channel)
            ]
            let isCall = channel == .callList || channel == .sms
            for (days, isWorking) in [(3, true), (4, false), (5, false), (6, true)] {
                let day = Town.due.adding(days: days)
                var (consumer, company) = (consumerTown(), Town())
                (consumer.policy, company.policy) = (LadderPolicy(steps: steps), LadderPolicy(steps: steps))
                #expect(consumer.plan(on: day).isEmpty == (isCall && !isWorking), "\(channel) \(day)")
                #expect(!company.plan(on: day).isEmpty)
            }
            var holiday = consumerTown()
            holiday.policy = LadderPolicy(
                steps: steps, limits: ContactLimits(holidays: [Town.due.adding(days: 3)]))
            #expect(holiday.plan(on: Town.due.adding(days: 3)).isEmpty == isCall)
        }
    }

    @Test("a consumer who was contacted often enough is left alone for a while, and the plan says so")
    func tooOften() {
        for contacts in 0...4 {
            var town = consumerTown()
            for number in 0..<contacts {
                // Of other invoices of the customer: what counts is the person.
                town.items.append(Town.invoice(Int64(10 + number), "B/\(number)"))
                town.take(.reminder, Int64(10 + number), on: Town.due.adding(days: -number))
            }
            let planned = town.plan(on: Town.due.adding(days: 3)).flatMap(\.held)
            let codes = planned.filter { $0.item.id == 1 }.flatMap(\.reasons).map(\.code)
            #expect(codes == (contacts >= 3 ? ["contacted-often"] : []), "\(contacts)")
        }
        // A reminder of an instalment is a contact too.
        var reminded = consumerTown()
        for number in 0..<2 {
            reminded.items.append(Town.invoice(Int64(10 + number), "B/\(number)"))
            reminded.take(.reminder, Int64(10 + number), on: Town.due.adding(days: -number))
        }
        var night = reminded.night(as: Town.due.adding(days: 3), "en")
        #expect(LadderPlanner.plan(night).heldCodes.isEmpty)
        night.otherContacts = { $0 == 10 ? [Town.due.adding(days: 2)] : [] }
        #expect(LadderPlanner.plan(night).heldCodes.contains("contacted-often"))
        var later = consumerTown()
        for number in 0..<3 {
            later.items.append(Town.invoice(Int64(10 + number), "B/\(number)"))
            later.take(.reminder, Int64(10 + number), on: Town.due.adding(days: -number))
        }
        #expect(
            later.plan(on: Town.due.adding(days: 6)).flatMap(\.steps).contains { $0.item.id == 1 })
    }
}
