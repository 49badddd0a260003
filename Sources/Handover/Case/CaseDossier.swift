internal import Domain

/// The documents and demands of a case, tied to each other: each demand knows its letter and its proof.
struct CaseDossier {
    private(set) var documents: [CaseDocument] = []
    private(set) var demands: [CaseDemand] = []
    /// Day on which the last formal demand is known to have arrived.
    private(set) var demandDelivered: Day?

    init(_ facts: CaseFacts) {
        let evidence = Self.ordered(facts.evidence)
        var refByDigest: [String: String] = [:]
        var refBySource: [String: String] = [:]
        for file in evidence {
            let digest = file.content.sha256
            let docRef = Self.docRef(digest: digest, taken: documents)
            documents.append(CaseDocument(file, docRef: docRef))
            for known in [digest, file.printOf] where !known.isEmpty && refByDigest[known] == nil {
                refByDigest[known] = docRef
            }
            for source in file.provesSources { refBySource[source] = docRef }
        }
        for (position, sending) in Self.sendings(facts.steps).enumerated() {
            let delivery = Self.delivery(of: sending, facts: facts)
            let level = Self.level(of: sending.kind, isDelivered: delivery != nil)
            demands.append(
                CaseDemand(
                    seq: position + 1, level: level,
                    channel: CaseDemand.Channel(sending.channel), sentAt: sending.day,
                    delivery: delivery == nil ? .unknown : .delivered, deliveredAt: delivery?.day,
                    amountDemanded: exactSum(sending.steps.lazy.map(\.amount)),
                    registriesNamed: sending.registriesNamed.map { facts.terms.registryCodes[$0] ?? $0 }
                        .sorted(),
                    docRef: refByDigest[sending.documentSHA256] ?? "",
                    proofDocRef: delivery.flatMap { refBySource[$0.source] } ?? ""))
            if sending.kind == .formalClaim, let day = delivery?.day { demandDelivered = day }
        }
    }

    /// A last notice is final only with proof that it arrived: the exchange asks final demands for one.
    private static func level(of kind: StepKind, isDelivered: Bool) -> CaseDemand.Level {
        switch kind {
        case .formalClaim: .formal
        case .lastNotice: isDelivered ? .final : .reminder
        case .mediation: .negotiation
        case .beforeDue, .reminder, .secondReminder, .agency, .registry, .court: .reminder
        }
    }

    /// `D` and the first digits of the content's digest: the same document keeps its reference for life.
    private static func docRef(digest: String, taken: [CaseDocument]) -> String {
        let stem = "D" + digest.prefix(12)
        guard taken.contains(where: { $0.docRef == stem }) else { return stem }
        let copies = taken.count { $0.docRef == stem || $0.docRef.hasPrefix(stem + "-") }
        return "\(stem)-\(copies + 1)"
    }

    private static func ordered(_ evidence: [EvidenceFile]) -> [EvidenceFile] {
        func key(_ file: EvidenceFile) -> (String, String, String, String) {
            let invoices = file.invoices.sorted().map(String.init).joined(separator: " ")
            return (file.kind.rawValue, file.title, invoices, file.date?.description ?? "")
        }
        return evidence.sorted { a, b in
            key(a) != key(b) ? key(a) < key(b) : a.content.sha256 < b.content.sha256
        }
    }

    /// Steps of one letter: the ledger has one fact an invoice, the debtor got one demand.
    private struct Sending {
        let kind: StepKind
        let channel: Channel
        let day: Day
        let documentSHA256: String
        let steps: [StepFact]

        /// What the letter itself warned of.
        var registriesNamed: [String] { Set(steps.map(\.registryNamed)).subtracting([""]).sorted() }
    }

    private static func sendings(_ steps: [StepFact]) -> [Sending] {
        // What was said before the due day demanded nothing.
        let sent = steps.filter { $0.kind < .agency && $0.kind != .beforeDue }
            .sorted {
                ($0.day, $0.kind.rung, $0.channel.rawValue, $0.documentSHA256, $0.invoice)
                    < ($1.day, $1.kind.rung, $1.channel.rawValue, $1.documentSHA256, $1.invoice)
            }
        var sendings: [Sending] = []
        for step in sent {
            if let last = sendings.last, last.day == step.day, last.kind == step.kind,
                last.channel == step.channel, last.documentSHA256 == step.documentSHA256
            {
                sendings[sendings.count - 1] = Sending(
                    kind: last.kind, channel: last.channel, day: last.day,
                    documentSHA256: last.documentSHA256, steps: last.steps + [step])
            } else {
                sendings.append(
                    Sending(
                        kind: step.kind, channel: step.channel, day: step.day,
                        documentSHA256: step.documentSHA256, steps: [step]))
            }
        }
        return sendings
    }

    /// A stated delivery proves the last demand sent to that invoice on or before its day; one that names
    /// its message proves that one.
    private static func delivery(of sending: Sending, facts: CaseFacts) -> DecisionFact? {
        let deliveries = facts.decisions.filter { $0.kind == .delivered }
            .sorted { ($0.day, $0.source, $0.invoice) < ($1.day, $1.source, $1.invoice) }
        return deliveries.first { decision in
            guard decision.document == nil else {
                return decision.day >= sending.day
                    && sending.steps.contains {
                        $0.invoice == decision.invoice && decision.mayBeAbout($0)
                    }
            }
            let sentBefore = facts.steps.filter {
                $0.invoice == decision.invoice && $0.kind < .agency && $0.day <= decision.day
            }
            let last = sentBefore.map(\.day).max()
            return last == sending.day && sending.steps.contains { $0.invoice == decision.invoice }
        }
    }
}

extension CaseDocument {
    fileprivate init(_ file: EvidenceFile, docRef: String) {
        self.init(
            docRef: docRef, kind: file.kind, title: file.title, date: file.date,
            content: file.content, mediaType: file.mediaType, original: file.original,
            lineRefs: file.invoices.sorted().map(CaseLine.ref))
    }
}

extension CaseDemand.Channel {
    fileprivate init(_ channel: Channel) {
        switch channel {
        case .letter, .file: self = .letter
        case .email: self = .email
        case .sms: self = .sms
        case .callList: self = .phone
        }
    }
}
