internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What of agencies' payouts waits for the accountant: while a payout that arrived is not booked, its
/// invoices stand as open.
enum PayoutRows {
    static func all(
        _ remittances: RemittanceBook, _ reader: LedgerReader, code: String
    ) throws -> [ToDoRow] {
        let files = RemittanceFiles(reader: reader, language: "", charges: remittances.charges)
        let last = remittances.statements.last?.statement.statementId
        return try remittances.statements.compactMap { one in
            let statement = one.statement
            func money(_ amount: Int64) -> Money {
                Money(minorUnits: amount, currency: statement.currency)
            }
            func row(_ kind: String, _ detail: String, _ parts: Int64...) -> ToDoRow {
                ToDoRow(
                    kind: .agency, subject: code + statement.statementId, detail: kind,
                    [.text(detail)] + parts.map { .amount(money($0)) },
                    day: one.payout?.booked ?? statement.periodTo, amount: money(statement.payout.amount))
            }
            guard let payout = one.payout else {
                // Nothing was paid out that what went back could be taken from.
                let isWaiting = statement.payout.amount == 0 && statement.statementId == last
                let back = statement.lines.filter { $0.kind == .collectedReversal }.map(\.caseRef)
                return isWaiting && !back.isEmpty
                    ? row("payout-reversal", Set(back).sorted().joined(separator: " ")) : nil
            }
            guard !one.isBooked else { return nil }
            switch try files.booking(of: one) {
            case .proposed where one.charges != 0:
                return row("payout-ready-charges", "#\(payout.movement)", one.charges)
            case .proposed: return row("payout-ready", "#\(payout.movement)")
            case .unclear(let obstacle) where obstacle == .interest || obstacle == .amounts:
                let principal = one.paidLines.reduce(0) { $0 + ($1.allocation?.principal ?? 0) }
                return row(
                    "payout-\(obstacle.rawValue)", "#\(payout.movement)", principal, one.charges)
            case .unclear(let obstacle): return row("payout-\(obstacle.rawValue)", "#\(payout.movement)")
            }
        }
    }
}
