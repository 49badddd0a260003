public import Domain
internal import Scanning

/// UN/CEFACT Cross Industry Invoice and ZUGFeRD 1.
public enum CII {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .cii), problems: [Problem(.formatUnknown)])
    }
}
