import Domain
import Matching
import Testing

/// Who pays, where it is not simply the customer: advisers, agencies, accounts in the text.
@Suite struct SeveralCustomersTests {
    private let street: Town = {
        var town = Town([
            ("F2025-01023", 10_000, "B1", "Talleres Ruiz S.L."),
            ("F2025-01024", 20_055, "B1", "Talleres Ruiz S.L."),
            ("F2025-01025", 40_000, "B1", "Talleres Ruiz S.L."),
            ("F2025-07777", 33_333, "B2", "Otra Casa S.A."),
        ])
        town.items[0].iban = "ES9121000418450200051332"
        town.items[3].iban = "ES7620770024003102575766"
        return town
    }()

    @Test(arguments: [
        "FRAS DEL 1023 AL 1025", "PAGO FACTURAS F2025-01023 A F2025-01025", "DEL F2025-01023 AL F2025-01025",
        "FRAS. F2025-01023 HASTA F2025-01025",
    ])
    func aRangeMeansWhatLiesBetween(_ text: String) {
        let result = street.pay(70_055, text, from: "TALLERES RUIZ SL")
        #expect(result.posted.first?.allocations.map(\.invoice) == [1, 2, 3])
    }

    @Test func twoNumbersWithoutARangeWordAreTwo() {
        let result = street.pay(70_055, "F2025-01023 F2025-01025", from: "TALLERES RUIZ SL")
        #expect(result.posted.first?.allocations.contains { $0.invoice == 2 } != true)
        // A day is no number.
        #expect(street.pay(10_000, "PAGO DEL 1023", from: "TALLERES RUIZ SL").posted.isEmpty)
    }

    @Test func oneTransferMayPayForSeveralCustomers() {
        let result = street.pay(43_333, "F2025-01023 Y F2025-07777", from: "GESTORIA LOPEZ SLP")
        #expect(result.posted.first?.pattern == "number+sum+several-customers")
        #expect(result.posted.first?.allocations.map(\.invoice) == [1, 4])
        #expect(result.posted.first?.evidence.contains { $0.code == "payer-several" } == true)
    }

    @Test func aListForSeveralCustomersMustAddUp() {
        // An agency keeps its commission: a person applies what came.
        let result = street.pay(40_000, "F2025-01023 Y F2025-07777", from: "GESTION DE IMPAGADOS SL")
        #expect(result.posted.isEmpty)
        #expect(result.suggestions.first?.allocations.map(\.invoice) == [1, 4])
        #expect(result.suggestions.first?.vetoes.contains("payer-contradicts") == false)
        let unknown = street.pay(43_333, "F2025-01023 F2025-07777 F2019-55555", from: "GESTORIA LOPEZ SLP")
        #expect(unknown.posted.isEmpty)
    }

    @Test func aPayerWhoOwesJustThisSumPaysItsOwn() {
        var town = street
        town.items[1].outstanding = 43_333
        town.items[1].payable = 43_333
        #expect(town.pay(43_333, "F2025-01023 Y F2025-07777", from: "TALLERES RUIZ SL").posted.isEmpty)
    }

    @Test(arguments: [
        "PAGO DESDE CUENTA ES9121000418450200051332", "TRASPASO DE ES91 2100 0418 4502 0005 1332",
    ])
    func anAccountInTheTextIsThePayers(_ text: String) {
        let result = street.pay(20_055, text)
        #expect(result.posted.first?.pattern == "payer-iban+amount")
        #expect(result.posted.first?.allocations.map(\.invoice) == [2])
    }

    @Test(arguments: [
        // Wrong check digits; somebody else's name; nobody's account.
        ("PAGO DESDE CUENTA ES9121000418450200051333", ""),
        ("PAGO DESDE CUENTA ES9121000418450200051332", "OTRA CASA SA"),
        ("PAGO DESDE CUENTA ES1000306416760041812488", ""),
    ])
    func anAccountInTheTextIsNotTakenOnTrust(_ text: String, _ payer: String) {
        #expect(street.pay(20_055, text, from: payer).posted.isEmpty)
    }
}
