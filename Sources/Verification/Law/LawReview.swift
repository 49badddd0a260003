internal import Domain

/// A row of law that a lawyer must still confirm, as a report shows it.
public struct LawConfirmation: Sendable, Equatable {
    /// The row.
    public let row: LawRow
    /// For whom it holds, with the governing law where it is not the common one: `business`,
    /// `all, law of catalonia`.
    public let scope: String
    /// Its value and unit, `40.00 EUR`, `3 years`, `10.40 %`.
    public let value: String
    /// Where it was read, key and address; empty where nobody looked it up.
    public let source: String
    /// Which parts of the program rely on it; empty where it is only cited.
    public let uses: [LawUse]
}

extension LawPack {
    /// The rows that a lawyer must still confirm (confidence V3 or K), in the order of `rows`: those that the
    /// program computes with first.
    public func rowsToConfirm() -> [LawConfirmation] {
        let open = rows.filter { !$0.isVerified }
        return (open.filter { !$0.rule.uses.isEmpty } + open.filter { $0.rule.uses.isEmpty }).map { row in
            let law = row.governingLaw.isEmpty ? "" : ", law of \(row.governingLaw)"
            let address = sources[row.source].map { "\(row.source): \($0)" } ?? row.source
            return LawConfirmation(
                row: row, scope: row.debtors.description + law, value: row.valueText, source: address,
                uses: row.rule.uses)
        }
    }
}

extension LawRow {
    /// Value and unit as people read them, in English.
    public var valueText: String {
        switch unit {
        case .years, .months, .days, .hours: counted(unit.rawValue)
        case .workingDays: counted("working days")
        case .nationalWorkingDays: counted("national working days")
        case .courtDays: counted("court days")
        case .basisPoints, .millionths: (rate?.description ?? "") + " %"
        case .euroCents: Money.decimalString(Int64(value), exponent: 2) + " EUR"
        case .flag: holds ? "yes" : "no"
        case .monthDay: String(value / 100) + "/" + String(value % 100)
        case .daysAfterEaster: counted("days") + " after Easter"
        case .list: list.joined(separator: "; ")
        }
    }

    private func counted(_ plural: String) -> String {
        "\(value) " + (value == 1 ? String(plural.dropLast()) : plural)
    }
}
