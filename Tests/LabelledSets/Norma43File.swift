/// Norma 43 (AEB, cuaderno 43), one account record a day; a new file before the count of records overflows.
final class Norma43File {
    private let folder: String
    private var file: ByteFile
    private var fileNumber = 1
    private var records = 0
    private static let recordsMax = 900_000

    init(_ folder: String) throws {
        self.folder = folder
        try ByteFile.makeFolder(folder)
        file = try ByteFile("\(folder)/001.n43")
    }

    func write(_ day: StatementDay, _ set: SetContext) throws {
        if records + day.movements.count * 6 > Self.recordsMax { try startNext() }
        let account = set.creditor.iban.dropFirst(4)
        let key = String(account.prefix(8) + account.suffix(10))
        let compact = set.calendar.compactDay(day.day)
        let name = padRight(String(Names.plain(set.creditor.name).prefix(26)), 26)
        record("11\(key)\(compact)\(compact)\(signed(day.opening))\(day.currency.digits)3\(name)   ")
        for (place, movement) in day.movements.enumerated() {
            let id = padded(day.firstId + place, 10)
            let code = movement.bankCode.split(separator: " ").joined()
            let value = set.calendar.compactDay(movement.day + movement.valueOffset)
            record(
                "22    \(account.dropFirst(4).prefix(4))\(compact)\(value)\(code)\(signed(movement.amount))"
                    + id
                    + String(repeating: "0", count: 28))
            texts(movement)
        }
        let (debits, credits) = (day.debits, day.credits)
        record(
            "33\(key)\(padded(debits.count, 5))\(padded(debits.cents, 14))\(padded(credits.count, 5))"
                + "\(padded(credits.cents, 14))\(signed(day.closing))\(day.currency.digits)    ")
    }

    func close() throws {
        end()
        try file.close()
    }

    private func startNext() throws {
        end()
        try file.close()
        fileNumber += 1
        records = 0
        file = try ByteFile("\(folder)/\(padded(fileNumber, 3)).n43")
    }

    private func end() {
        file.write("88" + String(repeating: "9", count: 18) + padRight(padded(records, 6), 60) + "\r\n")
    }

    /// Up to five records of two texts of 38 characters: the concept in the first, the rest after it.
    private func texts(_ movement: Movement) {
        let first = movement.concept.prefix(38)
        var rest = movement.observations[...]
        if rest.isEmpty { rest = movement.concept.dropFirst(38) }
        record("2301\(padRight(String(first), 38))\(padRight(String(rest.prefix(38)), 38))")
        rest = rest.dropFirst(38)
        var number = 2
        while !rest.isEmpty, number <= 5 {
            record("23\(padded(number, 2))\(padRight(String(rest.prefix(76)), 76))")
            rest = rest.dropFirst(76)
            number += 1
        }
    }

    private func record(_ text: String) {
        file.writeLatin(text)
        file.write("\r\n")
        records += 1
    }

    /// 2 for a credit and 1 for a debit, then the amount.
    private func signed(_ cents: Int) -> String { (cents < 0 ? "1" : "2") + padded(abs(cents), 14) }

    private func padRight(_ text: String, _ width: Int) -> String {
        let length = text.unicodeScalars.count
        return length >= width ? text : text + String(repeating: " ", count: width - length)
    }
}
