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
        let files = RemittanceFiles(reader: reader, language: "")
        let last = remittances.statements.last?.statement.statementId
        return try remittances.statements.compactMap { one in
            let statement = one.statement
            func row(_ kind: String, _ detail: String) -> ToDoRow {
                ToDoRow(
                    kind: .agency, subject: code + statement.statementId, detail: kind, [.text(detail)],
                    day: one.payout?.booked ?? statement.periodTo,
                    amount: Money(minorUnits: statement.payout.amount, currency: statement.currency))
            }
            guard let payout = one.payout else {
                // Nothing was paid out that what went back could be taken from.
                let isWaiting = statement.payout.amount == 0 && statement.statementId == last
                let back = statement.lines.filter { $0.kind == .collectedReversal }.map(\.caseRef)
                return isWaiting && !back.isEmpty
                    ? row("payout-reversal", Set(back).sorted().joined(separator: " ")) : nil
            }
            guard !payout.isApplied else { return nil }
            switch try files.booking(of: one) {
            case .proposed: return row("payout-ready", "#\(payout.movement)")
            case .unclear(let obstacle): return row("payout-\(obstacle.rawValue)", "#\(payout.movement)")
            }
        }
    }
}
