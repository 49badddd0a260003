/// A fact that a person states of an invoice, a case or a debtor: read from a decisions file, or logged by
/// `recobro case`.
///
/// Facts are added, never changed. What ends one is a fact of its own; what was wrong is taken back by a
/// `retracted`.
public struct DecisionRecord: Sendable, Equatable {
    public var kind: Kind
    /// Invoice number, case reference, or what names the customer: tax id or the creditor's own number.
    public var subject: String
    public var day: Day
    public var author: String
    /// Evidence or reason in the author's words.
    public var detail = ""
    /// What the kind of fact says besides; empty for most.
    public var terms = CaseTerms()
    /// The file that proves it, as the author names it; empty for none.
    public var evidence = EvidenceReference()
    public var place = Place.wholeFile

    public init(kind: Kind, subject: String, day: Day, author: String) {
        self.kind = kind
        self.subject = subject
        self.day = day
        self.author = author
    }
}

/// The file that proves a fact. Both texts are empty where none is named.
public struct EvidenceReference: Sendable, Hashable {
    /// Name of the file: beside the table in the inbox, or as it was given on the command line.
    public var file: String
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits; empty while the file has not been seen.
    public var sha256: String

    public init(file: String = "", sha256: String = "") {
        self.file = file
        self.sha256 = sha256
    }

    public var isEmpty: Bool { file.isEmpty && sha256.isEmpty }

    /// The digest of a text, in lower case; `nil` unless it is one.
    public static func digest(_ text: String) -> String? {
        let lower = text.lowercased()
        let isDigest =
            lower.utf8.count == 64
            && lower.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isDigest ? lower : nil
    }
}

extension DecisionRecord {
    /// What was stated. The raw values are stable: they stand in ledgers, tables and commands.
    public enum Kind: String, Sendable, CaseIterable {
        /// A communication reached the debtor (acuse de recibo). Subject: invoice or case; detail: what
        /// proves it.
        case delivered
        /// The debtor objects with reasons (disputa): a reasoned objection is pending (P6).
        case disputed
        /// The objection is settled.
        case disputeResolved = "dispute-resolved"
        /// A person releases the debt for the registry or agency (autorización).
        case released
        /// Do not contact or claim, for good or until a day (suspensión).
        case hold
        /// The hold is lifted.
        case resumed
        /// Why the debtor does not pay (motivo de impago), by `NonPaymentReason`.
        case reason
        /// The debtor brought the debt before a court, an administration or a binding dispute body (P5).
        case litigated
        /// That proceeding is over.
        case litigationEnded = "litigation-ended"
        /// The debtor promises to pay by a day (promesa de pago).
        case promised
        /// Instalments were agreed (plan de pagos).
        case planAgreed = "plan-agreed"
        /// The plan is off.
        case planCancelled = "plan-cancelled"
        /// Less is accepted if it comes by a day (quita ofrecida).
        case discountOffered = "discount-offered"
        /// A consumer complained (reclamación, Ley 10/2025).
        case complaint
        /// The complaint was answered with reasons.
        case complaintAnswered = "complaint-answered"
        /// The debtor answered the invitation to negotiate (respuesta a la invitación, LO 1/2025): the days
        /// without an answer prove nothing any more.
        case negotiationAnswered = "negotiation-answered"
        /// The negotiation ended without agreement (fin de la negociación); its record proves it.
        case negotiationEnded = "negotiation-ended"
        /// The creditor filed the claim in court (demanda o petición de monitorio presentada): the ladder is
        /// at its end.
        case claimFiled = "claim-filed"
        /// The creditor wants the case back from the agency (retirada de la agencia), by `RecallCause`.
        case recalled
        /// The case stays with the agency after all, or may be placed again.
        case recallCancelled = "recall-cancelled"
        /// What the agency asked for is answered (respuesta a la agencia); its evidence file goes with the
        /// answer. The reference is the agency's event.
        case agencyAnswered = "agency-answered"
        /// The agency may go to court as its event proposed (autorización de la vía judicial), up to an
        /// amount.
        case legalApproved = "legal-approved"
        /// Nobody is reached at the debtor's address (dirección devuelta). About the debtor.
        case addressReturned = "address-returned"
        /// The address was found or confirmed. About the debtor.
        case addressConfirmed = "address-confirmed"
        /// One letter came back (carta devuelta): whatever said that it arrived no longer proves it.
        case returned
        /// Concurso, or the stay before it. About the debtor.
        case insolvency
        /// The proceeding is over without a discharge. About the debtor.
        case insolvencyEnded = "insolvency-ended"
        /// The debtor was freed of debts (EPI). About the debtor; for ever.
        case discharged
        /// The debtor died. About the debtor.
        case deceased
        /// It is not this person (error de identidad, homónimo, menor). About the debtor.
        case identityError = "identity-error"
        /// It is this person after all. About the debtor.
        case identityConfirmed = "identity-confirmed"
        /// The debtor restricted the processing of the data (GDPR art. 18), or objected with success
        /// (art. 21). About the debtor.
        case restricted
        /// The restriction is lifted. About the debtor.
        case restrictionLifted = "restriction-lifted"
        /// The credit itself was seized (embargo by AEAT or a court): the debtor must pay them.
        case seized
        /// The seizure is lifted.
        case seizureLifted = "seizure-lifted"
        /// Somebody was spoken to.
        case contacted
        /// An earlier fact was wrong; `CaseTerms.retracts` says which.
        case retracted
    }
}

extension DecisionRecord.Kind {
    /// Whether the fact is about the debtor and so about every invoice, whatever the subject names.
    public var isAboutDebtor: Bool {
        switch self {
        case .insolvency, .insolvencyEnded, .discharged, .deceased, .identityError, .identityConfirmed,
            .restricted, .restrictionLifted, .addressReturned, .addressConfirmed:
            true
        default: false
        }
    }

    /// Whether it is an agreement or offer with amounts, kept or broken by what is paid.
    public var isAgreement: Bool {
        switch self {
        case .promised, .planAgreed, .discountOffered: true
        default: false
        }
    }

    /// Whether it opens a way that another fact had closed, or states a success. A subject that two invoices
    /// share cannot say which one it opens, so it opens none.
    public var opens: Bool {
        switch self {
        case .delivered, .disputeResolved, .released, .resumed, .litigationEnded, .planCancelled,
            .complaintAnswered, .addressConfirmed, .insolvencyEnded, .identityConfirmed, .restrictionLifted,
            .seizureLifted, .negotiationEnded, .recallCancelled, .agencyAnswered, .legalApproved:
            true
        default: false
        }
    }

    /// The kind of fact that ends it, dated after it; `nil` for what ends by itself, or never.
    public var endedBy: DecisionRecord.Kind? {
        switch self {
        case .disputed, .reason: .disputeResolved
        case .litigated: .litigationEnded
        case .hold: .resumed
        case .planAgreed: .planCancelled
        case .complaint: .complaintAnswered
        case .negotiationAnswered: .negotiationEnded
        case .addressReturned: .addressConfirmed
        case .returned: .delivered
        case .insolvency: .insolvencyEnded
        case .identityError: .identityConfirmed
        case .restricted: .restrictionLifted
        case .seized: .seizureLifted
        case .recalled: .recallCancelled
        default: nil
        }
    }

    /// Whether it can stand against a claim. A release given before one must be given again.
    public var standsAgainstClaims: Bool {
        switch self {
        // Talks, the creditor's own claim, and who collects object to nothing.
        case .delivered, .contacted, .retracted, .negotiationAnswered, .claimFiled, .recalled: false
        default: !opens
        }
    }
}

/// A person's fact as the ledger records it, one an invoice, with where it was read.
public struct DecisionFact: Sendable, Equatable {
    public let kind: DecisionRecord.Kind
    /// The invoice it is about; one fact an invoice where the subject was a case or a customer.
    public let invoice: Int64
    public let day: Day
    public let author: String
    /// Evidence or reason in the author's words.
    public let detail: String
    /// File and place, for evidence.
    public let source: String
    /// The ledger's number of the fact, the same for every invoice it is about; 0 for what was derived from
    /// other files.
    public var number: Int64 = 0
    public var terms = CaseTerms()
    public var evidence = EvidenceReference()
    /// SHA-256 of the document of the one message that a proof of delivery is about; empty for a message
    /// without one, `nil` where nobody says which message is meant.
    public var document: String?
    /// What is owed and was paid of what an agreement covers; `nil` for other kinds, and for an invoice that
    /// is younger than the agreement.
    public var balance: AgreementBalance?

    public init(
        kind: DecisionRecord.Kind, invoice: Int64, day: Day, author: String, detail: String, source: String
    ) {
        self.kind = kind
        self.invoice = invoice
        self.day = day
        self.author = author
        self.detail = detail
        self.source = source
    }

    /// Whether it can be about what carried the step: the arrival of a reminder proves no formal claim.
    public func mayBeAbout(_ step: StepFact) -> Bool {
        document.map { !$0.isEmpty && $0 == step.documentSHA256 } ?? true
    }

    /// Whether it stands against a claim, by its kind and what it says.
    public var standsAgainstClaims: Bool {
        guard kind == .reason else { return kind.standsAgainstClaims }
        return terms.reason?.isObjection == true || terms.reason == .insolvent
    }
}
