public import Domain
internal import Scanning

/// The creditor's list of customers.
public enum CustomersCSV {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        ReadOutcome(
            identification: Identification(format: .customersCSV), problems: [Problem(.formatUnknown)])
    }
}
