/// The company whose account it is.
struct Creditor {
    let name = "Suministros Industriales Ebro S.L."
    let taxId: String
    let iban: String
    /// Cents on the first morning.
    let opening: Int

    init(seed: UInt64) {
        var chance = Chance(seed, .creditor, 0)
        taxId = Customer.companyTaxId("B", number: chance.below(10_000_000))
        iban = Customer.account(&chance)
        opening = 30_000_000 + chance.below(20_000_000)
    }
}

/// Movements and names that have nothing to do with a customer's invoice.
enum Strangers {
    struct Pattern {
        let text: String
        /// Cents; negative for debits.
        let low: Int
        let high: Int
        let code: String
        /// What follows the text.
        var tail = Tail.nothing

        enum Tail { case nothing, number, person, company }
    }

    private static let patterns: [(item: Pattern, weight: Int)] = [
        (Pattern(text: "AEAT MODELO 303", low: -2_000_000, high: -50_000, code: "03 000"), 129),
        (
            Pattern(
                text: "LIQUIDACION TPV COMERCIO", low: 4_000, high: 300_000, code: "02 000", tail: .number),
            124
        ),
        (Pattern(text: "TRANSFERENCIA A", low: -900_000, high: -8_000, code: "04 000", tail: .company), 115),
        (Pattern(text: "COMISION MANTENIMIENTO", low: -4_000, high: -300, code: "17 000"), 113),
        (Pattern(text: "INTERESES A SU FAVOR", low: 30, high: 5_000, code: "17 000"), 111),
        (Pattern(text: "CUOTA PRESTAMO", low: -400_000, high: -30_000, code: "05 000", tail: .number), 104),
        (Pattern(text: "PAGO TARJETA", low: -40_000, high: -1_000, code: "12 000", tail: .number), 104),
        (Pattern(text: "RECIBO", low: -90_000, high: -2_000, code: "03 000", tail: .company), 104),
        (Pattern(text: "CUOTA SEGURIDAD SOCIAL", low: -900_000, high: -50_000, code: "15 000"), 101),
        (Pattern(text: "DEVOLUCION AEAT IVA", low: 30_000, high: 900_000, code: "04 000"), 94),
        (
            Pattern(text: "TRASPASO ENTRE CUENTAS PROPIAS", low: -3_000_000, high: -100_000, code: "04 000"),
            62
        ),
        (Pattern(text: "TRASPASO ENTRE CUENTAS PROPIAS", low: 100_000, high: 3_000_000, code: "04 000"), 47),
        (Pattern(text: "COMISION DEVOLUCION RECIBO", low: -450, high: -150, code: "17 000"), 53),
        (Pattern(text: "NOMINA", low: -320_000, high: -90_000, code: "15 000", tail: .person), 110),
    ]

    static let returnReasons: [(item: (code: String, text: String), weight: Int)] = [
        (("AM04", "FALTA DE FONDOS"), 24), (("AC06", "CUENTA BLOQUEADA"), 13), (("MD01", "SIN MANDATO"), 10),
        (("SL01", "SERVICIOS ESPECIFICOS"), 8), (("AC04", "CUENTA CANCELADA"), 8),
        (("AC01", "CUENTA INCORRECTA"), 7), (("MD06", "CONFORME CLIENTE"), 7),
        (("MS02", "SIN ESPECIFICAR"), 7),
    ]

    private static let plainSurnames = Set(Names.surnames.map(Names.plain))

    static func unrelated(
        _ event: Event, _ creditor: Creditor, _ chance: inout Chance, isWild: Bool
    ) -> Movement {
        let pattern = chance.weighted(patterns)
        var movement = Movement(
            event.kind, .none, amount: chance.between(pattern.low, pattern.high), day: Int(event.day))
        var text = pattern.text
        switch pattern.tail {
        case .nothing: if pattern.text.hasPrefix("TRASPASO") { movement.payee = creditor.name }
        case .number: text += " " + chance.digits(8)
        case .person, .company:
            let isPerson = pattern.tail == .person
            let name =
                isPerson ? Names.person(&chance) : Names.company(&chance) + chance.weighted(Names.legalForms)
            movement.payee = Names.plain(name)
            text += " " + movement.payee
        }
        if movement.amount > 0 { movement.payee = "" }
        if isWild { movement.kind = kind(of: pattern.text) }
        (movement.concept, movement.lines) = (text, [text])
        movement.family = movement.amount < 0 ? "ICDT" : "RCDT"
        movement.subfamily = "OTHR"
        movement.bankCode = pattern.code
        return movement
    }

    private static func kind(of text: String) -> Kind {
        switch text {
        case "TRASPASO ENTRE CUENTAS PROPIAS": .ownTransfer
        case "NOMINA": .salary
        case "AEAT MODELO 303", "CUOTA SEGURIDAD SOCIAL", "DEVOLUCION AEAT IVA": .tax
        case "LIQUIDACION TPV COMERCIO", "PAGO TARJETA": .card
        default: .unrelated
        }
    }

    /// Somebody who pays for a customer: family by a shared surname, or the head of its group.
    static func third(for customer: Customer?, isFamily: Bool = false, _ chance: inout Chance) -> String {
        if !isFamily, chance.below(100) < 35 {
            return Names.plain("Grupo \(chance.pick(Names.surnames)) Holding SL")
        }
        let words = customer?.base.split(separator: " ").map(String.init) ?? []
        let surnames = words.filter { plainSurnames.contains($0) }
        let surname = surnames.first ?? Names.plain(chance.pick(Names.surnames))
        return Names.plain("\(chance.pick(Names.given)) \(surname) \(chance.pick(Names.surnames))")
    }

    static func anyone(_ chance: inout Chance) -> String {
        let isPerson = chance.below(100) < 40
        return Names.plain(
            isPerson ? Names.person(&chance) : Names.company(&chance) + chance.weighted(Names.legalForms))
    }

    /// A number in the creditor's style that no invoice of the set has.
    static func foreignNumber(_ book: InvoiceBook, _ chance: inout Chance) -> String {
        var number = book.number(0)
        let isOld = chance.below(2) == 0
        let width = max(5, String(book.count).utf8.count)
        switch book.numbers.style {
        case .standard, .short, .path, .unpadded, .long:
            number.year = isOld ? (number.year == "25" ? "24" : "2024") : number.year
            number.counter =
                isOld ? padded(chance.between(1, book.count), width) : "9" + chance.digits(width - 1)
            if book.numbers.style == .long { number.counter = "7" + chance.digits(7) }
        case .restart:
            number.year = "2023"
            number.counter = padded(chance.between(1, book.count), width)
        case .alphanumeric: number.counter = "B" + chance.digits(4)
        case .bare, .series: number.counter = "9" + chance.digits(7)
        }
        return number.text
    }
}
