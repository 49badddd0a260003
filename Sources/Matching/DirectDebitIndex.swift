import Domain

/// The creditor's own direct-debit lists: what a lump credit is made of, and what a returned debit can take
/// back.
struct DirectDebitIndex {
    struct Batch {
        let name: String
        /// Item indexes, each once, with what the list collects of it.
        var items: [Int] = []
        var amounts: [Int64] = []
        var sum: Int64 = 0
        /// True where a line names an invoice that is not ours or names one twice.
        var isBroken = false
    }

    private var batches: [[UInt8]: Batch] = [:]
    private var collectedAmounts: [Int: Set<Int64>] = [:]
    private var lengths: [Int] = []

    init(items: [DirectDebitItem], book: OpenBook) {
        var indexesByNumber: [String: [Int]] = [:]
        for (index, item) in book.items.enumerated() {
            indexesByNumber[item.number, default: []].append(index)
        }
        var seen: [[UInt8]: Set<Int>] = [:]
        for line in items {
            let key = FoldedText(line.batch).bytes
            var batch = batches[key] ?? Batch(name: line.batch)
            batches[key] = nil
            let candidates = (indexesByNumber[line.invoiceNumber] ?? []).filter {
                book.items[$0].currency == line.currency && book.items[$0].issued <= line.collected
            }
            if candidates.count == 1, let index = candidates.first,
                seen[key, default: []].insert(index).inserted
            {
                batch.items.append(index)
                batch.amounts.append(line.amount)
                collectedAmounts[index, default: []].insert(line.amount)
            } else {
                batch.isBroken = true
            }
            batch.sum += line.amount
            batches[key] = batch
        }
        lengths = Set(batches.keys.map(\.count)).sorted(by: >)
    }

    /// The one batch that the movement's batch reference or text names.
    func batch(named movement: Movement) -> Batch? {
        let entry = movement.entry
        var found: [[UInt8]: Batch] = [:]
        for text in [entry.batchReference, entry.endToEndId, entry.text] where !text.isEmpty {
            let folded = FoldedText(text)
            for first in folded.tokens.indices {
                for last in first..<min(first + 4, folded.tokens.count) {
                    let range = folded.tokens[first].range.lowerBound..<folded.tokens[last].range.upperBound
                    guard let longest = lengths.first, range.count <= longest else { break }
                    let key = Array(folded.bytes[range])
                    if let batch = batches[key] { found[key] = batch }
                }
            }
        }
        guard found.count == 1, let batch = found.values.first, !batch.isBroken else { return nil }
        return batch
    }

    /// Whether a list collected exactly this amount of the item.
    func collected(item: Int, amount: Int64) -> Bool { collectedAmounts[item]?.contains(amount) ?? false }
}
