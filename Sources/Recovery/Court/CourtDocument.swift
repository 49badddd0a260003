/// A file of the folder.
public struct CourtDocument: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable {
        case invoice, letter, proof, statement
    }

    public let number: Int
    public let kind: Kind
    /// What it is about: an invoice number, the kind of letter, the name of the evidence.
    public let title: String
    /// Under the folder: `documents/01-invoice-F1.xml`.
    public let path: String
    public let sha256: String
    public let byteCount: Int
    /// Path and digest of its PDF, where one was made of a page.
    public var printed: (path: String, sha256: String)?

    /// A file by its bytes' digest.
    public init(number: Int, kind: Kind, title: String, path: String, sha256: String, byteCount: Int) {
        self.number = number
        self.kind = kind
        self.title = title
        self.path = path
        self.sha256 = sha256
        self.byteCount = byteCount
    }

    /// The path of a document, from texts that come from elsewhere.
    ///
    /// - Parameter fileExtension: without dot; cut to letters and digits.
    public static func path(number: Int, kind: Kind, title: String, fileExtension: String) -> String {
        let digits = number < 10 ? "0\(number)" : "\(number)"
        let ending = FileNamePart.safe(fileExtension.lowercased()).filter { $0 != "-" }.prefix(8)
        let name = FileNamePart.safe(title).prefix(60)
        return "documents/\(digits)-\(kind.rawValue)-\(name)" + (ending.isEmpty ? "" : ".\(ending)")
    }

    public static func == (a: CourtDocument, b: CourtDocument) -> Bool {
        a.number == b.number && a.kind == b.kind && a.title == b.title && a.path == b.path
            && a.sha256 == b.sha256 && a.byteCount == b.byteCount && a.printed?.path == b.printed?.path
            && a.printed?.sha256 == b.printed?.sha256
    }
}

/// Something that a person must still add or confirm.
public struct CourtGap: Sendable, Equatable {
    /// What is missing.
    public enum Code: String, Sendable, CaseIterable {
        /// The invoice was read from a table: the document itself must be added.
        case invoiceDocument = "invoice-document"
        /// A letter is not in the outbox as it was recorded.
        case letter
        /// A file of evidence is not in the archive.
        case evidence
        /// The record of the end of the talks goes with the claim: a person sees that it holds no offer.
        case talksRecord = "talks-record"
        /// A file was left out, for it is what was negotiated.
        case confidential
        /// The fact of arrival names no file.
        case arrivalFile = "arrival-file"
        /// The debtor's tax id.
        case taxId = "tax-id"
        /// The debtor's street or town: the court hangs on it.
        case address
        /// Interest was not computed.
        case interest
        /// Interest is reckoned on what is still owed only.
        case partPaid = "part-paid"
        /// Rows of law that a lawyer must confirm.
        case law
        /// Proof that goods or services were delivered.
        case delivery
        /// Whether the debtor answered the invitation.
        case answer
        /// A page has no PDF.
        case print
    }

    public let code: Code
    /// What it is about.
    public let about: String

    /// A gap.
    public init(_ code: Code, _ about: String = "") {
        self.code = code
        self.about = about
    }
}
