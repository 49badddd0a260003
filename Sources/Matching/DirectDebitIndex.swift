import Domain

/// The creditor's own direct-debit lists: what a lump credit is made of, and what a returned debit can take
/// back.
final class DirectDebitIndex {
    struct Batch {
        let name: String
        /// Item indexes, each once, with what the list collects of it.
        var items: [Int] = []
        var amounts: [Int64] = []
        var sum: Int64 = 0
        /// True where a line names an invoice that is not ours or names one twice.
        var isBroken = false
    }

    /// One collection of an invoice of ours.
    struct Collection: Hashable {
        var item: Int
        var amount: Int64
        var collected: Day
    }

    private var batches: [[UInt8]: Batch] = [:]
    /// Hashes of their names: most texts name none, and are let go after this.
    private var names = RowIndex()
    private var collectedAmounts: [Int: Set<Int64>] = [:]
    private var byEndToEnd: [String: Set<Collection>] = [:]
    private var byMandate: [String: Set<Collection>] = [:]
    let rejects: [RejectedDebit]
    private var lengths: [Int] = []

    init(items: [DirectDebitItem], rejects: [RejectedDebit] = [], book: OpenBook) {
        self.rejects = rejects
        let numbers = InvoiceNumbers(items, book)
        var seen: [[UInt8]: Set<Int>] = [:]
        for line in items {
            let key = FoldedText(line.batch).bytes
            var batch = batches[key] ?? Batch(name: line.batch)
            batches[key] = nil
            let candidates = numbers.candidates(line).filter {
                book.table.currencyCodes[Int(book.table.currencies[$0])] == line.currency
                    && book.table.issued[$0] <= line.collected.number
            }
            if candidates.count == 1, let index = candidates.first,
                seen[key, default: []].insert(index).inserted
            {
                batch.items.append(index)
                batch.amounts.append(line.amount)
                collectedAmounts[index, default: []].insert(line.amount)
                let collection = Collection(item: index, amount: line.amount, collected: line.collected)
                if !line.endToEndId.isEmpty { byEndToEnd[line.endToEndId, default: []].insert(collection) }
                if !line.mandateId.isEmpty { byMandate[line.mandateId, default: []].insert(collection) }
            } else {
                batch.isBroken = true
            }
            batch.sum += line.amount
            batches[key] = batch
        }
        lengths = Set(batches.keys.map(\.count)).sorted(by: >)
        for key in batches.keys { names.insert(hash(key), 0) }
    }

    /// The one batch that the movement's batch reference or text names.
    func batch(named payment: Payment, _ text: FoldedText) -> Batch? {
        guard !batches.isEmpty else { return nil }
        var found: [[UInt8]: Batch] = [:]
        var texts = [text]
        if let batch = payment.rare?.batchReference, !batch.isEmpty { texts.append(FoldedText(batch)) }
        let endToEnd = payment.table.arena[payment.row.endToEndId]
        if !endToEnd.isEmpty { texts.append(FoldedText(endToEnd)) }
        for folded in texts {
            for first in folded.tokens.indices {
                for last in first..<min(first + 4, folded.tokens.count) {
                    let range = folded.tokens[first].range.lowerBound..<folded.tokens[last].range.upperBound
                    guard let longest = lengths.first, range.count <= longest else { break }
                    guard lengths.contains(range.count), names.first(hash(folded.bytes[range])) >= 0 else {
                        continue
                    }
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

extension DirectDebitIndex {
    /// The one collection with this end-to-end id, up to a day and of exactly this amount.
    func collection(endToEnd id: String, amount: Int64, until day: Day) -> Collection? {
        only(byEndToEnd[id], amount, day)
    }

    /// The one collection under this mandate, up to a day and of exactly this amount.
    func collection(mandate id: String, amount: Int64, until day: Day) -> Collection? {
        only(byMandate[id], amount, day)
    }

    private func only(_ collections: Set<Collection>?, _ amount: Int64, _ day: Day) -> Collection? {
        let fitting = (collections ?? []).filter { $0.amount == amount && $0.collected <= day }
        return fitting.count == 1 ? fitting.first : nil
    }
}

/// Which invoice a line of a direct-debit list means. A pain.008 has no field for the number: it stands in
/// the end-to-end id or in the remittance text.
private struct InvoiceNumbers {
    private var indexesByNumber: [String: [Int]] = [:]
    private var indexesByKey: [[UInt8]: [Int]] = [:]
    private var longest = 0

    init(_ items: [DirectDebitItem], _ book: OpenBook) {
        let needsKeys = items.contains { $0.invoiceNumber.isEmpty }
        let named = Set(items.map(\.invoiceNumber))
        for index in 0..<book.table.count {
            let number = book.number(index)
            if named.contains(number) { indexesByNumber[number, default: []].append(index) }
            guard needsKeys else { continue }
            let key = Array(book.key(index))
            // A bare counter of a few digits is found in any text.
            guard key.count >= 5 else { continue }
            indexesByKey[key, default: []].append(index)
            longest = max(longest, key.count)
        }
    }

    /// All invoices that the line can mean; more than one where nothing decides.
    func candidates(_ line: DirectDebitItem) -> [Int] {
        guard line.invoiceNumber.isEmpty else { return indexesByNumber[line.invoiceNumber] ?? [] }
        if let exact = indexesByKey[FoldedText(line.endToEndId).bytes] { return exact }
        var found: Set<Int> = []
        let text = FoldedText(line.text)
        for first in text.tokens.indices {
            for last in first..<min(first + 4, text.tokens.count) {
                let range = text.tokens[first].range.lowerBound..<text.tokens[last].range.upperBound
                guard range.count <= longest else { break }
                found.formUnion(indexesByKey[Array(text.bytes[range])] ?? [])
            }
        }
        return found.sorted()
    }
}
