internal import Domain

/// One operation flattened for an agency's own layout (DHX 1.0 §5.3.5): the members of the operation as the
/// batch has them, and beside them what every layout asks for in one place.
///
/// - `currency`, `debtor` (party of the primary debtor), `debtorRole`, `balance` (of the case, or after the
///   payment or adjustment);
/// - in records `each: line` also `line`: an invoice of NEW and UPD, a part of PAY and ADJ (`lineRef`,
///   `amount`);
/// - in records `each: debtor` the debtor whose row it is.
enum AgencyFileRows {
    static func tree(of operation: FiledOperation) -> JSONValue {
        let tree = CaseBatchJSON.operation(operation)
        let debtors = tree["case"]?["debtors"]?.elements ?? []
        let primary = debtors.first { $0["role"]?.text == DebtorParty.Role.primary.rawValue }
        var members = JSONMembers()
        members.add("currency", text: operation.operation.currency.code)
        members.add("debtor", primary?["party"])
        members.add("debtorRole", primary?["role"])
        members.add("balance", tree["case"]?["balance"] ?? tree["balanceAfter"])
        return tree.with(members)
    }
}

extension LayoutRecord.Occurrence {
    /// What the lines of a detail record are filled from, one each.
    func trees(of record: JSONValue) -> [JSONValue] {
        switch self {
        case .file: []
        case .record: [record]
        case .line: Self.lines(of: record).map { record.with("line", $0) }
        case .debtor:
            (record["case"]?["debtors"]?.elements ?? []).map { debtor in
                var members = JSONMembers()
                members.add("debtor", debtor["party"])
                members.add("debtorRole", debtor["role"])
                return record.with(members)
            }
        }
    }

    private static func lines(of record: JSONValue) -> [JSONValue] {
        if let lines = record["case"]?["lines"]?.elements { return lines }
        let shares = (record["payment"] ?? record["adjustment"])?["alloc"]?.elements ?? []
        return shares.map { share in
            var line = JSONMembers()
            line.add("lineRef", share["ref"])
            line.add("amount", share["amount"])
            return line.object
        }
    }
}

extension JSONValue {
    /// The object with more members, which take the place of those of the same name.
    fileprivate func with(_ more: JSONMembers) -> JSONValue {
        guard case .object(let own) = self, case .object(let others) = more.object else { return self }
        let names = Set(others.map(\.name))
        return .object(own.filter { !names.contains($0.name) } + others)
    }

    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        var members = JSONMembers()
        members.add(name, value)
        return with(members)
    }
}
