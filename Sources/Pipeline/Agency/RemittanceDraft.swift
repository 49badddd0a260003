internal import Domain
internal import Handover

/// The lines of a statement while they are put together, with the balances that they leave.
struct RemittanceDraft {
    let session: DeskSession
    let currency: Currency
    let periodTo: Day
    var lines: [RemittanceLine] = []
    var findings: [AgencyFinding] = []
    /// Movements of the table that an earlier statement has.
    private(set) var known: [DeskMovement] = []
    /// Balances by the desk's books.
    var held: [String: DeskBuckets] = [:]
    /// What the creditor reported and no line has echoed: off our balance, and on the statement's still.
    var unechoed: [String: DeskBuckets] = [:]
    /// All movements that a reversal may name.
    var movements: [String: DeskMovement] = [:]
    var drafted: [DeskMovement] = []
    var echoes: [String: (caseRef: String, movementId: String)] = [:]
    private var seen: [String: Int] = [:]
    /// Rows without an id that look like movements of an earlier statement.
    var lookalikes: [AgencyTable.Row] = []

    init(session: DeskSession, currency: Currency, periodTo: Day) {
        self.session = session
        self.currency = currency
        self.periodTo = periodTo
        for movement in session.state.movements { movements[movement.movementId] = movement }
        for (caseRef, entry) in session.state.cases {
            held[caseRef] = entry.balance
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
        for row in rows.sorted(by: { key($0) < key($1) }) {
            do throws(AgencyFinding) {
                try add(row)
            } catch {
                findings.append(error)
            }
        }
        findings.sort { $0.place < $1.place }
    }

    private mutating func add(_ row: AgencyTable.Row) throws(AgencyFinding) {
        _ = try row.required("type")
        guard let kind = try row.code("type", RemittanceLine.Kind.self), !kind.isDirect else {
            throw row.finding(
                "CODE_UNKNOWN", "type", found: row.text("type"),
                expected: "COLL, REVC, EXPN or ADJT; DIRC and REVD follow from what the creditor reported")
        }
        let (caseRef, entry) = try entry(row)
        _ = try row.required("amount")
        let amount = try row.amount("amount", currency) ?? 0
        let date = try row.requiredDay("date")
        guard date <= periodTo else {
            throw row.finding("PERIOD", "date", found: "\(date)", expected: "a day up to \(periodTo)")
        }
        guard let id = try movementId(row, kind, caseRef, date, amount) else { return }
        if let closedAt = entry.closedAt, date > closedAt {
            throw row.finding("CASE_CLOSED", "date", found: "\(date)", expected: "not after \(closedAt)")
        }
        var line = RemittanceLine(
            number: 0, kind: kind, movementId: id, caseRef: caseRef, agencyCaseRef: entry.agencyCaseRef,
            date: date, gross: amount)
        line.lineRef = row.text("line_ref")
        line.reason = row.text("reason")
        switch kind {
        case .collected: try collect(&line, row, entry)
        case .collectedReversal: try reverse(&line, row)
        case .expense: (line.gross, line.expense) = (0, amount)
        case .adjustment, .direct, .directReversal:
            guard !line.reason.isEmpty else {
                throw row.finding("FIELD_MISSING", "reason", found: "nothing", expected: "why it is adjusted")
            }
        }
        guard amount != 0 else {
            throw row.finding("WRONG_FORM", "amount", found: "0", expected: "an amount that is not 0")
        }
        try take(line, row)
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

    /// `nil` for a movement that was remitted before. Without an id of its own a row that looks like an
    /// earlier one may be a second payment: only a person can tell.
    private mutating func movementId(
        _ row: AgencyTable.Row, _ kind: RemittanceLine.Kind, _ caseRef: String, _ date: Day, _ amount: Int64
    ) throws(AgencyFinding) -> String? {
        let key = [kind.rawValue, caseRef, date.description, String(amount), row.text("reverses")]
        let text = key.joined(separator: " ")
        seen[text, default: 0] += 1
        let own = row.cells["movement_id"]
        let id = own ?? session.derivedId("M", key + [String(seen[text] ?? 0)])
        guard let earlier = movements[id] else { return id }
        let isSame =
            earlier.type == kind.rawValue && earlier.caseRef == caseRef && earlier.date == date
            && (kind == .expense || earlier.gross.minorUnits.magnitude == amount.magnitude)
        guard isSame, !earlier.statement.isEmpty else {
            throw row.finding(
                "MOVEMENT_DUPLICATE", "movement_id", found: id, expected: "an id that no other movement has")
        }
        known.append(earlier)
        if own == nil { lookalikes.append(row) }
        return nil
    }

    /// Interest before principal (Código Civil, art. 1173), unless the row splits the amount itself.
    private func collect(
        _ line: inout RemittanceLine, _ row: AgencyTable.Row, _ entry: DeskCase
    ) throws(AgencyFinding) {
        guard line.gross > 0 else {
            throw row.finding("WRONG_FORM", "amount", found: "less than 0", expected: "more than 0 with COLL")
        }
        let retained = try row.amount("retained", currency) ?? 0
        guard (0...line.gross).contains(retained) else {
            throw row.finding(
                "WRONG_FORM", "retained", found: row.text("retained"), expected: "0 up to the amount")
        }
        line.allocation = try split(row, line.gross, retained) ?? spread(line, retained)
        guard !entry.isPlacedInError else { return }
        let phase = DebtCase.Phase(rawValue: entry.phase) ?? .preLegal
        guard let rate = session.terms.schedule.rate(phase: phase, ageDays: entry.ageDays) else {
            throw row.finding(
                "FEE_RATE", "type", found: "no rate for \(phase.rawValue) at \(entry.ageDays) days",
                expected: "a row of fees in desk.json")
        }
        line.charge(rate, on: line.gross - retained)
    }

    private func split(
        _ row: AgencyTable.Row, _ gross: Int64, _ retained: Int64
    ) throws(AgencyFinding) -> RemittanceLine.Allocation? {
        let columns = ["principal", "interest", "fixed_comp", "costs"]
        guard columns.contains(where: { row.cells[$0] != nil }) else { return nil }
        var parts: [Int64] = []
        for column in columns {
            let part = try row.amount(column, currency) ?? 0
            guard part >= 0 else {
                throw row.finding("WRONG_FORM", column, found: row.text(column), expected: "0 or more")
            }
            parts.append(part)
        }
        let sum = (parts + [retained]).reduce(Int128(0)) { $0 + Int128($1) }
        guard sum == Int128(gross) else {
            throw row.finding(
                "M-01", "amount", found: Money.decimalString(gross, exponent: currency.exponent),
                expected: "the sum of its parts")
        }
        return RemittanceLine.Allocation(
            principal: parts[0], interest: parts[1], fixedComp: parts[2], costs: parts[3], retained: retained)
    }

    private func spread(_ line: RemittanceLine, _ retained: Int64) -> RemittanceLine.Allocation {
        let owed = held[line.caseRef] ?? DeskBuckets(currency)
        var rest = line.gross - min(retained, line.gross)
        func part(_ owed: Int64) -> Int64 {
            let part = min(max(0, owed), rest)
            rest -= part
            return part
        }
        var allocation = RemittanceLine.Allocation(retained: line.gross - rest)
        allocation.interest = part(owed.interest)
        allocation.fixedComp = part(owed.fixedComp)
        allocation.costs = part(owed.costs)
        allocation.principal = rest
        return allocation
    }

    /// The whole of an earlier movement goes back, at the rate that was taken for it.
    private mutating func reverse(
        _ line: inout RemittanceLine, _ row: AgencyTable.Row
    ) throws(AgencyFinding) {
        let id = try row.required("reverses")
        guard var original = movements[id], original.type == RemittanceLine.Kind.collected.rawValue,
            original.caseRef == line.caseRef, !original.isReversed, let paid = original.allocation
        else {
            throw row.finding(
                "REVERSAL_ORPHAN", "reverses", found: "'\(id.prefix(40))'",
                expected: "a COLL of this case that is not reversed yet")
        }
        line.gross = 0 - Int64(clamping: line.gross.magnitude)
        guard line.gross == 0 - original.gross.minorUnits else {
            throw row.finding(
                "REVERSAL_ORPHAN", "amount", found: row.text("amount"),
                expected: "\(original.gross.decimalString), the whole of \(id)")
        }
        line.reversesId = id
        line.allocation = RemittanceLine.Allocation(
            principal: 0 - paid.principal, interest: 0 - paid.interest, fixedComp: 0 - paid.fixedComp,
            costs: 0 - paid.costs, retained: 0 - original.retained.minorUnits)
        if let rate = original.feeRate {
            line.charge(rate, on: line.gross + original.retained.minorUnits)
        }
        original.isReversed = true
        movements[id] = original
    }

    /// Takes a line's part off the balance.
    private mutating func take(_ line: RemittanceLine, _ row: AgencyTable.Row) throws(AgencyFinding) {
        guard let allocation = line.allocation else { return append(line) }
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
        held[line.caseRef] = after
        append(line)
    }

    mutating func append(_ line: RemittanceLine) {
        lines.append(line)
        let movement = DeskMovement(
            movementId: line.movementId, type: line.kind.rawValue, caseRef: line.caseRef, date: line.date,
            gross: Money(minorUnits: line.gross, currency: currency),
            allocation: line.allocation?.buckets(currency),
            retained: Money(minorUnits: line.allocation?.retained ?? 0, currency: currency),
            feeRate: line.feeRateBasisPoints, statement: "")
        movements[line.movementId] = movement
        drafted.append(movement)
    }
}

extension RemittanceLine {
    /// The fee on an amount.
    mutating func charge(_ rate: Int, on base: Int64) {
        guard rate != 0, let fee = FeeSchedule.fee(on: base, basisPoints: rate) else { return }
        (feeBase, feeRateBasisPoints, self.fee) = (base, rate, fee)
    }
}

extension RemittanceLine.Allocation {
    /// What a payment paid.
    init(_ buckets: DeskBuckets) {
        self.init(
            principal: buckets.principal, interest: buckets.interest, fixedComp: buckets.fixedComp,
            costs: buckets.costs)
    }

    /// What pays the claim, without the retained part.
    func buckets(_ currency: Currency) -> DeskBuckets {
        var buckets = DeskBuckets(currency)
        (buckets.principal, buckets.interest) = (principal, interest)
        (buckets.fixedComp, buckets.costs) = (fixedComp, costs)
        return buckets
    }
}
