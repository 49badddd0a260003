internal import Domain

// What a settlement must be as a whole, each break at its place in the agency's file. The statement's lines
// are the rows of the file, one by one.
extension AgencyReturnBuilding {
    /// A movement of a later period would be settled twice. One of an earlier period may come late.
    mutating func checkPeriod(of statement: RemittanceStatement) {
        for (row, line) in zip(file.rows, statement.lines) where line.date > statement.periodTo {
            add(
                row,
                AgencyReturnFault(
                    .recordMalformed, "date", line.date.description,
                    "at the latest \(statement.periodTo), the end of the period"), .refuse)
        }
    }

    /// The equations M-01 to M-06, and that no movement stands twice: a payment that is counted twice adds
    /// up as well.
    mutating func checkRules(of statement: RemittanceStatement) {
        for broken in RemittanceRules.breaks(of: statement) {
            let (row, path) = place(of: broken.path)
            let rule = "\(broken.rule.rawValue), \(broken.rule.code.rule)"
            add(
                row,
                AgencyReturnFault(.totalsDiffer, path, broken.found, "\(broken.expected) by \(rule)"),
                .refuse)
        }
        var lines: [String: Int] = [:]
        for (row, line) in zip(file.rows, statement.lines) {
            guard let first = lines[line.movementId] else {
                lines[line.movementId] = row.lines.first?.number ?? 0
                continue
            }
            add(
                row,
                AgencyReturnFault(
                    .recordMalformed, "movementId",
                    "\(LayoutReader.quoted(line.movementId)), which stands in line \(first)",
                    RuleBreak.Code.movementDuplicate.rule), .refuse)
        }
    }

    /// The row that a path of the batch means, and its path in the layout: `$.lines[0].fee` is `fee` of the
    /// first row, all else is of the head.
    private func place(of path: String) -> (row: AgencyReturnRow, path: String) {
        let lines = "$.lines["
        if path.hasPrefix(lines) {
            let parts = path.dropFirst(lines.count).split(separator: "].", maxSplits: 1)
            if parts.count == 2, let position = Int(parts[0]), file.rows.indices.contains(position) {
                return (file.rows[position], String(parts[1]))
            }
        }
        for (prefix, short) in [
            ("$.statement.", ""), ("$.totals.feeVat", "feeInvoice.vat"), ("$.totals.", ""),
        ] where path.hasPrefix(prefix) {
            return (file.head, short + path.dropFirst(prefix.count))
        }
        return (file.head, path)
    }
}
