public import Domain
internal import Scanning

/// XLSX workbooks of the tables that CSV readers know.
///
/// Each sheet is made delimited text, row number as line number and column number as field number, and given
/// to the reader of its role: profiles, preambles and headings are those of CSV files.
public enum Workbook {
    /// The version that tells a workbook of decisions, direct debits or customers from such a CSV file.
    public static let version = "xlsx"

    /// What the file is: the role of the first visible sheet with a known heading. Banks and invoices have
    /// formats of their own, other roles that of the CSV file with the version `xlsx`. `nil` when it is no
    /// workbook or no sheet is understood: `problem` says why.
    public static func identify(
        _ bytes: Span<UInt8>, options: ReadOptions = ReadOptions()
    ) -> Identification? {
        guard Container.kind(of: bytes) == .workbook,
            let search = try? WorkbookSearch(bytes, options)
        else { return nil }
        return search.identification
    }

    /// Why a workbook, or what is named as one, is not read; `nil` for anything that is none.
    public static func problem(_ bytes: Span<UInt8>, options: ReadOptions) -> Problem? {
        if let refusal = WorkbookRefusal.problem(bytes) { return refusal }
        guard Container.kind(of: bytes) == .workbook else { return nil }
        do {
            let search = try WorkbookSearch(bytes, options)
            return search.identification == nil ? search.problem : nil
        } catch {
            return error.problem
        }
    }

    /// Reads the sheets in order. Throws only what `emit` throws.
    ///
    /// Beside the first sheet that is understood, further ones of the same role are read too; hidden and
    /// other ones are named in a warning. Places of further sheets have the element `sheet[2]`.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        var identification = Identification(format: options.forcedFormat ?? .unknown)
        if let refusal = WorkbookRefusal.problem(bytes) {
            return ReadOutcome(identification: identification, problems: [refusal])
        }
        let search: WorkbookSearch
        do {
            search = try WorkbookSearch(bytes, options)
        } catch {
            return ReadOutcome(identification: identification, problems: [error.problem])
        }
        guard let found = search.identification else {
            return ReadOutcome(
                identification: identification, problems: [search.problem ?? Problem(.headingUnknown)])
        }
        identification = found
        var reading = WorkbookReading(search, options)
        try reading.run(bytes, emit)
        return ReadOutcome(identification: identification, problems: reading.problems)
    }
}

/// A workbook and the first sheet of it that is understood.
struct WorkbookSearch {
    let parts: WorkbookParts
    private(set) var identification: Identification?
    /// Index of the sheet among `parts.sheets`.
    private(set) var first = 0
    /// The role of the table, as a CSV format.
    private(set) var tableFormat = FileFormat.unknown
    /// Why no sheet is understood: what the first sheet with a table lacks.
    private(set) var problem: Problem?

    init(_ bytes: Span<UInt8>, _ options: ReadOptions) throws(WorkbookFailure) {
        parts = try WorkbookParts(bytes)
        let options = Self.tableOptions(options)
        for (index, sheet) in parts.sheets.enumerated() where !sheet.isHidden {
            // Merged cells, which may make up the heading, are named behind all rows: most do without.
            for lastRow in [WorkbookText.headRows, WorkbookSheet.rowsMax] {
                let head = try parts.text(of: sheet, bytes, lastRow: lastRow).plainHead()
                if let found = DelimitedIdentification.identify(head.span, options: options) {
                    identification = Self.identification(found.identification)
                    (first, tableFormat) = (index, found.identification.format)
                    return
                }
                if problem == nil || problem?.code == .fileEmpty {
                    problem = DelimitedIdentification.problem(head.span, options: options)?.on(sheet.number)
                }
            }
        }
        if problem == nil { problem = Problem(.fileEmpty, found: "no visible sheet with cells") }
    }

    /// How the same table is asked for in text: own profiles whatever delimiter they name for CSV files.
    static func tableOptions(_ options: ReadOptions) -> ReadOptions {
        var options = options
        switch options.forcedFormat {
        case .bankXLSX: options.forcedFormat = .bankCSV
        case .invoiceXLSX: options.forcedFormat = .invoiceCSV
        default: break
        }
        for index in options.profiles.indices where options.profiles[index].delimiter != nil {
            options.profiles[index].delimiter = "\t"
        }
        return options
    }

    private static func identification(_ table: Identification) -> Identification {
        var result = table
        switch table.format {
        case .bankCSV: result.format = .bankXLSX
        case .invoiceCSV: result.format = .invoiceXLSX
        default: result.version = Workbook.version
        }
        return result
    }
}

extension WorkbookText {
    /// The first rows with a point in all numbers: enough to find the heading in.
    func plainHead() -> [UInt8] { headText().map { $0 == Self.mark ? UInt8(ascii: ".") : $0 } }
}

extension Problem {
    /// The same on a sheet: the first needs no name.
    func on(_ sheet: Int) -> Problem {
        Problem(code, severity: severity, at: place.on(sheet), found: found, expected: expected)
    }
}

extension Place {
    /// The same on a sheet: the first needs no name.
    func on(_ sheet: Int) -> Place {
        sheet == 1 ? self : Place(line: line, column: column, element: "sheet[\(sheet)]")
    }
}
