internal import Domain

// Settlement lists (liquidaciones): flow REMT.
extension AgencyReturnBuilding {
    private static let allocationParts = ["principal", "interest", "fixedComp", "costs", "retained"]

    /// The statement, whole or not at all. Its totals are those of its lines; where its figures do not hold
    /// together, or it has a movement twice, it is refused as a package is.
    mutating func remittance() -> RemittanceStatement? {
        let currency: Currency
        do throws(AgencyReturnFault) {
            currency = try statementCurrency()
        } catch {
            leaveOut(file.head, error)
            return nil
        }
        var lines: [RemittanceLine] = []
        for (position, row) in file.rows.enumerated() {
            do throws(AgencyReturnFault) {
                let line = try line(of: row, number: position + 1, currency)
                try checkPast(line.date, "date")
                lines.append(line)
            } catch {
                leaveOut(row, error)
            }
        }
        guard !isRefused else { return nil }
        do throws(AgencyReturnFault) {
            let statement = try statement(lines, currency)
            checkPeriod(of: statement)
            checkRules(of: statement)
            return statement
        } catch {
            leaveOut(file.head, error)
            return nil
        }
    }

    private func statementCurrency() throws(AgencyReturnFault) -> Currency {
        if let raw = file.head.unmapped("currency") { throw file.head.unmappedFault("currency", raw) }
        guard let text = file.head.text("currency") else {
            throw AgencyReturnFault(.fieldMissing, "currency", "nothing", "an ISO 4217 code")
        }
        guard CodeLists.currencies.contains(text), let currency = Currency(text) else {
            throw AgencyReturnFault(
                .currencyUnknown, "currency", LayoutReader.quoted(text), "an ISO 4217 code")
        }
        return currency
    }

    // MARK: - The statement

    private func statement(
        _ lines: [RemittanceLine], _ currency: Currency
    ) throws(AgencyReturnFault) -> RemittanceStatement {
        var head = JSONValue.object([])
        for path in ["statementId", "method", "periodFrom", "periodTo", "opening"] {
            try put(path, currency, into: &head)
        }
        head = head.putting(.string(currency.code), at: ["currency"])
        for path in ["payout.amount", "payout.date", "payout.reference"] {
            try put(path, currency, into: &head)
        }
        try file.head.put("creditorIban", .account, currency, as: "payout.creditorIban", into: &head)
        if try hasFeeInvoice(currency) {
            for part in ["number", "date", "net", "vatCategory", "vatRatePct", "vat", "gross"] {
                try put("feeInvoice." + part, currency, into: &head)
            }
        }
        let closing = try file.head.amount("closing", currency) ?? 0
        let vat = try file.head.amount("feeInvoice.vat", currency) ?? 0
        let totals = try totals(of: lines, feeVAT: vat, closing: closing)
        // As a batch, so that the strict reader of statements is the one that decides.
        var tree = JSONMembers()
        tree.add("header", context.header.json)
        tree.add("statement", head)
        tree.add("lines", .array([]))
        tree.add("totals", totals.tree(in: currency))
        do throws(HandoverFault) {
            let root = try FieldReader(tree.object, file: "", path: "$")
            let reading = RemittanceStatement.read(root)
            if let fault = reading.faults.first { throw fault }
            guard var statement = reading.value else {
                throw HandoverFault(
                    .inconsistent, file: "", path: "$.statement", found: "nothing", expected: "a statement")
            }
            statement.lines = lines
            return statement
        } catch {
            throw AgencyReturnFault(error, prefix: "$.statement")
        }
    }

    private func put(
        _ path: String, _ currency: Currency, into tree: inout JSONValue
    ) throws(AgencyReturnFault) {
        guard let kind = paths.value(at: path, of: .file) else { return }
        try file.head.put(path, kind, currency, into: &tree)
    }

    /// A layout by positions has its columns in every file: blanks and sums of 0 are no invoice.
    private func hasFeeInvoice(_ currency: Currency) throws(AgencyReturnFault) -> Bool {
        let head = file.head
        if head.text("feeInvoice.number") != nil || head.text("feeInvoice.date") != nil { return true }
        for part in ["net", "vat", "gross"] {
            if try head.amount("feeInvoice." + part, currency) ?? 0 != 0 { return true }
        }
        return false
    }

    private func totals(
        of lines: [RemittanceLine], feeVAT: Int64, closing: Int64
    ) throws(AgencyReturnFault) -> RemittanceStatement.Totals {
        let sums = RemittanceSums(lines)
        func exact(_ sum: Int128, _ path: String) throws(AgencyReturnFault) -> Int64 {
            guard let units = Int64(exactly: sum) else {
                throw AgencyReturnFault(.amountNotExact, path, "a sum that does not fit", "an amount")
            }
            return units
        }
        return RemittanceStatement.Totals(
            lines: lines.count, collected: try exact(sums.collected, "gross"),
            direct: try exact(sums.direct, "gross"), retained: try exact(sums.retained, "alloc.retained"),
            fees: try exact(sums.fees, "fee"), feeVAT: feeVAT, expenses: try exact(sums.expenses, "expense"),
            adjustments: try exact(sums.adjustments, "gross"), closing: closing)
    }

    // MARK: - One line

    private func line(
        of row: AgencyReturnRow, number: Int, _ currency: Currency
    ) throws(AgencyReturnFault) -> RemittanceLine {
        let (caseRef, agencyRef) = try references(of: row)
        var tree = JSONValue.object([])
        func put(_ name: String, _ value: JSONValue?) {
            if let value { tree = tree.putting(value, at: name.split(separator: ".")[...]) }
        }
        func put(_ name: String, _ amount: Int64) {
            put(name, AgencyReturnRow.decimal(amount, currency.exponent))
        }
        put("no", .integer(Int64(number)))
        put("caseRef", .string(caseRef))
        put("agencyCaseRef", .string(agencyRef))
        for path in [
            "type", "movementId", "reversesId", "creditorPaymentRef", "lineRef", "date", "balanceAfter",
            "reason",
        ] {
            guard let kind = paths.value(at: path, of: .record) else { continue }
            try row.put(path, kind, currency, into: &tree)
        }
        let kind = row.text("type").flatMap(RemittanceLine.Kind.init)
        let gross = try row.amount("gross", currency)
        // An outlay moves no money of the debtor: its gross may be left out.
        if let gross = gross ?? (kind == .expense ? 0 : nil) { put("gross", gross) }
        let fee = try row.amount("fee", currency) ?? 0
        put("fee", fee)
        put("expense", try row.amount("expense", currency) ?? 0)
        if let allocation = try allocation(of: row, kind, gross ?? 0, currency) { put("alloc", allocation) }
        let base = try feeBase(of: row, fee: fee, gross: gross, currency)
        if let base { put("feeBase", base) }
        if base != nil || fee != 0 { try row.put("feeRatePct", .percent, currency, into: &tree) }
        do throws(HandoverFault) {
            var reader = try FieldReader(tree, file: "", path: "$")
            let line = try reader.remittanceLine(currency)
            try reader.finish()
            return line
        } catch {
            throw AgencyReturnFault(error)
        }
    }

    /// Both numbers of a line's case. Whether there is such a case the reconciliation says, as far as the
    /// line names it by our number.
    private func references(
        of row: AgencyReturnRow
    ) throws(AgencyReturnFault) -> (caseRef: String, agencyRef: String) {
        let agencyRef = row.text("agencyCaseRef")
        guard let caseRef = row.text("caseRef") else {
            let known = try knownCase(row)
            return (known.caseRef, agencyRef ?? known.agencyCaseRef)
        }
        let known = agencyRef ?? statedCase(caseRef)?.agencyCaseRef ?? ""
        guard !known.isEmpty else {
            throw AgencyReturnFault(
                .fieldMissing, "agencyCaseRef", "nothing", "the agency's number, which is not known")
        }
        return (caseRef, known)
    }

    /// What the gross is for. A layout that never says so pays the principal with all of it; an outlay and an
    /// adjustment then pay nothing.
    private func allocation(
        of row: AgencyReturnRow, _ kind: RemittanceLine.Kind?, _ gross: Int64, _ currency: Currency
    ) throws(AgencyReturnFault) -> JSONValue? {
        var parts: [Int64] = []
        if row.has("alloc") {
            for part in Self.allocationParts { parts.append(try row.amount("alloc.\(part)", currency) ?? 0) }
        } else if kind?.isCollected ?? false || kind?.isDirect ?? false {
            parts = [gross, 0, 0, 0, 0]
        }
        // Zeros of columns that other lines fill say nothing where nothing may be allocated.
        let mayLack = kind == .expense || kind == .adjustment
        guard !parts.isEmpty, !mayLack || parts.contains(where: { $0 != 0 }) else { return nil }
        var members = JSONMembers()
        for (part, amount) in zip(Self.allocationParts, parts) {
            members.add(part, minorUnits: amount, in: currency)
        }
        return members.object
    }

    /// What the fee is a share of: as stated, else the gross where there is a fee and the layout has no base.
    /// Without a fee a base of 0 is none, and no rate is taken either: a column of rates charges nothing.
    private func feeBase(
        of row: AgencyReturnRow, fee: Int64, gross: Int64?, _ currency: Currency
    ) throws(AgencyReturnFault) -> Int64? {
        let stated = try row.amount("feeBase", currency)
        if fee == 0 { return stated == 0 ? nil : stated }
        return row.has("feeBase") ? stated : gross
    }
}
