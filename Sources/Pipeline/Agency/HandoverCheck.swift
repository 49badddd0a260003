internal import Domain
internal import Foundation
internal import Handover

/// `recobro handover check`: what is in a package, and whether it can be believed. Needs no desk.
public struct HandoverCheck: Sendable {
    /// As it was named.
    public let path: String
    public let findings: [AgencyFinding]
    /// Whether nothing can be said of the batch, since its head cannot be read.
    public let isUnreadable: Bool
    /// What package it is, in whatever form; `nil` for a batch without its package.
    let sha256: String?
    /// `nil` for a batch without its package.
    private let report: PackageReport?
    /// `nil` where it cannot be read.
    private let header: BatchHeader?
    private let severities: [Problem.Severity]
    private let lines: [String]

    /// Checks every package that the paths mean, in their order.
    ///
    /// - Parameter keyPath: file of the sender's public key; without it signatures are not verified.
    public static func all(paths: [String], keyPath: String?, each: (HandoverCheck) -> Void) throws {
        let key = try keyPath.map(DeskKeys.verifyingKey)
        for path in paths {
            let packages = PackageFolder.packages(at: path)
            guard !packages.isEmpty else {
                throw RunError.usage(
                    "\(path) is no package, no batch.json or batch.xml and no folder of packages")
            }
            for package in packages { each(try HandoverCheck(package, key: key)) }
        }
    }

    init(_ path: String, key: VerifyingKey?) throws {
        self.path = path
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue || PackageFile.kind(path) != nil {
            let source: PackageSource
            do {
                source = try PackageFolder.source(path)
            } catch let fault as HandoverFault {
                (report, header, lines, isUnreadable) = (nil, nil, [], true)
                sha256 = PackageIdentity.sha256(at: path)
                (findings, severities) = ([AgencyFinding(fault)], [.refuse])
                return
            }
            let digests = PackageDigests(source)
            sha256 = PackageIdentity.sha256(source, digests)
            let checked = PackageCheck.check(source, key: key, digests: digests)
            (report, header) = (checked, checked.header)
            // Who gives a key wants to know that its owner signed.
            let isUnsigned = key != nil && checked.signature == .unsigned
            let missing = AgencyFinding(
                "SIGNATURE", place: PackageSignature.fileName, found: "no such file", expected: "a signature")
            findings = checked.findings.map(AgencyFinding.init) + (isUnsigned ? [missing] : [])
            severities = checked.findings.map(\.severity) + (isUnsigned ? [.refuse] : [])
            (lines, isUnreadable) = (checked.lines, checked.header == nil)
        } else {
            let batch = BatchAlone(try PackageFolder.bytes(of: path), file: path)
            (report, sha256) = (nil, nil)
            (header, findings, severities) = (batch.header, batch.findings, batch.severities)
            (lines, isUnreadable) = (batch.lines, batch.header == nil)
        }
    }

    /// 0 where everything can be taken, 1 with findings, 65 where it cannot be read.
    public var exitCode: Int32 { isUnreadable ? 65 : findings.isEmpty ? 0 : 1 }

    /// What to print: the package, its totals, its findings, one a line.
    public var text: String {
        let end = isUnreadable ? "cannot be read" : findings.isEmpty ? "no findings" : ""
        let found = zip(severities, findings).map { "  \($0.rawValue) \($1)" }
        return ([path] + lines.map { "  " + $0 } + found + (end.isEmpty ? [] : ["  " + end]))
            .joined(separator: "\n")
    }

    /// One line of JSON, schema `recobro.handover-check/1`.
    public var json: String {
        var object = JSONObject()
        object.add("schema", "recobro.handover-check/1")
        object.add("path", path)
        add(to: &object)
        return object.text
    }

    /// `text` without the path, with at most so many findings.
    func shortText(_ findingsMax: Int) -> String {
        let all = text.split(separator: "\n").dropFirst().map(String.init)
        guard findings.count > findingsMax else { return all.joined(separator: "\n") }
        let shown = all.prefix(lines.count + findingsMax)
        return (shown + ["  … \(findings.count) findings in all"]).joined(separator: "\n")
    }

    /// What `json` says of the package.
    func add(to object: inout JSONObject) {
        object.add("readable", !isUnreadable)
        object.add("batchId", header?.batchId)
        object.add("flow", header?.flow.rawValue)
        object.add("environment", header?.environment.rawValue)
        object.add("businessDate", header?.businessDate.description)
        if let report {
            object.add("manifestSha256", report.payloadManifestSHA256)
            object.add("files", report.payloadFiles)
            object.add("bytes", report.payloadBytes)
            object.add("signature", report.signature.description)
        }
        if let totals = report?.caseTotals { object.add("totals", Self.json(of: totals)) }
        object.add("lines", texts: lines)
        object.add(
            "findings",
            zip(severities, findings).map { severity, finding in
                var json = JSONObject()
                json.add("severity", severity.rawValue)
                json.add(finding)
                return json
            })
    }

    private static func json(of totals: BatchTotals) -> JSONObject {
        var byOp = JSONObject()
        for entry in totals.byOp { byOp.add(entry.code.rawValue, entry.count) }
        var object = JSONObject()
        object.add("ops", totals.ops)
        object.add("byOp", byOp)
        object.add("cases", totals.cases)
        object.add("lines", totals.lines)
        object.add("documents", totals.documents)
        let amounts = totals.amounts.map { amount in
            var sum = JSONObject()
            sum.add("currency", amount.currency.code)
            sum.add("controlSum", amount.decimalString)
            return sum
        }
        object.add("amounts", amounts)
        return object
    }
}

extension AgencyFinding {
    init(_ finding: PackageFinding) {
        self.init(
            finding.code.rawValue, place: finding.place, found: finding.found, expected: finding.expected)
    }

    init(_ fault: HandoverFault) {
        self.init(
            fault.code.rawValue, place: "\(fault.file) \(fault.path)", found: fault.found,
            expected: fault.expected)
    }
}

extension JSONObject {
    /// The members of a finding, beside others.
    mutating func add(_ finding: AgencyFinding) {
        add("code", finding.code)
        add("place", finding.place)
        add("found", finding.found)
        add("expected", finding.expected)
    }
}
