public import Domain

extension ReportTables {
    /// `steps.csv`: one row an invoice of a step; `action` is `taken` or `withdrawn`.
    public static func steps(
        _ rows: some Sequence<StepTableRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.steps.columns, emit: emit) { csv, row in
            csv.text(row.fact.caseReference)
            csv.text(row.invoiceNumber)
            csv.raw(row.fact.kind.rawValue)
            csv.raw(row.isWithdrawal ? "withdrawn" : "taken")
            csv.raw(row.fact.channel.rawValue)
            csv.day(row.fact.day)
            csv.money(Money(minorUnits: row.fact.amount, currency: row.currency))
            csv.text(row.fact.documentPath)
            csv.text(row.fact.documentSHA256)
            csv.text(row.fact.run)
            csv.endRow()
        }
    }

    /// `routes.csv`: for each customer with verified debts one row a route, with its arithmetic.
    public static func routes(
        _ rows: some Sequence<RouteRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.routes.columns, emit: emit) { csv, row in
            csv.text(row.customer)
            csv.text(row.customerName)
            csv.text(row.invoiceNumbers.joined(separator: " "))
            csv.raw(row.route)
            csv.flag(row.isRecommended)
            csv.raw(Self.decimal(row.principal, row.currency))
            csv.raw(String(row.success))
            for amount in [row.expected, row.cost, row.net] { csv.raw(Self.decimal(amount, row.currency)) }
            csv.raw(row.currency.code)
            csv.raw(String(row.days))
            csv.raw(row.objections.joined(separator: " "))
            csv.raw(row.tax.map { Self.decimal($0, row.currency) } ?? "")
            csv.day(row.taxFrom)
            csv.day(row.taxUntil)
            csv.endRow()
        }
    }

    private static func decimal(_ minorUnits: Int64, _ currency: Currency) -> String {
        Money(minorUnits: minorUnits, currency: currency).decimalString
    }

    /// `held.csv`: one row a step that was not taken, its reason worded in `language`.
    public static func held(
        _ rows: some Sequence<HeldRow>, language: String, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let words = Wording(language: language)
        try CSVWriter.encode(rows, columns: ReportTable.held.columns, emit: emit) { write(&$0, $1, words) }
    }

    /// `held.csv` of rows that are made one by one.
    public static func held(
        language: String, emit: ([UInt8]) throws -> Void,
        rows: (_ take: (HeldRow) throws -> Void) throws -> Void
    ) throws {
        let words = Wording(language: language)
        try CSVWriter.encode(columns: ReportTable.held.columns, emit: emit, rows: rows) {
            write(&$0, $1, words)
        }
    }

    private static func write(_ csv: inout CSVWriter, _ row: HeldRow, _ words: Wording) {
        csv.text(row.caseReference)
        csv.text(row.invoiceNumber)
        csv.text(row.customerName)
        csv.raw(row.kind.rawValue)
        csv.money(row.amount)
        csv.text(words.reason(row.reason))
        csv.endRow()
    }

    /// `todo.csv`: one row a thing that waits for a person, what happened and what to do in `language`.
    public static func toDo(
        _ rows: some Sequence<ToDoRow>, language: String, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let words = Wording(language: language)
        try CSVWriter.encode(rows, columns: ReportTable.toDo.columns, emit: emit) { csv, row in
            csv.raw(row.kind.rawValue)
            csv.text(row.subject)
            csv.day(row.day)
            csv.money(row.amount)
            csv.text(words.detail(row))
            csv.text(words.action(row))
            csv.endRow()
        }
    }
}

/// One route that a customer's verified debts could take, with its arithmetic in minor units.
public struct RouteRow: Sendable, Equatable {
    /// Key and name of the customer, and the invoices.
    public var customer = "", customerName = ""
    public var invoiceNumbers: [String] = []
    /// Stable code of the route, and whether it is the one that leaves most.
    public var route = ""
    public var isRecommended = false
    public var currency: Currency
    /// What is claimed; how many of ten thousand are collected; what comes in, what it costs, what is left.
    public var principal: Int64 = 0, success: Int64 = 0, expected: Int64 = 0, cost: Int64 = 0
    public var net: Int64 = 0
    /// Days until the money is there, usually.
    public var days = 0
    /// Why the route is not open, by code.
    public var objections: [String] = []
    /// Tax that can be had back where nothing is collected, and the window of the law for it.
    public var tax: Int64?
    public var taxFrom: Day?
    public var taxUntil: Day?

    /// An empty row.
    public init(currency: Currency) { self.currency = currency }
}
