internal import Domain

/// Reads the tables of a batch back into its tree, and remembers which row each item came from.
struct FlatTablesReader {
    /// The tree, for the reader of the JSON form.
    private(set) var tree = JSONValue.object([])
    /// Row of an item by its path in the tree: `$.ops[3]` is row 5 of `ops.csv`.
    private var places: [String: (file: String, row: Int)] = [:]
    /// Items of each table with their keys, for the tables below.
    private var items: [String: [JSONValue]] = [:]

    /// - Parameter files: every table by its file name; other files are not looked at.
    init(_ files: [OutputFile], _ tables: [FlatTable]) throws(HandoverFault) {
        var parsed: [String: [[String: String]]] = [:]
        for table in tables { parsed[table.name] = try Self.rows(of: table, files) }
        for table in tables where table.parent == nil {
            let rows = parsed[table.name] ?? []
            if table.list.isEmpty {
                guard let row = rows.first, rows.count == 1 else {
                    throw HandoverFault(
                        .inconsistent, file: table.fileName, path: "$", found: "\(rows.count) rows",
                        expected: "one row under the heading")
                }
                tree = Self.filled(tree, row, table)
                places["$"] = (table.fileName, 2)
            } else {
                items[table.name] = rows.map { Self.filled(.object([]), $0, table) }
                for index in rows.indices {
                    places["$.\(table.list)[\(index)]"] = (table.fileName, index + 2)
                }
            }
        }
        for table in tables { try join(table, rows: parsed[table.name] ?? [], tables) }
        for table in tables where table.parent == nil && !table.list.isEmpty {
            tree = tree.putting(.array(items[table.name] ?? []), at: table.list)
        }
    }

    /// Puts the rows of a table below into the items above.
    private mutating func join(
        _ table: FlatTable, rows: [[String: String]], _ tables: [FlatTable]
    ) throws(HandoverFault) {
        guard let parent = table.parent, let above = tables.first(where: { $0.name == parent.table }) else {
            return
        }
        var owners: [String: [Int]] = [:]
        for (index, item) in (items[above.name] ?? []).enumerated() {
            guard case .string(let key) = item.value(at: parent.key) else { continue }
            owners[key, default: []].append(index)
        }
        for (index, row) in rows.enumerated() {
            let key = row[parent.key] ?? ""
            guard let owner = owners[key]?.first, owners[key]?.count == 1,
                let item = items[above.name]?[owner]
            else {
                throw HandoverFault(
                    .inconsistent, file: table.fileName, path: "row[\(index + 2)].\(parent.key)",
                    found: FieldReader.quoted(key), expected: "one row of \(above.fileName) with it")
            }
            let parts = item.elements(at: table.list)
            let place = "$.\(above.list)[\(owner)].\(table.list)[\(parts.count)]"
            places[place] = (table.fileName, index + 2)
            let part = Self.filled(.object([]), row, table)
            items[above.name]?[owner] = item.putting(.array(parts + [part]), at: table.list)
        }
    }

    /// The rows as cells by column. The heading must have every column once, in any order, and no other.
    private static func rows(
        of table: FlatTable, _ files: [OutputFile]
    ) throws(HandoverFault) -> [[String: String]] {
        let name = table.fileName
        func fault(
            _ code: HandoverFault.Code, _ row: Int, _ found: String, _ expected: String
        ) -> HandoverFault {
            HandoverFault(code, file: name, path: "row[\(row)]", found: found, expected: expected)
        }
        guard let file = files.first(where: { $0.path == name || $0.path.hasSuffix("/" + name) }) else {
            throw HandoverFault(.fieldMissing, file: name, path: "$", found: "no file", expected: "a table")
        }
        let rows: [[String]]
        do throws(CSVSyntaxError) {
            rows = try CSVReader.rows(of: file.bytes)
        } catch {
            throw fault(.syntax, error.row, error.found, "CSV after RFC 4180")
        }
        let heading = rows.first ?? []
        let known = Set(table.heading)
        if let unknown = heading.first(where: { !known.contains($0) }) {
            throw fault(.fieldUnknown, 1, FieldReader.quoted(unknown), "no such column")
        }
        if let missing = table.heading.first(where: { column in heading.count { $0 == column } != 1 }) {
            throw fault(.fieldMissing, 1, "the column not once", "the column \(missing) once")
        }
        var cells: [[String: String]] = []
        for (index, row) in rows.dropFirst().enumerated() {
            guard row.count == heading.count else {
                throw fault(.syntax, index + 2, "\(row.count) cells", "\(heading.count) cells")
            }
            cells.append(Dictionary(uniqueKeysWithValues: zip(heading, row)))
        }
        return cells
    }

    /// The item with the cells of a row in their places; an empty cell is no field.
    private static func filled(
        _ item: JSONValue, _ row: [String: String], _ table: FlatTable
    ) -> JSONValue {
        table.columns.reduce(item) { item, column in
            guard let cell = row[column.path], !cell.isEmpty else { return item }
            return item.putting(value(of: cell, column.kind), at: column.path)
        }
    }

    private static func value(of cell: String, _ kind: FlatTable.Kind) -> JSONValue {
        switch kind {
        case .text: .string(cell)
        // What is no number stays text, which the reader of the field refuses with its place.
        case .integer: Int64(cell).flatMap { String($0) == cell ? .integer($0) : nil } ?? .string(cell)
        case .words: .array(cell.split(separator: " ").map { .string(String($0)) })
        }
    }

    /// The fault at its row: `ops.csv row[5].status` for `$.ops[3].status`.
    func placed(_ fault: HandoverFault) -> HandoverFault {
        var prefix = fault.path
        while true {
            if let place = places[prefix] {
                let rest = fault.path.dropFirst(prefix.count)
                return HandoverFault(
                    fault.code, file: place.file, path: "row[\(place.row)]" + rest, found: fault.found,
                    expected: fault.expected)
            }
            guard let dot = prefix.lastIndex(of: ".") else { return fault }
            prefix = String(prefix[..<dot])
        }
    }

    /// Reads tables by the reader of the JSON form.
    static func read<Value>(
        _ files: [OutputFile], _ tables: [FlatTable], _ read: (FieldReader) -> HandoverReading<Value>
    ) -> HandoverReading<Value> {
        do throws(HandoverFault) {
            let reader = try FlatTablesReader(files, tables)
            let root = try FieldReader(reader.tree, file: "csv", path: "$")
            let reading = read(root)
            return HandoverReading(value: reading.value, faults: reading.faults.map(reader.placed))
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }
}
