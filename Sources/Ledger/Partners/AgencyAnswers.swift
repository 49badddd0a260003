public import Domain

/// What a partner answered to one operation, or with an empty operation to a whole batch.
public struct AgencyAnswerFact: Sendable, Equatable {
    /// The batch that is answered.
    public var batch: String
    /// `opId` or `recId`.
    public var operation: String
    public var caseReference: String
    public var agencyCase = ""
    /// `ACCP`, `ACWC`, `PDNG`, `RJCT`, `DUPL`.
    public var status: String
    /// What the partner holds as owed, and what was sent, minor units; `nil` where either is not known.
    public var held: Int64?
    public var sent: Int64?
    /// Codes of the reasons with what they point to, or what does not fit.
    public var reasons = ""
    /// Until when the partner waits for an answer.
    public var answerBy: Day?
    /// The last fact of a person when it came.
    public internal(set) var afterFact: Int64 = 0
    /// The number of the run that took it, and its day.
    public internal(set) var night = 0
    public internal(set) var day = Day(number: 0)

    public init(batch: String, operation: String, caseReference: String, status: String) {
        self.batch = batch
        self.operation = operation
        self.caseReference = caseReference
        self.status = status
    }
}

/// What agencies were told of a case, one value an operation.
public struct CaseTelling: Sendable, Equatable {
    public let caseReference: String
    public let version: Int
    /// `NEW`, `PAY`, `HLD`, `RES`, `RCF`.
    public let operation: String
    public let batch: String
    public let reason: String
    /// Σ of the amounts of its invoices: principal of NEW, money of PAY.
    public let amount: Int64
    /// Interest and fixed sums that a NEW told.
    public let charges: Int64
    /// The number of the run that told it, and its day.
    public let night: Int
    public let day: Day
    public let currency: Currency

    public var opId: String { "\(caseReference).\(version)" }
}

extension LedgerWriter {
    /// Records an answer.
    public func record(_ answer: AgencyAnswerFact, package: Int64, run: String) throws {
        _ = try insert(
            """
            INSERT INTO agency_answer (run, package, batch, operation, case_ref, agency_case, status, held,
              sent, reasons, answer_by, after_fact) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(package), .text(answer.batch), .text(answer.operation),
            .text(answer.caseReference), .text(answer.agencyCase), .text(answer.status), .int(answer.held),
            .int(answer.sent), .text(answer.reasons), .day(answer.answerBy), .integer(reader.lastFact()))
    }

    /// Records the balance that an operation stated, minor units: its answer repeats it.
    public func recordBalance(_ total: Int64, of operation: String, batch: String, run: String) throws {
        _ = try insert(
            "INSERT INTO sent_balance (run, batch, operation, total) VALUES (?,?,?,?)", .text(run),
            .text(batch), .text(operation), .integer(total))
    }
}

extension LedgerReader {
    /// The number of the last fact that anybody stated.
    public func lastFact() throws -> Int64 { try integer("SELECT max(id) FROM decision_fact") ?? 0 }

    /// What partners answered, in order.
    public func agencyAnswers() throws -> [AgencyAnswerFact] {
        var facts: [AgencyAnswerFact] = []
        try prepared(
            """
            SELECT a.batch, a.operation, a.case_ref, a.agency_case, a.status, a.held, a.sent, a.reasons,
              a.answer_by, a.after_fact, r.number, r.as_of
            FROM agency_answer a JOIN run r ON r.id = a.run ORDER BY a.id
            """
        ).each { row in
            var fact = AgencyAnswerFact(
                batch: row.text(0), operation: row.text(1), caseReference: row.text(2), status: row.text(4))
            fact.agencyCase = row.text(3)
            fact.held = row.optionalInt(5)
            fact.sent = row.optionalInt(6)
            fact.reasons = row.text(7)
            fact.answerBy = row.optionalDay(8)
            fact.afterFact = row.int(9)
            fact.night = Int(row.int(10))
            fact.day = row.day(11)
            facts.append(fact)
        }
        return facts
    }

    /// What agencies were told, one value an operation, in order.
    public func caseTellings() throws -> [CaseTelling] {
        var tellings: [CaseTelling] = []
        try prepared(
            """
            SELECT o.case_ref, o.version, o.op, o.batch, o.reason, sum(o.amount), r.number, r.as_of,
              (SELECT v.currency FROM invoice_version v WHERE v.invoice = o.invoice
                ORDER BY v.version DESC LIMIT 1),
              CASE o.op WHEN 'NEW' THEN coalesce(
                (SELECT sum(t.amount) FROM told_charge t WHERE t.case_ref = o.case_ref), 0) ELSE 0 END
            FROM case_operation o JOIN run r ON r.id = o.run
            GROUP BY o.batch, o.case_ref, o.version, o.op ORDER BY min(o.id)
            """
        ).each { row in
            tellings.append(
                CaseTelling(
                    caseReference: row.text(0), version: Int(row.int(1)), operation: row.text(2),
                    batch: row.text(3), reason: row.text(4), amount: row.int(5), charges: row.int(9),
                    night: Int(row.int(6)), day: row.day(7), currency: try row.currency(8)))
        }
        return tellings
    }

    /// The balance that an operation stated; `nil` where it stated none, or nobody wrote it down.
    public func sentBalance(of operation: String) throws -> Int64? {
        try integer("SELECT total FROM sent_balance WHERE operation = ? ORDER BY id DESC", .text(operation))
    }

    /// SHA-256 of the payload manifest of a package that was put out, by the name of its folder.
    public func manifestDigest(ofPackage folder: String) throws -> String? {
        var digest: String?
        try prepared("SELECT sha256 FROM output WHERE path = ? ORDER BY id").each(
            .text("\(folder)/manifest-sha256.txt")
        ) { digest = $0.text(0) }
        return digest
    }
}

extension LedgerReader {
    /// The invoices that a case was placed with, with their numbers, those first that have been due longest.
    public func placedInvoices(ofCase reference: String) throws -> [(id: Int64, number: String)] {
        var invoices: [(id: Int64, number: String)] = []
        try prepared(
            """
            SELECT DISTINCT i.id, i.number FROM case_operation o JOIN invoice i ON i.id = o.invoice
            WHERE o.case_ref = ? AND o.op = 'NEW'
            ORDER BY (SELECT v.due FROM invoice_version v WHERE v.invoice = i.id ORDER BY v.version DESC LIMIT 1),
              i.id
            """
        ).each(.text(reference)) { invoices.append(($0.int(0), $0.text(1))) }
        return invoices
    }
}
