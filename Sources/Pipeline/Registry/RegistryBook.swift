internal import Domain
internal import Handover
internal import Ledger

/// What a registry has of ours: what it was told, and what it answered.
///
/// An addition that it refused, and never took, is none: nobody is listed by it, and it is not removed. A
/// removal that it did not take is one that it does not know of yet.
struct RegistryBook {
    /// The last addition of an invoice, and what followed it.
    struct Listing {
        let addition: RegistryTelling
        /// The addition, or the last change of its amount.
        var last: RegistryTelling
        /// `nil` while it stands.
        var removal: RegistryTelling?
        /// How many additions of the invoice there were, this one included.
        let attempt: Int
    }

    let code: String
    /// By the ledger's number of the invoice.
    private(set) var listings: [Int64: Listing] = [:]
    /// Removals of what only the registry knew, in order.
    private(set) var extras: [RegistryTelling] = []
    /// Every record that it was told, by its id.
    private(set) var records: [String: RegistryTelling] = [:]
    /// Ids of the records that the registry says it has.
    private(set) var acknowledged: Set<String> = []
    /// The last refusal of records that it never took.
    private(set) var refusals: [String: AgencyAnswerFact] = [:]
    /// Everything that it answered, in order.
    let answers: [AgencyAnswerFact]

    init(_ reader: LedgerReader, registry code: String) throws {
        self.code = code
        let stem = ".\(code).\(HandoverFlow.registry.rawValue)."
        answers = try reader.agencyAnswers().filter { $0.batch.contains(stem) }
        for telling in try reader.registryTellings(code) {
            records[telling.recordId] = telling
            guard let invoice = telling.invoice else {
                extras.append(telling)
                continue
            }
            switch RegistryRecord.Operation(rawValue: telling.operation) {
            case .add:
                let attempt = (listings[invoice]?.attempt ?? 0) + 1
                listings[invoice] = Listing(
                    addition: telling, last: telling, removal: nil, attempt: attempt)
            case .change: listings[invoice]?.last = telling
            case .remove, nil: listings[invoice]?.removal = telling
            }
        }
        for answer in answers where !answer.operation.isEmpty {
            let status = AnswerStatus(rawValue: answer.status)
            let isThere = status == .rejected && Self.isThere(answer, records[answer.operation])
            if status?.isAccepted == true || status == .duplicate || isThere {
                acknowledged.insert(answer.operation)
                refusals[answer.operation] = nil
            } else if status == .rejected, !acknowledged.contains(answer.operation) {
                refusals[answer.operation] = answer
            }
        }
    }

    /// Whether an addition is refused because the debt is listed already: then it is listed, and is removed
    /// one day as any other.
    private static func isThere(_ answer: AgencyAnswerFact, _ telling: RegistryTelling?) -> Bool {
        telling?.operation == RegistryRecord.Operation.add.rawValue
            && answer.reasons.split(separator: ",").contains { reason in
                reason.drop { $0 == " " }.prefix { $0 != " " } == CaseReason.duplicateCase.rawValue
            }
    }

    /// The answer by which an invoice's last addition came to nothing; `nil` where it stands or never was.
    func refusal(of invoice: Int64) -> AgencyAnswerFact? {
        listings[invoice].flatMap { refusals[$0.addition.recordId] }
    }

    /// Removals that the registry was told of and has not confirmed, those of extras too, in order. One of an
    /// addition that came to nothing asks for no answer.
    var unconfirmed: [RegistryTelling] {
        let removals = listings.sorted { $0.key < $1.key }.compactMap { invoice, listing in
            refusal(of: invoice) == nil ? listing.removal : nil
        }
        return (removals + extras).filter { !acknowledged.contains($0.recordId) }
    }
}
