internal import Domain

/// One operation flattened for an agency's own layout (DHX 1.0 §5.3.5): the members of the operation as the
/// batch has them, and beside them what every layout asks for in one place.
///
/// - `currency`, `debtor` (party of the primary debtor), `debtorRole`, `balance` (of the case, or after the
///   payment or adjustment); of that debtor `taxId` (NIF, as its own country writes it), `email`, `phone`,
///   `mobile` (the first of each);
/// - in records `each: line` also `line`: an invoice of NEW and UPD, a part of PAY and ADJ (`lineRef`,
///   `amount`);
/// - in records `each: debtor` the debtor whose row it is.
enum AgencyFileRows {
    static func tree(of operation: FiledOperation) -> JSONValue {
        let tree = CaseBatchJSON.operation(operation)
        let debtors = tree["case"]?["debtors"]?.elements ?? []
        let primary = debtors.first { $0["role"]?.text == DebtorParty.Role.primary.rawValue }
        var members = debtor(primary)
        members.add("currency", text: operation.operation.currency.code)
        members.add("balance", tree["case"]?["balance"] ?? tree["balanceAfter"])
        return tree.with(members)
    }

    /// What is said of a debtor.
    fileprivate static func debtor(_ debtor: JSONValue?) -> JSONMembers {
        var members = JSONMembers()
        let party = debtor?["party"]
        members.add("debtor", party)
        members.add("debtorRole", debtor?["role"])
        members.add("taxId", text: taxId(party?["ids"]?[0]))
        for (name, kind) in [("email", "EMAIL"), ("phone", "PHONE"), ("mobile", "MOBILE")] {
            members.add(
                name, party?["contacts"]?.elements.first { $0["type"]?.text == kind }?["value"])
        }
        return members
    }

    /// VAT numbers bear their country, which at home nobody writes: `ESB12345674` is B12345674.
    private static func taxId(_ identifier: JSONValue?) -> String {
        let value = identifier?["value"]?.text ?? ""
        let countries = ["9920": "ES", "9946": "PT", "9957": "FR"]
        guard let country = identifier?["scheme"]?.text.flatMap({ countries[$0] }), value.hasPrefix(country)
        else { return value }
        return String(value.dropFirst(country.count))
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
                var plain = record
                plain.remove(["taxId", "email", "phone", "mobile"])
                return plain.with(AgencyFileRows.debtor(debtor))
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

    /// Members that another debtor may not have.
    fileprivate mutating func remove(_ names: Set<String>) {
        guard case .object(let members) = self else { return }
        self = .object(members.filter { !names.contains($0.name) })
    }

    func with(_ name: String, _ value: JSONValue) -> JSONValue {
        var members = JSONMembers()
        members.add(name, value)
        return with(members)
    }
}
