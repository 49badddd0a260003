public import Domain

/// What an agency states of a settlement beside its movements.
public struct SettlementTerms: Sendable, Equatable {
    /// Number and day of the invoice for the fees.
    public var invoiceNumber: String
    public var invoiceDate: Day
    /// UNTDID 5305.
    public var vatCategory: String
    /// Hundredths of a percent.
    public var vatRateBasisPoints: Int
    /// Minor units: what is due but less is carried forward.
    public var minimumPayout: Int64

    public init(
        invoiceNumber: String, invoiceDate: Day, vatCategory: String, vatRateBasisPoints: Int,
        minimumPayout: Int64
    ) {
        self.invoiceNumber = invoiceNumber
        self.invoiceDate = invoiceDate
        self.vatCategory = vatCategory
        self.vatRateBasisPoints = vatRateBasisPoints
        self.minimumPayout = minimumPayout
    }
}

extension RemittanceStatement {
    /// The same statement with totals, fee invoice, payout and closing as its lines and the equations M-03
    /// to M-06 have them; `nil` where a sum does not fit.
    ///
    /// Without fees there is no invoice. What is due but negative, or less than the minimum, is carried on.
    public func settled(_ terms: SettlementTerms) -> RemittanceStatement? {
        var settled = self
        let sums = RemittanceSums(lines)
        func exact(_ sum: Int128) -> Int64? { Int64(exactly: sum) }
        guard let fees = exact(sums.fees), let collected = exact(sums.collected),
            let direct = exact(sums.direct), let retained = exact(sums.retained),
            let expenses = exact(sums.expenses), let adjustments = exact(sums.adjustments),
            let vat = Rate.share(of: fees, basisPoints: terms.vatRateBasisPoints),
            let gross = exact(Int128(fees) + Int128(vat))
        else { return nil }
        settled.feeInvoice = nil
        if lines.contains(where: { $0.fee != 0 }) {
            settled.feeInvoice = FeeInvoice(
                number: terms.invoiceNumber, date: terms.invoiceDate, net: fees,
                vatCategory: terms.vatCategory, vatRateBasisPoints: terms.vatRateBasisPoints, vat: vat,
                gross: gross)
        }
        settled.totals = Totals(
            lines: lines.count, collected: collected, direct: direct, retained: retained, fees: fees,
            feeVAT: settled.feeInvoice?.vat ?? 0, expenses: expenses, adjustments: adjustments, closing: 0)
        let due =
            Int128(opening) + sums.collected + sums.adjustments - sums.retained
            - RemittanceRules.deducted(settled, sums)
        guard let due = exact(due) else { return nil }
        let isPaid = due > 0 && due >= terms.minimumPayout
        settled.payout.amount = isPaid ? due : 0
        settled.totals.closing = isPaid ? 0 : due
        return settled
    }
}

extension FeeSchedule {
    /// `amount` × `basisPoints` / 10 000, rounded half up on the magnitude (M-02); `nil` where it does not
    /// fit.
    public static func fee(on amount: Int64, basisPoints: Int) -> Int64? {
        Rate.share(of: amount, basisPoints: basisPoints)
    }
}
