internal import Domain

/// What can be said of an operation by itself, without the others of its batch: side by side with them.
struct OperationInspection: Sendable {
    /// What one operation came to.
    struct Inspected: Sendable {
        let position: Int
        let result: Result<OperationCount, HandoverFault>
        var breaks: [RuleBreak] = []
        /// Of its documents.
        var findings: [PackageFinding] = []
        /// Positions in the package of the documents that are there.
        var documents: [Int] = []
    }

    /// Some operations in a row, with the other forms of them.
    struct Part: Sendable {
        var operations: [Inspected] = []
        /// What the reader knew of the currency of each, to read them again.
        var currencies: [Currency?] = []
        /// Of the trees as they stand in the file.
        var xml: [UInt8] = []
        var tables = CaseBatchTables()
    }

    /// A part at its first reading.
    enum Reading: Sendable {
        /// Every operation states its currency, so that each was inspected at once.
        case inspected(Part, stated: [CaseBatchReader.Statement])
        /// Some need what operations before them say.
        case trees([Result<JSONValue, HandoverFault>])
    }

    let reader: CaseBatchReader
    let payload: PackagePayload
    let source: PackageSource

    func read(_ positions: ArraySlice<Int>) -> Reading {
        let trees = positions.map { position in
            Result { () throws(HandoverFault) in try reader.tree(at: position) }
        }
        var stated: [CaseBatchReader.Statement] = []
        var elements: [CaseBatchReader.Element] = []
        for (position, tree) in zip(positions, trees) {
            guard case .success(let tree) = tree, let statement = CaseBatchReader.Statement(tree) else {
                return .trees(trees)
            }
            stated.append(statement)
            elements.append(
                CaseBatchReader.Element(position: position, tree: tree, currency: statement.currency))
        }
        return .inspected(inspect(elements[...]), stated: stated)
    }

    func inspect(_ elements: ArraySlice<CaseBatchReader.Element>) -> Part {
        var part = Part()
        for element in elements {
            part.currencies.append(element.currency)
            do throws(HandoverFault) {
                let operation = try reader.operation(element)
                let count = OperationCount(operation)
                var inspected = Inspected(position: element.position, result: .success(count))
                inspected.breaks = CaseRules.check(operation)
                let place = "\(PackageChecker.batchFile) $.ops[\(element.position)] \(operation.opId)"
                for document in operation.documents {
                    check(document, of: operation, place, &inspected)
                }
                checkIndex(of: operation, place, &inspected)
                part.tables.add(FiledOperation(read: operation))
                XMLText.append(element.tree, name: "ops", depth: 1, to: &part.xml)
                part.operations.append(inspected)
            } catch {
                part.operations.append(Inspected(position: element.position, result: .failure(error)))
            }
        }
        return part
    }

    /// The XML of the operations in canonical order, read again: it is asked for only where the file has
    /// another order.
    func canonicalXML(of part: Part) -> [UInt8] {
        var xml: [UInt8] = []
        for (inspected, currency) in zip(part.operations, part.currencies) {
            guard case .success = inspected.result, let tree = try? reader.tree(at: inspected.position),
                let operation = try? reader.operation(
                    CaseBatchReader.Element(position: inspected.position, tree: tree, currency: currency))
            else { continue }
            let canonical = CaseBatchJSON.operation(FiledOperation(read: operation))
            XMLText.append(canonical, name: "ops", depth: 1, to: &xml)
        }
        return xml
    }

    /// Whether the index of the case's evidence says of the documents what the batch does.
    private func checkIndex(of operation: CaseOperation, _ place: String, _ inspected: inout Inspected) {
        let documents = operation.documents.filter { $0.filed != nil }
        guard !documents.isEmpty else { return }
        let index = EvidenceIndex(of: operation.caseRef, source, payload)
        func add(_ fault: EvidenceIndex.Fault, _ place: String) {
            inspected.findings.append(
                PackageFinding(
                    code: fault.code, severity: .setAside, place: place, found: fault.found,
                    expected: fault.expected))
        }
        if let fault = index.fault { return add(fault, place) }
        for document in documents {
            if let fault = index.fault(of: document) { add(fault, "\(place) document \(document.docRef)") }
        }
    }

    /// Whether the document is in the package, where and as the batch says.
    private func check(
        _ document: CaseDocument, of operation: CaseOperation, _ place: String, _ inspected: inout Inspected
    ) {
        guard let filed = document.filed else { return }
        func add(_ code: RuleBreak.Code, _ found: String, _ expected: String) {
            inspected.findings.append(
                PackageFinding(
                    code: code, severity: .setAside, place: "\(place) document \(document.docRef)",
                    found: found, expected: expected))
        }
        guard let position = payload.position(of: "data/" + filed.path), let file = payload[position] else {
            add(.documentMissing, "no file data/\(filed.path)", RuleBreak.Code.documentMissing.rule)
            return
        }
        inspected.documents.append(position)
        if file.sha256 != FileDigest(hexadecimal: filed.sha256.utf8) || file.size != filed.size {
            add(
                .checksum, "\(file.size) bytes with digest \(file.sha256.text)",
                "\(filed.size) bytes with digest \(filed.sha256)")
        }
        let folder = "evidence/\(operation.caseRef)/"
        if !filed.path.hasPrefix(folder) { add(.form, filed.path, "a path below \(folder)") }
    }
}

extension FiledOperation {
    /// An operation that was read: its documents lie where it says.
    init(read operation: CaseOperation) {
        let documents = operation.documents
        self.init(
            operation: operation,
            evidence: documents.isEmpty
                ? nil : EvidenceFolder(caseRef: operation.caseRef, documents: documents))
    }
}
