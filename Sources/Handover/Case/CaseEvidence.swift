public import Domain

/// One demand for payment that reached out to the debtor, with what proves it.
public struct CaseDemand: Sendable, Equatable {
    /// FORMAL and FINAL need a proof of delivery.
    public enum Level: String, Sendable, CaseIterable {
        case reminder = "REMINDER"
        /// Requerimiento formal de pago.
        case formal = "FORMAL"
        case final = "FINAL"
        /// Attempt to negotiate before court (LO 1/2025).
        case negotiation = "NEGOTIATION"
    }

    /// How it was sent.
    public enum Channel: String, Sendable, CaseIterable {
        case email = "EMAIL"
        case letter = "LETTER"
        case burofax = "BUROFAX"
        case sms = "SMS"
        case phone = "PHONE"
    }

    /// Whether it arrived.
    public enum Delivery: String, Sendable, CaseIterable {
        case unknown = "UNKNOWN"
        case delivered = "DELIVERED"
    }

    /// 1 for the first.
    public var seq: Int
    public var level: Level
    public var channel: Channel
    public var sentAt: Day
    public var delivery: Delivery
    public var deliveredAt: Day?
    /// Minor units.
    public var amountDemanded: Int64?
    /// Registries that the demand names (LOPDGDD art. 20.1.c); a warning is a demand that names one.
    public var registriesNamed: [String]
    public var docRef: String
    public var proofDocRef: String

    public init(
        seq: Int, level: Level, channel: Channel, sentAt: Day, delivery: Delivery = .unknown,
        deliveredAt: Day? = nil, amountDemanded: Int64? = nil, registriesNamed: [String] = [],
        docRef: String = "", proofDocRef: String = ""
    ) {
        self.seq = seq
        self.level = level
        self.channel = channel
        self.sentAt = sentAt
        self.delivery = delivery
        self.deliveredAt = deliveredAt
        self.amountDemanded = amountDemanded
        self.registriesNamed = registriesNamed
        self.docRef = docRef
        self.proofDocRef = proofDocRef
    }
}

/// One document of the evidence folder: its bytes travel in the package.
public struct CaseDocument: Sendable, Equatable {
    /// Document types in the order of the index: first what is owed, then what was done about it.
    public enum Kind: String, Sendable, CaseIterable {
        case invoice = "INVOICE"
        case electronicInvoice = "EINVOICE_XML"
        case creditNote = "CREDIT_NOTE"
        case statement = "STATEMENT"
        case contract = "CONTRACT"
        case order = "ORDER"
        case deliveryNote = "DELIVERY_NOTE"
        case workCertificate = "WORK_CERT"
        case reminder = "REMINDER"
        case reminderProof = "REMINDER_PROOF"
        case formalDemand = "FORMAL_DEMAND"
        case formalDemandProof = "FORMAL_DEMAND_PROOF"
        case negotiationProof = "NEGOTIATION_PROOF"
        case debtAcknowledgement = "DEBT_ACK"
        case promissoryNote = "PROMISSORY_NOTE"
        case powerOfAttorney = "POWER_OF_ATTORNEY"
        case assignment = "ASSIGNMENT"
        case debtorLetter = "DEBTOR_LETTER"
        case court = "COURT"
        case insolvency = "INSOLVENCY"
        case uncollectableCertificate = "UNCOLLECTABLE_CERT"
        case feeInvoice = "FEE_INVOICE"
        case other = "OTHER"
    }

    /// Unique in its case, stable for its life.
    public var docRef: String
    public var kind: Kind
    /// A few words for the index and the file name: the invoice number.
    public var title: String
    public var date: Day?
    public var content: DocumentContent
    /// `application/pdf`.
    public var mediaType: String
    /// The electronic original rather than a scan.
    public var original: Bool
    /// Lines it belongs to, empty for the case as a whole.
    public var lineRefs: [String]
    public var pages: Int?
    /// Set where the document was read from a package: `content` is empty then, and this says where it lies.
    public var filed: Place?

    /// Where the bytes of a document lie in a package, as the batch states it.
    public struct Place: Sendable, Equatable {
        /// Relative to `data/`, below `evidence/`.
        public var path: String
        /// 64 lower-case hexadecimal digits.
        public var sha256: String
        /// Bytes.
        public var size: Int

        public init(path: String, sha256: String, size: Int) {
            self.path = path
            self.sha256 = sha256
            self.size = size
        }
    }

    /// Bytes, stated or counted.
    var size: Int { filed?.size ?? content.size }

    public init(
        docRef: String, kind: Kind, title: String, date: Day? = nil, content: DocumentContent,
        mediaType: String, original: Bool, lineRefs: [String] = [], pages: Int? = nil
    ) {
        self.docRef = docRef
        self.kind = kind
        self.title = title
        self.date = date
        self.content = content
        self.mediaType = mediaType
        self.original = original
        self.lineRefs = lineRefs
        self.pages = pages
    }
}

/// How the debt was verified. Written as VERIFIED; a check that did not pass keeps the case back.
public struct CaseVerification: Sendable, Equatable {
    /// One check of DHX §5.3.2.
    public struct Check: Sendable, Equatable {
        /// What was checked.
        public enum Code: String, Sendable, CaseIterable {
            case certain = "CERTAIN"
            case overdue = "OVERDUE"
            case noOpenDispute = "NO_OPEN_DISPUTE"
            case notTimeBarred = "NOT_TIME_BARRED"
            case noUnmatchedCredit = "NO_UNMATCHED_CREDIT"
            case notInsolvent = "NOT_INSOLVENT"
            case aboveMinimum = "ABOVE_MINIMUM"
            case formalDemandProven = "FORMAL_DEMAND_PROVEN"
        }

        public var code: Code
        public var passed: Bool
        /// A docRef, where a document proves it.
        public var evidence: String

        public init(_ code: Code, passed: Bool, evidence: String = "") {
            self.code = code
            self.passed = passed
            self.evidence = evidence
        }
    }

    /// Name and version of the rules: `ES-B2B-2026.1`.
    public var ruleSet: String
    public var checkedAt: PinnedTime
    /// Payments are known up to this statement day.
    public var bankCutoff: Day
    /// Who released the case: `user:ana`, empty where policy did.
    public var approvedBy: String
    public var checks: [Check]

    public init(
        ruleSet: String, checkedAt: PinnedTime, bankCutoff: Day, approvedBy: String = "", checks: [Check]
    ) {
        self.ruleSet = ruleSet
        self.checkedAt = checkedAt
        self.bankCutoff = bankCutoff
        self.approvedBy = approvedBy
        self.checks = checks
    }
}
