internal import Domain

/// What lettering (lettrage) says was paid: the lines of one customer that carry one letter belong together.
///
/// A letter whose lines balance settles its invoices, however many there are. One that does not balance is
/// read only as far as it is certain: payments with one invoice alone, and payments that cover all there is.
struct FECLetters {
    private(set) var receipts: [ReceiptRecord] = []
    private(set) var problems: [Problem] = []

    private struct Key: Hashable {
        let customer: Int
        let letter: String
    }

    /// The lines of one letter.
    private struct Group {
        var lines: [Int] = []
        var sum: Int64 = 0
        /// Positions of invoices with what of them is under this letter, in order.
        var invoices: [(document: Int, amount: Int64)] = []
        var notes: [Int] = []
        var payments: [Int] = []
        var hasOthers = false
        /// The last credit of any kind.
        var lastCredit: Int?
    }

    init(_ reading: FECReading, _ documents: inout FECDocuments) {
        var groups: [Group] = []
        var positions: [Key: Int] = [:]
        for (index, line) in reading.lines.enumerated()
        where !line.letter.isEmpty && documents.roles[index] != .repeated {
            let key = Key(customer: line.customer, letter: line.letter)
            let position = positions[key] ?? groups.count
            if position == groups.count {
                positions[key] = position
                groups.append(Group())
            }
            groups[position].lines.append(index)
        }
        for group in groups { settle(Self.sorted(group, reading, documents), reading, &documents) }
        receipts.sort { $0.place.line < $1.place.line }
    }

    private static func sorted(_ group: Group, _ reading: FECReading, _ documents: FECDocuments) -> Group {
        var group = group
        var positions: [Int: Int] = [:]
        for index in group.lines {
            let line = reading.lines[index]
            group.sum &+= line.amount
            if line.amount < 0, group.lastCredit.map({ reading.lines[$0].booked <= line.booked }) ?? true {
                group.lastCredit = index
            }
            switch documents.roles[index] {
            case .document(let document):
                let position = positions[document] ?? group.invoices.count
                if position == group.invoices.count {
                    positions[document] = position
                    group.invoices.append((document, 0))
                }
                group.invoices[position].amount &+= line.amount
            case .payment: group.payments.append(index)
            case .other, .repeated: group.hasOthers = true
            }
        }
        group.notes = group.invoices.filter { $0.amount < 0 }.map(\.document)
        group.invoices.removeAll { $0.amount <= 0 }
        return group
    }

    private mutating func settle(
        _ group: Group, _ reading: FECReading, _ documents: inout FECDocuments
    ) {
        let isJoinedToOne = group.invoices.count == 1 && !group.hasOthers
        if isJoinedToOne, group.sum >= 0, !group.payments.isEmpty || !group.notes.isEmpty {
            // The credit notes lower this invoice by themselves.
            for note in group.notes {
                documents.set(corrects: documents.all[group.invoices[0].document].number, of: note)
            }
            for payment in group.payments {
                add(group.invoices[0].document, -reading.lines[payment].amount, payment, reading, documents)
            }
            return
        }
        if group.sum == 0 { for note in group.notes { documents.setUsedUp(note) } }
        if group.sum <= 0, let credit = group.lastCredit {
            for (document, amount) in group.invoices { add(document, amount, credit, reading, documents) }
        }
        if group.sum != 0, let first = group.lines.first {
            let balance = Money.decimalString(group.sum, exponent: 2)
            problems.report(
                Problem(
                    .detailsDiffer, at: Place(line: reading.lines[first].line),
                    found: "a letter whose lines leave \(balance)", expected: "lines that balance"))
        }
    }

    private mutating func add(
        _ document: Int, _ amount: Int64, _ credit: Int, _ reading: FECReading, _ documents: FECDocuments
    ) {
        let line = reading.lines[credit]
        var receipt = ReceiptRecord(
            number: line.letter, day: line.booked, invoiceNumber: documents.all[document].number,
            amount: amount, currency: .eur)
        receipt.customerNumber = reading.customers[line.customer].number
        receipt.place = Place(line: line.line)
        receipts.append(receipt)
    }
}
