import Domain
import Matching
import Testing

/// What a name is worth where no number was read, with every pattern posting.
@Suite struct NameEvidenceTests {
    private func town(_ name: String) -> Town {
        var town = Town([
            ("F2025-00117", 17_258, "B1", name), ("F2025-07777", 33_333, "B2", "Otra Casa S.A."),
        ])
        town.policy.grantsAllLicences = true
        return town
    }

    @Test(arguments: [
        ("HIJOS DE ALEJANDRO DIEZ SCOOP", true), ("HIJOS DE ALEJANDRO DIEZ", true),
        ("HIJOS DE ALEJANDRO DIEZ SL", false),
    ])
    func anotherLegalFormIsAnotherPayer(_ printed: String, _ isPosted: Bool) {
        let result = town("Hijos de Alejandro Díez, S.Coop.").pay(17_258, "PAGO", from: printed)
        #expect(result.posted.isEmpty != isPosted)
        if !isPosted { #expect(result.suggestions.first?.vetoes.contains("payer-contradicts") == true) }
    }

    @Test func aNameAndADiscountNobodyTookYetProveNothing() {
        // Three percent off.
        let result = town("Talleres Ruiz S.L.").pay(16_740, "PAGO", from: "TALLERES RUIZ SL")
        #expect(result.posted.isEmpty)
        #expect(result.suggestions.first?.allocations.map(\.invoice) == [1])
        let numbers = ["F2025-01111", "F2025-02345", "F2025-09876"]
        var used = Town(
            [("F2025-00117", 17_258, "B1", "Talleres Ruiz S.L.")]
                + numbers.map { ($0, 33_333, "B2", "Otra Casa S.A.") })
        used.policy.grantsAllLicences = true
        for number in numbers { used.add(32_333, number, from: "OTRA CASA SA", on: 4) }
        used.add(16_740, "PAGO", from: "TALLERES RUIZ SL", on: 9)
        #expect(match(used.input).posted.last?.pattern == "payer-name+discount")
    }

    @Test func aRelativesPartOfAnInvoiceMayBeAnothersExactly() {
        var town = Town([
            ("F2025-015526", 3998, "B1", "Seguridad Herrero Vidal S.A."),
            ("F2025-051526", 1999, "B2", "Hostelería Ortega S.L."),
        ])
        // Half of the first; the second to the cent, and two digits swapped.
        #expect(town.pay(1999, "FRA F2025-015526", from: "IRENE VIDAL SERRANO").posted.isEmpty)
        town.items.removeLast()
        #expect(town.pay(1999, "FRA F2025-015526", from: "IRENE VIDAL SERRANO").posted.count == 1)
    }

    @Test func aNamesakesNumberIsNoMisspelling() {
        var town = Town([
            ("F2025-008828", 1999, "B1", "Peluquería Hernández 2000 S.A.U."),
            ("F2025-008228", 1999, "B2", "Peluquería Hernández 2000, Sociedad Limitada"),
        ])
        town.items[1].iban = "ES9121000418450200051332"
        let (payer, account) = ("PELUQUERIA HERNANDEZ 2000 SAU", "ES9121000418450200051332")
        town.items[0].outstanding = 0
        #expect(town.pay(1999, "FRA F2025-008828", from: payer, account: account).posted.isEmpty)
        town.items.removeFirst()
        #expect(town.pay(1999, "FRA F2025-008828", from: payer, account: account).posted.count == 1)
    }

    @Test(arguments: [(12, true), (250, false)])
    func anAmountAloneIsTakenOnlyAtAnAgeAtWhichInvoicesArePaid(_ days: Int, _ isPosted: Bool) {
        var town = Town(
            [("F2025-00001", 17_258, "B1", "Talleres Ruiz S.L.")]
                + (1...200).map { ("F2025-\(20_000 + 37 * $0)", 20_000 + Int64($0), "B2", "Otra Casa S.A.") })
        town.items[0].iban = "ES9121000418450200051332"
        for number in 1...200 {
            town.add(20_000 + Int64(number), "F2025-\(20_000 + 37 * number)", from: "OTRA CASA SA", on: 11)
        }
        town.add(17_258, "PAGO", account: "ES9121000418450200051332", on: days)
        #expect(match(town.input).posted.contains { $0.movement == 201 } == isPosted)
    }
}
