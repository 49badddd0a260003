internal import Domain
internal import Handover
internal import Ledger

/// Whether a package may be believed: who sent it, in which environment, and whether it is the next one.
struct PartnerGate {
    /// What becomes of a package.
    enum Ruling: Equatable {
        case take
        /// An earlier one is missing.
        case hold(String)
        case known
        case refuse([Problem])
    }

    let configuration: Configuration
    /// What the ledger has of packages.
    let earlier: [PartnerPackageFact]

    static func problem(_ code: FileReason, _ found: String, _ expected: String = "") -> Problem {
        Problem(.containerInvalid, found: "\(code.rawValue): \(found)", expected: expected)
    }

    /// - Parameters:
    ///   - package: as its folder and header name it.
    ///   - header: of its batch, whose check found nothing that refuses it.
    ///   - signature: as it was checked with the key of the sender.
    func ruling(_ package: PartnerPackage, _ header: BatchHeader, _ signature: SignatureState) -> Ruling {
        if let problem = stranger(header) ?? unproven(header, signature) { return .refuse([problem]) }
        let stream = earlier.filter {
            $0.package.stream == package.stream && [.taken, .held].contains($0.package.outcome)
        }
        if let same = stream.first(where: { $0.package.batch == package.batch }) {
            guard same.package.manifestSHA256 == package.manifestSHA256 else {
                return .refuse([
                    Self.problem(
                        .batchIdReused, "\(package.batch) with another content",
                        "one content for one batch id")
                ])
            }
            return .known
        }
        let last = stream.filter(\.isTaken).map(\.package.sequence).max() ?? 0
        if package.sequence <= last {
            return .refuse([
                Self.problem(.sequenceOld, "number \(package.sequence)", "a number above \(last)")
            ])
        }
        guard package.sequence > last + 1, holdsGaps(package) else { return .take }
        return .hold("number \(package.sequence) came, \(last + 1) is missing")
    }

    /// Whether a package of a sender waits for those before it.
    func holdsGaps(_ package: PartnerPackage) -> Bool {
        let sender = configuration.agencies.first { $0.code == package.sender }
        return (sender ?? configuration.agency)?.holdsGaps != false
    }

    /// The key that must have signed what a partner sends; `nil` where none was agreed.
    static func key(of sender: String, _ configuration: Configuration) -> VerifyingKey? {
        configuration.agencies.first { $0.code == sender }?.verifyingKey
    }

    /// By the sender that the header names, not the folder: a folder can be renamed to one without a key.
    private func unproven(_ header: BatchHeader, _ signature: SignatureState) -> Problem? {
        guard let key = Self.key(of: header.sender.code, configuration),
            signature != .valid(keyId: key.id)
        else { return nil }
        return Self.problem(.signature, signature.description, "a signature by key \(key.id) of the agency")
    }

    /// Who may send: the agency, and the registry that is told of debts.
    private func stranger(_ header: BatchHeader) -> Problem? {
        guard !configuration.agencies.isEmpty else {
            return Self.problem(.unknownSender, header.sender.code, "an agency section in recobro.yaml")
        }
        var partners = configuration.agencies.map { agency in
            (
                agency.code, PartyIdentifier(scheme: agency.scheme, value: agency.identifier),
                agency.environment
            )
        }
        if let registry = configuration.registry {
            partners.append(
                (registry.code, PartyIdentifier(scheme: "ES:REG", value: registry.code), registry.environment)
            )
        }
        guard let partner = partners.first(where: { $0.0 == header.sender.code }),
            partner.1 == header.sender.identifier
        else {
            return Self.problem(
                .unknownSender, "\(header.sender.code) \(header.sender.identifier.value)",
                partners.map { "\($0.0) \($0.1.value)" }.joined(separator: " or "))
        }
        let creditor = configuration.creditor
        guard header.recipient.code == creditor.country + creditor.taxId else {
            return Self.problem(
                .unknownSender, "a batch for \(header.recipient.code)", creditor.country + creditor.taxId)
        }
        guard header.environment.rawValue == partner.2 else {
            return Self.problem(.environment, header.environment.rawValue, partner.2)
        }
        return nil
    }
}
