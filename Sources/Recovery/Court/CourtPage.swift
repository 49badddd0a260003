public import Domain

extension CourtFile {
    /// The page that a person reads first, `index.html`.
    public func index() -> OutputFile {
        let words = CourtWords.of(language)
        let isCourt = purpose == .court
        let title = words(isCourt ? .titleCourt : .titleMediation)
        var page = CourtMarkup(title: "\(title) · \(debtor.party.name)", language: words.language)
        page.heading(1, title)
        page.paragraph(words(.state, ["day": words.day(asOf), "case": caseReference]))
        page.paragraph(words(isCourt ? .introCourt : .introMediation))
        parties(words, &page)
        if !isCourt { invitation(words, &page) }
        amounts(words, &page)
        calculation(words, &page)
        if isCourt { route(words, &page) }
        negotiation(words, &page)
        demands(words, &page)
        conditions(words, &page)
        documents(words, &page)
        page.heading(2, words(.missing))
        page.list(missing.map(words.text), empty: words(.nothing))
        law(words, &page)
        return OutputFile(path: "index.html", text: page.text)
    }

    private func parties(_ words: CourtWords, _ page: inout CourtMarkup) {
        let party = debtor.party
        func place(_ postCode: String, _ town: String) -> String {
            [postCode, town].filter { !$0.isEmpty }.joined(separator: " ")
        }
        page.heading(2, words(.parties))
        page.table(
            [words(.creditor), words(.debtor)], amounts: [],
            zip(
                [
                    creditor.name, creditor.taxId, creditor.street, place(creditor.postCode, creditor.town),
                    creditor.country, creditor.email, creditor.phone,
                ],
                [
                    party.name, party.taxId, party.street,
                    [place(party.postCode, party.town), party.province].filter { !$0.isEmpty }
                        .joined(separator: ", "), party.country, party.email, party.phone,
                ]
            ).filter { $0.0 != "" || $0.1 != "" }.map { [$0.0, $0.1] })
    }

    private func invitation(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.object))
        page.paragraph(
            words(
                .objectText,
                [
                    "principal": words.money(principal, currency),
                    "interest": words.money(interest, currency),
                    "recovery": words.money(recoverySums, currency), "total": words.money(total, currency),
                ]))
        page.heading(2, words(.invitation))
        page.paragraph(
            words(
                .invitationText,
                [
                    "days": "\(procedure.answerDays)",
                    "contact": [creditor.name, creditor.email, creditor.phone].filter { !$0.isEmpty }
                        .joined(separator: ", "),
                ]))
        page.heading(2, words(.confidential))
        page.paragraph(words(.confidentialText))
    }

    private func amounts(_ words: CourtWords, _ page: inout CourtMarkup) {
        func money(_ amount: Int64) -> String { words.money(amount, currency) }
        page.heading(2, words(.amounts))
        var rows = debts.map { debt in
            [
                debt.number, words.day(debt.issued), words.day(debt.due), money(debt.payable),
                money(debt.outstanding), debt.interest.map { money($0.amount) } ?? "–",
                money(debt.recoverySum),
                money(debt.outstanding + (debt.interest?.amount ?? 0) + debt.recoverySum),
            ]
        }
        rows.append(
            [words(.total), "", "", "", money(principal), money(interest), money(recoverySums), money(total)])
        page.table(
            [
                words(.invoice), words(.issued), words(.due), words(.payable), words(.principal),
                words(.interest), words(.recovery), words(.total),
            ], amounts: [3, 4, 5, 6, 7], rows, lastIsSum: true)
    }

    private func calculation(_ words: CourtWords, _ page: inout CourtMarkup) {
        let rows = debts.flatMap { debt in
            (debt.interest?.segments ?? []).map { segment in
                [
                    debt.number, words.day(segment.from), words.day(segment.to), "\(segment.days)",
                    words.money(segment.principal, currency), "\(segment.rate) %",
                    words.money(segment.amount, currency), segment.rows.joined(separator: ", "),
                ]
            }
        }
        guard !rows.isEmpty else { return }
        page.heading(2, words(.calculation))
        page.table(
            [
                words(.invoice), words(.from), words(.to), words(.days), words(.principal), words(.rate),
                words(.amount), words(.law),
            ], amounts: [3, 4, 5, 6], rows)
    }

    private func route(_ words: CourtWords, _ page: inout CourtMarkup) {
        let party = debtor.party
        let town = [party.postCode, party.town, party.province].filter { !$0.isEmpty }
        page.heading(2, words(.route))
        page.list(
            [
                words(.routeMonitorio, ["amount": words.money(total, currency)]),
                words(.routeCourt, ["town": town.isEmpty ? "–" : town.joined(separator: " ")]),
                words(procedure.isOrdinary ? .routeOrdinary : .routeVerbal),
                words(procedure.needsLawyerIfOpposed ? .routeLawyer : .routeWithoutLawyer),
            ], empty: "")
    }

    private func negotiation(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.negotiation))
        guard let negotiation else { return page.paragraph(words(.negotiationNone)) }
        let over = negotiation.ended == nil ? CourtWords.Phrase.negotiated : .negotiationEnded
        let phrase = purpose == .court ? over : .negotiationRunning
        page.paragraph(
            words(
                phrase,
                [
                    "invited": words.day(negotiation.invited),
                    "received": negotiation.received.map(words.day) ?? words(.notProven),
                    "ended": words.day(negotiation.ended), "until": words.day(negotiation.answerUntil),
                    "sue": words.day(negotiation.sueUntil),
                ]))
    }

    private func demands(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.demands))
        page.table(
            [
                words(.kind), words(.day), words(.channel), words(.invoices), words(.arrived), words(.proof),
            ], amounts: [],
            demands.map { demand in
                [
                    words.name(demand.kind), words.day(demand.day), words.name(demand.channel),
                    demand.invoices.joined(separator: ", "),
                    demand.arrived.map(words.day) ?? words(.notProven), demand.proof,
                ]
            })
    }

    private func conditions(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.conditions))
        for debt in debts {
            page.heading(3, debt.number)
            if let day = debt.releasedOn {
                page.paragraph(words(.released, ["day": words.day(day), "author": debt.releasedBy]))
            }
            page.list(debt.conditions.map { "\(words.name($0.condition)): \($0.evidence)" }, empty: "")
        }
    }

    private func documents(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.documents))
        page.documents(
            [words(.document), words(.kind), words(.digest)],
            documents.map { document in
                (
                    path: document.path, title: "\(document.number). \(document.title)",
                    kind: words.name(document.kind), sha256: document.sha256,
                    note: document.printed.map { words(.printed, ["path": $0.path]) + " \($0.sha256)" } ?? ""
                )
            })
    }

    private func law(_ words: CourtWords, _ page: inout CourtMarkup) {
        page.heading(2, words(.law))
        page.table(
            ["", words(.says), words(.law), words(.confidence)], amounts: [],
            procedure.law.map {
                [
                    $0.id, $0.says, $0.article,
                    $0.isVerified ? $0.confidence : "\($0.confidence): \(words(.confirm))",
                ]
            })
    }
}

extension CourtWords {
    func name(_ kind: CourtDocument.Kind) -> String {
        switch kind {
        case .invoice: self(.documentInvoice)
        case .letter: self(.documentLetter)
        case .proof: self(.documentProof)
        case .statement: self(.documentStatement)
        }
    }
}
