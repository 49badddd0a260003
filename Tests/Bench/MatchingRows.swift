import Domain

/// Writes decisions with the columns of `recobro export matches`, a row a payment and invoice.
struct MatchingRows {
    private let file: ByteFile
    /// `payment_id` by movement, and invoice number by invoice: the sets number both from 1 without a gap.
    private let references: [String]
    private let numbers: [String]

    init(_ path: String, of set: MatchingSet) throws {
        file = try ByteFile(path)
        var references = [String](repeating: "", count: set.movements.count)
        for movement in set.movements {
            let reference = movement.entry.reference
            references[Int(movement.id) - 1] = reference.isEmpty ? "#\(movement.id)" : reference
        }
        self.references = references
        numbers = set.invoices.map(\.number)
        file.write("payment_id,invoice_number,amount_cents,status,rank,kind,pattern,margin\n")
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
