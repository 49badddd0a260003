internal import Domain
internal import Handover

/// An invoice of a case as the agency holds it.
struct DeskInvoice: Codable, Equatable {
    /// What payments name.
    var lineRef: String
    /// As the creditor wrote it on the invoice.
    var number: String
    @DayText var issued: Day
    @DayText var due: Day
    /// Principal that is open; absent once a payment did not say which invoice it paid.
    var open: Money?

    init(_ line: CaseLine, _ currency: Currency) {
        (lineRef, number) = (line.lineRef, line.docNumber)
        (issued, due) = (line.issueDate, line.dueDate)
        open = Money(minorUnits: line.outstanding, currency: currency)
    }

    /// The same for the same document: numbers may begin anew each year.
    var document: String { "\(number)\n\(issued)" }
}

/// The invoices of a case.
struct DeskInvoices: Codable, Equatable, HasEmpty {
    var lines: [DeskInvoice] = []

    init() {}

    init(_ debtCase: DebtCase, _ currency: Currency) {
        lines = debtCase.lines.map { DeskInvoice($0, currency) }
    }

    init(from decoder: any Decoder) throws { lines = try [DeskInvoice](from: decoder) }

    func encode(to encoder: any Encoder) throws { try lines.encode(to: encoder) }

    var isEmpty: Bool { lines.isEmpty }

    /// What is open of one; `nil` where nobody knows.
    func open(_ lineRef: String) -> Int64? { lines.first { $0.lineRef == lineRef }?.open?.minorUnits }

    /// Principal as parts of the invoices, the oldest due first; what is more than all of them is of the
    /// last. `nil` where nobody knows what is open of each.
    func shares(of principal: Int64) -> [(lineRef: String, amount: Int64)]? {
        var (rest, shares) = (principal, [(lineRef: String, amount: Int64)]())
        for line in lines.sorted(by: { ($0.due, $0.lineRef) < ($1.due, $1.lineRef) }) {
            guard let open = line.open?.minorUnits else { return nil }
            let part = min(max(0, open), rest)
            rest -= part
            if part > 0 { shares.append((line.lineRef, part)) }
        }
        guard !shares.isEmpty else { return nil }
        shares[shares.count - 1].amount += rest
        return shares
    }

    /// Principal that one owes more, or less. Where no line is named and there are several, what each owes is
    /// not known any more.
    mutating func move(_ lineRef: String, by amount: Int64) {
        guard amount != 0 else { return }
        let named = lines.firstIndex { $0.lineRef == lineRef }
        guard let index = named ?? (lines.count == 1 ? 0 : nil) else {
            for index in lines.indices { lines[index].open = nil }
            return
        }
        lines[index].open = lines[index].open.flatMap { before in
            (try? before.minorUnits.addingExactly(amount)).map {
                Money(minorUnits: $0, currency: before.currency)
            }
        }
    }
}

extension DeskCase {
    /// Shares of a payment or adjustment, each by its line, and what of it no share names.
    ///
    /// - Parameter rest: principal without a line, signed like the shares.
    mutating func moveInvoices(_ shares: [CasePayment.Share], rest: Int64, isPayment: Bool) {
        func signed(_ amount: Int64) -> Int64 {
            isPayment ? (try? amount.negatedExactly()) ?? 0 : amount
        }
        for share in shares where charges[share.ref] == nil {
            invoices.move(share.ref, by: signed(share.amount))
        }
        invoices.move("", by: signed(rest))
    }

    /// Whether a case may be taken back later in the very batch that places it anew: a batch goes by the text
    /// of its references, `C-1.10` before the recall of `C-1.9`.
    static func mayLeave(_ caseRef: String, for next: String) -> Bool {
        func parts(_ reference: String) -> (stem: Substring, number: Int)? {
            guard let dot = reference.lastIndex(of: "."),
                let number = Int(reference[reference.index(after: dot)...])
            else { return nil }
            return (reference[..<dot], number)
        }
        guard let held = parts(caseRef), let new = parts(next) else { return false }
        return held.stem == new.stem && held.number < new.number && next < caseRef
    }

    /// For people: the references of the lines with the numbers of their invoices.
    var linesText: String {
        let names = lines.map { ref in
            invoices.lines.first { $0.lineRef == ref }.map { "\(ref) (\($0.number))" } ?? ref
        }
        return names.joined(separator: ", ")
    }
}
