internal import Domain

/// One side of a proposed journal entry.
public struct PostingEntry: Sendable, Equatable {
    /// Where it goes; which number that is in the chart of accounts is for configuration to say.
    public enum Account: String, Sendable, CaseIterable {
        /// The account on which the payout arrived.
        case bank = "BANK"
        /// A payout that is stated but has not arrived yet, or not as one credit.
        case payoutInTransit = "PAYOUT_IN_TRANSIT"
        /// What the agency holds for the creditor (cuenta puente); ends at the statement's closing.
        case clearing = "AGENCY_CLEARING"
        /// Comisión de la agencia.
        case commission = "COMMISSION"
        /// IVA soportado.
        case inputVAT = "INPUT_VAT"
        /// Suplidos.
        case outlays = "OUTLAYS"
        /// Principal of the customers' invoices.
        case customerInvoices = "CUSTOMER_INVOICES"
        /// Intereses de demora.
        case interestIncome = "INTEREST_INCOME"
        /// Indemnización por costes de cobro.
        case compensationIncome = "COMPENSATION_INCOME"
        /// Costs that the debtor bore.
        case recoveredCosts = "RECOVERED_COSTS"
        /// Corrections of the agency that are not allocated.
        case adjustments = "ADJUSTMENTS"
        /// Fees and outlays that were not deducted, and are still to be paid to the agency.
        case agencyPayable = "AGENCY_PAYABLE"
        /// Money of a line that a person must look at first.
        case unallocated = "UNALLOCATED"
    }

    /// Debe or haber.
    public enum Side: String, Sendable, CaseIterable {
        case debit = "DEBIT"
        case credit = "CREDIT"
    }

    public let account: Account
    public let side: Side
    /// Minor units, more than 0.
    public let amount: Int64
    /// Empty where the statement as a whole is meant.
    public let caseRef: String
    public let lineRef: String
    /// Empty where the statement as a whole is meant.
    public let movementId: String
}

/// How a statement would be booked. Nothing is booked by it: it is for the books to take.
public struct PostingProposal: Sendable, Equatable {
    /// Lines in the order of the statement, then fees, outlays, payout.
    public private(set) var entries: [PostingEntry] = []
    /// What the agency held before and holds after, signed minor units.
    public let clearingOpening: Int64
    public let clearingClosing: Int64

    /// `nil` where the entries would not balance, or the clearing account would not end at the closing; the
    /// equations M-01 to M-06 exclude both.
    ///
    /// - Parameter heldMovementIds: lines whose money goes to `unallocated`.
    init?(_ statement: RemittanceStatement, heldMovementIds: Set<String>, hasPayoutArrived: Bool) {
        clearingOpening = statement.opening
        clearingClosing = statement.totals.closing
        for line in statement.lines {
            addMoney(of: line, isHeld: heldMovementIds.contains(line.movementId))
        }
        addFees(statement)
        let payout = Int128(statement.payout.amount)
        guard add(hasPayoutArrived ? .bank : .payoutInTransit, payout), add(.clearing, -payout) else {
            return nil
        }
        guard isExact, isBalanced, clearingMovement == Int128(clearingClosing) - Int128(clearingOpening)
        else { return nil }
    }

    /// False once an amount did not fit into minor units.
    private var isExact = true

    /// Σ debit = Σ credit.
    public var isBalanced: Bool { entries.reduce(Int128(0)) { $0 + $1.signed } == 0 }

    /// What the clearing account moves by.
    private var clearingMovement: Int128 {
        entries.filter { $0.account == .clearing }.reduce(Int128(0)) { $0 + $1.signed }
    }

    /// Debits are positive; nothing is added for 0.
    @discardableResult
    private mutating func add(
        _ account: PostingEntry.Account, _ signed: Int128, _ line: RemittanceLine? = nil
    ) -> Bool {
        guard signed != 0 else { return true }
        guard let amount = Int64(exactly: Int128(signed.magnitude)) else {
            isExact = false
            return false
        }
        entries.append(
            PostingEntry(
                account: account, side: signed > 0 ? .debit : .credit, amount: amount,
                caseRef: line?.caseRef ?? "", lineRef: line?.lineRef ?? "",
                movementId: line?.movementId ?? ""))
        return true
    }

    /// What the agency collected or corrected: to the clearing account, and from there to what it paid.
    /// Direct money is in the books already; booking its echo would book it twice.
    private mutating func addMoney(of line: RemittanceLine, isHeld: Bool) {
        guard line.kind.isCollected || line.kind == .adjustment else {
            // A part retained from direct money is owed to nobody here, but M-06 takes it off.
            let retained = Int128(line.allocation?.retained ?? 0)
            add(.clearing, -retained, line)
            add(.unallocated, retained, line)
            return
        }
        let allocation = line.allocation
        let claim = allocation?.claim ?? Int128(line.gross)
        add(.clearing, claim, line)
        if isHeld {
            add(.unallocated, -claim, line)
        } else if let allocation {
            add(.customerInvoices, -Int128(allocation.principal), line)
            add(.interestIncome, -Int128(allocation.interest), line)
            add(.compensationIncome, -Int128(allocation.fixedComp), line)
            add(.recoveredCosts, -Int128(allocation.costs), line)
        } else {
            add(.adjustments, -claim, line)
        }
    }

    /// Fees, VAT and outlays; what the agency did not deduct is still to be paid to it.
    private mutating func addFees(_ statement: RemittanceStatement) {
        let sums = RemittanceSums(statement.lines)
        let vat = Int128(statement.feeInvoice?.vat ?? 0)
        add(.commission, sums.fees)
        add(.inputVAT, vat)
        for line in statement.lines { add(.outlays, Int128(line.expense), line) }
        let deducted = RemittanceRules.deducted(statement, sums)
        add(.clearing, -deducted)
        add(.agencyPayable, deducted - sums.fees - vat - sums.expenses)
    }
}

extension PostingEntry {
    /// Debits are positive.
    fileprivate var signed: Int128 { side == .debit ? Int128(amount) : -Int128(amount) }
}
