internal import Domain

/// An operation ready to write, with its evidence numbered and digested.
struct FiledOperation {
    let operation: CaseOperation
    /// `nil` for operations without documents.
    let evidence: EvidenceFolder?

    /// Operations in the order of the batch, the documents of each case numbered through.
    static func filing(_ operations: [CaseOperation]) -> [FiledOperation] {
        var counts: [String: Int] = [:]
        for operation in operations { counts[operation.caseRef, default: 0] += operation.documents.count }
        var filed: [String: Int] = [:]
        return operations.map { operation in
            let documents = operation.documents
            guard !documents.isEmpty || operation.debtCase != nil else {
                return FiledOperation(operation: operation, evidence: nil)
            }
            let before = filed[operation.caseRef] ?? 0
            filed[operation.caseRef] = before + documents.count
            return FiledOperation(
                operation: operation,
                evidence: EvidenceFolder(
                    caseRef: operation.caseRef, documents: documents, after: before,
                    of: counts[operation.caseRef]))
        }
    }
}
