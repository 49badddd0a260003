internal import Domain

/// An equation of DHX 1.0 §5.8 that a statement breaks.
public struct RemittanceRuleBreak: Sendable, Equatable {
    /// The equations, by their codes in the fact sheet.
    public enum Rule: String, Sendable, CaseIterable {
        /// Σ alloc = gross, each line.
        case allocation = "M-01"
        /// fee = round(feeBase × rate), each line.
        case fee = "M-02"
        /// totals = Σ lines.
        case totals = "M-03"
        /// feeInvoice.net = Σ fees.
        case invoiceNet = "M-04"
        /// vat = round(net × rate), gross = net + vat, totals.feeVat = vat.
        case invoiceVAT = "M-05"
        /// payout + closing = opening + collected + adjustments − retained − X.
        case payout = "M-06"

        /// The rule as a finding names it.
        var code: RuleBreak.Code {
            switch self {
            case .allocation: .remittanceAllocation
            case .fee: .remittanceFee
            case .totals: .remittanceTotals
            case .invoiceNet: .feeInvoiceNet
            case .invoiceVAT: .feeInvoiceTax
            case .payout: .payout
            }
        }
    }

    public let rule: Rule
    /// JSON path: `$.lines[0].fee`.
    public let path: String
    /// Amounts as text.
    public let found: String
    public let expected: String

    /// The break as a fault of its file.
    public func fault(file: String) -> HandoverFault {
        HandoverFault(
            .rule, file: file, path: path, found: found, expected: "\(rule.rawValue): \(expected)")
    }
}

/// The sums of a statement's lines, wide enough that nothing overflows.
struct RemittanceSums: Equatable {
    var collected: Int128 = 0
    var direct: Int128 = 0
    var adjustments: Int128 = 0
    var retained: Int128 = 0
    var fees: Int128 = 0
    /// The part of `fees` on money that the creditor received itself.
    var directFees: Int128 = 0
    var expenses: Int128 = 0

    init(_ lines: [RemittanceLine]) {
        for line in lines {
            let gross = Int128(line.gross)
            switch line.kind {
            case .collected, .collectedReversal: collected += gross
            case .direct, .directReversal: direct += gross
            case .adjustment: adjustments += gross
            case .expense: break
            }
            retained += Int128(line.allocation?.retained ?? 0)
            fees += Int128(line.fee)
            if line.kind.isDirect { directFees += Int128(line.fee) }
            expenses += Int128(line.expense)
        }
    }
}

/// The equations M-01 to M-06, in whole minor units.
public enum RemittanceRules {
    /// The equations that do not hold, in the order of their codes; empty where the statement adds up.
    public static func breaks(of statement: RemittanceStatement) -> [RemittanceRuleBreak] {
        let sums = RemittanceSums(statement.lines)
        return lineBreaks(statement) + totalBreaks(statement, sums) + invoiceBreaks(statement, sums)
            + payoutBreaks(statement, sums)
    }

    private static func lineBreaks(_ statement: RemittanceStatement) -> [RemittanceRuleBreak] {
        var allocations: [RemittanceRuleBreak] = []
        var fees: [RemittanceRuleBreak] = []
        for (position, line) in statement.lines.enumerated() {
            let path = "$.lines[\(position)]"
            if let allocation = line.allocation, allocation.sum != Int128(line.gross) {
                allocations.append(
                    unequal(.allocation, path + ".alloc", allocation.sum, Int128(line.gross), statement))
            }
            let fee: Int128?
            if let base = line.feeBase, let rate = line.feeRateBasisPoints {
                fee = Rate.share(of: base, basisPoints: rate).map { Int128($0) }
            } else {
                fee = 0
            }
            if fee != Int128(line.fee) {
                fees.append(
                    unequal(.fee, path + ".fee", Int128(line.fee), fee ?? Int128(Int64.max), statement))
            }
        }
        return allocations + fees
    }

    private static func totalBreaks(
        _ statement: RemittanceStatement, _ sums: RemittanceSums
    ) -> [RemittanceRuleBreak] {
        let totals = statement.totals
        let rows: [(String, Int64, Int128)] = [
            ("collected", totals.collected, sums.collected), ("direct", totals.direct, sums.direct),
            ("retained", totals.retained, sums.retained), ("fees", totals.fees, sums.fees),
            ("expenses", totals.expenses, sums.expenses),
            ("adjustments", totals.adjustments, sums.adjustments),
        ]
        var breaks = rows.filter { Int128($0.1) != $0.2 }.map {
            unequal(.totals, "$.totals." + $0.0, Int128($0.1), $0.2, statement)
        }
        if totals.lines != statement.lines.count {
            breaks.insert(
                RemittanceRuleBreak(
                    rule: .totals, path: "$.totals.lines", found: String(totals.lines),
                    expected: String(statement.lines.count)),
                at: 0)
        }
        return breaks
    }

    private static func invoiceBreaks(
        _ statement: RemittanceStatement, _ sums: RemittanceSums
    ) -> [RemittanceRuleBreak] {
        let place = "$.statement.feeInvoice."
        var breaks: [RemittanceRuleBreak] = []
        func check(_ rule: RemittanceRuleBreak.Rule, _ path: String, _ found: Int128, _ expected: Int128) {
            if found != expected { breaks.append(unequal(rule, path, found, expected, statement)) }
        }
        // No invoice states no net and no VAT.
        let invoice = statement.feeInvoice
        check(.invoiceNet, place + "net", Int128(invoice?.net ?? 0), sums.fees)
        if let invoice {
            let vat = Rate.share(of: invoice.net, basisPoints: invoice.vatRateBasisPoints) ?? Int64.max
            check(.invoiceVAT, place + "vat", Int128(invoice.vat), Int128(vat))
            let gross = Int128(invoice.net) + Int128(invoice.vat)
            check(.invoiceVAT, place + "gross", Int128(invoice.gross), gross)
        }
        check(
            .invoiceVAT, "$.totals.feeVat", Int128(statement.totals.feeVAT), Int128(invoice?.vat ?? 0))
        return breaks
    }

    private static func payoutBreaks(
        _ statement: RemittanceStatement, _ sums: RemittanceSums
    ) -> [RemittanceRuleBreak] {
        let due =
            Int128(statement.opening) + sums.collected + sums.adjustments - sums.retained
            - deducted(statement, sums)
        let paid = Int128(statement.payout.amount) + Int128(statement.totals.closing)
        return paid == due
            ? [] : [unequal(.payout, "$.statement.payout.amount", paid, due, statement, "with closing ")]
    }

    /// X of M-06: what the agency takes off before it pays out.
    static func deducted(_ statement: RemittanceStatement, _ sums: RemittanceSums) -> Int128 {
        switch statement.method {
        case .gross: 0
        case .net: sums.fees + Int128(statement.feeInvoice?.vat ?? 0) + sums.expenses
        case .split: splitFees(statement, sums) + splitVAT(statement, sums) + sums.expenses
        }
    }

    /// SPLIT: fees on collected money.
    static func splitFees(_ statement: RemittanceStatement, _ sums: RemittanceSums) -> Int128 {
        sums.fees - sums.directFees
    }

    /// SPLIT: VAT on the fees on collected money. Where there are no others it is the invoice's VAT itself.
    static func splitVAT(_ statement: RemittanceStatement, _ sums: RemittanceSums) -> Int128 {
        guard let invoice = statement.feeInvoice else { return 0 }
        guard sums.directFees != 0 else { return Int128(invoice.vat) }
        let fees = Int64(clamping: splitFees(statement, sums))
        return Int128(Rate.share(of: fees, basisPoints: invoice.vatRateBasisPoints) ?? 0)
    }

    private static func unequal(
        _ rule: RemittanceRuleBreak.Rule, _ path: String, _ found: Int128, _ expected: Int128,
        _ statement: RemittanceStatement, _ note: String = ""
    ) -> RemittanceRuleBreak {
        func text(_ value: Int128) -> String {
            Int64(exactly: value).map(statement.text) ?? "\(value) minor units"
        }
        return RemittanceRuleBreak(
            rule: rule, path: path, found: note + text(found), expected: text(expected))
    }
}
