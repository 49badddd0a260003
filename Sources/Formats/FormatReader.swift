public import Domain
internal import Scanning

/// The one door to all readers: what is this file, and what is in it.
///
///     let file = try MappedFile(path: "extracto.n43")
///     try file.withBytes { bytes in
///         let outcome = try FormatReader.read(bytes, options: ReadOptions()) { record in
///             if case .entry(let entry) = record { print(entry.booked, entry.amount) }
///         }
///         for problem in outcome.problems { print(problem.message) }
///     }
public enum FormatReader {
    /// What the file is; `unknown` when nothing fits.
    public static func identify(_ bytes: Span<UInt8>, options: ReadOptions) -> Identification {
        guard options.forcedFormat == nil else { return forced(bytes, options) }
        return XMLIdentification.identify(bytes) ?? Norma43.identify(bytes)
            ?? DelimitedIdentification.identify(bytes, options: options)?.identification
            ?? Identification(format: .unknown)
    }

    /// Reads the file and puts every record into `emit`. Problems are values; only `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let identification = identify(bytes, options: options)
        switch identification.format {
        case .camt053: return try Camt053.read(bytes, options: options, emit: emit)
        case .norma43: return try Norma43.read(bytes, options: options, emit: emit)
        case .bankCSV: return try BankCSV.read(bytes, options: options, emit: emit)
        case .facturae: return try Facturae.read(bytes, options: options, emit: emit)
        case .invoiceCSV: return try InvoiceCSV.read(bytes, options: options, emit: emit)
        case .directDebitCSV: return try DirectDebitCSV.read(bytes, options: options, emit: emit)
        case .decisionsCSV: return try DecisionsCSV.read(bytes, options: options, emit: emit)
        case .camt052, .camt054, .unknown:
            return ReadOutcome(
                identification: identification, problems: [refusal(identification, bytes, options)])
        }
    }

    /// The role a person gave, with what can be seen of the file besides.
    private static func forced(_ bytes: Span<UInt8>, _ options: ReadOptions) -> Identification {
        guard let format = options.forcedFormat else { return Identification(format: .unknown) }
        let seen = DelimitedIdentification.identify(bytes, options: options)?.identification
        return seen?.format == format
            ? seen ?? Identification(format: format) : Identification(format: format)
    }

    private static func refusal(
        _ identification: Identification, _ bytes: Span<UInt8>, _ options: ReadOptions
    ) -> Problem {
        if bytes.isEmpty { return Problem(.fileEmpty) }
        guard identification.format == .unknown else {
            return Problem(
                .formatUnknown, found: "\(identification.format.rawValue), which this version does not read",
                expected: "the booked statement (camt.053)")
        }
        if let other = foreignKind(bytes) {
            return Problem(.formatUnknown, found: other, expected: "a statement or invoice format")
        }
        return DelimitedIdentification.problem(bytes, options: options) ?? Problem(.formatUnknown)
    }

    /// What the first bytes say the file is, where that is no table: the message should not speak of
    /// headings.
    private static func foreignKind(_ bytes: Span<UInt8>) -> String? {
        var start = 0
        while start < bytes.count,
            bytes[start] <= 0x20 || bytes[start] == 0xEF || bytes[start] == 0xBB || bytes[start] == 0xBF
        {
            start += 1
        }
        let kinds: [(String, String)] = [
            ("<", "XML of another kind"), ("%PDF", "a PDF"), ("PK\u{3}\u{4}", "a zip or a spreadsheet"),
            ("{", "JSON"), ("[", "JSON"), (":20:", "SWIFT MT940"), ("{1:", "SWIFT MT940"),
        ]
        return kinds.first { prefix, _ in
            let wanted = Array(prefix.utf8)
            return start + wanted.count <= bytes.count
                && wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
        }?.1
    }
}
