/// The events of a creditor in the order in which they count, each once.
public struct StatusHistory: Sendable, Equatable {
    /// An event with what a person should know of it.
    public struct Entry: Sendable, Equatable {
        public let event: StatusEvent
        /// The agency had an older version of the case than the creditor had: it may answer something that
        /// has changed since. Kept all the same.
        public let isOlderVersion: Bool
        /// The creditor has no such case.
        public let isUnknownCase: Bool
    }

    /// By time, ties by event id.
    public var entries: [Entry] = []
    /// Ids that came again with the same content, or had been applied before: ignored. In order of arrival.
    public var replays: [String] = []
    /// Ids that came again with another content: the first one counts, a person looks at the other.
    public var conflicts: [String] = []

    /// - Parameters:
    ///   - events: of one or several batches, in order of arrival.
    ///   - appliedEventIds: events of earlier runs.
    ///   - caseVersions: the creditor's version of each case.
    public init(
        _ events: [StatusEvent], appliedEventIds: Set<String> = [], caseVersions: [String: Int] = [:]
    ) {
        var first: [String: StatusEvent] = [:]
        var kept: [StatusEvent] = []
        for event in events {
            if let earlier = first[event.eventId] {
                if earlier == event { replays.append(event.eventId) } else { conflicts.append(event.eventId) }
            } else if appliedEventIds.contains(event.eventId) {
                replays.append(event.eventId)
            } else {
                first[event.eventId] = event
                kept.append(event)
            }
        }
        entries = kept.sorted(by: StatusEvent.precedes).map { event in
            let version = caseVersions[event.caseRef]
            return Entry(
                event: event, isOlderVersion: event.caseVersionSeen < version ?? 0,
                isUnknownCase: version == nil)
        }
    }

    /// Events whose code nobody knows, shown as `UNMAPPED`.
    public var unmapped: [Entry] { entries.filter { $0.event.status.status == nil } }
}
