internal import Domain
internal import Recovery

/// Reads what each way to go on with a debt costs and brings in.
extension ConfigurationReader {
    func routes(_ sections: [YAMLSection], into result: inout Configuration) {
        let terms = sections.compactMap { route($0, currency: result.currency) }
        if !terms.isEmpty { result.routes = terms }
    }

    private func route(_ section: YAMLSection, currency: Currency) -> RouteTerms? {
        defer { section.finish() }
        guard let route = section.choice("route", required: true, Route.allCases.map { ($0.rawValue, $0) })
        else { return nil }
        let old = percent("successOld", in: section) ?? 0
        let young = percent("successYoung", in: section) ?? old
        let least = section.amount("minimum", currency: currency) ?? 1
        let most = section.amount("maximum", currency: currency) ?? Int64.max
        guard old <= young, least <= most else {
            let key = old > young ? "successOld" : "minimum"
            mistakes.add("'\(section.path).\(key)' is more than its counterpart", line: section.lineOf(key))
            return nil
        }
        return RouteTerms(
            route, fixedCost: section.amount("fixedCost", currency: currency) ?? 0,
            commission: percent("commission", in: section) ?? 0, success: old...young,
            agesOverDays: section.integer("agesOverDays", in: 1...3650) ?? 365, principal: least...most,
            days: section.integer("days", in: 0...3650) ?? 0,
            debtors: Set(chosen("debtor", in: section, CustomerKind.allCases)))
    }

    /// A percentage with two decimals at most, as ten-thousandths.
    func percent(_ key: String, in section: YAMLSection) -> Int64? {
        guard let value = section.amount(key, currency: .eur) else { return nil }
        guard (0...10_000).contains(value) else {
            mistakes.add(
                "'\(section.path).\(key)' must be a percentage of 0 to 100", line: section.lineOf(key))
            return nil
        }
        return value
    }
}
