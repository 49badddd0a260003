internal import Domain

/// Writes the package of a batch as its operations pass by: forms and tables together in one pass, then the
/// evidence case by case. Besides the operations themselves 4096 of them are held in their other forms.
struct CaseBatchWriter {
    let header: BatchHeader
    let operations: CaseBatchFiling
    let totals: BatchTotals
    let producer: Producer
    let signingKey: SigningKey?
    /// Files in the agency's own layouts, by path.
    var agencyFiles: [OutputFile] = []
    /// What the manifest says of those layouts.
    var layouts: JSONValue?

    /// Gives the digest of the payload manifest.
    func write<Sink: PackageSink>(to sink: Sink) throws(Sink.Failure) -> String {
        var bag = try BagItStream(folder: header.folderName, to: sink)
        // By path: `agency/` stands before `batch.json`.
        for file in agencyFiles { try bag.add(file, sha256: SHA256Text.digest(of: file.bytes)) }
        let folders = try writeForms(&bag)
        try writeEvidence(folders, &bag)
        return try bag.close(
            BagItTags(identifier: header.batchId, baggingDate: header.businessDate),
            BusinessManifest(header: header, totals: totals.json, producer: producer, layouts: layouts),
            signingKey)
    }

    /// Some operations in a row in their other forms.
    private struct Part: Sendable {
        var forms = BatchForms.fragment(of: "ops")
        var tables = CaseBatchTables()
        /// Of the operations that have a folder of evidence, with their positions.
        var folders: [(caseRef: String, position: Int)] = []
    }

    /// Gives the positions of the operations that belong to each folder of evidence.
    private func writeForms<Sink>(_ bag: inout BagItStream<Sink>) throws(Sink.Failure) -> [String: [Int]] {
        var forms = FormsStream(header, try bag.begin("data/batch.json"), try bag.begin("data/batch.xml"))
        let empty = CaseBatchTables().tables
        var tables: [BagItStream<Sink>.File] = []
        for table in empty {
            let file = try bag.begin("data/" + table.path)
            try file.write(table.text.bytes)
            tables.append(file)
        }
        var folders: [String: [Int]] = [:]
        for start in stride(from: 0, to: operations.count, by: Lanes.waveLength) {
            let wave = start..<min(start + Lanes.waveLength, operations.count)
            for part in Lanes.map(wave, part) {
                try forms.append(part.forms)
                for (file, table) in zip(tables, part.tables.tables) {
                    try file.write(Array(table.text.rows))
                }
                for folder in part.folders { folders[folder.caseRef, default: []].append(folder.position) }
            }
        }
        try forms.end(totals)
        try bag.finish(forms.json)
        try bag.finish(forms.xml)
        for (_, file) in zip(empty, tables).sorted(by: { $0.0.path < $1.0.path }) { try bag.finish(file) }
        return folders
    }

    private func part(_ positions: ArraySlice<Int>) -> Part {
        var part = Part()
        for position in positions {
            let filed = operations[position]
            part.forms.addElement(CaseBatchJSON.operation(filed))
            part.tables.add(filed)
            if let evidence = filed.evidence { part.folders.append((evidence.caseRef, position)) }
        }
        return part
    }

    private func writeEvidence<Sink>(
        _ folders: [String: [Int]], _ bag: inout BagItStream<Sink>
    ) throws(Sink.Failure) {
        // By path, of which the name of the folder is a part that a slash ends.
        let caseRefs = folders.keys.map { $0 + "/" }.sorted().map { String($0.dropLast()) }
        let operations = operations
        for start in stride(from: 0, to: caseRefs.count, by: Lanes.waveLength) {
            let wave = caseRefs[start..<min(start + Lanes.waveLength, caseRefs.count)]
            let parts = Lanes.map(wave) { part in
                part.flatMap { caseRef in
                    let joined = (folders[caseRef] ?? []).compactMap { operations[$0].evidence }
                    return (EvidenceFolder.joined(joined)?.files ?? []).sorted { $0.file.path < $1.file.path }
                }
            }
            for (file, sha256) in parts.joined() {
                try bag.add(OutputFile(path: "data/" + file.path, bytes: file.bytes), sha256: sha256)
            }
        }
    }
}

/// The two tree forms of a batch, written as their elements come.
private struct FormsStream<Sink: PackageSink> {
    let json: BagItStream<Sink>.File
    let xml: BagItStream<Sink>.File
    /// What stands around the elements, and the first of them: what comes before them and after them depends
    /// on whether there are any.
    private var forms = BatchForms(.cases)
    private var hasElements = false
    /// Bytes of `forms` that were written.
    private var written = (json: 0, xml: 0)

    init(_ header: BatchHeader, _ json: BagItStream<Sink>.File, _ xml: BagItStream<Sink>.File) {
        (self.json, self.xml) = (json, xml)
        forms.add("header", header.json)
        forms.beginList("ops")
    }

    mutating func append(_ fragment: BatchForms) throws(Sink.Failure) {
        guard hasElements else {
            hasElements = true
            forms.append(fragment)
            return try flush()
        }
        try json.write(fragment.json)
        try xml.write(fragment.xml)
    }

    mutating func end(_ totals: BatchTotals) throws(Sink.Failure) {
        forms.endList()
        forms.add("totals", totals.json)
        forms.end()
        try flush()
    }

    private mutating func flush() throws(Sink.Failure) {
        try json.write(Array(forms.json[written.json...]))
        try xml.write(Array(forms.xml[written.xml...]))
        written = (forms.json.count, forms.xml.count)
    }
}
