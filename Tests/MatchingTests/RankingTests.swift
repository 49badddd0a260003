import Domain
import Matching
import Testing

/// What stands among the three that a person sees, where nothing could be posted alone.
@Suite struct RankingTests {
    @Test func ofManyNamesakesTheOneWhoOwesTheAmountIsShown() {
        let names = ["Abad", "Bravo", "Cano", "Duarte", "Egea", "Font", "Gil", "Haro", "Ibarra"]
        let town = Town(
            names.enumerated().map { index, name in
                (
                    "F2025-0000\(index + 1)", Int64(10_000 + 777 * index), "B\(index)",
                    "Hijos de María Pilar \(name) S.L."
                )
            })
        let shown = town.pay(10_000 + 777 * 8, "PAGO FACTURA", from: "HIJOS DE MARIA PILAR").suggestions
        #expect(shown.first?.allocations.map(\.invoice) == [9])
    }

    @Test func theRestOfAnInvoicePaidInPartStandsFirst() {
        var town = Town([
            ("F2025-00001", 4990, "B1", "Ana Díaz Ruiz"), ("F2025-00002", 4990, "B2", "Ana Díaz Ruiz"),
            ("F2025-00003", 4990, "B2", "Ana Díaz Ruiz"), ("F2025-00004", 4990, "B3", "Ana Díaz Ruiz"),
        ])
        for index in town.items.indices.dropLast() { town.items[index].issued = day(10) }
        town.add(1497, "PAGO", from: "ANA DIAZ RUIZ", on: 5)
        town.add(3493, "PAGO", from: "ANA DIAZ RUIZ", on: 40)
        let rest = match(town.input).suggestions.first { $0.movement == 2 }
        #expect(rest?.allocations == [Allocation(invoice: 4, amount: 3493)])
        #expect(rest?.evidence.contains { $0.code == "other-part" } == true)
    }

    @Test func moneyThatCameBeforeItsInvoiceIsShownWhenTheInvoiceComes() {
        var town = Town([
            ("F2025-00001", 9900, "B1", "Talleres Ruiz S.L."),
            ("F2025-00002", 12_345, "B1", "Talleres Ruiz S.L."),
            ("F2025-00003", 12_345, "B2", "Carpintería Reyes S.L."),
        ])
        town.items[0].issued = day(-40)
        for index in 1...2 { town.items[index].issued = day(12) }
        let result = town.pay(12_345, "ANTICIPO PEDIDO", from: "TALLERES RUIZ SL")
        #expect(result.posted.isEmpty)
        #expect(result.suggestions.first?.allocations == [Allocation(invoice: 2, amount: 12_345)])
        #expect(result.suggestions.first?.vetoes.contains("issued-later") == true)
        // Not of an invoice that is too far away, nor of somebody else's.
        town.items[1].issued = day(5 + 61)
        let later = town.pay(12_345, "ANTICIPO PEDIDO", from: "TALLERES RUIZ SL").suggestions
        #expect(!later.contains { !Set($0.allocations.map(\.invoice)).isDisjoint(with: [2, 3]) })
    }

    @Test(arguments: ["CARPINTERIA REYES & CI", "CARPINTERIA REYES & C", "CLINICA DENTAL PARRA D"])
    func aNameMayBeCutWithinALinkWord(_ payer: String) {
        let town = Town([
            ("F2025-00001", 12_345, "B1", "Carpintería Reyes & Cía S.A."),
            ("F2025-00002", 12_345, "B2", "Clínica Dental Parra del Sur S.L."),
            ("F2025-00003", 777, "B3", "Carpintería Reyes Cartagena S.L."),
        ])
        let shown = town.pay(12_345, "PAGO", from: payer).suggestions
        #expect(shown.first?.allocations.map(\.invoice) == [payer.hasPrefix("CL") ? 2 : 1])
    }
}

/// Money that waits undecided, and a later payment that names its invoice.
@Suite struct DesignationTests {
    private static let numbers = ["F2025-00117", "F2025-00248", "F2025-00359"]

    /// Invoices of one amount, a payment of it that names nothing, and a later one with this text.
    private func posted(_ text: String, first: String = "PAGO", invoices: Int = 3) -> [MatchDecision] {
        var town = Town(
            Self.numbers.prefix(invoices).map { ($0, 4990, "B1", "Talleres Ruiz S.L.") })
        town.add(4990, first, from: "TALLERES RUIZ SL", on: 3)
        return town.pay(4990, text, from: "TALLERES RUIZ SL", on: 6).posted
    }

    @Test func whatThePayerNamesIsNotTakenByMoneyThatNamesNothing() {
        #expect(posted("FRA F2025-00248").first?.allocations == [Allocation(invoice: 2, amount: 4990)])
        // Not where the first may have paid just this one, or may name it.
        #expect(posted("FRA F2025-00117", invoices: 1).isEmpty)
        #expect(posted("FRA F2025-00117", invoices: 2).isEmpty)
        #expect(posted("FRA F2025-00248", first: "FRA F2025-99948").isEmpty)
        #expect(posted("FRA 248").isEmpty)
    }
}

/// A price that many customers pay, and no number: posted only under a licence of its own.
@Suite struct CommonAmountTests {
    private static let price: Int64 = 6050

    private var town: Town {
        var town = Town(
            (1...5).map { ("F2025-0000\($0)", Self.price, "B\($0)", "Casa Larga Numero\($0) Sur S.L.") })
        town.policy.grantsAllLicences = true
        return town
    }

    @Test func theOnlyCustomerWhoOwesItOnceMayPayItUnderLicence() {
        let posted = town.pay(Self.price, "PAGO", from: "CASA LARGA NUMERO3 SUR SL").posted
        #expect(posted.map(\.pattern) == ["only-payer+common-amount"])
        #expect(posted.first?.allocations.map(\.invoice) == [3])
        var unlicensed = town
        unlicensed.policy.grantsAllLicences = false
        let shown = unlicensed.pay(Self.price, "PAGO", from: "CASA LARGA NUMERO3 SUR SL").suggestions
        #expect(shown.first?.pattern == "only-payer+common-amount")
    }

    @Test func whileOtherMoneyOfTheCustomerWaitsItIsNotPosted() {
        var waiting = town
        waiting.add(777, "PAGO", from: "CASA LARGA NUMERO3 SUR SL", on: 3)
        #expect(waiting.pay(Self.price, "PAGO", from: "CASA LARGA NUMERO3 SUR SL").posted.isEmpty)
    }

    @Test func whatAnotherInvoiceExplainsTooIsNotPosted() {
        var double = town
        double.items[3].customer = "B3"
        double.items[3].customerName = double.items[2].customerName
        (double.items[3].payable, double.items[3].outstanding) = (Self.price / 2, Self.price / 2)
        #expect(double.pay(Self.price, "PAGO", from: "CASA LARGA NUMERO3 SUR SL").posted.isEmpty)
    }
}
