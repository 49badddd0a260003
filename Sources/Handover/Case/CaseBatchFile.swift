internal import Domain

/// A case batch as it was read from `batch.json`: what it says, in its own order, whatever rules it breaks.
public struct CaseBatchFile: Sendable, Equatable {
    public var header: BatchHeader
    /// In the order of the file. Documents carry no bytes but the place where they lie.
    public var operations: [CaseOperation]
    /// As stated; `CaseRules` compares them with what is there.
    public var totals: BatchTotals

    /// A batch of operations as they are.
    public init(header: BatchHeader, operations: [CaseOperation], totals: BatchTotals) {
        (self.header, self.operations, self.totals) = (header, operations, totals)
    }

    /// Reads a batch strictly: every member known, every value in the form in which it is written.
    ///
    /// - Parameter file: the name that faults carry.
    /// - Throws: the first thing that is not as DHX 1.0 has it.
    public init(json bytes: [UInt8], file: String = "batch.json") throws(HandoverFault) {
        var reader = try CaseBatchReader(bytes, file: file)
        (header, totals) = (reader.header, reader.totals)
        operations = []
        while operations.count < reader.count {
            operations += try reader.wave(from: operations.count) { _ in true }.map(\.operation)
        }
    }

    /// Reads a batch some operations at a time, so that a batch of any size can be worked through: besides
    /// its bytes, 4096 operations are held.
    ///
    /// - Parameters:
    ///   - work: what is to be made of each operation, by several threads at once.
    ///   - take: takes up operation and work in the order of the file.
    /// - Throws: the first thing that is not as DHX 1.0 has it, or what `take` throws; the operations before
    ///   it were taken up.
    public static func read<Value: Sendable>(
        json bytes: [UInt8], file: String = "batch.json", work: @Sendable (CaseOperation) -> Value,
        take: (CaseOperation, Value) throws -> Void
    ) throws {
        var reader = try CaseBatchReader(bytes, file: file)
        var position = 0
        while position < reader.count {
            let wave = try reader.wave(from: position, work)
            for (operation, value) in wave { try take(operation, value) }
            position += wave.count
        }
    }

    /// The canonical form: of a batch that was canonical, the bytes that were read.
    public var json: [UInt8] { JSONText.bytes(of: tree) }

    /// The XML form of the same tree.
    public var xml: [UInt8] {
        var forms = BatchForms(.cases)
        forms.add("header", header.json)
        forms.beginList("ops")
        for operation in FiledOperation.filing(operations) {
            forms.addElement(CaseBatchJSON.operation(operation))
        }
        forms.endList()
        forms.add("totals", totals.json)
        forms.end()
        return forms.xml
    }

    private var tree: JSONValue {
        var members = JSONMembers()
        members.add("header", header.json)
        members.add("ops", .array(FiledOperation.filing(operations).map(CaseBatchJSON.operation)))
        members.add("totals", totals.json)
        return members.object
    }
}
