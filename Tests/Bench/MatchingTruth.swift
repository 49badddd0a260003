import Domain
import Scanning

/// `truth.csv` of a labelled set: what each payment really pays.
struct MatchingTruth {
    struct Part {
        let invoice: Int64
        /// Cash applied, signed minor units.
        let cents: Int64
        /// What else closes the invoice without cash, and why.
        let writeOff: Int64
        let writeOffKind: String
    }

    /// By movement number less one; empty where the right answer is no invoice.
    private(set) var answers: [[Part]]
    /// By movement number less one; empty for a movement that the truth does not know.
    private(set) var evidence: [String]
    private var lines: [[String]]
    private let heading: String

    init(folder: String, of set: MatchingSet) throws {
        answers = Array(repeating: [], count: set.movements.count)
        evidence = Array(repeating: "", count: set.movements.count)
        lines = Array(repeating: [], count: set.movements.count)
        var movements: [String: Int] = [:]
        for movement in set.movements { movements[movement.entry.reference] = Int(movement.id) - 1 }
        var invoices: [String: Int64] = [:]
        for invoice in set.invoices { invoices[invoice.number] = invoice.id }
        let file = try MappedFile(path: "\(folder)/truth.csv")
        let text = file.withBytes { bytes in
            bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        var rows = text.split(separator: "\n", omittingEmptySubsequences: true)[...]
        heading = rows.popFirst().map(String.init) ?? ""
        guard heading.hasPrefix("payment_id,invoice_number,cents,kind,ref,evidence,") else {
            throw BenchError("\(folder)/truth.csv: unknown columns \(heading)")
        }
        for row in rows {
            let fields = row.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count >= 10, let index = movements[String(fields[0])], let cents = Int64(fields[2]),
                let writeOff = Int64(fields[8].isEmpty ? "0" : fields[8])
            else { throw BenchError("\(folder)/truth.csv: unexpected row \(row)") }
            lines[index].append(String(row))
            evidence[index] = String(fields[5])
            guard !fields[1].isEmpty else { continue }
            guard let invoice = invoices[String(fields[1])] else {
                throw BenchError("\(folder)/truth.csv: no invoice \(fields[1])")
            }
            answers[index].append(
                Part(invoice: invoice, cents: cents, writeOff: writeOff, writeOffKind: String(fields[9])))
        }
    }

    func answer(_ movement: Int64) -> [Part] { answers[Int(movement) - 1] }

    /// Whether these are exactly the right invoices.
    func isRight(_ decision: MatchDecision) -> Bool {
        Set(decision.allocations.map(\.invoice)) == Set(answer(decision.movement).map(\.invoice))
    }

    /// Whether an honest system could know the answer, that there is none included.
    func isDecidable(_ movement: Int64) -> Bool {
        let evidence = evidence[Int(movement) - 1]
        return evidence != "ambiguous" && evidence != "payer"
    }

    /// Writes the rows of these movements only, so that nothing else is scored.
    func write(_ path: String, only isWanted: (Int64) -> Bool) throws {
        let file = try ByteFile(path)
        file.write(heading + "\n")
        for (index, rows) in lines.enumerated() where isWanted(Int64(index + 1)) {
            for row in rows { file.write(row + "\n") }
        }
        try file.close()
    }
}
