internal import Domain

/// The operations of a batch in its order. Each is put in order, its evidence numbered and named, when it is
/// asked for: the tree and the evidence of a hundred thousand cases take gigabytes.
struct CaseBatchFiling: Sendable {
    private let operations: [CaseOperation]
    private let order: [Int]
    /// Documents of each operation's case in earlier operations of the batch: one folder holds them all.
    private let before: [Int]
    /// Documents of each case that has some.
    private let counts: [String: Int]

    /// - Parameter order: positions in the operations; as they stand where it is left out.
    init(_ operations: [CaseOperation], order: [Int]? = nil) {
        let order = order ?? Array(operations.indices)
        (self.operations, self.order) = (operations, order)
        var before: [Int] = []
        var counts: [String: Int] = [:]
        for position in order {
            let operation = operations[position]
            before.append(counts[operation.caseRef] ?? 0)
            let documents = operation.documents.count
            if documents > 0 { counts[operation.caseRef, default: 0] += documents }
        }
        (self.before, self.counts) = (before, counts)
    }

    var count: Int { order.count }

    /// An operation by its position in the batch, ready to write.
    subscript(position: Int) -> FiledOperation {
        let operation = operations[order[position]].inOrder
        let documents = operation.documents
        guard !documents.isEmpty || operation.debtCase != nil else {
            return FiledOperation(operation: operation, evidence: nil)
        }
        return FiledOperation(
            operation: operation,
            evidence: EvidenceFolder(
                caseRef: operation.caseRef, documents: documents, after: before[position],
                of: counts[operation.caseRef] ?? 0))
    }
}
