import Domain

/// The patterns of evidence that are safe by construction, tried from the strongest to the weakest.
struct Question {
    let gate: Gate
    let payment: Payment
    let reading: Reading
    let hypotheses: Hypotheses

    private var book: OpenBook { gate.book }

    func answer() -> Answer? {
        guard !reading.isRefund else { return nil }
        if let plain = plainNumber() { return plain }
        let customers = hypotheses.customers
        var named: [Hypothesis] = []
        for customer in customers { named += hypotheses.named(customer) }
        let fitting = named.filter { hypotheses.payerFits($0.customer) }
        if let answer = byPayersOwnNumber(fitting) { return answer }
        if fitting.isEmpty, let answer = byThirdParty(named) { return answer }
        return byPayer()
    }

    /// The usual case without detours: one whole number, of one customer, who is the payer and owes exactly this.
    private func plainNumber() -> Answer? {
        guard reading.mentions.count == 1, reading.unexplained.isEmpty, reading.payer.customers.count <= 1,
            let mention = reading.mentions.first, mention.references.count == 1,
            let reference = mention.references.first, reference.grade >= .full,
            book.isOpen(reference.item, for: payment), book.owed(reference.item) == payment.amount
        else { return nil }
        let customer = book.table.customers[reference.item]
        guard hypotheses.payerFits(customer), reading.payer.customer ?? customer == customer else { return nil }
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
        guard !mayBePaid(hypothesis) else { return nil }
        switch hypothesis.fit.grade {
        case .exact: return ownExact(hypothesis, weakest)
        case .credited: return ownCredited(hypothesis, weakest)
        default: return ownDifferent(hypothesis, weakest)
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
        guard !SubsetSearch.exists(of: payment.amount, in: others) else { return nil }
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
        guard !SubsetSearch.exists(of: payment.amount, in: others),
            !SubsetSearch.exists(of: -hypothesis.fit.short, in: others)
        else { return nil }
        let amount = hypothesis.fit.difference.map(\.rawValue) ?? (isMore ? "over" : "part")
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, amount, hypothesis))
    }

    /// Whether the amount fits another open invoice of the customer as well, exactly or with a difference that
    /// has a name.
    private func fitsAnother(_ hypothesis: Hypothesis) -> Bool {
        let amounts = AmountReader(book: book, payment: payment)
        return book.open(customer: hypothesis.customer, for: payment).contains { item in
            guard !hypothesis.items.contains(item) else { return false }
            let fit = amounts.fit([item])
            return fit.isNamed || fit.isCommonlyShort
        }
    }

    // MARK: Somebody else pays

    /// Clear numbers and the exact sum of one customer's invoices, and no other open invoice that could be
    /// meant; of a relative or a firm of the same group also a part or a difference with a name.
    private func byThirdParty(_ named: [Hypothesis]) -> Answer? {
        let exact = named.filter { $0.fit.grade == .exact }
        guard let hypothesis = exact.count == 1 ? exact[0] : named.count == 1 ? named[0] : nil,
            let weakest = hypothesis.weakest, hypothesis.unread == 0, !hypothesis.isAmbiguous,
            !mayBePaid(hypothesis), !payerOwes()
        else { return nil }
        let isRelated = isRelated(hypothesis.customer)
        if hypothesis.fit.grade != .exact {
            guard isRelated, hypothesis.items.count == 1, weakest >= .full,
                hypothesis.fit.isCommonlyShort
            else { return nil }
        }
        // A short number may be anybody's.
        guard hypothesis.items.allSatisfy({ gate.numbers.surprise($0) >= Self.surpriseOfStrangers }) else {
            return nil
        }
        if hypothesis.items.count > 1 {
            let wholes = hypothesis.grades.count { ($0 ?? .counter) >= .full }
            guard weakest >= .full || (wholes > 0 && weakest > .counter) else { return nil }
        } else {
            guard weakest >= .form, !hasNeighbour(hypothesis, relatedOnly: isRelated) else { return nil }
            guard
                reading.payer.isNamed || weakest == .structured
                    || weakest == .full
                        && book.open(amount: payment.amount, for: payment, limit: 2).count == 1
            else { return nil }
        }
        let amount = hypothesis.fit.difference?.rawValue ?? (hypothesis.fit.grade == .exact ? "sum" : "part")
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, amount, hypothesis))
    }

    /// Bits that a number must surprise by where nothing but the number speaks for the customer.
    private static let surpriseOfStrangers = 9

    /// A relative, a firm of the same group, or a payer who a person said paid for the customer.
    private func isRelated(_ customer: Int32) -> Bool {
        gate.memory.hasPaid(for: customer, payment)
            || gate.payers.isRelated(reading.printed, customer: customer)
    }

    /// Whether the payer is itself a customer who owes this amount.
    private func payerOwes() -> Bool {
        reading.payer.customers.contains { customer in
            let open = book.open(customer: customer, for: payment).map { book.owed($0) }
            return SubsetSearch.exists(of: payment.amount, in: open)
        }
    }

    /// Whether another open invoice of the same amount has a number that one typing error turns into the one
    /// read; for a payer who is related to the customer, one of a customer it could pay for as well. Its neighbours are spelled out: among a hundred thousand equal amounts nobody compares them all.
    private func hasNeighbour(_ hypothesis: Hypothesis, relatedOnly: Bool) -> Bool {
        guard let item = hypothesis.items.first else { return true }
        let isWhole = (hypothesis.weakest ?? .counter) >= .full
        let amounts = AmountReader(book: book, payment: payment)
        var isFound = false
        func look(_ key: [UInt8]) {
            guard !isFound else { return }
            for rival in gate.numbers.whole(key[...]) where rival != item && book.isOpen(rival, for: payment) {
                let customer = book.table.customers[rival]
                guard !relatedOnly || hypotheses.payerFits(customer) || isRelated(customer) else { continue }
                let fit = amounts.fit([rival])
                if book.owed(rival) == book.owed(item) || (!isWhole && (fit.isNamed || fit.isCommonlyShort)) {
                    isFound = true
                }
            }
        }
        TypingErrors.each(of: Array(book.key(item)), body: look)
        // What was not read whole may lack a digit instead of zeros.
        if !isWhole, let seen = hypothesis.seen.first { TypingErrors.each(of: seen, body: look) }
        return isFound
    }

    // MARK: The payer alone

    /// A payer known by account or tax id who owes exactly this amount, once; or this amount less tax withheld,
    /// an early-payment discount or cents, where nothing else explains it.
    private func byPayer() -> Answer? {
        guard reading.payer.means >= .memory, let customer = reading.payer.customer,
            reading.mentions.isEmpty, reading.unexplained.isEmpty, !reading.isAdvance
        else { return nil }
        let open = book.open(customer: customer, for: payment)
        guard open.count <= SubsetSearch.wholeMax else { return nil }
        let fitting = hypotheses.unnamed(customer).filter { $0.fit.grade != .partial && $0.fit.grade != .over }
        guard let hypothesis = only(fitting, [customer: open]), hypothesis.items.count == 1,
            [.exact, .withholding, .discount, .cents].contains(hypothesis.fit.grade),
            isTelling(hypothesis, open), !mayBePaid(hypothesis)
        else { return nil }
        let amount = hypothesis.fit.difference?.rawValue ?? "amount"
        return Answer(hypothesis: hypothesis, pattern: payerPattern + "+" + amount)
    }

    // MARK: Under licence

    /// What the payer's name or account and the amount say, where no number was read: patterns that post only
    /// under a licence that persons' decisions have earned them; or what stands against it.
    func licensable() -> Licensable {
        guard reading.mentions.isEmpty, reading.unexplained.isEmpty else { return .refused("unknown-number") }
        guard !reading.isRefund, !reading.isAdvance else { return .refused("not-for-invoices") }
        let candidates = reading.payer.candidates
        guard !candidates.isEmpty else { return byAmountAlone() }
        guard candidates.count <= Self.namesakesMax, !reading.payer.endsInName else { return .refused("homonym") }
        var fitting: [Hypothesis] = []
        var openOf: [Int32: [Int]] = [:]
        for customer in candidates {
            let open = book.open(customer: customer, for: payment)
            guard open.count <= SubsetSearch.wholeMax else { return .refused("flooded") }
            openOf[customer] = open
            fitting += hypotheses.unnamed(customer).filter { $0.fit.grade != .partial && $0.fit.grade != .over }
        }
        guard let hypothesis = only(fitting, openOf) else { return .refused("rival") }
        let open = openOf[hypothesis.customer] ?? []
        guard isTelling(hypothesis, open) else { return .refused("common-amount") }
        guard !mayBePaid(hypothesis) else { return .refused("paid-perhaps") }
        let amount =
            hypothesis.items.count > 1
            ? (hypothesis.items.count == open.count ? "balance" : "set")
            : hypothesis.fit.grade == .exact
                ? "amount" : hypothesis.fit.difference?.rawValue ?? "part"
        return .answer(Answer(hypothesis: hypothesis, pattern: payerPattern + "+" + amount))
    }

    /// A deposit that names nobody, of a text that was always somebody's invoice, and one open invoice of a rare
    /// amount among all.
    private func byAmountAlone() -> Licensable {
        guard !reading.payer.isNamed else { return .refused("payer-unknown") }
        let found = hypotheses.byAmount(limit: 1)
        guard let hypothesis = found.first, found.count == 1 else { return .refused("payer-unknown") }
        guard !book.isCommon(payment.amount, until: payment.booked) else { return .refused("common-amount") }
        guard gate.memory.isSomebodys(payment), !mayBePaid(hypothesis) else { return .refused("payer-unknown") }
        return .answer(Answer(hypothesis: hypothesis, pattern: "no-payer+amount"))
    }

    private var payerPattern: String {
        switch reading.payer.means {
        case .taxId: "payer-tax-id"
        case .iban: "payer-iban"
        case .memory: "payer-known"
        default:
            reading.payer.candidates.count > 1
                ? "payer-namesakes" : reading.payer.fit == .whole ? "payer-name" : "payer-name-cut"
        }
    }

    /// Customers of one name beyond which the name says nothing.
    private static let namesakesMax = 6

    /// The one explanation of the amount. Whatever else explains it and tells enough rivals it, a little too
    /// much for one invoice as well; a sum of many invoices that could hardly fail to turn up does not.
    private func only(_ fitting: [Hypothesis], _ open: [Int32: [Int]]) -> Hypothesis? {
        let telling = fitting.filter {
            $0.fit.grade == .slightlyOver || ($0.items.count == 1 && $0.fit.grade == .exact)
                || isCounted($0, open[$0.customer] ?? [])
        }
        guard telling.count == 1, let only = telling.first, only.fit.grade != .slightlyOver else { return nil }
        // A sum must be the only one, however many could turn up.
        if only.items.count > 1, fitting.count(where: { $0.items.count > 1 }) > 1 { return nil }
        return only
    }

    /// Whether meeting the hypothesis by chance is rare enough for it to count as an explanation.
    private func isCounted(_ hypothesis: Hypothesis, _ open: [Int]) -> Bool {
        switch hypothesis.fit.grade {
        case .fee: book.isUsualShortfall(hypothesis.fit.short)
        case .exact where hypothesis.items.count > 1:
            // A credit note and its invoice go together.
            hypothesis.items.count == open.count || hypothesis.items.contains { book.owed($0) < 0 }
                || isRare(hypothesis, open)
        default: true
        }
    }

    /// Whether the amount tells enough without a number: one that many invoices ask for may be paid to anybody
    /// for anything, and of many open invoices some add up to anything.
    private func isTelling(_ hypothesis: Hypothesis, _ open: [Int]) -> Bool {
        guard !isAnybodysAmount(hypothesis.customer) else { return false }
        if hypothesis.fit.grade == .fee, !book.isUsualShortfall(hypothesis.fit.short) { return false }
        if hypothesis.fit.grade == .retention { return false }
        if hypothesis.fit.grade != .exact || hypothesis.items.count > 1 {
            guard !namesOtherPurpose else { return false }
        }
        guard isTimely(hypothesis) else { return false }
        let size = hypothesis.items.count
        guard size > 1 else { return true }
        guard hypothesis.items.contains(where: { !book.isCommon(book.owed($0), until: payment.booked) }) else {
            return false
        }
        return size == open.count || isRare(hypothesis, open)
    }

    /// Whether the text has words that are neither the payer's name nor those of a plain payment: where the amount
    /// can be a coincidence, what the money is said to be for counts.
    private var namesOtherPurpose: Bool {
        reading.text.tokens.indices.contains { index in
            let word = reading.text.word(index)
            return reading.text.tokens[index].digits == 0 && NumberCues.isOtherPurpose(word)
                && !reading.printed.words.contains { $0.starts(with: word) || word.starts(with: $0) }
        }
    }

    /// Whether an invoice that a fee or a part is to be taken off is of an age at which invoices are paid: such
    /// amounts are many, and old debts lie around for coincidences. Instalments go on for long.
    private func isTimely(_ hypothesis: Hypothesis) -> Bool {
        guard let item = hypothesis.items.first else { return false }
        let age = book.delays.centibits(days: Int(payment.booked - book.table.issued[item]))
        switch hypothesis.fit.grade {
        case .fee, .evenPart: return age > -150
        case .instalment: return age > -280
        default: return true
        }
    }

    /// Whether many invoices ask for what was paid, and the customer's do not do so again and again: such a sum
    /// may be for anything.
    private func isAnybodysAmount(_ customer: Int32) -> Bool {
        book.isCommon(payment.amount, until: payment.booked)
            && !book.isHabitual(payment.amount, customer: customer, until: payment.booked)
    }

    /// Whether sets of this size and smaller are few against the cents that they can add up to.
    private func isRare(_ hypothesis: Hypothesis, _ open: [Int]) -> Bool {
        var sets = 0
        var ofSize = 1
        for chosen in 1...hypothesis.items.count {
            ofSize = ofSize * (open.count - chosen + 1) / chosen
            sets += ofSize
        }
        let spread = open.reduce(Int64(0)) { $0 + max(0, book.owed($1)) }
        return Int64(sets) * Self.setsPerCent <= spread
    }

    /// Cents of spread that each possible set needs so that one that adds up is rarely a coincidence.
    private static let setsPerCent: Int64 = 500

    // MARK: What the patterns share

    private func mayBePaid(_ hypothesis: Hypothesis) -> Bool {
        let isPart = [.instalment, .evenPart, .partial].contains(hypothesis.fit.grade)
        return gate.waiting.mayHavePaid(
            hypothesis, isPart: isPart, isWhole: (hypothesis.weakest ?? .counter) >= .form, for: payment,
            reading,
            book)
    }

    private func othersOpen(_ hypothesis: Hypothesis) -> [Int64] {
        book.open(customer: hypothesis.customer, for: payment).filter { !hypothesis.items.contains($0) }
            .map { book.owed($0) }
    }

    /// Whether another open invoice of the customer and of the same amount has a number that a typing error
    /// turns into the one read: then the number alone does not tell which was meant. What was not read whole
    /// may hide two errors.
    private func hasLookalike(_ hypothesis: Hypothesis) -> Bool {
        let open = book.open(customer: hypothesis.customer, for: payment)
        var seen = hypothesis.seen[...]
        for (item, grade) in zip(hypothesis.items, hypothesis.grades) {
            guard let grade, let read = seen.popFirst() else { continue }
            let limit = grade >= .full ? 1 : 2
            let key = grade == .typo ? read.map(digitLookalike) : Array(book.key(item))
            for rival in open
            where !hypothesis.items.contains(rival) && book.owed(rival) == book.owed(item) {
                if typingDistance(book.key(rival).map(digitLookalike), key, limit: limit) <= limit {
                    return true
                }
            }
        }
        return false
    }

    private func pattern(_ grade: Reference.Grade, _ amount: String, _ hypothesis: Hypothesis) -> String {
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

/// What a pattern under licence says of a payment.
enum Licensable {
    case answer(Answer)
    /// A veto, by its code.
    case refused(String)
}

/// The spellings that one typing error makes of a number: another digit, two swapped, one too few, one too
/// many.
enum TypingErrors {
    static func each(of key: [UInt8], body: ([UInt8]) -> Void) {
        for index in key.indices where isDigit(key[index]) {
            for digit in UInt8(0x30)...0x39 where digit != key[index] {
                var changed = key
                changed[index] = digit
                body(changed)
            }
            if index + 1 < key.count, isDigit(key[index + 1]), key[index] != key[index + 1] {
                var swapped = key
                swapped.swapAt(index, index + 1)
                body(swapped)
            }
            var shorter = key
            shorter.remove(at: index)
            body(shorter)
            for digit in UInt8(0x30)...0x39 { body(Array(key[..<index]) + [digit] + key[index...]) }
        }
        for digit in UInt8(0x30)...0x39 { body(key + [digit]) }
    }
}
