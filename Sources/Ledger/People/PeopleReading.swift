public import Domain

/// Reading what people decided of movements.
extension LedgerReader {
    /// Every decision of a person, in the order in which they were made; those taken back are marked.
    public func adjudications() throws -> [Adjudication] { try adjudications(where: "1 = ?", 1) }

    /// The decisions on one movement.
    public func adjudications(on movement: Int64) throws -> [Adjudication] {
        try adjudications(where: "a.entry = ?", .integer(movement))
    }

    private func adjudications(where condition: String, _ value: BoundValue) throws -> [Adjudication] {
        var allocations: [Int64: [Allocation]] = [:]
        try prepared(
            """
            SELECT l.adjudication, l.invoice, l.amount FROM adjudication_allocation l
            JOIN adjudication a ON a.id = l.adjudication WHERE \(condition) ORDER BY l.id
            """
        ).each(value) {
            allocations[$0.int(0), default: []].append(Allocation(invoice: $0.int(1), amount: $0.int(2)))
        }
        var differences: [Int64: [NamedDifference]] = [:]
        try prepared(
            """
            SELECT l.adjudication, l.kind, l.invoice, l.amount FROM adjudication_difference l
            JOIN adjudication a ON a.id = l.adjudication WHERE \(condition) ORDER BY l.id
            """
        ).each(value) { row in
            guard let kind = NamedDifference.Kind(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("difference \(row.text(1))")
            }
            differences[row.int(0), default: []].append(
                NamedDifference(kind: kind, invoice: row.int(2), amount: row.int(3)))
        }
        let takenBack = try postingsTakenBack()
        var found: [Adjudication] = []
        try prepared(
            """
            SELECT a.id, a.entry, a.verdict, a.day, a.author, a.shown_pattern, a.agrees,
              EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = a.id), a.run
            FROM adjudication a WHERE \(condition) ORDER BY a.id
            """
        ).each(value) { row in
            guard let verdict = Adjudication.Verdict(rawValue: row.text(2)) else {
                throw LedgerError.corrupt("verdict \(row.text(2))")
            }
            let id = row.int(0)
            let posting = TakenBack(movement: row.int(1), pattern: row.text(5), run: row.text(8))
            found.append(
                Adjudication(
                    id: id, movement: row.int(1), verdict: verdict, day: row.day(3), author: row.text(4),
                    allocations: allocations[id] ?? [], differences: differences[id] ?? [],
                    shownPattern: row.text(5), agreesWithShown: row.flag(6), isReversed: row.flag(7),
                    takesBackPosting: verdict == .rejected && takenBack.contains(posting)))
        }
        return found
    }

    /// A posting of the program that a person took back, as the refusal that goes with the reversal names it.
    private struct TakenBack: Hashable {
        let movement: Int64
        let pattern: String
        let run: String
    }

    /// What the program posted alone and people took back. The refusal of one that was not wrong names no
    /// pattern, so it is none of these.
    private func postingsTakenBack() throws -> Set<TakenBack> {
        var found: Set<TakenBack> = []
        try prepared(
            """
            SELECT d.entry, d.pattern, r.run FROM reversal r JOIN match_decision d ON d.id = r.decision
            WHERE r.adjudication IS NULL AND d.status = 'auto' AND d.pattern <> ''
            """
        ).each { found.insert(TakenBack(movement: $0.int(0), pattern: $0.text(1), run: $0.text(2))) }
        return found
    }

    /// The person's decision behind what was posted to a movement, by the posted decision.
    public func adjudicationsByDecision(on movement: Int64) throws -> [Int64: Int64] {
        var found: [Int64: Int64] = [:]
        try prepared("SELECT decision, id FROM adjudication WHERE entry = ? AND decision IS NOT NULL").each(
            .integer(movement)
        ) { found[$0.int(0)] = $0.int(1) }
        return found
    }

    /// Every reversal, in order.
    public func reversals() throws -> [ReversalFact] {
        var found: [ReversalFact] = []
        try prepared(
            """
            SELECT r.id, r.decision, r.adjudication, r.day, r.author, r.reason, f.name, r.line
            FROM reversal r LEFT JOIN source_file f ON f.id = r.file ORDER BY r.id
            """
        ).each { row in
            found.append(
                ReversalFact(
                    id: row.int(0), decision: row.optionalInt(1), adjudication: row.optionalInt(2),
                    day: row.day(3), author: row.text(4), reason: row.text(5),
                    source: row.isNull(6) ? "review" : "\(row.text(6)), line \(row.int(7))"))
        }
        return found
    }

    /// Where a person's decision was given and what was noted with it.
    public func adjudicationSource(_ id: Int64) throws -> (source: String, note: String, run: String)? {
        var found: (String, String, String)?
        try prepared(
            """
            SELECT f.name, a.line, a.note, a.run FROM adjudication a LEFT JOIN source_file f ON f.id = a.file
            WHERE a.id = ?
            """
        ).each(.integer(id)) { row in
            found = (
                row.isNull(0) ? "review" : "\(row.text(0)), line \(row.int(1))", row.text(2), row.text(3)
            )
        }
        return found
    }

    /// A movement as a person recognises it.
    public func movementLine(_ id: Int64) throws -> MovementLine? {
        var line: MovementLine?
        try prepared(
            """
            SELECT e.booked, e.amount, e.currency, e.reference, e.counterparty, e.counterparty_account, e.text,
              a.identifier, e.amount - (SELECT coalesce(sum(amount), 0) FROM allocation WHERE entry = e.id)
            FROM entry e JOIN account a ON a.id = e.account WHERE e.id = ?
            """
        ).each(.integer(id)) { row in
            let currency = try row.currency(2)
            line = MovementLine(
                id: id, booked: row.day(0), amount: Money(minorUnits: row.int(1), currency: currency),
                reference: row.text(3), counterparty: row.text(4), counterpartyAccount: row.text(5),
                text: row.text(6), account: row.text(7),
                unallocated: Money(minorUnits: row.int(8), currency: currency))
        }
        line?.isDecided = try movementPosition(id)?.isDecided ?? false
        guard var found = line, found.text.isEmpty || found.counterparty.isEmpty else { return line }
        try prepared("SELECT counterparty, text FROM entry_detail WHERE entry = ? ORDER BY id LIMIT 3").each(
            .integer(id)
        ) { row in
            if found.counterparty.isEmpty { found.counterparty = row.text(0) }
            if line?.text.isEmpty == true, !row.text(1).isEmpty {
                found.text += (found.text.isEmpty ? "" : " · ") + row.text(1)
            }
        }
        return found
    }

    /// An invoice as a person recognises it, with what is open of it now.
    public func invoiceLine(_ id: Int64) throws -> InvoiceLine? {
        guard let position = try invoicePosition(id) else { return nil }
        var line: InvoiceLine?
        try prepared(
            """
            SELECT issued, due, name, customer FROM invoice_version WHERE invoice = ?
            ORDER BY version DESC LIMIT 1
            """
        ).each(.integer(id)) { row in
            line = InvoiceLine(
                id: id, number: position.number, issued: row.day(0), due: row.optionalDay(1),
                customerName: row.text(2).isEmpty ? row.text(3) : row.text(2),
                payable: Money(minorUnits: position.payable, currency: position.currency),
                outstanding: Money(minorUnits: position.outstanding, currency: position.currency))
        }
        return line
    }
}

/// A movement as a person recognises it.
public struct MovementLine: Sendable, Equatable {
    public let id: Int64
    public let booked: Day
    public let amount: Money
    public let reference: String
    public var counterparty: String
    public let counterpartyAccount: String
    public var text: String
    /// The creditor's own account.
    public let account: String
    /// What no invoice has.
    public private(set) var unallocated: Money
    /// A person applied it or said that it is nobody's, and has not taken that back.
    public var isDecided = false

    /// The same as if nothing had been applied of it.
    public var undecided: MovementLine {
        var line = self
        (line.unallocated, line.isDecided) = (amount, false)
        return line
    }
}

/// An invoice as a person recognises it.
public struct InvoiceLine: Sendable, Equatable {
    public let id: Int64
    public let number: String
    public let issued: Day
    public let due: Day?
    public let customerName: String
    public let payable: Money
    public let outstanding: Money
}
