internal import Domain

// Flow REGY: the canonical records. The registry's own file beside them is checked by its digest only: its
// layout is a profile that the receiver may not have.
extension PackageChecker {
    mutating func checkRegistry() {
        guard let bytes = batchBytes() else { return }
        do throws(HandoverFault) {
            let reader = try RegistryBatchReader(bytes, file: Self.batchFile)
            var records: [RegistryRecord] = []
            var isComplete = true
            for position in 0..<reader.count {
                do throws(HandoverFault) {
                    let record = try reader.record(at: position)
                    add(RegistryRules.check(record), .setAside, "\(Self.batchFile) $.records[\(position)]")
                    records.append(record)
                } catch {
                    isComplete = false
                    add(error, .setAside)
                }
            }
            try finish(records, reader, isComplete: isComplete)
        } catch {
            add(error, .refuse)
        }
    }

    private mutating func finish(
        _ records: [RegistryRecord], _ reader: RegistryBatchReader, isComplete: Bool
    ) throws(HandoverFault) {
        let currency = RegistryBatch.currency(of: records)
        let totals = try reader.totals(in: currency)
        let header = reader.header
        checkIdentity(header, totals: totals.json(in: currency))
        report.registryTotals = RegistryTotals(counting: records)
        report.registryCurrency = currency
        if let reason = RegistryAvailability.refusal(of: reader.target.code) {
            add(.registryClosed, .refuse, "\(Self.batchFile) $.registry.code", found: reason)
        }
        let place = "\(Self.batchFile) $.records"
        add(RegistryRules.checkUnique(records), .setAside, place)
        add(records.flatMap { RegistryBatch.currencyBreaks($0, main: currency) }, .setAside, place)
        guard isComplete else { return }
        add(
            RegistryRules.check(totals, counted: report.registryTotals, batch: header.batchId), .refuse,
            "\(Self.batchFile) $.totals")
        guard let xml = xmlBesideJSON() else { return }
        let forms = RegistryBatch.forms(
            header: header, target: reader.target, profile: reader.profile, records: records, totals: totals)
        if forms.xml != xml { compareXML(.registry) }
    }
}
