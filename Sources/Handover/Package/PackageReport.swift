public import Domain

/// One thing that is wrong with a package, or that a person should know of it.
public struct PackageFinding: Sendable, Equatable, CustomStringConvertible {
    /// A rule (R-…, G-…) or a reason of DHX 1.0 §5.3.4.
    public let code: RuleBreak.Code
    /// `refuse` is of the whole package, `setAside` of one operation or record.
    public let severity: Problem.Severity
    /// The file and where in it: `data/batch.json $.ops[3] C-2026-0007.1`.
    public let place: String
    /// What stands there; references and amounts, no names.
    public let found: String
    public let expected: String

    public var description: String {
        "\(severity.rawValue) \(code.rawValue) \(place): found \(found), expected \(expected)"
    }
}

/// What a check of a package came to.
public struct PackageReport: Sendable, Equatable {
    /// In the order of the check: the bag, its manifests, the batch, its operations, totals and forms.
    public internal(set) var findings: [PackageFinding] = []
    /// `nil` where the batch cannot be read.
    public internal(set) var header: BatchHeader?
    /// As counted, not as stated; `nil` unless the flow is CASE.
    public internal(set) var caseTotals: BatchTotals?
    /// As counted, not as stated; `nil` unless the flow is REGY.
    public internal(set) var registryTotals: RegistryTotals?
    /// The currency of the registry totals.
    public internal(set) var registryCurrency = Currency.eur
    /// The table that the status codes of the agency were read with; `nil` where none was used.
    public internal(set) var statusCodes: StatusCodeTable?
    public internal(set) var signature = SignatureState.unsigned
    /// SHA-256 of `manifest-sha256.txt`, which an acknowledgement repeats; empty where there is none.
    public internal(set) var payloadManifestSHA256 = ""
    /// Files and bytes below `data/`.
    public internal(set) var payloadFiles = 0
    public internal(set) var payloadBytes = 0

    /// Of a package that was not checked yet.
    public init() {}

    /// Of an archive that could not be opened.
    public init(refusing fault: HandoverFault) {
        findings = [
            PackageFinding(
                code: .form, severity: .refuse, place: fault.path, found: fault.found,
                expected: fault.expected)
        ]
    }

    /// Whether everything in the package can be taken.
    public var isAccepted: Bool { findings.allSatisfy { $0.severity == .warn } }

    /// Whether the package as a whole is refused.
    public var isRefused: Bool { findings.contains { $0.severity == .refuse } }

    /// What to print: the batch, its totals, its signature; findings apart.
    public var lines: [String] {
        var lines: [String] = []
        if let header { lines.append("batch \(header.batchId) (\(header.environment.rawValue))") }
        lines.append("payload: \(payloadFiles) files, \(payloadBytes) bytes, \(signature)")
        if let totals = caseTotals {
            let byOp = totals.byOp.map { "\($0.code.rawValue) \($0.count)" }.joined(separator: ", ")
            lines.append("operations: \(totals.ops) (\(byOp))")
            lines.append(
                "cases: \(totals.cases), lines: \(totals.lines), documents: \(totals.documents)")
            lines += totals.amounts.map { "placed: \($0.decimalString) \($0.currency)" }
        }
        if let table = statusCodes {
            lines.append(
                "status codes: \(table.profile), \(table.trust.rawValue), table \(table.sha256.prefix(16))")
        }
        if let totals = registryTotals {
            let (added, changed) = (totals.unpaidAdded, totals.unpaidChanged)
            func written(_ units: Int64) -> String {
                Money(minorUnits: units, currency: registryCurrency).decimalString + " \(registryCurrency)"
            }
            lines.append(
                "records: \(totals.records) (A \(totals.additions), M \(totals.changes), "
                    + "B \(totals.removals))")
            lines.append("unpaid: A \(written(added)), M \(written(changed))")
        }
        return lines
    }
}
