internal import Domain

/// How a provider's proofs of delivery become facts: one a line, stated of the message by its reference,
/// so that it is about the message's invoices and its document, and about nothing else.
extension FileImport {
    /// What one line says of one message and day.
    private struct Said: Hashable {
        let reference: String
        let day: Day
    }

    /// Ends the file: lines that speak of the same message are compared before any of them counts.
    public func finish() throws {
        let lines = deliveries
        deliveries = []
        var said: [Said: Set<Bool>] = [:]
        for line in lines {
            said[Said(reference: line.reference, day: line.day), default: []].insert(line.status.isReceived)
        }
        for line in lines {
            let isSettled = said[Said(reference: line.reference, day: line.day)]?.count == 1
            try take(line, isContradicted: !isSettled)
        }
    }

    private func take(_ line: DeliveryRecord, isContradicted: Bool) throws {
        let mailings = try writer.reader.mailings(reference: line.reference)
        guard let sent = mailings.map(\.day).min() else {
            return report(
                .deliveryUnknown, line, "a reference that is not of the register", "M and 16 digits")
        }
        guard line.day >= sent else {
            return report(.deliveryBeforeSent, line, "\(line.day)", "\(sent) or later")
        }
        let other: DecisionRecord.Kind = line.status.isReceived ? .returned : .delivered
        let isAgainstLedger = try writer.reader.stands(other, of: line.reference, on: line.day)
        if isContradicted || isAgainstLedger {
            // What was proven must not stand once the provider says the contrary: a message that came back
            // is recorded beside it. One that arrived after all proves nothing until a person has asked.
            let isWithdrawn = isAgainstLedger && !line.status.isReceived
            report(
                .deliveryContradicted, line, "\(line.status.rawValue) on \(line.day)", "",
                isWithdrawn ? .warn : nil)
            guard isWithdrawn else { return }
        }
        guard try !isKnown(line) else { return counts.othersKnown += 1 }
        try take(fact(line))
    }

    private func fact(_ line: DeliveryRecord) -> DecisionRecord {
        var fact = DecisionRecord(
            kind: line.status.isReceived ? .delivered : .returned, subject: line.reference, day: line.day,
            author: source.name)
        fact.detail = line.status.rawValue
        fact.evidence =
            line.evidence.isEmpty
            ? EvidenceReference(file: source.name, sha256: source.sha256) : line.evidence
        fact.place = line.place
        return fact
    }

    /// Providers send the lines of the week again every night: the same line of a later file adds nothing,
    /// unless it brings a receipt that the ledger does not have.
    private func isKnown(_ line: DeliveryRecord) throws -> Bool {
        var isKnown = false
        let wanted = fact(line)
        try writer.reader.prepared(
            """
            SELECT t.note, e.name, e.sha256 FROM decision_fact d JOIN case_terms t ON t.fact = d.id
            JOIN case_evidence e ON e.fact = d.id WHERE d.kind = ? AND d.subject = ? AND d.day = ?
            """
        ).each(.text(wanted.kind.rawValue), .text(wanted.subject), .day(wanted.day)) { row in
            guard row.isText(0, wanted.detail) else { return }
            let named = line.evidence
            if named.isEmpty || (row.isText(1, named.file) && [row.text(2), ""].contains(named.sha256)) {
                isKnown = true
            }
        }
        return isKnown
    }

    private func report(
        _ code: Problem.Code, _ line: DeliveryRecord, _ found: String, _ expected: String,
        _ severity: Problem.Severity? = nil
    ) {
        problems.append(
            Problem(code, severity: severity, at: line.place, found: found, expected: expected))
    }
}

extension LedgerReader {
    /// Whether a fact of the kind and day was stated of a message and nobody has taken it back.
    fileprivate func stands(_ kind: DecisionRecord.Kind, of reference: String, on day: Day) throws -> Bool {
        var stands = false
        try prepared(
            """
            SELECT 1 FROM decision_fact d WHERE d.kind = ? AND d.subject = ? AND d.day = ?
              AND NOT EXISTS (SELECT 1 FROM case_terms t WHERE t.retracts = d.id)
            """
        ).each(.text(kind.rawValue), .text(reference), .day(day)) { _ in stands = true }
        return stands
    }
}
