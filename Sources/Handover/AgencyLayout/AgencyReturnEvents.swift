internal import Domain

// Status lists: flow STAT.
extension AgencyReturnBuilding {
    /// Put together by hand, and so not at their own paths.
    private static let special: Set<String> = [
        "caseRef", "agencyCaseRef", "eventId", "at", "time", "status", "dispute.raisedAt",
    ]
    private static let lists = ["dispute.lineRefs", "actionRequired.docTypes"]

    /// The events of the list, in its order. A list without rows says that nothing happened.
    mutating func statusBatch() -> StatusBatch? {
        var events: [StatusEvent] = []
        for row in file.rows {
            do throws(AgencyReturnFault) {
                events.append(try event(of: row))
                if let raw = row.unmapped("status") {
                    add(row, row.unmappedFault("status", raw), .warn)
                }
            } catch {
                leaveOut(row, error)
            }
        }
        // Rows that cannot be read do not say that nothing happened.
        let isSilent = file.rows.isEmpty && file.problems.isEmpty
        return events.isEmpty && !isSilent ? nil : StatusBatch(header: context.header, events: events)
    }

    private func event(of row: AgencyReturnRow) throws(AgencyReturnFault) -> StatusEvent {
        let known = try knownCase(row)
        guard let status = try status(of: row) else {
            throw AgencyReturnFault(.fieldMissing, "status", "nothing", "a status")
        }
        guard let day = row.text("at") else {
            throw AgencyReturnFault(.fieldMissing, "at", "nothing", "a day")
        }
        if let happened = Day(iso: day) { try checkPast(happened, "at") }
        var tree = JSONValue.object([])
        func put(_ name: String, _ value: JSONValue?) {
            if let value { tree = tree.putting(value, at: name.split(separator: ".")[...]) }
        }
        let agencyRef = row.text("agencyCaseRef") ?? known.agencyCaseRef
        put("eventId", .string(row.text("eventId") ?? Self.eventId(of: row, caseRef: known.caseRef, status)))
        put("caseRef", .string(known.caseRef))
        put("agencyCaseRef", agencyRef.isEmpty ? nil : .string(agencyRef))
        put("caseVersionSeen", .integer(Int64(known.version)))
        put("at", .string("\(day)T\(try Self.time(of: row))Z"))
        put("status", .string(status.raw))
        for (path, kind) in paths.record.sorted(by: { $0.key < $1.key })
        where !Self.special.contains(path) && !path.hasPrefix("close.balance") && !path.hasSuffix(".N") {
            try row.put(path, kind, known.currency, into: &tree)
        }
        for path in Self.lists {
            let elements = row.list(path)
            for element in elements {
                if let raw = element.raw { throw row.unmappedFault(element.path, raw) }
            }
            if !elements.isEmpty { put(path, .array(elements.compactMap { $0.text.map(JSONValue.string) })) }
        }
        try row.put("dispute.raisedAt", .day, known.currency, into: &tree)
        // A list of what happened says when: a layout without a day of its own for disputes means that one.
        if tree.value(at: "dispute") != nil, !row.has("dispute.raisedAt") {
            put("dispute.raisedAt", .string(day))
        }
        if let asOf = Day(iso: day) {
            try row.putBalance(
                "close.balance", asOf: asOf, known.currency, as: "close.balanceAtClose", into: &tree)
        }
        return try Self.read(tree, status, known)
    }

    /// By the strict reader of status batches, which says what each status must bring with it.
    private static func read(
        _ tree: JSONValue, _ status: ReportedStatus, _ known: AgencyReturnContext.Case
    ) throws(AgencyReturnFault) -> StatusEvent {
        do throws(HandoverFault) {
            var reader = try FieldReader(tree, file: "", path: "$")
            let event = try reader.event(
                table: nil, currencies: CaseCurrencies([known.caseRef: known.currency]))
            try reader.finish()
            return event
        } catch {
            throw AgencyReturnFault(error)
        }
    }

    /// Ours by the table, else as it stands. A code of theirs that is spelled like one of ours is marked, or
    /// the batch would be read as if ours was meant.
    private func status(of row: AgencyReturnRow) throws(AgencyReturnFault) -> ReportedStatus? {
        guard let raw = row.unmapped("status") else {
            return row.text("status").flatMap(EventStatus.init).map(ReportedStatus.known)
        }
        return .unmapped(EventStatus(rawValue: raw) == nil ? raw : AgencyReturnRow.kept(raw))
    }

    /// The id of an event whose layout has none: `R`, the place of its status in the fact sheet, and a digest
    /// of what the row says.
    ///
    /// It depends on the row's own values and its case alone, not on where the row stands, on the day of the
    /// file, on constants of the profile or on the version of the case. So the same row in tomorrow's
    /// cumulative list is the same event, and ignored as a replay; two rows that say the same are one event.
    /// Events of one day and case are applied in the order of the fact sheet, since ids break ties of time.
    /// A code that the profile learns to map later makes another event of its row: the old one said nothing.
    static func eventId(of row: AgencyReturnRow, caseRef: String, _ status: ReportedStatus) -> String {
        let own: Set<String> = ["caseRef", "agencyCaseRef", "seq"]
        var parts = ["caseRef", caseRef]
        for line in row.lines {
            for (path, text) in line.values.sorted(by: { $0.key < $1.key }) where !own.contains(path) {
                parts += [path, CanonicalText.composed(text)]
            }
            for (path, raw) in line.unmapped.sorted(by: { $0.key < $1.key }) {
                parts += ["unmapped " + path, CanonicalText.composed(raw)]
            }
        }
        // No field has a control character.
        let digest = SHA256Text.digest(of: Array(parts.joined(separator: "\u{1F}").utf8))
        let rank = status.status.flatMap { EventStatus.allCases.firstIndex(of: $0) } ?? 99
        return "R\(rank < 10 ? "0" : "")\(rank)-\(digest.prefix(30))"
    }

    /// `10:45:00`; midnight where the layout has no time.
    private static func time(of row: AgencyReturnRow) throws(AgencyReturnFault) -> String {
        guard let text = row.text("time") else { return "00:00:00" }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let digits = parts.joined()
        let isRight =
            (parts.count == 1 || parts.allSatisfy { $0.utf8.count == 2 })
            && [4, 6].contains(digits.utf8.count)
            && digits.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let whole = Array(digits + "00")
        let pairs = isRight ? [whole[0..<2], whole[2..<4], whole[4..<6]].map { String($0) } : []
        let isTime = zip(pairs, [23, 59, 59]).allSatisfy { Int($0) ?? .max <= $1 }
        guard isRight, isTime else {
            throw AgencyReturnFault(
                .dateUnreadable, "time", LayoutReader.quoted(text), "HH:mm or HH:mm:ss, 00:00 to 23:59:59")
        }
        return pairs.joined(separator: ":")
    }
}
