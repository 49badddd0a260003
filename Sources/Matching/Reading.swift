import Domain

/// What one movement says: which invoices, which payer, and numbers that could not be explained.
final class Reading {
    let text: FoldedText
    /// The payer as the bank prints it.
    let printed: PersonName
    var payer: Payer
    /// What a rule of the accountant makes of it.
    var ruling: RuledMovement?
    /// Places in the text where a number was read, each with all items that it can mean.
    private(set) var mentions: [Mention]
    /// Runs of words that look like an invoice number and are none of ours.
    private(set) var unexplained: [[UInt8]]
    /// Whether the text speaks of the payer's own paper, of money given back.
    let isRefund: Bool
    /// Whether it speaks of what is not invoiced yet.
    let isAdvance: Bool

    init(
        of payment: Payment, numbers: NumberIndex, payers: PayerIndex, memory: PayerMemory, book: OpenBook
    ) {
        text = FoldedText(payment.text)
        let name = payers.printed(of: payment)
        printed = name.name
        let accounts = PrintedAccount.all(in: text)
        payer = payers.payer(of: payment, text: text, accounts: accounts, printed: name, memory: memory)
        var reader = NumberReader(text, accounts: accounts, numbers: numbers, book: book, payment: payment)
        reader.read()
        mentions = reader.mentions
        unexplained = reader.unexplained
        (isRefund, isAdvance) = (reader.isRefund, reader.isAdvance)
        for slice in [payment.row.structuredReference, payment.row.endToEndId] where !slice.isEmpty {
            let key = FoldedText(payment.table.arena[slice]).bytes
            let items = numbers.whole(key[...])
            guard !items.isEmpty else { continue }
            mentions.append(
                Mention(seen: key, references: items.map { Reference(item: $0, grade: .structured) }))
        }
        readCreditorReferences(payment, numbers, book)
    }

    /// By item index, each item once, with its best grade.
    var references: [Reference] {
        var best: [Reference] = []
        for reference in mentions.flatMap(\.references) {
            if let known = best.firstIndex(where: { $0.item == reference.item }) {
                if best[known].grade < reference.grade { best[known] = reference }
            } else {
                best.append(reference)
            }
        }
        return best.sorted { $0.item < $1.item }
    }

    /// Creditor references (RF, ISO 11649), in their own field or printed in the text, in groups or not: an
    /// invoice's own one means that invoice, a letter's means all that the letter claimed.
    private func readCreditorReferences(
        _ payment: Payment, _ numbers: NumberIndex, _ book: OpenBook
    ) {
        var candidates = Self.printedReferences(text)
        if !payment.row.structuredReference.isEmpty {
            candidates.insert(
                IdentifierText.compact(payment.string(payment.row.structuredReference)), at: 0)
        }
        for reference in candidates {
            let seen = Array(reference.utf8)
            let own = numbers.structured(reference)
            if !own.isEmpty {
                mentions.append(
                    Mention(seen: seen, references: own.map { Reference(item: $0, grade: .structured) }))
            }
            let claimed = numbers.listed(under: reference, paidBy: payment)
            mentions += claimed.map {
                Mention(seen: seen, references: [Reference(item: $0, grade: .structured)])
            }
            if !own.isEmpty || !claimed.isEmpty {
                unexplained.removeAll { reference.contains(String(decoding: $0, as: UTF8.self)) }
            }
        }
    }

    /// Words, or neighbouring words joined, that are a creditor reference with right check digits.
    private static func printedReferences(_ text: FoldedText) -> [String] {
        var found: [String] = []
        for first in text.tokens.indices where text.word(first).starts(with: [0x52, 0x46]) {
            for last in first..<min(first + 7, text.tokens.count) {
                let range = text.range(first, last)
                guard range.count <= 25 else { break }
                if let reference = CreditorReference(String(decoding: text.bytes[range], as: UTF8.self)) {
                    found.append(reference.text)
                }
            }
        }
        return found
    }
}
