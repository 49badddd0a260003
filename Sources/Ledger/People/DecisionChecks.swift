public import Domain

/// A movement as far as a decision is checked against it.
struct MovementPosition {
    let booked: Day
    let amount: Int64
    let currency: Currency
    let unallocated: Int64
    /// A person applied it or said that it is nobody's, and has not taken that back.
    let isDecided: Bool
}

/// An invoice as far as a decision is checked against it; minor units.
struct InvoicePosition {
    let number: String
    let kind: InvoiceKind
    let currency: Currency
    let payable: Int64
    let outstanding: Int64
    /// What payments have applied to it.
    let paid: Int64
}

/// Conservation (architecture, rule 2), asked before anything is written.
extension LedgerReader {
    func movementPosition(_ id: Int64) throws -> MovementPosition? {
        var position: MovementPosition?
        try prepared(
            """
            SELECT booked, amount, currency,
              amount - (SELECT coalesce(sum(amount), 0) FROM allocation WHERE entry = ?1),
              EXISTS (SELECT 1 FROM adjudication a WHERE a.entry = ?1 AND a.verdict <> 'rejected'
                AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = a.id))
            FROM entry WHERE id = ?1
            """
        ).each(.integer(id)) {
            position = MovementPosition(
                booked: $0.day(0), amount: $0.int(1), currency: try $0.currency(2), unallocated: $0.int(3),
                isDecided: $0.flag(4))
        }
        return position
    }

    func invoicePosition(_ id: Int64) throws -> InvoicePosition? {
        let applied = try applied(to: id)
        let paid =
            try integer("SELECT coalesce(sum(amount), 0) FROM allocation WHERE invoice = ?", .integer(id))
            ?? 0
        var position: InvoicePosition?
        try prepared(
            """
            SELECT i.number, v.kind, v.currency, v.payable FROM invoice_version v
            JOIN invoice i ON i.id = v.invoice WHERE v.invoice = ? ORDER BY v.version DESC LIMIT 1
            """
        ).each(.integer(id)) { row in
            guard let kind = InvoiceKind(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("invoice kind \(row.text(1))")
            }
            position = InvoicePosition(
                number: row.text(0), kind: kind, currency: try row.currency(2), payable: row.int(3),
                outstanding: row.int(3) - applied, paid: paid)
        }
        return position
    }

    /// What is refused must at least exist.
    func checkKnown(_ allocations: [Allocation]) throws {
        for allocation in allocations where try invoicePosition(allocation.invoice) == nil {
            throw DecisionRefusal.invoiceUnknown("#\(allocation.invoice)")
        }
    }

    /// The differences with their amounts, where all of the decision fits what is open.
    func checkedDifferences(
        of draft: AdjudicationDraft, _ movement: MovementPosition
    ) throws -> [NamedDifference] {
        var sum: Int64 = 0
        var differences: [NamedDifference] = []
        var seen: Set<Int64> = []
        for allocation in draft.allocations {
            guard let invoice = try invoicePosition(allocation.invoice) else {
                throw DecisionRefusal.invoiceUnknown("#\(allocation.invoice)")
            }
            guard seen.insert(allocation.invoice).inserted else {
                throw DecisionRefusal.invoiceTwice(invoice.number)
            }
            try check(allocation.amount, invoice, movement)
            sum = try sum.addingExactly(allocation.amount)
            for difference in draft.differences where difference.invoice == allocation.invoice {
                let left = invoice.outstanding - allocation.amount
                let amount = difference.amount ?? left
                // A payment that is taken back takes its difference with it.
                let isBack = allocation.amount < 0 && invoice.payable > 0
                let isOpen = isBack ? amount < 0 : amount > 0 && amount <= left
                let taken = isBack ? try writtenOff(allocation.invoice, difference.kind) : 0
                guard isOpen, movement.amount > 0, !isBack || amount >= -taken,
                    !differences.contains(where: { $0.invoice == allocation.invoice })
                else { throw DecisionRefusal.differenceRefused(invoice.number) }
                differences.append(
                    NamedDifference(kind: difference.kind, invoice: allocation.invoice, amount: amount))
            }
        }
        if let stray = draft.differences.first(where: { !seen.contains($0.invoice) }) {
            throw DecisionRefusal.differenceRefused(
                try invoicePosition(stray.invoice)?.number ?? "#\(stray.invoice)")
        }
        let isWithin =
            movement.amount > 0
            ? sum > 0 && sum <= movement.unallocated : sum < 0 && sum >= movement.unallocated
        guard isWithin else {
            throw DecisionRefusal.beyondMovement(left: movement.unallocated, movement.currency)
        }
        return differences
    }

    /// What is open of an invoice, minor units; 0 for one that the ledger does not have.
    public func outstanding(of invoice: Int64) throws -> Int64 {
        try invoicePosition(invoice)?.outstanding ?? 0
    }

    /// What was written off of an invoice as a kind of difference, minor units.
    public func writtenOff(_ invoice: Int64, _ kind: NamedDifference.Kind) throws -> Int64 {
        var sum: Int64 = 0
        try prepared("SELECT coalesce(sum(amount), 0) FROM write_off WHERE invoice = ? AND kind = ?")
            .each(.integer(invoice), .text(kind.rawValue)) { sum = $0.int(0) }
        return sum
    }

    private func check(_ amount: Int64, _ invoice: InvoicePosition, _ movement: MovementPosition) throws {
        guard invoice.currency == movement.currency else {
            throw DecisionRefusal.currencyDiffers(invoice.number)
        }
        guard invoice.kind != .copy, invoice.kind != .cancelled else {
            throw DecisionRefusal.invoiceNotDebt(invoice.number)
        }
        // Money that went back can open again only what was paid, as what a payer takes off what it pays now;
        // money that came pays only what is open; a credit note is used up the other way round.
        let isSetOff = movement.amount > 0 && invoice.payable > 0 && amount < 0 && invoice.paid > 0
        let isOpened = movement.amount < 0 && invoice.payable >= 0 || isSetOff
        let open = isOpened ? -invoice.paid : invoice.outstanding
        let fits = open > 0 ? amount > 0 && amount <= open : amount < 0 && amount >= open
        guard open != 0, fits else {
            throw DecisionRefusal.beyondInvoice(invoice.number, open: open, invoice.currency)
        }
    }

    /// What the payment is to the invoices, where the person took no suggestion.
    func kind(
        of draft: AdjudicationDraft, _ differences: [NamedDifference], _ movement: MovementPosition
    ) throws -> MatchDecision.Kind {
        if movement.amount < 0 { return .directDebitReturn }
        if !differences.isEmpty { return .difference }
        let netted = draft.allocations.filter { $0.amount < 0 }
        if try netted.contains(where: { (try invoicePosition($0.invoice)?.payable ?? 0) > 0 }) {
            return .setOff
        }
        if !netted.isEmpty { return .creditNoteNetted }
        guard draft.allocations.count == 1, let only = draft.allocations.first else { return .unlistedGroup }
        if only.amount < movement.unallocated { return .overpayment }
        let outstanding = try invoicePosition(only.invoice)?.outstanding ?? 0
        return only.amount < outstanding ? .partial : .single
    }

    /// The invoice that a person means by a number: the only one that has it, or the only one of them that
    /// is open. Case and blanks do not matter where the number as written is nobody's.
    public func invoice(numbered number: String) throws -> Int64 {
        var found: [Int64] = []
        try prepared("SELECT id FROM invoice WHERE number = ? ORDER BY id").each(.text(number)) {
            found.append($0.int(0))
        }
        if found.isEmpty {
            try prepared(
                "SELECT id FROM invoice WHERE upper(replace(number, ' ', '')) = upper(replace(?, ' ', '')) ORDER BY id"
            ).each(.text(number)) { found.append($0.int(0)) }
        }
        if found.count > 1 {
            found = try found.filter { try invoicePosition($0).map { $0.outstanding != 0 } ?? false }
            guard found.count == 1 else { throw DecisionRefusal.invoiceAmbiguous(number) }
        }
        guard let only = found.first else { throw DecisionRefusal.invoiceUnknown(number) }
        return only
    }
}
