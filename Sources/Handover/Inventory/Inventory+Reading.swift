internal import Domain

extension Inventory {
    /// Reads an inventory strictly: with a single fault nothing of it is taken, since a case that could not
    /// be read would look like one that is missing.
    ///
    /// - Parameters:
    ///   - file: its name, for the faults.
    ///   - currencies: of the creditor's cases, since entries write amounts without one.
    public static func read(
        _ bytes: [UInt8], file: String, currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<Inventory> {
        do throws(HandoverFault) {
            return read(try FieldReader.root(of: bytes, file: file), currencies: currencies)
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }

    static func read(_ root: FieldReader, currencies: CaseCurrencies) -> HandoverReading<Inventory> {
        var faults: [HandoverFault] = []
        var root = root
        do throws(HandoverFault) {
            let header = try root.header(flow: .inventory)
            let stated = root.statedCurrencies("totals")
            let entries = try root.items("cases", faults: &faults) {
                (item: inout FieldReader) throws(HandoverFault) in
                try item.inventoryEntry(currencies, stated: stated)
            }
            var totals = try root.object("totals")
            let count = try totals.integer("cases", in: 0...9_999_999)
            let amounts = try totals.requiredParts("amounts") {
                (sum: inout FieldReader) throws(HandoverFault) in
                let currency = try sum.currency("currency")
                return Money(minorUnits: try sum.amount("controlSum", currency), currency: currency)
            }
            try totals.finish()
            try root.finish()
            let inventory = Inventory(header: header, entries: entries)
            if faults.isEmpty {
                try checkUnique(entries, root)
                try inventory.checkTotals(count, amounts, totals, isCurrencyKnown: currencies.others != nil)
            }
            return HandoverReading(value: faults.isEmpty ? inventory : nil, faults: faults)
        } catch {
            return HandoverReading(value: nil, faults: faults + [error])
        }
    }

    private static func checkUnique(
        _ entries: [InventoryEntry], _ root: FieldReader
    ) throws(HandoverFault) {
        var seen: Set<String> = []
        for (position, entry) in entries.enumerated() where !seen.insert(entry.caseRef).inserted {
            throw root.fault(
                .inconsistent, "cases[\(position)].caseRef", found: FieldReader.quoted(entry.caseRef),
                expected: "each case once")
        }
    }

    /// - Parameter isCurrencyKnown: of every case; else two currencies of equal decimals cannot be told apart
    ///   and only their common sum is compared.
    private func checkTotals(
        _ count: Int, _ amounts: [Money], _ totals: FieldReader, isCurrencyKnown: Bool
    ) throws(HandoverFault) {
        guard count == entries.count else {
            throw totals.fault(
                .inconsistent, "cases", found: String(count), expected: "\(entries.count), counted in cases")
        }
        func text(_ amounts: [Money]?) -> String {
            guard let amounts else { return "sums that fit" }
            return amounts.sorted { $0.currency < $1.currency }
                .map { "\($0.decimalString) \($0.currency.code)" }.joined(separator: ", ")
        }
        let isEqual =
            isCurrencyKnown
            ? text(amounts) == text(controlSums)
            : Self.byDecimals(amounts) == controlSums.map(Self.byDecimals)
        guard isEqual else {
            throw totals.fault(
                .inconsistent, "amounts", found: text(amounts), expected: text(controlSums))
        }
    }

    /// What is not zero, added up by the number of decimals.
    private static func byDecimals(_ amounts: [Money]) -> [Int: Int128] {
        var sums: [Int: Int128] = [:]
        for amount in amounts where amount.minorUnits != 0 {
            sums[amount.currency.exponent, default: 0] += Int128(amount.minorUnits)
        }
        return sums.filter { $0.value != 0 }
    }
}

extension FieldReader {
    mutating func inventoryEntry(
        _ currencies: CaseCurrencies, stated: [Currency]
    ) throws(HandoverFault) -> InventoryEntry {
        let caseRef = try id("caseRef")
        let currency = try currency(of: caseRef, currencies, stated: stated)
        let agencyCaseRef = try optionalId("agencyCaseRef")
        var entry = InventoryEntry(
            caseRef: caseRef, state: try code("status", CaseState.self),
            phase: try code("phase", DebtCase.Phase.self),
            originalBalance: try amount("originalBalance", currency),
            currentBalance: try balance("currentBalance", currency), placedAt: try day("placedAt"),
            caseVersion: try integer("caseVersion", in: 1...999_999), currency: currency)
        entry.agencyCaseRef = agencyCaseRef
        entry.lastPaymentDate = try optionalDay("lastPaymentDate")
        entry.lastPaymentAmount = try optionalAmount("lastPaymentAmount", currency)
        guard (entry.lastPaymentDate == nil) == (entry.lastPaymentAmount == nil) else {
            throw fault(
                .fieldMissing,
                entry.lastPaymentDate == nil ? "lastPaymentDate" : "lastPaymentAmount", found: "nothing",
                expected: "day and amount together")
        }
        return entry
    }
}
