internal import Domain

// Flows ACK, STAT, REMT, INVT: the batch by its own reader, and the equations of a remittance.
extension PackageChecker {
    mutating func checkFeedback(_ flow: HandoverFlow) {
        guard let bytes = batchBytes() else { return }
        let file = Self.batchFile
        switch flow {
        case .acknowledgement:
            let reading = Acknowledgement.read(bytes, file: file)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["counts"])
        case .status:
            let reading = StatusBatch.read(bytes, file: file)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["totals"])
        case .remittance:
            let reading = RemittanceStatement.read(bytes, file: file)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["totals"])
            for broken in reading.value.map(RemittanceRules.breaks) ?? [] {
                add(
                    .amountMismatch, .refuse, "\(file) \(broken.path)", found: broken.found,
                    expected: "\(broken.rule.rawValue): \(broken.expected)")
            }
        case .inventory:
            let reading = Inventory.read(bytes, file: file)
            take(reading.faults, reading.value?.header, totals: reading.value?.tree["totals"])
        case .cases, .registry: break
        }
    }

    /// Without a value the whole batch is refused; otherwise its parts are.
    private mutating func take(_ faults: [HandoverFault], _ header: BatchHeader?, totals: JSONValue?) {
        for fault in faults { add(fault, header == nil ? .refuse : .setAside) }
        if let header { checkIdentity(header, totals: totals ?? .object([])) }
    }
}
