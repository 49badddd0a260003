internal import Domain
internal import Foundation
internal import Handover

/// A `batch.json` or `batch.xml` without its package: the rules and totals, but no digests and no evidence.
struct BatchAlone {
    private(set) var findings: [AgencyFinding] = []
    /// One for each finding: of the whole batch, or of a part of it.
    private(set) var severities: [Problem.Severity] = []
    /// `nil` where the batch cannot be read.
    private(set) var header: BatchHeader?
    private var totals: [String] = []
    private let file: String
    /// As it lies there, by which faults of XML are located.
    private let source: [UInt8]

    /// Each flow by its own reader; what names none is read as cases, and refused with what is wrong.
    init(_ source: [UInt8], file: String) {
        (self.file, self.source) = (file, source)
        let bytes: [UInt8]
        do throws(HandoverFault) {
            bytes = try BatchForm.json(of: source, file: file)
        } catch {
            add(AgencyFinding(BatchForm.located(error, in: source)))
            return
        }
        switch Self.flow(bytes) {
        case .acknowledgement: takeAnswer(bytes)
        case .status: takeEvents(bytes)
        case .remittance: takeStatement(bytes)
        case .inventory: takeInventory(bytes)
        case .registry: takeRecords(bytes)
        case .cases, nil: takeCases(bytes)
        }
    }

    /// What to print: the batch and what is in it; empty where it cannot be read.
    var lines: [String] {
        guard let header else { return [] }
        return ["batch \(header.batchId) (\(header.environment.rawValue))"]
            + ["the batch alone: digests, signature and evidence are not checked"] + totals
    }

    private static func flow(_ bytes: [UInt8]) -> HandoverFlow? {
        let tree = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let header = tree?["header"] as? [String: Any]
        return (header?["flow"] as? String).flatMap(HandoverFlow.init(rawValue:))
    }

    private mutating func add(_ finding: AgencyFinding, _ severity: Problem.Severity = .refuse) {
        findings.append(finding)
        severities.append(severity)
    }

    private mutating func add(_ breaks: [RuleBreak], _ severity: Problem.Severity = .refuse) {
        for found in breaks {
            let (code, place) = (found.code.rawValue, "\(file) \(found.subject)")
            add(
                AgencyFinding(code, place: place, found: found.reason, expected: "rule \(code) of DHX 1.0"),
                severity)
        }
    }

    /// Without a value the whole batch is refused; otherwise its parts are.
    private mutating func take<Value>(_ reading: HandoverReading<Value>, _ header: BatchHeader?) -> Value? {
        for fault in reading.faults {
            add(
                AgencyFinding(BatchForm.located(fault, in: source)),
                reading.value == nil ? .refuse : .setAside)
        }
        self.header = header
        return reading.value
    }

    private mutating func takeCases(_ bytes: [UInt8]) {
        do throws(HandoverFault) {
            let batch = try CaseBatchFile(json: bytes, file: file)
            let operations = batch.operations
            header = batch.header
            add(CaseRules.check(header: batch.header, operations: operations, totals: batch.totals))
            add(CaseRules.checkUnique(operations) + operations.flatMap(CaseRules.check))
            guard let counted = BatchTotals(counting: operations) else { return }
            let byOp = counted.byOp.map { "\($0.code.rawValue) \($0.count)" }.joined(separator: ", ")
            totals.append("operations: \(counted.ops) (\(byOp))")
            totals.append(
                "cases: \(counted.cases), lines: \(counted.lines), documents: \(counted.documents)")
            totals += counted.amounts.map { "placed: \($0.decimalString) \($0.currency)" }
        } catch {
            add(AgencyFinding(BatchForm.located(error, in: source)))
        }
    }

    private mutating func takeAnswer(_ bytes: [UInt8]) {
        let reading = Acknowledgement.read(bytes, file: file, currencies: .unknown)
        guard let answer = take(reading, reading.value?.header) else { return }
        let counts = answer.counts.map { "\($0.status.rawValue) \($0.count)" }.joined(separator: ", ")
        totals.append("answers \(answer.original.batchId): \(answer.groupStatus.rawValue)")
        if !counts.isEmpty { totals.append("operations: \(answer.answers.count) (\(counts))") }
    }

    private mutating func takeEvents(_ bytes: [UInt8]) {
        let reading = StatusBatch.read(bytes, file: file, currencies: .unknown)
        guard let batch = take(reading, reading.value?.header) else { return }
        totals.append("events: \(batch.events.count)")
    }

    private mutating func takeStatement(_ bytes: [UInt8]) {
        let reading = RemittanceStatement.read(bytes, file: file)
        guard let statement = take(reading, reading.value?.header) else { return }
        for broken in RemittanceRules.breaks(of: statement) {
            add(AgencyFinding(broken.fault(file: file)))
        }
        func text(_ units: Int64) -> String {
            "\(Money.decimalString(units, exponent: statement.currency.exponent)) \(statement.currency)"
        }
        totals.append(
            "statement \(statement.statementId), \(statement.periodFrom) to \(statement.periodTo): "
                + "\(statement.lines.count) lines")
        totals.append(
            "payout: \(text(statement.payout.amount)), carried on \(text(statement.totals.closing))")
    }

    private mutating func takeInventory(_ bytes: [UInt8]) {
        let reading = Inventory.read(bytes, file: file, currencies: .unknown)
        guard let inventory = take(reading, reading.value?.header) else { return }
        totals.append("cases: \(inventory.entries.count)")
    }

    private mutating func takeRecords(_ bytes: [UInt8]) {
        do throws(HandoverFault) {
            let batch = try RegistryBatchFile(json: bytes, file: file)
            header = batch.header
            add(RegistryRules.check(header: batch.header, records: batch.records, totals: batch.totals))
            add(RegistryRules.checkUnique(batch.records), .setAside)
            add(batch.records.flatMap(RegistryRules.check), .setAside)
            guard let counted = RegistryTotals(counting: batch.records) else { return }
            totals.append(
                "records: \(counted.records) (A \(counted.additions), M \(counted.changes), "
                    + "B \(counted.removals))")
        } catch {
            add(AgencyFinding(BatchForm.located(error, in: source)))
        }
    }
}
