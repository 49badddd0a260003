internal import Domain

extension RemittanceStatement {
    /// Reads a statement strictly: with a single fault nothing of it is taken, since its sums hold together.
    /// Form only; whether the figures add up is for `RemittanceRules` to say.
    public static func read(_ bytes: [UInt8], file: String) -> HandoverReading<RemittanceStatement> {
        do throws(HandoverFault) {
            return read(try FieldReader.root(of: bytes, file: file))
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }

    static func read(_ root: FieldReader) -> HandoverReading<RemittanceStatement> {
        var faults: [HandoverFault] = []
        var root = root
        do throws(HandoverFault) {
            let header = try root.header(flow: .remittance)
            var fields = try root.object("statement")
            var statement = try fields.statement(header: header)
            try fields.finish()
            let currency = statement.currency
            statement.lines = try root.items("lines", faults: &faults) {
                (item: inout FieldReader) throws(HandoverFault) in
                try item.remittanceLine(currency)
            }
            var totals = try root.object("totals")
            statement.totals = try totals.remittanceTotals(currency)
            try totals.finish()
            try root.finish()
            if faults.isEmpty { try checkNumbers(statement.lines, root) }
            return HandoverReading(value: faults.isEmpty ? statement : nil, faults: faults)
        } catch {
            return HandoverReading(value: nil, faults: faults + [error])
        }
    }

    /// A missing number would be a line that was lost.
    private static func checkNumbers(
        _ lines: [RemittanceLine], _ root: FieldReader
    ) throws(HandoverFault) {
        for (position, line) in lines.enumerated() where line.number != position + 1 {
            throw root.fault(
                .inconsistent, "lines[\(position)].no", found: String(line.number),
                expected: String(position + 1))
        }
    }
}

extension FieldReader {
    fileprivate mutating func statement(
        header: BatchHeader
    ) throws(HandoverFault) -> RemittanceStatement {
        let statementId = try id("statementId")
        let method = try code("method", RemittanceMethod.self)
        let currency = try currency("currency")
        let (from, to) = (try day("periodFrom"), try day("periodTo"))
        guard from <= to else {
            throw fault(.inconsistent, "periodTo", found: to.description, expected: "not before \(from)")
        }
        let opening = try amount("opening", currency)
        var statement = RemittanceStatement(
            header: header, statementId: statementId, method: method, currency: currency, periodFrom: from,
            periodTo: to, opening: opening, payout: try payout(currency), lines: [],
            totals: RemittanceStatement.Totals(
                lines: 0, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
        statement.feeInvoice = try feeInvoice(currency)
        return statement
    }

    private mutating func payout(
        _ currency: Currency
    ) throws(HandoverFault) -> RemittanceStatement.Payout {
        var fields = try object("payout")
        var payout = RemittanceStatement.Payout(
            amount: try fields.amount("amount", currency), date: try fields.day("date"),
            reference: try fields.id("reference"))
        guard payout.amount >= 0 else {
            throw fields.fault(
                .inconsistent, "amount", found: "a negative amount",
                expected: "0 or more; what the creditor owes is carried forward")
        }
        // Never repeated in a fault: an account number is personal data.
        if let text = try fields.form("creditorIban", "an IBAN", { _ in true }) {
            guard let iban = IBAN(text), iban.text == text else {
                throw fields.fault(
                    .wrongForm, "creditorIban", found: "a text of \(text.utf8.count) characters",
                    expected: "an IBAN without blanks whose check digits are right")
            }
            payout.creditorIBAN = iban
        }
        try fields.finish()
        return payout
    }

    private mutating func feeInvoice(
        _ currency: Currency
    ) throws(HandoverFault) -> RemittanceStatement.FeeInvoice? {
        guard var fields = try optionalObject("feeInvoice") else { return nil }
        let number = try fields.text("number", max: 60)
        let date = try fields.day("date")
        let net = try fields.amount("net", currency)
        let expected = "a VAT category of UNTDID 5305 as EN 16931 has them"
        let category = try fields.form("vatCategory", expected, CodeLists.taxCategories.contains)
        var invoice = RemittanceStatement.FeeInvoice(
            number: number, date: date, net: net,
            vatCategory: try fields.require(category, "vatCategory", expected),
            vatRateBasisPoints: try fields.percent("vatRatePct"), vat: try fields.amount("vat", currency),
            gross: try fields.amount("gross", currency))
        invoice.docRef = try fields.optionalId("docRef")
        try fields.finish()
        return invoice
    }

    fileprivate mutating func remittanceTotals(
        _ currency: Currency
    ) throws(HandoverFault) -> RemittanceStatement.Totals {
        RemittanceStatement.Totals(
            lines: try integer("lines", in: 0...9_999_999), collected: try amount("collected", currency),
            direct: try amount("direct", currency), retained: try amount("retained", currency),
            fees: try amount("fees", currency), feeVAT: try amount("feeVat", currency),
            expenses: try amount("expenses", currency), adjustments: try amount("adjustments", currency),
            closing: try amount("closing", currency))
    }
}
