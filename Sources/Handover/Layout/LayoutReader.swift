internal import Domain

/// One line of a return file as its profile reads it.
struct LayoutLine: Equatable {
    /// Of the profile.
    let record: LayoutRecord
    /// 1-based, in the file.
    let number: Int
    /// By path; what is absent is not in it.
    var values: [String: String] = [:]
    /// Codes that no table maps, by path, as they stand.
    var unmapped: [String: String] = [:]
}

/// Reads a registry's or agency's own file with a profile of direction IN.
///
/// What does not fit is a problem with line, field, what was found and what was expected. A line with one is
/// left out: half of it would say something else than the registry did.
struct LayoutReader {
    let profile: LayoutProfile
    private(set) var lines: [LayoutLine] = []
    private(set) var problems: [Problem] = []
    private let decoder: LayoutDecoder

    private var format: LayoutFormat { profile.format }

    /// A field as it stands in a line.
    private struct Cell {
        let field: LayoutField
        /// 1-based: position in a FIXED line, number of the column in a DELIMITED one.
        let start: Int
        let text: [Unicode.Scalar]
    }

    init(_ bytes: [UInt8], profile: LayoutProfile) {
        self.profile = profile
        decoder = LayoutDecoder(profile.format.encoding)
        let all = format.lines(of: bytes)
        guard !all.isEmpty else {
            problems.append(Problem(.fileEmpty))
            return
        }
        if let mark = format.foreignMark(of: bytes) {
            problems.append(Problem(.encodingInvalid, found: mark, expected: format.encoding.rawValue))
            return
        }
        for (position, bytes) in all.enumerated() {
            if format.headerRow, position == 0 { checkHeading(bytes) } else { read(bytes, position + 1) }
        }
        checkWhole(lineCount: all.count)
        checkTotals()
    }

    /// Header and trailer stand once: without its trailer a file was cut.
    private mutating func checkWhole(lineCount: Int) {
        guard problems.isEmpty else { return }
        for record in profile.records where record.each == .file {
            let count = lines.count { $0.record.name == record.name }
            if count != 1 { add(.fieldMissing, lineCount, record.name, "\(count) times", "once") }
        }
    }

    private mutating func add(
        _ code: Problem.Code, _ line: Int, _ field: String?, column: Int = 0, _ found: String,
        _ expected: String
    ) {
        problems.append(
            Problem(
                code, at: Place(line: line, column: column, element: field), found: found, expected: expected)
        )
    }

    private mutating func checkHeading(_ bytes: ArraySlice<UInt8>) {
        let columns = profile.records.first { $0.each == .record }?.fields ?? []
        let heading = LayoutHeading(names: columns.map(\.name), format: format)
        guard let difference = heading.difference(of: bytes) else { return }
        add(.headingUnknown, 1, nil, column: difference.column, difference.found, difference.expected)
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>, _ number: Int) {
        var split: [[UInt8]] = [Array(bytes)]
        if format.kind == .delimited {
            guard let cells = format.cells(of: bytes) else {
                return add(.recordMalformed, number, nil, "a quote that does not end", "a closed quote")
            }
            // Spreadsheets go on with rows of which nothing is filled in.
            if cells.allSatisfy(\.isEmpty) { return }
            split = cells
        }
        let cells = split.compactMap { decoder.text(of: $0) }
        guard cells.count == split.count else {
            if let end = format.misplacedLineEnd(in: bytes) {
                return add(.recordMalformed, number, nil, "the line end \(end)", format.lineEndName)
            }
            return add(
                .encodingInvalid, number, nil, "a byte that is no character", format.encoding.rawValue)
        }
        let line = cells[0]
        if format.kind == .fixed, line.count != format.recordLength {
            return add(.recordMalformed, number, nil, "\(line.count) characters", "\(format.recordLength)")
        }
        guard let record = profile.records.first(where: { fits($0, line, cells) }) else {
            if let counts = columnCounts(unlike: cells.count) {
                return add(.recordMalformed, number, nil, "\(cells.count) columns", counts)
            }
            let names = profile.records.map(\.name).joined(separator: ", ")
            return add(.recordMalformed, number, nil, "a line of no known record", "one of \(names)")
        }
        if format.kind == .delimited, cells.count != record.fields.count {
            return add(
                .recordMalformed, number, record.name, "\(cells.count) columns", "\(record.fields.count)")
        }
        let before = problems.count
        var result = LayoutLine(record: record, number: number)
        for cell in self.cells(of: record, line, cells) { take(cell, into: &result) }
        if problems.count == before { lines.append(result) }
    }

    /// Whether a line is of a record: by its `match`, else by its constants.
    private func fits(_ record: LayoutRecord, _ line: [Unicode.Scalar], _ split: [[Unicode.Scalar]]) -> Bool {
        if let match = record.match {
            let value = Array(match.value.unicodeScalars)
            guard format.kind == .fixed else {
                return match.start <= split.count && split[match.start - 1] == value
            }
            return line.dropFirst(match.start - 1).starts(with: value)
        }
        guard format.kind == .fixed || split.count == record.fields.count else { return false }
        return cells(of: record, line, split).allSatisfy { cell in
            guard case .constant(let text) = cell.field.source else { return true }
            return stripped(cell) == text
        }
    }

    /// The numbers of columns that records have which are known by nothing else, `11 or 13`; `nil` where one
    /// of them has as many as the line.
    private func columnCounts(unlike count: Int) -> String? {
        guard format.kind == .delimited else { return nil }
        let counts = Set(profile.records.filter { $0.match == nil }.map(\.fields.count))
        guard !counts.isEmpty, !counts.contains(count) else { return nil }
        return counts.sorted().map(String.init).joined(separator: " or ")
    }

    private func cells(
        of record: LayoutRecord, _ line: [Unicode.Scalar], _ split: [[Unicode.Scalar]]
    ) -> [Cell] {
        var start = 1
        return record.fields.enumerated().map { position, field in
            guard format.kind == .fixed else {
                return Cell(field: field, start: position + 1, text: split[position])
            }
            let cell = Cell(
                field: field, start: start,
                text: Array(line.dropFirst(start - 1).prefix(field.length)))
            start += field.length
            return cell
        }
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// The value without its padding. Of a number of zeros alone one stays.
    private func stripped(_ cell: Cell) -> String {
        guard format.kind == .fixed else { return Self.string(cell.text) }
        let pad = cell.field.pad
        var text = cell.text[...]
        if cell.field.justify == .left {
            while text.last == pad { text.removeLast() }
        } else {
            let least = pad == "0" && !text.isEmpty ? 1 : 0
            while text.count > least, text.first == pad { text.removeFirst() }
        }
        return Self.string(text)
    }

    // MARK: - One field

    private mutating func take(_ cell: Cell, into line: inout LayoutLine) {
        let field = cell.field
        guard field.kind != .filler else { return }
        func wrong(_ code: Problem.Code, _ found: String, _ expected: String) -> Problem {
            Problem(
                code,
                at: Place(
                    line: line.number, column: cell.start, element: "\(line.record.name).\(field.name)"),
                found: found, expected: expected)
        }
        var text = stripped(cell)
        if let null = field.nullValue, Self.string(cell.text) == null || text == null { text = "" }
        if text.isEmpty { text = field.defaultValue ?? "" }
        if case .constant(let expected) = field.source {
            if text != expected { problems.append(wrong(.recordMalformed, Self.quoted(text), expected)) }
            return
        }
        guard !text.isEmpty else {
            if field.isRequired { problems.append(wrong(.fieldMissing, "nothing", field.name)) }
            return
        }
        guard let value = field.value(of: text) else {
            // As it stands: `0X`, not the `X` that is left without its padding.
            let raw = Self.string(cell.text).trimmingBlanks
            problems.append(
                wrong(field.codeOfUnreadable, Self.quoted(raw), field.expectedForm))
            return
        }
        let path = field.source.name
        guard field.kind == .code, let table = field.table else {
            line.values[path] = value
            return
        }
        if let ours = profile.meaning(of: value, in: table) {
            line.values[path] = ours
        } else {
            line.unmapped[path] = value
        }
    }

    /// A code or number as it stands, short; of texts nothing is ever shown.
    static func quoted(_ text: String) -> String { "'\(text.prefix(40))'" }

    // MARK: - Totals

    /// What the file says of itself against what was read. A line that was left out makes a count differ:
    /// then the line is said, and the count is not.
    private mutating func checkTotals() {
        guard problems.isEmpty else { return }
        let details = lines.filter { $0.record.each == .record }
        for line in lines where line.record.each == .file {
            for field in line.record.fields {
                guard let stated = line.values[field.source.name] else { continue }
                let counted: String
                let code: Problem.Code
                switch field.source {
                case .count(let condition):
                    counted = String(details.count { condition?.holds(for: $0.values) ?? true })
                    code = .countMismatch
                case .sum(let path, let condition):
                    let name = path.steps.joined(separator: ".")
                    let units = details.filter { condition?.holds(for: $0.values) ?? true }
                        .compactMap { LayoutAmount($0.values[name] ?? "")?.units(decimals: field.returned) }
                    counted =
                        exactSum(units).map { Money.decimalString($0, exponent: field.returned) } ?? "no sum"
                    code = .totalsDiffer
                case .sequence:
                    counted = String(line.number)
                    code = .recordMalformed
                case .constant, .path, .nothing: continue
                }
                if Self.number(stated) != Self.number(counted) {
                    add(code, line.number, "\(line.record.name).\(field.name)", stated, counted)
                }
            }
        }
    }

    /// Without leading zeros, so that `00000003` is 3.
    private static func number(_ text: String) -> Substring {
        let rest = text.drop { $0 == "0" }
        return rest.isEmpty ? "0" : rest
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension LayoutField.Source {
    /// The path, or what stands for it in what was read.
    var name: String {
        switch self {
        case .path(let path): path.steps.joined(separator: ".")
        case .count(let condition): "count(\(condition?.name ?? ""))"
        case .sum(let path, let condition):
            "sum(\(path.steps.joined(separator: ".")) \(condition?.name ?? ""))"
        case .sequence: "seq"
        case .constant, .nothing: ""
        }
    }
}

extension LayoutCondition {
    fileprivate var name: String {
        path.steps.joined(separator: ".") + (isNegated ? "!=" : "=") + values.joined(separator: "|")
    }

    fileprivate func holds(for line: [String: String]) -> Bool {
        values.contains(line[path.steps.joined(separator: ".")] ?? "") != isNegated
    }
}
