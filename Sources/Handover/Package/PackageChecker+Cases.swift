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
            for start in stride(from: 0, to: reader.count, by: Lanes.waveLength) {
                let positions = start..<min(start + Lanes.waveLength, reader.count)
                try check(positions, &reader, &walk)
            }
            finish(&walk, totals: reader.totals)
        } catch {
            add(error, .refuse)
        }
    }

    /// Reads and checks some operations side by side, and takes up what was found in their order.
    private mutating func check(
        _ positions: Range<Int>, _ reader: inout CaseBatchReader, _ walk: inout CaseWalk
    ) throws(HandoverFault) {
        let scanner = reader
        let trees = Lanes.map(positions) { part in
            part.map { position in
                Result { () throws(HandoverFault) in try scanner.tree(at: position) }
            }
        }
        var elements: [CaseBatchReader.Element] = []
        for tree in trees.flatMap({ $0 }) {
            let position = positions.lowerBound + elements.count
            elements.append(reader.element(try tree.get(), at: position))
        }
        let inspection = OperationInspection(reader: reader, payload: payload)
        for part in Lanes.map(elements, { inspection.inspect($0) }) {
            for inspected in part.operations { take(inspected, &walk) }
            walk.comparison.take(part)
        }
    }

    private mutating func take(_ inspected: OperationInspection.Inspected, _ walk: inout CaseWalk) {
        switch inspected.result {
        case .failure(let fault):
            walk.isComplete = false
            add(fault, .setAside)
        case .success(let operation):
            let place = "\(Self.batchFile) $.ops[\(inspected.position)]"
            walk.counter.add(operation)
            if !walk.opIds.insert(operation.opId).inserted {
                add(
                    [RuleBreak(.duplicateOperation, operation, "an opId that stood before")], .setAside, place
                )
            }
            let before = walk.versions.updateValue(operation.caseVersion, forKey: operation.caseRef)
            // A recall goes out although an earlier operation waits, so a gap is no reason to refuse it.
            if let before, before + 1 < operation.caseVersion {
                add([RuleBreak(.version, operation, "follows version \(before)")], .warn, place)
            }
            add(inspected.breaks, .setAside, place)
            report.findings += inspected.findings
            for document in operation.documents {
                if let path = document.filed?.path { walk.evidence.insert("data/" + path) }
            }
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

    private mutating func finish(_ walk: inout CaseWalk, totals: BatchTotals) {
        report.caseTotals = walk.counter.totals
        // What could not be read was not counted, its documents are not known: its own finding is enough.
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

    init(header: BatchHeader, xml: [UInt8]?) {
        self.xml = xml
        var forms = BatchForms(.cases)
        forms.add("header", header.json)
        isEqual = compare(forms.xml)
    }

    /// `nil` where the package has no XML.
    var isXMLEqual: Bool? { xml.map { isEqual && position == $0.count } }

    /// The next operations, whose XML and rows were made apart.
    mutating func take(_ part: OperationInspection.Part) {
        tables.append(part.tables)
        guard xml != nil, isEqual else { return }
        // The trees as they were read have the canonical order nearly always; else they are made anew.
        isEqual = compare(part.xml) || compare(part.canonicalXML)
    }

    mutating func finish(totals: JSONValue) {
        var buffer: [UInt8] = []
        XMLText.append(totals, name: "totals", depth: 1, to: &buffer)
        XMLText.close(BatchForms.root, to: &buffer)
        isEqual = isEqual && compare(buffer)
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
