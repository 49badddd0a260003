public import Domain

/// Which movements are asked for.
public enum MovementScope: Sendable {
    case all
    /// With money that is not allocated, and that no person has called nobody's.
    case undecided
    /// Of which a person has decided anything.
    case adjudicated
}

extension LedgerReader {
    /// Booked movements up to `asOf`, by booking day and id, with what is not allocated of each.
    public func movements(asOf: Day, _ scope: MovementScope, body: (Movement) throws -> Void) throws {
        let notices = try NoticeIndex(self)
        let details = try prepared(
            """
            SELECT entry, amount, counterparty, counterparty_account, text, end_to_end, mandate, structured,
              return_reason, EXISTS (SELECT 1 FROM entry_fee f WHERE f.detail = entry_detail.id)
            FROM entry_detail WHERE entry = ? ORDER BY id
            """)
        let entries = try prepared(
            """
            SELECT e.id, s.identifier, e.currency, e.booked, e.value, e.amount, e.reference, e.bank_reference,
              e.code, e.counterparty, e.counterparty_account, e.counterparty_tax_id, e.text, e.end_to_end,
              e.mandate, e.structured, e.batch, e.return_reason, e.is_reversal, e.balance_after, e.line
            FROM entry e JOIN account s ON s.id = e.account WHERE e.id = ?
            """)
        for place in try places(asOf: asOf, scope) {
            try entries.each(.integer(place.id)) { row in
                var entry = row.entry()
                try details.each(.integer(place.id)) { entry.details.append($0.entryDetail()) }
                notices.explain(&entry, account: row.text(1), currency: row.text(2))
                try body(
                    Movement(
                        id: place.id, account: row.text(1), currency: try row.currency(2), entry: entry,
                        unallocated: place.unallocated))
            }
        }
    }

    /// A movement's place in the list. Only these are sorted, not the texts of the movements.
    private struct Place {
        let booked: Int64
        let id: Int64
        let unallocated: Int64
    }

    private func places(asOf: Day, _ scope: MovementScope) throws -> [Place] {
        let decided = try decidedByPeople(scope)
        if scope == .adjudicated, decided.isEmpty { return [] }
        let allocated = try SumsInStep(
            self, "SELECT entry, sum(amount) FROM allocation GROUP BY entry ORDER BY entry")
        var places: [Place] = []
        try prepared("SELECT id, booked, amount FROM entry WHERE booked <= ? ORDER BY id").each(.day(asOf)) {
            let id = $0.int(0)
            let place = Place(
                booked: $0.int(1), id: id, unallocated: $0.int(2) - (try allocated.sum(of: id)))
            let isAsked =
                switch scope {
                case .all: true
                case .undecided: place.unallocated != 0 && !decided.contains(id)
                case .adjudicated: decided.contains(id)
                }
            if isAsked { places.append(place) }
        }
        places.sort { ($0.booked, $0.id) < ($1.booked, $1.id) }
        return places
    }

    /// Movements that a scope takes, or leaves out, for what people decided of them.
    private func decidedByPeople(_ scope: MovementScope) throws -> Set<Int64> {
        let sql: String
        switch scope {
        case .all: return []
        case .undecided:
            sql = """
                SELECT DISTINCT u.entry FROM adjudication u WHERE u.verdict = 'unrelated'
                  AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = u.id)
                """
        case .adjudicated: sql = "SELECT DISTINCT entry FROM adjudication"
        }
        var entries: Set<Int64> = []
        try prepared(sql).each { entries.insert($0.int(0)) }
        return entries
    }
}

extension Columns {
    /// The entry of a row of `movements`.
    fileprivate func entry() -> EntryRecord {
        var entry = EntryRecord(booked: day(3), value: optionalDay(4), amount: int(5))
        entry.reference = text(6)
        entry.bankReference = text(7)
        entry.code = text(8)
        entry.counterparty = text(9)
        entry.counterpartyAccount = text(10)
        entry.counterpartyTaxId = text(11)
        entry.text = text(12)
        entry.endToEndId = text(13)
        entry.mandateId = text(14)
        entry.structuredReference = text(15)
        entry.batchReference = text(16)
        entry.returnReason = text(17)
        entry.isReversal = flag(18)
        entry.balanceAfter = optionalInt(19)
        entry.place.line = Int(int(20))
        return entry
    }
}
