internal import Domain

/// The canonical form of a batch that came as XML only.
enum BatchOfXML: Sendable {
    /// The package has JSON, or has no XML.
    case none
    case json([UInt8])
    /// Its fault was told.
    case unreadable
}

// In which forms the batch is there: JSON, XML, or both, which then say the same. Tables alone are no batch.
extension PackageChecker {
    static let batchFile = "data/batch.json"
    static let xmlFile = "data/batch.xml"
    private static let tables = "data/csv/"
    private static let manifestPlace = "manifest.json $.format"

    /// Whether the manifest names a form that is there; reads the XML where there is nothing else.
    mutating func checkForms(_ flow: HandoverFlow?) {
        let hasTables = source.paths.contains { $0.hasPrefix(Self.tables) && payload[$0] != nil }
        let (hasJSON, hasXML) = (payload[Self.batchFile] != nil, payload[Self.xmlFile] != nil)
        let there = [("JSON", hasJSON), ("XML", hasXML), ("CSV", hasTables)].filter(\.1).map(\.0)
        let places = ["JSON": Self.batchFile, "XML": Self.xmlFile, "CSV": Self.tables + "*.csv"]
        if let stated = manifest?["format"]?.text, let place = places[stated], !there.isEmpty,
            !there.contains(stated)
        {
            add(
                .formsDiffer, .refuse, Self.manifestPlace, found: "'\(stated)', and there is no \(place)",
                expected: "a form that is there: \(there.joined(separator: ", "))")
        }
        guard let flow, !hasJSON, hasXML, let xml = source.bytes(Self.xmlFile) else { return }
        do throws(HandoverFault) {
            batchOfXML = .json(try BatchXML.json(xml, flow: flow, file: Self.xmlFile))
        } catch {
            batchOfXML = .unreadable
            add(error, .refuse)
        }
    }

    /// The canonical form of the batch; without it there is nothing to check.
    mutating func batchBytes() -> [UInt8]? {
        switch batchOfXML {
        case .json(let bytes): return bytes
        case .unreadable: return nil
        case .none: break
        }
        let bytes = payload[Self.batchFile] == nil ? nil : source.bytes(Self.batchFile)
        if bytes == nil {
            let hasTables = source.paths.contains { $0.hasPrefix(Self.tables) }
            add(
                .form, .refuse, Self.batchFile, found: hasTables ? "only tables" : "no such file",
                expected: "the batch, as \(Self.batchFile) or \(Self.xmlFile)")
        }
        return bytes
    }

    /// The XML of a package that has both forms.
    func xmlBesideJSON() -> [UInt8]? {
        guard payload[Self.batchFile] != nil, payload[Self.xmlFile] != nil else { return nil }
        return source.bytes(Self.xmlFile)
    }

    /// Whether the XML of a package that has both says what the JSON does. XML can be written in many ways:
    /// only what differs in content is a difference.
    mutating func compareXML(_ flow: HandoverFlow) {
        guard let xml = xmlBesideJSON(), let json = source.bytes(Self.batchFile) else { return }
        do throws(HandoverFault) {
            let path = try BatchXMLComparison.difference(
                xml: xml, json: json, flow: flow, file: Self.xmlFile)
            guard let path else { return }
            let line = BatchXMLLines.lines(of: [path], in: xml, flow: flow).first ?? 1
            add(
                .formsDiffer, .refuse, "\(Self.xmlFile) \(path)",
                found: "line \(line): another value than in \(Self.batchFile)")
        } catch {
            add(error, .refuse)
        }
    }

    /// Findings of a batch that came as XML name it, and the line where what they are about stands.
    mutating func nameXML() {
        guard case .json = batchOfXML, let flow = report.header?.flow ?? flowOfFolder,
            report.findings.contains(where: { $0.place.hasPrefix(Self.batchFile) }),
            let xml = source.bytes(Self.xmlFile)
        else { return }
        let named = report.findings.indices.filter { report.findings[$0].place.hasPrefix(Self.batchFile) }
        let paths = named.prefix(BatchXMLLines.placesMax).map { Self.path(report.findings[$0].place) }
        let lines = BatchXMLLines.lines(of: paths, in: xml, flow: flow)
        for (position, index) in named.enumerated() {
            let finding = report.findings[index]
            let line = position < lines.count ? "line \(lines[position]): " : ""
            report.findings[index] = PackageFinding(
                code: finding.code, severity: finding.severity,
                place: Self.xmlFile + finding.place.dropFirst(Self.batchFile.count),
                found: line + finding.found, expected: finding.expected)
        }
    }

    private var flowOfFolder: HandoverFlow? { folderParts.flatMap { HandoverFlow(rawValue: $0[4]) } }

    /// The path in a place as `data/batch.json $.ops[3] C-2026-0007.1`.
    private static func path(_ place: String) -> String {
        place.split(separator: " ").first { $0.hasPrefix("$") }.map(String.init) ?? "$"
    }
}
