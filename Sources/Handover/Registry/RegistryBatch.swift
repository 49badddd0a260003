internal import Domain

/// Which registry a batch goes to.
public struct RegistryTarget: Sendable, Equatable {
    /// Whether a batch holds what changed or everything.
    public enum Mode: String, Sendable, CaseIterable {
        case delta = "DELTA"
        case full = "FULL"
    }

    /// `ASNEF_EMPRESAS`, `ICIRED`.
    public var code: String
    /// Our number at the registry.
    public var reporterId: String
    public var mode = Mode.delta

    public init(code: String, reporterId: String) {
        self.code = code
        self.reporterId = reporterId
    }

    func json(profile: String) -> JSONValue {
        var members = JSONMembers()
        members.add("code", text: code)
        members.add("profile", text: profile)
        members.add("reporterId", text: reporterId)
        members.add("mode", text: mode.rawValue)
        return members.object
    }
}

/// What goes into one registry batch, in any order.
public struct RegistryBatchContent: Sendable {
    public var header: BatchHeader
    public var target: RegistryTarget
    public var records: [RegistryRecord]
    /// The registry's own layout; without one, the package holds the canonical records only.
    public var profile: LayoutProfile?
    public var producer: Producer
    /// Signs the package; without it the package is unsigned.
    public var signingKey: SigningKey?

    public init(
        header: BatchHeader, target: RegistryTarget, records: [RegistryRecord], profile: LayoutProfile?,
        producer: Producer
    ) {
        self.header = header
        self.target = target
        self.records = records
        self.profile = profile
        self.producer = producer
    }
}

/// Flow REGY of DHX 1.0: additions, changes and removals for a debtor registry. Removals stand first.
public enum RegistryBatch {
    /// The package: canonical records in `data/batch.json` and, with a profile, the registry's own file under
    /// `data/registry/`. A record that breaks a rule or does not fit the layout is set aside, the rest
    /// goes on.
    public static func files(_ content: RegistryBatchContent) -> HandoverPackage {
        var package = HandoverPackage()
        package.setAside = refusals(content)
        guard package.setAside.isEmpty else { return package }
        var kept = content.records.map(\.withoutForeignParts).sorted(by: precedes)
        var breaks: [RuleBreak] = []
        func setAside(_ check: (RegistryRecord) -> [RuleBreak]) {
            kept = kept.filter { record in
                let found = check(record)
                breaks += found
                return found.isEmpty
            }
        }
        setAside(RegistryRules.check)
        // Only what is right by itself can make another record surplus.
        breaks += RegistryRules.checkUnique(kept)
        let surplus = Set(RegistryRules.surplus(of: kept))
        kept = kept.indices.filter { !surplus.contains($0) }.map { kept[$0] }
        let main = currency(of: kept)
        setAside { currencyBreaks($0, main: main) }
        setAside { layoutBreaks($0, content.profile) }
        breaks += cutToMaximum(&kept, content.profile)
        package.setAside = breaks.sorted()
        package.warnings = kept.flatMap { warnings($0, content.profile) }.sorted()
        guard !kept.isEmpty else { return package }
        publish(kept, content, in: &package)
        return package
    }

    /// Removals first, then additions, then changes; within each by key. No two records share a key, so the
    /// order between them is free, and what ends a listing comes before what begins one.
    private static func precedes(_ a: RegistryRecord, _ b: RegistryRecord) -> Bool {
        func rank(_ operation: RegistryRecord.Operation) -> Int {
            switch operation {
            case .remove: 0
            case .add: 1
            case .change: 2
            }
        }
        return (rank(a.operation), a.operationRef, a.debtorSeq, a.recId)
            < (rank(b.operation), b.operationRef, b.debtorSeq, b.recId)
    }

    /// What keeps the whole batch back: a registry we cannot feed, a profile that may not be used here.
    private static func refusals(_ content: RegistryBatchContent) -> [RuleBreak] {
        let batch = content.header.batchId
        if let reason = RegistryAvailability.refusal(of: content.target.code) {
            return [RuleBreak(.registryClosed, batch: batch, reason)]
        }
        do throws(LayoutError) {
            try content.profile?.check(environment: content.header.environment)
        } catch {
            return [RuleBreak(.environment, batch: batch, error.description)]
        }
        return []
    }

    /// The totals have one sum, so a batch has one currency: that of most records, EUR if it ties.
    static func currencyBreaks(_ record: RegistryRecord, main: Currency) -> [RuleBreak] {
        guard record.debt != nil, record.currency != main else { return [] }
        return [
            RuleBreak(
                .currency, subject: record.recId, reference: record.operationRef,
                "the batch is in \(main), the record in \(record.currency)")
        ]
    }

    static func currency(of records: [RegistryRecord]) -> Currency {
        var counts: [Currency: Int] = [:]
        for record in records where record.debt != nil { counts[record.currency, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        let candidates = counts.filter { $0.value == most }.keys.sorted { $0.code < $1.code }
        return candidates.contains(.eur) ? .eur : candidates.first ?? .eur
    }

    private static func layoutBreaks(_ record: RegistryRecord, _ profile: LayoutProfile?) -> [RuleBreak] {
        guard let profile else { return [] }
        let writer = LayoutWriter(profile: profile, isLenient: record.operation == .remove)
        do throws(LayoutError) {
            _ = try writer.lines(of: record.json)
            return []
        } catch {
            return [
                RuleBreak(
                    .layout, subject: record.recId, reference: record.operationRef, error.description)
            ]
        }
    }

    /// Constraints of severity WARN that a record does not meet; it is published all the same.
    private static func warnings(_ record: RegistryRecord, _ profile: LayoutProfile?) -> [RuleBreak] {
        guard let profile else { return [] }
        return LayoutWriter(profile: profile).warnings(of: record.json).map { code in
            RuleBreak(
                .layout, subject: record.recId, reference: record.operationRef,
                "constraint \(code) is not met")
        }
    }

    /// What does not fit into one file waits; removals stand first, so they are in it.
    private static func cutToMaximum(_ records: inout [RegistryRecord], _ profile: LayoutProfile?)
        -> [RuleBreak]
    {
        guard let profile, profile.recordsMax > 0, records.count > profile.recordsMax else { return [] }
        let late = records[profile.recordsMax...]
        records = Array(records.prefix(profile.recordsMax))
        return late.map {
            RuleBreak(
                .layout, subject: $0.recId, reference: $0.operationRef,
                "the file holds at most \(profile.recordsMax) records")
        }
    }

    private static func publish(
        _ records: [RegistryRecord], _ content: RegistryBatchContent, in package: inout HandoverPackage
    ) {
        let header = content.header
        guard let totals = RegistryTotals(counting: records) else {
            package.setAside.append(RuleBreak(.registrySums, batch: header.batchId, "a sum does not fit"))
            return
        }
        let faults = RegistryRules.check(header: header, records: records, totals: totals)
        package.setAside = (package.setAside + faults).sorted()
        guard faults.isEmpty else { return }
        do throws(LayoutError) {
            package.files = try files(records, content, totals: totals)
        } catch {
            package.setAside.append(RuleBreak(.layout, batch: header.batchId, error.description))
            return
        }
        package.published = records.map(\.recId).sorted()
        if let manifest = package.files.first(where: { $0.path == header.folderName + "/manifest-sha256.txt" }
        ) {
            package.payloadManifestSHA256 = SHA256Text.digest(of: manifest.bytes)
        }
    }

    /// The package of records as they are, whatever rules they break: tests of the checker need such.
    static func files(
        _ records: [RegistryRecord], _ content: RegistryBatchContent, totals: RegistryTotals
    ) throws(LayoutError) -> [OutputFile] {
        let header = content.header
        let forms = forms(
            header: header, target: content.target, profile: content.profile?.name ?? "", records: records,
            totals: totals)
        var payload = [
            OutputFile(path: "data/batch.json", bytes: forms.json),
            OutputFile(path: "data/batch.xml", bytes: forms.xml),
        ]
        if let profile = content.profile {
            payload.append(try file(records, content, profile: profile, totals: totals))
        }
        let bag = BagItPackage(
            folder: header.folderName, identifier: header.batchId, baggingDate: header.businessDate,
            payload: payload)
        let manifest = BusinessManifest(
            header: header, totals: totals.json(in: currency(of: records)), producer: content.producer,
            profile: content.profile?.manifestEntry)
        return bag.files(
            businessManifest: manifest.file(payloadManifest: bag.payloadManifest),
            signingKey: content.signingKey)
    }

    /// The batch as JSON and XML.
    static func forms(
        header: BatchHeader, target: RegistryTarget, profile: String, records: [RegistryRecord],
        totals: RegistryTotals
    ) -> BatchForms {
        var forms = BatchForms(.registry, elements: records.count)
        forms.add("header", header.json)
        forms.add("registry", target.json(profile: profile))
        forms.beginList("records")
        for record in records { forms.addElement(record.json) }
        forms.endList()
        forms.add("totals", totals.json(in: currency(of: records)))
        forms.end()
        return forms
    }

    private static func file(
        _ records: [RegistryRecord], _ content: RegistryBatchContent, profile: LayoutProfile,
        totals: RegistryTotals
    ) throws(LayoutError) -> OutputFile {
        var file = JSONMembers()
        file.add("header", content.header.json)
        file.add("registry", content.target.json(profile: profile.name))
        file.add("totals", totals.json(in: currency(of: records)))
        let removals = records.indices.filter { records[$0].operation == .remove }
        let bytes = try LayoutWriter(profile: profile).bytes(
            file: file.object, records: records.map(\.json), lenient: Set(removals))
        let name = profile.fileName.name(
            header: content.header, reporterId: content.target.reporterId, profile: profile.name)
        return OutputFile(path: "data/registry/" + name, bytes: bytes)
    }
}

extension LayoutProfile {
    /// The file of a registry in this layout, records in the order given. In removals, names and streets
    /// that do not fit are bent rather than refused; what identifies the entry never is.
    ///
    /// - Throws: `LayoutError` where the profile may not be used in the header's environment, or a record
    ///   does not fit: numbers are never cut, characters never lost unless the profile says so.
    public func render(
        _ records: [RegistryRecord], header: BatchHeader, target: RegistryTarget
    ) throws(LayoutError) -> [UInt8] {
        try check(environment: header.environment)
        var file = JSONMembers()
        file.add("header", header.json)
        file.add("registry", target.json(profile: name))
        let removals = records.indices.filter { records[$0].operation == .remove }
        return try LayoutWriter(profile: self).bytes(
            file: file.object, records: records.map(\.json), lenient: Set(removals))
    }

    /// Name, status and digest, for the manifest.
    var manifestEntry: JSONValue {
        var members = JSONMembers()
        members.add("name", text: name)
        members.add("status", text: status.rawValue)
        members.add("sha256", text: sha256)
        return members.object
    }
}
