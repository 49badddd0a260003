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
}
