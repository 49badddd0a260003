internal import Domain

/// A registry batch as it was read from `batch.json`: what it says, in its own order, whatever it breaks.
public struct RegistryBatchFile: Sendable, Equatable {
    public var header: BatchHeader
    public var target: RegistryTarget
    /// Name of the layout profile that rendered the registry's own file, empty where none did.
    public var profile: String
    /// In the order of the file.
    public var records: [RegistryRecord]
    /// As stated; `RegistryRules` compares them with what is there.
    public var totals: RegistryTotals

    /// Reads a batch strictly: every member known, every value in the form in which it is written.
    ///
    /// - Parameter file: the name that faults carry.
    /// - Throws: the first thing that is not as DHX 1.0 has it.
    public init(json bytes: [UInt8], file: String = "batch.json") throws(HandoverFault) {
        let reader = try RegistryBatchReader(bytes, file: file)
        (header, target, profile) = (reader.header, reader.target, reader.profile)
        records = []
        for position in 0..<reader.count { records.append(try reader.record(at: position)) }
        totals = try reader.totals(in: RegistryBatch.currency(of: records))
    }

    /// The canonical form: of a batch that was canonical, the bytes that were read.
    public var json: [UInt8] { forms.json }

    /// The XML form of the same tree.
    public var xml: [UInt8] { forms.xml }

    private var forms: BatchForms {
        RegistryBatch.forms(
            header: header, target: target, profile: profile, records: records, totals: totals)
    }
}
