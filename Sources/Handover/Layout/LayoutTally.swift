internal import Domain

/// What the records of the file itself say of the others: counts and sums, taken as those pass by, so that
/// none of them is held.
struct LayoutTally {
    /// What a field is filled with. A field has a name of its own in its record, so both name it.
    private struct Key: Hashable {
        let record: String
        let field: String
    }

    /// A sum so far; `nil` where it is not exact or does not fit.
    private var sums: [Key: Int64?] = [:]
    private var counts: [Key: Int] = [:]
    private let sources: [(key: Key, field: LayoutField)]
    /// Of the first record that names a currency, for amounts whose field says nothing of their decimals.
    private(set) var currency: Currency?

    init(_ profile: LayoutProfile) {
        sources = profile.records.filter { $0.each == .file }.flatMap { record in
            record.fields.compactMap { field in
                switch field.source {
                case .count, .sum: (Key(record: record.name, field: field.name), field)
                case .constant, .path, .sequence, .nothing: nil
                }
            }
        }
    }

    /// Whether an amount is summed up whatever its currency.
    var mixesCurrencies: Bool {
        sources.contains { _, field in
            guard case .sum(_, let condition) = field.source else { return false }
            return condition?.path.steps != ["currency"]
        }
    }

    /// Takes one more record.
    mutating func add(_ record: JSONValue) {
        if currency == nil { currency = record["currency"]?.text.flatMap { Currency($0) } }
        for (key, field) in sources {
            switch field.source {
            case .count(let condition):
                if condition?.holds(for: record) ?? true { counts[key, default: 0] += 1 }
            case .sum(let path, let condition):
                guard condition?.holds(for: record) ?? true, let amount = path.text(in: record) else {
                    continue
                }
                let units = LayoutAmount(amount)?.units(decimals: decimals(of: field))
                let before = sums[key] ?? 0
                sums[key] = .some(before.flatMap { sum in units.flatMap { exactSum([sum, $0]) } })
            case .constant, .path, .sequence, .nothing: break
            }
        }
    }

    func count(_ field: LayoutField, of record: LayoutRecord) -> Int {
        counts[Key(record: record.name, field: field.name)] ?? 0
    }

    /// The sum as a decimal text; `nil` where it is not exact or does not fit.
    func sum(_ field: LayoutField, of record: LayoutRecord) -> String? {
        let sum = sums[Key(record: record.name, field: field.name)] ?? .some(0)
        return sum.map { Money.decimalString($0, exponent: decimals(of: field)) }
    }

    private func decimals(of field: LayoutField) -> Int {
        field.decimals ?? (currency ?? .eur).exponent
    }
}
