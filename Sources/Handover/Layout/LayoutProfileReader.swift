/// Reads the JSON of a layout profile into a `LayoutProfile` whose promises are checked.
enum LayoutProfileReader {
    static func profile(_ json: [UInt8]) throws(LayoutError) -> LayoutProfile {
        var keys = try LayoutKeys(try tree(json), at: "")
        let format = try format(try keys.require(keys.value("format"), "format"))
        let tables = try tables(keys.value("tables"))
        let direction = try keys.require(
            try keys.word("direction", LayoutProfile.Direction.self), "direction")
        let reader = LayoutRecordReader(format: format, tables: tables, direction: direction)
        var records: [LayoutRecord] = []
        for (position, value) in try keys.require(try keys.list("records"), "records").enumerated() {
            records.append(try reader.record(value, at: "records[\(position)]"))
        }
        try check(records, format: format)
        var constraints: [LayoutConstraint] = []
        for (position, value) in (try keys.list("constraints") ?? []).enumerated() {
            constraints.append(try constraint(value, at: "constraints[\(position)]"))
        }
        guard let fileName = LayoutFileName(try keys.name("fileName")) else {
            throw LayoutError(.wrongValue, at: "fileName", "a placeholder is unknown")
        }
        let agency = try direction == .incoming ? agency(&keys) : (flow: nil, values: [:])
        let profile = LayoutProfile(
            name: try keys.name("profile"),
            status: try keys.require(try keys.word("status", LayoutProfile.Status.self), "status"),
            source: try keys.name("source"),
            direction: direction,
            // Left untaken for a file that goes out, and so unknown there.
            onError: direction == .out
                ? .rejectFile : try keys.word("onError", RegistryReturn.Level.self) ?? .rejectFile,
            flow: agency.flow, values: agency.values, sha256: SHA256Text.digest(of: json), format: format,
            fileName: fileName,
            recordsMax: try keys.number("maxRecords", in: 1...9_999_999) ?? 0, constraints: constraints,
            tables: tables, records: records)
        try keys.finish()
        if profile.flow == .remittance, profile.onError != .rejectFile {
            throw LayoutError(
                .wrongValue, at: "onError", "a settlement is taken whole: REJECT_FILE is expected")
        }
        return profile
    }

    /// What a profile for an agency's return file has of its own: the flow of the batch, and constants.
    private static func agency(
        _ keys: inout LayoutKeys
    ) throws(LayoutError) -> (flow: HandoverFlow?, values: [String: String]) {
        let flows: [HandoverFlow] = [.acknowledgement, .status, .remittance]
        guard let word = try keys.text("flow") else { return (nil, [:]) }
        guard let flow = flows.first(where: { $0.rawValue == word }) else {
            throw LayoutError(
                .wrongValue, at: "flow",
                "one of " + flows.map(\.rawValue).joined(separator: ", ") + " is expected")
        }
        guard let value = keys.value("values") else { return (flow, [:]) }
        return (flow, try texts(value, at: "values"))
    }

    /// The texts of an object whose names are data.
    private static func texts(_ value: JSONValue, at place: String) throws(LayoutError) -> [String: String] {
        guard case .object(let members) = value else {
            throw LayoutError(.wrongValue, at: place, "an object is expected")
        }
        var texts: [String: String] = [:]
        for member in members {
            guard case .string(let text) = member.value else {
                throw LayoutError(.wrongValue, at: "\(place).\(member.name)", "a text is expected")
            }
            texts[member.name] = text
        }
        return texts
    }

    private static func tree(_ json: [UInt8]) throws(LayoutError) -> JSONValue {
        do {
            return try JSONReader.value(of: json)
        } catch {
            throw LayoutError(.syntax, at: "line \(error.line)", error.found)
        }
    }

    private static func format(_ value: JSONValue) throws(LayoutError) -> LayoutFormat {
        var keys = try LayoutKeys(value, at: "format")
        let kind = try keys.require(try keys.word("kind", LayoutFormat.Kind.self), "kind")
        let encoding = try keys.require(try keys.word("encoding", LayoutEncoding.self), "encoding")
        var format = LayoutFormat(
            kind: kind, encoding: encoding, newline: try newline(&keys, kind, encoding),
            recordLength: 0, separator: [], quote: [], headerRow: false,
            fold: try keys.word("fold", LayoutFormat.Fold.self) ?? .none,
            onUnmappable: try keys.word("onUnmappable", LayoutFormat.OnUnmappable.self) ?? .error,
            onOverflow: try keys.word("onOverflow", LayoutFormat.OnOverflow.self) ?? .error)
        // A key of the other kind is left untaken and so is unknown.
        switch kind {
        case .fixed:
            format.recordLength = try keys.require(
                try keys.number("recordLength", in: 1...10_000), "recordLength")
        case .delimited:
            let separator = try keys.require(try keys.character("separator"), "separator")
            format.separator = try mark(separator, "separator", keys, encoding)
            let quote = try keys.text("quote") ?? "\""
            guard quote.unicodeScalars.count <= 1 else {
                throw LayoutError(.wrongValue, at: "format.quote", "one character or none is expected")
            }
            if let scalar = quote.unicodeScalars.first {
                format.quote = try mark(scalar, "quote", keys, encoding)
            }
            format.headerRow = try keys.flag("headerRow") ?? false
        }
        try keys.finish()
        return format
    }

    private static func newline(
        _ keys: inout LayoutKeys, _ kind: LayoutFormat.Kind, _ encoding: LayoutEncoding
    ) throws(LayoutError) -> [UInt8] {
        let newline = try keys.require(try keys.word("newline", LayoutFormat.Newline.self), "newline")
        if kind == .delimited, newline == .none {
            throw LayoutError(.wrongValue, at: keys.path("newline"), "NONE is for records of one length")
        }
        guard let bytes = newline.bytes(in: encoding) else {
            throw LayoutError(
                .wrongValue, at: keys.path("newline"),
                "\(encoding.rawValue) has no line end \(newline.rawValue)")
        }
        return bytes
    }

    /// A separator or quote in the encoding of the file.
    private static func mark(
        _ scalar: Unicode.Scalar, _ name: String, _ keys: LayoutKeys, _ encoding: LayoutEncoding
    ) throws(LayoutError) -> [UInt8] {
        guard let bytes = encoding.bytes(ofMark: scalar) else {
            throw LayoutError(
                .wrongValue, at: keys.path(name), "a character of \(encoding.rawValue) is expected")
        }
        return bytes
    }

    private static func tables(_ value: JSONValue?) throws(LayoutError) -> [String: [String: String]] {
        guard let value else { return [:] }
        guard case .object(let members) = value else {
            throw LayoutError(.wrongValue, at: "tables", "an object is expected")
        }
        var tables: [String: [String: String]] = [:]
        for table in members {
            tables[table.name] = try texts(table.value, at: "tables.\(table.name)")
        }
        return tables
    }

    private static func constraint(
        _ value: JSONValue, at place: String
    ) throws(LayoutError) -> LayoutConstraint {
        var keys = try LayoutKeys(value, at: place)
        let constraint = LayoutConstraint(
            code: try keys.name("code"),
            assertion: try keys.require(try keys.condition("assert"), "assert"),
            severity: try keys.word("severity", LayoutConstraint.Severity.self) ?? .error)
        try keys.finish()
        return constraint
    }

    private static func check(_ records: [LayoutRecord], format: LayoutFormat) throws(LayoutError) {
        let details = records.filter(\.each.isDetail)
        guard let first = details.first else {
            throw LayoutError(.missingValue, at: "records", "no record stands for each record")
        }
        guard Set(records.map(\.name)).count == records.count else {
            throw LayoutError(.wrongValue, at: "records", "two records have one name")
        }
        // One heading row can only name the columns of one shape.
        guard format.headerRow else { return }
        for other in details where other.fields.map(\.name) != first.fields.map(\.name) {
            throw LayoutError(
                .wrongValue, at: "records.\(other.name)", "its fields differ from the heading row")
        }
    }
}
