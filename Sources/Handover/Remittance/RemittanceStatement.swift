public import Domain

/// How the agency pays out (DHX 1.0 §5.8).
public enum RemittanceMethod: String, Sendable, CaseIterable {
    /// Fees, their VAT and outlays are taken off.
    case net = "NET"
    /// Everything is paid out, fees are only invoiced.
    case gross = "GROSS"
    /// Fees on collected money, their VAT and outlays are taken off; fees on direct money are only invoiced.
    case split = "SPLIT"
}

/// Flow REMT of DHX 1.0: what the agency collected, kept and pays out. Amounts are minor units of `currency`.
public struct RemittanceStatement: Sendable, Equatable {
    /// The transfer to the creditor.
    public struct Payout: Sendable, Equatable {
        public var amount: Int64
        public var date: Day
        /// Must appear on the bank credit.
        public var reference: String
        /// The account it goes to, `nil` where not stated.
        public var creditorIBAN: IBAN?

        public init(amount: Int64, date: Day, reference: String) {
            self.amount = amount
            self.date = date
            self.reference = reference
        }
    }

    /// The agency's invoice for its fees.
    public struct FeeInvoice: Sendable, Equatable {
        public var number: String
        public var date: Day
        public var net: Int64
        /// UNTDID 5305: `S` standard rate, `AE` reverse charge (inversión del sujeto pasivo).
        public var vatCategory: String
        /// Hundredths of a percent: 21.00 % is 2100.
        public var vatRateBasisPoints: Int
        public var vat: Int64
        public var gross: Int64
        /// Its document, empty for none.
        public var docRef = ""

        public init(
            number: String, date: Day, net: Int64, vatCategory: String, vatRateBasisPoints: Int, vat: Int64,
            gross: Int64
        ) {
            self.number = number
            self.date = date
            self.net = net
            self.vatCategory = vatCategory
            self.vatRateBasisPoints = vatRateBasisPoints
            self.vat = vat
            self.gross = gross
        }
    }

    /// The totals as the agency states them.
    public struct Totals: Sendable, Equatable {
        public var lines: Int
        public var collected: Int64
        public var direct: Int64
        public var retained: Int64
        public var fees: Int64
        public var feeVAT: Int64
        public var expenses: Int64
        public var adjustments: Int64
        /// Carried forward to the next statement, signed.
        public var closing: Int64

        public init(
            lines: Int, collected: Int64, direct: Int64, retained: Int64, fees: Int64, feeVAT: Int64,
            expenses: Int64, adjustments: Int64, closing: Int64
        ) {
            self.lines = lines
            self.collected = collected
            self.direct = direct
            self.retained = retained
            self.fees = fees
            self.feeVAT = feeVAT
            self.expenses = expenses
            self.adjustments = adjustments
            self.closing = closing
        }
    }

    public var header: BatchHeader
    public var statementId: String
    public var method: RemittanceMethod
    public var currency: Currency
    public var periodFrom: Day
    public var periodTo: Day
    /// Carried from the last statement, signed.
    public var opening: Int64
    public var payout: Payout
    /// `nil` where there is no fee.
    public var feeInvoice: FeeInvoice?
    public var lines: [RemittanceLine]
    public var totals: Totals

    public init(
        header: BatchHeader, statementId: String, method: RemittanceMethod, currency: Currency,
        periodFrom: Day, periodTo: Day, opening: Int64, payout: Payout, lines: [RemittanceLine],
        totals: Totals
    ) {
        self.header = header
        self.statementId = statementId
        self.method = method
        self.currency = currency
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        self.opening = opening
        self.payout = payout
        self.lines = lines
        self.totals = totals
    }

    /// Whether a file's name or path has the number of the fee invoice, or the id of its document, as a whole
    /// word, whatever stands for a blank or a stroke in it.
    public func namesFeeInvoice(_ name: String) -> Bool {
        guard let feeInvoice else { return false }
        return [feeInvoice.number, feeInvoice.docRef].contains { BankCheck.names($0, in: name) }
    }

    /// `330.60`, in the statement's currency.
    func text(_ minorUnits: Int64) -> String {
        Money.decimalString(minorUnits, exponent: currency.exponent)
    }
}
