internal import Domain

// Flow CASE: the batch operation by operation, with its evidence and its other forms.
extension PackageChecker {
    static let batchFile = "data/batch.json"

    mutating func checkCases() {
        guard let bytes = batchBytes() else { return }
        do throws(HandoverFault) {
            var reader = try CaseBatchReader(bytes, file: Self.batchFile)
            checkIdentity(reader.header, totals: reader.totals.json)
            var walk = CaseWalk(header: reader.header, xml: otherForm("data/batch.xml"))
            reading: while true {
                switch try reader.next() {
                case .operation(let operation, let position):
                    check(operation, position, &walk)
                    walk.comparison.add(operation, tree: reader.tree)
                case .fault(let fault, _):
                    walk.isComplete = false
                    add(fault, .setAside)
                case .end: break reading
                }
            }
            finish(&walk, totals: reader.totals)
        } catch {
            add(error, .refuse)
        }
    }

    /// The canonical form of the batch; without it there is nothing to check.
    func batchBytesIfThere() -> [UInt8]? {
        payload[Self.batchFile] == nil ? nil : source.bytes(Self.batchFile)
    }

    mutating func batchBytes() -> [UInt8]? {
        let bytes = batchBytesIfThere()
        if bytes == nil { add(.form, .refuse, Self.batchFile, found: "no such file", expected: "the batch") }
        return bytes
    }

    /// Another form of the batch, where the package has one.
    func otherForm(_ path: String) -> [UInt8]? { payload[path] == nil ? nil : source.bytes(path) }

    private mutating func check(_ operation: CaseOperation, _ position: Int, _ walk: inout CaseWalk) {
        let place = "\(Self.batchFile) $.ops[\(position)]"
        walk.counter.add(operation)
        if !walk.opIds.insert(operation.opId).inserted {
            add([RuleBreak(.duplicateOperation, operation, "an opId that stood before")], .setAside, place)
        }
        let before = walk.versions.updateValue(operation.caseVersion, forKey: operation.caseRef)
        // A recall goes out although an earlier operation waits, so a gap is no reason to refuse it.
        if let before, before + 1 < operation.caseVersion {
            add([RuleBreak(.version, operation, "follows version \(before)")], .warn, place)
        }
        add(CaseRules.check(operation), .setAside, place)
        for document in operation.documents { check(document, of: operation, place, &walk) }
    }

    private mutating func check(
        _ document: CaseDocument, of operation: CaseOperation, _ place: String, _ walk: inout CaseWalk
    ) {
        guard let filed = document.filed else { return }
        let path = "data/" + filed.path
        let subject = "\(place) \(operation.opId) document \(document.docRef)"
        walk.evidence.insert(path)
        guard let file = payload[path] else {
            add(.documentMissing, .setAside, subject, found: "no file \(path)")
            return
        }
        if file.sha256 != filed.sha256 || file.size != filed.size {
            add(
                .checksum, .setAside, subject, found: "\(file.size) bytes with digest \(file.sha256)",
                expected: "\(filed.size) bytes with digest \(filed.sha256)")
        }
        if !filed.path.hasPrefix("evidence/\(operation.caseRef)/") {
            add(
                .form, .setAside, subject, found: filed.path,
                expected: "a path below evidence/\(operation.caseRef)/")
        }
    }

    private mutating func finish(_ walk: inout CaseWalk, totals: BatchTotals) {
        report.caseTotals = walk.counter.totals
        // What could not be read was not counted, and its documents are not known: its own finding says enough.
        guard walk.isComplete else { return }
        let orphans = payload.keys.filter {
            $0.hasPrefix("data/evidence/") && !$0.hasSuffix("/00_index.csv") && !walk.evidence.contains($0)
        }
        for path in orphans.sorted() {
            add(.form, .warn, path, found: "evidence that no operation names", expected: "a document's file")
        }
        add(
            CaseRules.check(totals, counted: walk.counter.totals, batch: walk.batch), .refuse,
            "\(Self.batchFile) $.totals")
        walk.comparison.finish(totals: totals.json)
        if walk.comparison.isXMLEqual == false {
            add(.formsDiffer, .refuse, "data/batch.xml", found: "not the XML of data/batch.json")
        }
        let tables = walk.comparison.tables.files
        guard tables.contains(where: { payload["data/" + $0.path] != nil }) else { return }
        for table in tables where otherForm("data/" + table.path) != table.bytes {
            add(.formsDiffer, .refuse, "data/" + table.path, found: "not the table of data/batch.json")
        }
    }
}

/// What a walk over the operations of a batch has to remember.
private struct CaseWalk {
    let batch: String
    var counter = TotalsCounter()
    var opIds: Set<String> = []
    var versions: [String: Int] = [:]
    /// Paths that some document named.
    var evidence: Set<String> = []
    /// Whether every operation could be read.
    var isComplete = true
    var comparison: FormComparison

    init(header: BatchHeader, xml: [UInt8]?) {
        batch = header.batchId
        comparison = FormComparison(header: header, xml: xml)
    }
}

/// Writes the other forms of a batch again while it is read, and compares: the canonical form decides.
private struct FormComparison {
    private(set) var tables = CaseBatchTables()
    private let xml: [UInt8]?
    private var position = 0
    private var isEqual = true
    private var buffer: [UInt8] = []

    init(header: BatchHeader, xml: [UInt8]?) {
        self.xml = xml
        var forms = BatchForms(.cases)
        forms.add("header", header.json)
        isEqual = compare(forms.xml)
    }

    /// `nil` where the package has no XML.
    var isXMLEqual: Bool? { xml.map { isEqual && position == $0.count } }

    mutating func add(_ operation: CaseOperation, tree: JSONValue) {
        let documents = operation.documents
        let evidence = EvidenceFolder(caseRef: operation.caseRef, documents: documents)
        let filed = FiledOperation(operation: operation, evidence: documents.isEmpty ? nil : evidence)
        tables.add(filed)
        guard xml != nil, isEqual else { return }
        // The tree as it was read has the canonical order nearly always; else it is made anew.
        isEqual = compare(tree, name: "ops") || compare(CaseBatchJSON.operation(filed), name: "ops")
    }

    mutating func finish(totals: JSONValue) {
        buffer.removeAll(keepingCapacity: true)
        XMLText.append(totals, name: "totals", depth: 1, to: &buffer)
        XMLText.close(BatchForms.root, to: &buffer)
        isEqual = isEqual && compare(buffer)
    }

    private mutating func compare(_ tree: JSONValue, name: String) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        XMLText.append(tree, name: name, depth: 1, to: &buffer)
        return compare(buffer)
    }

    /// Whether the XML goes on like this; if so, that part of it is done with.
    private mutating func compare(_ written: [UInt8]) -> Bool {
        guard let xml else { return true }
        let end = position + written.count
        guard end <= xml.count, xml[position..<end].elementsEqual(written) else { return false }
        position = end
        return true
    }
}
