import Domain

/// Writes decisions with the columns of `recobro export matches`, a row a payment and invoice.
final class MatchingRows {
    private let file: ByteFile
    /// `payment_id` by movement, and invoice number by invoice: sets number both from 1 without a gap.
    private var references: [String] = []
    private var numbers: [String] = []

    init(_ path: String) throws {
        file = try ByteFile(path)
        file.write("payment_id,invoice_number,amount_cents,status,rank,kind,pattern,margin\n")
    }

    convenience init(_ path: String, of set: MatchingSet) throws {
        try self.init(path)
        for invoice in set.invoices { note(.invoice(invoice)) }
        for movement in set.movements.sorted(by: { $0.id < $1.id }) { note(.movement(movement)) }
    }

    /// Remembers what the record is called; all of them, in the order of their numbers.
    func note(_ record: MatchingRecord) {
        switch record {
        case .invoice(let invoice): numbers.append(invoice.number)
        case .movement(let movement):
            let reference = movement.entry.reference
            references.append(reference.isEmpty ? "#\(movement.id)" : reference)
        case .directDebit: break
        }
    }

    func write(_ decision: MatchDecision) {
        let payment = Self.quoted(references[Int(decision.movement) - 1])
        for allocation in decision.allocations {
            let number = Self.quoted(numbers[Int(allocation.invoice) - 1])
            file.write(
                "\(payment),\(number),\(allocation.amount),\(decision.status.rawValue),\(decision.rank),"
                    + "\(decision.kind.rawValue),\(Self.quoted(decision.pattern)),\(decision.margin)\n")
        }
    }

    func close() throws { try file.close() }

    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            return text
        }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
