internal import Domain
internal import Foundation
internal import Handover
internal import Recovery

/// Reads the agencies that cases may go to.
extension ConfigurationReader {
    /// The section `agency`, or the list `agencies`.
    func agencies(_ root: YAMLSection, into result: inout Configuration) {
        let (one, several) = (root.section("agency"), root.sections("agencies"))
        if one.isPresent, !several.isEmpty {
            mistakes.add("'agency' and 'agencies' exclude each other", line: root.lineOf("agencies"))
        }
        let sections = one.isPresent ? [one] : several
        result.agencies = sections.map { agency($0, currency: result.currency) }
        var codes: Set<String> = []
        for (section, agency) in zip(sections, result.agencies) where !codes.insert(agency.code).inserted {
            mistakes.add("'\(section.path).code' is another agency's", line: section.lineOf("code"))
        }
    }

    private func agency(_ section: YAMLSection, currency: Currency) -> AgencySettings {
        var agency = AgencySettings()
        agency.name = section.text("name", required: true) ?? ""
        agency.code = section.text("code", required: true) ?? ""
        agency.scheme = section.text("scheme") ?? agency.scheme
        agency.identifier = section.text("identifier", required: true) ?? ""
        agency.agreement = section.text("agreement", required: true) ?? ""
        agency.processorAgreement = section.text("processorAgreement", required: true) ?? ""
        agency.feeSchedule = section.text("feeSchedule") ?? ""
        agency.environment = section.choice("environment", [("P", "P"), ("T", "T")]) ?? "T"
        agency.mayNegotiate = section.flag("mayNegotiate") ?? false
        agency.mayReceiveFunds = section.flag("mayReceiveFunds") ?? false
        agency.rules = rules(section.section("takes"), currency: currency)
        agency.price = price(section.section("price"), currency: currency)
        agency.signingKey = key("signingKey", in: section, kind: "private") { SigningKey(text: $0) }
        agency.verifyingKey = key("publicKey", in: section, kind: "public") { VerifyingKey(text: $0) }
        agency.statusCodes = statusCodes(section, environment: agency.environment)
        agency.drop = section.text("drop") ?? ""
        agency.package =
            section.choice("package", PackageForm.allCases.map { ($0.rawValue, $0) }) ?? .folder
        agency.acknowledges = section.flag("acknowledges") ?? true
        agency.client = section.text("client") ?? ""
        layouts(section, into: &agency)
        agency.holdsGaps = section.choice("gaps", [("hold", true), ("accept", false)]) ?? true
        agency.feeInvoiceDays =
            section.integer("feeInvoiceDays", in: 0...365) ?? agency.feeInvoiceDays
        agency.fees = fees(section, agency.price)
        agency.capacity = section.integer("capacity", in: 0...10_000_000)
        section.finish()
        return agency
    }

    /// A key file that is named and not there must stop everything: a package without the agreed signature
    /// would go out, or come in, unnoticed.
    private func key<Key>(
        _ key: String, in section: YAMLSection, kind: String, _ read: (String) -> Key?
    ) -> Key? {
        guard let name = section.text(key) else { return nil }
        let path = Configuration.absolute(name, in: folder)
        guard let data = FileManager.default.contents(atPath: path) else {
            mistakes.add(
                "'\(section.path).\(key)' names \(path), which is not there or cannot be read",
                line: section.lineOf(key))
            return nil
        }
        guard let found = read(String(decoding: data, as: UTF8.self)) else {
            mistakes.add(
                "'\(section.path).\(key)' names \(path), which is no \(kind) key of DHX "
                    + "(two lines, or P-256 as PEM)",
                line: section.lineOf(key))
            return nil
        }
        return found
    }

    /// What the agency's own status codes mean. A table that cannot be used must stop everything: its codes
    /// would be taken for ours.
    private func statusCodes(_ section: YAMLSection, environment: String) -> StatusCodeTable? {
        guard let name = section.text("statusCodes") else { return nil }
        let path = Configuration.absolute(name, in: folder)
        func refuse(_ why: String) -> StatusCodeTable? {
            mistakes.add(
                "'\(section.path).statusCodes' names \(path), \(why)", line: section.lineOf("statusCodes"))
            return nil
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            return refuse("which is not there or cannot be read")
        }
        let reading = StatusCodeTable.read(Array(data), file: name)
        guard let table = reading.value else {
            let fault = reading.faults.first
            return refuse(
                "which is no table of status codes: \(fault?.path ?? "") is \(fault?.found ?? ""), expected "
                    + (fault?.expected ?? ""))
        }
        guard HandoverEnvironment(rawValue: environment).map(table.isAllowed) ?? false else {
            return refuse(
                "which is \(table.trust.rawValue): only DOCUMENTED and CERTIFIED ones are for production")
        }
        return table
    }

    /// The layouts of an agency that reads no DHX. One that cannot be used must stop everything: said before
    /// a night begins, not in the night that must take a case back.
    private func layouts(_ section: YAMLSection, into agency: inout AgencySettings) {
        let environment = HandoverEnvironment(rawValue: agency.environment) ?? .test
        agency.layouts = profiles("layouts", in: section)
        agency.returns = profiles("returns", in: section)
        let (layouts, returns, client) = (agency.layouts, agency.returns, agency.client)
        check("layouts", in: section) { () throws(LayoutError) in
            try LayoutProfile.check(agencyFiles: layouts, environment: environment, client: client)
        }
        for profile in returns {
            check("returns", in: section) { () throws(LayoutError) in
                do throws(LayoutError) {
                    try profile.check(agencyReturnsIn: environment)
                } catch {
                    throw error.naming(profile)
                }
            }
        }
        if Set(returns.map(\.fileNameTemplate)).count < returns.count {
            mistakes.add(
                "'\(section.path).returns' has two layouts of one file name", line: section.lineOf("returns"))
        }
        if agency.statusCodes != nil, let own = returns.first(where: { $0.flow == .status }) {
            mistakes.add(
                "'\(section.path).statusCodes' and \(own.name) in 'returns' both say what its codes mean",
                line: section.lineOf("statusCodes"))
        }
    }

    private func profiles(_ key: String, in section: YAMLSection) -> [LayoutProfile] {
        section.texts(key).compactMap { name in
            var profile: LayoutProfile?
            check(key, in: section) { () throws(LayoutError) in
                profile = try LayoutProfile.named(name, in: folder)
            }
            return profile
        }
    }

    private func check(_ key: String, in section: YAMLSection, _ body: () throws(LayoutError) -> Void) {
        do throws(LayoutError) {
            try body()
        } catch {
            mistakes.add("'\(section.path).\(key)': \(error)", line: section.lineOf(key))
        }
    }

    private func rules(_ section: YAMLSection, currency: Currency) -> AgencyRules {
        let least = section.amount("minimum", currency: currency) ?? 1
        let most = section.amount("maximum", currency: currency) ?? Int64.max
        let youngest = section.integer("minimumAgeDays", in: 0...36_500) ?? 0
        let oldest = section.integer("maximumAgeDays", in: 0...36_500) ?? Int.max
        for (isWrong, key) in [(least > most, "minimum"), (youngest > oldest, "minimumAgeDays")] where isWrong
        {
            mistakes.add("'\(section.path).\(key)' is more than its counterpart", line: section.lineOf(key))
        }
        let rules = AgencyRules(
            countries: Set(section.texts("countries")),
            debtors: Set(chosen("debtor", in: section, CustomerKind.allCases)),
            principal: min(least, most)...most, ageDays: min(youngest, oldest)...oldest)
        section.finish()
        return rules
    }

    private func price(_ section: YAMLSection, currency: Currency) -> AgencyPrice {
        let flat = section.amount("flat", currency: currency) ?? 0
        let steps = section.sections("commission").map { step in
            let read = AgencyPrice.Step(
                fromAgeDays: step.integer("fromAgeDays", in: 0...36_500) ?? 0,
                rate: percent("rate", in: step) ?? 0)
            step.finish()
            return read
        }
        section.finish()
        return AgencyPrice(flat: flat, commission: steps)
    }

    /// What it may charge, by phase and age of the debt, and the VAT on it; without rows the commission of
    /// the price, which is that before any court.
    private func fees(_ section: YAMLSection, _ price: AgencyPrice) -> FeeSchedule {
        var schedule = FeeSchedule(rows: [])
        for row in section.sections("fees") {
            let phases = DebtCase.Phase.allCases.map { ($0.rawValue, $0) }
            let phase = row.choice("phase", phases) ?? .preLegal
            let age = row.integer("fromDays", in: 0...36_500) ?? 0
            let rate = Int(percent("percent", in: row) ?? 0)
            row.finish()
            schedule.rows.append(
                FeeSchedule.Row(phase: phase, fromAgeDays: age, rateBasisPoints: rate))
        }
        if schedule.rows.isEmpty {
            schedule.rows = price.commission.map {
                FeeSchedule.Row(phase: .preLegal, fromAgeDays: $0.fromAgeDays, rateBasisPoints: Int($0.rate))
            }
        }
        schedule.allowsRetention = section.flag("mayRetain") ?? false
        if let rate = percent("feeVat", in: section) { schedule.vatRateBasisPoints = Int(rate) }
        return schedule
    }
}
