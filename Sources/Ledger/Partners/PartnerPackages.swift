/// A package that a partner sent, as the night that found it judged it.
public struct PartnerPackage: Sendable, Equatable {
    /// Where it lay.
    public enum Source: String, Sendable, CaseIterable {
        case inbox
        /// The folder that creditor and partner share.
        case drop
    }

    public enum Outcome: String, Sendable, CaseIterable {
        case taken
        /// An earlier one of its sender and flow has not come yet.
        case held
        /// Was here before, under the same id with the same content.
        case known
        case refused
    }

    public var source: Source
    /// Name of its folder.
    public var folder: String
    /// SHA-256 over the names and digests of all its files.
    public var sha256: String
    /// `P` or `T`; this and the next ones as far as the name of the folder tells them.
    public var environment = ""
    public var sender = ""
    public var flow = ""
    public var sequence = 0
    /// Empty where the batch could not be read.
    public var batch = ""
    /// SHA-256 of its payload manifest: which of two packages with one id it is.
    public var manifestSHA256 = ""
    public var outcome = Outcome.refused

    public init(source: Source, folder: String, sha256: String) {
        self.source = source
        self.folder = folder
        self.sha256 = sha256
    }

    /// What has one row of numbers: sender, flow and environment.
    public var stream: String { "\(environment) \(sender) \(flow)" }
}

/// A package of the ledger.
public struct PartnerPackageFact: Sendable, Equatable {
    public let id: Int64
    /// The run that found it.
    public let run: String
    public let package: PartnerPackage
    /// Whether what it says counts; a held one does not yet.
    public let isTaken: Bool
}

extension LedgerWriter {
    /// Records a package with the JSON of its batch, for one that is refused or known without; gives its
    /// number.
    public func record(_ package: PartnerPackage, payload: String?, run: String) throws -> Int64 {
        let id = try insert(
            """
            INSERT INTO partner_package (run, place, folder, sha256, environment, sender, flow, sequence, batch,
              manifest_sha256, outcome) VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .text(package.source.rawValue), .text(package.folder), .text(package.sha256),
            .text(package.environment), .text(package.sender), .text(package.flow), .int(package.sequence),
            .text(package.batch), .text(package.manifestSHA256), .text(package.outcome.rawValue))
        if let payload {
            _ = try insert(
                "INSERT INTO partner_payload (package, json) VALUES (?,?)", .integer(id), .text(payload))
        }
        return id
    }

    /// Notes that what a package says counts from this run on.
    public func markTaken(package: Int64, run: String) throws {
        _ = try insert(
            "INSERT INTO partner_taken (run, package) VALUES (?,?)", .text(run), .integer(package))
    }
}

extension LedgerReader {
    /// The packages that partners sent, in order; those that a run found where one is given.
    public func partnerPackages(run: String? = nil) throws -> [PartnerPackageFact] {
        var facts: [PartnerPackageFact] = []
        try prepared(
            """
            SELECT p.id, p.run, p.place, p.folder, p.sha256, p.environment, p.sender, p.flow, p.sequence,
              p.batch, p.manifest_sha256, p.outcome, t.id IS NOT NULL
            FROM partner_package p LEFT JOIN partner_taken t ON t.package = p.id
            WHERE ?1 IS NULL OR p.run = ?1 ORDER BY p.id
            """
        ).each(run.map(BoundValue.text) ?? .null) { row in
            guard let source = PartnerPackage.Source(rawValue: row.text(2)),
                let outcome = PartnerPackage.Outcome(rawValue: row.text(11))
            else { throw LedgerError.corrupt("package \(row.int(0))") }
            var package = PartnerPackage(source: source, folder: row.text(3), sha256: row.text(4))
            package.environment = row.text(5)
            package.sender = row.text(6)
            package.flow = row.text(7)
            package.sequence = Int(row.int(8))
            package.batch = row.text(9)
            package.manifestSHA256 = row.text(10)
            package.outcome = outcome
            facts.append(
                PartnerPackageFact(
                    id: row.int(0), run: row.text(1), package: package, isTaken: row.flag(12)))
        }
        return facts
    }

    /// The JSON of a package's batch; `nil` for one that was refused.
    public func partnerPayload(_ package: Int64) throws -> String? {
        var json: String?
        try prepared("SELECT json FROM partner_payload WHERE package = ?").each(.integer(package)) {
            json = $0.text(0)
        }
        return json
    }

    /// Whether a partner has answered anything: what is told to one that never did is told as if it knew.
    public func hasAnswered(sender: String) throws -> Bool {
        try integer(
            """
            SELECT 1 FROM partner_taken t JOIN partner_package p ON p.id = t.package
            WHERE p.sender = ? AND p.flow = 'ACK' LIMIT 1
            """, .text(sender)) != nil
    }
}
