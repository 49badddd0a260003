internal import Domain

/// Whether exactly one bank credit is the payout.
struct BankCheck {
    private(set) var breaks: [RemittanceBreak] = []
    /// The credit that is the payout in amount, currency and reference; empty where none is, or several are.
    private(set) var entryId = ""

    init(_ statement: RemittanceStatement, _ context: RemittanceContext) {
        let payout = statement.payout
        let named = context.credits.filter { Self.names(payout.reference, in: $0.text) }
            .sorted { ($0.date, $0.entryId) < ($1.date, $1.entryId) }
        let id = statement.statementId
        if let foreign = named.first(where: { $0.amount.currency != statement.currency }) {
            breaks.append(
                RemittanceBreak(
                    .currency, subject: id,
                    "the bank credit is in \(foreign.amount.currency), the payout in \(statement.currency)"))
            return
        }
        switch named.count {
        case 0: late(statement, context)
        case 1 where named[0].amount.minorUnits == payout.amount: entryId = named[0].entryId
        case 1: differs(named[0].amount.minorUnits, statement)
        default:
            breaks.append(
                RemittanceBreak(
                    .payoutSplit, subject: id, "\(named.count) bank credits name \(payout.reference)"))
            let sum = named.reduce(Int128(0)) { $0 + Int128($1.amount.minorUnits) }
            if sum != Int128(payout.amount) { differs(Int64(clamping: sum), statement) }
        }
    }

    private mutating func differs(_ amount: Int64, _ statement: RemittanceStatement) {
        breaks.append(
            RemittanceBreak(
                .payoutDiffers, subject: statement.statementId,
                "\(statement.text(amount)) arrived, \(statement.text(statement.payout.amount)) expected"))
    }

    /// A credit of the right amount that does not name the reference is mentioned, but never taken: two
    /// agencies may pay the same amount.
    private mutating func late(_ statement: RemittanceStatement, _ context: RemittanceContext) {
        let payout = statement.payout
        guard payout.amount != 0, context.asOf > payout.date.adding(days: context.payoutDaysMax) else {
            return
        }
        let sum = Money(minorUnits: payout.amount, currency: statement.currency)
        let similar = context.credits.filter { $0.amount == sum }.map(\.entryId).sorted()
        breaks.append(
            RemittanceBreak(
                .payoutLate, subject: statement.statementId,
                "no credit names \(payout.reference) by \(context.asOf)"
                    + (similar.isEmpty ? "" : "; of the same amount: \(similar.joined(separator: ", "))")))
    }

    /// Whether a bank text holds a reference as a whole word, whatever blanks and hyphens the bank dropped or
    /// added: `REM-2026-07` is in `pago REM 202607`, but not in `REM-2026-071`.
    static func names(_ reference: String, in text: String) -> Bool {
        let wanted = reference.uppercased().utf8.filter(FieldForm.isAlphanumeric)
        let bytes = Array(text.uppercased().utf8)
        guard !wanted.isEmpty else { return false }
        for start in bytes.indices where FieldForm.isAlphanumeric(bytes[start]) {
            if start > 0, FieldForm.isAlphanumeric(bytes[start - 1]) { continue }
            var (position, matched) = (start, 0)
            while position < bytes.count, matched < wanted.count {
                if bytes[position] == wanted[matched] {
                    matched += 1
                } else if FieldForm.isAlphanumeric(bytes[position]) {
                    break
                }
                position += 1
            }
            let ends = position == bytes.count || !FieldForm.isAlphanumeric(bytes[position])
            if matched == wanted.count, ends { return true }
        }
        return false
    }
}
