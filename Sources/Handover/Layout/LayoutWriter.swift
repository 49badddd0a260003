internal import Domain

/// Writes records with a profile: header, details, trailer, byte by byte as the profile says.
struct LayoutWriter {
    let profile: LayoutProfile
    /// Removals must not wait for a letter that an encoding lacks: with this, describing texts (names,
    /// streets) are substituted, cut or left blank; what identifies the record stays exact or fails.
    var isLenient = false

    /// What a field's value is taken from.
    private struct Context {
        /// The record itself, or for header and trailer the file: `header`, `registry`, `totals`.
        let tree: JSONValue
        /// 1-based number of the line.
        let line: Int
        /// Of header and trailer: what they say of the other records.
        var tally: LayoutTally?

        /// Decimals of the currency that the record names, for amounts whose field says nothing of them. A
        /// removal names none and has no amounts.
        var decimals: Int {
            (tally?.currency ?? tree["currency"]?.text.flatMap { Currency($0) } ?? .eur).exponent
        }
    }

    /// A line to be: a record of the profile and what fills it.
    struct Row {
        let shape: LayoutRecord
        let tree: JSONValue
    }

    private var format: LayoutFormat { profile.format }

    /// The whole file. Every record stands where the caller put it.
    func bytes(file: JSONValue, records: [JSONValue], lenient: Set<Int> = []) throws(LayoutError) -> [UInt8] {
        guard profile.recordsMax == 0 || records.count <= profile.recordsMax else {
            throw LayoutError(.tooManyRecords, at: profile.name, "at most \(profile.recordsMax)")
        }
        var tally = LayoutTally(profile)
        for record in records { tally.add(record) }
        var line = headLines
        var out = try head(file, tally)
        for (position, record) in records.enumerated() {
            var writer = self
            writer.isLenient = isLenient || lenient.contains(position)
            for bytes in try writer.lines(of: record, after: line) {
                line += 1
                out += bytes
            }
        }
        return out + (try tail(file, tally, after: line))
    }

    /// Lines before the first detail.
    var headLines: Int {
        (format.headerRow ? 1 : 0) + profile.records.prefix { !$0.each.isDetail }.count
    }

    /// The heading row and the records of the file that stand before its details.
    func head(_ file: JSONValue, _ tally: LayoutTally) throws(LayoutError) -> [UInt8] {
        var out: [UInt8] = []
        var line = 0
        if format.headerRow, let detail = profile.records.first(where: \.each.isDetail) {
            var heading: [[UInt8]] = []
            for field in detail.fields {
                heading.append(try encoded(Array(field.name.unicodeScalars), substitutes: false, field.name))
            }
            out += try delimited(heading)
            line += 1
        }
        for record in profile.records.prefix(while: { !$0.each.isDetail }) {
            line += 1
            out += try self.line(record, Context(tree: file, line: line, tally: tally))
        }
        return out
    }

    /// The records of the file that stand after its details.
    func tail(_ file: JSONValue, _ tally: LayoutTally, after line: Int) throws(LayoutError) -> [UInt8] {
        let details = profile.records.drop { !$0.each.isDetail }
        var out: [UInt8] = []
        for (position, record) in details.filter({ $0.each == .file }).enumerated() {
            out += try self.line(record, Context(tree: file, line: line + position + 1, tally: tally))
        }
        return out
    }

    /// The lines of one detail record, of which there is one for every record of the profile that is for it.
    func lines(of record: JSONValue, after line: Int = 0) throws(LayoutError) -> [[UInt8]] {
        // A removal is not asked to meet what an addition must.
        for constraint in profile.constraints where constraint.severity == .error && !isLenient {
            guard constraint.assertion.holds(for: record) else {
                throw LayoutError(.constraint, at: constraint.code, "the record does not meet it")
            }
        }
        let rows = rows(of: record)
        guard !rows.isEmpty else {
            throw LayoutError(.constraint, at: profile.name, "no record of the profile is for it")
        }
        var lines: [[UInt8]] = []
        for (position, row) in rows.enumerated() {
            lines.append(try self.line(row.shape, Context(tree: row.tree, line: line + position + 1)))
        }
        return lines
    }

    /// What the lines of a record are made of, in the order of the profile.
    func rows(of record: JSONValue) -> [Row] {
        profile.records.filter { $0.each.isDetail && ($0.when?.holds(for: record) ?? true) }.flatMap {
            shape in
            shape.each.trees(of: record).map { Row(shape: shape, tree: $0) }
        }
    }

    /// Codes of the constraints of severity WARN that the record does not meet.
    func warnings(of record: JSONValue) -> [String] {
        profile.constraints.filter { $0.severity == .warning && !$0.assertion.holds(for: record) }.map(\.code)
    }

    private func line(_ shape: LayoutRecord, _ context: Context) throws(LayoutError) -> [UInt8] {
        var cells: [[UInt8]] = []
        for field in shape.fields { cells.append(try bytes(of: field, in: shape, context)) }
        switch format.kind {
        case .fixed: return cells.flatMap { $0 } + format.newline
        case .delimited: return try delimited(cells)
        }
    }

    /// Cells joined by the separator; a cell that holds separator or quote is quoted, or refused where the
    /// layout has no quote.
    private func delimited(_ cells: [[UInt8]]) throws(LayoutError) -> [UInt8] {
        let (separator, quote) = (format.separator, format.quote)
        var line: [UInt8] = []
        for (position, cell) in cells.enumerated() {
            if position > 0 { line += separator }
            let needsQuote = cell.contains { separator.contains($0) || quote.contains($0) }
            guard needsQuote else {
                line += cell
                continue
            }
            guard !quote.isEmpty else {
                throw LayoutError(.unmappable, at: "column \(position + 1)", "holds the separator")
            }
            line += quote
            for byte in cell { line += quote.contains(byte) ? quote + [byte] : [byte] }
            line += quote
        }
        return line + format.newline
    }

    // MARK: - One field

    private func bytes(
        of field: LayoutField, in shape: LayoutRecord, _ context: Context
    ) throws(LayoutError) -> [UInt8] {
        let isDescriptive: Bool =
            if case .path(let path) = field.source { field.kind == .text && path.isDescriptive } else {
                false
            }
        let forgives = isLenient && isDescriptive
        var value = try raw(field, in: shape, context)
        if value?.isEmpty ?? true { value = field.defaultValue }
        guard let value, !value.isEmpty else {
            if field.isRequired, !forgives {
                throw LayoutError(.missingValue, at: field.name, "a required value is absent")
            }
            return try fitted(field.nullValue ?? "", field, forgives: false)
        }
        return try fitted(try formatted(value, field, context), field, forgives: forgives)
    }

    private func raw(
        _ field: LayoutField, in shape: LayoutRecord, _ context: Context
    ) throws(LayoutError) -> String? {
        switch field.source {
        case .constant(let text): return text
        case .path(let path): return path.text(in: context.tree)
        case .sequence: return String(context.line)
        case .count: return context.tally.map { String($0.count(field, of: shape)) }
        case .sum:
            guard let sum = context.tally?.sum(field, of: shape) else {
                throw LayoutError(.overflow, at: field.name, "the sum is not exact or does not fit")
            }
            return sum
        case .nothing: return nil
        }
    }

    /// The value in the form of its type, not yet fitted to its width.
    private func formatted(
        _ value: String, _ field: LayoutField, _ context: Context
    ) throws(LayoutError) -> String {
        switch field.kind {
        case .filler: return ""
        case .text:
            // A tab or line break inside a name is a blank: it must neither end a record nor refuse it.
            let oneLine = String(
                String.UnicodeScalarView(
                    value.unicodeScalars.map { "\t\n\r".unicodeScalars.contains($0) ? " " : $0 }))
            let folded = format.fold.applied(to: CanonicalText.composed(oneLine))
            return format.kind == .delimited ? CSVText.neutralised(folded) : folded
        case .digits:
            guard value.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                throw LayoutError(.wrongForm, at: field.name, "digits are expected")
            }
            return value
        case .date:
            guard let day = Day(iso: value), let date = LayoutDate(pattern: field.pattern) else {
                throw LayoutError(.wrongForm, at: field.name, "a day is expected")
            }
            return date.text(of: day)
        case .code:
            guard let table = field.table else { return value }
            guard let code = profile.tables[table]?[value] else {
                throw LayoutError(.codeUnmapped, at: field.name, "table \(table) has no such code")
            }
            return code
        case .amount:
            return try amount(value, field, decimals: field.decimals ?? context.decimals)
        }
    }

    private func amount(
        _ value: String, _ field: LayoutField, decimals: Int
    ) throws(LayoutError) -> String {
        guard let units = LayoutAmount(value)?.units(decimals: decimals) else {
            throw LayoutError(
                .wrongForm, at: field.name, "an exact amount of at most \(decimals) decimals is expected")
        }
        if units < 0, field.sign == .none {
            throw LayoutError(.wrongForm, at: field.name, "the amount is negative and the field has no sign")
        }
        guard !field.isImplied else { return String(units) }
        let text = Money.decimalString(units, exponent: decimals)
        return text.split(separator: ".").joined(separator: field.decimalMark)
    }

    /// Padded or, for texts that may be, cut to the width of the field.
    private func fitted(
        _ value: String, _ field: LayoutField, forgives: Bool
    ) throws(LayoutError) -> [UInt8] {
        let isText = field.kind == .text
        var scalars = Array(value.unicodeScalars)
        if field.length > 0, scalars.count > field.length {
            guard isText, format.onOverflow == .truncateText || forgives else {
                throw LayoutError(.overflow, at: field.name, "longer than \(field.length)")
            }
            scalars = Array(scalars.prefix(field.length))
        }
        if format.kind == .fixed {
            let padding = Array(repeating: field.pad, count: field.length - scalars.count)
            if field.justify == .left {
                scalars += padding
            } else if field.pad == "0", scalars.first == "-" {
                // The sign stands before the zeros, or no number comes out.
                scalars = ["-"] + padding + scalars.dropFirst()
            } else {
                scalars = padding + scalars
            }
        }
        return try encoded(
            scalars, substitutes: isText && (format.onUnmappable == .substitute || forgives), field.name)
    }

    private func encoded(
        _ scalars: [Unicode.Scalar], substitutes: Bool, _ place: String
    ) throws(LayoutError) -> [UInt8] {
        var bytes: [UInt8] = []
        let encoding = format.encoding
        for (offset, scalar) in scalars.enumerated() where !encoding.append(scalar, to: &bytes) {
            // Every encoding has a question mark.
            guard substitutes, encoding.append("?", to: &bytes) else {
                throw LayoutError(
                    .unmappable, at: place,
                    "character \(offset + 1), \(Self.name(of: scalar)), is not in \(encoding.rawValue)")
            }
        }
        return bytes
    }

    /// `'ł' (U+0142)`; of what cannot be seen the number only.
    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return number
        default: return "'\(scalar)' (\(number))"
        }
    }
}
