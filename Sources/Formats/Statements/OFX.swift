public import Domain
internal import Scanning

/// OFX 1 and 2 statements.
public enum OFX {
    /// What the file is; `nil` when it is of another kind.
    public static func identify(_ bytes: Span<UInt8>) -> Identification? { nil }

    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .ofx), problems: [Problem(.formatUnknown)])
    }
}
