public import Domain

/// A document that takes an amount off an invoice because it says so itself.
public struct CreditByReference: Sendable, Equatable {
    public enum Basis: String, Sendable {
        /// A credit note or negative corrective names the invoice (rectificativa por diferencias).
        case corrects
        /// A corrective replaces the invoice (rectificativa por sustitución): what was open of it is void.
        case replaced
    }

    public let creditNote: Int64
    public let invoice: Int64
    /// Positive minor units.
    public let amount: Int64
    public let basis: Basis
}

/// Credit notes and replacements that name the invoice they correct, applied to it.
///
/// Only where one open invoice of the same debtor and currency has the number; never more than is open on
/// either side.
public func creditsByReference(items: [OpenItem]) -> [CreditByReference] {
    let notes = items.filter { !$0.corrects.isEmpty }
        .sorted { ($0.issued, $0.number, $0.id) < ($1.issued, $1.number, $1.id) }
    let numbers = Set(notes.map(\.corrects))
    var byNumber: [String: [OpenItem]] = [:]
    var open: [Int64: Int64] = [:]
    for item in items where numbers.contains(item.number) {
        byNumber[item.number, default: []].append(item)
        open[item.id] = item.outstanding
    }
    for note in notes { open[note.id] = note.outstanding }
    var credits: [CreditByReference] = []
    for note in notes {
        let isReplacement = note.kind == .replacement
        guard isReplacement || note.outstanding < 0 else { continue }
        let named = (byNumber[note.corrects] ?? []).filter {
            $0.id != note.id && $0.customer == note.customer && $0.currency == note.currency
        }
        guard named.count == 1, let invoice = named.first, let rest = open[invoice.id], rest > 0 else {
            continue
        }
        let amount = isReplacement ? rest : min(rest, -(open[note.id] ?? 0))
        guard amount > 0 else { continue }
        open[invoice.id] = rest - amount
        if !isReplacement { open[note.id, default: 0] += amount }
        credits.append(
            CreditByReference(
                creditNote: note.id, invoice: invoice.id, amount: amount,
                basis: isReplacement ? .replaced : .corrects))
    }
    return credits
}
