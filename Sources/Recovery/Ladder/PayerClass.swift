public import Domain

/// What kind of payer a customer has been (clasificación del deudor). The ladder's tone, channels and waiting
/// times may depend on it; what is owed never does.
public enum PayerClass: String, Sendable, CaseIterable, Codable {
    /// Mail comes back: nobody was reached.
    case unreachable
    /// Promises and does not pay.
    case promisesAndFails = "promises-and-fails"
    /// Objects to many invoices.
    case disputes
    /// Pays in parts.
    case partialPayer = "partial-payer"
    /// Pays, always late.
    case alwaysLate = "always-late"
    /// Paid in time until now.
    case prompt
    /// Pays now in time, now late.
    case mixed
    /// Too few invoices paid to tell.
    case new
}

/// A class with what it was derived from, so that a person can check it.
public struct PayerClassification: Sendable, Equatable {
    /// The class.
    public let kind: PayerClass
    /// The counts that decided: code and number, `("paid-late", 7)`, in the order of reading.
    public let because: [Reason]

    /// One count that decided.
    public struct Reason: Sendable, Equatable {
        /// Stable code, worded by reports.
        public let code: String
        /// How many.
        public let count: Int
    }

    /// The first class that the history fits, from the most to the least telling.
    public init(_ history: CustomerHistory) {
        let paid = Reason(code: "paid", count: history.paid)
        func result(_ kind: PayerClass, _ because: (String, Int)...) -> (PayerClass, [Reason]) {
            (kind, because.map { Reason(code: $0.0, count: $0.1) } + [paid])
        }
        (kind, because) =
            if history.returnedMail > 0 {
                result(.unreachable, ("returned-mail", history.returnedMail))
            } else if history.promisesBroken >= 2 || history.promisesBroken > history.promisesKept {
                result(
                    .promisesAndFails, ("promises-broken", history.promisesBroken),
                    ("promises-kept", history.promisesKept))
            } else if history.disputes >= 2, history.disputes * 5 >= history.paid {
                result(.disputes, ("disputes", history.disputes))
            } else if history.paidInParts >= 3, history.paidInParts * 2 >= history.paid {
                result(.partialPayer, ("paid-in-parts", history.paidInParts))
            } else if history.paid < Self.tellingCount {
                result(.new)
            } else if history.paidLate * 4 >= history.paid * 3 {
                result(
                    .alwaysLate, ("paid-late", history.paidLate),
                    ("days-late", history.daysLate / max(1, history.paidLate)))
            } else if history.paidLate * 5 <= history.paid {
                result(.prompt, ("paid-in-time", history.paidInTime))
            } else {
                result(.mixed, ("paid-late", history.paidLate))
            }
    }

    /// Invoices paid from which on habits are told.
    static let tellingCount = 4

    /// How a letter of a step speaks to such a payer. From the formal claim on every letter is firm: it is
    /// read
    /// by others.
    public func tone(of step: StepKind) -> LetterTone {
        switch step {
        case .formalClaim, .lastNotice, .agency, .registry, .court: .firm
        case .mediation: .neutral
        case .beforeDue: .friendly
        case .reminder:
            switch kind {
            case .new, .prompt, .mixed, .unreachable: .friendly
            case .alwaysLate, .disputes, .partialPayer, .promisesAndFails: .neutral
            }
        case .secondReminder:
            switch kind {
            case .new, .prompt, .mixed, .unreachable, .disputes: .neutral
            case .alwaysLate, .partialPayer, .promisesAndFails: .firm
            }
        }
    }
}
