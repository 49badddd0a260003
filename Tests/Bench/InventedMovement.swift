import Domain

/// One movement of the year, as every format tells it.
struct InventedMovement {
    /// Ten digits: the bank's number of the movement.
    let reference: String
    let booked: Day
    /// Signed minor units.
    var amount: Int64 = 0
    /// Common and own concept of Norma 43.
    var concept = ("04", "099")
    /// ISO 20022 family and sub-family.
    var code = ("RCDT", "ESCT")
    /// The payer as banks print it, and its account; empty where the bank prints none.
    var payer = ""
    var payerIBAN = ""
    var text = ""
    var endToEnd = ""
    /// The direct-debit batch, its name and how many it collects.
    var batch: (name: String, items: [Int])?

    init(_ index: Int, of year: InventedYear) {
        reference = digits(index + 1, 10)
        booked = year.booked(entry: index)
        var dice = Dice(.movement, index)
        if InventedYear.isUnrelated(index) {
            describeUnrelated(&dice)
            return
        }
        let payment = year.payment(ofEntry: index)
        if let number = year.batch(ofPayment: payment) {
            describeBatch(number, year)
        } else {
            describePayment(year.invoice(ofPayment: payment), year, &dice)
        }
    }

    private mutating func describeUnrelated(_ dice: inout Dice) {
        switch dice.below(5) {
        case 0: (text, concept) = ("COMISION MANTENIMIENTO", ("17", "000"))
        case 1: (text, concept) = ("NOMINAS EMPLEADOS", ("15", "000"))
        case 2: (text, concept) = ("AEAT MODELO 303", ("03", "000"))
        case 3: (text, concept) = ("CUOTA PRESTAMO \(dice.between(10_000_000, 99_999_999))", ("05", "000"))
        default:
            (text, concept) = (
                "LIQUIDACION TPV COMERCIO \(dice.between(10_000_000, 99_999_999))", ("02", "000")
            )
        }
        let isCredit = concept.0 == "02"
        code = (isCredit ? "RCDT" : "ICDT", "OTHR")
        amount = Int64(dice.between(5_00, 900_00)) * (isCredit ? 1 : -1)
    }

    private mutating func describeBatch(_ number: Int, _ year: InventedYear) {
        let items = year.invoices(inBatch: number)
        let name = "REM\(digits(number + 1, 7))"
        batch = (name, items)
        amount = items.reduce(0) { $0 + InventedInvoice($1, of: year).total }
        text = "REMESA RECIBOS SEPA CORE \(name)"
        concept = ("03", "090")
        code = ("RDDT", "ESDD")
    }

    private mutating func describePayment(_ index: Int, _ year: InventedYear, _ dice: inout Dice) {
        let invoice = InventedInvoice(index, of: year)
        payer = CustomerKey.foldedName(invoice.customer.name)
        if dice.below(2) == 0 { payerIBAN = invoice.customer.iban }
        endToEnd = dice.below(2) == 0 ? "" : digits(dice.below(1_000_000_000), 12)
        let number = invoice.number
        amount = invoice.total
        if year.fate(ofInvoice: index + 1) == .listed {
            amount += InventedInvoice(index + 1, of: year).total
            text = "FRAS \(number) Y \(year.number(ofInvoice: index + 1))"
            return
        }
        switch dice.below(90) {
        case 0..<5:
            amount = amount * Int64(dice.between(30, 70)) / 100
            text = "A CUENTA FACTURA \(number)"
        case 5..<60: text = dice.pick(["PAGO SU FACTURA ", "FRA. ", "", "TRANSF. FACTURA "]) + number
        case 60..<75: text = Self.mangled(number, &dice)
        default: text = "TRANSFERENCIA"
        }
    }

    /// A number as payers write it who do not copy it: a word cut, letters for digits, parts left out or
    /// turned.
    private static func mangled(_ number: String, _ dice: inout Dice) -> String {
        let year = String(number.dropFirst(1).prefix(4))
        let counter = String(number.suffix(7))
        let plain = String(counter.drop { $0 == "0" })
        switch dice.below(5) {
        case 0: return "FRA. F\(year)-\(counter.prefix(3)) \(counter.dropFirst(3))"
        case 1: return "FACTURA \(plain)/\(year.suffix(2))"
        case 2: return "F\(year) \(plain)"
        case 3: return "FRA F\(year)-\(counter.map { $0 == "0" ? "O" : String($0) }.joined())"
        default: return "PAGO \(year)/\(counter)"
        }
    }
}
