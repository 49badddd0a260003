/// Every text of evidence that is not the word of a closed list. The raw value is the key in the tables of
/// `Resources/words`.
enum Phrase: String, CaseIterable {
    // How the language writes numbers, days and terms
    case numberGroup = "number.group"
    case numberDecimal = "number.decimal"
    case dayForm = "day.form"
    case listMore = "list.more"
    case termYears = "term.years"
    case termMonth = "term.month"
    case termMonths = "term.months"
    case termYear = "term.year"
    case termDays = "term.days"
    case termDay = "term.day"

    // Sources and proofs
    case source
    case sourceDigest = "source.digest"
    case lawUnverified = "law.unverified"
    case proofDecision = "proof.decision"
    case proofDecisionSourced = "proof.decision.sourced"
    case proofAuthorUnknown = "proof.author.unknown"
    case proofStep = "proof.step"
    case proofStepDocumented = "proof.step.documented"

    // Cierta
    case certainProof = "certain.proof"
    case certainNotDebt = "certain.notDebt"
    case certainNotPositive = "certain.notPositive"
    case certainConflict = "certain.conflict"
    case certainCorrected = "certain.corrected"
    case certainUnnamedCredit = "certain.unnamedCredit"
    case certainDebtor = "certain.debtor"
    case certainSource = "certain.source"

    // Vencida
    case dueMissing = "due.missing"
    case dueProof = "due.proof"
    case dueAssumed = "due.assumed"
    case dueAhead = "due.ahead"

    // Impagada
    case unpaidProof = "unpaid.proof"
    case unpaidNothing = "unpaid.nothing"
    case unpaidNamed = "unpaid.named"

    // At or above the minimum
    case minimumCurrency = "minimum.currency"
    case minimumProof = "minimum.proof"
    case minimumBelow = "minimum.below"

    // Statements cover the days
    case coverProof = "cover.proof"
    case coverNothing = "cover.nothing"
    case coverAhead = "cover.ahead"
    case coverBreak = "cover.break"

    // Unexplained money
    case moneyInvoice = "money.invoice"
    case moneyCustomer = "money.customer"
    case moneyExact = "money.exact"
    case moneyNone = "money.none"
    case moneyDecision = "money.decision"
    case moneyCollected = "money.collected"
    case moneyStatement = "money.statement"
    case moneyCredits = "money.credits"
    case moneyCredit = "money.credit"
    case moneyMovement = "money.movement"

    // Pacífica
    case undisputedOpen = "undisputed.open"
    case undisputedFormal = "undisputed.formal"
    case undisputedComplaint = "undisputed.complaint"
    case undisputedNone = "undisputed.none"

    // Exigible
    case enforceableAssigned = "enforceable.assigned"
    case enforceableHold = "enforceable.hold"
    case enforceableHoldUntil = "enforceable.holdUntil"
    case enforceableSeized = "enforceable.seized"
    case enforceableDue = "enforceable.due"
    case enforceableLaw = "enforceable.law"
    case enforceableBarred = "enforceable.barred"
    case enforceableProof = "enforceable.proof"
    case enforceableRestarted = "enforceable.restarted"

    // Requerida de pago
    case demandedPolicy = "demanded.policy"
    case demandedClaim = "demanded.claim"
    case demandedDocument = "demanded.document"
    case demandedDelivery = "demanded.delivery"
    case demandedWait = "demanded.wait"

    // The debtor: who it is, whether it can pay, whether its data may be used
    case identityDeceased = "identity.deceased"
    case identityError = "identity.error"
    case identityAddress = "identity.address"
    case identityNone = "identity.none"
    case solventDischarged = "solvent.discharged"
    case solventInsolvency = "solvent.insolvency"
    case solventSaid = "solvent.said"
    case solventNone = "solvent.none"
    case unrestrictedOpen = "unrestricted.open"
    case unrestrictedNone = "unrestricted.none"

    // Promises, plans, offers
    case agreementPromise = "agreement.promise"
    case agreementPlan = "agreement.plan"
    case agreementPlanNext = "agreement.planNext"
    case agreementOffer = "agreement.offer"
    case agreementAccepted = "agreement.accepted"
    case agreementBroken = "agreement.broken"
    case agreementKept = "agreement.kept"
    case agreementEnded = "agreement.ended"
    case agreementNone = "agreement.none"

    // The gate of the debtor registry
    case registryVerdict = "registry.verdict"
    case registryVerified = "registry.verified"
    case registryUnverified = "registry.unverified"
    case registryPublicBody = "registry.publicBody"
    case registryLegal = "registry.legal"
    case registryNatural = "registry.natural"
    case registryTrader = "registry.trader"
    case registryTakes = "registry.takes"
    case registryWarningLaw = "registry.warningLaw"
    case registryWarning = "registry.warning"
    case registryWarned = "registry.warned"
    case registryReleasePolicy = "registry.releasePolicy"
    case registryRelease = "registry.release"
    case registryReleaseAgain = "registry.releaseAgain"
    case registryDue = "registry.due"
    case registryAgeLaw = "registry.ageLaw"
    case registryAge = "registry.age"
    case registryTooOld = "registry.tooOld"
    case registryPrincipalLaw = "registry.principalLaw"
    case registryEuros = "registry.euros"
    case registryPrincipal = "registry.principal"
    case registryBelow = "registry.below"
}
