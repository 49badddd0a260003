public import Domain

/// What goes into one case batch, in any order.
public struct CaseBatchContent: Sendable {
    public var header: BatchHeader
    public var operations: [CaseOperation]
    public var producer: Producer

    public init(header: BatchHeader, operations: [CaseOperation], producer: Producer) {
        self.header = header
        self.operations = operations
        self.producer = producer
    }
}

/// What came out of a batch: the package, what is in it, and what was kept back.
public struct HandoverPackage: Sendable {
    /// The BagIt tree, payload first, tag manifest last; empty where nothing could be published, and then the
    /// sequence number is not used up.
    public var files: [OutputFile] = []
    /// `opId` or `recId` of what is in the package, sorted.
    public var published: [String] = []
    /// Why something was kept back, sorted; nothing of a subject with a break is in the package.
    public var setAside: [RuleBreak] = []
    /// What is in the package although a person should look at it, sorted.
    public var warnings: [RuleBreak] = []
    /// SHA-256 of `manifest-sha256.txt`, which an acknowledgement repeats; empty without a package.
    public var payloadManifestSHA256 = ""
    /// The control totals of a case batch that was published.
    public var totals: BatchTotals?

    public init() {}

    /// The breaks in the shared vocabulary of problems, one each.
    public var problems: [Problem] {
        setAside.map(\.problem) + warnings.map { $0.problem.with(severity: .warn) }
    }
}

/// An operation ready to write, with its evidence numbered and digested.
struct FiledOperation {
    let operation: CaseOperation
    let evidence: EvidenceFolder?

    init(_ operation: CaseOperation) {
        self.operation = operation
        evidence = operation.debtCase.map {
            EvidenceFolder(caseRef: operation.caseRef, documents: $0.documents)
        }
    }
}

/// Flow CASE of DHX 1.0 (Debt Handover eXchange): debts handed to a collection agency (agencia de recobro).
public enum CaseBatch {
    /// The package of a batch, as files relative to the outbox.
    ///
    /// Every operation is checked by `CaseRules` first. One that breaks a rule is set aside and the rest goes
    /// on; the totals count what is really in the package.
    public static func files(_ content: CaseBatchContent) -> HandoverPackage {
        var package = HandoverPackage()
        let header = content.header
        let operations = content.operations.map(\.inOrder).sorted(by: precedes)
        package.setAside = operations.flatMap(CaseRules.check) + CaseRules.checkUnique(operations)
        let publishable = withoutBroken(operations, &package.setAside)
        guard let totals = BatchTotals(counting: publishable) else {
            package.setAside.append(
                RuleBreak(.controlSum, batch: header.batchId, "the control sum does not fit"))
            return package
        }
        let faults = CaseRules.check(header: header, operations: publishable, totals: totals)
        package.setAside = (package.setAside + faults).sorted()
        guard faults.isEmpty, !publishable.isEmpty else { return package }

        let filed = publishable.map(FiledOperation.init)
        let bag = BagItPackage(
            folder: header.folderName, identifier: header.batchId, baggingDate: header.businessDate,
            payload: payload(header: header, operations: filed, totals: totals))
        let manifest = BusinessManifest(header: header, totals: totals.json, producer: content.producer)
        package.files = bag.files(businessManifest: manifest.file(payloadManifest: bag.payloadManifest))
        package.published = publishable.map(\.opId).sorted()
        package.payloadManifestSHA256 = SHA256Text.digest(of: bag.payloadManifest)
        package.totals = totals
        return package
    }

    /// By case and version, the order in which an agency must apply them.
    private static func precedes(_ a: CaseOperation, _ b: CaseOperation) -> Bool {
        (a.caseRef, a.caseVersion, a.code.rawValue) < (b.caseRef, b.caseVersion, b.code.rawValue)
    }

    /// The operations without a break. What follows a broken operation of the same case waits with it, since
    /// versions must not skip; only a final recall goes out all the same, unless the case was never placed:
    /// a withdrawal outranks everything.
    private static func withoutBroken(
        _ operations: [CaseOperation], _ breaks: inout [RuleBreak]
    ) -> [CaseOperation] {
        let broken = Set(breaks.map(\.subject))
        var heldCases: [String: String] = [:]
        var unplacedCases: Set<String> = []
        var kept: [CaseOperation] = []
        for operation in operations {
            if broken.contains(operation.opId) {
                heldCases[operation.caseRef] = heldCases[operation.caseRef] ?? operation.opId
                if operation.debtCase != nil { unplacedCases.insert(operation.caseRef) }
                continue
            }
            let outranks = operation.code == .finalRecall && !unplacedCases.contains(operation.caseRef)
            if let first = heldCases[operation.caseRef], !outranks {
                breaks.append(RuleBreak(.heldBack, operation, "waits for \(first)"))
            } else {
                kept.append(operation)
            }
        }
        return kept
    }

    private static func payload(
        header: BatchHeader, operations: [FiledOperation], totals: BatchTotals
    ) -> [OutputFile] {
        let tree = CaseBatchJSON.tree(header: header, operations: operations, totals: totals)
        let files =
            [OutputFile(path: "batch.json", bytes: JSONText.bytes(of: tree))]
            + CaseBatchTables(operations).files + operations.flatMap { $0.evidence?.files ?? [] }
        return files.map { OutputFile(path: "data/" + $0.path, bytes: $0.bytes) }
    }
}
