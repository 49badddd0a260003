import Domain

/// A customer who does not exist, with right check characters.
struct InventedCustomer {
    let name: String
    let taxId: String
    let iban: String
    let email: String
    /// Every other customer has its account on its invoices.
    let showsIBAN: Bool

    init(_ index: Int) {
        var dice = Dice(.customer, index)
        let isPerson = index % 5 < 2
        // An odd factor walks through all combinations before one comes again.
        let walk = index &* 7_368_787
        name = isPerson ? Self.person(walk) : Self.company(walk)
        taxId = isPerson ? Self.personTaxId(10_000_000 + index) : Self.companyTaxId(1_000_000 + index)
        iban =
            IBAN(
                spanishBank: dice.pick(["9910", "9921", "9932", "9943"]), office: digits(index % 9000 + 1, 4),
                account: digits(dice.below(1_000_000_000), 10))?.text ?? ""
        email = "pagos@cliente\(index).example"
        showsIBAN = dice.below(2) == 0
    }

    private static func person(_ walk: Int) -> String {
        let given = walk % givenNames.count
        let first = walk / givenNames.count % surnames.count
        let second = walk / givenNames.count / surnames.count % surnames.count
        return "\(givenNames[given]) \(surnames[first]) \(surnames[second])"
    }

    private static func company(_ walk: Int) -> String {
        let trade = walk % trades.count
        let first = walk / trades.count % surnames.count
        let second = walk / trades.count / surnames.count % surnames.count
        return "\(trades[trade]) \(surnames[first]) \(surnames[second]) \(walk % 3 == 0 ? "S.A." : "S.L.")"
    }

    /// DNI: the letter is the number modulo 23.
    private static func personTaxId(_ number: Int) -> String {
        let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE")
        return digits(number, 8) + String(letters[number % 23])
    }

    /// NIF of a limited company: the check digit of the former CIF.
    private static func companyTaxId(_ number: Int) -> String {
        let text = digits(number, 7)
        var sum = 0
        for (place, byte) in text.utf8.enumerated() {
            let digit = Int(byte) - 0x30
            sum += place % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit
        }
        return "B\(text)\((10 - sum % 10) % 10)"
    }

    private static let givenNames = [
        "Ana", "Álvaro", "Beatriz", "Bruno", "Carmen", "César", "Diego", "Elena", "Emilio", "Eva", "Félix",
        "Gloria", "Héctor", "Inés", "Iván", "Jorge", "Julia", "Laura", "Lucía", "Marcos", "Marta", "Nuria",
        "Óscar", "Pablo", "Raquel", "Rosa", "Rubén", "Sara", "Sergio", "Teresa", "Víctor",
    ]
    private static let surnames = [
        "Abad", "Acosta", "Alarcón", "Bravo", "Cabrera", "Calvo", "Campos", "Cano", "Crespo", "Durán",
        "Esteban",
        "Fuentes", "Gallardo", "Garrido", "Giménez", "Herrero", "Hidalgo", "Ibáñez", "Iglesias", "León",
        "Lozano",
        "Marín", "Medina", "Méndez", "Molina", "Mora", "Moya", "Navarro", "Nieto", "Núñez", "Ortega",
        "Pascual",
        "Peña", "Prieto", "Ramos", "Rivas", "Rojas", "Román", "Santos", "Serrano", "Soler", "Soto", "Vargas",
        "Vega", "Velasco", "Vicente", "Vidal",
    ]
    private static let trades = [
        "Talleres", "Construcciones", "Residencia", "Panadería", "Transportes", "Bodegas", "Ferretería",
        "Clínica",
        "Muebles", "Hostal", "Gráficas", "Viveros", "Carpintería", "Electricidad", "Pinturas", "Academia",
        "Frutas", "Imprenta", "Cerámicas",
    ]
}

/// `value` with leading zeros; longer numbers stay whole.
func digits(_ value: some BinaryInteger, _ width: Int) -> String {
    let text = String(value)
    return text.utf8.count >= width ? text : String(repeating: "0", count: width - text.utf8.count) + text
}
