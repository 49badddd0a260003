public import Domain

extension RemittanceStatement {
    /// `batch`, `lines`.
    static let tables = [
        FlatTable(
            "batch", list: "",
            texts: FlatTable.header
                + [
                    "statementId", "method", "currency", "periodFrom", "periodTo", "opening", "payout.amount",
                    "payout.date", "payout.reference", "payout.creditorIban", "feeInvoice.number",
                    "feeInvoice.date", "feeInvoice.net", "feeInvoice.vatCategory", "feeInvoice.vatRatePct",
                    "feeInvoice.vat", "feeInvoice.gross", "feeInvoice.docRef",
                ].map { "statement." + $0 }
                + [
                    "lines", "collected", "direct", "retained", "fees", "feeVat", "expenses", "adjustments",
                    "closing",
                ].map { "totals." + $0 },
            integers: ["header.sequence", "totals.lines"]),
        FlatTable(
            "lines", list: "lines",
            texts: [
                "no", "type", "movementId", "reversesId", "creditorPaymentRef", "caseRef", "agencyCaseRef",
                "lineRef", "date", "gross", "alloc.principal", "alloc.interest", "alloc.fixedComp",
                "alloc.costs", "alloc.retained", "feeBase", "feeRatePct", "fee", "expense", "balanceAfter",
                "reason",
            ],
            integers: ["no"]),
    ]

    /// The same statement as CSV tables, one row a line; columns are the leaf paths of the JSON.
    public var csvFiles: [OutputFile] { FlatTables.files(of: tree, Self.tables) }

    /// Reads the tables that `csvFiles` writes, as strictly as the JSON.
    public static func read(tables files: [OutputFile]) -> HandoverReading<RemittanceStatement> {
        FlatTablesReader.read(files, tables) { read($0) }
    }
}
