public import Domain

/// The tables of interest and fixed sums: what letters demanded, and what agencies were told.
enum LateChargeSchema {
    static let migration = "interest and fixed sums that letters demanded and agencies were told"

    static let sealedTables = ["demanded_charge", "told_charge"]

    /// `sha256` is of the letter, as in `step`. The columns from `base` on are of interest alone.
    static let tables = [
        """
        CREATE TABLE demanded_charge (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), sha256 TEXT NOT NULL,
            invoice INTEGER NOT NULL REFERENCES invoice(id), kind TEXT NOT NULL, amount INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX demanded_charge_by_invoice ON demanded_charge(invoice)",
        """
        CREATE TABLE told_charge (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), batch TEXT NOT NULL,
            case_ref TEXT NOT NULL, invoice INTEGER NOT NULL REFERENCES invoice(id), reference TEXT NOT NULL,
            kind TEXT NOT NULL, amount INTEGER NOT NULL, legal_basis TEXT NOT NULL, base INTEGER,
            rate INTEGER, from_day INTEGER, to_day INTEGER) STRICT
        """,
        "CREATE INDEX told_charge_by_case ON told_charge(case_ref)",
    ]
}

extension LedgerWriter {
    /// Records what a letter demanded beside principal.
    public func record(_ charge: DemandedCharge, run: String) throws {
        _ = try insert(
            "INSERT INTO demanded_charge (run, sha256, invoice, kind, amount) VALUES (?,?,?,?,?)", .text(run),
            .text(charge.documentSHA256), .integer(charge.invoice), .text(charge.kind.rawValue),
            .integer(charge.amount))
    }

    /// Records a charge of a case that was placed.
    public func record(_ charge: ToldCharge, batch: String, run: String) throws {
        _ = try insert(
            """
            INSERT INTO told_charge (run, batch, case_ref, invoice, reference, kind, amount, legal_basis, base,
              rate, from_day, to_day) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .text(batch), .text(charge.caseReference), .integer(charge.invoice),
            .text(charge.reference), .text(charge.kind.rawValue), .integer(charge.amount),
            .text(charge.legalBasis), .int(charge.terms?.base),
            .int((charge.terms?.ratePercentHundredths).map(Int64.init)), .day(charge.terms?.from),
            .day(charge.terms?.to))
    }
}

extension LedgerReader {
    /// What letters demanded of an invoice beside its principal, in order.
    public func demandedCharges(of invoice: Int64) throws -> [DemandedCharge] {
        var charges: [DemandedCharge] = []
        try prepared("SELECT sha256, kind, amount FROM demanded_charge WHERE invoice = ? ORDER BY id")
            .each(.integer(invoice)) { row in
                charges.append(
                    DemandedCharge(
                        documentSHA256: row.text(0), invoice: invoice, kind: try row.lateCharge(1),
                        amount: row.int(2)))
            }
        return charges
    }

    /// The charges that agencies were told of, by case, in order.
    public func toldCharges() throws -> [String: [ToldCharge]] {
        var charges: [String: [ToldCharge]] = [:]
        try prepared(
            """
            SELECT case_ref, invoice, reference, kind, amount, legal_basis, base, rate, from_day, to_day
            FROM told_charge ORDER BY id
            """
        ).each { row in
            var terms: ToldCharge.Terms?
            if let base = row.optionalInt(6), let rate = row.optionalInt(7), let from = row.optionalDay(8),
                let to = row.optionalDay(9)
            {
                terms = ToldCharge.Terms(base: base, ratePercentHundredths: Int(rate), from: from, to: to)
            }
            charges[row.text(0), default: []].append(
                ToldCharge(
                    caseReference: row.text(0), invoice: row.int(1), reference: row.text(2),
                    kind: try row.lateCharge(3), amount: row.int(4), terms: terms, legalBasis: row.text(5)))
        }
        return charges
    }
}

extension Columns {
    fileprivate func lateCharge(_ column: Int) throws -> LateCharge {
        guard let kind = LateCharge(rawValue: text(column)) else {
            throw LedgerError.corrupt("charge \(text(column))")
        }
        return kind
    }
}
