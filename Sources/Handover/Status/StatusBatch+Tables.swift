public import Domain

extension StatusBatch {
    /// `batch`, `events`, `documents`.
    static let tables = [
        FlatTable(
            "batch", list: "", texts: FlatTable.header + ["totals.events"],
            integers: ["header.sequence", "totals.events"]),
        FlatTable(
            "events", list: "events",
            texts: [
                "eventId", "caseRef", "agencyCaseRef", "caseVersionSeen", "at", "phase", "status", "reason",
                "amount", "dueDate", "plan.total", "plan.first", "plan.last", "plan.instalments",
                "plan.amount",
                "plan.frequency", "dispute.ground", "dispute.raisedAt", "dispute.lineRefs", "dispute.amount",
                "court.court", "court.caseNumber", "court.filedAt", "court.claimBy", "actionRequired.code",
                "actionRequired.by", "actionRequired.docTypes", "actionRequired.costEstimate", "close.reason",
            ] + FlatTable.balance("close.balanceAtClose"),
            integers: ["caseVersionSeen", "plan.instalments"],
            words: ["dispute.lineRefs", "actionRequired.docTypes"]),
        FlatTable(
            "documents", list: "documents", parent: ("events", "eventId"),
            texts: ["docRef", "type", "path", "sha256", "bytes", "mediaType"], integers: ["bytes"]),
    ]

    /// The same batch as CSV tables, one row an event; columns are the leaf paths of the JSON.
    public var csvFiles: [OutputFile] { FlatTables.files(of: tree, Self.tables) }

    /// Reads the tables that `csvFiles` writes, as strictly as the JSON.
    public static func read(
        tables files: [OutputFile], table: StatusCodeTable? = nil,
        currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<StatusBatch> {
        FlatTablesReader.read(files, tables) { read($0, table: table, currencies: currencies) }
    }
}
