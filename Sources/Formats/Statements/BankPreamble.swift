internal import Domain
internal import Scanning

/// What the rows above a bank table say: account, currency, balances.
struct BankPreamble {
    private(set) var account = ""
    private(set) var accountLine = 0
    private(set) var currency: Currency?
    private(set) var opening: (cell: String, line: Int)?
    private(set) var closing: (cell: String, line: Int)?

    private static let accountLabels: Set<String> = [
        "cuenta", "numero de cuenta", "n cuenta", "no cuenta", "iban", "account", "account number",
        "account no", "compte", "numero de compte", "numero compte", "n de compte", "conta", "conta iban",
        "numero de conta",
        "nib",
        "kontonummer", "konto", "conto", "rekening",
    ]
    private static let openingLabels: Set<String> = ["saldo inicial", "opening balance", "solde initial"]
    private static let closingLabels: Set<String> = ["saldo final", "closing balance", "solde final"]

    init(_ rows: [TableLayout.PreambleRow]) {
        for row in rows {
            let cells = row.cells.filter { !$0.isEmpty }
            for (index, cell) in cells.enumerated() {
                read(cell, next: index + 1 < cells.count ? cells[index + 1] : "", line: row.line)
            }
        }
    }

    private mutating func read(_ cell: String, next: String, line: Int) {
        let label = HeadingText.fold(cell)
        if Self.openingLabels.contains(label), !next.isEmpty { opening = (next, line) }
        if Self.closingLabels.contains(label), !next.isEmpty { closing = (next, line) }
        if currency == nil { currency = Self.currency(in: label) }
        guard account.isEmpty else { return }
        if let iban = Self.iban(in: cell) {
            (account, accountLine) = (iban, line)
        } else if Self.accountLabels.contains(label), next.utf8.count(where: { $0 &- 0x30 <= 9 }) >= 8 {
            readAccount(next, line: line)
        }
    }

    /// `0372016183430 - EUR - Conta Extracto`: the number ends before what a dash sets off; a currency among
    /// it is the account's.
    private mutating func readAccount(_ cell: String, line: Int) {
        let parts = cell.split(separator: " - ")
        accountLine = line
        guard parts.count > 1, let first = parts.first, first.utf8.count(where: { $0 &- 0x30 <= 9 }) >= 8
        else {
            account = IdentifierText.compact(cell)
            return
        }
        account = IdentifierText.compact(String(first))
        guard currency == nil else { return }
        currency =
            parts.dropFirst().lazy.compactMap { HeadingText.currency(named: HeadingText.fold($0)) }.first
    }

    /// `Importes expresados en euros`, `Devise du compte MGA`, and a cell that is nothing but a code.
    private static func currency(in label: String) -> Currency? {
        let words = label.split(separator: " ")
        guard let last = words.last else { return nil }
        let names: Set<Substring> = [
            "importes", "devise", "divisa", "moneda", "moeda", "currency", "wahrung",
        ]
        guard words.count == 1 || names.contains(words[0]) else { return nil }
        return HeadingText.currency(named: last)
    }

    /// Something shaped like an IBAN: two capitals, then digits and letters in any grouping, at least
    /// fifteen.
    private static func iban(in cell: String) -> String? {
        let bytes = Array(cell.utf8)
        for start in bytes.indices where start == 0 || !isAlphanumeric(bytes[start - 1]) {
            var compact: [UInt8] = []
            var index = start
            while index < bytes.count, compact.count < 34 {
                let byte = bytes[index]
                let isCountry = compact.count < 2
                if isCountry ? (0x41...0x5A).contains(byte) : isAlphanumeric(byte) {
                    compact.append(byte)
                } else if byte != 0x20 || isCountry {
                    break
                }
                index += 1
            }
            let digits = compact.count { $0 &- 0x30 <= 9 }
            if compact.count >= 15, digits >= 12, compact[2] &- 0x30 <= 9, compact[3] &- 0x30 <= 9 {
                return String(decoding: compact, as: UTF8.self)
            }
        }
        return nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
    }
}
