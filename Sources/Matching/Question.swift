import Domain

/// The patterns of evidence that are safe by construction, tried from the strongest to the weakest.
struct Question {
    let gate: Gate
    let payment: Payment
    let reading: Reading
    let hypotheses: Hypotheses

    var book: OpenBook { gate.book }

    func answer() -> Answer? {
        guard !reading.isRefund else { return nil }
        if let plain = plainNumber() { return plain }
        let customers = hypotheses.customers
        var named: [Hypothesis] = []
        for customer in customers { named += hypotheses.named(customer) }
        let fitting = named.filter { hypotheses.payerFits($0.customer) }
        if let answer = byPayersOwnNumber(fitting) { return answer }
        if fitting.isEmpty, let answer = byThirdParty(named) { return answer }
        if let answer = bySeveralCustomers() { return answer }
        return byPayer()
    }

    /// The usual case without detours: one whole number, of one customer, who is the payer and owes exactly
    /// this.
    private func plainNumber() -> Answer? {
        guard reading.mentions.count == 1, reading.unexplained.isEmpty, reading.payer.customers.count <= 1,
            let mention = reading.mentions.first, mention.references.count == 1,
            let reference = mention.references.first, reference.grade >= .full,
            book.isOpen(reference.item, for: payment), book.owed(reference.item) == payment.amount
        else { return nil }
        let customer = book.table.customers[reference.item]
        guard hypotheses.payerFits(customer), reading.payer.customer ?? customer == customer else {
            return nil
        }
        let hypothesis = Hypothesis(
            items: [reference.item], customer: customer, fit: AmountFit(grade: .exact),
            grades: [reference.grade], seen: [mention.seen])
        return mayBePaid(hypothesis) ? nil : ownExact(hypothesis, reference.grade)
    }

    // MARK: The payer's own invoices, named

    private func byPayersOwnNumber(_ fitting: [Hypothesis]) -> Answer? {
        // Two customers that the payer can be, both named: nobody knows which.
        guard fitting.count == 1, let hypothesis = fitting.first, let weakest = hypothesis.weakest else {
            return nil
        }
        guard !mayBePaid(hypothesis), !namesAnothersDebt(hypothesis), !namesNamesakes(hypothesis) else {
            return nil
        }
        switch hypothesis.fit.grade {
        case .exact: return ownExact(hypothesis, weakest)
        case .credited: return ownCredited(hypothesis, weakest)
        default: return ownDifferent(hypothesis, weakest)
        }
    }

    /// Whether the number taken for a misspelling is, as it stands, another customer's open invoice of just
    /// this amount: then the payer may be paying for somebody else.
    private func namesAnothersDebt(_ hypothesis: Hypothesis) -> Bool {
        guard hypothesis.items.count == 1, hypothesis.weakest == .typo else { return false }
        return reading.mentions.contains { mention in
            mention.references.contains {
                book.table.customers[$0.item] != hypothesis.customer && book.isOpen($0.item, for: payment)
                    && book.owed($0.item) == payment.amount
            }
        }
    }

    /// Whether a number taken for a misspelling is, as it stands, one of a customer whom the payer's name
    /// fits as well, paid or not: then it is spelled right.
    private func namesNamesakes(_ hypothesis: Hypothesis) -> Bool {
        guard hypothesis.grades.contains(where: { $0 == .typo }) else { return false }
        return reading.mentions.contains { mention in
            mention.references.contains {
                let owner = book.table.customers[$0.item]
                return owner != hypothesis.customer
                    && gate.payers.nameFits(reading.printed, customer: owner)
            }
        }
    }

    private func ownExact(_ hypothesis: Hypothesis, _ weakest: Reference.Grade) -> Answer? {
        if weakest < .full {
            guard hypothesis.unread == 0 else { return nil }
            if weakest == .counter, hypothesis.items.count > 1 { return nil }
        }
        guard !hasLookalike(hypothesis) else { return nil }
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, "sum", hypothesis))
    }

    /// A named invoice paid less a credit note that the text does not name.
    private func ownCredited(_ hypothesis: Hypothesis, _ weakest: Reference.Grade) -> Answer? {
        guard weakest >= .form, hypothesis.unread == 0, !hypothesis.isAmbiguous, !hasLookalike(hypothesis)
        else { return nil }
        let others = othersOpen(hypothesis)
        guard !book.subsets.exists(of: payment.amount, in: others) else { return nil }
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, "credited", hypothesis))
    }

    /// Less or more money than is open: what is there is applied, the rest stays open, or stays on account.
    private func ownDifferent(_ hypothesis: Hypothesis, _ weakest: Reference.Grade) -> Answer? {
        guard weakest >= .typo, hypothesis.unread == 0, !hypothesis.isAmbiguous else { return nil }
        let isMore = hypothesis.fit.short < 0
        // A mistyped number needs an amount that says which invoice it is.
        if weakest == .typo {
            guard hypothesis.fit.isCommonlyShort, !fitsAnother(hypothesis)
            else { return nil }
        }
        // Much more than is open, and a number not read whole: rather another number.
        if weakest < .full, hypothesis.fit.grade == .over { return nil }
        if hypothesis.items.count > 1 {
            // Of a list only differences with a name: a part of a list does not say of which.
            guard hypothesis.fit.difference != nil, hypothesis.items.allSatisfy({ book.owed($0) > 0 }) else {
                return nil
            }
        } else if let item = hypothesis.items.first, book.owed(item) < 0 {
            return nil
        }
        guard !hasLookalike(hypothesis) else { return nil }
        // Money that another invoice, or this one with others, explains to the cent was perhaps meant for
        // those.
        let others = othersOpen(hypothesis)
        guard !book.subsets.exists(of: payment.amount, in: others),
            !book.subsets.exists(of: -hypothesis.fit.short, in: others)
        else { return nil }
        let amount = hypothesis.fit.difference.map(\.rawValue) ?? (isMore ? "over" : "part")
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, amount, hypothesis))
    }

    /// Whether the amount fits another open invoice of the customer as well, exactly or with a difference
    /// that has a name.
    func fitsAnother(_ hypothesis: Hypothesis) -> Bool {
        hypotheses.open(hypothesis.customer).contains { item in
            guard !hypothesis.items.contains(item) else { return false }
            let fit = hypotheses.amounts.fit(item)
            return fit.isNamed || fit.isCommonlyShort
        }
    }

    // MARK: What the patterns share

    func mayBePaid(_ hypothesis: Hypothesis) -> Bool {
        let isPart = [.instalment, .evenPart, .likelyPart, .partial].contains(hypothesis.fit.grade)
        return gate.waiting.mayHavePaid(
            hypothesis, isPart: isPart, isWhole: (hypothesis.weakest ?? .counter) >= .form, for: payment,
            reading, hypotheses)
    }

    func othersOpen(_ hypothesis: Hypothesis) -> [Int64] {
        hypotheses.open(hypothesis.customer).filter { !hypothesis.items.contains($0) }
            .map { book.owed($0) }
    }

    /// Whether another open invoice of the customer and of the same amount has a number that a typing error
    /// turns into the one read: then the number alone does not tell which was meant. What was not read whole
    /// may hide two errors.
    func hasLookalike(_ hypothesis: Hypothesis) -> Bool {
        let open = hypotheses.open(hypothesis.customer)
        var seen = hypothesis.seen[...]
        for (item, grade) in zip(hypothesis.items, hypothesis.grades) {
            guard let grade, let read = seen.popFirst() else { continue }
            let limit = grade >= .full ? 1 : 2
            let owed = book.owed(item)
            for rival in open where book.owed(rival) == owed && !hypothesis.items.contains(rival) {
                let key = grade == .typo ? read.map(digitLookalike) : Array(book.key(item))
                guard abs(Int(book.keys[rival].count) - key.count) <= limit else { continue }
                if typingDistance(book.key(rival).map(digitLookalike), key, limit: limit) <= limit {
                    return true
                }
            }
        }
        return false
    }

    func pattern(_ grade: Reference.Grade, _ amount: String, _ hypothesis: Hypothesis) -> String {
        let number =
            switch grade {
            case .structured: "structured"
            case .full: "number"
            case .form: "number-form"
            case .typo: "number-typo"
            case .counter: "counter"
            }
        let payer =
            hypotheses.payerFits(hypothesis.customer)
            ? "payer" : reading.payer.isNamed ? "third-party" : "no-payer"
        return "\(number)+\(amount)+\(payer)"
    }
}
