public import Domain

/// What goes into one case batch, in any order.
public struct CaseBatchContent: Sendable {
    public var header: BatchHeader
    public var operations: [CaseOperation]
    public var producer: Producer
    /// Signs the package; without it the package is unsigned.
    public var signingKey: SigningKey?

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
        package.setAside =
            Lanes.map(operations) { $0.flatMap(CaseRules.check) }.flatMap { $0 }
            + CaseRules.checkUnique(operations)
        let publishable = withoutBroken(operations, &package.setAside)
        guard let totals = BatchTotals(counting: publishable) else {
            package.setAside.append(
                RuleBreak(.controlSum, batch: header.batchId, "the control sum does not fit"))
            return package
        }
        let faults = CaseRules.check(header: header, operations: publishable, totals: totals)
        package.setAside = (package.setAside + faults).sorted()
        guard faults.isEmpty, !publishable.isEmpty else { return package }

        package.files = files(
            header: header, operations: FiledOperation.filing(publishable), totals: totals,
            producer: content.producer, signingKey: content.signingKey)
        package.published = publishable.map(\.opId).sorted()
        if let manifest = package.files.first(where: { $0.path == header.folderName + "/manifest-sha256.txt" }
        ) {
            package.payloadManifestSHA256 = SHA256Text.digest(of: manifest.bytes)
        }
        package.totals = totals
        return package
    }

    /// The package of operations as they are, whatever rules they break: tests of the checker need such.
    static func files(
        header: BatchHeader, operations: [FiledOperation], totals: BatchTotals, producer: Producer,
        signingKey: SigningKey? = nil
    ) -> [OutputFile] {
        let bag = BagItPackage(
            folder: header.folderName, identifier: header.batchId, baggingDate: header.businessDate,
            payload: payload(header: header, operations: operations, totals: totals))
        let manifest = BusinessManifest(header: header, totals: totals.json, producer: producer)
        return bag.files(
            businessManifest: manifest.file(payloadManifest: bag.payloadManifest), signingKey: signingKey)
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
                if operation.code == .new { unplacedCases.insert(operation.caseRef) }
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
        var forms = BatchForms(.cases, elements: operations.count)
        var tables = CaseBatchTables()
        forms.add("header", header.json)
        forms.beginList("ops")
        for start in stride(from: 0, to: operations.count, by: Lanes.waveLength) {
            let wave = operations[start..<min(start + Lanes.waveLength, operations.count)]
            let parts = Lanes.map(wave) { part in
                var written = (forms: BatchForms.fragment(of: "ops"), tables: CaseBatchTables())
                for operation in part {
                    written.forms.addElement(CaseBatchJSON.operation(operation))
                    written.tables.add(operation)
                }
                return written
            }
            for part in parts {
                forms.append(part.forms)
                tables.append(part.tables)
            }
        }
        forms.endList()
        forms.add("totals", totals.json)
        forms.end()
        let files =
            [
                OutputFile(path: "batch.json", bytes: forms.json),
                OutputFile(path: "batch.xml", bytes: forms.xml),
            ] + tables.files + FiledOperation.evidenceFiles(of: operations)
        return files.map { OutputFile(path: "data/" + $0.path, bytes: $0.bytes) }
    }
}
