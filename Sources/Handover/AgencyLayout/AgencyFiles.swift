internal import Domain

/// The files of a case batch in the agency's own layouts, beside the batch itself: an agency that reads
/// neither JSON nor XML gets the spreadsheet or fixed-width file that it asks for (DHX 1.0 §5.3.5, §5.6).
///
/// A layout takes the operations that one of its records is for, so that placements and payments can be files
/// of their own. An operation that fits none of them is set aside: what the agency would not see is not told.
///
/// The rows are held until the package is written: as many bytes as the files have.
struct AgencyFiles: Sendable {
    private let profiles: [LayoutProfile]
    private let client: String
    private let header: BatchHeader
    /// Of most operations; the only one of a file that sums amounts up.
    private let currency: Currency

    init(_ content: CaseBatchContent) {
        (profiles, client, header) = (content.layouts, content.agencyClient, content.header)
        var counts: [String: Int] = [:]
        for operation in profiles.isEmpty ? [] : content.operations {
            counts[operation.currency.code, default: 0] += 1
        }
        let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        currency = most.flatMap { Currency($0) } ?? .eur
    }

    /// Name, status and digest of every layout, for the manifest.
    var manifestEntries: JSONValue? { profiles.isEmpty ? nil : .array(profiles.map(\.manifestEntry)) }

    /// Why the layouts may not be used at all.
    func refusals() -> [RuleBreak] {
        do throws(LayoutError) {
            try LayoutProfile.check(agencyFiles: profiles, environment: header.environment, client: client)
            return []
        } catch {
            return [RuleBreak(.environment, batch: header.batchId, error.description)]
        }
    }

    /// Why an operation fits into none of the files, or not into one that is for it. What only changes or
    /// withdraws a case is never kept back by a name or street, and a withdrawal by nothing.
    func breaks(of operation: CaseOperation) -> [RuleBreak] {
        guard !operation.outranks, let misfit = misfit(of: operation) else { return [] }
        return [RuleBreak(.layout, operation, misfit)]
    }

    /// A withdrawal that is in the batch and has no row in the agency's own files: somebody must tell it.
    func warnings(of operation: CaseOperation) -> [RuleBreak] {
        guard operation.outranks, let misfit = misfit(of: operation) else { return [] }
        return [RuleBreak(.layout, operation, "not in the agency's own files: \(misfit)")]
    }

    private func misfit(of operation: CaseOperation) -> String? {
        guard !profiles.isEmpty else { return nil }
        let tree = AgencyFileRows.tree(of: CaseBatchFiling([operation])[0])
        var isTaken = false
        for profile in profiles {
            let writer = Self.writer(profile, operation)
            guard !writer.rows(of: tree).isEmpty else { continue }
            isTaken = true
            if operation.currency != currency, operation.hasAmounts, LayoutTally(profile).mixesCurrencies {
                return "\(profile.name) sums up \(currency.code), the case is in \(operation.currency.code)"
            }
            do throws(LayoutError) {
                _ = try writer.lines(of: tree)
            } catch {
                return "\(profile.name): \(error)"
            }
        }
        let names = profiles.map(\.name).joined(separator: ", ")
        return isTaken ? nil : "no record of \(names) is for \(operation.code.rawValue)"
    }

    private static func writer(_ profile: LayoutProfile, _ operation: CaseOperation) -> LayoutWriter {
        LayoutWriter(profile: profile, isLenient: operation.debtCase == nil)
    }

    /// The files that have at least one row, below `data/`, in the order of their paths.
    ///
    /// - Parameter operations: whose breaks were looked at.
    /// - Throws: where header, trailer or a running number does not fit its field.
    func files(_ operations: CaseBatchFiling, _ totals: BatchTotals) throws(LayoutError) -> [OutputFile] {
        var drafts = profiles.map { Draft($0) }
        for position in drafts.isEmpty ? 0..<0 : 0..<operations.count {
            let filed = operations[position]
            if filed.operation.outranks, misfit(of: filed.operation) != nil { continue }
            let tree = AgencyFileRows.tree(of: filed)
            for index in drafts.indices {
                let writer = Self.writer(profiles[index], filed.operation)
                guard !writer.rows(of: tree).isEmpty else { continue }
                try drafts[index].add(tree, writer)
            }
        }
        var files: [OutputFile] = []
        for draft in drafts where !draft.rows.isEmpty {
            let name = draft.profile.fileName.name(
                header: header, reporterId: client, profile: draft.profile.name)
            let bytes = try draft.file(tree(of: draft.profile, totals))
            files.append(OutputFile(path: "data/agency/" + name, bytes: bytes))
        }
        return files.sorted { $0.path < $1.path }
    }

    private func tree(of profile: LayoutProfile, _ totals: BatchTotals) -> JSONValue {
        Self.tree(of: profile, header, client: client, totals)
    }

    /// What header and trailer are filled from: `header`, `agency`, `totals`.
    static func tree(
        of profile: LayoutProfile, _ header: BatchHeader, client: String, _ totals: BatchTotals
    ) -> JSONValue {
        var agency = JSONMembers()
        agency.add("client", text: client)
        agency.add("profile", text: profile.name)
        var file = JSONMembers()
        file.add("header", header.json)
        file.add("agency", agency.object)
        file.add("totals", totals.json)
        return file.object
    }

    /// A file of which the rows so far are there.
    private struct Draft {
        let profile: LayoutProfile
        private(set) var rows: [UInt8] = []
        private var tally: LayoutTally
        private var line: Int

        init(_ profile: LayoutProfile) {
            self.profile = profile
            tally = LayoutTally(profile)
            line = LayoutWriter(profile: profile).headLines
        }

        mutating func add(_ tree: JSONValue, _ writer: LayoutWriter) throws(LayoutError) {
            for bytes in try writer.lines(of: tree, after: line) {
                rows += bytes
                line += 1
            }
            // Trailers count rows: by `row` those of one record.
            for row in writer.rows(of: tree) { tally.add(row.tree.with("row", .string(row.shape.name))) }
        }

        func file(_ tree: JSONValue) throws(LayoutError) -> [UInt8] {
            let writer = LayoutWriter(profile: profile)
            return try writer.head(tree, tally) + rows + writer.tail(tree, tally, after: line)
        }
    }
}

extension CaseOperation {
    /// Whether nothing may keep it back: the agency must stop.
    fileprivate var outranks: Bool {
        switch content {
        case .finalRecall, .announcedRecall, .hold: true
        default: false
        }
    }

    /// Whether a file could sum up something of it.
    fileprivate var hasAmounts: Bool {
        switch content {
        case .new, .update, .payment, .adjustment, .legalApproval: true
        case .hold, .resume, .announcedRecall, .finalRecall, .answer: false
        }
    }
}
