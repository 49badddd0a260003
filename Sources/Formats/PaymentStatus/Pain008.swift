public import Domain
internal import Scanning

/// Direct-debit batches, ISO 20022 `pain.008`.
public enum Pain008 {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .pain008), problems: [Problem(.formatUnknown)])
    }
}
