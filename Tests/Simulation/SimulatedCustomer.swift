internal import Domain
internal import Support

/// Somebody who owes: name, identifiers and habits by chance.
struct SimulatedCustomer {
    let index: Int
    let name: String
    let taxId: String
    let iban: String
    let isCompany: Bool
    /// Whether the list of customers shows the account.
    let isAccountKnown: Bool
    let paysByDirectDebit: Bool
    let invoicesAYear: Int

    init(_ index: Int, chance: inout SplitMix64) {
        self.index = index
        isCompany = chance.below(10) < 7
        // Every combination once before one comes again: two customers of one name are another test.
        let walk = index * 7_919 + 13
        let first = Self.surnames[walk % Self.surnames.count]
        let second = Self.surnames[walk / Self.surnames.count % Self.surnames.count]
        let given = Self.givenNames[(walk + index) % Self.givenNames.count]
        let trade = Self.trades[(walk + index) % Self.trades.count]
        name = isCompany ? "\(trade) \(first) \(second) S.L." : "\(given) \(first) \(second)"
        taxId = isCompany ? Self.companyTaxId(1_000_000 + index) : Self.personTaxId(10_000_000 + index)
        iban =
            IBAN(
                spanishBank: "2100", office: padded(index % 9_000 + 1, 4),
                account: padded(chance.below(1_000_000_000), 10))?.text ?? ""
        isAccountKnown = chance.below(2) == 0
        paysByDirectDebit = chance.below(10) == 0
        invoicesAYear = chance.below(4) == 0 ? 18 : 4
    }

    /// DNI: the letter is the number modulo 23.
    private static func personTaxId(_ number: Int) -> String {
        let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE")
        return padded(number, 8) + String(letters[number % 23])
    }

    /// NIF of a limited company: the check digit of the former CIF.
    private static func companyTaxId(_ number: Int) -> String {
        let text = padded(number, 7)
        var sum = 0
        for (place, byte) in text.utf8.enumerated() {
            let digit = Int(byte) - 0x30
            sum += place % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit
        }
        return "B\(text)\((10 - sum % 10) % 10)"
    }

    private static let givenNames = [
        "Ana", "Bruno", "Carmen", "Diego", "Elena", "Félix", "Gloria", "Héctor", "Inés", "Jorge", "Laura",
    ]
    private static let trades = [
        "Talleres", "Construcciones", "Panadería", "Transportes", "Bodegas", "Ferretería", "Clínica",
    ]
    private static let surnames = [
        "Abad", "Acosta", "Alarcón", "Bravo", "Cabrera", "Calvo", "Campos", "Cano", "Crespo", "Durán",
        "Esteban", "Fuentes", "Gallardo", "Garrido", "Giménez", "Herrero", "Hidalgo", "Ibáñez", "Iglesias",
        "León", "Lozano", "Marín", "Medina", "Méndez", "Molina", "Mora", "Moya", "Navarro", "Nieto", "Núñez",
        "Ortega", "Pascual", "Peña", "Prieto", "Ramos", "Rivas", "Rojas", "Román", "Santos", "Serrano",
        "Soler", "Soto", "Vargas", "Vega", "Velasco", "Vicente", "Vidal",
    ]
}

/// `value` with leading zeros; longer numbers stay whole.
func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
