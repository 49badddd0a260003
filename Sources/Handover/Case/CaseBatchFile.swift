internal import Domain

/// A case batch as it was read from `batch.json`: what it says, in its own order, whatever rules it breaks.
public struct CaseBatchFile: Sendable, Equatable {
    public var header: BatchHeader
    /// In the order of the file. Documents carry no bytes but the place where they lie.
    public var operations: [CaseOperation]
    /// As stated; `CaseRules` compares them with what is there.
    public var totals: BatchTotals

    /// Reads a batch strictly: every member known, every value in the form in which it is written.
    ///
    /// - Parameter file: the name that faults carry.
    /// - Throws: the first thing that is not as DHX 1.0 has it.
    public init(json bytes: [UInt8], file: String = "batch.json") throws(HandoverFault) {
        var reader = try CaseBatchReader(bytes, file: file)
        (header, totals) = (reader.header, reader.totals)
        operations = []
        for position in 0..<reader.count {
            let tree = try reader.tree(at: position)
            operations.append(try reader.operation(reader.element(tree, at: position)))
        }
    }

    /// The canonical form: of a batch that was canonical, the bytes that were read.
    public var json: [UInt8] { forms.json }

    /// The XML form of the same tree.
    public var xml: [UInt8] { forms.xml }

    private var forms: BatchForms {
        var forms = BatchForms(.cases)
        forms.add("header", header.json)
        forms.beginList("ops")
        for operation in FiledOperation.filing(operations) {
            forms.addElement(CaseBatchJSON.operation(operation))
        }
        forms.endList()
        forms.add("totals", totals.json)
        forms.end()
        return forms
    }
}
