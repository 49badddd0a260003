public import Domain
internal import Scanning

/// Payment status reports, ISO 20022 `pain.002`.
public enum Pain002 {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .pain002), problems: [Problem(.formatUnknown)])
    }
}
