internal import Domain
internal import Handover

// Which movement a row is, of which invoice, and whether its day can be.
extension RemittanceDraft {
    /// `nil` for a movement that was remitted before, under whatever id. Without an id of its own a row that
    /// looks like an earlier one may be a second payment: only a person can tell.
    mutating func movementId(
        _ row: AgencyTable.Row, _ kind: RemittanceLine.Kind, _ caseRef: String, _ date: Day, _ amount: Int64
    ) throws(AgencyFinding) -> String? {
        if let own = row.cells["movement_id"] {
            guard let earlier = movements[own] else { return own }
            let isSame =
                earlier.isLike(kind, caseRef, date, amount)
                || kind == .expense && earlier.isOutlayWithoutAmount(caseRef, date)
            guard isSame, !earlier.statement.isEmpty else {
                throw row.finding(
                    "MOVEMENT_DUPLICATE", "movement_id", found: own,
                    expected: "an id that no other movement has")
            }
            known.append(earlier)
            return nil
        }
        let key = [kind.rawValue, caseRef, date.description, String(amount), row.text("reverses")]
        let place = seen[key.joined(separator: " "), default: 0]
        seen[key.joined(separator: " ")] = place + 1
        let id = session.derivedId("M", key + [String(place + 1)])
        let likes = earlier(kind, caseRef, date, amount, reversing: row.text("reverses"))
        guard let earlier = place < likes.count ? likes[place] : movements[id] else { return id }
        guard !earlier.statement.isEmpty else {
            throw row.finding(
                "MOVEMENT_DUPLICATE", "movement_id", found: id, expected: "an id that no other movement has")
        }
        known.append(earlier)
        lookalikes.append(row)
        return nil
    }

    /// Movements of earlier statements that a row may be and that no row of the table names, by id.
    private func earlier(
        _ kind: RemittanceLine.Kind, _ caseRef: String, _ date: Day, _ amount: Int64, reversing id: String
    ) -> [DeskMovement] {
        // What is not taken back yet was not taken back by an earlier movement.
        if kind == .collectedReversal, movements[id]?.isReversed != true { return [] }
        return session.state.movements.filter {
            !named.contains($0.movementId) && $0.isLike(kind, caseRef, date, amount)
        }.sorted { $0.movementId < $1.movementId }
    }

    /// Neither before the case was placed nor after it was over, and in the period. What the agency had
    /// collected may go back when the case is long over; a day that an earlier statement covers needs an id,
    /// since without one nobody can tell it from a movement that was remitted.
    func checkDay(
        _ date: Day, _ row: AgencyTable.Row, _ kind: RemittanceLine.Kind, _ entry: DeskCase
    ) throws(AgencyFinding) {
        let last = min(periodTo, session.asOf)
        guard date <= last else {
            throw row.finding("PERIOD", "date", found: "\(date)", expected: "a day up to \(last)")
        }
        guard date >= entry.placedAt else {
            throw row.finding(
                "PERIOD", "date", found: "\(date)",
                expected: "a day from \(entry.placedAt) on, when the case was placed")
        }
        if let closedAt = entry.closedAt, date > closedAt, kind != .collectedReversal {
            throw row.finding("CASE_CLOSED", "date", found: "\(date)", expected: "not after \(closedAt)")
        }
        if let periodFrom, date < periodFrom, row.cells["movement_id"] == nil {
            throw row.finding(
                "PERIOD", "date", found: "\(date)",
                expected: "a day from \(periodFrom) on, or a movement_id for what comes late")
        }
    }

    /// The line that a row names, by its reference or the number of its invoice.
    func lineRef(_ row: AgencyTable.Row, _ entry: DeskCase) throws(AgencyFinding) -> String {
        guard let name = row.cells["line_ref"] else { return "" }
        if entry.lines.contains(name) { return name }
        let named = entry.invoices.lines.filter { $0.number == name }
        guard named.count == 1 else {
            throw row.finding(
                "LINE_UNKNOWN", "line_ref", found: "'\(name.prefix(40))'", expected: entry.linesText)
        }
        return named[0].lineRef
    }

    /// The creditor cannot book more than is open of the invoice that a row names.
    func checkInvoice(_ line: RemittanceLine, _ row: AgencyTable.Row) throws(AgencyFinding) {
        let principal = line.allocation?.principal ?? 0
        guard let open = invoices[line.caseRef]?.open(line.lineRef), principal > max(0, open) else { return }
        throw row.finding(
            "OVERPAID", "line_ref",
            found: "\(Money.decimalString(principal, exponent: currency.exponent)) of principal",
            expected:
                "at most \(Money.decimalString(open, exponent: currency.exponent)), what \(line.lineRef) owes"
        )
    }
}

extension DeskMovement {
    /// Whether a row of a table may be this movement.
    fileprivate func isLike(
        _ kind: RemittanceLine.Kind, _ caseRef: String, _ date: Day, _ amount: Int64
    ) -> Bool {
        guard type == kind.rawValue, self.caseRef == caseRef, self.date == date,
            payment ?? movementId == movementId
        else { return false }
        if kind == .expense { return expense?.minorUnits == amount }
        let own = (whole ?? gross).minorUnits
        return own == amount || kind == .collectedReversal && own.magnitude == amount.magnitude
    }

    /// Old states do not say how much an outlay was.
    fileprivate func isOutlayWithoutAmount(_ caseRef: String, _ date: Day) -> Bool {
        type == RemittanceLine.Kind.expense.rawValue && expense == nil && self.caseRef == caseRef
            && self.date == date
    }
}
