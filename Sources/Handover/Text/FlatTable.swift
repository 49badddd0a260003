internal import Domain

/// One CSV table of a batch: its columns are the leaf paths of the JSON tree, its rows the items of one list.
///
/// The tables are read back into the tree, and the tree by the reader of the JSON form: one set of rules for
/// both forms, and one wording of faults.
struct FlatTable: Sendable {
    /// What a cell becomes in the tree.
    enum Kind: Sendable {
        case text
        case integer
        /// Texts without blanks in them, separated by blanks.
        case words
    }

    struct Column: Sendable {
        /// Leaf path inside the item: `balanceHeld.total`.
        let path: String
        let kind: Kind
    }

    /// File name without `.csv`.
    let name: String
    /// Path of the list in the tree, or in the item of `parent`; empty for the one row of the batch itself.
    let list: String
    /// Table whose items hold this list, and the column that both tables share.
    let parent: (table: String, key: String)?
    let columns: [Column]

    init(
        _ name: String, list: String, parent: (table: String, key: String)? = nil, texts: [String],
        integers: Set<String> = [], words: Set<String> = []
    ) {
        self.name = name
        self.list = list
        self.parent = parent
        columns = texts.map { path in
            let kind: Kind = integers.contains(path) ? .integer : words.contains(path) ? .words : .text
            return Column(path: path, kind: kind)
        }
    }

    var fileName: String { name + ".csv" }

    var heading: [String] { (parent.map { [$0.key] } ?? []) + columns.map(\.path) }

    /// Columns of a header, the same for every flow.
    static let header = [
        "format", "flow", "batchId", "sequence", "environment", "sender.scheme", "sender.value",
        "recipient.scheme", "recipient.value", "createdAt", "businessDate", "agreementRef",
        "processorAgreementRef", "previousBatchId", "resendOf",
    ].map { "header." + $0 }

    /// Columns of a balance under a name.
    static func balance(_ name: String) -> [String] {
        ["asOf", "principal", "interest", "fixedComp", "costs", "total"].map { name + "." + $0 }
    }
}

extension JSONValue {
    /// The value at a path of names, `balanceHeld.total`.
    func value(at path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }

    /// The tree with a value put at a path; objects on the way are made where they are missing.
    func putting(_ value: JSONValue, at path: ArraySlice<Substring>) -> JSONValue {
        guard let name = path.first.map(String.init) else { return value }
        var members: [Member] = []
        if case .object(let old) = self { members = old }
        let position = members.firstIndex { $0.name == name }
        let base = position.map { members[$0].value } ?? .object([])
        let member = Member(name: name, value: base.putting(value, at: path.dropFirst()))
        if let position { members[position] = member } else { members.append(member) }
        return .object(members)
    }

    func putting(_ value: JSONValue, at path: String) -> JSONValue {
        putting(value, at: path.split(separator: ".")[...])
    }

    /// The elements of the list at a path; none where there is none.
    func elements(at path: String) -> [JSONValue] {
        guard case .array(let elements) = value(at: path) else { return [] }
        return elements
    }
}

/// Writes a tree as tables.
enum FlatTables {
    /// One file a table, in the order of the tables.
    static func files(of tree: JSONValue, _ tables: [FlatTable]) -> [OutputFile] {
        tables.map { table in
            var text = CSVText(heading: table.heading)
            if table.list.isEmpty {
                text.add(cells(of: tree, table))
            } else if let parent = table.parent {
                let list = tables.first { $0.name == parent.table }?.list ?? ""
                for item in tree.elements(at: list) {
                    let key = cell(item.value(at: parent.key))
                    for part in item.elements(at: table.list) { text.add([key] + cells(of: part, table)) }
                }
            } else {
                for item in tree.elements(at: table.list) { text.add(cells(of: item, table)) }
            }
            return OutputFile(path: table.fileName, bytes: text.bytes)
        }
    }

    private static func cells(of item: JSONValue, _ table: FlatTable) -> [String] {
        table.columns.map { cell(item.value(at: $0.path)) }
    }

    private static func cell(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let flag): String(flag)
        case .array(let elements): elements.map { cell($0) }.joined(separator: " ")
        case .object, .null, nil: ""
        }
    }
}
