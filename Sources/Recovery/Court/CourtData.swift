public import Domain

extension CourtFile {
    /// The data set for whoever files the claim, `data.json`, schema `recobro.court/1`. Amounts are decimal
    /// strings, days `YYYY-MM-DD`.
    public func data() -> OutputFile {
        let amounts: [(String, CourtJSON)] = [
            ("currency", .text(currency.code)), ("principal", money(principal)),
            ("interest", money(interest)), ("recoverySums", money(recoverySums)), ("total", money(total)),
        ]
        let words = CourtWords.of(language)
        let value = CourtJSON.object([
            ("schema", .text("recobro.court/1")), ("purpose", .text(purpose.rawValue)),
            ("asOf", day(asOf)), ("subject", .text(subject)), ("case", .text(caseReference)),
            ("creditor", creditorData), ("debtor", debtorData), ("amounts", .object(amounts)),
            ("invoices", .list(debts.map(data))), ("demands", .list(demands.map(data))),
            ("negotiation", negotiationData), ("procedure", procedureData),
            ("documents", .list(documents.map(data))),
            (
                "missing",
                .list(
                    missing.map {
                        .object([
                            ("code", .text($0.code.rawValue)), ("about", .text($0.about)),
                            ("text", .text(words.text($0))),
                        ])
                    })
            ),
        ])
        return OutputFile(path: "data.json", text: value.text() + "\n")
    }

    private func money(_ amount: Int64) -> CourtJSON {
        .text(Money(minorUnits: amount, currency: currency).decimalString)
    }

    private func day(_ day: Day?) -> CourtJSON { .optional(day?.description) }

    private var creditorData: CourtJSON {
        .object([
            ("name", .text(creditor.name)), ("taxId", .text(creditor.taxId)),
            ("street", .text(creditor.street)), ("postCode", .text(creditor.postCode)),
            ("town", .text(creditor.town)), ("country", .text(creditor.country)),
            ("email", .text(creditor.email)), ("phone", .text(creditor.phone)),
            ("iban", .text(creditor.ibans.first ?? "")),
        ])
    }

    private var debtorData: CourtJSON {
        let party = debtor.party
        return .object([
            ("key", .text(debtor.key)), ("kind", .text(debtor.standing.rawValue)),
            ("name", .text(party.name)), ("taxId", .text(party.taxId)), ("street", .text(party.street)),
            ("postCode", .text(party.postCode)), ("town", .text(party.town)),
            ("province", .text(party.province)), ("country", .text(party.country)),
            ("email", .text(party.email)), ("phone", .text(party.phone)),
        ])
    }

    private func data(_ debt: CourtDebt) -> CourtJSON {
        let segments = (debt.interest?.segments ?? []).map { segment in
            CourtJSON.object([
                ("from", day(segment.from)), ("to", day(segment.to)), ("days", .number(segment.days)),
                ("principal", money(segment.principal)), ("rate", .text(segment.rate)),
                ("amount", money(segment.amount)), ("law", .list(segment.rows.map { .text($0) })),
            ])
        }
        return .object([
            ("number", .text(debt.number)), ("issued", day(debt.issued)), ("due", day(debt.due)),
            ("payable", money(debt.payable)), ("principal", money(debt.outstanding)),
            ("interest", debt.interest.map { money($0.amount) } ?? .null), ("segments", .list(segments)),
            ("recoverySum", money(debt.recoverySum)), ("source", .text(debt.source)),
            ("releasedOn", day(debt.releasedOn)), ("releasedBy", .text(debt.releasedBy)),
            (
                "conditions",
                .list(
                    debt.conditions.map {
                        .object([
                            ("condition", .text($0.condition.rawValue)),
                            ("outcome", .text($0.outcome.rawValue)), ("evidence", .text($0.evidence)),
                        ])
                    })
            ),
        ])
    }

    private func data(_ demand: CourtDemand) -> CourtJSON {
        .object([
            ("kind", .text(demand.kind.rawValue)), ("channel", .text(demand.channel.rawValue)),
            ("day", day(demand.day)), ("invoices", .list(demand.invoices.map { .text($0) })),
            ("arrived", day(demand.arrived)), ("proof", .text(demand.proof)),
        ])
    }

    private var negotiationData: CourtJSON {
        guard let negotiation else { return .null }
        let ended = negotiation.ended.map { [("ended", day($0))] } ?? []
        return .object(
            [
                ("invited", day(negotiation.invited)), ("received", day(negotiation.received)),
                ("answerUntil", day(negotiation.answerUntil)), ("sueUntil", day(negotiation.sueUntil)),
            ] + ended)
    }

    private var procedureData: CourtJSON {
        .object([
            ("route", .text(purpose == .court ? "monitorio" : "negotiation")),
            ("courtOf", .text(debtor.party.town)), ("amount", money(total)),
            ("answerDays", .number(procedure.answerDays)), ("lawyerForPetition", .flag(false)),
            ("ifOpposed", .text(procedure.isOrdinary ? "ordinario" : "verbal")),
            ("lawyerIfOpposed", .flag(procedure.needsLawyerIfOpposed)),
            (
                "law",
                .list(
                    procedure.law.map {
                        .object([
                            ("id", .text($0.id)), ("article", .text($0.article)), ("says", .text($0.says)),
                            ("confidence", .text($0.confidence)), ("verified", .flag($0.isVerified)),
                        ])
                    })
            ),
        ])
    }

    private func data(_ document: CourtDocument) -> CourtJSON {
        var members: [(String, CourtJSON)] = [
            ("number", .number(document.number)), ("kind", .text(document.kind.rawValue)),
            ("title", .text(document.title)), ("path", .text(document.path)),
            ("sha256", .text(document.sha256)), ("bytes", .number(document.byteCount)),
        ]
        if let printed = document.printed {
            members += [("pdf", .text(printed.path)), ("pdfSha256", .text(printed.sha256))]
        }
        return .object(members)
    }
}

extension CourtFile {
    /// A name for the folder: subject, purpose and day, in letters, digits and hyphens.
    public var folderName: String {
        "\(FileNamePart.safe(subject).prefix(60))-\(purpose.rawValue)-\(asOf)"
    }

    /// What a person must still add or confirm, a line each, in the folder's language.
    public var missingTexts: [String] { missing.map(CourtWords.of(language).text) }
}
