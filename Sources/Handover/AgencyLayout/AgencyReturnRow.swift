internal import Domain

/// Why a row or the head of an agency's file cannot become a part of a batch.
struct AgencyReturnFault: Error, Equatable {
    let code: Problem.Code
    /// Of the layout: `close.reason`.
    let path: String
    /// Never a free text.
    let found: String
    let expected: String

    init(_ code: Problem.Code, _ path: String, _ found: String, _ expected: String) {
        self.code = code
        self.path = path
        self.found = found
        self.expected = expected
    }

    /// What a strict reader says of a tree that a row was made into.
    ///
    /// - Parameter prefix: of the row in the tree, `$`.
    init(_ fault: HandoverFault, prefix: String = "$") {
        var path = fault.path.hasPrefix(prefix) ? String(fault.path.dropFirst(prefix.count)) : fault.path
        path = path.replacing("[", with: ".").replacing("]", with: "")
        if path.hasPrefix(".") { path.removeFirst() }
        // Where the layout has a shorter path than the batch.
        for (long, short) in [
            ("close.balanceAtClose", "close.balance"), ("balanceHeld.total", "balanceHeld"),
            ("close.balance.total", "close.balance"), ("payout.creditorIban", "creditorIban"),
        ] where path.hasPrefix(long) {
            path = short + path.dropFirst(long.count)
        }
        if path.hasSuffix(".code"), path.hasPrefix("reasons.") { path = String(path.dropLast(5)) }
        let problem = fault.problem(.refuse)
        self.init(problem.code, path, fault.found, fault.expected)
    }
}

/// One detail line of an agency's file, or all its lines that speak of the file, with the constants of the
/// profile behind them.
struct AgencyReturnRow: Equatable {
    let lines: [LayoutLine]
    let constants: [String: String]

    /// What the file itself says; `nil` for a code that no table maps.
    func stated(_ path: String) -> String? { lines.lazy.compactMap { $0.values[path] }.first }

    /// What the file says, or the profile for it. A constant inside a group that may be absent, as
    /// `plan.frequency`, speaks only of rows that state something of the group.
    func text(_ path: String) -> String? {
        if let text = stated(path) { return text }
        guard let constant = constants[path] else { return nil }
        guard let dot = path.firstIndex(of: "."),
            AgencyReturnPaths.optionalGroups.contains(String(path[..<dot]))
        else { return constant }
        return states(group: String(path[...dot])) ? constant : nil
    }

    /// Whether the file itself says anything below a path that ends with a dot.
    private func states(group: String) -> Bool {
        lines.contains { line in
            line.values.keys.contains { $0.hasPrefix(group) }
                || line.unmapped.keys.contains { $0.hasPrefix(group) }
        }
    }

    /// A code as it stands that no table maps.
    func unmapped(_ path: String) -> String? { lines.lazy.compactMap { $0.unmapped[path] }.first }

    /// Whether the layout or the profile has the path at all, or one below it.
    func has(_ path: String) -> Bool {
        func isIt(_ other: String) -> Bool { other == path || other.hasPrefix(path + ".") }
        return constants.keys.contains(where: isIt)
            || lines.contains { $0.record.fields.contains { isIt($0.source.name) } }
    }

    /// Line and `record.field` of a path; of one that no field has, the path itself stands for the field.
    func place(of path: String) -> Place {
        for line in lines {
            let names = line.record.fields.map(\.source.name)
            let position = names.firstIndex(of: path) ?? names.firstIndex { $0.hasPrefix(path + ".") }
            guard let position else { continue }
            let field = line.record.fields[position]
            return Place(line: line.number, element: "\(line.record.name).\(field.name)")
        }
        guard let first = lines.first else { return Place(element: path) }
        return Place(line: first.number, element: "\(first.record.name).\(path)")
    }

    /// Our codes and texts below a path, in the order of their positions: `reasons.0`, `reasons.1`.
    func list(_ path: String) -> [(path: String, text: String?, raw: String?)] {
        (0..<AgencyReturnPaths.listMax).compactMap { position in
            let element = "\(path).\(position)"
            let (text, raw) = (text(element), unmapped(element))
            return text == nil && raw == nil ? nil : (element, text, raw)
        }
    }
}

// Values in the form of DHX.
extension AgencyReturnRow {
    func unmappedFault(_ path: String, _ raw: String) -> AgencyReturnFault {
        let field = lines.lazy.flatMap(\.record.fields).first { $0.source.name == path }
        return AgencyReturnFault(
            .recordMalformed, path, "the code \(LayoutReader.quoted(raw))",
            "a code of table \(field?.table ?? "")")
    }

    /// The value at a path as a batch writes it; `nil` where there is none.
    func value(
        _ path: String, _ kind: AgencyReturnValue, _ currency: Currency
    ) throws(AgencyReturnFault) -> JSONValue? {
        if let raw = unmapped(path) {
            guard kind == .text else { throw unmappedFault(path, raw) }
            return .string(Self.kept(raw))
        }
        guard let text = text(path) else { return nil }
        switch kind {
        case .amount: return try amount(path, currency).map { Self.decimal($0, currency.exponent) }
        case .percent:
            guard let points = LayoutAmount(text)?.units(decimals: 2) else {
                throw AgencyReturnFault(
                    .amountNotExact, path, LayoutReader.quoted(text), "a percentage of 2 decimals")
            }
            return Self.decimal(points, 2)
        case .whole:
            guard let number = Int64(text) else {
                throw AgencyReturnFault(.recordMalformed, path, LayoutReader.quoted(text), "a whole number")
            }
            return .integer(number)
        case .account: return .string(IBAN(text)?.text ?? text)
        case .id, .text, .day, .time, .code: return .string(text)
        }
    }

    /// Minor units of the currency, exactly; `nil` where there is none.
    func amount(_ path: String, _ currency: Currency) throws(AgencyReturnFault) -> Int64? {
        guard let text = text(path) else { return nil }
        guard let units = LayoutAmount(text)?.units(decimals: currency.exponent) else {
            throw AgencyReturnFault(
                .amountNotExact, path, LayoutReader.quoted(text),
                "an amount in \(currency.code), of at most \(currency.exponent) decimals")
        }
        return units
    }

    static func decimal(_ units: Int64, _ exponent: Int) -> JSONValue {
        .string(Money.decimalString(units, exponent: exponent))
    }

    /// A code that nobody knows, as the batch keeps it.
    static func kept(_ raw: String) -> String { "UNMAPPED(\(raw))" }

    /// The value at a path, put there under its own name or another.
    func put(
        _ path: String, _ kind: AgencyReturnValue, _ currency: Currency, as name: String? = nil,
        into tree: inout JSONValue
    ) throws(AgencyReturnFault) {
        guard let value = try value(path, kind, currency) else { return }
        tree = tree.putting(value, at: (name ?? path).split(separator: ".")[...])
    }

    /// A balance: its total at the path, its parts below it. Without paths for the parts all of it is
    /// principal; without one for the total it is the sum of the parts.
    func putBalance(
        _ path: String, asOf: Day, _ currency: Currency, as name: String, into tree: inout JSONValue
    ) throws(AgencyReturnFault) {
        let names = AgencyReturnPaths.balanceParts
        let stated = try amount(path, currency)
        var parts: [Int64] = []
        var isThere = stated != nil
        for part in names {
            let amount = try amount("\(path).\(part)", currency)
            isThere = isThere || amount != nil
            parts.append(amount ?? 0)
        }
        guard isThere else { return }
        let hasParts = names.contains { has("\(path).\($0)") }
        if !hasParts { parts[0] = stated ?? 0 }
        guard let total = stated ?? exactSum(parts) else {
            throw AgencyReturnFault(.amountNotExact, path, "a sum that does not fit", "a balance")
        }
        let day = text("\(path).asOf") ?? asOf.description
        var balance: [(String, JSONValue)] = [("asOf", .string(day))]
        balance += zip(names, parts).map { ($0, Self.decimal($1, currency.exponent)) }
        balance.append(("total", Self.decimal(total, currency.exponent)))
        for (part, value) in balance {
            tree = tree.putting(value, at: "\(name).\(part)".split(separator: ".")[...])
        }
    }
}
