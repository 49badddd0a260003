/// Reads the records and fields of a profile and checks that they fit together.
struct LayoutRecordReader {
    let format: LayoutFormat
    let tables: [String: [String: String]]
    let direction: LayoutProfile.Direction

    func record(_ value: JSONValue, at place: String) throws(LayoutError) -> LayoutRecord {
        var keys = try LayoutKeys(value, at: place)
        let name = try keys.name("name")
        let each = try keys.require(try keys.word("each", LayoutRecord.Occurrence.self), "each")
        // Each has a key of its own: what a record is written for, and by what it is known again.
        let when = direction == .out ? try keys.condition("when") : nil
        let match = direction == .incoming ? try match(&keys) : nil
        if direction == .incoming, each == .line || each == .debtor {
            throw LayoutError(
                .wrongValue, at: keys.path("each"), "a return file has the records file and record")
        }
        if each == .file, when != nil {
            throw LayoutError(.wrongValue, at: keys.path("when"), "a record of the file has no condition")
        }
        var fields: [LayoutField] = []
        var next = 1
        for (position, value) in try keys.require(try keys.list("fields"), "fields").enumerated() {
            let (field, start) = try field(value, each: each, at: keys.path("fields[\(position)]"))
            if let start, start != next {
                throw LayoutError(
                    .notContiguous, at: "\(name).\(field.name)",
                    "starts at \(start), the one before ends at \(next - 1)")
            }
            next += field.length
            fields.append(field)
        }
        try keys.finish()
        if format.kind == .fixed, next - 1 != format.recordLength {
            throw LayoutError(
                .notContiguous, at: name, "ends at \(next - 1), the record at \(format.recordLength)")
        }
        guard !fields.isEmpty, Set(fields.map(\.name)).count == fields.count else {
            throw LayoutError(.wrongValue, at: place, "no field, or two fields with one name")
        }
        return LayoutRecord(name: name, each: each, when: when, match: match, fields: fields)
    }

    private func match(_ keys: inout LayoutKeys) throws(LayoutError) -> LayoutMatch? {
        guard let value = keys.value("match") else { return nil }
        var inner = try LayoutKeys(value, at: keys.path("match"))
        let start = try inner.require(try inner.number("start", in: 1...10_000), "start")
        let match = LayoutMatch(start: start, value: try inner.name("value"))
        try inner.finish()
        return match
    }

    /// The field, and where it says it starts.
    private func field(
        _ value: JSONValue, each: LayoutRecord.Occurrence, at place: String
    ) throws(LayoutError) -> (field: LayoutField, start: Int?) {
        var keys = try LayoutKeys(value, at: place)
        let kind = try keys.require(try keys.word("type", LayoutField.Kind.self), "type")
        let isNumber = kind == .digits || kind == .amount
        var start: Int?
        var length = 0
        if format.kind == .fixed {
            start = try keys.require(try keys.number("start", in: 1...10_000), "start")
            length = try keys.require(try keys.number("length", in: 1...10_000), "length")
        } else {
            length = try keys.number("length", in: 1...10_000) ?? 0
        }
        let field = LayoutField(
            name: try keys.name("name"), length: length, kind: kind,
            source: try source(&keys, kind: kind, each: each), table: try keys.text("table"),
            defaultValue: try keys.text("default"), nullValue: try keys.text("nullValue"),
            isRequired: try keys.flag("required") ?? false,
            justify: try keys.word("justify", LayoutField.Justify.self) ?? (isNumber ? .right : .left),
            pad: try keys.character("pad") ?? (isNumber ? "0" : " "),
            decimals: try keys.number("decimals", in: 0...6),
            isImplied: try keys.flag("implied") ?? false,
            decimalMark: try keys.text("decimalMark") ?? ".",
            // Left untaken for a file that goes out, and so unknown there: amounts are written without.
            groupMark: direction == .incoming ? try keys.character("groupMark") : nil,
            sign: try keys.word("sign", LayoutField.Sign.self) ?? .none,
            pattern: try keys.text("pattern") ?? "yyyyMMdd")
        try keys.finish()
        try check(field, at: place)
        return (field, start)
    }

    private func source(
        _ keys: inout LayoutKeys, kind: LayoutField.Kind, each: LayoutRecord.Occurrence
    ) throws(LayoutError) -> LayoutField.Source {
        var sources: [LayoutField.Source] = []
        if let text = try keys.text("const") { sources.append(.constant(text)) }
        if let path = try keys.layoutPath("path") { sources.append(.path(path)) }
        if let value = keys.value("count") {
            var inner = try LayoutKeys(value, at: keys.path("count"))
            sources.append(.count(try inner.condition("where")))
            try inner.finish()
        }
        if let value = keys.value("sum") {
            var inner = try LayoutKeys(value, at: keys.path("sum"))
            let path = try inner.require(try inner.layoutPath("path"), "path")
            sources.append(.sum(path, try inner.condition("where")))
            try inner.finish()
        }
        if try keys.flag("seq") ?? false { sources.append(.sequence) }
        guard sources.count == (kind == .filler ? 0 : 1) else {
            throw LayoutError(
                .wrongValue, at: keys.place,
                kind == .filler ? "a filler has no value" : "one of const, path, count, sum, seq is expected")
        }
        switch sources.first {
        case .count where each.isDetail, .sum where each.isDetail:
            throw LayoutError(.wrongValue, at: keys.place, "count and sum stand in records of the file")
        case .some(let source): return source
        case .none: return .nothing
        }
    }

    private func check(_ field: LayoutField, at place: String) throws(LayoutError) {
        func wrong(_ detail: String) -> LayoutError {
            LayoutError(.wrongValue, at: "\(place) \(field.name)", detail)
        }
        if let table = field.table {
            guard field.kind == .code else { throw wrong("only a code has a table") }
            guard tables[table] != nil else { throw wrong("the table is not in the profile") }
        }
        if let mark = field.groupMark {
            guard field.kind == .amount, !field.isImplied else {
                throw wrong("only an amount that is written with its decimal mark has a group mark")
            }
            guard !field.decimalMark.unicodeScalars.contains(mark),
                !"-0123456789".unicodeScalars.contains(mark)
            else { throw wrong("the group mark is neither the decimal mark, nor a digit, nor a minus") }
        }
        if field.kind == .date, LayoutDate(pattern: field.pattern) == nil {
            throw wrong("a date pattern has yyyy, MM and dd once each, and no other letters")
        }
        if case .constant(let text) = field.source, field.length > 0, text.unicodeScalars.count > field.length
        {
            throw wrong("the constant is longer than the field")
        }
        if let text = field.nullValue, field.length > 0, text.unicodeScalars.count > field.length {
            throw wrong("the null value is longer than the field")
        }
        if field.isRequired, field.defaultValue != nil || field.nullValue != nil {
            throw wrong("a required field has no default and no null value")
        }
    }
}
