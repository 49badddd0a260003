internal import Domain

/// Flow STAT of DHX 1.0: what happened to the cases, agency to creditor (§5.7).
public struct StatusBatch: Sendable, Equatable {
    public var header: BatchHeader
    /// In the order of the agency; `StatusHistory` puts them into the order of time.
    public var events: [StatusEvent]

    public init(header: BatchHeader, events: [StatusEvent]) {
        self.header = header
        self.events = events
    }

    /// The canonical JSON, the same bytes for the same batch.
    public var jsonBytes: [UInt8] { JSONText.bytes(of: tree) }

    var tree: JSONValue {
        var members = JSONMembers()
        members.add("header", header.json)
        members.add("events", .array(events.map(\.tree)))
        var totals = JSONMembers()
        totals.add("events", .integer(Int64(events.count)))
        members.add("totals", totals.object)
        return members.object
    }
}

extension StatusEvent {
    var tree: JSONValue {
        var members = JSONMembers()
        members.add("eventId", text: eventId)
        members.add("caseRef", text: caseRef)
        members.add("agencyCaseRef", text: agencyCaseRef)
        members.add("caseVersionSeen", .integer(Int64(caseVersionSeen)))
        members.add("at", text: at.description)
        members.add("phase", text: phase.rawValue)
        members.add("status", text: status.raw)
        members.add("reason", text: reason)
        members.add("amount", minorUnits: amount, in: currency)
        members.add("dueDate", day: dueDate)
        members.add("plan", plan?.tree(in: currency))
        members.add("dispute", dispute?.tree(in: currency))
        members.add("court", court?.tree)
        members.add("actionRequired", actionRequired?.tree(in: currency))
        members.add("close", close?.tree(in: currency))
        if !documents.isEmpty { members.add("documents", .array(documents.map(\.tree))) }
        return members.object
    }
}

extension StatusEvent.Plan {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("total", minorUnits: total, in: currency)
        members.add("first", day: first)
        members.add("last", day: last)
        members.add("instalments", .integer(Int64(instalments)))
        members.add("amount", minorUnits: amount, in: currency)
        members.add("frequency", text: frequency.rawValue)
        return members.object
    }
}

extension StatusEvent.Dispute {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("ground", text: ground.rawValue)
        members.add("raisedAt", day: raisedAt)
        members.add("lineRefs", texts: lineRefs)
        members.add("amount", minorUnits: amount, in: currency)
        return members.object
    }
}

extension StatusEvent.Court {
    fileprivate var tree: JSONValue {
        var members = JSONMembers()
        members.add("court", text: court)
        members.add("caseNumber", text: caseNumber)
        members.add("filedAt", day: filedAt)
        members.add("claimBy", day: claimBy)
        return members.object
    }
}

extension StatusEvent.Action {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("code", text: code)
        members.add("by", day: by)
        members.add("docTypes", texts: documentTypes.map(\.rawValue))
        members.add("costEstimate", minorUnits: costEstimate, in: currency)
        return members.object
    }
}

extension StatusEvent.Close {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("reason", text: reason.rawValue)
        members.add("balanceAtClose", balanceAtClose.tree(in: currency))
        return members.object
    }
}

extension StatusEvent.Document {
    fileprivate var tree: JSONValue {
        var members = JSONMembers()
        members.add("docRef", text: docRef)
        members.add("type", text: kind.rawValue)
        members.add("path", text: path)
        members.add("sha256", text: sha256)
        members.add("bytes", .integer(Int64(byteCount)))
        members.add("mediaType", text: mediaType)
        return members.object
    }
}
