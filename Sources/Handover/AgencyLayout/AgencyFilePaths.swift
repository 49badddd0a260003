/// The paths that a layout of an agency may name: a mistyped one would be a column of blanks for good.
struct AgencyFilePaths {
    /// What stands beside the members of an operation, and what it is in the schema.
    private static let flattened = [
        "currency": "currency", "debtor": "party", "debtorRole": "id", "balance": "balance", "taxId": "id",
        "email": "id", "phone": "id", "mobile": "id",
    ]
    private static let ofAgency: Set<String> = ["client", "profile"]

    private let schema: JSONValue

    /// `nil` where the program lost its resources.
    init?() {
        guard let schema = try? JSONReader.value(of: HandoverSchema.cases.jsonSchema) else { return nil }
        self.schema = schema
    }

    /// Whether a record can have a value there.
    func knows(_ path: LayoutPath, in each: LayoutRecord.Occurrence) -> Bool {
        guard let first = path.steps.first else { return false }
        let rest = path.steps.dropFirst()
        if each == .file {
            switch first {
            case "header", "totals": return leads(path.steps[...], in: schema)
            case "agency": return path.steps.count == 2 && Self.ofAgency.contains(path.steps[1])
            default: return false
            }
        }
        if let name = Self.flattened[first] { return leads(rest, in: definition(name)) }
        if first == "line" {
            guard each == .line else { return false }
            return rest == ["amount"] || leads(rest, in: definition("line"))
        }
        return leads(path.steps[...], in: definition("op"))
    }

    /// Whether a condition can be of any use: of sums and counts also `row`, the name of the record.
    func knows(_ condition: LayoutCondition, in each: LayoutRecord.Occurrence) -> Bool {
        condition.path.steps == ["row"] || knows(condition.path, in: each)
    }

    private func definition(_ name: String) -> JSONValue { schema["$defs"]?[name] ?? .null }

    /// Whether the steps lead to a value that can be written: a text, a number, a flag.
    private func leads(_ steps: ArraySlice<String>, in schema: JSONValue) -> Bool {
        var here = resolved(schema)
        for step in steps {
            let next = Int(step) == nil ? here["properties"]?[step] : here["items"]
            guard let next else { return false }
            here = resolved(next)
        }
        return here["properties"] == nil && here["items"] == nil && here != .null
    }

    private func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.text else { return schema }
        return definition(reference.split(separator: "/").last.map(String.init) ?? "")
    }
}
