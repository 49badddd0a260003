public import Domain

/// What goes into one case batch, in any order.
public struct CaseBatchContent: Sendable {
    public var header: BatchHeader
    public var operations: [CaseOperation]
    public var producer: Producer
    /// Signs the package; without it the package is unsigned.
    public var signingKey: SigningKey?
    /// The agency's own layouts: a file of each is written beside the batch, below `data/agency/`.
    public var layouts: [LayoutProfile] = []
    /// The creditor's number at the agency, which names and headers of such files may carry.
    public var agencyClient = ""

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
    /// The package of a batch, as files relative to the outbox, in memory: 20 kB a case and the documents
    /// beside it. `write` holds none of it.
    ///
    /// Every operation is checked by `CaseRules` first. One that breaks a rule is set aside and the rest goes
    /// on; the totals count what is really in the package.
    public static func files(_ content: CaseBatchContent) -> HandoverPackage {
        let memory = PackageInMemory()
        var package = write(content, to: memory)
        package.files = memory.files
        return package
    }

    /// The same package, byte for byte, written to where its files go as they are made. Nothing is begun
    /// where nothing can be published. What it needs beside the operations of the caller, and the documents
    /// that they carry, grows with the number of documents and not with their size: of a hundred thousand
    /// cases with 1.9 GB of files the whole process of `recobro-bench handover` took 224 MB, and 3.5 GB when
    /// it held the package.
    ///
    /// - Returns: what was published, without files.
    public static func write<Sink: PackageSink>(
        _ content: CaseBatchContent, to sink: Sink
    ) throws(Sink.Failure) -> HandoverPackage {
        var package = HandoverPackage()
        let (header, operations) = (content.header, content.operations)
        let agency = AgencyFiles(content)
        package.setAside = agency.refusals()
        guard package.setAside.isEmpty else { return package }
        let order = operations.indices.sorted { precedes(operations[$0], operations[$1]) }
        package.setAside = breaks(of: operations, in: order, agency)
        let publishable = withoutBroken(operations, order, &package.setAside)
        var counter = TotalsCounter()
        for position in publishable { counter.add(operations[position]) }
        guard let totals = counter.totals else {
            package.setAside.append(
                RuleBreak(.controlSum, batch: header.batchId, "the control sum does not fit"))
            return package
        }
        // The totals were counted from what is published, so that only the header can be wrong.
        let nothing = BatchTotals(ops: 0, byOp: [], cases: 0, lines: 0, documents: 0, amounts: [])
        let faults = CaseRules.check(header: header, operations: [], totals: nothing)
        package.setAside = (package.setAside + faults).sorted()
        guard faults.isEmpty, !publishable.isEmpty else { return package }

        var writer = CaseBatchWriter(
            header: header, operations: CaseBatchFiling(operations, order: publishable), totals: totals,
            producer: content.producer, signingKey: content.signingKey)
        writer.layouts = agency.manifestEntries
        do throws(LayoutError) {
            writer.agencyFiles = try agency.files(writer.operations, totals)
        } catch {
            package.setAside.append(RuleBreak(.layout, batch: header.batchId, error.description))
            return package
        }
        package.payloadManifestSHA256 = try writer.write(to: sink)
        package.published = publishable.map { operations[$0].opId }.sorted()
        package.totals = totals
        return package
    }

    /// The package of operations as they are, whatever rules they break: tests of the checker need such.
    static func files(
        header: BatchHeader, operations: CaseBatchFiling, totals: BatchTotals, producer: Producer,
        signingKey: SigningKey? = nil
    ) -> [OutputFile] {
        let memory = PackageInMemory()
        _ = CaseBatchWriter(
            header: header, operations: operations, totals: totals, producer: producer,
            signingKey: signingKey
        ).write(to: memory)
        return memory.files
    }

    /// The rules that operations break, by themselves and together.
    private static func breaks(
        of operations: [CaseOperation], in order: [Int], _ agency: AgencyFiles
    ) -> [RuleBreak] {
        let single = Lanes.map(order) { part in
            part.flatMap { position in
                let broken = CaseRules.check(operations[position].inOrder)
                return broken.isEmpty ? agency.breaks(of: operations[position]) : broken
            }
        }
        // Those of one id stand side by side, so that nearly always nothing needs to be counted.
        let isUnique = zip(order, order.dropFirst()).allSatisfy { first, second in
            operations[first].caseRef != operations[second].caseRef
                || operations[first].caseVersion != operations[second].caseVersion
        }
        return single.flatMap { $0 }
            + (isUnique ? [] : CaseRules.checkUnique(order.map { operations[$0] }))
    }

    /// By case and version, the order in which an agency must apply them.
    private static func precedes(_ a: CaseOperation, _ b: CaseOperation) -> Bool {
        (a.caseRef, a.caseVersion, a.code.rawValue) < (b.caseRef, b.caseVersion, b.code.rawValue)
    }

    /// The positions of the operations without a break. What follows a broken operation of the same case
    /// waits with it, since versions must not skip; only a final recall goes out all the same, unless the
    /// case was never placed: a withdrawal outranks everything.
    private static func withoutBroken(
        _ operations: [CaseOperation], _ order: [Int], _ breaks: inout [RuleBreak]
    ) -> [Int] {
        let broken = Set(breaks.map(\.subject))
        guard !broken.isEmpty else { return order }
        var heldCases: [String: String] = [:]
        var unplacedCases: Set<String> = []
        var kept: [Int] = []
        for position in order {
            let operation = operations[position]
            if broken.contains(operation.opId) {
                heldCases[operation.caseRef] = heldCases[operation.caseRef] ?? operation.opId
                if operation.code == .new { unplacedCases.insert(operation.caseRef) }
                continue
            }
            let outranks = operation.code == .finalRecall && !unplacedCases.contains(operation.caseRef)
            if let first = heldCases[operation.caseRef], !outranks {
                breaks.append(RuleBreak(.heldBack, operation, "waits for \(first)"))
            } else {
                kept.append(position)
            }
        }
        return kept
    }
}
