import Domain

/// MT940, one message a booking day. Payments have field 86 in the tagged form with SEPA words, broken into
/// lines of 65 characters; the rest is plain text.
struct MT940File {
    private let file: ByteFile
    private let account: String

    init(_ path: String) throws {
        file = try ByteFile(path)
        let own = InventedYear.account
        account = IBAN(spanishBank: own.bank, office: own.office, account: own.number)?.text ?? ""
    }

    func write(_ day: InventedDay) {
        let date = short(day.day)
        let before = short(day.day.adding(days: -1))
        line(":20:BENCH\(digits(day.index + 1, 5))")
        line(":25:\(account)")
        line(":28C:\(digits(day.index + 1, 5))/00001")
        line(":60F:\(Self.signed(day.opening, before))")
        for movement in day.movements {
            let amount = Self.amount(movement.amount)
            let type = movement.payer.isEmpty ? "NMSC" : "NTRF"
            line(
                ":61:\(date)\(date.dropFirst(2))\(movement.amount < 0 ? "D" : "C")R\(amount)\(type)NONREF//"
                    + date + movement.reference)
            wrap(":86:" + Self.details(movement))
        }
        line(":62F:\(Self.signed(day.closing, date))")
        line("-")
    }

    func close() throws { try file.close() }

    private func line(_ text: some StringProtocol) { file.write(String(text) + "\r\n") }

    private func wrap(_ text: String) {
        var rest = Substring(text)
        while rest.utf8.count > 65 {
            line(rest.prefix(65))
            rest = rest.dropFirst(65)
        }
        line(rest)
    }

    private static func details(_ movement: InventedMovement) -> String {
        guard !movement.payer.isEmpty else { return movement.text }
        // Banks print the word that stands for a missing reference too.
        let words =
            "EREF+\(movement.endToEnd.isEmpty ? "NOTPROVIDED" : movement.endToEnd) SVWZ+\(movement.text)"
        var details = "166?00TRANSFERENCIA RECIBIDA?109901"
        var rest = Substring(words)
        for tag in 20...29 where !rest.isEmpty {
            details += "?\(tag)" + rest.prefix(27)
            rest = rest.dropFirst(27)
        }
        if !movement.payerIBAN.isEmpty { details += "?30BKBKESMMXXX?31" + movement.payerIBAN }
        details += "?32" + movement.payer.prefix(27)
        if movement.payer.utf8.count > 27 { details += "?33" + movement.payer.dropFirst(27) }
        return details + "?34000"
    }

    private static func amount(_ cents: Int64) -> String {
        "\(cents.magnitude / 100),\(digits(cents.magnitude % 100, 2))"
    }

    private static func signed(_ cents: Int64, _ date: String) -> String {
        "\(cents < 0 ? "D" : "C")\(date)EUR\(amount(cents))"
    }
}

/// `YYMMDD`.
private func short(_ day: Day) -> String {
    let (year, month, day) = day.civil
    return digits(year % 100, 2) + digits(month, 2) + digits(day, 2)
}

/// CFONB 120, one block (01 to 07) a booking day; a payment has records 05 with its text, payer and
/// reference.
struct CFONB120File {
    private let file: ByteFile
    private let account = "0" + InventedYear.account.number

    init(_ path: String) throws { file = try ByteFile(path) }

    func write(_ day: InventedDay) {
        let (year, month, number) = day.day.civil
        let date = digits(number, 2) + digits(month, 2) + digits(year % 100, 2)
        let (oldYear, oldMonth, oldNumber) = day.day.adding(days: -1).civil
        let before = digits(oldNumber, 2) + digits(oldMonth, 2) + digits(oldYear % 100, 2)
        record(head("01", "    ", "  ", before) + cell("", 50) + Self.amount(day.opening))
        for movement in day.movements {
            let isPayment = !movement.payer.isEmpty
            let code = isPayment ? "05" : "62"
            let key = head("05", "0\(movement.concept.1)", code, date) + cell("", 5)
            let label = isPayment ? "VIR SEPA RECU" : movement.text
            record(
                head("04", "0\(movement.concept.1)", code, date) + cell("", 2) + date + cell(label, 31)
                    + cell("", 2) + movement.reference.suffix(7) + "  " + Self.amount(movement.amount)
                    + movement.reference)
            guard isPayment else { continue }
            record(key + "NPY" + movement.payer)
            record(key + "LCC" + movement.text)
            if !movement.endToEnd.isEmpty { record(key + "RCN" + movement.endToEnd) }
        }
        record(head("07", "    ", "  ", date) + cell("", 50) + Self.amount(day.closing))
    }

    func close() throws { try file.close() }

    private func head(_ record: String, _ own: String, _ code: String, _ date: String) -> String {
        record + "30099" + own + "00001EUR2 " + account + code + date
    }

    private func record(_ text: String) { file.write(cell(text, 120) + "\r\n") }

    private func cell(_ text: String, _ width: Int) -> String {
        let count = text.utf8.count
        return count >= width
            ? String(text.prefix(width)) : text + String(repeating: " ", count: width - count)
    }

    /// Fourteen digits, the last of which holds the sign.
    private static func amount(_ cents: Int64) -> String {
        let signs = Array(cents < 0 ? "}JKLMNOPQR" : "{ABCDEFGHI")
        return digits(cents.magnitude / 10, 13) + String(signs[Int(cents.magnitude % 10)])
    }
}
