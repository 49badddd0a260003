public import Domain

/// What a letter is for. Most letters take a step of the ladder; three only tell the debtor what was agreed
/// or done, or what of an agreement is due.
public enum LetterKind: String, Sendable, CaseIterable, Codable {
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
    /// Confirmación del plan de pagos acordado.
    case planConfirmation = "plan-confirmation"
    /// Recordatorio de un plazo vencido de un plan de pagos que sigue en vigor.
    case instalmentReminder = "instalment-reminder"
    /// Aviso de que una agencia gestiona el cobro.
    case agencyNotice = "agency-notice"

    /// The letter that takes a step; `nil` where the step hands over a file.
    public init?(step: StepKind) {
        switch step {
        case .beforeDue: self = .beforeDue
        case .reminder: self = .reminder
        case .secondReminder: self = .secondReminder
        case .formalClaim: self = .formalClaim
        case .lastNotice: self = .lastNotice
        case .mediation: self = .mediation
        case .agency, .registry, .court: return nil
        }
    }

    /// Letters with legal effect: they address a representative and claim interest.
    var isFormal: Bool {
        switch self {
        case .formalClaim, .lastNotice, .mediation, .agencyNotice: true
        case .beforeDue, .reminder, .secondReminder, .planConfirmation, .instalmentReminder: false
        }
    }
}

/// How a letter speaks. Who chooses it knows the customer's history.
public enum LetterTone: String, Sendable, CaseIterable, Codable {
    /// To who always paid: an oversight is assumed.
    case friendly
    /// Facts only.
    case neutral
    /// To who was asked in vain.
    case firm
}

/// The country whose law governs the debt. The language of a letter says nothing about it.
public enum LetterLaw: String, Sendable, CaseIterable, Codable {
    case spain = "ES"
    case france = "FR"
    case portugal = "PT"
    /// No sentence of law is written.
    case other

    /// The law of an ISO 3166 alpha-2 country; empty reads Spain, the country of workspaces without one.
    public init(country: String) {
        self = country.isEmpty ? .spain : LetterLaw(rawValue: country.uppercased()) ?? .other
    }
}

/// Why a letter cannot be written. A letter with a hole in it is worse than none.
public enum LetterError: Error, Equatable {
    /// The words of a language are missing or unreadable.
    case unreadable(String)
    /// A text uses a name that nobody fills, or is missing.
    case template(String)
    /// No letter belongs to this step or there is nothing to claim in it.
    case nothingToWrite
    /// A sum does not fit, amounts are of more than one currency, or instalments do not add up to the debt.
    case amount
    /// The law does not allow what was asked for: recovery costs of a consumer.
    case notAllowed(String)
}
