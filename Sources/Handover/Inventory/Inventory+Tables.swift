public import Domain

extension Inventory {
    /// `batch`, `amounts`, `cases`.
    static let tables = [
        FlatTable(
            "batch", list: "", texts: FlatTable.header + ["totals.cases"],
            integers: ["header.sequence", "totals.cases"]),
        FlatTable("amounts", list: "totals.amounts", texts: ["currency", "controlSum"]),
        FlatTable(
            "cases", list: "cases",
            texts: ["caseRef", "agencyCaseRef", "status", "phase", "originalBalance"]
                + FlatTable.balance("currentBalance")
                + ["placedAt", "lastPaymentDate", "lastPaymentAmount", "caseVersion"],
            integers: ["caseVersion"]),
    ]

    /// The same inventory as CSV tables, one row a case; columns are the leaf paths of the JSON.
    public var csvFiles: [OutputFile] { FlatTables.files(of: tree, Self.tables) }

    /// Reads the tables that `csvFiles` writes, as strictly as the JSON.
    public static func read(
        tables files: [OutputFile], currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<Inventory> {
        FlatTablesReader.read(files, tables) { read($0, currencies: currencies) }
    }
}
