import Domain

/// What persons' decisions say of a payer (memoria de pagadores): derived, never stored, so that a reversed
/// decision is forgotten at once.
public struct LearnedPayer: Sendable, Equatable {
    public enum State: String, Sendable {
        /// Fewer than three decisions.
        case known
        /// Three decisions or more, for one customer only: it identifies this customer.
        case pure
        /// Pays for several customers (gestoría, factoring, tesorería de grupo): it identifies nobody.
        case hub
        /// A decision on it was taken back: it identifies nobody until three later ones agree.
        case tainted
    }

    /// The account, or the name as the bank prints it.
    public let payer: String
    public let isAccount: Bool
    /// Customer keys with the number of decisions, by key.
    public let customers: [(customer: String, decisions: Int)]
    public let state: State

    public static func == (a: LearnedPayer, b: LearnedPayer) -> Bool {
        a.payer == b.payer && a.state == b.state && a.customers.map(\.customer) == b.customers.map(\.customer)
            && a.customers.map(\.decisions) == b.customers.map(\.decisions)
    }
}

/// Payers and texts as persons' decisions taught them.
final class PayerMemory {
    private struct Entry {
        var text = ""
        var isAccount = false
        var counts: [Int32: Int] = [:]
        /// Decisions since the last one that was taken back.
        var sinceReversal = 0
        var isTainted = false

        var state: LearnedPayer.State {
            if counts.count > 1 { return .hub }
            if isTainted, sinceReversal < 3 { return .tainted }
            return counts.values.reduce(0, +) >= 3 ? .pure : .known
        }
    }

    private var entries: [UInt64: Entry] = [:]
    /// Decisions by text without its numbers: how often it was nobody's invoice, how often somebody's.
    private var texts: [UInt64: (unrelated: Int, applied: Int)] = [:]

    init() {}

    init(_ adjudications: [Adjudication], _ movements: MovementTable, _ book: OpenBook) {
        guard !adjudications.isEmpty else { return }
        var rows: [Int64: Int] = [:]
        let decided = Set(adjudications.map(\.movement))
        for (index, row) in movements.rows.enumerated() where decided.contains(row.id) {
            rows[row.id] = index
        }
        for decision in adjudications.sorted(by: { $0.id < $1.id }) {
            guard let index = rows[decision.movement] else { continue }
            learn(decision, movements.rows[index], movements, book)
        }
    }

    private func learn(
        _ decision: Adjudication, _ row: MovementTable.Row, _ movements: MovementTable, _ book: OpenBook
    ) {
        let text = Self.textKey(movements.arena[row.text], movements.counterparties.text(row.counterparty))
        switch decision.verdict {
        case .unrelated where !decision.isReversed: texts[text, default: (0, 0)].unrelated += 1
        case .applied where !decision.isReversed: texts[text, default: (0, 0)].applied += 1
        default: break
        }
        guard decision.verdict == .applied else { return }
        var customers: [Int32] = []
        for allocation in decision.allocations {
            guard let item = book.index(of: allocation.invoice) else { continue }
            let customer = book.table.customers[item]
            if !customers.contains(customer) { customers.append(customer) }
        }
        for isAccount in [true, false] {
            let bytes =
                isAccount
                ? movements.arena[row.counterpartyAccount]
                : movements.counterparties.text(row.counterparty)
            guard !bytes.isEmpty else { continue }
            var entry = entries[Self.payerKey(bytes, isAccount), default: Entry()]
            (entry.text, entry.isAccount) = (String(decoding: bytes, as: UTF8.self), isAccount)
            if decision.isReversed {
                (entry.isTainted, entry.sinceReversal) = (true, 0)
            } else {
                for customer in customers { entry.counts[customer, default: 0] += 1 }
                entry.sinceReversal += 1
            }
            entries[Self.payerKey(bytes, isAccount)] = entry
        }
    }

    private static func payerKey(_ bytes: ArraySlice<UInt8>, _ isAccount: Bool) -> UInt64 {
        isAccount ? hash(bytes) : hash(PersonName(bytes).spelling[...]) ^ 1
    }

    /// Letters only: `LIQUIDACION TPV COMERCIO 14132091` is the same text every day.
    private static func textKey(_ text: ArraySlice<UInt8>, _ payer: ArraySlice<UInt8>) -> UInt64 {
        let folded = FoldedText(text)
        var words: [UInt8] = []
        for token in folded.tokens where token.digits == 0 { words += folded.bytes[token.range] + [0x20] }
        return hash(words[...]) ^ (payer.isEmpty ? 0 : payerKey(payer, false))
    }

    /// The customers an account or a printed name was decided for.
    private func entry(_ payment: Payment, isAccount: Bool) -> Entry? {
        guard !entries.isEmpty else { return nil }
        let bytes =
            isAccount ? payment.table.arena[payment.row.counterpartyAccount] : payment.counterparty
        return bytes.isEmpty ? nil : entries[Self.payerKey(bytes, isAccount)]
    }

    /// The one customer that this account pays for, where decisions have made that sure.
    func customer(account payment: Payment) -> Int32? {
        guard let entry = entry(payment, isAccount: true), entry.state == .pure else { return nil }
        return entry.counts.keys.first
    }

    /// Whether this account is known to pay for several customers, or was wrong before.
    func isUnsure(account payment: Payment) -> Bool {
        guard let entry = entry(payment, isAccount: true) else { return false }
        return entry.state == .hub || entry.state == .tainted
    }

    /// Whether a person has decided that this payer paid for the customer.
    func hasPaid(for customer: Int32, _ payment: Payment) -> Bool {
        [true, false].contains { entry(payment, isAccount: $0)?.counts[customer] != nil }
    }

    /// Whether movements of this text were nobody's invoice every time that a person looked, twice or more.
    func isNobodys(_ payment: Payment) -> Bool {
        guard !texts.isEmpty,
            let known = texts[Self.textKey(payment.text, payment.counterparty)]
        else { return false }
        return known.unrelated >= 2 && known.applied == 0
    }

    /// Whether movements of this text were somebody's invoice every time that a person looked, three times or
    /// more.
    func isSomebodys(_ payment: Payment) -> Bool {
        guard !texts.isEmpty, let known = texts[Self.textKey(payment.text, payment.counterparty)] else {
            return false
        }
        return known.applied >= 3 && known.unrelated == 0
    }

    /// Everything learned of payers, by their text.
    func learned(_ book: OpenBook) -> [LearnedPayer] {
        entries.values.map { entry in
            LearnedPayer(
                payer: entry.text, isAccount: entry.isAccount,
                customers: entry.counts.map { (customer: book.customerKey($0.key), decisions: $0.value) }
                    .sorted { $0.customer < $1.customer }, state: entry.state)
        }.sorted { ($0.payer, $0.isAccount ? 1 : 0) < ($1.payer, $1.isAccount ? 1 : 0) }
    }
}
