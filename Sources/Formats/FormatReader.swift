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
        // From what cannot be anything else to what has only its headings.
        return FacturXPDF.identify(bytes) ?? Workbook.identify(bytes, options: options)
            ?? XMLIdentification.identify(bytes) ?? OFX.identify(bytes) ?? Norma43.identify(bytes)
            ?? MT940.identify(bytes)
            ?? CFONB120.identify(bytes) ?? QIF.identify(bytes) ?? FEC.identify(bytes)
            ?? DelimitedIdentification.identify(bytes, options: options)?.identification
            ?? Identification(format: .unknown)
    }

    /// Reads the file and puts every record into `emit`. Problems are values; only `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let identification = identify(bytes, options: options)
        let isWorkbook = identification.version == Workbook.version
        guard let reader = isWorkbook ? Workbook.read : reader(of: identification.format) else {
            return ReadOutcome(
                identification: identification, problems: [refusal(bytes, options)])
        }
        var options = options
        if !isWorkbook, delimited.contains(identification.format) {
            options.detectedEncoding = identification.encoding
        }
        return try reader(bytes, options, emit)
    }

    /// The formats that are identified by reading their table's heading in its encoding.
    private static let delimited: Set<FileFormat> = [
        .bankCSV, .invoiceCSV, .customersCSV, .directDebitCSV, .decisionsCSV, .deliveriesCSV,
    ]

    private typealias Reader = (Span<UInt8>, ReadOptions, RecordSink) throws -> ReadOutcome

    private static func reader(of format: FileFormat) -> Reader? {
        switch format {
        case .camt052, .camt053, .camt054: Camt.read
        case .pain002: Pain002.read
        case .pain008: Pain008.read
        case .norma43: Norma43.read
        case .mt940, .mt942: MT940.read
        case .cfonb120: CFONB120.read
        case .ofx: OFX.read
        case .qif: QIF.read
        case .bankCSV: BankCSV.read
        case .bankXLSX, .invoiceXLSX: Workbook.read
        case .facturae: Facturae.read
        case .ubl: UBL.read
        case .cii: CII.read
        case .facturxPDF: FacturXPDF.read
        case .saftPT: SAFTPT.read
        case .fec: FEC.read
        case .invoiceCSV: InvoiceCSV.read
        case .customersCSV: CustomersCSV.read
        case .directDebitCSV: DirectDebitCSV.read
        case .decisionsCSV: DecisionsCSV.read
        case .deliveriesCSV: DeliveriesCSV.read
        case .unknown: nil
        }
    }

    /// The role a person gave, with what can be seen of the file besides.
    private static func forced(_ bytes: Span<UInt8>, _ options: ReadOptions) -> Identification {
        guard let format = options.forcedFormat else { return Identification(format: .unknown) }
        if Container.kind(of: bytes) == .workbook {
            return Workbook.identify(bytes, options: options)
                ?? Identification(format: format, version: Workbook.version)
        }
        let seen = DelimitedIdentification.identify(bytes, options: options)?.identification
        return seen?.format == format
            ? seen ?? Identification(format: format) : Identification(format: format)
    }

    private static func refusal(_ bytes: Span<UInt8>, _ options: ReadOptions) -> Problem {
        if bytes.isEmpty { return Problem(.fileEmpty) }
        if let problem = Workbook.problem(bytes, options: options) { return problem }
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
            ("<", "XML of another kind"), ("%PDF", "a PDF"), ("PK\u{3}\u{4}", "a zip"),
            ("{", "JSON"), ("[", "JSON"), (":20:", "SWIFT MT940"), ("{1:", "SWIFT MT940"),
        ]
        return kinds.first { prefix, _ in
            let wanted = Array(prefix.utf8)
            return start + wanted.count <= bytes.count
                && wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
        }?.1
    }
}
