/// What becomes of an invoice.
enum Behaviour: String, CaseIterable {
    case inTime, late, veryLate, nameOnly, parts, thirdParty, thirdPartyWithoutNumber, never
    case promiseKept, promiseBroken, planKept, planBroken
    case disputeSettled, disputeForever, insolvent, deceased, held
    case beforeMissingStatement, together, wrongNumber, shortPaid
    case directDebit, directDebitReturned, directDebitReturnedThenPaid

    /// Shares of a thousand of the invoices that are not collected by direct debit.
    static let shares: [(Behaviour, Int)] = [
        (.inTime, 420), (.late, 150), (.veryLate, 40), (.nameOnly, 70), (.parts, 40), (.thirdParty, 30),
        (.thirdPartyWithoutNumber, 20), (.never, 55), (.promiseKept, 12), (.promiseBroken, 15),
        (.planKept, 10), (.planBroken, 12), (.disputeSettled, 15), (.disputeForever, 10), (.insolvent, 5),
        (.deceased, 4), (.held, 6), (.beforeMissingStatement, 26), (.together, 25),
        (.wrongNumber, 20), (.shortPaid, 15),
    ]

    /// The same of what is old and open on the first night: nothing of it has been paid in time.
    static let openingShares: [(Behaviour, Int)] = [
        (.veryLate, 200), (.never, 450), (.promiseBroken, 60), (.promiseKept, 30), (.planKept, 30),
        (.planBroken, 50), (.disputeSettled, 50), (.disputeForever, 30), (.insolvent, 30), (.deceased, 20),
        (.held, 20), (.beforeMissingStatement, 30),
    ]

    static func drawn(_ shares: [(Behaviour, Int)], _ number: Int) -> Behaviour {
        var rest = number
        for (behaviour, share) in shares {
            if rest < share { return behaviour }
            rest -= share
        }
        return .inTime
    }
}
