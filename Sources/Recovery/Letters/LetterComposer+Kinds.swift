internal import Domain

/// What each kind of letter says, in its order.
extension LetterComposer {
    func blocks() throws(LetterError) -> [LetterBlock] {
        switch kind {
        case .beforeDue: try beforeDue()
        case .reminder: try reminder()
        case .secondReminder: try secondReminder()
        case .formalClaim: try formalClaim()
        case .lastNotice: try lastNotice()
        case .mediation: try mediation()
        case .planConfirmation: try planConfirmation()
        case .instalmentReminder: try instalmentReminder()
        case .agencyNotice: try agencyNotice()
        }
    }

    private func beforeDue() throws(LetterError) -> [LetterBlock] {
        try opening() + [try claimed()] + (try others()) + [try paragraph("request.before-due")]
            + (try payment()) + (try closing("after.before-due")) + [try paragraph("thanks.\(tone)")]
    }

    private func reminder() throws(LetterError) -> [LetterBlock] {
        try opening() + [try claimed()] + (try others()) + [try paragraph("request.reminder")]
            + (try payment(isDated: true)) + (try closing("after.reminder"))
            + [try paragraph("thanks.\(tone)")]
    }

    private func secondReminder() throws(LetterError) -> [LetterBlock] {
        try opening() + [try claimed()] + (try others()) + [try paragraph("request.second-reminder")]
            + (try payment(isDated: true)) + (try closing("after.second-reminder"))
            + [try paragraph("next.second-reminder.\(tone)"), try paragraph("crossed")]
    }

    private func formalClaim() throws(LetterError) -> [LetterBlock] {
        var blocks = try opening() + [try claimed()] + (try others())
        blocks += [try heading("heading.payment"), try paragraph("request.formal-claim")]
        blocks += try payment(isDated: true)
        blocks.append(try heading("heading.negotiation"))
        let invitation = negotiates ? "negotiation.invite" : "talk.invite"
        blocks.append(
            try paragraph([invitation] + contactKey + (negotiates ? ["law.ES.negotiation"] : [])))
        blocks.append(try heading("heading.consequences"))
        blocks.append(try paragraph(["consequences.formal-claim"] + demandKeys))
        blocks += try interest() + (try recoveryCosts()) + (try registryWarning())
        return blocks + (try enclosed()) + [try paragraph("paid.formal")]
    }

    private func lastNotice() throws(LetterError) -> [LetterBlock] {
        var blocks = try opening() + [try claimed()] + (try others())
        blocks.append(try paragraph("request.last-notice"))
        blocks += try payment(isDated: true)
        blocks.append(try heading("heading.consequences"))
        let hasAgency = details.agency?.name.isEmpty == false
        blocks.append(
            try paragraph(hasAgency ? "consequences.last-notice.agency" : "consequences.last-notice"))
        blocks += try interest() + (try recoveryCosts()) + (try registryWarning())
        blocks.append(try heading("heading.negotiation"))
        blocks.append(try paragraph(["talk.invite"] + contactKey))
        return blocks + (try enclosed()) + [try paragraph("paid.formal")]
    }

    private func mediation() throws(LetterError) -> [LetterBlock] {
        var blocks = try opening() + [try heading("heading.object"), try paragraph("mediation.object")]
        blocks += [try claimed()] + (try interest())
        blocks.append(try heading("heading.invitation"))
        blocks.append(try paragraph("mediation.invitation"))
        blocks.append(try paragraph(["mediation.deadline"] + contactKey))
        if negotiates { blocks.append(try paragraph("law.ES.mediation")) }
        blocks += [try heading("heading.settlement"), try paragraph("request.mediation")]
        return blocks + (try payment()) + (try enclosed()) + [try paragraph("paid.formal")]
    }

    private func planConfirmation() throws(LetterError) -> [LetterBlock] {
        var blocks = try opening() + [try claimed()]
        blocks += [try heading("heading.plan"), try plan(), try paragraph("request.plan-confirmation")]
        blocks += try payment(hasAmount: false)
        blocks.append(try paragraph(["plan.terms", "plan.default"] + planLaw))
        return blocks + [try paragraph(["plan.objection"] + contactKey)]
    }

    /// Of the invoices themselves nothing is claimed while the plan runs (L3/2004 art. 6).
    private func instalmentReminder() throws(LetterError) -> [LetterBlock] {
        guard details.planDay != nil else { throw .nothingToWrite }
        return try opening() + [try overdueInstalments(), try paragraph("request.reminder")]
            + (try payment(isDated: true)) + [try paragraph("plan.stands")]
            + (try closing("after.reminder")) + [try paragraph("thanks.\(tone)")]
    }

    private func agencyNotice() throws(LetterError) -> [LetterBlock] {
        guard let agency = details.agency, !agency.name.isEmpty else { throw .nothingToWrite }
        var blocks = try opening() + [try claimed(), try heading("heading.agency")]
        let contact = agency.contact.filter { !$0.isEmpty }.map(Self.unbroken).joined(separator: "\u{A0}· ")
        let known = contact.isEmpty ? "agency.contact.none" : "agency.contact"
        let said = try templates.text(known, values.merging(["contact": contact]) { $1 })
        blocks.append(.paragraph("\(said) \(try text("agency.privacy"))"))
        if agency.takesPayments {
            blocks.append(try paragraph("request.agency-notice.agency"))
        } else {
            blocks.append(try paragraph("request.agency-notice"))
            blocks += try payment()
        }
        blocks += try recoveryCosts()
        return blocks + [try paragraph("agency.dispute")] + (try enclosed())
    }
}

/// Parts that several kinds share.
extension LetterComposer {
    private var tone: String { details.tone.rawValue }

    private func opening() throws(LetterError) -> [LetterBlock] {
        let who =
            switch standing.kind {
            case .company: "company"
            case .person: "person"
            case .publicBody: kind.isFormal ? "publicBody" : "company"
            }
        let greeting = try paragraph(kind.isFormal ? "greeting.formal.\(who)" : "greeting.\(who)")
        let key = "opening.\(kind.rawValue)"
        guard kind.isFormal || kind == .planConfirmation || kind == .instalmentReminder else {
            return [greeting, try paragraph("\(key).\(tone)")]
        }
        let isClaim = kind == .formalClaim || kind == .lastNotice
        switch details.tone {
        case .friendly where isClaim: return [greeting, try paragraph("formal.friendly"), try paragraph(key)]
        case .firm where isClaim: return [greeting, try paragraph("formal.firm"), try paragraph(key)]
        case .friendly, .neutral, .firm: return [greeting, try paragraph(key)]
        }
    }

    /// What to do who has paid or disagrees, with whom to speak, and what is enclosed.
    private func closing(_ key: String) throws(LetterError) -> [LetterBlock] {
        [try paragraph([key] + contactKey)] + (try enclosed())
    }

    private var contactKey: [String] { sender.contact.isEmpty ? [] : ["contact"] }

    private func enclosed() throws(LetterError) -> [LetterBlock] {
        let names = enclosures
        guard !names.isEmpty else { return [] }
        let list = values.merging(["list": names.joined(separator: ", ")]) { $1 }
        return [.paragraph(try templates.text("enclosed", list, isMany: names.count > 1))]
    }

    /// Each file once, in the order of the invoices.
    private var enclosures: [String] {
        let others = details.others.filter { $0.currency == amounts.currency }
        var names: [String] = []
        for name in (items + others).compactMap({ details.enclosures[$0.id] }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// What the demand does in law. In France and Portugal a letter does not stop the limitation.
    private var demandKeys: [String] {
        switch details.law {
        case .spain:
            standing.kind == .person && !standing.isCommercial
                ? ["law.ES.demand.person"] : ["law.ES.demand"]
        case .france: ["law.FR.demand"]
        case .portugal: ["law.PT.demand"]
        case .other: []
        }
    }

    /// Interest and the fixed sum: law where the debtor acts in business, else only up to when it was
    /// reckoned.
    private func interest() throws(LetterError) -> [LetterBlock] {
        guard standing.isCommercial, details.law != .other else {
            return amounts.interest.minorUnits > 0 ? [try paragraph("amounts.calculated")] : []
        }
        let form = amounts.hasExtras ? "claimed" : "reserved"
        // A letter that leaves the sums for later says so once, in the claim.
        guard amounts.hasExtras || kind == .formalClaim else { return [] }
        return [try paragraph("law.\(details.law.rawValue).interest.\(form)")]
    }

    private var planLaw: [String] {
        details.law == .spain && standing.isCommercial ? ["law.ES.plan"] : []
    }

    /// French letters of claim quote the rule on collection costs (CPCE R124-4).
    private func recoveryCosts() throws(LetterError) -> [LetterBlock] {
        guard details.law == .france else { return [] }
        return [try paragraph("law.FR.costs"), .quotation(Self.frenchCosts, language: "fr")]
    }

    private func registryWarning() throws(LetterError) -> [LetterBlock] {
        guard !registry.isEmpty else { return [] }
        return [
            try paragraph(
                standing.kind == .person ? "law.ES.registry.person" : "law.ES.registry.company")
        ]
    }

    /// CPCE L111-8, second and third paragraph, in force since 19 March 2014; the law's own words in every
    /// language.
    private static let frenchCosts = [
        "«\u{A0}Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf "
            + "s’ils concernent un acte dont l’accomplissement est prescrit par la loi au créancier. Toute "
            + "stipulation contraire est réputée non écrite, sauf disposition législative contraire.",
        "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer "
            + "sa créance peut demander au juge de l’exécution de laisser tout ou partie des frais ainsi "
            + "exposés à la charge du débiteur de mauvaise foi.\u{A0}»",
    ]
}
