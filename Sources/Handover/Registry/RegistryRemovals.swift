internal import Domain

extension LayoutProfile {
    /// Whether a removal for each of these reasons can be written: a profile must never keep one back
    /// (DHX 1.0 §5.5).
    ///
    /// - Throws: what the first of them cannot be written for.
    public func checkRemovals(_ reasons: [RegistryRecord.RemovalReason]) throws(LayoutError) {
        let writer = LayoutWriter(profile: self, isLenient: true)
        for reason in reasons {
            var record = RegistryRecord(
                recId: "F1.2", operation: .remove, operationRef: "F1", recordVersion: 2,
                asOf: Day(number: 20_000),
                debtor: CaseParty(
                    name: "Uno S.L.", kind: .legal,
                    ids: [PartyIdentifier(scheme: "9920", value: "ESB12345674")], addresses: [],
                    contacts: []),
                currency: .eur)
            record.reason = reason
            do throws(LayoutError) {
                _ = try writer.lines(of: record.json)
            } catch {
                throw LayoutError(error.kind, at: error.place, "removal \(reason.rawValue): \(error.detail)")
            }
        }
    }
}
