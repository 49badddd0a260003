public import Domain

/// Which conversation a batch belongs to (DHX 1.0 §5.1).
public enum HandoverFlow: String, Sendable, CaseIterable {
    /// Cases, creditor to agency.
    case cases = "CASE"
    case acknowledgement = "ACK"
    case status = "STAT"
    case remittance = "REMT"
    /// Debtor registry (fichero de morosos), creditor to registry.
    case registry = "REGY"
    case inventory = "INVT"
}

/// Production or test. It stands in the batch, in the manifest and in the folder name, and all must agree.
public enum HandoverEnvironment: String, Sendable, CaseIterable {
    case production = "P"
    case test = "T"
}

/// The instant a run is pinned to, in UTC: a run knows its day, not the clock.
public struct PinnedTime: Sendable, Hashable, CustomStringConvertible {
    public let day: Day
    /// Seconds since midnight UTC, 0 to 86 399.
    public let secondOfDay: Int

    /// Midnight unless told otherwise; seconds outside the day are brought to its nearest end.
    public init(_ day: Day, secondOfDay: Int = 0) {
        self.day = day
        self.secondOfDay = min(max(0, secondOfDay), 86_399)
    }

    /// `2026-07-01T06:00:00Z`.
    public var description: String {
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "\(day)T\(two(secondOfDay / 3600)):\(two(secondOfDay / 60 % 60)):\(two(secondOfDay % 60))Z"
    }
}

/// One side of the exchange: the short code of ids and folder names, and the identifier by its scheme.
public struct BatchParty: Sendable, Equatable {
    /// Letters, digits and hyphens: `ESB12345674`, `COLCO`.
    public var code: String
    public var identifier: PartyIdentifier

    public init(code: String, identifier: PartyIdentifier) {
        self.code = code
        self.identifier = identifier
    }
}

/// The head of every batch (DHX 1.0 §5.1). Empty texts are absent.
public struct BatchHeader: Sendable, Equatable {
    public var flow: HandoverFlow
    /// 1 to 999 999, one more than the last of this sender, recipient, flow and environment.
    public var sequence: Int
    public var environment: HandoverEnvironment
    public var sender: BatchParty
    public var recipient: BatchParty
    public var createdAt: PinnedTime
    /// As-of day of all balances.
    public var businessDate: Day
    /// The collection agreement; mandatory for cases and registry.
    public var agreementRef: String
    /// The processor agreement (contrato de encargo, GDPR art. 28); mandatory for cases and registry.
    public var processorAgreementRef: String
    /// From the second batch on.
    public var previousBatchId = ""
    /// The batch that this one corrects after its rejection.
    public var resendOf = ""

    /// - Parameter createdAt: midnight of the business date unless given.
    public init(
        flow: HandoverFlow, sequence: Int, environment: HandoverEnvironment, sender: BatchParty,
        recipient: BatchParty, businessDate: Day, createdAt: PinnedTime? = nil, agreementRef: String,
        processorAgreementRef: String
    ) {
        self.flow = flow
        self.sequence = sequence
        self.environment = environment
        self.sender = sender
        self.recipient = recipient
        self.businessDate = businessDate
        self.createdAt = createdAt ?? PinnedTime(businessDate)
        self.agreementRef = agreementRef
        self.processorAgreementRef = processorAgreementRef
    }

    /// `{sender}.{recipient}.{flow}.{seq6}`: derived, not random, so that a repeated run repeats it.
    public var batchId: String { batchStem + sixDigits }

    /// The batch id without its number: the same for all batches of a sender, recipient and flow.
    public var batchStem: String { "\(sender.code).\(recipient.code).\(flow.rawValue)." }

    /// `DHX1_{P|T}_{sender}_{recipient}_{flow}_{seq6}`, the name of the package folder.
    public var folderName: String { folderStem + sixDigits }

    /// The folder name without its number.
    public var folderStem: String {
        "DHX1_\(environment.rawValue)_\(sender.code)_\(recipient.code)_\(flow.rawValue)_"
    }

    /// The sequence with six digits, `000042`.
    var sixDigits: String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}

/// Which program wrote a batch, for the manifest.
public struct Producer: Sendable, Equatable {
    public var software: String
    public var version: String
    /// SHA-256 of the run's configuration, 64 lower-case hexadecimal digits; empty where there is none.
    public var configurationSHA256: String

    public init(software: String, version: String, configurationSHA256: String = "") {
        self.software = software
        self.version = version
        self.configurationSHA256 = configurationSHA256
    }
}

extension BatchHeader {
    /// The ids that batch and manifest share.
    func addIdentity(to members: inout JSONMembers) {
        members.add("flow", text: flow.rawValue)
        members.add("batchId", text: batchId)
        members.add("sequence", .integer(Int64(sequence)))
        members.add("environment", text: environment.rawValue)
        members.add("sender", sender.identifier.json)
        members.add("recipient", recipient.identifier.json)
        members.add("createdAt", text: createdAt.description)
        members.add("businessDate", day: businessDate)
    }

    var json: JSONValue {
        var members = JSONMembers()
        members.add("format", text: "dhx/1.0")
        addIdentity(to: &members)
        members.add("agreementRef", text: agreementRef)
        members.add("processorAgreementRef", text: processorAgreementRef)
        members.add("previousBatchId", text: previousBatchId)
        members.add("resendOf", text: resendOf)
        return members.object
    }

    /// What is wrong with the header; a batch with a wrong header is not written at all.
    var faults: [String] {
        var faults: [String] = []
        if !(1...999_999).contains(sequence) { faults.append("sequence is not in 1 to 999999") }
        for (name, party) in [("sender", sender), ("recipient", recipient)] {
            if !FieldForm.isCode(party.code) { faults.append("\(name) code is not letters, digits, hyphens") }
            if let fault = party.identifier.formFault { faults.append("\(name): \(fault)") }
        }
        if !FieldForm.isId(batchId) { faults.append("batchId is longer than 35 characters") }
        for (name, reference) in [
            ("agreementRef", agreementRef), ("processorAgreementRef", processorAgreementRef),
        ] where !FieldForm.isId(reference) {
            // An agency that answers a case need not name the agreement again.
            guard reference.isEmpty else {
                faults.append("\(name) is not an id")
                continue
            }
            if flow == .cases || flow == .registry { faults.append("\(name) is missing") }
        }
        for (name, reference) in [("previousBatchId", previousBatchId), ("resendOf", resendOf)]
        where !reference.isEmpty && !FieldForm.isId(reference) {
            faults.append("\(name) is not an id")
        }
        if !previousBatchId.isEmpty, !isBefore(previousBatchId) {
            faults.append("previousBatchId is not an earlier batch \(batchStem)NNNNNN")
        }
        return faults
    }

    /// Whether an id is of a batch of the same sender, recipient and flow with a lower number.
    private func isBefore(_ other: String) -> Bool {
        guard other.hasPrefix(batchStem) else { return false }
        let digits = other.utf8.dropFirst(batchStem.utf8.count)
        guard digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return (1..<max(1, sequence)).contains(digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
}
