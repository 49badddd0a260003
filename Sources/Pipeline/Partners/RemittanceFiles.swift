internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What a statement whose payout has arrived gives the accountant, once: the proposed entries, and a review
/// table that books the payout to the customers' invoices when it is signed and put into the inbox.
struct RemittanceFiles {
    let reader: LedgerReader
    let language: String

    /// The files of one statement that no night has put out; none while the payout is not there.
    func files(of remittance: ReconciledRemittance) throws -> [OutputFile] {
        guard let payout = remittance.payout, let posting = remittance.outcome.posting else { return [] }
        let name = try fileName(of: remittance.statement)
        var files: [OutputFile] = []
        let path = "remittances/\(name).postings.csv"
        if try !reader.isPutOut(path) {
            var table: [UInt8] = []
            ReportTables.postings(Self.rows(of: posting, remittance.statement)) { table += $0 }
            files.append(OutputFile(path: path, bytes: table))
        }
        // Perhaps some nights later: what is missing to it may still be on its way.
        let review = "remittances/\(name).review.csv"
        if try !payout.isApplied && !reader.isPutOut(review), let decision = try decision(remittance, payout)
        {
            let table = ReviewQueueTable.bytes([row(payout, remittance, decision)], language: language)
            files.append(OutputFile(path: review, bytes: table))
        }
        return files
    }

    /// Two agencies may count their statements alike: the second one's files bear its code.
    private func fileName(of statement: RemittanceStatement) throws -> String {
        let sender = statement.header.sender.code
        let isFirst = try reader.firstSender(ofStatement: statement.statementId) == sender
        let name = isFirst ? statement.statementId : "\(sender)-\(statement.statementId)"
        return String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    static func rows(of posting: PostingProposal, _ statement: RemittanceStatement) -> [PostingRow] {
        posting.entries.map { entry in
            PostingRow(
                statement: statement.statementId, account: entry.account.rawValue, side: entry.side.rawValue,
                amount: Money(minorUnits: entry.amount, currency: statement.currency),
                caseReference: entry.caseRef, line: entry.lineRef, movement: entry.movementId)
        }
    }

    private func row(
        _ payout: CreditText, _ remittance: ReconciledRemittance, _ decision: String
    ) -> ReviewQueueRow {
        var row = ReviewQueueRow(
            movement: payout.movement, day: payout.booked, amount: payout.amount, payer: "",
            text: remittance.statement.payout.reference, suggestions: [],
            why: remittance.statement.statementId)
        row.decision = decision
        return row
    }

    /// Breaks of what was told about money, not of the money itself.
    private static let harmless: Set<RemittanceBreak.Code> = [
        .moneyWithoutStatus, .statusWithoutMoney, .directNotReported, .feeInvoiceMissing,
    ]

    /// The payout as money for invoices, what the agency took off as their difference `fee`. Only where that
    /// is all there is: nothing is carried over, nothing but principal of named lines was collected, nothing
    /// waits for a person. What the agency took back of an earlier statement opens its invoice again.
    private func decision(_ remittance: ReconciledRemittance, _ payout: CreditText) throws -> String? {
        let statement = remittance.statement
        let isDoubted = remittance.outcome.breaks.contains { !Self.harmless.contains($0.code) }
        guard !isDoubted, statement.opening == 0, statement.totals.closing == 0 else { return nil }
        var parts: [(invoice: Int64, amount: Int64)] = []
        for line in statement.lines where line.kind.isCollected || line.kind == .adjustment {
            guard let allocation = line.allocation, allocation.principal == line.gross,
                let invoice = try invoice(of: line)
            else { return nil }
            if let index = parts.firstIndex(where: { $0.invoice == invoice }) {
                parts[index].amount += line.gross
            } else {
                parts.append((invoice, line.gross))
            }
        }
        parts.removeAll { $0.amount == 0 }
        let collected = parts.reduce(Int64(0)) { $0 + $1.amount }
        var deducted = collected - payout.amount.minorUnits
        guard parts.contains(where: { $0.amount > 0 }), deducted >= 0 else { return nil }
        var named: [NamedAllocation] = []
        // First what goes back, with what was written off for it: the rest has that much more to bear.
        for part in parts.filter({ $0.amount < 0 }) + parts.filter({ $0.amount > 0 }) {
            guard let number = try reader.invoiceNumber(part.invoice) else { return nil }
            // Of every invoice some money is booked: a difference of none is no difference.
            let share =
                part.amount > 0
                ? min(deducted, part.amount - 1)
                : -min(try reader.writtenOff(part.invoice, .fee), -part.amount - 1)
            deducted -= share
            named.append(
                NamedAllocation(
                    number: number, amount: part.amount - share,
                    difference: share == 0 ? nil : NamedAllocation.Difference(kind: .fee, amount: share)))
        }
        return deducted == 0 ? AllocationText.text(named, currency: statement.currency) : nil
    }

    /// The invoice of a line: the one it names, or the only one of the case.
    private func invoice(of line: RemittanceLine) throws -> Int64? {
        let placed = try reader.placedInvoices(ofCase: line.caseRef).map(\.id)
        if line.lineRef.isEmpty { return placed.count == 1 ? placed[0] : nil }
        return placed.first { CaseLine.ref($0) == line.lineRef }
    }
}
