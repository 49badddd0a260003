public import Domain

/// Whether anything is left to settle with a customer.
extension LedgerReader {
    /// What stands against erasing a customer as far as amounts and movements say, and since when it is over.
    public func erasureStanding(_ subject: ErasureSubject, asOf: Day) throws -> ErasureStanding {
        var standing = ErasureStanding()
        let own = Set(subject.invoices)
        try openItems(asOf: Day(number: .max)) { item in
            guard own.contains(item.id), item.outstanding != 0 else { return }
            standing.open.append(
                ErasureStanding.OpenInvoice(
                    number: item.number,
                    outstanding: Money(minorUnits: item.outstanding, currency: item.currency)))
        }
        standing.undecided = try undecided(subject, own)
        try prepared(
            """
            SELECT DISTINCT i.number FROM challenge c JOIN allocation a ON a.decision = c.decision
            JOIN invoice i ON i.id = a.invoice WHERE a.invoice IN (\(commaList(subject.invoices)))
              AND NOT EXISTS (SELECT 1 FROM challenge_answer x WHERE x.challenge = c.id) ORDER BY i.number
            """
        ).each { standing.doubted.append($0.text(0)) }
        standing.lastEntry = try lastEntry(of: subject.invoices)
        return standing
    }

    /// Money of the customer, or that may be, of which nobody has said what it is.
    private func undecided(_ subject: ErasureSubject, _ own: Set<Int64>) throws -> [String] {
        var movements: Set<Int64> = []
        for credit in try unexplainedCredits() {
            let isTheirs = credit.customers.contains(subject.key) || !own.isDisjoint(with: credit.invoices)
            if isTheirs { movements.insert(credit.movement) }
        }
        try suggestions { suggestion in
            if suggestion.allocations.contains(where: { own.contains($0.invoice) }) {
                movements.insert(suggestion.movement)
            }
        }
        for movement in subject.movements {
            guard let position = try movementPosition(movement), position.amount > 0 else { continue }
            if position.unallocated != 0, !position.isDecided { movements.insert(movement) }
        }
        return try movements.sorted().compactMap { try paymentLine(of: $0)?.reference }
    }

    private func lastEntry(of invoices: [Int64]) throws -> Day? {
        let own = commaList(invoices)
        return try integer(
            """
            SELECT max(day) FROM (
              SELECT max(issued) AS day FROM invoice_version WHERE invoice IN (\(own))
              UNION ALL SELECT max(e.booked) FROM allocation a JOIN entry e ON e.id = a.entry
                WHERE a.invoice IN (\(own))
              UNION ALL SELECT max(r.as_of) FROM credit c JOIN run r ON r.id = c.run
                WHERE c.invoice IN (\(own)) OR c.credit_invoice IN (\(own))
              UNION ALL SELECT max(r.as_of) FROM write_off w JOIN run r ON r.id = w.run
                WHERE w.invoice IN (\(own))
              UNION ALL SELECT max(r.as_of) FROM case_operation o JOIN run r ON r.id = o.run
                WHERE o.invoice IN (\(own))
              UNION ALL SELECT max(r.as_of) FROM registry_record x JOIN run r ON r.id = x.run
                WHERE x.invoice IN (\(own))
              UNION ALL SELECT max(s.day) FROM step s WHERE s.invoice IN (\(own))
              UNION ALL SELECT max(d.day) FROM reversal d JOIN allocation a ON a.decision = d.decision
                WHERE a.invoice IN (\(own)))
            """
        ).map { Day(number: Int32(truncatingIfNeeded: $0)) }
    }
}
