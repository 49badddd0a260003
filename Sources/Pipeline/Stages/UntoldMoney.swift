internal import Domain
internal import Handover
internal import Ledger

/// One PAY or ADJ of a case, with what the journal keeps of it.
struct UntoldChange {
    let content: CaseOperation.Content
    let lines: [DraftOperation.Line]
    let reason: String
    let note: String
}

/// What changed the balance of a placed case that the agency has not been told: money that came or went back
/// (PAY), then credit notes, write-offs and corrections (ADJ).
struct UntoldMoney {
    private let book: PlacementBook
    private let asOf: Day
    private let payments: [UntoldPayment]
    private let adjustments: [UntoldAdjustment]
    /// The principal that the agency holds as owed before any of it, minor units.
    private let before: Int64
    /// What it holds beside it: no payment to the creditor changes that.
    private let charges: ChargeBook.Amounts
    private let reference: String
    private let invoices: [Int64]

    init(
        _ book: PlacementBook, _ reference: String, _ invoices: [Int64], asOf: Day, _ reader: LedgerReader
    ) throws {
        self.book = book
        self.asOf = asOf
        (self.reference, self.invoices) = (reference, invoices)
        charges = book.charges.left(reference)
        let all = try invoices.map { (invoice: $0, payments: try reader.payments(of: $0)) }
        payments = UntoldPayment.all(of: all.flatMap(\.payments).filter(book.isUntold))
        let found = try all.flatMap { invoice, payments in
            UntoldAdjustment.all(
                of: invoice, in: reference, book, payments,
                try reader.adjustments(of: invoice, sincePlacedIn: reference))
        }
        // What raises the balance goes first: none that is stated may be negative.
        adjustments = found.filter { $0.amount > 0 } + found.filter { $0.amount < 0 }
        before =
            invoices.reduce(Int64(0)) { $0 + book.outstanding($1) } - (book.unbooked[reference] ?? 0)
            + payments.reduce(Int64(0)) { $0 + $1.amount } - adjustments.reduce(Int64(0)) { $0 + $1.amount }
    }

    /// In the order in which the agency is told. An adjustment that would take off more than the agency holds
    /// takes off what it holds: the rest it has collected, and its statement will say.
    ///
    /// - Parameter firstVersion: the case version of the first of them.
    func changes(firstVersion: Int) -> [UntoldChange] {
        var balance = before
        var changes: [UntoldChange] = []
        var lowered: [Int64: Int64] = [:]
        for payment in payments {
            balance -= payment.amount
            changes.append(
                UntoldChange(
                    content: .payment(payment.payment, balanceAfter: stated(balance, charges)),
                    lines: payment.parts.map { part in
                        DraftOperation.Line(
                            invoice: part.allocation.invoice, amount: part.allocation.amount,
                            balance: book.outstanding(part.allocation.invoice), allocation: part.id)
                    }, reason: "", note: ""))
        }
        for adjustment in adjustments {
            let amount = max(adjustment.amount, -max(0, balance))
            guard amount != 0 else { continue }
            balance += amount
            if adjustment.kind != .writeOff { lowered[adjustment.invoice, default: 0] += amount }
            let content = CaseAdjustment(
                adjustmentRef: "A\(firstVersion + changes.count)", date: asOf, amount: amount,
                kind: adjustment.kind,
                shares: [CasePayment.Share(ref: CaseLine.ref(adjustment.invoice), amount: amount)])
            changes.append(
                UntoldChange(
                    content: .adjustment(content, balanceAfter: stated(balance, charges)),
                    lines: [
                        DraftOperation.Line(
                            invoice: adjustment.invoice, amount: amount,
                            balance: book.outstanding(adjustment.invoice))
                    ], reason: adjustment.kind.rawValue, note: adjustment.note))
        }
        return changes
            + chargeChanges(lowered, balance: balance, firstVersion: firstVersion + changes.count)
    }

    /// What a lower price takes off the charges that were told: on what was never owed no interest grew, and
    /// of an invoice that was credited whole no fixed sum is due. A higher price adds nothing to them.
    ///
    /// - Parameter lowered: what tonight's adjustments take off invoices, negative.
    private func chargeChanges(
        _ lowered: [Int64: Int64], balance: Int64, firstVersion: Int
    ) -> [UntoldChange] {
        var charges = charges
        var changes: [UntoldChange] = []
        for invoice in invoices {
            let told = [CaseAdjustment.Kind.creditNote, .correction].reduce(Int64(0)) {
                $0 + book.toldAdjustments(of: invoice, in: reference, $1)
            }
            let price = book.placedAmount(invoice) + told + (lowered[invoice] ?? 0)
            for kind in LateCharge.allCases {
                let own = book.charges.charges(of: invoice, in: reference).filter { $0.kind == kind }
                let due = own.reduce(Int64(0)) { $0 + $1.amount(on: price) - $1.amount }
                let change = max(
                    due - book.toldAdjustments(of: invoice, in: reference, kind), -charges[kind])
                guard change < 0 else { continue }
                charges[kind] += change
                let content = CaseAdjustment(
                    adjustmentRef: "A\(firstVersion + changes.count)", date: asOf, amount: change,
                    kind: kind == .interest ? .interest : .correction,
                    shares: own.count == 1
                        ? [CasePayment.Share(ref: own[0].reference, amount: change)] : [])
                changes.append(
                    UntoldChange(
                        content: .adjustment(content, balanceAfter: stated(balance, charges)),
                        lines: [
                            DraftOperation.Line(
                                invoice: invoice, amount: change, balance: book.outstanding(invoice))
                        ], reason: kind.rawValue,
                        note: "the price of invoice \(book.items[invoice]?.number ?? "") is lower"))
            }
        }
        return changes
    }

    private func stated(_ principal: Int64, _ charges: ChargeBook.Amounts) -> CaseBalance {
        CaseBalance(
            asOf: asOf, principal: principal, interest: charges.interest, fixedComp: charges.fixedSum,
            costs: 0, total: principal + charges.total)
    }
}

/// One movement that the agency must be told of, with the parts of it that went to the case, or that a
/// person took back from it.
private struct UntoldPayment {
    var parts: [InvoicePayment]

    /// What of the movement is for the case: the rest of it is another case's, or nobody's. A reversal is
    /// money that went back, under a reference of its own.
    var payment: CasePayment {
        var payment = CasePayment(
            PaymentFact(movement: parts[0].movement, allocations: parts.map(\.allocation)), feeable: true)
        payment.amount = amount
        if parts[0].givesBack { payment.paymentRef += "R\(parts[0].id)" }
        return payment
    }

    var amount: Int64 { parts.reduce(0) { $0 + $1.allocation.amount } }

    /// Movements applied to the case since it was placed that no PAY told, oldest first; also those of other
    /// runs. Money that was applied and taken back since nobody was told is nothing to tell.
    static func all(of untold: [InvoicePayment]) -> [UntoldPayment] {
        var payments: [UntoldPayment] = []
        for payment in untold where !isUndone(payment, among: untold) {
            let index = payments.firstIndex {
                $0.parts[0].movement.id == payment.movement.id && $0.parts[0].givesBack == payment.givesBack
            }
            if let index {
                payments[index].parts.append(payment)
            } else {
                payments.append(UntoldPayment(parts: [payment]))
            }
        }
        return payments.sorted {
            let (a, b) = ($0.parts[0], $1.parts[0])
            return (a.movement.entry.booked, a.movement.id, a.id)
                < (b.movement.entry.booked, b.movement.id, b.id)
        }
    }

    /// Whether the money and its return are both untold.
    private static func isUndone(_ payment: InvoicePayment, among untold: [InvoicePayment]) -> Bool {
        payment.isReversed
            && untold.contains {
                $0.decision == payment.decision && $0.givesBack != payment.givesBack
                    && $0.allocation.invoice == payment.allocation.invoice
            }
    }
}

/// What changed an invoice without money, of one kind, since the agency was told last.
private struct UntoldAdjustment {
    let invoice: Int64
    let kind: CaseAdjustment.Kind
    /// Minor units, signed: negative lowers the debt. Never zero.
    let amount: Int64
    /// What it was, for the agency's people.
    let note: String

    /// Every difference between what was placed, less the money since, and what is owed now is told: what
    /// credit notes and write-offs do not explain is a correction of the invoice itself.
    static func all(
        of invoice: Int64, in reference: String, _ book: PlacementBook, _ payments: [InvoicePayment],
        _ rows: [InvoiceAdjustment]
    ) -> [UntoldAdjustment] {
        var paid = payments.filter(book.isSincePlaced).reduce(Int64(0)) { $0 + $1.allocation.amount }
        var credits: [(amount: Int64, text: String)] = []
        var writeOffs: [(amount: Int64, text: String)] = []
        for row in rows {
            switch row.cause {
            case .creditNote(let number): credits.append((0 - row.amount, "credit note \(number)"))
            case .writeOff(_, let movement) where book.isPayout(movement): paid += row.amount
            case .writeOff(let kind, _): writeOffs.append((0 - row.amount, "written off: \(kind)"))
            }
        }
        func told(_ kind: CaseAdjustment.Kind) -> Int64 {
            book.toldAdjustments(of: invoice, in: reference, kind)
        }
        func sum(_ rows: [(amount: Int64, text: String)]) -> Int64 { rows.reduce(0) { $0 + $1.amount } }
        let toldSum = told(.creditNote) + told(.writeOff) + told(.correction)
        let due = book.outstanding(invoice) - (book.placedAmount(invoice) - paid + toldSum)
        var credited = sum(credits) - told(.creditNote)
        var writtenOff = sum(writeOffs) - told(.writeOff)
        var corrected = due - credited - writtenOff
        // A credit note for more than was left takes off what was left.
        cancel(&credited, against: &corrected)
        cancel(&writtenOff, against: &corrected)
        return [
            UntoldAdjustment(
                invoice: invoice, kind: .creditNote, amount: credited, note: last(credits, of: credited)),
            UntoldAdjustment(
                invoice: invoice, kind: .writeOff, amount: writtenOff, note: last(writeOffs, of: writtenOff)),
            UntoldAdjustment(
                invoice: invoice, kind: .correction, amount: corrected,
                note: "invoice \(book.items[invoice]?.number ?? "") was corrected"),
        ].filter { $0.amount != 0 }
    }

    private static func cancel(_ part: inout Int64, against rest: inout Int64) {
        guard part.signum() * rest.signum() < 0 else { return }
        let shared = min(part.magnitude, rest.magnitude)
        part -= part.signum() * Int64(clamping: shared)
        rest -= rest.signum() * Int64(clamping: shared)
    }

    /// The texts of the last rows that add up to an amount; of all where none do.
    private static func last(_ rows: [(amount: Int64, text: String)], of amount: Int64) -> String {
        var sum: Int64 = 0
        var texts: [String] = []
        for row in rows.reversed() where sum != amount {
            sum += row.amount
            texts.insert(row.text, at: 0)
        }
        var told: [String] = []
        for text in texts where !told.contains(text) { told.append(text) }
        return String(told.joined(separator: ", ").prefix(1024))
    }
}
