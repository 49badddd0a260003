internal import Domain

// Flow CASE: the batch operation by operation, with its evidence and its other forms.
extension PackageChecker {
    mutating func checkCases() {
        guard let bytes = batchBytes() else { return }
        do throws(HandoverFault) {
            var reader = try CaseBatchReader(bytes, file: Self.batchFile)
            checkIdentity(reader.header, totals: reader.statedTotals)
            var walk = CaseWalk(
                header: reader.header, files: source.paths.count,
                comparison: FormComparison(header: reader.header, source, payload))
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
        let first = OperationInspection(reader: reader, payload: payload, source: source)
        let readings = Lanes.map(positions) { first.read($0) }
        var parts: [OperationInspection.Part?] = []
        var waiting: [[CaseBatchReader.Element]] = []
        var next = positions.lowerBound
        for reading in readings {
            switch reading {
            case .inspected(let part, let stated):
                for statement in stated { reader.note(statement) }
                next += stated.count
                parts.append(part)
            case .trees(let trees):
                var elements: [CaseBatchReader.Element] = []
                for tree in trees {
                    elements.append(reader.element(try tree.get(), at: next))
                    next += 1
                }
                waiting.append(elements)
                parts.append(nil)
            }
        }
        let inspection = OperationInspection(reader: reader, payload: payload, source: source)
        var later = Lanes.map(waiting, partLength: 1) { $0.map { inspection.inspect($0[...]) } }.joined()
            .makeIterator()
        for part in parts {
            guard let part = part ?? later.next() else { continue }
            for inspected in part.operations { take(inspected, &walk) }
            walk.comparison.take(part, inspection)
        }
    }

    private mutating func take(_ inspected: OperationInspection.Inspected, _ walk: inout CaseWalk) {
        switch inspected.result {
        case .failure(let fault):
            walk.isComplete = false
            add(fault, .setAside)
        case .success(let operation):
            let place = "\(Self.batchFile) $.ops[\(inspected.position)]"
            func found(_ code: RuleBreak.Code, _ reason: String) -> [RuleBreak] {
                [RuleBreak(code, subject: operation.opId, reference: operation.caseRef, reason)]
            }
            walk.counter.add(operation)
            if !walk.opIds.insert(operation.opId).inserted {
                add(found(.duplicateOperation, "an opId that stood before"), .setAside, place)
            }
            let before = walk.versions.updateValue(operation.caseVersion, forKey: operation.caseRef)
            // A recall goes out although an earlier operation waits, so a gap is no reason to refuse it.
            if let before, before + 1 < operation.caseVersion {
                add(found(.version, "follows version \(before)"), .warn, place)
            }
            add(inspected.breaks, .setAside, place)
            report.findings += inspected.findings
            for position in inspected.documents { walk.isNamed[position] = true }
        }
    }

    private mutating func finish(_ walk: inout CaseWalk, totals: BatchTotals) {
        report.caseTotals = walk.counter.totals
        // What could not be read was not counted, its documents are not known: its own finding is enough.
        guard walk.isComplete else { return }
        for path in orphans(walk) {
            add(.form, .warn, path, found: "evidence that no operation names", expected: "a document's file")
        }
        add(
            CaseRules.check(totals, counted: walk.counter.totals, batch: walk.batch), .refuse,
            "\(Self.batchFile) $.totals")
        walk.comparison.finish(totals: totals.json)
        if walk.comparison.isXMLEqual == false {
            compareXML(.cases)
        }
        for path in walk.comparison.unequalTables {
            add(.formsDiffer, .refuse, path, found: "not the table of data/batch.json")
        }
    }

    /// Evidence that no operation names, sorted by path.
    private func orphans(_ walk: CaseWalk) -> [String] {
        var orphans: [String] = []
        for path in source.paths where path.hasPrefix("data/evidence/") && !path.hasSuffix("/00_index.csv") {
            guard let position = payload.position(of: path), payload[position] != nil,
                !walk.isNamed[position]
            else { continue }
            orphans.append(path)
        }
        return orphans.sorted()
    }
}

/// What a walk over the operations of a batch has to remember.
private struct CaseWalk {
    let batch: String
    var counter = TotalsCounter()
    var opIds: Set<String> = []
    var versions: [String: Int] = [:]
    /// By position in the package, whether some document named the file.
    var isNamed: [Bool]
    /// Whether every operation could be read.
    var isComplete = true
    var comparison: FormComparison

    init(header: BatchHeader, files: Int, comparison: FormComparison) {
        batch = header.batchId
        isNamed = Array(repeating: false, count: files)
        self.comparison = comparison
    }
}
