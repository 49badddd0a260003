internal import Domain
internal import Ledger
internal import Reports

extension ReviewWords {
    /// Why a decision is not taken.
    func refusal(_ refusal: DecisionRefusal) -> String {
        func amount(_ value: Int64, _ currency: Currency) -> String {
            money(Money(minorUnits: value, currency: currency))
        }
        switch refusal {
        case .movementUnknown, .movementDecided: return self(.refusedDecided)
        case .nothingToReverse: return self(.refusedNothing)
        case .invoiceUnknown(let number): return self(.refusedUnknown, ["number": number])
        case .invoiceAmbiguous(let number): return self(.refusedAmbiguous, ["number": number])
        case .invoiceNotDebt(let number): return self(.refusedNotDebt, ["number": number])
        case .invoiceTwice(let number): return self(.refusedTwice, ["number": number])
        case .currencyDiffers(let number): return self(.refusedCurrency, ["number": number])
        case .beyondInvoice(let number, let open, let currency):
            return self(.refusedInvoice, ["number": number, "amount": amount(open, currency)])
        case .beyondMovement(let left, let currency):
            return self(.refusedMovement, ["amount": amount(left, currency)])
        case .differenceRefused(let number): return self(.refusedDifference, ["number": number])
        case .laterMoney(let number): return self(.refusedLater, ["number": number])
        }
    }
}
