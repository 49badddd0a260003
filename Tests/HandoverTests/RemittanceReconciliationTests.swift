import Domain
import Testing

@testable import Handover

/// The books of the creditor that fit the example statement in everything.
enum Books {
    static func context() -> RemittanceContext {
        var known = RemittanceCase(caseRef: "C-2026-0007", ageDays: 100, balance: 172_741)
        known.agencyCaseRef = "88123"
        known.lines = ["L1": 121_000, "L2": 40_000]
        var context = RemittanceContext(
            cases: [known],
            schedule: FeeSchedule(rows: [
                FeeSchedule.Row(phase: .preLegal, rateBasisPoints: 1_500),
                FeeSchedule.Row(phase: .preLegal, fromAgeDays: 360, rateBasisPoints: 2_500),
                FeeSchedule.Row(phase: .legal, rateBasisPoints: 2_000),
            ]), asOf: Sample.day("2026-08-10"))
        context.payments = [payment("BK-20260724-3", 30_000, "2026-07-24")]
        context.credits = [credit("N1", 33_060)]
        context.feeInvoices = [ReceivedFeeInvoice(number: "A26-3391", net: 12_000, vat: 2_520, gross: 14_520)]
        context.events = [event("E1", .partPaid, 50_000, "2026-07-20")]
        return context
    }

    static func payment(_ reference: String, _ amount: Int64, _ date: String) -> ReportedPayment {
        ReportedPayment(
            paymentRef: reference, caseRef: "C-2026-0007", date: Sample.day(date), amount: amount,
            isFeeable: true, reportedOn: Sample.day(date))
    }

    static func credit(_ id: String, _ amount: Int64, _ currency: Currency = .eur) -> PayoutCredit {
        PayoutCredit(
            entryId: id, date: Sample.day("2026-08-05"),
            amount: Money(minorUnits: amount, currency: currency),
            text: "TRANSF COLCO REM 2026 07 ESB12345674")
    }

    static func event(_ id: String, _ status: EventStatus, _ amount: Int64, _ date: String) -> StatusEvent {
        var event = StatusEvent(
            eventId: id, caseRef: "C-2026-0007", agencyCaseRef: "88123", caseVersionSeen: 1,
            at: PinnedTime(Sample.day(date), secondOfDay: 33_120), phase: .preLegal, status: .known(status))
        event.amount = amount
        return event
    }

    /// A reversal of `reverses` over 100.00, at the end of the example; bank and invoice fit it.
    static func withReversal(
        of reverses: String, rate: Int = 1_500, _ context: inout RemittanceContext
    ) -> RemittanceStatement {
        var statement = Remittances.statement
        var line = RemittanceLine(
            number: 4, kind: .collectedReversal, movementId: "MV-504", caseRef: "C-2026-0007",
            agencyCaseRef: "88123", date: Sample.day("2026-07-28"), gross: -10_000)
        line.reversesId = reverses
        line.allocation = RemittanceLine.Allocation(principal: -10_000)
        line.feeBase = -10_000
        line.feeRateBasisPoints = rate
        line.fee = Rate.share(of: -10_000, basisPoints: rate) ?? 0
        line.balanceAfter = 102_741
        statement.lines.append(line)
        statement = Remittances.recomputed(statement)
        fit(&context, to: statement)
        return statement
    }

    static func fit(_ context: inout RemittanceContext, to statement: RemittanceStatement) {
        context.credits = [credit("N1", statement.payout.amount)]
        context.feeInvoices =
            statement.feeInvoice.map {
                [ReceivedFeeInvoice(number: $0.number, net: $0.net, vat: $0.vat, gross: $0.gross)]
            } ?? []
    }
}

@Suite("The reconciliation of a statement")
struct RemittanceReconciliationTests {
    typealias Change = @Sendable (inout RemittanceStatement, inout RemittanceContext) -> Void

    private func codes(_ change: Change) -> [RemittanceBreak.Code] {
        var (statement, context) = (Remittances.statement, Books.context())
        change(&statement, &context)
        let outcome = RemittanceReconciliation.reconcile(statement, with: context)
        #expect(outcome.ruleBreaks == [])
        return outcome.breaks.map(\.code)
    }

    @Test("finds nothing where everything fits, and the payout on the bank")
    func clean() {
        let outcome = RemittanceReconciliation.reconcile(Remittances.statement, with: Books.context())
        #expect(outcome.isClean)
        #expect(outcome.breaks == [])
        #expect(outcome.payoutEntryId == "N1")
        #expect(outcome.posting != nil)
    }

    /// One way at least to provoke each code alone.
    static let single: [(RemittanceBreak.Code, Change)] = [
        (.statementDuplicate, { $1.earlierStatementIds = ["REM-2026-07"] }),
        (.unknownCase, { statement, _ in statement.lines[2].caseRef = "C-2026-0999" }),
        (.unknownCase, { statement, _ in statement.lines[2].agencyCaseRef = "99999" }),
        (.unknownCase, { statement, _ in statement.lines[0].lineRef = "L9" }),
        (.caseClosed, { $1.cases[0].closedAt = Sample.day("2026-07-22") }),
        (.balanceDiffers, { $1.cases[0].balance += 1 }),
        (.balanceDiffers, { $1.events = [Books.event("E1", .paid, 50_000, "2026-07-20")] }),
        (
            .overpaid,
            {
                $1.cases[0].balance = 70_000
                $0.lines[0].balanceAfter = 20_000
                $0.lines[1].balanceAfter = -10_000
            }
        ),
        (
            .overpaid,
            {
                $0.lines[0].lineRef = "L2"
                $1.cases[0].lines["L2"] = 38_258
            }
        ),
        (
            .movementDuplicate,
            {
                $1.earlierMovements = [
                    EarlierMovement(movementId: "MV-503", kind: .expense, caseRef: "C-2026-0007", gross: 0)
                ]
            }
        ),
        (.movementDuplicate, { statement, _ in statement.lines[2].movementId = "MV-501" }),
        (.reversalOrphan, { $0 = Books.withReversal(of: "MV-1", &$1) }),
        (.reversalOrphan, { $0 = Books.withReversal(of: "MV-502", &$1) }),
        (.directUnknown, { $1.payments = [] }),
        (.directUnknown, { $1.payments[0].amount = 30_001 }),
        (.directUnknown, { $1.payments[0].date = Sample.day("2026-07-25") }),
        (.directUnknown, { $1.payments[0].echoedBy = "REM-2026-06" }),
        (.directNotReported, { $1.payments.append(Books.payment("BK-9", 1_000, "2026-07-31")) }),
        (.feeRate, { $1.cases[0].ageDays = 360 }),
        (.feeRate, { $1.cases[0].phase = .enforcement }),
        (.feeNotDue, { $1.payments[0].isFeeable = false }),
        (.vat, { $1.schedule.vatRateBasisPoints = 1_000 }),
        (.vat, { $1.schedule.vatCategory = "AE" }),
        (.feeInvoiceMissing, { $1.feeInvoices = [] }),
        (.feeInvoiceMissing, { $1.feeInvoices[0].vat = 2_519 }),
        (.payoutDiffers, { $1.credits = [Books.credit("N1", 33_059)] }),
        (
            .payoutLate,
            {
                $1.credits = []
                $1.asOf = Sample.day("2026-08-09")
            }
        ),
        (.payoutSplit, { $1.credits = [Books.credit("N1", 30_000), Books.credit("N2", 3_060)] }),
        (
            .retainedNotAgreed,
            {
                $0.lines[0].allocation?.principal -= 1_000
                $0.lines[0].allocation?.retained = 1_000
                $0.lines[0].balanceAfter = 123_741
                $0.lines[1].balanceAfter = 93_741
                $0 = Remittances.recomputed($0)
                Books.fit(&$1, to: $0)
            }
        ),
        (.currency, { $1.cases[0].currency = Currency("USD") ?? .eur }),
        (.currency, { $1.credits = [Books.credit("N1", 33_060, Currency("USD") ?? .eur)] }),
        (
            .periodGap,
            {
                $1.lastStatement = EarlierStatement(
                    statementId: "REM-2026-05", periodTo: Sample.day("2026-05-31"), closing: 0)
            }
        ),
        (
            .periodGap,
            {
                $1.lastStatement = EarlierStatement(
                    statementId: "REM-2026-06", periodTo: Sample.day("2026-06-30"), closing: 1)
            }
        ),
        (.statusWithoutMoney, { $1.events.append(Books.event("E2", .settled, 10_000, "2026-07-21")) }),
        (.moneyWithoutStatus, { $1.events = [] }),
        (
            .moneyWithoutStatus,
            {
                $1.events[0].amount = 49_999; $1.events[0].at = late
            }
        ),
    ]

    /// So late in the period that the line of such an event may still come.
    static let late = PinnedTime(Sample.day("2026-07-22"))

    @Test("a payment for two cases is echoed by each with its part")
    func twoCases() {
        // Before the case's own and after it: whichever was told last.
        for isFirst in [true, false] {
            let found = codes { _, context in
                var other = context.payments[0]
                (other.caseRef, other.amount) = ("C-2026-0008", 12_500)
                other.echoedBy = "REM-2026-06"
                context.payments.insert(other, at: isFirst ? 0 : 1)
            }
            #expect(found.isEmpty, "\(found)")
        }
    }

    @Test("finds each break, and that one only", arguments: 0..<single.count)
    func eachCode(_ position: Int) {
        let (code, change) = Self.single[position]
        let found = codes(change)
        #expect(!found.isEmpty)
        #expect(Set(found) == [code])
    }

    @Test("knows every break code of the fact sheet")
    func allCodes() {
        #expect(RemittanceBreak.Code.allCases.count == 21)
        #expect(Set(Self.single.map(\.0)) == Set(RemittanceBreak.Code.allCases))
    }

    @Test("tells one drift once, and goes on with the agency's balance")
    func driftOnce() {
        #expect(codes { $1.cases[0].balance += 500 } == [.balanceDiffers])
    }

    @Test("tells of several equal payments the one that was not announced")
    func equalPayments() {
        var (statement, context) = (Remittances.statement, Books.context())
        statement.lines = (0..<3).map { week in
            var line = statement.lines[0]
            line.number = week + 1
            line.movementId = "W-\(week)"
            line.date = Sample.day("2026-07-06").adding(days: 7 * week)
            line.balanceAfter = 172_741 - 50_000 * Int64(week + 1)
            return line
        }
        statement = Remittances.recomputed(statement)
        context.payments = []
        Books.fit(&context, to: statement)
        context.events = [
            Books.event("E2", .partPaid, 50_000, "2026-07-13"),
            Books.event("E3", .partPaid, 50_000, "2026-07-20"),
        ]
        let outcome = RemittanceReconciliation.reconcile(statement, with: context)
        #expect(outcome.breaks.map(\.code) == [.moneyWithoutStatus])
        #expect(outcome.breaks.first?.subject == "W-0")
    }

    @Test("waits three days for the payout and ten for the line of an event")
    func patience() {
        #expect(
            codes {
                $1.credits = []
                $1.asOf = Sample.day("2026-08-08")
            } == [])
        #expect(codes { $1.events.append(Books.event("E2", .partPaid, 9_900, "2026-07-22")) } == [])
        #expect(codes { $1.payments.append(Books.payment("BK-9", 1_000, "2026-08-01")) } == [])
    }

    @Test("accepts a reversal of an earlier statement at the rate of then, once")
    func reversal() {
        @Sendable func earlier(_ rate: Int, reversed: Bool) -> EarlierMovement {
            var movement = EarlierMovement(
                movementId: "MV-400", kind: .collected, caseRef: "C-2026-0007", gross: 20_000,
                feeRateBasisPoints: rate)
            movement.isReversed = reversed
            return movement
        }
        #expect(
            codes {
                $1.earlierMovements = [earlier(1_200, reversed: false)]
                $0 = Books.withReversal(of: "MV-400", rate: 1_200, &$1)
            } == [])
        #expect(
            codes {
                $1.earlierMovements = [earlier(1_500, reversed: true)]
                $0 = Books.withReversal(of: "MV-400", &$1)
            } == [.reversalOrphan])
        // A case that was paid may owe again when a payment bounces; without one it may not.
        #expect(
            codes {
                $1.events = [Books.event("E1", .paid, 50_000, "2026-07-20")]
                $0 = Books.withReversal(of: "MV-501", &$1)
            } == [])
        // A line above in the same statement may be taken back too.
        #expect(codes { $0 = Books.withReversal(of: "MV-501", &$1) } == [])
    }

    @Test("does not look further where an equation does not hold")
    func rulesFirst() {
        var statement = Remittances.statement
        statement.payout.amount += 1
        let outcome = RemittanceReconciliation.reconcile(statement, with: Books.context())
        #expect(outcome.ruleBreaks.map(\.rule) == [.payout])
        #expect(outcome.breaks == [])
        #expect(outcome.posting == nil)
    }

    @Test("never takes a credit for the payout that does not name it")
    func reference() {
        var context = Books.context()
        context.credits = [
            PayoutCredit(
                entryId: "N7", date: Sample.day("2026-08-05"),
                amount: Money(minorUnits: 33_060, currency: .eur),
                text: "TRANSF COLCO")
        ]
        let outcome = RemittanceReconciliation.reconcile(Remittances.statement, with: context)
        #expect(outcome.payoutEntryId.isEmpty)
        #expect(outcome.breaks.map(\.code) == [.payoutLate])
        #expect(outcome.breaks.first?.reason.contains("N7") == true)
        for text in ["pago rem 202607 ok", "REM-2026-07", "x/REM2026-07/1", "abonoREM REM 2026 07"] {
            #expect(BankCheck.names("REM-2026-07", in: text), "\(text)")
        }
        for text in ["REM-2026-071", "XREM-2026-07", "REM-2026-7", "", "REM"] {
            #expect(!BankCheck.names("REM-2026-07", in: text), "\(text)")
        }
    }
}
