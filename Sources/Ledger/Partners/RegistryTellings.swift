public import Domain

/// The table of removals of what a registry lists and nobody added, as far as the ledger knows.
enum RegistrySchema {
    static let migration = "removals of what only a registry knows"

    static let sealedTables = ["registry_extra"]

    /// Beside `registry_record`, which cannot hold one: it may be of no invoice of the ledger.
    static let tables = [
        """
        CREATE TABLE registry_extra (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), registry TEXT NOT NULL,
            rec_id TEXT NOT NULL UNIQUE, operation_ref TEXT NOT NULL, reason TEXT NOT NULL) STRICT
        """
    ]
}

/// One record that a registry was told, with the night that first told it.
public struct RegistryTelling: Sendable, Equatable {
    public let registry: String
    public let recordId: String
    /// `A` or `B`.
    public let operation: String
    public let operationReference: String
    public let version: Int
    /// `nil` where no invoice of the ledger is meant.
    public let invoice: Int64?
    /// Minor units of the invoice's currency.
    public let amount: Int64
    public let reason: String
    /// The number of the run, and its day.
    public let night: Int
    public let day: Day
    /// Number of the batch that first told it; 0 where it cannot be told.
    public let sequence: Int
}

extension LedgerWriter {
    /// Records the removal of what only a registry lists.
    public func recordRegistryExtra(
        registry: String, recordId: String, operationReference: String, reason: String, run: String
    ) throws {
        _ = try insert(
            "INSERT INTO registry_extra (run, registry, rec_id, operation_ref, reason) VALUES (?,?,?,?,?)",
            .text(run), .text(registry), .text(recordId), .text(operationReference), .text(reason))
    }
}

extension LedgerReader {
    /// What a registry was told, in order.
    public func registryTellings(_ registry: String) throws -> [RegistryTelling] {
        // The first package of a night is the one with what changed.
        let sequence = """
            (SELECT min(o.path) FROM output o WHERE o.run = g.run
              AND o.path LIKE 'DHX1!_%!_REGY!_%/manifest.json' ESCAPE '!')
            """
        let records = """
            SELECT g.registry, g.rec_id, g.op, g.operation_ref, g.version, g.invoice, g.amount, g.reason,
              r.number, r.as_of, \(sequence), 0 AS kind, g.id AS position
            FROM registry_record g JOIN run r ON r.id = g.run WHERE g.registry = ?1
            """
        let extras = """
            SELECT g.registry, g.rec_id, 'B', g.operation_ref, 1, NULL, 0, g.reason, r.number, r.as_of,
              \(sequence), 1, g.id
            FROM registry_extra g JOIN run r ON r.id = g.run WHERE g.registry = ?1
            """
        var tellings: [RegistryTelling] = []
        try prepared("\(records) UNION ALL \(extras) ORDER BY 9, kind, position").each(.text(registry)) {
            row in
            let folder = row.text(10).split(separator: "/").first ?? ""
            let number = folder.split(separator: "_").last.flatMap { Int($0) } ?? 0
            tellings.append(
                RegistryTelling(
                    registry: row.text(0), recordId: row.text(1), operation: row.text(2),
                    operationReference: row.text(3), version: Int(row.int(4)), invoice: row.optionalInt(5),
                    amount: row.int(6), reason: row.text(7), night: Int(row.int(8)), day: row.day(9),
                    sequence: number))
        }
        return tellings
    }

    /// Whether an earlier run of the same month delivered already.
    public func hasDelivered(inMonthOf day: Day, before run: String) throws -> Bool {
        let (year, month, _) = day.civil
        let number = try integer("SELECT number FROM run WHERE id = ?", .text(run)) ?? 0
        var found = false
        try prepared(
            """
            SELECT r.as_of FROM stage_done s JOIN run r ON r.id = s.run
            WHERE s.stage = 'deliver' AND r.number < ?1 AND r.as_of BETWEEN ?2 AND ?3
            """
        ).each(.integer(number), .day(day.adding(days: -31)), .day(day)) { row in
            let (otherYear, otherMonth, _) = row.day(0).civil
            if (otherYear, otherMonth) == (year, month) { found = true }
        }
        return found
    }
}
