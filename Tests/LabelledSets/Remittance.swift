/// What payers write into the remittance text.
enum Remittance {
    private static let frames: [(before: String, after: String)] = [
        ("NUM FACTURA: ", ""), ("PAGO FACTURA ", ""), ("ABONO FACT ", ""), ("", ""), ("PAGO FRA ", ""),
        ("FACTURA NUM. ", ""), ("FRA. ", ""), ("Pago su factura ", ""), ("Factura ", ""),
        ("Fra ", " gracias"),
    ]
    private static let silent = [
        "TRANSFERENCIA", "PAGO FACTURA", "CONFIRMING PROVEEDORES", "", "FACTURA", "PAGO", "SU FACTURA",
        "PAGO PROVEEDORES", "Cuota", "Pago de servicios", "Pago mensual", "Pago pendiente",
    ]
    private static let cash = [
        "ABONO TRANSFERENCIA", "INGRESO CAJERO", "INGRESO EN EFECTIVO", "INGRESO CHEQUE",
        "TRANSFERENCIA A SU FAVOR",
    ]
    private static let long = [
        "PAGO SERVICIOS FACTURA", "ABONO DE FACTURA SEGUN CONTRATO", "TRANSFERENCIA RECIBIDA CONCEPTO",
        "PAGO DE LA FACTURA NUMERO",
    ]

    /// A sentence around the numbers; some payers write it in capitals.
    static func framed(_ numbers: String, _ chance: inout Chance) -> String {
        let frame = chance.pick(frames)
        let text = frame.before + numbers + frame.after
        let isMixed = frame.before.dropFirst().contains { $0.isLowercase }
        return isMixed && chance.below(2) == 0 ? text.uppercased() : text
    }

    static func silent(_ chance: inout Chance) -> String {
        let text = chance.pick(silent)
        return chance.below(2) == 0 ? text.uppercased() : text
    }

    static func cash(_ chance: inout Chance) -> String { chance.pick(cash) }

    /// Two lines of 38 as the bank's form has them, the first number torn between them.
    static func torn(_ numbers: String, first: String, _ chance: inout Chance) -> [String] {
        let length = first.utf8.count
        guard length > 3 else { return [chance.pick(long), numbers] }
        let place = 2 + chance.below(min(length, 38) - 3)
        let head = String(numbers.prefix(place))
        let room = 38 - place - 1
        var sentence = String(chance.pick(long).prefix(room))
        while sentence.utf8.count < 38 - place { sentence += " " }
        return [sentence + head, String(numbers.dropFirst(place))]
    }

    /// All numbers, each disturbed in its own way or none, in one line.
    static func list(_ written: [String], isMangled: Bool, _ chance: inout Chance) -> String {
        written.joined(separator: isMangled || chance.below(2) == 0 ? ", " : " ")
    }
}
