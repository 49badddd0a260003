internal import Domain
internal import Handover
internal import Ledger

/// Where cases stand at agencies, with what those reported, in lines for a terminal.
struct CaseStanding {
    let reports: [PartnerReport]

    /// Of the case with a reference, or of all cases with such a stem.
    func lines(ofCase reference: String) -> [String] {
        lines { known, _ in known.reference == reference || known.reference.hasPrefix(reference + ".") }
    }

    /// Of all cases that any of these invoices was placed with.
    func lines(ofInvoices invoices: [Int64]) -> [String] {
        let wanted = Set(invoices)
        return lines { known, report in !wanted.isDisjoint(with: report.invoices(known)) }
    }

    private func lines(where isWanted: (AgencyCase, PartnerReport) -> Bool) -> [String] {
        reports.filter(\.agency.hasSpoken).flatMap { report in
            report.agency.all.filter { isWanted($0, report) }.flatMap { Self.lines($0, report) }
        }
    }

    private static func lines(_ known: AgencyCase, _ report: PartnerReport) -> [String] {
        let number = known.agencyCase.isEmpty ? "" : " (\(known.agencyCase))"
        let frozen = report.isFrozen(known) ? ", frozen: balances differ" : ""
        let reasons = known.reasons.isEmpty ? "" : ", \(known.reasons)"
        return [
            "  \(known.reference)\(number) is \(known.state.rawValue)\(frozen)\(reasons), last "
                + "\(known.last.text) on \(known.last.day)"
        ] + known.events.map { line($0, report) }
    }

    private static func line(_ event: AgencyEventFact, _ report: PartnerReport) -> String {
        let amount =
            event.amount.map {
                " \(Money(minorUnits: $0, currency: event.currency).decimalString) \(event.currency)"
            } ?? ""
        let status = event.isKnown ? event.status : "UNMAPPED (\(event.status))"
        let code = [event.code, event.detail].filter { !$0.isEmpty }.map { " \($0)" }.joined()
        let due = event.due.map { " by \($0)" } ?? ""
        var older = event.isOlder ? ", of an older version (\(event.version))" : ""
        if let unseen = report.unseen(event) {
            older += ": version \(unseen.version), told on \(unseen.day), was not read"
        }
        let reason = report.texts.reason(event)
        return "    \(event.day) \(status)\(code)\(amount)\(due), event \(event.event)\(older)"
            + (reason.isEmpty ? "" : ": \(reason)")
    }
}
