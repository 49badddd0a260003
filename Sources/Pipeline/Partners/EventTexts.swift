internal import Domain
internal import Handover
internal import Ledger

/// What events say beside the codes, days and amounts of the ledger's rows: their plans, and the reasons that
/// an agency gives in words. Read from the packages, and only of the events that are asked about.
struct EventTexts {
    /// By the id of the row; an event whose package was erased is not there.
    private(set) var events: [String: StatusEvent] = [:]

    init(
        _ reader: LedgerReader, of ids: Set<String>, codes: StatusCodeTable?, currencies: CaseCurrencies
    ) throws {
        guard !ids.isEmpty else { return }
        // The row of an event whose id another agency used before begins with the sender.
        let rows = Dictionary(grouping: ids.sorted()) { $0.split(separator: " ").last.map(String.init) ?? $0 }
        for package in try reader.packages(ofEvents: ids) {
            guard let json = try reader.partnerPayload(package),
                let batch = StatusBatch.read(
                    Array(json.utf8), file: "batch.json", table: codes, currencies: currencies
                ).value
            else { continue }
            for event in batch.events { for row in rows[event.eventId] ?? [] { events[row] = event } }
        }
    }

    /// Characters of a reason that a list shows.
    private static let reasonMax = 200

    /// What the agency says in words; empty for nothing.
    func reason(_ event: AgencyEventFact) -> String {
        let reason = events[event.event]?.reason ?? ""
        return reason.count > Self.reasonMax ? reason.prefix(Self.reasonMax) + "…" : reason
    }
}
