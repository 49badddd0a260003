internal import Domain

extension LayoutProfile {
    /// What the names of its files are made of: two layouts of one template cannot be told apart.
    public var fileNameTemplate: String { fileName.parts.description }

    /// Checks that the files of an agency can be written with these profiles, before a night begins: each may
    /// be used in the environment, names what there is, has a word for every reason of a withdrawal, and
    /// every operation that may have to be told has a record.
    ///
    /// - Parameter client: the creditor's number at the agency, which headers may ask for.
    /// - Throws: what is wrong first, with the name of its profile.
    public static func check(
        agencyFiles profiles: [LayoutProfile], environment: HandoverEnvironment, client: String
    ) throws(LayoutError) {
        for profile in profiles {
            do throws(LayoutError) {
                try profile.check(environment: environment)
                try profile.checkForAgency(client: client)
            } catch {
                throw error.naming(profile)
            }
        }
        guard Set(profiles.map(\.name)).count == profiles.count,
            Set(profiles.map(\.fileNameTemplate)).count == profiles.count
        else {
            throw LayoutError(
                .notAllowed, at: profiles.last?.name ?? "", "two layouts of one name or file name")
        }
        let untold = CaseOperation.Code.allCases.filter { code in !profiles.contains { $0.isForEvery(code) } }
        guard untold.isEmpty || profiles.isEmpty else {
            let codes = untold.map(\.rawValue).joined(separator: ", ")
            throw LayoutError(
                .missingValue, at: profiles.map(\.name).joined(separator: ", "), "no record is for \(codes)")
        }
    }

    /// Whether a record is for an operation of this kind, whatever is in it.
    private func isForEvery(_ code: CaseOperation.Code) -> Bool {
        records.contains { record in
            guard record.each.isFor(code) else { return false }
            return record.when == nil || record.when?.isOf(code) == true
        }
    }

    private func checkForAgency(client: String) throws(LayoutError) {
        guard recordsMax == 0 else {
            throw LayoutError(.notAllowed, at: "maxRecords", "is for registries; an agency is told all of it")
        }
        guard let paths = AgencyFilePaths() else {
            throw LayoutError(.profileUnknown, at: name, "the program's resources are missing")
        }
        for record in records {
            if let when = record.when, !paths.knows(when.path, in: .record) {
                throw LayoutError(
                    .wrongValue, at: "\(record.name).when", "no operation has \(when.path.text)")
            }
            for field in record.fields { try check(field, of: record, paths) }
        }
        for constraint in constraints where !paths.knows(constraint.assertion.path, in: .record) {
            throw LayoutError(
                .wrongValue, at: constraint.code, "no operation has \(constraint.assertion.path.text)")
        }
        try checkHeads(client: client)
    }

    private func check(
        _ field: LayoutField, of record: LayoutRecord, _ paths: AgencyFilePaths
    ) throws(LayoutError) {
        let place = "\(record.name).\(field.name)"
        func expect(_ path: LayoutPath, _ isKnown: Bool) throws(LayoutError) {
            guard isKnown else { throw LayoutError(.wrongValue, at: place, "no operation has \(path.text)") }
        }
        // What counts and sums go through are the rows, whatever record they are of.
        func expect(_ condition: LayoutCondition?) throws(LayoutError) {
            guard let condition else { return }
            try expect(condition.path, paths.knows(condition, in: .line))
        }
        switch field.source {
        case .path(let path):
            try expect(path, paths.knows(path, in: record.each))
            try checkReasons(field, path, of: record, at: place)
        case .count(let condition): try expect(condition)
        case .sum(let path, let condition):
            try expect(path, paths.knows(path, in: .line))
            try expect(condition)
        case .constant, .sequence, .nothing: break
        }
    }

    /// A withdrawal whose reason has no word would be in no row: every one must have it, and every operation
    /// that the record is for.
    private func checkReasons(
        _ field: LayoutField, _ path: LayoutPath, of record: LayoutRecord, at place: String
    ) throws(LayoutError) {
        guard let table = field.table, let known = tables[table] else { return }
        let told = CaseOperation.Code.allCases.filter { code in
            record.each.isFor(code) && record.when?.isOf(code) != false
        }
        var needed: [String] = []
        switch path.steps {
        case ["op"]: needed = told.map(\.rawValue)
        case ["reason", "code"]:
            if told.contains(.finalRecall) || told.contains(.announcedRecall) {
                needed += RecallReason.allCases.map(\.rawValue)
            }
            if told.contains(.hold) { needed += CaseHoldReason.allCases.map(\.rawValue) }
        default: break
        }
        let missing = needed.filter { known[$0] == nil }
        guard missing.isEmpty else {
            throw LayoutError(
                .codeUnmapped, at: place, "table \(table) has no word for " + missing.joined(separator: ", "))
        }
    }

    /// Writes header and trailer of a file without rows: what they ask for and nobody gives must not keep a
    /// batch back in the night.
    private func checkHeads(client: String) throws(LayoutError) {
        let party = BatchParty(code: "ES", identifier: PartyIdentifier(scheme: "9920", value: "ESB12345674"))
        let header = BatchHeader(
            flow: .cases, sequence: 1, environment: .test, sender: party, recipient: party,
            businessDate: Day(number: 20_000), agreementRef: "A", processorAgreementRef: "A")
        let totals = BatchTotals(ops: 0, byOp: [], cases: 0, lines: 0, documents: 0, amounts: [])
        let tree = AgencyFiles.tree(of: self, header, client: client, totals)
        let writer = LayoutWriter(profile: self)
        _ = try writer.head(tree, LayoutTally(self))
        _ = try writer.tail(tree, LayoutTally(self), after: writer.headLines)
    }
}

extension LayoutError {
    /// The same with the name of the profile in its place.
    public func naming(_ profile: LayoutProfile) -> LayoutError {
        place == profile.name ? self : LayoutError(kind, at: "\(profile.name) \(place)", detail)
    }
}

extension LayoutPath {
    /// As a profile writes it.
    var text: String { steps.joined(separator: ".") }
}

extension LayoutCondition {
    /// Whether it is met by every operation of a kind; `nil` where that does not depend on the kind alone.
    fileprivate func isOf(_ code: CaseOperation.Code) -> Bool? {
        guard path.steps == ["op"] else { return nil }
        return values.contains(code.rawValue) != isNegated
    }
}

extension LayoutRecord.Occurrence {
    /// Whether an operation of this kind always has such a row.
    fileprivate func isFor(_ code: CaseOperation.Code) -> Bool {
        switch self {
        case .file: false
        case .record: true
        case .line, .debtor: code == .new || code == .update
        }
    }
}
