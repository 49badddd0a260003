/// Words that say what a row of a bank table is, folded.
enum BankWords {
    /// What credits: an explicit column of signs (C/D, H/S, Haber/Debe, inflow/outflow).
    static func isCredit(_ word: String) -> Bool? {
        if credits.contains(word) { return true }
        if debits.contains(word) { return false }
        return nil
    }

    private static let credits: Set<String> = [
        "c", "cr", "credit", "credito", "abono", "haber", "h", "haben", "inflow", "in", "ingreso",
        "habenbuchung", "cred", "crdt", "credits", "abonos", "ingresos", "entrada", "entradas", "entrata",
        "entree", "avere", "accredito", "bij", "deposit", "incoming", "money in", "paid in", "gutschrift",
        "eingang", "bevetel", "jovairas", "abonament",
    ]
    private static let debits: Set<String> = [
        "d", "dr", "debit", "debito", "cargo", "debe", "s", "soll", "outflow", "out", "gasto", "sollbuchung",
        "db", "deb", "dbit", "debits", "cargos", "adeudo", "gastos", "salida", "salidas", "saida", "saidas",
        "uscita", "sortie", "dare", "addebito", "af", "withdrawal", "outgoing", "money out", "paid out",
        "lastschrift", "belastung", "ausgang", "kiadas", "terheles", "carrec",
    ]

    /// A date or status that says: not booked yet, or never.
    static func isPending(_ word: String) -> Bool {
        // The search within is slow, and asked of every row without a day: first whether it can succeed.
        pending.contains(word) || word.utf8.contains(UInt8(ascii: "v")) && word.contains("vorgemerkt")
    }

    private static let pending: Set<String> = [
        "pending", "pendiente", "en attente", "pendente", "processing", "en proceso", "retenido", "denied",
        "denegado", "failed", "cancelled", "canceled", "cancelado", "reverted", "a venir", "ausstehend",
        "held",
        "por contabilizar", "refuse", "annule", "declined", "non contabilizzato", "no contabilizado",
        "nao contabilizado", "non comptabilise", "not booked", "nicht gebucht",
    ]

    /// A row with sums or balances instead of a movement. Where the row has a date, only phrases that no shop
    /// is called count: TOTAL is also a chain of filling stations.
    static func isTotal(_ text: String, isDated: Bool) -> Bool {
        if phrases.contains(where: { text.hasPrefix($0) }) { return true }
        guard !isDated else { return false }
        return ["total", "totales", "totaux", "subtotal", "suma", "summe", "soma"].contains {
            text == $0 || text.hasPrefix($0 + " ")
        }
    }

    /// Whether one of the phrases begins with these two letters: spares most rows the folding.
    static func mayBeTotal(_ first: UInt8, _ second: UInt8) -> Bool {
        switch (first | 0x20, second | 0x20) {
        case (0x6F, 0x70), (0x63, 0x6C), (0x76, 0x61), (0x73, 0x61), (0x73, 0x6F), (0x74, 0x6F), (0x61, 0x6E),
            (0x6E, 0x6F):
            true
        default: false
        }
    }

    /// Their first two letters stand in `mayBeTotal`.
    private static let phrases = [
        "opening ledger balance", "closing ledger balance", "closing cleared balance",
        "opening cleared balance",
        "value of credits", "value of debits", "saldo anterior", "saldo inicial", "saldo final",
        "total cargos",
        "total abonos", "total general", "ancien solde", "nouveau solde", "opening balance",
        "closing balance",
        "solde initial", "solde final",
    ]
}
