public import Domain
internal import Scanning

/// UBL 2 invoices and credit notes.
public enum UBL {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .ubl), problems: [Problem(.formatUnknown)])
    }
}
