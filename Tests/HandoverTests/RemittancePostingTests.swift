import Domain
import Testing

@testable import Handover

@Suite("The posting proposal of a statement")
struct RemittancePostingTests {
    private func rows(_ posting: PostingProposal?) -> [String] {
        (posting?.entries ?? []).map {
            "\($0.side.rawValue) \($0.account.rawValue) \(Money.decimalString($0.amount, exponent: 2))"
                + ($0.movementId.isEmpty ? "" : " \($0.movementId)")
        }
    }

    private func posting(
        _ statement: RemittanceStatement, _ change: (inout RemittanceContext) -> Void = { _ in }
    ) -> PostingProposal? {
        var context = Books.context()
        context.credits = [Books.credit("N1", statement.payout.amount)]
        change(&context)
        return RemittanceReconciliation.reconcile(statement, with: context).posting
    }

    private let collected = [
        "DEBIT AGENCY_CLEARING 500.00 MV-501", "CREDIT CUSTOMER_INVOICES 382.59 MV-501",
        "CREDIT INTEREST_INCOME 37.41 MV-501", "CREDIT COMPENSATION_INCOME 80.00 MV-501",
        "DEBIT COMMISSION 120.00", "DEBIT INPUT_VAT 25.20", "DEBIT OUTLAYS 24.20 MV-503",
    ]

    @Test("by NET takes fees, VAT and outlay off")
    func net() {
        let proposal = posting(Remittances.paid(.net))
        #expect(
            rows(proposal) == collected + [
                "CREDIT AGENCY_CLEARING 169.40", "DEBIT BANK 330.60", "CREDIT AGENCY_CLEARING 330.60",
            ])
        #expect(proposal?.isBalanced == true)
        #expect(proposal?.clearingClosing == 0)
    }

    @Test("by GROSS owes them to the agency")
    func gross() {
        #expect(
            rows(posting(Remittances.paid(.gross))) == collected + [
                "CREDIT AGENCY_PAYABLE 169.40", "DEBIT BANK 500.00", "CREDIT AGENCY_CLEARING 500.00",
            ])
    }

    @Test("by SPLIT owes only those on direct money")
    func split() {
        #expect(
            rows(posting(Remittances.paid(.split))) == collected + [
                "CREDIT AGENCY_CLEARING 114.95", "CREDIT AGENCY_PAYABLE 54.45", "DEBIT BANK 385.05",
                "CREDIT AGENCY_CLEARING 385.05",
            ])
    }

    @Test("waits for the payout in transit, and keeps doubtful money off the invoices")
    func doubt() {
        let late = rows(posting(Remittances.paid(.net)) { $0.credits = [] })
        #expect(late.contains("DEBIT PAYOUT_IN_TRANSIT 330.60"))
        let unknown = rows(posting(Remittances.paid(.net)) { $0.cases = [] })
        #expect(unknown.contains("CREDIT UNALLOCATED 500.00 MV-501"))
        #expect(!unknown.contains { $0.contains("CUSTOMER_INVOICES") })
    }

    @Test("is not made for a duplicate")
    func duplicate() {
        #expect(posting(Remittances.paid(.net)) { $0.earlierStatementIds = ["REM-2026-07"] } == nil)
    }

    @Test("ends the clearing account at the closing that is carried forward")
    func carriedForward() {
        var statement = Remittances.statement
        statement.opening = -40_000
        statement = Remittances.recomputed(statement)
        #expect(statement.payout.amount == 0)
        #expect(statement.totals.closing == -6_940)
        let proposal = posting(statement) { $0.credits = [] }
        #expect(proposal?.clearingOpening == -40_000)
        #expect(proposal?.clearingClosing == -6_940)
        #expect(proposal?.isBalanced == true)
    }

    /// Goal: what the equations accept can always be booked. Method: random lines of every type, totals made
    /// from them, by every method; the seed stands in the failure.
    @Test("balances to the cent for any statement that adds up", arguments: 1...200)
    func property(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        var statement = Remittances.statement
        statement.method = RemittanceMethod.allCases[next(3)]
        statement.opening = Int64(next(200_000) - 100_000)
        statement.lines = (1...(1 + next(12))).map { number in
            let kind = RemittanceLine.Kind.allCases[next(6)]
            var line = RemittanceLine(
                number: number, kind: kind, movementId: "R-\(number)", caseRef: "C-\(next(3))",
                agencyCaseRef: "1", date: statement.periodTo, gross: 0, expense: Int64(next(5_000)))
            let sign: Int64 = kind.isReversal ? -1 : 1
            var allocation = RemittanceLine.Allocation(
                principal: sign * Int64(1 + next(90_000)), interest: sign * Int64(next(900)),
                fixedComp: sign * Int64(next(2) * 4_000), costs: sign * Int64(next(700)))
            if kind != .expense {
                allocation.retained = sign * Int64(next(2) * 333)
                line.allocation = allocation
                line.gross = Int64(allocation.sum)
                line.feeBase = line.gross
                line.feeRateBasisPoints = next(3_000)
                line.fee = Rate.share(of: line.gross, basisPoints: line.feeRateBasisPoints ?? 0) ?? 0
            }
            return line
        }
        statement = Remittances.recomputed(statement)
        #expect(RemittanceRules.breaks(of: statement) == [])
        for arrived in [true, false] {
            let proposal = PostingProposal(statement, heldMovementIds: ["R-1"], hasPayoutArrived: arrived)
            #expect(proposal?.isBalanced == true)
        }
    }
}
