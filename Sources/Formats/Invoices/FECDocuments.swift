internal import Domain

/// An invoice or credit note of a FEC: the lines of one customer, piece and piece date.
struct FECDocument {
    let customer: Int
    let number: String
    let issued: Day
    /// Line of the file it begins on.
    let line: Int
    var debits: Int64 = 0
    /// Debits less credits.
    var net: Int64 = 0
    /// Number of the one invoice that lettering sets a credit note against.
    var corrects = ""
    /// True for a credit note that lettering has used up among several invoices.
    var isUsedUp = false
}

/// What a line on a customer account is.
enum FECRole: Equatable {
    /// Part of a document, by position.
    case document(Int)
    /// A credit outside the sales journals.
    case payment
    /// Anything else: a balance brought forward, a refund, a debit of another journal.
    case other
    /// An item brought forward that the same file has as an invoice.
    case repeated
}

/// Sorts the customer lines of a FEC into documents, payments and the rest.
struct FECDocuments {
    private(set) var all: [FECDocument] = []
    /// By line.
    private(set) var roles: [FECRole] = []
    private(set) var problems: [Problem] = []

    private struct Key: Hashable {
        let customer: Int
        let piece: String
        let day: Day
    }

    init(_ reading: FECReading) {
        roles = [FECRole](repeating: .other, count: reading.lines.count)
        let kinds = reading.journals.map(\.kind)
        var positions: [Key: Int] = [:]
        takeSales(reading, kinds, &positions)
        takeOpenings(reading, kinds, sales: positions)
    }

    mutating func set(corrects number: String, of document: Int) { all[document].corrects = number }
    mutating func setUsedUp(_ document: Int) { all[document].isUsedUp = true }

    private mutating func takeSales(
        _ reading: FECReading, _ kinds: [FECJournalKind], _ positions: inout [Key: Int]
    ) {
        for (index, line) in reading.lines.enumerated() {
            guard kinds[line.journal] == .sales || (kinds[line.journal] == .mixed && line.isInSale) else {
                roles[index] = line.amount < 0 ? .payment : .other
                continue
            }
            let place = Place(line: line.line)
            guard !line.piece.isEmpty else {
                problems.report(Problem(.fieldMissing, at: place, expected: "PieceRef"))
                continue
            }
            guard let day = line.pieceDay else {
                problems.report(Problem(.dateUnreadable, at: place, expected: "PieceDate"))
                continue
            }
            add(line, index, Key(customer: line.customer, piece: line.piece, day: day), &positions)
        }
    }

    /// Items brought forward are invoices of the year before where they still say which. A credit among them
    /// may be a payment as well as a credit note, and stays what it is: money that no letter joins.
    private mutating func takeOpenings(
        _ reading: FECReading, _ kinds: [FECJournalKind], sales: [Key: Int]
    ) {
        let firstDay = zip(reading.journals, kinds).compactMap { $1 == .opening ? nil : $0.firstDay }.min()
        var positions: [Key: Int] = [:]
        // Debits first: a credit belongs to the invoice whose piece it names, wherever it stands.
        for isDebit in [true, false] {
            for (index, line) in reading.lines.enumerated()
            where kinds[line.journal] == .opening && (line.amount > 0) == isDebit {
                let journal = reading.journals[line.journal]
                guard let day = line.pieceDay, Self.isOfThen(line, day, journal, firstDay: firstDay) else {
                    continue
                }
                let key = Key(customer: line.customer, piece: line.piece, day: day)
                if sales[key] != nil {
                    roles[index] = .repeated
                } else if isDebit || positions[key] != nil {
                    add(line, index, key, &positions)
                }
            }
        }
        // Less than nothing is owed on none of them: paid twice, not a credit note.
        for position in positions.values where all[position].net < 0 { all[position].net = 0 }
    }

    private mutating func add(_ line: FECLine, _ index: Int, _ key: Key, _ positions: inout [Key: Int]) {
        let position = positions[key] ?? all.count
        if position == all.count {
            positions[key] = position
            all.append(
                FECDocument(customer: key.customer, number: key.piece, issued: key.day, line: line.line))
        }
        roles[index] = .document(position)
        all[position].net &+= line.amount
        if line.amount > 0 { all[position].debits &+= line.amount }
    }

    /// Whether an item brought forward names a piece of before: the piece is older than the entry, or, where
    /// the items keep their days, older than all other journals.
    private static func isOfThen(_ line: FECLine, _ day: Day, _ journal: FECJournal, firstDay: Day?) -> Bool {
        let piece = HeadingText.fold(line.piece)
        guard !piece.isEmpty, !line.isPieceOwnNumber, piece != HeadingText.fold(journal.code),
            !["an", "ano", "ran", "a nouveau", "a nouveaux", "report a nouveau"].contains(piece)
        else { return false }
        if day != line.booked { return day < line.booked }
        guard let firstDay, journal.firstDay != journal.lastDay else { return false }
        return day < firstDay
    }
}
