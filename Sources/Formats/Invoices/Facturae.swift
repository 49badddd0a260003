public import Domain
public enum Facturae {
    public static func read(_ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink) throws -> ReadOutcome {
        ReadOutcome(identification: Identification(format: .facturae), problems: [])
    }
}
