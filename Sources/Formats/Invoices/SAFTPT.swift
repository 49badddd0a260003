public import Domain
internal import Scanning

/// Portuguese audit files, SAF-T (PT).
public enum SAFTPT {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .saftPT), problems: [Problem(.formatUnknown)])
    }
}
