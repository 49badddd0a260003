public import Domain

/// Something that happened to a case at the agency, as it was told.
public struct AgencyEventFact: Sendable, Equatable {
    public var event: String
    public var caseReference: String
    public var agencyCase: String
    /// The version of the case that the agency had.
    public var version: Int
    public var day: Day
    /// Seconds since midnight UTC.
    public var second: Int
    public var phase: String
    /// As the agency wrote it; a code that nobody knows too.
    public var status: String
    /// Whether the status is one of the list, or was mapped to one.
    public var isKnown: Bool
    /// Whether the agency wrote it before it knew what the creditor had told it.
    public var isOlder = false
    /// Ground of a dispute, reason of a close, code of what is asked for; empty for none.
    public var code = ""
    /// The rest in words: codes, days, amounts; no free text.
    public var detail = ""
    /// Minor units of the currency.
    public var amount: Int64?
    public var currency: Currency
    public var due: Day?
    /// The last fact of a person when it came.
    public internal(set) var afterFact: Int64 = 0
    /// The number of the run that took it.
    public internal(set) var night = 0

    public init(
        event: String, caseReference: String, agencyCase: String, version: Int, day: Day, second: Int,
        phase: String, status: String, isKnown: Bool, currency: Currency
    ) {
        self.event = event
        self.caseReference = caseReference
        self.agencyCase = agencyCase
        self.version = version
        self.day = day
        self.second = second
        self.phase = phase
        self.status = status
        self.isKnown = isKnown
        self.currency = currency
    }

    /// The order in which events count: by time, then by id.
    public static func precedes(_ a: AgencyEventFact, _ b: AgencyEventFact) -> Bool {
        (a.day.number, a.second, a.event) < (b.day.number, b.second, b.event)
    }
}

extension LedgerWriter {
    /// Records an event. Ids are the agency's own: where another one used it before, the sender stands before
    /// it, with a blank, which no id has.
    public func record(
        _ event: AgencyEventFact, package: Int64, sender: String, run: String
    ) throws {
        let isUsed =
            try reader.integer(
                "SELECT 1 FROM agency_event WHERE event = ?", .text(event.event)) != nil
        let id = isUsed ? "\(sender) \(event.event)" : event.event
        _ = try insert(
            """
            INSERT INTO agency_event (run, package, event, case_ref, agency_case, version, day, second, phase,
              status, is_known, is_older, code, detail, amount, currency, due, after_fact)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(package), .text(id), .text(event.caseReference),
            .text(event.agencyCase), .int(event.version), .day(event.day), .int(event.second),
            .text(event.phase), .text(event.status), .flag(event.isKnown), .flag(event.isOlder),
            .text(event.code), .text(event.detail), .int(event.amount), .currency(event.currency),
            .day(event.due), .integer(reader.lastFact()))
    }
}

extension LedgerReader {
    /// Ids of the events that a sender told, as it wrote them.
    public func agencyEventIds(sender: String) throws -> Set<String> {
        var ids: Set<String> = []
        try prepared(
            """
            SELECT e.event FROM agency_event e JOIN partner_package p ON p.id = e.package WHERE p.sender = ?
            """
        ).each(.text(sender)) { row in
            ids.insert(row.text(0).split(separator: " ").last.map(String.init) ?? "")
        }
        return ids
    }

    /// What agencies told of their cases, in the order of arrival.
    public func agencyEvents() throws -> [AgencyEventFact] {
        var facts: [AgencyEventFact] = []
        try prepared(
            """
            SELECT e.event, e.case_ref, e.agency_case, e.version, e.day, e.second, e.phase, e.status,
              e.is_known, e.is_older, e.code, e.detail, e.amount, e.currency, e.due, e.after_fact, r.number
            FROM agency_event e JOIN run r ON r.id = e.run ORDER BY e.id
            """
        ).each { row in
            var fact = AgencyEventFact(
                event: row.text(0), caseReference: row.text(1), agencyCase: row.text(2),
                version: Int(row.int(3)), day: row.day(4), second: Int(row.int(5)), phase: row.text(6),
                status: row.text(7), isKnown: row.flag(8), currency: try row.currency(13))
            fact.isOlder = row.flag(9)
            fact.code = row.text(10)
            fact.detail = row.text(11)
            fact.amount = row.optionalInt(12)
            fact.due = row.optionalDay(14)
            fact.afterFact = row.int(15)
            fact.night = Int(row.int(16))
            facts.append(fact)
        }
        return facts
    }
}
