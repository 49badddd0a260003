internal import Domain
internal import Scanning

/// A field of a row as a reader meets it.
enum TableValue<Value> {
    case blank
    case unreadable
    case value(Value)
}

/// How a table writes days and numbers, decided once from all its rows before any is read.
///
/// One object that all rows share: a value of this size would be copied for every row.
final class TableConventions: Sendable {
    private let order: DateField.Order
    /// One mark a column.
    private let marks: [DecimalMark]
    let numbers: [Int: NumberEvidence]
    /// What had to be assumed, or one of severity `refuse` where nothing may be.
    let problems: [Problem]

    /// Reads all rows of `layout` once, looking only at the named columns.
    init(_ bytes: Span<UInt8>, _ layout: TableLayout, dates: [Int], numbers columns: [Int]) {
        // A declared order needs no evidence.
        let dates = DateEvidence.declaredOrder(layout.profile) == nil ? dates.filter { $0 >= 0 } : []
        let columns = Set(columns.filter { $0 >= 0 }).sorted()
        var dateEvidence = DateEvidence()
        var numberEvidence = [NumberEvidence](repeating: NumberEvidence(), count: columns.count)
        var cursor = layout.rows
        var record = DelimitedRecord()
        var step = cursor.next(bytes, into: &record)
        while step == .record {
            for column in dates {
                let range = record.range(column, in: bytes)
                if !range.isEmpty, let date = DateField(bytes.extracting(range)) {
                    dateEvidence.add(date, line: record.line)
                }
            }
            for (index, column) in columns.enumerated() {
                let range = record.range(column, in: bytes)
                if !range.isEmpty { numberEvidence[index].add(bytes.extracting(range), line: record.line) }
            }
            step = cursor.next(bytes, into: &record)
        }
        var problems = TableReading.problem(step, line: cursor.line).map { [$0] } ?? []
        let decision = dateEvidence.decide(layout.profile)
        order = decision.order
        if let problem = decision.problem { problems.report(problem) }
        let decided = Self.decideMarks(numberEvidence, columns, layout, &problems)
        marks = decided
        numbers = Dictionary(uniqueKeysWithValues: zip(columns, numberEvidence))
        self.problems = problems
    }

    /// True where the rows must not be read.
    var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    /// A column's own numbers decide its mark (BoursoBank writes amounts with comma and balances with point);
    /// one that shows none follows the other columns, then the heading's language.
    private static func decideMarks(
        _ evidence: [NumberEvidence], _ columns: [Int], _ layout: TableLayout, _ problems: inout [Problem]
    ) -> [DecimalMark] {
        func mark(_ character: Character?) -> DecimalMark? {
            character == "," ? .comma : character == "." ? .point : nil
        }
        let count = max(layout.columnCount, (columns.max() ?? 0) + 1)
        if let declared = mark(layout.profile.decimalMark) { return Array(repeating: declared, count: count) }
        let shown = evidence.compactMap(\.shown)
        let commas = shown.count { $0 == .comma }
        let common: DecimalMark? =
            commas * 2 == shown.count
            ? mark(layout.profile.usualDecimalMark) : commas * 2 > shown.count ? .comma : .point
        var marks = [DecimalMark](repeating: common ?? .point, count: count)
        for (evidence, column) in zip(evidence, columns) {
            if let contradiction = evidence.contradiction { problems.report(contradiction) }
            if let shown = evidence.shown {
                marks[column] = shown
            } else if common == nil, let open = evidence.openProblem {
                problems.report(open)
            }
        }
        return marks
    }

    /// The day in a field.
    func day(_ record: DelimitedRecord, _ column: Int, in bytes: Span<UInt8>) -> TableValue<Day> {
        let range = record.range(column, in: bytes)
        guard !range.isEmpty else { return .blank }
        guard let field = DateField(bytes.extracting(range)) else { return .unreadable }
        let (year, month, day) = field.civil(order)
        return Day(year: year, month: month, day: day).map { .value($0) } ?? .unreadable
    }

    /// The day in a field that most rows have in common with the row before.
    func day(
        _ record: DelimitedRecord, _ column: Int, in bytes: Span<UInt8>, _ memo: inout DayMemo
    ) -> TableValue<Day> {
        let range = record.range(column, in: bytes)
        guard range.count == DayMemo.byteCount else { return day(record, column, in: bytes) }
        if let known = memo.known(bytes, range.lowerBound) { return .value(known) }
        let day = day(record, column, in: bytes)
        if case .value(let day) = day { memo.keep(day, bytes, range.lowerBound) }
        return day
    }

    /// The number in a field.
    func number(
        _ record: DelimitedRecord, _ column: Int, in bytes: Span<UInt8>
    ) -> TableValue<LocaleNumber> {
        let range = record.range(column, in: bytes)
        guard !range.isEmpty, column < marks.count else { return .blank }
        return LocaleNumber(bytes.extracting(range), mark: marks[column]).map { .value($0) } ?? .unreadable
    }
}

/// The last day read from a column and the ten bytes it was written with.
struct DayMemo {
    static let byteCount = 10

    private var word: UInt64 = 0
    private var tail: UInt16 = 0
    private var day: Day?

    func known(_ bytes: Span<UInt8>, _ offset: Int) -> Day? {
        let bytes = bytes.bytes
        guard bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) == word,
            bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt16.self) == tail
        else { return nil }
        return day
    }

    mutating func keep(_ day: Day, _ bytes: Span<UInt8>, _ offset: Int) {
        word = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        tail = bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt16.self)
        self.day = day
    }
}

extension LocaleNumber {
    /// Largest amount accepted, minor units: beyond it a balance could not be added to the sums of a file.
    static let minorUnitsMax: Int64 = 1_000_000_000_000_000

    /// Minor units in a currency: exact, not rounded; the problem code where they are not.
    func minorUnits(_ currency: Currency) -> Result<Int64, CodedFailure> {
        // Looking up an exponent compares texts; nearly every amount is in euros and has two decimals.
        if number.scale == 2, currency == .eur, number.digits.magnitude <= Self.minorUnitsMax.magnitude {
            return .success(number.digits)
        }
        let exponent = currency == .eur ? 2 : currency.exponent
        let units = Int64.minorUnits(digits: number.digits, scale: number.scale, exponent: exponent)
        guard let units else { return .failure(CodedFailure(code: .amountNotExact)) }
        guard units.magnitude <= Self.minorUnitsMax.magnitude else {
            return .failure(CodedFailure(code: .amountUnreadable))
        }
        return .success(units)
    }
}

/// A problem code as an error, inside the readers only.
struct CodedFailure: Error {
    let code: Problem.Code
}
