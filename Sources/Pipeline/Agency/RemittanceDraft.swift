internal import Domain
internal import Handover

/// The lines of a statement while they are put together, with the balances that they leave.
struct RemittanceDraft {
    let session: DeskSession
    let currency: Currency
    /// The first day that no earlier statement covers, or that a person named; `nil` for the first statement.
    let periodFrom: Day?
    let periodTo: Day
    var lines: [RemittanceLine] = []
    var findings: [AgencyFinding] = []
    /// Movements of the table that an earlier statement has.
    var known: [DeskMovement] = []
    /// Balances by the desk's books.
    var held: [String: DeskBuckets] = [:]
    /// What is open of each invoice, by case.
    var invoices: [String: DeskInvoices] = [:]
    /// What the creditor reported and no line has echoed: off our balance, and on the statement's still.
    var unechoed: [String: DeskBuckets] = [:]
    /// All movements that a reversal may name.
    var movements: [String: DeskMovement] = [:]
    var drafted: [DeskMovement] = []
    var echoes: [String: (caseRef: String, movementId: String)] = [:]
    /// How often each movement came in the table without an id.
    var seen: [String: Int] = [:]
    /// Ids that rows of the table give.
    var named: Set<String> = []
    /// Rows without an id that look like movements of an earlier statement.
    var lookalikes: [AgencyTable.Row] = []

    init(session: DeskSession, currency: Currency, periodFrom: Day?, periodTo: Day) {
        self.session = session
        self.currency = currency
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        for movement in session.state.movements { movements[movement.movementId] = movement }
        for (caseRef, entry) in session.state.cases {
            held[caseRef] = entry.balance
            invoices[caseRef] = entry.invoices
            var waiting = DeskBuckets(entry.currency)
            for payment in entry.payments where payment.movementId == nil {
                waiting = (try? waiting.adding(payment.allocation)) ?? waiting
            }
            unechoed[caseRef] = waiting
        }
    }

    /// The rows of the table, by day; what the agency got before what went back.
    mutating func add(_ rows: [AgencyTable.Row]) {
        func key(_ row: AgencyTable.Row) -> (Day, Int, Int) {
            let day = AgencyNumber.day(row.text("date")) ?? Day(number: 0)
            let rank = RemittanceLine.Kind(rawValue: row.text("type")).flatMap {
                RemittanceLine.Kind.allCases.firstIndex(of: $0)
            }
            return (day, rank ?? 0, row.line)
        }
        named = Set(rows.compactMap { $0.cells["movement_id"] })
        for row in rows.sorted(by: { key($0) < key($1) }) {
            do throws(AgencyFinding) {
                try add(row)
            } catch {
                findings.append(error)
            }
        }
        findings.sort { $0.line < $1.line }
    }

    private mutating func add(_ row: AgencyTable.Row) throws(AgencyFinding) {
        _ = try row.required("type")
        guard let kind = try row.code("type", RemittanceLine.Kind.self), !kind.isDirect else {
            throw row.finding(
                "CODE_UNKNOWN", "type", found: row.text("type"),
                expected: "COLL, REVC, EXPN or ADJT; DIRC and REVD follow from what the creditor reported")
        }
        let (caseRef, entry) = try entry(row)
        let amount = try amount(row)
        let date = try row.requiredDay("date")
        guard let id = try movementId(row, kind, caseRef, date, amount) else { return }
        try checkDay(date, row, kind, entry)
        var line = RemittanceLine(
            number: 0, kind: kind, movementId: id, caseRef: caseRef, agencyCaseRef: entry.agencyCaseRef,
            date: date, gross: amount)
        line.lineRef = try lineRef(row, entry)
        line.reason = row.text("reason")
        switch kind {
        case .collected:
            try collect(&line, row, entry)
            return try takeParts(of: line, row, entry)
        case .collectedReversal: return try takeBack(line, row)
        case .expense:
            try requirePositive(amount, row, kind)
            (line.gross, line.expense) = (0, amount)
        case .adjustment, .direct, .directReversal:
            guard !line.reason.isEmpty else {
                throw row.finding("FIELD_MISSING", "reason", found: "nothing", expected: "why it is adjusted")
            }
        }
        try take(line, row)
    }

    private func amount(_ row: AgencyTable.Row) throws(AgencyFinding) -> Int64 {
        _ = try row.required("amount")
        let amount = try row.amount("amount", currency) ?? 0
        guard amount != 0 else {
            throw row.finding(
                "WRONG_FORM", "amount", found: row.text("amount"), expected: "an amount that is not 0")
        }
        return amount
    }

    private func requirePositive(
        _ amount: Int64, _ row: AgencyTable.Row, _ kind: RemittanceLine.Kind
    ) throws(AgencyFinding) {
        guard amount <= 0 else { return }
        throw row.finding(
            "WRONG_FORM", "amount", found: row.text("amount"), expected: "more than 0 with \(kind.rawValue)")
    }

    private func entry(_ row: AgencyTable.Row) throws(AgencyFinding) -> (String, DeskCase) {
        let name = try row.required("case_ref")
        guard let caseRef = session.caseRef(name), let entry = session.state.cases[caseRef] else {
            throw row.finding(
                "UNKNOWN_CASE", "case_ref", found: "'\(name.prefix(40))'",
                expected: "a case of the desk, by the creditor's reference or the agency's")
        }
        guard entry.currency == currency else {
            throw row.finding(
                "CURRENCY", "case_ref", found: "a case in \(entry.currency)", expected: currency.code)
        }
        return (caseRef, entry)
    }

    /// Interest before principal (Código Civil, art. 1173), unless the row splits the amount itself.
    private func collect(
        _ line: inout RemittanceLine, _ row: AgencyTable.Row, _ entry: DeskCase
    ) throws(AgencyFinding) {
        try requirePositive(line.gross, row, .collected)
        let retained = try row.amount("retained", currency) ?? 0
        guard (0...line.gross).contains(retained) else {
            throw row.finding(
                "WRONG_FORM", "retained", found: row.text("retained"), expected: "0 up to the amount")
        }
        line.allocation = try split(row, line.gross, retained) ?? spread(line, retained)
        try checkInvoice(line, row)
        guard !entry.isPlacedInError else { return }
        let phase = DebtCase.Phase(rawValue: entry.phase) ?? .preLegal
        guard let rate = session.terms.schedule.rate(phase: phase, ageDays: entry.ageDays) else {
            throw row.finding(
                "FEE_RATE", "type", found: "no rate for \(phase.rawValue) at \(entry.ageDays) days",
                expected: "a row of fees in desk.json")
        }
        line.charge(rate, on: line.gross - retained)
    }

    /// Takes a line's part off the balance.
    mutating func take(_ line: RemittanceLine, _ row: AgencyTable.Row) throws(AgencyFinding) {
        guard let allocation = line.allocation else { return append(line) }
        held[line.caseRef] = try owed(after: line, allocation, row)
        let principal = (try? allocation.principal.negatedExactly()) ?? 0
        invoices[line.caseRef]?.move(line.lineRef, by: principal)
        append(line)
    }

    /// What is owed after a line: never less than nothing.
    func owed(
        after line: RemittanceLine, _ allocation: RemittanceLine.Allocation, _ row: AgencyTable.Row
    ) throws(AgencyFinding) -> DeskBuckets {
        let owed = held[line.caseRef] ?? DeskBuckets(currency)
        guard let after = try? owed.subtracting(allocation.buckets(currency)), let total = try? after.total()
        else {
            throw row.finding("WRONG_FORM", "amount", found: "an amount that does not fit", expected: "less")
        }
        guard total >= 0 || line.gross < 0 else {
            let text =
                (try? owed.total()).map { Money.decimalString($0, exponent: currency.exponent) } ?? "less"
            throw row.finding(
                "OVERPAID", "amount", found: row.text("amount"), expected: "at most \(text), what is owed")
        }
        return after
    }

    mutating func append(_ line: RemittanceLine) {
        lines.append(line)
        let movement = DeskMovement(
            movementId: line.movementId, type: line.kind.rawValue, caseRef: line.caseRef, date: line.date,
            gross: Money(minorUnits: line.gross, currency: currency),
            allocation: line.allocation?.buckets(currency),
            retained: Money(minorUnits: line.allocation?.retained ?? 0, currency: currency),
            feeRate: line.feeRateBasisPoints, statement: "",
            lineRef: line.lineRef.isEmpty ? nil : line.lineRef,
            expense: line.expense == 0 ? nil : Money(minorUnits: line.expense, currency: currency))
        movements[line.movementId] = movement
        drafted.append(movement)
    }
}
