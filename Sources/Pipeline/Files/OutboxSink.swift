internal import Handover
internal import Ledger

/// The outputs of a run as the place where a package goes while it is made: each file is synced and planned
/// in the journal as soon as it is finished, and none is held.
struct OutboxSink: PackageSink {
    typealias Failure = any Error

    let outputs: RunOutputs
    let writer: LedgerWriter

    /// One file of it.
    struct File: PackageFileSink {
        typealias Failure = any Error

        fileprivate let output: PlannedStream
        fileprivate let writer: LedgerWriter

        func write(_ bytes: [UInt8]) throws { try output.stream.write(bytes) }

        func finish() throws { _ = try output.finish(writer) }
    }

    func begin(_ path: String) throws -> File { File(output: try outputs.begin(path), writer: writer) }
}
