import Domain
import Testing

@testable import Handover

@Suite("A remittance statement")
struct RemittanceTests {
    @Test("of the fact sheet is read and written again byte for byte")
    func roundTrip() throws {
        let reading = RemittanceStatement.read(Array(Remittances.text.utf8), file: "remt.json")
        #expect(reading.faults == [])
        let statement = try #require(reading.value)
        #expect(statement.lines.map(\.kind) == [.collected, .direct, .expense])
        #expect(statement.lines[0].allocation?.principal == 38_259)
        #expect(statement.lines[0].feeRateBasisPoints == 1_500)
        #expect(String(decoding: statement.jsonBytes, as: UTF8.self) == Remittances.text)
    }

    @Test("is the same example that the fact sheet ships", Shared.isThere)
    func sharedExample() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/05-remittance.json"))
        #expect(
            RemittanceStatement.read(bytes, file: "05-remittance.json").value?.jsonBytes == bytes + [0x0A])
    }

    @Test("needs with each type what the type needs")
    func presence() {
        let cases: [(String, JSONValue?, HandoverFault.Code, String)] = [
            ("lines.0.alloc", nil, .fieldMissing, "$.lines[0].alloc"),
            ("lines.0.balanceAfter", nil, .fieldMissing, "$.lines[0].balanceAfter"),
            ("lines.0.feeBase", nil, .fieldMissing, "$.lines[0].feeBase"),
            ("lines.0.feeRatePct", nil, .fieldMissing, "$.lines[0].feeRatePct"),
            ("lines.0.reversesId", .string("MV-1"), .inconsistent, "$.lines[0].reversesId"),
            ("lines.0.type", .string("REVC"), .fieldMissing, "$.lines[0].reversesId"),
            ("lines.0.type", .string("ADJT"), .fieldMissing, "$.lines[0].reason"),
            ("lines.0.type", .string("CASH"), .codeUnknown, "$.lines[0].type"),
            ("lines.0.gross", .string("-500.00"), .inconsistent, "$.lines[0].gross"),
            ("lines.1.creditorPaymentRef", nil, .fieldMissing, "$.lines[1].creditorPaymentRef"),
            ("lines.2.expense", .string("0.00"), .inconsistent, "$.lines[2].expense"),
            ("lines.2.gross", .string("1.00"), .inconsistent, "$.lines[2].gross"),
            ("lines.2.no", .integer(4), .inconsistent, "$.lines[2].no"),
            ("lines.0.feeRatePct", .string("15"), .wrongForm, "$.lines[0].feeRatePct"),
            ("lines.0.feeRatePct", .string("1500.00"), .wrongForm, "$.lines[0].feeRatePct"),
            ("statement.payout.amount", .string("-1.00"), .inconsistent, "$.statement.payout.amount"),
            ("statement.payout.creditorIban", .string("ES00"), .wrongForm, "$.statement.payout.creditorIban"),
            ("statement.payout.reference", nil, .fieldMissing, "$.statement.payout.reference"),
            ("statement.periodTo", .string("2026-06-30"), .inconsistent, "$.statement.periodTo"),
            ("statement.method", .string("BOTH"), .codeUnknown, "$.statement.method"),
            (
                "statement.feeInvoice.vatCategory", .string("s"), .wrongForm,
                "$.statement.feeInvoice.vatCategory"
            ),
            ("totals.closing", nil, .fieldMissing, "$.totals.closing"),
            ("totals.tips", .string("1.00"), .fieldUnknown, "$.totals.tips"),
        ]
        for (path, value, code, place) in cases {
            let reading = Remittances.read(Remittances.tree.setting(path, value))
            #expect(reading.value == nil, "\(path)")
            #expect(reading.faults.map(\.code) == [code], "\(path)")
            #expect(reading.faults.first?.path == place)
        }
    }

    @Test("tells every line that cannot be read, not only the first")
    func severalFaults() {
        let tree = Remittances.tree.setting("lines.0.fee", nil).setting("lines.2.date", .string("soon"))
        #expect(Remittances.read(tree).faults.map(\.path) == ["$.lines[0].fee", "$.lines[2].date"])
    }

    @Test("never repeats an account number in a fault")
    func noAccountNumber() {
        let tree = Remittances.tree.setting(
            "statement.payout.creditorIban", .string("ES9121000418450200051333"))
        let fault = Remittances.read(tree).faults.first
        #expect(fault?.path == "$.statement.payout.creditorIban")
        #expect(fault?.description.contains("2100") == false)
    }

    @Test("pays out to the cent by every method", arguments: RemittanceMethod.allCases)
    func workedExample(_ method: RemittanceMethod) {
        #expect(RemittanceRules.breaks(of: Remittances.paid(method)) == [])
        #expect(Remittances.recomputed(Remittances.paid(method)) == Remittances.paid(method))
        var wrong = Remittances.paid(method)
        wrong.payout.amount += 1
        #expect(RemittanceRules.breaks(of: wrong).map(\.rule) == [.payout])
    }

    @Test("may carry an amount forward instead of paying it out")
    func carriedForward() {
        var statement = Remittances.statement
        statement.payout.amount = 0
        statement.totals.closing = 33_060
        #expect(RemittanceRules.breaks(of: statement) == [])
        statement.opening = -100
        statement.totals.closing = 32_960
        #expect(RemittanceRules.breaks(of: statement) == [])
    }

    @Test("without fees needs no fee invoice")
    func withoutFees() {
        var statement = Remittances.statement
        statement.feeInvoice = nil
        #expect(RemittanceRules.breaks(of: statement).map(\.rule).contains(.invoiceNet))
        for position in statement.lines.indices {
            statement.lines[position].fee = 0
            statement.lines[position].feeBase = nil
            statement.lines[position].feeRateBasisPoints = nil
        }
        statement = Remittances.recomputed(statement)
        #expect(RemittanceRules.breaks(of: statement) == [])
        #expect(Remittances.read(statement.tree).value == statement)
    }

    @Test("takes back with a reversal exactly what the payment cost")
    func reversal() {
        #expect(Rate.share(of: 333, basisPoints: 1_500) == 50)
        #expect(Rate.share(of: 330, basisPoints: 1_500) == 50)
        #expect(Rate.share(of: 329, basisPoints: 1_500) == 49)
        for amount: Int64 in [1, 3, 33, 330, 333, 99_999, Int64.max / 2] {
            for rate in [0, 1, 50, 1_500, 2_100, 10_000] {
                let there = Rate.share(of: amount, basisPoints: rate)
                #expect(Rate.share(of: -amount, basisPoints: rate) == there.map { -$0 })
            }
        }
        #expect(Rate.share(of: Int64.max, basisPoints: 100_000) == nil)
        #expect(Rate.share(of: Int64.min, basisPoints: 100_000) == nil)
    }
}

@Suite("The equations of a statement")
struct RemittanceRuleTests {
    private func rules(_ change: (inout RemittanceStatement) -> Void) -> [RemittanceRuleBreak] {
        // By GROSS nothing is deducted, so that a wrong fee does not make the payout wrong as well.
        var statement = Remittances.paid(.gross)
        change(&statement)
        return RemittanceRules.breaks(of: statement)
    }

    @Test("M-01: the allocation is the gross")
    func allocation() {
        let breaks = rules { $0.lines[0].allocation?.interest -= 1 }
        #expect(breaks.map(\.rule) == [.allocation])
        #expect(breaks.first?.path == "$.lines[0].alloc")
        #expect(breaks.first?.found == "499.99")
        #expect(breaks.first?.expected == "500.00")
    }

    @Test("M-02: the fee is the rounded share of its base")
    func fee() {
        // One line a cent too much, another a cent too little: the sums are right, the lines are not.
        let breaks = rules {
            $0.lines[0].fee += 1
            $0.lines[1].fee -= 1
        }
        #expect(breaks.map(\.rule) == [.fee, .fee])
        #expect(breaks.map(\.path) == ["$.lines[0].fee", "$.lines[1].fee"])
        let alone = rules { $0.lines[0].feeRateBasisPoints = 1_499 }
        #expect(alone.map(\.rule) == [.fee])
        #expect(alone.first?.expected == "74.95")
        let without = rules {
            $0.lines[0].feeBase = nil
            $0.lines[0].feeRateBasisPoints = nil
        }
        #expect(without.map(\.rule) == [.fee])
    }

    @Test("M-03: the totals are the sums of the lines")
    func totals() {
        let changes: [(String, (inout RemittanceStatement) -> Void)] = [
            ("lines", { $0.totals.lines = 2 }), ("collected", { $0.totals.collected += 1 }),
            ("direct", { $0.totals.direct += 1 }), ("retained", { $0.totals.retained += 1 }),
            ("fees", { $0.totals.fees += 1 }), ("expenses", { $0.totals.expenses += 1 }),
            ("adjustments", { $0.totals.adjustments += 1 }),
        ]
        for (name, change) in changes {
            let breaks = rules(change)
            #expect(breaks.map(\.rule) == [.totals])
            #expect(breaks.first?.path == "$.totals.\(name)")
        }
    }

    @Test("M-04: the fee invoice is for the fees")
    func invoiceNet() {
        let breaks = rules {
            $0.feeInvoice?.net = 11_000
            $0.feeInvoice?.vat = 2_310
            $0.feeInvoice?.gross = 13_310
            $0.totals.feeVAT = 2_310
        }
        #expect(breaks.map(\.rule) == [.invoiceNet])
        #expect(breaks.first?.expected == "120.00")
    }

    @Test("M-05: the VAT is the rounded share of the net, the gross their sum")
    func invoiceVAT() {
        let vat = rules {
            $0.feeInvoice?.vat = 2_521
            $0.feeInvoice?.gross = 14_521
            $0.totals.feeVAT = 2_521
        }
        #expect(vat.map(\.rule) == [.invoiceVAT])
        #expect(rules { $0.feeInvoice?.gross = 14_519 }.map(\.path) == ["$.statement.feeInvoice.gross"])
        #expect(rules { $0.totals.feeVAT = 0 }.map(\.rule) == [.invoiceVAT])
    }

    @Test("M-06: payout and closing are what is due")
    func payout() {
        #expect(rules { $0.payout.amount -= 1 }.map(\.rule) == [.payout])
        #expect(rules { $0.opening = 1 }.map(\.rule) == [.payout])
        #expect(rules { $0.totals.closing = -1 }.map(\.rule) == [.payout])
    }

    @Test("hold for amounts at the edge of what fits, without a crash")
    func overflow() {
        let breaks = rules {
            for position in 0..<2 {
                $0.lines[position].gross = Int64.max
                $0.lines[position].feeBase = Int64.max
                $0.lines[position].allocation?.principal = Int64.max
            }
            $0.payout.amount = Int64.max
            $0.totals.closing = Int64.max
        }
        #expect(Set(breaks.map(\.rule)).contains(.payout))
        #expect(breaks.allSatisfy { $0.fault(file: "x").expected.hasPrefix($0.rule.rawValue) })
    }

    @Test("have the codes of the fact sheet")
    func codes() {
        #expect(
            RemittanceRuleBreak.Rule.allCases.map(\.rawValue)
                == ["M-01", "M-02", "M-03", "M-04", "M-05", "M-06"])
        #expect(
            RemittanceLine.Kind.allCases.map(\.rawValue) == ["COLL", "REVC", "DIRC", "REVD", "EXPN", "ADJT"])
    }
}
