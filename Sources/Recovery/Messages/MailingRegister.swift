public import Domain

/// One message of a mass mailing: who, what, when, by which channel, to which address.
public struct MailingRecord: Sendable, Equatable {
    /// Name of the case.
    public var caseReference: String
    /// Key of the customer.
    public var customer: String
    /// The step, or what else it tells: `formal-claim`, `agency-notice`.
    public var kind: LetterKind
    /// How it goes.
    public var channel: Channel
    /// The day of the run.
    public var day: Day
    /// The postal address on one line, the e-mail address or the telephone number that was used.
    public var address: String
    /// Numbers of the invoices it is about.
    public var invoices: [String]
    /// Path of the document under the run's output folder; empty for none.
    public var documentPath: String
    /// SHA-256 of the document.
    public var documentSHA256: String

    /// A message as sent.
    public init(
        caseReference: String, customer: String, kind: LetterKind, channel: Channel, day: Day,
        address: String,
        invoices: [String], documentPath: String, documentSHA256: String
    ) {
        self.caseReference = caseReference
        self.customer = customer
        self.kind = kind
        self.channel = channel
        self.day = day
        self.address = address
        self.invoices = invoices
        self.documentPath = documentPath
        self.documentSHA256 = documentSHA256
    }

    /// The postal address that a letter goes to, on one line, for the register; thrown where there is none.
    public static func postalAddress(of customer: Customer) throws(ContactRefusal) -> String {
        let party = customer.party
        guard !party.street.isEmpty, !party.town.isEmpty else { throw .noAddress }
        let place = [party.postCode, party.town].filter { !$0.isEmpty }.joined(separator: " ")
        return [party.name, party.street, place, party.country].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// What the provider writes into its proof of delivery: `M` and 16 digits of a digest of who, what, when,
    /// how and where to; the same for the same message, and nothing else in it tells whose it is.
    ///
    /// - Parameter digest: SHA-256 in hexadecimal digits.
    public func reference(_ digest: ([UInt8]) -> String) -> String {
        let parts = [
            caseReference, customer, kind.rawValue, channel.rawValue, day.description, address, documentPath,
            documentSHA256,
        ]
        // A unit separator stands in none of them as people write them.
        return "M" + digest(Array(parts.joined(separator: "\u{1F}").utf8)).prefix(16).uppercased()
    }
}

/// The register of a mailing (registro de envíos), and what proofs of delivery say of it.
public enum MailingRegister {
    /// The columns, a contract.
    public static let heading = [
        "reference", "day", "case", "customer", "kind", "channel", "address", "invoices", "document",
        "sha256",
    ]

    /// The register of a run, in the order of the records.
    public static func file(
        _ records: [MailingRecord], digest: ([UInt8]) -> String, path: String = "messages/register.csv"
    ) -> OutputFile {
        var table = MessageTable(heading: heading)
        for record in records {
            table.add([
                record.reference(digest), record.day.description, record.caseReference, record.customer,
                record.kind.rawValue, record.channel.rawValue, record.address,
                record.invoices.joined(separator: " "), record.documentPath, record.documentSHA256,
            ])
        }
        return OutputFile(path: path, bytes: table.bytes)
    }

    /// What is wrong with a line of a proof-of-delivery file.
    public enum ProofProblem: String, Sendable, CaseIterable {
        /// No message of ours has this reference.
        case referenceUnknown = "reference-unknown"
        /// It is said to have arrived before it was sent.
        case beforeSent = "before-sent"
        /// Another line says something else of the same message and day.
        case contradicted
    }

    /// A line of a proof-of-delivery file with the message it proves, or why it proves none.
    public struct Proof: Sendable, Equatable {
        /// The line.
        public let delivery: DeliveryRecord
        /// The message; `nil` where there is a problem.
        public let message: MailingRecord?
        /// `nil` where the line holds.
        public let problem: ProofProblem?
    }

    /// Ties the lines of a provider's file to the messages of the register, line by line, in their order.
    public static func proofs(
        _ deliveries: [DeliveryRecord], of records: [MailingRecord], digest: ([UInt8]) -> String
    ) -> [Proof] {
        var known: [String: MailingRecord] = [:]
        for record in records { known[record.reference(digest)] = record }
        var said: [String: Set<Bool>] = [:]
        func key(_ delivery: DeliveryRecord) -> String { "\(delivery.reference) \(delivery.day)" }
        for delivery in deliveries { said[key(delivery), default: []].insert(delivery.status.isReceived) }
        return deliveries.map { delivery in
            guard let record = known[delivery.reference] else {
                return Proof(delivery: delivery, message: nil, problem: .referenceUnknown)
            }
            guard delivery.day >= record.day else {
                return Proof(delivery: delivery, message: nil, problem: .beforeSent)
            }
            guard said[key(delivery)]?.count == 1 else {
                return Proof(delivery: delivery, message: nil, problem: .contradicted)
            }
            return Proof(delivery: delivery, message: record, problem: nil)
        }
    }
}
