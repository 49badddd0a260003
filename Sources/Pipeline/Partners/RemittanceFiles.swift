internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What a statement whose payout has arrived gives the accountant, once: the proposed entries, and a review
/// table that books the payout to the customers' invoices when it is signed and put into the inbox.
struct RemittanceFiles {
    let reader: LedgerReader
    let language: String
    /// What the agency was told of interest and fixed sums.
    let charges: ChargeBook

    /// The files of one statement that no night has put out; none while its payout is not there. One without
    /// a payout has entries too: its balance is carried on.
    func files(of remittance: ReconciledRemittance) throws -> [OutputFile] {
        let isPaidOut = remittance.statement.payout.amount != 0
        guard remittance.payout != nil || !isPaidOut, let posting = remittance.outcome.posting else {
            return []
        }
        let name = try fileName(of: remittance.statement)
        var files: [OutputFile] = []
        let path = "remittances/\(name).postings.csv"
        if try !reader.isPutOut(path) {
            var table: [UInt8] = []
            ReportTables.postings(try rows(of: posting, remittance.statement)) { table += $0 }
            files.append(OutputFile(path: path, bytes: table))
        }
        // Perhaps some nights later: what is missing to it may still be on its way.
        let review = "remittances/\(name).review.csv"
        if let payout = remittance.payout, try !remittance.isBooked && !reader.isPutOut(review),
            case .proposed(let decision) = try booking(of: remittance)
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

    private func rows(
        of posting: PostingProposal, _ statement: RemittanceStatement
    ) throws -> [PostingRow] {
        try posting.entries.map { entry in
            let placed = try reader.placedInvoices(ofCase: entry.caseRef)
            let invoice =
                placed.first { CaseLine.ref($0.id) == entry.lineRef }
                ?? (entry.lineRef.isEmpty && placed.count == 1 ? placed.first : nil)
            return PostingRow(
                statement: statement.statementId, account: entry.account.rawValue, side: entry.side.rawValue,
                amount: Money(minorUnits: entry.amount, currency: statement.currency),
                caseReference: entry.caseRef, line: entry.lineRef, movement: entry.movementId,
                invoice: invoice?.number ?? "")
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

    /// How a payout that arrived can be booked to invoices.
    enum Booking: Equatable {
        /// What the review table says, to be signed.
        case proposed(String)
        /// Only a person can: why.
        case unclear(Obstacle)
    }

    /// Why no booking can be proposed.
    enum Obstacle: String {
        /// A break of the statement is not cleared up.
        case doubted
        /// It carries on the balance of a statement that is not there, or is itself carried on.
        case carried
        /// Costs, a part that the agency keeps, or interest and fixed sums beyond those that it was told:
        /// nothing of the ledger is open for it.
        case interest
        /// A line that names no invoice of its case, or takes back one that no line names.
        case line
        /// More than the invoices owe, or less than the agency may take off.
        case amounts
    }

    /// The payout as money for invoices, what the agency took off as their difference `fee`. What the agency
    /// took back of an earlier statement opens its invoice again. Statements whose balance was carried on to
    /// this one are booked with it.
    ///
    /// Interest and fixed sums that the agency was told are income that no invoice is for: what of the payout
    /// is for them stays unapplied on the movement, and one that holds nothing else is nobody's.
    func booking(of remittance: ReconciledRemittance) throws -> Booking {
        let all = remittance.carried + [remittance]
        let isDoubted = all.flatMap(\.outcome.breaks).contains { !Self.harmless.contains($0.code) }
        if isDoubted { return .unclear(.doubted) }
        guard all[0].statement.opening == 0, remittance.statement.totals.closing == 0 else {
            return .unclear(.carried)
        }
        var parts = InvoiceParts()
        for line in remittance.paidLines {
            guard let principal = principal(of: line) else { return .unclear(.interest) }
            guard try add(principal, of: line, to: &parts) else { return .unclear(.line) }
        }
        return try booking(parts.all.filter { $0.amount != 0 }, remittance)
    }

    /// What of a line is for invoices; `nil` where more is in it than that and charges that were told.
    private func principal(of line: RemittanceLine) -> Int64? {
        guard let allocation = line.allocation,
            allocation.principal + allocation.interest + allocation.fixedComp == line.gross
        else { return nil }
        return allocation.principal == line.gross || charges.covers(line.caseRef)
            ? allocation.principal : nil
    }

    private func booking(
        _ parts: [InvoiceParts.Part], _ remittance: ReconciledRemittance
    ) throws -> Booking {
        let charges = remittance.charges
        guard charges >= 0 else { return .unclear(.amounts) }
        if parts.isEmpty, charges > 0 { return .proposed("nobody") }
        let collected = parts.reduce(Int64(0)) { $0 + $1.amount }
        var deducted = collected + charges - remittance.statement.payout.amount
        guard parts.contains(where: { $0.amount > 0 }), deducted >= 0 else { return .unclear(.amounts) }
        var named: [NamedAllocation] = []
        // First what goes back, with what was written off for it: the rest has that much more to bear.
        for part in parts.filter({ $0.amount < 0 }) + parts.filter({ $0.amount > 0 }) {
            guard let number = try reader.invoiceNumber(part.invoice),
                try part.amount <= max(0, reader.outstanding(of: part.invoice))
            else { return .unclear(.amounts) }
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
        return deducted == 0
            ? .proposed(AllocationText.text(named, currency: remittance.statement.currency))
            : .unclear(.amounts)
    }

    /// Adds the principal of a line to the invoice that it names. One that names none pays the invoices of
    /// its case that have been due longest (Código Civil art. 1174), as far as they are open: a proposal,
    /// which a person signs.
    private func add(
        _ amount: Int64, of line: RemittanceLine, to parts: inout InvoiceParts
    ) throws -> Bool {
        guard amount != 0 else { return true }
        let placed = try reader.placedInvoices(ofCase: line.caseRef).map(\.id)
        if let invoice = Self.invoice(of: line, among: placed) {
            parts.add(amount, to: invoice)
            return true
        }
        guard line.lineRef.isEmpty, amount > 0 else { return false }
        var rest = amount
        for invoice in placed {
            let open = try max(0, reader.outstanding(of: invoice) - parts.amount(of: invoice))
            parts.add(min(open, rest), to: invoice)
            rest -= min(open, rest)
        }
        return rest == 0
    }

    /// The invoice of a line: the one it names, or the only one of the case.
    private static func invoice(of line: RemittanceLine, among placed: [Int64]) -> Int64? {
        if line.lineRef.isEmpty { return placed.count == 1 ? placed[0] : nil }
        return placed.first { CaseLine.ref($0) == line.lineRef }
    }
}

/// What of a payout is for which invoice, in the order in which lines name them.
private struct InvoiceParts {
    struct Part {
        let invoice: Int64
        /// Minor units; negative for what goes back.
        var amount: Int64
    }

    private(set) var all: [Part] = []

    func amount(of invoice: Int64) -> Int64 { all.first { $0.invoice == invoice }?.amount ?? 0 }

    mutating func add(_ amount: Int64, to invoice: Int64) {
        if let index = all.firstIndex(where: { $0.invoice == invoice }) {
            all[index].amount += amount
        } else {
            all.append(Part(invoice: invoice, amount: amount))
        }
    }
}
