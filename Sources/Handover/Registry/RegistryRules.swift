internal import Domain

/// The control totals of a registry batch (DHX 1.0 §5.5).
public struct RegistryTotals: Sendable, Equatable {
    public var records: Int
    public var additions: Int
    public var changes: Int
    public var removals: Int
    /// Sum of `unpaid` of the additions, minor units.
    public var unpaidAdded: Int64
    /// Sum of `unpaid` of the changes, minor units.
    public var unpaidChanged: Int64

    public init(
        records: Int, additions: Int, changes: Int, removals: Int, unpaidAdded: Int64, unpaidChanged: Int64
    ) {
        self.records = records
        self.additions = additions
        self.changes = changes
        self.removals = removals
        self.unpaidAdded = unpaidAdded
        self.unpaidChanged = unpaidChanged
    }

    /// Counted from the records; `nil` where a sum does not fit.
    public init?(counting all: [RegistryRecord]) {
        func unpaid(_ operation: RegistryRecord.Operation) -> Int64? {
            exactSum(all.lazy.filter { $0.operation == operation }.map { $0.debt?.unpaid ?? 0 })
        }
        guard let added = unpaid(.add), let changed = unpaid(.change) else { return nil }
        self.init(
            records: all.count, additions: all.count { $0.operation == .add },
            changes: all.count { $0.operation == .change }, removals: all.count { $0.operation == .remove },
            unpaidAdded: added, unpaidChanged: changed)
    }

    func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("records", .integer(Int64(records)))
        members.add("A", .integer(Int64(additions)))
        members.add("M", .integer(Int64(changes)))
        members.add("B", .integer(Int64(removals)))
        members.add("unpaidA", minorUnits: unpaidAdded, in: currency)
        members.add("unpaidM", minorUnits: unpaidChanged, in: currency)
        return members.object
    }
}

/// Our own validator of flow REGY: G-01 to G-04 and the forms of the canonical record.
public enum RegistryRules {
    /// What one record breaks by itself. A removal is asked only what is needed to find the entry again.
    public static func check(_ record: RegistryRecord) -> [RuleBreak] {
        var faults: [(RuleBreak.Code, String)] = []
        if !FieldForm.isId(record.recId) { faults.append((.form, "recId is missing or not an id")) }
        if !FieldForm.isId(record.operationRef) {
            faults.append((.form, "operationRef is missing or not an id"))
        }
        if !(1...99).contains(record.debtorSeq) { faults.append((.form, "debtorSeq is not in 1 to 99")) }
        switch record.operation {
        case .remove:
            if record.reason == nil { faults.append((.form, "a removal needs its reason")) }
        case .change:
            if record.recordVersion < 2 { faults.append((.version, "version 1 is the addition itself")) }
            faults += debtFaults(record)
        case .add:
            if record.recordVersion != 1 { faults.append((.version, "an addition has version 1")) }
            if record.product == nil { faults.append((.form, "an addition needs its product")) }
            if record.debt != nil, record.debt?.original == nil {
                faults.append((.form, "an addition needs the original amount"))
            }
            faults += debtFaults(record) + gateFaults(record)
        }
        return faults.map {
            RuleBreak($0.0, subject: record.recId, reference: record.operationRef, $0.1)
        }
    }

    private static func debtFaults(_ record: RegistryRecord) -> [(RuleBreak.Code, String)] {
        guard let debt = record.debt else { return [(.form, "the debt is missing")] }
        var faults: [(RuleBreak.Code, String)] = []
        if debt.unpaid <= 0 { faults.append((.form, "unpaid is not more than zero")) }
        if debt.unpaidCount < 1 { faults.append((.form, "unpaidCount is not at least 1")) }
        if debt.firstUnpaidDue > debt.lastUnpaidDue || debt.lastUnpaidDue >= record.asOf {
            faults.append((.form, "the unpaid due days are not in order before asOf"))
        }
        if record.debtor.name.isEmpty { faults.append((.form, "debtor name is missing")) }
        if record.debtor.ids.isEmpty { faults.append((.form, "debtor has no identifier")) }
        if !XMLText.isWritable(record.debtor.name) {
            faults.append((.form, "debtor name holds a control character"))
        }
        for id in record.debtor.ids {
            if let fault = id.formFault { faults.append((.form, fault)) }
            if let fault = id.numberFault { faults.append((.identifierInvalid, fault)) }
        }
        for address in record.debtor.addresses {
            if address.street.isEmpty || address.postCode.isEmpty || address.town.isEmpty {
                faults.append((.address, "debtor street, postCode or town is missing"))
            }
            if !FieldForm.isCountry(address.country) {
                faults.append((.address, "debtor country is not ISO 3166"))
            }
        }
        if !CodeLists.currencies.contains(record.currency.code) {
            faults.append((.currency, "\(record.currency) is not of ISO 4217"))
        }
        return faults
    }

    /// G-04 and what else the law asks before a debtor is listed.
    private static func gateFaults(_ record: RegistryRecord) -> [(RuleBreak.Code, String)] {
        guard let gate = record.gate else { return [(.addBeforeWarning, "no warning is proven")] }
        var faults: [(RuleBreak.Code, String)] = []
        if gate.warnedAt >= record.asOf {
            faults.append((.addBeforeWarning, "warned \(gate.warnedAt), added \(record.asOf)"))
        }
        if !SHA256Text.isDigest(gate.warningDocSHA256) {
            faults.append((.addBeforeWarning, "the warning has no document"))
        }
        if gate.approvedBy.isEmpty { faults.append((.form, "no person approved the addition")) }
        for check in RegistryRecord.Gate.Check.allCases where !gate.checks.contains(check) {
            faults.append((.form, "check \(check.rawValue) did not pass"))
        }
        return faults
    }

    /// G-03: one record a key and batch, one record a recId. Where a removal is among them it stays and the
    /// others go, since it must not wait; of several removals the first by recId stays, as they say the same.
    /// Else all go, since which of them is right cannot be known.
    public static func checkUnique(_ records: [RegistryRecord]) -> [RuleBreak] {
        surplus(of: records).map { position in
            RuleBreak(
                .registryKey, subject: records[position].recId, reference: records[position].operationRef,
                "another record of the batch has the same key or recId")
        }
    }

    /// Positions of the records that rule G-03 takes out, ascending.
    static func surplus(of records: [RegistryRecord]) -> [Int] {
        var keys: [RegistryRecord.Key: [Int]] = [:]
        var ids: [String: [Int]] = [:]
        for (position, record) in records.enumerated() {
            keys[record.key, default: []].append(position)
            ids[record.recId, default: []].append(position)
        }
        var surplus: Set<Int> = []
        for positions in Array(keys.values) + Array(ids.values) where positions.count > 1 {
            let removal = positions.filter { records[$0].operation == .remove }
                .min { (records[$0].recId, $0) < (records[$1].recId, $1) }
            surplus.formUnion(positions.filter { $0 != removal })
        }
        return surplus.sorted()
    }

    /// G-01 and G-02 of the batch, and the form of its header.
    public static func check(
        header: BatchHeader, records: [RegistryRecord], totals: RegistryTotals
    ) -> [RuleBreak] {
        var breaks = header.faults.map { RuleBreak(.form, batch: header.batchId, $0) }
        if header.flow != .registry {
            breaks.append(RuleBreak(.form, batch: header.batchId, "the flow of a registry batch is REGY"))
        }
        return breaks + check(totals, counted: RegistryTotals(counting: records), batch: header.batchId)
    }

    /// G-01 and G-02: what is stated against what was counted, which is `nil` where it does not fit.
    static func check(_ totals: RegistryTotals, counted: RegistryTotals?, batch: String) -> [RuleBreak] {
        guard let counted else { return [RuleBreak(.registrySums, batch: batch, "a sum does not fit")] }
        var breaks: [RuleBreak] = []
        let counts = [counted.records, counted.additions, counted.changes, counted.removals]
        if counts != [totals.records, totals.additions, totals.changes, totals.removals] {
            breaks.append(
                RuleBreak(.registryCounts, batch: batch, "\(counted.records) records counted"))
        }
        if counted.unpaidAdded != totals.unpaidAdded || counted.unpaidChanged != totals.unpaidChanged {
            breaks.append(RuleBreak(.registrySums, batch: batch, "the sums of unpaid differ"))
        }
        return breaks
    }
}
