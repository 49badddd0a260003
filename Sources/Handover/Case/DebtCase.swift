public import Domain

/// What the agency may do, and by which title (DHX 1.0 `mandate`). Everything is refused unless allowed.
public struct CaseMandate: Sendable, Equatable {
    /// By which title the agency acts.
    public enum Basis: String, Sendable, CaseIterable {
        /// Contrato de servicios.
        case serviceAgreement = "SERVICE_AGREEMENT"
        /// Poder; needs its document.
        case powerOfAttorney = "POWER_OF_ATTORNEY"
        /// Cesión; needs its document.
        case assignment = "ASSIGNMENT"
    }

    public var basis: Basis
    /// Document of the power or assignment.
    public var docRef = ""
    public var mayNegotiate = false
    /// Hundredths of a percent: 10.00 % is 1000.
    public var maxDiscountPercentHundredths: Int?
    public var maxInstalments: Int?
    public var mayReceiveFunds = false
    public var mayReportToRegistry = false
    public var mayLitigate = false

    public init(basis: Basis) { self.basis = basis }
}

/// In whose name the agency handles the debtor's data (GDPR), and on what basis.
public struct CaseDataProtection: Sendable, Equatable {
    /// The agency's role.
    public enum RecipientRole: String, Sendable, CaseIterable {
        /// Encargado del tratamiento (GDPR art. 28).
        case processor = "PROCESSOR"
        /// Responsable del tratamiento.
        case controller = "CONTROLLER"
    }

    /// `NOT_PERSONAL` is only true where every debtor is a company or a public body.
    public static let notPersonal = "NOT_PERSONAL"

    public var recipientRole: RecipientRole
    /// `GDPR_6_1_F`, `GDPR_6_1_B` or `NOT_PERSONAL`.
    public var lawfulBasis: String
    public var agreementRef: String
    public var debtorInformedAt: Day?
    public var eraseAfter: Day?

    public init(
        recipientRole: RecipientRole, lawfulBasis: String, agreementRef: String, debtorInformedAt: Day? = nil
    ) {
        self.recipientRole = recipientRole
        self.lawfulBasis = lawfulBasis
        self.agreementRef = agreementRef
        self.debtorInformedAt = debtorInformedAt
    }
}

/// Everything an agency needs to know of one case (expediente), DHX 1.0 §5.3.2.
public struct DebtCase: Sendable, Equatable {
    /// Where the recovery stands.
    public enum Phase: String, Sendable, CaseIterable {
        /// Amistosa.
        case preLegal = "PRE_LEGAL"
        /// Judicial.
        case legal = "LEGAL"
        /// Ejecución.
        case enforcement = "ENFORCEMENT"
    }

    /// What the debt comes from.
    public enum ClaimType: String, Sendable, CaseIterable {
        case unpaidInvoice = "UNPAID_INVOICE"
        case service = "SERVICE"
        case rent = "RENT"
        case loan = "LOAN"
        case damages = "DAMAGES"
        case returnedPayment = "RETURNED_PAYMENT"
        case other = "OTHER"
    }

    public var phase = Phase.preLegal
    public var claimType = ClaimType.unpaidInvoice
    /// Joins other cases of the same debtor, empty for none.
    public var groupRef = ""
    public var feeScheduleRef = ""
    public var mandate: CaseMandate
    public var creditor: CaseParty
    /// Set where the claim was bought.
    public var originalCreditor: CaseParty?
    public var debtors: [DebtorParty]
    public var lines: [CaseLine]
    public var charges: [CaseCharge] = []
    public var priorPayments: [CasePayment] = []
    public var demands: [CaseDemand] = []
    public var documents: [CaseDocument] = []
    public var verification: CaseVerification
    public var dataProtection: CaseDataProtection
    public var balance: CaseBalance

    public init(
        mandate: CaseMandate, creditor: CaseParty, debtors: [DebtorParty], lines: [CaseLine],
        verification: CaseVerification, dataProtection: CaseDataProtection, balance: CaseBalance
    ) {
        self.mandate = mandate
        self.creditor = creditor
        self.debtors = debtors
        self.lines = lines
        self.verification = verification
        self.dataProtection = dataProtection
        self.balance = balance
    }

    /// The same case with every list in its own order, whatever order it was collected in.
    var inOrder: DebtCase {
        var sorted = self
        sorted.debtors.sort { ($0.rank, $0.sortKey) < ($1.rank, $1.sortKey) }
        sorted.lines.sort { ($0.dueDate, $0.docNumber, $0.lineRef) < ($1.dueDate, $1.docNumber, $1.lineRef) }
        sorted.charges.sort { ($0.rank, $0.chargeRef) < ($1.rank, $1.chargeRef) }
        sorted.priorPayments.sort { ($0.date, $0.paymentRef) < ($1.date, $1.paymentRef) }
        sorted.priorPayments = sorted.priorPayments.map(\.inOrder)
        sorted.demands.sort { ($0.seq, $0.sentAt, $0.docRef) < ($1.seq, $1.sentAt, $1.docRef) }
        for index in sorted.demands.indices { sorted.demands[index].registriesNamed.sort() }
        sorted.documents = sorted.documents.inOrder
        sorted.verification.checks.sort { ($0.code.rank, $0.evidence) < ($1.code.rank, $1.evidence) }
        return sorted
    }
}

extension DebtorParty {
    /// The primary debtor stands first.
    fileprivate var rank: Int { Role.allCases.firstIndex(of: role) ?? 0 }

    fileprivate var sortKey: String {
        customerRef + "\u{0}" + party.name + "\u{0}" + party.ids.map(\.value).joined(separator: "\u{0}")
    }
}

extension CaseCharge {
    fileprivate var rank: Int { Kind.allCases.firstIndex(of: kind) ?? 0 }
}

extension CaseVerification.Check.Code {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension CasePayment {
    var inOrder: CasePayment {
        var sorted = self
        sorted.shares.sort { ($0.ref, $0.amount) < ($1.ref, $1.amount) }
        return sorted
    }
}

extension [CaseDocument] {
    /// In the order of the index.
    var inOrder: [CaseDocument] {
        var sorted = self
        for index in sorted.indices { sorted[index].lineRefs.sort() }
        sorted.sort { $0.precedes($1) }
        return sorted
    }
}

extension CaseDocument {
    /// By type as the list of types has it, then by day, title and reference.
    fileprivate func precedes(_ other: CaseDocument) -> Bool {
        let ranks = (Kind.allCases.firstIndex(of: kind) ?? 0, Kind.allCases.firstIndex(of: other.kind) ?? 0)
        if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
        if date != other.date {
            guard let date, let later = other.date else { return other.date != nil }
            return date < later
        }
        return (title, docRef) < (other.title, other.docRef)
    }
}
