internal import Domain

/// The tables of a letter: what is claimed, what else is open, what was agreed, how to pay.
extension LetterComposer {
    /// The claimed invoices with what is claimed in all.
    func claimed() throws(LetterError) -> LetterBlock {
        let wording = templates.wording
        guard amounts.hasExtras else {
            return .table(
                try invoices(items, sums: [("table.total", wording.text(amounts.total))]))
        }
        var sums = [("amount.principal", wording.text(amounts.principal))]
        if amounts.interest.minorUnits > 0 {
            sums.append(("amount.interest", wording.text(amounts.interest)))
        }
        if amounts.compensation.minorUnits > 0 {
            sums.append(("amount.compensation", wording.text(amounts.compensation)))
        }
        return .table(try invoices(items, sums: sums + [("amount.total", wording.text(amounts.total))]))
    }

    /// What else is open, in the letter's currency; nothing where there is none.
    func others() throws(LetterError) -> [LetterBlock] {
        let claimed = Set(items.map(\.id))
        let others = details.others.filter { $0.currency == amounts.currency && !claimed.contains($0.id) }
        guard !others.isEmpty else { return [] }
        let sum = try LetterAmounts.sum(others.map(\.outstanding), amounts.currency)
        return [
            try paragraph("others.lead"),
            .table(try invoices(others, sums: [("table.others", templates.wording.text(sum))])),
        ]
    }

    private func invoices(
        _ items: [OpenItem], sums: [(key: String, value: String)]
    ) throws(LetterError) -> LetterTable {
        let wording = templates.wording
        // The invoiced amount only says something where not all of it is open.
        let showsAmount = items.contains { $0.payable != $0.outstanding }
        var columns = [
            LetterTable.Column(title: try text("table.invoice"), isAmount: false),
            LetterTable.Column(title: try text("table.issued"), isAmount: false),
            LetterTable.Column(title: try text("table.due"), isAmount: false),
        ]
        if showsAmount { columns.append(LetterTable.Column(title: try text("table.amount"), isAmount: true)) }
        columns.append(LetterTable.Column(title: try text("table.outstanding"), isAmount: true))
        var rows: [LetterTable.Row] = []
        for item in items {
            var cells = [
                try number(of: item), wording.short(item.issued),
                item.due.map { wording.short($0) } ?? wording.none,
            ]
            if showsAmount {
                cells.append(wording.text(Money(minorUnits: item.payable, currency: item.currency)))
            }
            cells.append(wording.text(Money(minorUnits: item.outstanding, currency: item.currency)))
            rows.append(LetterTable.Row(cells: cells, note: details.concepts[item.id] ?? ""))
        }
        return LetterTable(columns: columns, rows: rows, sums: try lines(sums))
    }

    /// The number, with what kind of invoice it is where it is not a plain one.
    private func number(of item: OpenItem) throws(LetterError) -> String {
        switch item.kind {
        case .corrective: "\(item.number) (\(try text("document.corrective")))"
        case .replacement: "\(item.number) (\(try text("document.replacement")))"
        case .invoice, .creditNote, .copy, .cancelled: item.number
        }
    }

    /// The agreed payments; their sum must be the debt's.
    func plan() throws(LetterError) -> LetterBlock {
        guard !details.instalments.isEmpty else { throw .nothingToWrite }
        let sum = try LetterAmounts.sum(details.instalments.map(\.amount), amounts.currency)
        guard sum == amounts.total else { throw .amount }
        let wording = templates.wording
        let rows = details.instalments.enumerated().map { index, instalment in
            LetterTable.Row(
                cells: [
                    String(index + 1), wording.text(instalment.due),
                    wording.text(Money(minorUnits: instalment.amount, currency: amounts.currency)),
                ], note: "")
        }
        return .table(
            LetterTable(
                columns: [
                    LetterTable.Column(title: try text("table.instalment"), isAmount: false),
                    LetterTable.Column(title: try text("payment.by"), isAmount: false),
                    LetterTable.Column(title: try text("table.amount"), isAmount: true),
                ], rows: rows, sums: try lines([("table.instalments", wording.text(sum))])))
    }

    /// What is overdue of a plan, by the day on which each instalment was to be paid.
    func overdueInstalments() throws(LetterError) -> LetterBlock {
        let wording = templates.wording
        let rows = details.instalments.map { instalment in
            let missing = Money(minorUnits: instalment.amount, currency: amounts.currency)
            return LetterTable.Row(
                cells: [wording.text(instalment.due), wording.text(missing)], note: "")
        }
        return .table(
            LetterTable(
                columns: [
                    LetterTable.Column(title: try text("table.instalment"), isAmount: false),
                    LetterTable.Column(title: try text("table.outstanding"), isAmount: true),
                ], rows: rows, sums: try lines([("table.overdue", wording.text(amounts.total))])))
    }

    /// Where to pay, how much, until when, under which reference; then why the reference matters.
    func payment(isDated: Bool = false, hasAmount: Bool = true) throws(LetterError) -> [LetterBlock] {
        let creditor = sender.creditor
        var lines = [LetterTable.Line(label: try text("payment.payee"), value: creditor.name)]
        if let iban = creditor.ibans.first {
            lines.append(
                LetterTable.Line(
                    label: try text("payment.iban"), value: LetterWording.inFours(iban), isCode: true))
        }
        if hasAmount {
            lines.append(
                LetterTable.Line(
                    label: try text("payment.amount"), value: templates.wording.text(amounts.total)))
        }
        lines.append(
            LetterTable.Line(label: try text("payment.reference"), value: reference, isCode: true))
        if isDated {
            lines.append(LetterTable.Line(label: try text("payment.by"), value: values["term"] ?? ""))
        }
        return [.payment(lines)] + (creditor.ibans.isEmpty ? [try paragraph("payment.noAccount")] : [])
            + [try paragraph("payment.askReference")]
    }

    /// The letter's own reference; where the case's name allows none, the case as it is called.
    private var reference: String {
        LetterReference.shown(by: kind, case: caseReference, day: day)
            .map { LetterWording.inFours($0.text) } ?? caseReference
    }

    private func lines(_ sums: [(key: String, value: String)]) throws(LetterError) -> [LetterTable.Line] {
        var lines: [LetterTable.Line] = []
        for sum in sums { lines.append(LetterTable.Line(label: try text(sum.key), value: sum.value)) }
        return lines
    }
}
