public import Domain

extension Acknowledgement {
    /// `batch`, `amounts`, `reasons`, `ops`, `op_reasons`.
    static let tables = [
        FlatTable(
            "batch", list: "",
            texts: FlatTable.header + [
                "original.batchId", "original.flow", "original.manifestSha256", "original.ops", "level",
                "groupStatus",
            ] + counts,
            integers: Set(counts + ["header.sequence", "original.ops"])),
        FlatTable("amounts", list: "original.amounts", texts: ["currency", "controlSum"]),
        FlatTable("reasons", list: "reasons", texts: reason),
        FlatTable(
            "ops", list: "ops",
            texts: ["opId", "caseRef", "agencyCaseRef", "status"] + FlatTable.balance("balanceHeld") + [
                "missingDocs", "answerBy",
            ],
            words: ["missingDocs"]),
        FlatTable("op_reasons", list: "reasons", parent: ("ops", "opId"), texts: reason),
    ]

    private static let counts = AnswerStatus.allCases.map { "counts." + $0.rawValue }
    private static let reason = ["code", "field", "value", "text"]

    /// The same answer as CSV tables, one row an operation; columns are the leaf paths of the JSON.
    public var csvFiles: [OutputFile] { FlatTables.files(of: tree, Self.tables) }

    /// Reads the tables that `csvFiles` writes, as strictly as the JSON.
    public static func read(
        tables files: [OutputFile], currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<Acknowledgement> {
        FlatTablesReader.read(files, tables) { read($0, currencies: currencies) }
    }
}
