/// What a row of the law pack is about. Code asks for a rule; which rows answer is data.
///
/// The order is the order of reports. A rule that code computes with fixes the unit of its rows; the others
/// are there to be cited and confirmed.
public enum LawRule: String, Sendable, CaseIterable, Codable {
    /// What makes a debt certain, due, payable, undisputed (predicates P1 to P9).
    case debtCondition = "debt-condition"
    /// The conditions without which a step is not taken, by kind of debtor (gates a to e); `closed` where it
    /// never is.
    case gate
    /// Days within which an event must undo a step; 0 is at once (triggers W1 to W15).
    case withdrawal
    /// What a registry entry asks beyond the rules below.
    case registryCondition = "registry-condition"
    /// The debtor must have been told which registry it may be (información previa).
    case registryWarning = "registry-warning"
    /// Payment must have been demanded before (requerimiento previo de pago).
    case priorDemand = "prior-demand"
    /// Years from the due date after which no registry may keep the debt.
    case registryMaximumAge = "registry-maximum-age"
    /// Smallest principal that a registry may take.
    case registryMinimumPrincipal = "registry-minimum-principal"
    /// What single registries take.
    case registrySystem = "registry-system"
    /// Whether suppliers have a registry open to them at all.
    case registryOpen = "registry-open"
    /// What courts said about demands, disputes and amounts.
    case caseLaw = "case-law"
    /// Former rules that still guide.
    case formerRule = "former-rule"
    /// Days to pay where nothing was agreed (plazo legal de pago).
    case paymentTerm = "payment-term"
    /// Longest days to pay that may be agreed.
    case paymentTermMaximum = "payment-term-maximum"
    /// How terms to pay are counted and what they hang on.
    case termCondition = "term-condition"
    /// Whether default needs a demand: 1 where it does, 0 where the day alone is enough.
    case defaultNeedsDemand = "default-needs-demand"
    /// What default, interest and recovery costs hang on.
    case defaultCondition = "default-condition"
    /// The reference rate of the European Central Bank for a half-year.
    case referenceRate = "reference-rate"
    /// Points above the reference rate.
    case defaultMargin = "default-margin"
    /// The rate as published for a half-year: must equal reference rate plus margin.
    case publishedDefaultRate = "published-default-rate"
    /// The rate where no margin holds: legal interest of money, civil rate.
    case legalInterest = "legal-interest"
    /// Who owes the legal interest instead of the default rate.
    case legalInterestApplies = "legal-interest-applies"
    /// Late interest of the tax office.
    case taxInterest = "tax-interest"
    /// What an agreed rate is measured by.
    case agreedRate = "agreed-rate"
    /// Points above legal interest after a judgment.
    case judgmentMargin = "judgment-margin"
    /// Fixed sum for recovery costs (cantidad fija), of each invoice.
    case fixedRecoverySum = "fixed-recovery-sum"
    /// The fixed sum is owed for each invoice.
    case fixedRecoverySumPerInvoice = "fixed-recovery-sum-per-invoice"
    /// How days of interest are counted.
    case dayCount = "day-count"
    /// Term after which a claim is time-barred (prescripción), by category of claim.
    case limitation
    /// The categories that may hold for a debtor where nobody says what is claimed: the shortest term counts.
    case limitationUncertain = "limitation-uncertain"
    /// Claims of these days end on this day: first born, last born, end.
    case limitationTransition = "limitation-transition"
    /// The longest that interruptions can stretch a claim.
    case limitationCap = "limitation-cap"
    /// Whether an act restarts the limitation (interrupción): 1 where it does, 0 where it does not.
    case interruption
    /// Negotiation before a claim in court (MASC).
    case negotiation
    /// Ways to court, their limits and terms.
    case courtRoute = "court-route"
    /// Value added tax of bad debts.
    case taxRelief = "tax-relief"
    /// The debtor's insolvency.
    case insolvency
    /// Conduct towards debtors, their data, consumers.
    case conduct
    /// Electronic invoices and their statuses.
    case electronicInvoice = "electronic-invoice"
    /// To which debt a payment goes.
    case allocation
    /// Tax that a payer withholds.
    case withholding
    /// National holidays: a day of the year, or days after Easter.
    case nationalHoliday = "national-holiday"
    /// Days of the year on which courts do not count.
    case courtClosed = "court-closed"
    /// Which days a period counts.
    case dayRule = "day-rule"
    /// Law of the Union behind the national one.
    case union

    /// The units its rows may have; empty where any is right.
    var units: [LawRow.Unit] {
        switch self {
        case .registryMaximumAge, .limitationCap: [.years]
        case .limitation: [.years, .months]
        case .withdrawal, .paymentTerm, .paymentTermMaximum: [.days]
        case .registryMinimumPrincipal, .fixedRecoverySum: [.euroCents]
        case .interruption, .registryWarning, .priorDemand, .registryOpen, .defaultNeedsDemand,
            .legalInterestApplies, .fixedRecoverySumPerInvoice:
            [.flag]
        case .referenceRate, .defaultMargin, .publishedDefaultRate, .legalInterest, .judgmentMargin:
            [.basisPoints]
        case .taxInterest: [.basisPoints, .millionths]
        case .nationalHoliday: [.monthDay, .daysAfterEaster]
        case .limitationTransition, .limitationUncertain, .courtClosed, .gate: [.list]
        default: []
        }
    }

    /// Rules that every country's pack must have, or nothing can be computed with it.
    static let needed: [LawRule] = [
        .gate, .paymentTerm, .referenceRate, .defaultMargin, .fixedRecoverySum, .limitation,
        .limitationUncertain, .interruption, .nationalHoliday,
    ]

    /// The parts of the program that rely on rows of this rule. Empty: only cited.
    public var uses: [LawUse] {
        switch self {
        case .paymentTerm: [.dueDay]
        case .priorDemand: [.demanded]
        case .limitation, .interruption, .limitationTransition, .limitationCap: [.enforceable, .limitation]
        case .limitationUncertain: [.enforceable]
        case .gate: [.gates]
        case .registryWarning, .registryMinimumPrincipal: [.registryGate]
        case .registryMaximumAge: [.registryGate, .limitation]
        case .defaultNeedsDemand: [.lateInterest]
        case .referenceRate, .defaultMargin, .publishedDefaultRate, .legalInterest, .legalInterestApplies:
            [.lateInterest]
        case .fixedRecoverySum, .fixedRecoverySumPerInvoice: [.recoverySum]
        case .nationalHoliday, .courtClosed: [.calendar]
        default: []
        }
    }
}

/// A part of the program that relies on rows of law.
public enum LawUse: String, Sendable, CaseIterable, Codable {
    /// The due day of an invoice that gives none.
    case dueDay = "due-day"
    /// The condition `demanded`.
    case demanded
    /// The condition `enforceable`.
    case enforceable
    /// `GateTable`: which conditions a step of the ladder asks for.
    case gates
    /// `RegistryGate`.
    case registryGate = "registry-gate"
    /// `LateInterest`.
    case lateInterest = "late-interest"
    /// `RecoverySum`.
    case recoverySum = "recovery-sum"
    /// `Limitation` and `RegistryClock`.
    case limitation
    /// `WorkingCalendar`.
    case calendar
}
