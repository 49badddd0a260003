internal import Domain

extension StatusBatch {
    /// Reads a batch strictly. An event that cannot be read is set aside with its fault and the rest is kept:
    /// a withdrawal must not wait for somebody's spelling. A wrong header or count refuses the file.
    ///
    /// - Parameters:
    ///   - file: its name, for the faults.
    ///   - table: meanings of the agency's own codes; without one they must be those of DHX. A table that is
    ///     only assumed or an example refuses a production batch.
    ///   - currencies: of the creditor's cases, since events write amounts without one.
    public static func read(
        _ bytes: [UInt8], file: String, table: StatusCodeTable? = nil,
        currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<StatusBatch> {
        do throws(HandoverFault) {
            let root = try FieldReader.root(of: bytes, file: file)
            return read(root, table: table, currencies: currencies)
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }

    static func read(
        _ root: FieldReader, table: StatusCodeTable?, currencies: CaseCurrencies
    ) -> HandoverReading<StatusBatch> {
        var faults: [HandoverFault] = []
        var root = root
        do throws(HandoverFault) {
            let header = try root.header(flow: .status)
            try table?.check(header.environment, root)
            let events = try root.items("events", faults: &faults) {
                (item: inout FieldReader) throws(HandoverFault) in
                try item.event(table: table, currencies: currencies)
            }
            var totals = try root.object("totals")
            let stated = try totals.integer("events", in: 0...9_999_999)
            guard stated == events.count + faults.count else {
                throw totals.fault(
                    .inconsistent, "events", found: String(stated),
                    expected: "\(events.count + faults.count), counted in events")
            }
            try totals.finish()
            try root.finish()
            return HandoverReading(value: StatusBatch(header: header, events: events), faults: faults)
        } catch {
            return HandoverReading(value: nil, faults: faults + [error])
        }
    }
}

extension FieldReader {
    mutating func event(
        table: StatusCodeTable?, currencies: CaseCurrencies
    ) throws(HandoverFault) -> StatusEvent {
        let eventId = try id("eventId")
        let caseRef = try id("caseRef")
        let agencyCaseRef = try id("agencyCaseRef")
        let version = try integer("caseVersionSeen", in: 1...999_999)
        let at = try time("at")
        let phase = try code("phase", DebtCase.Phase.self)
        let status = ReportedStatus(code: try text("status", max: 35), table: table)
        let currency = try currency(of: caseRef, currencies)
        var event = StatusEvent(
            eventId: eventId, caseRef: caseRef, agencyCaseRef: agencyCaseRef, caseVersionSeen: version,
            at: at,
            phase: phase, status: status, currency: currency)
        event.reason = try optionalText("reason", max: 140)
        event.amount = try optionalAmount("amount", currency)
        event.dueDate = try optionalDay("dueDate")
        event.plan = try plan(currency)
        event.dispute = try dispute(currency)
        event.court = try court()
        event.actionRequired = try action(currency)
        event.close = try close(currency)
        event.documents = try parts("documents") { (part: inout FieldReader) throws(HandoverFault) in
            try part.document()
        }
        try checkExtras(of: event)
        return event
    }

    private mutating func plan(_ currency: Currency) throws(HandoverFault) -> StatusEvent.Plan? {
        guard var fields = try optionalObject("plan") else { return nil }
        let plan = StatusEvent.Plan(
            total: try fields.amount("total", currency), first: try fields.day("first"),
            last: try fields.day("last"), instalments: try fields.integer("instalments", in: 1...600),
            amount: try fields.amount("amount", currency),
            frequency: try fields.code("frequency", PlanFrequency.self))
        try fields.finish()
        guard plan.first <= plan.last else {
            throw fields.fault(
                .inconsistent, "last", found: plan.last.description, expected: "not before \(plan.first)")
        }
        return plan
    }

    private mutating func dispute(_ currency: Currency) throws(HandoverFault) -> StatusEvent.Dispute? {
        guard var fields = try optionalObject("dispute") else { return nil }
        let dispute = StatusEvent.Dispute(
            ground: try fields.code("ground", DisputeGround.self), raisedAt: try fields.day("raisedAt"),
            lineRefs: try fields.texts("lineRefs", "an id of 1 to 35 characters", FieldForm.isId),
            amount: try fields.optionalAmount("amount", currency))
        try fields.finish()
        return dispute
    }

    private mutating func court() throws(HandoverFault) -> StatusEvent.Court? {
        guard var fields = try optionalObject("court") else { return nil }
        var court = StatusEvent.Court(court: try fields.text("court", max: 140))
        court.caseNumber = try fields.optionalText("caseNumber", max: 60)
        court.filedAt = try fields.optionalDay("filedAt")
        court.claimBy = try fields.optionalDay("claimBy")
        try fields.finish()
        return court
    }

    private mutating func action(_ currency: Currency) throws(HandoverFault) -> StatusEvent.Action? {
        guard var fields = try optionalObject("actionRequired") else { return nil }
        let expected = "a code of capitals, digits and underscores"
        let code = try fields.form("code", expected) { text in
            (1...35).contains(text.utf8.count)
                && text.utf8.allSatisfy {
                    (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
                }
        }
        var action = StatusEvent.Action(
            code: try fields.require(code, "code", expected), by: try fields.optionalDay("by"))
        let kinds = try fields.texts("docTypes", Self.choice(CaseDocument.Kind.self)) {
            CaseDocument.Kind(rawValue: $0) != nil
        }
        action.documentTypes = kinds.compactMap(CaseDocument.Kind.init(rawValue:))
        action.costEstimate = try fields.optionalAmount("costEstimate", currency)
        try fields.finish()
        return action
    }

    private mutating func close(_ currency: Currency) throws(HandoverFault) -> StatusEvent.Close? {
        guard var fields = try optionalObject("close") else { return nil }
        let close = StatusEvent.Close(
            reason: try fields.code("reason", CloseReason.self),
            balanceAtClose: try fields.balance("balanceAtClose", currency))
        try fields.finish()
        return close
    }

    private mutating func document() throws(HandoverFault) -> StatusEvent.Document {
        let digits = "64 lower-case hexadecimal digits"
        let path = "a path under evidence/ without .."
        return StatusEvent.Document(
            docRef: try id("docRef"), kind: try code("type", CaseDocument.Kind.self),
            path: try require(try form("path", path, Self.isEvidencePath), "path", path),
            sha256: try require(try form("sha256", digits, SHA256Text.isDigest), "sha256", digits),
            byteCount: try integer("bytes", in: 0...1_000_000_000),
            mediaType: try text("mediaType", max: 70))
    }

    /// Nothing that could leave the folder of the package.
    private static func isEvidencePath(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts[0] == "evidence" && path.utf8.count <= 255
            && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x5C && $0 != 0x7F }
    }
}
