internal import Domain

/// What can be said of an operation by itself, without the others of its batch: side by side with them.
struct OperationInspection: Sendable {
    /// What one operation came to.
    struct Inspected: Sendable {
        let position: Int
        let result: Result<CaseOperation, HandoverFault>
        var breaks: [RuleBreak] = []
        /// Of its documents.
        var findings: [PackageFinding] = []
    }

    /// Some operations in a row, with the other forms of them.
    struct Part: Sendable {
        var operations: [Inspected] = []
        /// Of the trees as they stand in the file.
        var xml: [UInt8] = []
        var tables = CaseBatchTables()

        /// Of the operations in canonical order.
        var canonicalXML: [UInt8] {
            var xml: [UInt8] = []
            for case .success(let operation) in operations.lazy.map(\.result) {
                let tree = CaseBatchJSON.operation(FiledOperation(read: operation))
                XMLText.append(tree, name: "ops", depth: 1, to: &xml)
            }
            return xml
        }
    }

    let reader: CaseBatchReader
    /// By path relative to the folder, `data/…`.
    let payload: [String: PackageChecker.PayloadFile]

    func inspect(_ elements: ArraySlice<CaseBatchReader.Element>) -> Part {
        var part = Part()
        for element in elements {
            let result = Result { () throws(HandoverFault) in try reader.operation(element) }
            var inspected = Inspected(position: element.position, result: result)
            if case .success(let operation) = result {
                let place = "\(PackageChecker.batchFile) $.ops[\(element.position)] \(operation.opId)"
                inspected.breaks = CaseRules.check(operation)
                for document in operation.documents {
                    inspected.findings += findings(document, of: operation, place)
                }
                part.tables.add(FiledOperation(read: operation))
                XMLText.append(element.tree, name: "ops", depth: 1, to: &part.xml)
            }
            part.operations.append(inspected)
        }
        return part
    }

    /// Whether the document is in the package, where and as the batch says.
    private func findings(
        _ document: CaseDocument, of operation: CaseOperation, _ place: String
    ) -> [PackageFinding] {
        guard let filed = document.filed else { return [] }
        func finding(_ code: RuleBreak.Code, _ found: String, _ expected: String) -> PackageFinding {
            PackageFinding(
                code: code, severity: .setAside, place: "\(place) document \(document.docRef)", found: found,
                expected: expected)
        }
        guard let file = payload["data/" + filed.path] else {
            return [
                finding(.documentMissing, "no file data/\(filed.path)", RuleBreak.Code.documentMissing.rule)
            ]
        }
        var findings: [PackageFinding] = []
        if file.sha256 != filed.sha256 || file.size != filed.size {
            findings.append(
                finding(
                    .checksum, "\(file.size) bytes with digest \(file.sha256)",
                    "\(filed.size) bytes with digest \(filed.sha256)"))
        }
        let folder = "evidence/\(operation.caseRef)/"
        if !filed.path.hasPrefix(folder) {
            findings.append(finding(.form, filed.path, "a path below \(folder)"))
        }
        return findings
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
