internal import Domain
internal import Scanning

/// What a journal holds. A FEC does not say: its name does, or the accounts it books on.
enum FECJournalKind {
    case sales
    /// Banks, cash, cheques in hand.
    case treasury
    /// À-nouveaux: the balances or open items of the year before.
    case opening
    /// All that a small book has: the entry tells a sale from a payment.
    case mixed
    case other
}

/// One journal of a FEC and what its lines tell of it.
struct FECJournal {
    let code: String
    let name: String
    private(set) var firstDay: Day?
    private(set) var lastDay: Day?
    private var hasTreasury = false
    private var hasRevenue = false

    init(code: String, name: String) {
        self.code = code
        self.name = name
    }

    /// Adds a line: its day and the first two digits of its account.
    mutating func add(day: Day?, classDigit: UInt8, groupDigit: UInt8, isCredit: Bool) {
        if let day {
            firstDay = min(firstDay ?? day, day)
            lastDay = max(lastDay ?? day, day)
        }
        if Self.isTreasury(classDigit, groupDigit) { hasTreasury = true }
        if classDigit == UInt8(ascii: "7"), isCredit { hasRevenue = true }
    }

    /// 51 banks, 53 cash, 54 imprest, 58 transfers between them; 7 is revenue.
    static func isTreasury(_ classDigit: UInt8, _ groupDigit: UInt8) -> Bool {
        classDigit == UInt8(ascii: "5") && [0x31, 0x33, 0x34, 0x38].contains(groupDigit)
    }

    /// By the words of its name, else by its code, else by its accounts.
    var kind: FECJournalKind {
        let words = HeadingText.fold(name).split(separator: " ")
        for (kind, beginnings) in Self.names
        where words.contains(where: { word in
            beginnings.contains { $0.utf8.count == 2 ? word == $0 : word.hasPrefix($0) }
        }) {
            return kind
        }
        let folded = HeadingText.fold(code).filter { $0 != " " }
        if let kind = Self.codes[folded] { return kind }
        guard hasTreasury else { return hasRevenue ? .sales : .other }
        return hasRevenue ? .mixed : .treasury
    }

    /// In this order: "report à nouveau", "caisse ventes" and "OD ventes" are not sales.
    private static let names: [(FECJournalKind, [String])] = [
        (.opening, ["nouveau", "anouveau", "ouverture", "opening"]),
        (.treasury, ["banque", "caisse", "tresorerie", "chequ", "bank"]),
        (
            .other,
            [
                "operation", "od", "achat", "fournisseur", "paie", "paye", "salaire", "inventaire", "regul",
                "extourne",
            ]
        ),
        (.sales, ["vente", "factur", "sale"]),
    ]

    private static let codes: [String: FECJournalKind] = [
        "an": .opening, "ano": .opening, "anx": .opening, "ran": .opening, "anouv": .opening,
        "ve": .sales, "vt": .sales, "ven": .sales, "vte": .sales, "vent": .sales, "ventes": .sales,
        "fac": .sales, "od": .other, "ac": .other, "ach": .other, "ha": .other,
        "bq": .treasury, "bqe": .treasury, "ca": .treasury, "cai": .treasury,
    ]
}

/// A line on a customer account (411).
struct FECLine {
    /// Positions in the tables of `FECReading`.
    var customer: Int
    var journal: Int
    /// Cents, debit less credit.
    var amount: Int64
    var booked: Day
    var piece: String
    var pieceDay: Day?
    /// True where the piece is only the number of the entry itself.
    var isPieceOwnNumber: Bool
    /// True where the entry it is in is a sale.
    var isInSale = false
    /// Empty where the line is not lettered.
    var letter: String
    var line: Int
}

/// A customer account.
struct FECCustomer {
    let number: String
    var name: String
}
