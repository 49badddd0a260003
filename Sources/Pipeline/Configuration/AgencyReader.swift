internal import Domain
internal import Handover

/// Reads who takes cases, on which terms.
extension ConfigurationReader {
    func agency(_ section: YAMLSection, into result: inout Configuration) {
        guard section.isPresent else { return }
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
        agency.drop = section.text("drop") ?? ""
        agency.holdsGaps = section.choice("gaps", [("hold", true), ("accept", false)]) ?? true
        agency.fees = fees(section)
        section.finish()
        result.agency = agency
    }

    /// What it may charge, by phase and age of the debt, and the VAT on it.
    private func fees(_ section: YAMLSection) -> FeeSchedule {
        var schedule = FeeSchedule(rows: [])
        for row in section.sections("fees") {
            let phases = DebtCase.Phase.allCases.map { ($0.rawValue, $0) }
            let phase = row.choice("phase", phases) ?? .preLegal
            let age = row.integer("fromDays", in: 0...36_500) ?? 0
            let rate = row.text("percent", required: true) ?? ""
            row.finish()
            guard let basisPoints = PercentText.read(rate) else {
                mistakes.add(
                    "'\(row.path).percent' must be a percentage such as \"15.00\", not '\(rate)'",
                    line: row.lineOf("percent"))
                continue
            }
            schedule.rows.append(
                FeeSchedule.Row(phase: phase, fromAgeDays: age, rateBasisPoints: basisPoints))
        }
        schedule.allowsRetention = section.flag("mayRetain") ?? false
        if let rate = section.text("feeVat") {
            if let basisPoints = PercentText.read(rate) {
                schedule.vatRateBasisPoints = basisPoints
            } else {
                mistakes.add(
                    "'\(section.path).feeVat' must be a percentage such as \"21.00\", not '\(rate)'",
                    line: section.lineOf("feeVat"))
            }
        }
        return schedule
    }
}
