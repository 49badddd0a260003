internal import Crypto
internal import Domain

/// The operations of a batch in its order. Each is put in order, its evidence numbered and named, when it is
/// asked for: of a hundred thousand cases, whose tree and evidence take gigabytes, only the digests of the
/// documents are held, 32 bytes each.
struct CaseBatchFiling: Sendable {
    /// Where the documents of an operation stand.
    private struct Place {
        /// In the digests.
        let start: Int
        /// Documents of the case in earlier operations of the batch: one folder holds them all.
        let before: Int
    }

    private let operations: [CaseOperation]
    private let order: [Int]
    private let digests: [FileDigest]
    private let places: [Place]
    /// Documents of each case that has some.
    private let counts: [String: Int]

    /// - Parameter order: positions in the operations; as they stand where it is left out.
    init(_ operations: [CaseOperation], order: [Int]? = nil) {
        let order = order ?? Array(operations.indices)
        (self.operations, self.order) = (operations, order)
        var digests: [FileDigest] = []
        var places: [Place] = []
        var counts: [String: Int] = [:]
        for start in stride(from: 0, to: order.count, by: Lanes.waveLength) {
            let wave = order[start..<min(start + Lanes.waveLength, order.count)]
            let parts = Lanes.map(wave) { part in
                part.map { operations[$0].inOrder.documents.map(Self.digest) }
            }
            for (position, documents) in zip(wave, parts.joined()) {
                let caseRef = operations[position].caseRef
                places.append(Place(start: digests.count, before: counts[caseRef] ?? 0))
                digests += documents
                if !documents.isEmpty { counts[caseRef, default: 0] += documents.count }
            }
        }
        (self.digests, self.places, self.counts) = (digests, places, counts)
    }

    private static func digest(of document: CaseDocument) -> FileDigest {
        document.bytes.withUnsafeBytes { FileDigest(SHA256.hash(data: $0)) }
    }

    var count: Int { order.count }

    /// An operation by its position in the batch, ready to write.
    subscript(position: Int) -> FiledOperation {
        let operation = operations[order[position]].inOrder
        let documents = operation.documents
        guard !documents.isEmpty || operation.debtCase != nil else {
            return FiledOperation(operation: operation, evidence: nil)
        }
        let place = places[position]
        return FiledOperation(
            operation: operation,
            evidence: EvidenceFolder(
                caseRef: operation.caseRef, documents: documents, after: place.before,
                of: counts[operation.caseRef] ?? 0,
                digests: digests[place.start..<place.start + documents.count]))
    }
}
