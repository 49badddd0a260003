/// A step of the recovery ladder (escalera de recobro), from the friendliest to the last.
public enum StepKind: String, Sendable, CaseIterable, Codable, Comparable {
    /// Aviso de cortesía antes del vencimiento.
    case beforeDue = "before-due"
    /// Recordatorio amistoso.
    case reminder
    /// Segundo recordatorio.
    case secondReminder = "second-reminder"
    /// Requerimiento formal de pago.
    case formalClaim = "formal-claim"
    /// Último aviso, con el fichero o la agencia por su nombre.
    case lastNotice = "last-notice"
    /// Invitación a negociar antes de demandar (LO 1/2025).
    case mediation
    /// Entrega a la agencia de recobro.
    case agency
    /// Alta en el fichero de morosos.
    case registry
    /// Reclamación judicial.
    case court

    /// Position on the ladder, 0 for the friendliest.
    public var rung: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: StepKind, b: StepKind) -> Bool {
        a.rung < b.rung
    }
}

/// How a step reaches the debtor.
public enum Channel: String, Sendable, CaseIterable, Codable {
    case letter, email, sms
    case callList = "call-list"
    case file
}

/// One step taken for one invoice of a case, as the ledger records it.
public struct StepFact: Sendable, Equatable {
    public let caseReference: String
    public let invoice: Int64
    public let kind: StepKind
    public let channel: Channel
    public let day: Day
    /// Outstanding at that time, minor units.
    public let amount: Int64
    /// SHA-256 of the document that carried it, empty for none.
    public let documentSHA256: String
    /// Path of the document in the run's output folder.
    public let documentPath: String
    /// The run that took the step.
    public let run: String
    /// The debtor registry that the document warned of (LOPDGDD art. 20.1.c); empty for none.
    public let registryNamed: String

    public init(
        caseReference: String, invoice: Int64, kind: StepKind, channel: Channel, day: Day, amount: Int64,
        documentSHA256: String, documentPath: String, run: String, registryNamed: String = ""
    ) {
        self.caseReference = caseReference
        self.invoice = invoice
        self.kind = kind
        self.channel = channel
        self.day = day
        self.amount = amount
        self.documentSHA256 = documentSHA256
        self.documentPath = documentPath
        self.run = run
        self.registryNamed = registryNamed
    }
}

/// A debtor (deudor) as all documents together describe it. Empty texts are unknown.
public struct Customer: Sendable, Equatable {
    public let key: String
    public var party: PartyRecord
    /// Legal or natural, from the tax id, else from the document; `nil` when neither tells.
    public var holder: TaxIdentifier.Holder?
    /// As the creditor's own list states it; `nil` where it says nothing.
    public var kind: CustomerKind?
    /// ISO 639-1, as the creditor's own list states it; empty where it says nothing.
    public var language = ""

    public init(key: String, party: PartyRecord, holder: TaxIdentifier.Holder?) {
        self.key = key
        self.party = party
        self.holder = holder
    }

    /// What the law sees in the debtor: what the creditor's list says, else the holder of the tax id.
    public var standing: CustomerKind { kind ?? CustomerKind(holder: holder) }
}

/// The creditor (acreedor) whose workspace this is.
public struct Creditor: Sendable, Equatable {
    public var name: String
    /// Compact tax id.
    public var taxId: String
    /// ISO 3166 alpha-2.
    public var country: String
    public var ibans: [String]
    public var street = ""
    public var postCode = ""
    public var town = ""
    public var email = ""
    public var phone = ""

    public init(name: String, taxId: String, country: String, ibans: [String]) {
        self.name = name
        self.taxId = taxId
        self.country = country
        self.ibans = ibans
    }
}

/// A file that a stage produced: bytes and where they go, relative to the run's output folder.
public struct OutputFile: Sendable, Equatable {
    /// Relative, with `/`; never absolute, never `..`.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }
}
