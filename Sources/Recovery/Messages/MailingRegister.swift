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

/// The register of a mailing (registro de envíos) as a file; the ledger keeps it too.
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
}
