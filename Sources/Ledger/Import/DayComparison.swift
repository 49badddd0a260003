internal import Domain

/// Which movements of an arriving day are in the ledger already: the twin-safe heart of the import.
///
/// Never a (date, amount, text) key: two identical movements on one day are two. The day's movements are
/// compared as a multiset, one to one, and the balance after each movement tells equal ones apart:
///
/// 0. Both sides run from one balance to the same other balance through the same amounts: the same day, even
///    when a second format words it differently.
/// 1. Same amount and same balance after it: the same movement.
/// 2. Same in every field, with the balance unknown on a side: the same movement, as often as it occurs.
/// 3. Another file with exactly the same amounts for what is left, balances unknown, and no reference that
/// says
///    otherwise: the same day again.
/// 4. Everything else is new. Where an equal amount is left on both sides, a person should look.
enum DayComparison {
    struct Outcome {
        /// For each incoming entry the row it is equal to, `nil` for a new one.
        var twins: [Int64?]
        /// True where new and existing entries of equal amount remain that only text or balance tells apart.
        var isUnclear: Bool
    }

    static func compare(
        incoming: [EntryRecord], existing: [(id: Int64, entry: EntryRecord, isOtherFile: Bool)]
    ) -> Outcome {
        var pairing = Pairing(incoming: incoming, existing: existing)
        if isSameBlock(incoming, existing.map(\.entry)) {
            pairing.pair { $0.amount == $1.amount && sameText($0, $1) }
            pairing.pair { $0.amount == $1.amount }
            return Outcome(twins: pairing.twins, isUnclear: false)
        }
        pairing.pair {
            $0.amount == $1.amount && $0.balanceAfter != nil && $0.balanceAfter == $1.balanceAfter
        }
        pairing.pair { ($0.balanceAfter == nil || $1.balanceAfter == nil) && sameText($0, $1) }
        if pairing.hasEqualAmountsLeft, pairing.leftBalancesUnknown, pairing.leftIsOtherFile {
            pairing.pair { $0.amount == $1.amount && !contradict($0, $1) }
        }
        return Outcome(twins: pairing.twins, isUnclear: pairing.hasCommonAmountLeft)
    }

    private static func isSameBlock(_ a: [EntryRecord], _ b: [EntryRecord]) -> Bool {
        guard a.count == b.count, let first = a.first, let last = a.last, let otherFirst = b.first,
            let otherLast = b.last, let start = first.balanceAfter, let otherStart = otherFirst.balanceAfter,
            let end = last.balanceAfter, let otherEnd = otherLast.balanceAfter
        else { return false }
        return start &- first.amount == otherStart &- otherFirst.amount && end == otherEnd
            && a.map(\.amount).sorted() == b.map(\.amount).sorted()
    }

    /// Two movements that the bank numbers differently are two.
    private static func contradict(_ a: EntryRecord, _ b: EntryRecord) -> Bool {
        (!a.reference.isEmpty && !b.reference.isEmpty && a.reference != b.reference)
            || (!a.endToEndId.isEmpty && !b.endToEndId.isEmpty && a.endToEndId != b.endToEndId)
    }

    /// - Parameter b: of the ledger. Where its text was erased only the bank's own reference can say that it
    ///   is the same; without one it stays open, and a person is told.
    private static func sameText(_ a: EntryRecord, _ b: EntryRecord) -> Bool {
        if b.text.contains(ErasureMark.text) {
            return a.amount == b.amount && a.value == b.value && a.reference == b.reference
                && a.bankReference == b.bankReference && !(a.reference + a.bankReference).isEmpty
        }
        return a.amount == b.amount && a.value == b.value && a.reference == b.reference
            && a.bankReference == b.bankReference && a.text == b.text && a.counterparty == b.counterparty
            && a.counterpartyAccount == b.counterpartyAccount && a.endToEndId == b.endToEndId
    }
}

/// One-to-one pairing of two lists under one test after another, first come first served in their order.
private struct Pairing {
    let incoming: [EntryRecord]
    let existing: [(id: Int64, entry: EntryRecord, isOtherFile: Bool)]
    var twins: [Int64?]
    private var taken: [Bool]

    init(incoming: [EntryRecord], existing: [(id: Int64, entry: EntryRecord, isOtherFile: Bool)]) {
        self.incoming = incoming
        self.existing = existing
        twins = Array(repeating: nil, count: incoming.count)
        taken = Array(repeating: false, count: existing.count)
    }

    /// Existing rows of one amount stand together, so that a day of many thousand entries stays fast.
    mutating func pair(_ isSame: (EntryRecord, EntryRecord) -> Bool) {
        var byAmount: [Int64: [Int]] = [:]
        for index in existing.indices where !taken[index] {
            byAmount[existing[index].entry.amount, default: []].append(index)
        }
        for index in incoming.indices where twins[index] == nil {
            let candidates = byAmount[incoming[index].amount] ?? []
            let match = candidates.first { !taken[$0] && isSame(incoming[index], existing[$0].entry) }
            guard let match else { continue }
            taken[match] = true
            twins[index] = existing[match].id
        }
    }

    private var left: [EntryRecord] { zip(incoming, twins).compactMap { $1 == nil ? $0 : nil } }
    private var leftExisting: [Int] { existing.indices.filter { !taken[$0] } }

    var hasEqualAmountsLeft: Bool {
        !left.isEmpty
            && left.map(\.amount).sorted() == leftExisting.map { existing[$0].entry.amount }.sorted()
    }

    var leftBalancesUnknown: Bool {
        left.allSatisfy { $0.balanceAfter == nil }
            || leftExisting.allSatisfy { existing[$0].entry.balanceAfter == nil }
    }

    var leftIsOtherFile: Bool { leftExisting.allSatisfy { existing[$0].isOtherFile } }

    var hasCommonAmountLeft: Bool {
        let amounts = Set(leftExisting.map { existing[$0].entry.amount })
        return left.contains { amounts.contains($0.amount) }
    }
}
