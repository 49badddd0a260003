public import Domain

/// One row of `cases.csv`: a case as it stands at the agency.
public struct CaseTableRow: Sendable, Equatable {
    public var reference: String
    /// The agency's own number; empty while it has given none.
    public var agencyCase: String
    /// State of DHX 1.0 §5.4; `FROZEN` after it where the balances differ.
    public var state: String
    /// What the agency should hold by the creditor's books: what is owed, less what it stated that it
    /// collected and has not come yet.
    public var balance: Money
    public var lastDay: Day
    public var lastEvent: String

    public init(
        reference: String, agencyCase: String, state: String, balance: Money, lastDay: Day, lastEvent: String
    ) {
        self.reference = reference
        self.agencyCase = agencyCase
        self.state = state
        self.balance = balance
        self.lastDay = lastDay
        self.lastEvent = lastEvent
    }
}

/// One row of `remittances.csv`: a movement of a statement, or what does not fit.
public struct RemittanceTableRow: Sendable, Equatable {
    public var statement: String
    /// Empty where the statement as a whole is meant.
    public var movement = "", kind = "", caseReference = ""
    public var day: Day?
    public var gross: Money?
    public var fee: Money?
    /// Code and words of a break; empty where everything fits.
    public var breakCode = "", reason = ""

    /// Code of the agency: two may number their statements alike.
    public var agency: String

    public init(statement: String, agency: String) { (self.statement, self.agency) = (statement, agency) }
}

/// One side of a proposed journal entry.
public struct PostingRow: Sendable, Equatable {
    public var statement: String
    public var account: String
    public var side: String
    public var amount: Money
    public var caseReference: String
    public var line: String
    public var movement: String
    /// Number of the invoice that the line is; empty where it names none.
    public var invoice: String

    public init(
        statement: String, account: String, side: String, amount: Money, caseReference: String, line: String,
        movement: String, invoice: String
    ) {
        self.invoice = invoice
        self.statement = statement
        self.account = account
        self.side = side
        self.amount = amount
        self.caseReference = caseReference
        self.line = line
        self.movement = movement
    }
}

extension ReportTables {
    /// `cases.csv`: one row a case that an agency was given.
    public static func cases(_ rows: some Sequence<CaseTableRow>, emit: ([UInt8]) throws -> Void) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.cases.columns, emit: emit) { csv, row in
            csv.text(row.reference)
            csv.text(row.agencyCase)
            csv.raw(row.state)
            csv.money(row.balance)
            csv.day(row.lastDay)
            csv.text(row.lastEvent)
            csv.endRow()
        }
    }

    /// `remittances.csv`: the movements of every statement, and what does not fit.
    public static func remittances(
        _ rows: some Sequence<RemittanceTableRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.remittances.columns, emit: emit) { csv, row in
            csv.text(row.statement)
            csv.text(row.movement)
            csv.raw(row.kind)
            csv.text(row.caseReference)
            csv.day(row.day)
            csv.money(row.gross)
            csv.raw(row.fee?.decimalString ?? "")
            csv.raw(row.breakCode)
            csv.text(row.reason)
            csv.text(row.agency)
            csv.endRow()
        }
    }

    /// The proposed entries of a statement.
    public static func postings(_ rows: some Sequence<PostingRow>, emit: ([UInt8]) throws -> Void) rethrows {
        let columns = [
            "statement", "account", "side", "amount", "currency", "case", "line", "movement", "invoice",
        ]
        try CSVWriter.encode(rows, columns: columns, emit: emit) { csv, row in
            csv.text(row.statement)
            csv.raw(row.account)
            csv.raw(row.side)
            csv.money(row.amount)
            csv.text(row.caseReference)
            csv.text(row.line)
            csv.text(row.movement)
            csv.text(row.invoice)
            csv.endRow()
        }
    }
}
