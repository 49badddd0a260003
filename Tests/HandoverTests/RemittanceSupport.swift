import Domain

@testable import Handover

/// The statement of the fact sheet: 500.00 collected, 300.00 direct, fee 15 %, VAT 21 %, outlay 24.20.
enum Remittances {
    static let text =
        "{\n" + Example.header("REMT", sequence: 7, digits: "000007") + """

             "statement": {
              "statementId": "REM-2026-07",
              "method": "NET",
              "currency": "EUR",
              "periodFrom": "2026-07-01",
              "periodTo": "2026-07-31",
              "opening": "0.00",
              "payout": {
               "amount": "330.60",
               "date": "2026-08-05",
               "reference": "REM-2026-07-ESB12345674"
              },
              "feeInvoice": {
               "number": "A26-3391",
               "date": "2026-07-31",
               "net": "120.00",
               "vatCategory": "S",
               "vatRatePct": "21.00",
               "vat": "25.20",
               "gross": "145.20"
              }
             },
             "lines": [
              {
               "no": 1,
               "type": "COLL",
               "movementId": "MV-501",
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "date": "2026-07-20",
               "gross": "500.00",
               "alloc": {
                "principal": "382.59",
                "interest": "37.41",
                "fixedComp": "80.00",
                "costs": "0.00",
                "retained": "0.00"
               },
               "feeBase": "500.00",
               "feeRatePct": "15.00",
               "fee": "75.00",
               "expense": "0.00",
               "balanceAfter": "1227.41"
              },
              {
               "no": 2,
               "type": "DIRC",
               "movementId": "MV-502",
               "creditorPaymentRef": "BK-20260724-3",
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "date": "2026-07-24",
               "gross": "300.00",
               "alloc": {
                "principal": "300.00",
                "interest": "0.00",
                "fixedComp": "0.00",
                "costs": "0.00",
                "retained": "0.00"
               },
               "feeBase": "300.00",
               "feeRatePct": "15.00",
               "fee": "45.00",
               "expense": "0.00",
               "balanceAfter": "927.41"
              },
              {
               "no": 3,
               "type": "EXPN",
               "movementId": "MV-503",
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "date": "2026-07-08",
               "gross": "0.00",
               "fee": "0.00",
               "expense": "24.20"
              }
             ],
             "totals": {
              "lines": 3,
              "collected": "500.00",
              "direct": "300.00",
              "retained": "0.00",
              "fees": "120.00",
              "feeVat": "25.20",
              "expenses": "24.20",
              "adjustments": "0.00",
              "closing": "0.00"
             }
            }

            """
    static let tree = Example.tree(text)

    static func read(_ tree: JSONValue) -> HandoverReading<RemittanceStatement> {
        RemittanceStatement.read(Example.bytes(tree), file: "remt.json")
    }

    /// The example as a value; an empty statement where it could not be read, which every test would notice.
    static var statement: RemittanceStatement { read(tree).value ?? empty }

    private static var empty: RemittanceStatement {
        RemittanceStatement(
            header: Sample.header(flow: .remittance), statementId: "EMPTY", method: .net, currency: .eur,
            periodFrom: Sample.day("2026-07-01"), periodTo: Sample.day("2026-07-31"), opening: 0,
            payout: RemittanceStatement.Payout(amount: 0, date: Sample.day("2026-08-05"), reference: "R"),
            lines: [],
            totals: RemittanceStatement.Totals(
                lines: 0, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
    }

    /// The example paid out by another method, to the cent that the fact sheet gives.
    static func paid(_ method: RemittanceMethod) -> RemittanceStatement {
        var statement = statement
        statement.method = method
        statement.payout.amount =
            switch method {
            case .net: 33_060
            case .gross: 50_000
            case .split: 38_505
            }
        return statement
    }

    /// The statement with its totals, fee invoice and payout made anew from its lines.
    static func recomputed(_ statement: RemittanceStatement) -> RemittanceStatement {
        var made = statement
        let sums = RemittanceSums(made.lines)
        func cents(_ value: Int128) -> Int64 { Int64(clamping: value) }
        if var invoice = made.feeInvoice {
            invoice.net = cents(sums.fees)
            invoice.vat = Rate.share(of: invoice.net, basisPoints: invoice.vatRateBasisPoints) ?? 0
            invoice.gross = cents(Int128(invoice.net) + Int128(invoice.vat))
            made.feeInvoice = invoice
        }
        made.totals = RemittanceStatement.Totals(
            lines: made.lines.count, collected: cents(sums.collected), direct: cents(sums.direct),
            retained: cents(sums.retained), fees: cents(sums.fees), feeVAT: made.feeInvoice?.vat ?? 0,
            expenses: cents(sums.expenses), adjustments: cents(sums.adjustments), closing: 0)
        let due =
            Int128(made.opening) + sums.collected + sums.adjustments - sums.retained
            - RemittanceRules.deducted(made, sums)
        made.payout.amount = max(0, cents(due))
        made.totals.closing = cents(due - Int128(made.payout.amount))
        return made
    }
}
