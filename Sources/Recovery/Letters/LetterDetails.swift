public import Domain

/// What one letter says beyond the step and the invoices. The usual letter needs none of it.
public struct LetterDetails: Sendable, Equatable {
    /// How it speaks.
    public var tone = LetterTone.neutral
    /// Whose law its sentences are of.
    public var law = LetterLaw.spain
    /// Company, sole trader, consumer or public body, where the creditor's list says so; else the holder
    /// of the tax id decides, and a natural person counts as a consumer.
    public var customerKind: CustomerKind?
    /// What each invoice is (concepto), by invoice; those without are listed by number alone.
    public var concepts: [Int64: String] = [:]
    /// Late-payment interest (intereses de demora) up to the day of the letter, minor units, by invoice.
    public var interest: [Int64: Int64] = [:]
    /// Fixed compensation for recovery costs (40 EUR an invoice), minor units, by invoice.
    public var compensation: [Int64: Int64] = [:]
    /// Other invoices that are open too: listed apart, not claimed.
    public var others: [OpenItem] = []
    /// Names of the files that go with the letter, as the debtor sees them, by invoice; a letter names those
    /// of the invoices that it lists.
    public var enclosures: [Int64: String] = [:]
    /// The agreed payments, for the confirmation of a plan; what is overdue of them, for its reminder.
    public var instalments: [Instalment] = []
    /// The day on which the plan was agreed, for the reminder of an instalment.
    public var planDay: Day?
    /// The last day to pay; `nil` takes the sender's term for the kind of letter.
    public var payBy: Day?
    /// Days after an instalment's day at which the plan may be ended.
    public var graceDays = 5
    /// The agency that collects, for the notice of it and for the last notice.
    public var agency: Agency?

    /// Details that change nothing.
    public init() {}

    /// A collection agency (agencia de recobro) as letters name it.
    public struct Agency: Sendable, Equatable {
        /// Its name.
        public var name: String
        /// E-mail, telephone; may be empty.
        public var contact: [String]
        /// Whether the debtor pays to the agency instead of the creditor.
        public var takesPayments: Bool

        /// An agency that does not take payments unless told so.
        public init(name: String, contact: [String] = [], takesPayments: Bool = false) {
            self.name = name
            self.contact = contact
            self.takesPayments = takesPayments
        }
    }
}

/// What the law sees in a debtor.
struct LetterStanding {
    enum Kind { case company, person, publicBody }

    let kind: Kind
    /// Acts in business: late-payment law for commercial transactions holds.
    let isCommercial: Bool

    init(_ customer: Customer, _ stated: CustomerKind?) {
        switch stated {
        case .company: (kind, isCommercial) = (.company, true)
        case .soleTrader: (kind, isCommercial) = (.person, true)
        case .consumer: (kind, isCommercial) = (.person, false)
        case .publicBody: (kind, isCommercial) = (.publicBody, false)
        case nil:
            switch customer.holder {
            case .legal: (kind, isCommercial) = (.company, true)
            case .publicBody: (kind, isCommercial) = (.publicBody, false)
            case .natural, nil: (kind, isCommercial) = (.person, false)
            }
        }
    }
}
