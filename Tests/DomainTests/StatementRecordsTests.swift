import Domain
import Testing

@Suite struct StatementRecordsTests {
    private func isBalanced(_ opening: Int64?, credits: Int64, debits: Int64, _ closing: Int64?) -> Bool? {
        var statement = StatementClosing(closingBalance: closing, openingBalance: opening)
        statement.credits = credits
        statement.debits = debits
        return statement.isBalanced
    }

    @Test func aStatementBalancesWhereItsMovementsLeadFromOneBalanceToTheOther() {
        #expect(isBalanced(100, credits: 50, debits: 30, 120) == true)
        #expect(isBalanced(100, credits: 50, debits: 30, 121) == false)
        #expect(isBalanced(nil, credits: 50, debits: 30, 120) == nil)
    }

    /// Found by fuzzing: a file may state whatever balance it likes.
    @Test func sumsBeyondAllNumbersDoNotBalance() {
        #expect(isBalanced(.max, credits: 5000, debits: 0, .max) == false)
        #expect(isBalanced(.min, credits: 0, debits: 1, .max) == false, "not modulo 2^64 either")
        #expect(isBalanced(.max, credits: 5000, debits: 5000, .max) == true)
    }
}
