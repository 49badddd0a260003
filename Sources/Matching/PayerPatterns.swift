import Domain

/// No number was read: the payer and the amount are all there is.
extension Question {
    /// A payer known by account or tax id who owes exactly this amount, once; or this amount less tax
    /// withheld, an early-payment discount or cents, where nothing else explains it.
    func byPayer() -> Answer? {
        guard reading.payer.means >= .memory, let customer = reading.payer.customer,
            reading.mentions.isEmpty, reading.unexplained.isEmpty, !reading.isAdvance
        else { return nil }
        let open = hypotheses.open(customer)
        guard open.count <= SubsetSearch.wholeMax else { return nil }
        let fitting = hypotheses.unnamed(customer, withAnyPart: false)
        if gate.policy.appliesOldestFirst, let oldest = oldest(fitting), !mayBePaid(oldest) {
            return Answer(hypothesis: oldest, pattern: payerPattern + "+oldest")
        }
        guard let hypothesis = only(fitting, [customer: open]), hypothesis.items.count == 1,
            [.exact, .withholding, .discount, .cents].contains(hypothesis.fit.grade), isUntouched(hypothesis),
            isTelling(hypothesis, open), isOfPayableAge(hypothesis), !mayBePaid(hypothesis)
        else { return nil }
        let amount = hypothesis.fit.difference?.rawValue ?? "amount"
        return Answer(hypothesis: hypothesis, pattern: payerPattern + "+" + amount)
    }

    /// Whether invoices are paid at this age at all: long after it an equal amount is rather for something
    /// else. Patterns under licence are judged by decisions instead.
    private func isOfPayableAge(_ hypothesis: Hypothesis) -> Bool {
        hypothesis.items.allSatisfy {
            book.delays.centibits(days: Int(payment.booked - book.table.issued[$0])) > -280
        }
    }

    /// Whether nothing was applied to the invoice before, or all of what is left is paid.
    private func isUntouched(_ hypothesis: Hypothesis) -> Bool {
        hypothesis.fit.grade == .exact
            || hypothesis.items.allSatisfy { book.owed($0) == book.table.payable[$0] }
    }

    /// The oldest of several invoices of exactly this amount, where nothing else explains it: the customer is
    /// certain, the invoice is the creditor's declared order (Código Civil 1172 leaves it to the debtor, 1174
    /// to the most onerous debt and then pro rata).
    private func oldest(_ fitting: [Hypothesis]) -> Hypothesis? {
        let exact = fitting.filter { $0.items.count == 1 && $0.fit.grade == .exact }
        guard exact.count > 1, exact.count == fitting.count(where: { $0.items.count == 1 }) else {
            return nil
        }
        return exact.min { $0.items[0] < $1.items[0] }
    }

    /// What the payer's name or account and the amount say, where no number was read: patterns that post only
    /// under a licence that persons' decisions have earned them; or what stands against it.
    func licensable() -> Licensable {
        guard reading.mentions.isEmpty, reading.unexplained.isEmpty else { return .refused("unknown-number") }
        guard !reading.isRefund, !reading.isAdvance else { return .refused("not-for-invoices") }
        let candidates = reading.payer.candidates
        guard !candidates.isEmpty else { return byAmountAlone() }
        guard candidates.count <= Self.namesakesMax, !reading.payer.endsInName else {
            return .refused("homonym")
        }
        var fitting: [Hypothesis] = []
        var openOf: [Int32: [Int]] = [:]
        for customer in candidates {
            let open = hypotheses.open(customer)
            guard open.count <= SubsetSearch.wholeMax else { return .refused("flooded") }
            openOf[customer] = open
            fitting += hypotheses.unnamed(customer, withAnyPart: false)
        }
        guard let hypothesis = only(fitting, openOf) else { return .refused("rival") }
        if reading.payer.means == .name,
            gate.payers.formContradicts(reading.printed, customer: hypothesis.customer)
        {
            return .refused("payer-contradicts")
        }
        let open = openOf[hypothesis.customer] ?? []
        if isAnybodysAmount(hypothesis.customer) { return byCommonAmount(hypothesis, fitting, open) }
        guard isTelling(hypothesis, open) else { return .refused("common-amount") }
        guard !mayBePaid(hypothesis) else { return .refused("paid-perhaps") }
        let amount =
            hypothesis.items.count > 1
            ? (hypothesis.items.count == open.count ? "balance" : "set")
            : hypothesis.fit.grade == .exact
                ? "amount" : hypothesis.fit.difference?.rawValue ?? "part"
        return .answer(Answer(hypothesis: hypothesis, pattern: payerPattern + "+" + amount))
    }

    /// A price that many invoices ask for, of the only customer that the payer can be: it tells as much as
    /// the chance is small that a payment for something else meets it. So the customer owes few invoices,
    /// this one is of an age at which invoices are usually paid, the text says nothing else, and no other
    /// single invoice explains the amount in any way, not even paid twice or by half. While other money of
    /// the customer waits undecided nobody knows what is owed.
    private func byCommonAmount(_ hypothesis: Hypothesis, _ fitting: [Hypothesis], _ open: [Int])
        -> Licensable
    {
        guard reading.payer.candidates.count == 1, hypothesis.items.count == 1,
            let item = hypothesis.items.first,
            hypothesis.fit.grade == .exact, open.count <= Self.fewInvoices, !namesOtherPurpose,
            book.delays.centibits(days: Int(payment.booked - book.table.issued[item])) >= 0,
            !fitting.contains(where: { $0.items.count == 1 && $0.items != hypothesis.items }),
            !gate.waiting.holdsMoney(of: hypothesis.customer, since: book.table.issued[item])
        else { return .refused("common-amount") }
        guard !mayBePaid(hypothesis) else { return .refused("paid-perhaps") }
        return .answer(Answer(hypothesis: hypothesis, pattern: "only-payer+common-amount"))
    }

    /// Open invoices of a customer up to which a common price is hardly met by chance.
    private static var fewInvoices: Int { 6 }

    /// A deposit that names nobody, of a text that was always somebody's invoice, and one open invoice of a
    /// rare amount among all.
    private func byAmountAlone() -> Licensable {
        guard !reading.payer.isNamed else { return .refused("payer-unknown") }
        let found = hypotheses.byAmount(limit: 1)
        guard let hypothesis = found.first, found.count == 1 else { return .refused("payer-unknown") }
        guard !book.isCommon(payment.amount, until: payment.booked) else { return .refused("common-amount") }
        guard gate.memory.isSomebodys(payment), !mayBePaid(hypothesis) else {
            return .refused("payer-unknown")
        }
        return .answer(Answer(hypothesis: hypothesis, pattern: "no-payer+rare-amount"))
    }

    private var payerPattern: String {
        switch reading.payer.means {
        case .taxId: "payer-tax-id"
        case .iban: "payer-iban"
        case .memory: "payer-known"
        case .rule: "payer-rule"
        default:
            reading.payer.candidates.count > 1
                ? "payer-namesakes" : reading.payer.fit == .whole ? "payer-name" : "payer-name-cut"
        }
    }

    /// Customers of one name beyond which the name says nothing.
    private static var namesakesMax: Int { 6 }

    /// The one explanation of the amount. Whatever else explains it and tells enough rivals it, a little too
    /// much for one invoice as well; a sum of many invoices that could hardly fail to turn up does not.
    private func only(_ fitting: [Hypothesis], _ open: [Int32: [Int]]) -> Hypothesis? {
        let telling = fitting.filter {
            $0.fit.grade == .slightlyOver || ($0.items.count == 1 && $0.fit.grade == .exact)
                || isCounted($0, open[$0.customer] ?? [])
        }
        let exact = telling.filter { $0.items.count == 1 && $0.fit.grade == .exact }
        // To the cent beats a little too much.
        let rivals = exact.count == 1 ? telling.filter { $0.fit.grade != .slightlyOver } : telling
        guard rivals.count == 1, let only = rivals.first, only.fit.grade != .slightlyOver,
            only.fit.grade != .likelyPart
        else { return nil }
        // A sum must be the only one, however many could turn up; and what is short of an invoice by a fee,
        // or a part of it, stands back behind every sum that is right to the cent.
        if only.items.count > 1 || only.fit.grade != .exact,
            fitting.count(where: { $0.items.count > 1 }) > (only.items.count > 1 ? 1 : 0)
        {
            return nil
        }
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

    /// Whether the amount tells enough without a number: one that many invoices ask for may be paid to
    /// anybody for anything, and of many open invoices some add up to anything.
    private func isTelling(_ hypothesis: Hypothesis, _ open: [Int]) -> Bool {
        guard !isAnybodysAmount(hypothesis.customer) else { return false }
        if hypothesis.fit.grade == .fee, !book.isUsualShortfall(hypothesis.fit.short) { return false }
        if hypothesis.fit.grade == .retention { return false }
        // A name and any discount that there may be are met by chance too often.
        if hypothesis.fit.grade == .discount, reading.payer.means < .memory,
            !book.isUsualDiscount(hypothesis.fit.short, of: hypothesis.fit.short + payment.amount)
        {
            return false
        }
        if hypothesis.fit.grade != .exact || hypothesis.items.count > 1 {
            guard !namesOtherPurpose else { return false }
        }
        guard isTimely(hypothesis), !isSmallFirstPart(hypothesis) else { return false }
        let size = hypothesis.items.count
        guard size > 1 else { return true }
        // What parts, fees or discounts left of an invoice is any sum: with others it adds up to anything.
        guard size == open.count || hypothesis.items.allSatisfy({ book.owed($0) == book.table.payable[$0] })
        else { return false }
        guard hypothesis.items.contains(where: { !book.isCommon(book.owed($0), until: payment.booked) })
        else {
            return false
        }
        return size == open.count || isRare(hypothesis, open)
    }

    /// Whether the text has words that are neither the payer's name nor those of a plain payment: where the
    /// amount can be a coincidence, what the money is said to be for counts.
    private var namesOtherPurpose: Bool {
        reading.text.tokens.indices.contains { index in
            let word = reading.text.word(index)
            return reading.text.tokens[index].digits == 0 && NumberCues.isOtherPurpose(word)
                && !(0..<reading.printed.count).contains {
                    let name = reading.printed.word($0)
                    return name.starts(with: word) || word.starts(with: name)
                }
        }
    }

    /// Whether an invoice that a fee or a part is to be taken off is of an age at which invoices are paid:
    /// such amounts are many, and old debts lie around for coincidences. Instalments go on for long.
    private func isTimely(_ hypothesis: Hypothesis) -> Bool {
        guard let item = hypothesis.items.first else { return false }
        let age = book.delays.centibits(days: Int(payment.booked - book.table.issued[item]))
        switch hypothesis.fit.grade {
        case .fee: return age >= 0
        case .evenPart: return age > -150
        case .instalment: return age > -280
        default: return true
        }
    }

    /// Whether it would be the first of many instalments that nobody declared: small even parts are met by
    /// chance.
    private func isSmallFirstPart(_ hypothesis: Hypothesis) -> Bool {
        guard hypothesis.items.count == 1, let item = hypothesis.items.first else { return false }
        let payable = book.table.payable[item]
        return [.instalment, .evenPart].contains(hypothesis.fit.grade) && book.owed(item) == payable
            && payment.amount * Self.firstPartsMax < payable
            && !hypotheses.amounts.isDeclared(item)
    }

    /// Even parts up to which a first one is taken for an instalment.
    private static var firstPartsMax: Int64 { 6 }

    /// Whether many invoices ask for what was paid, and the customer's do not do so again and again: such a
    /// sum may be for anything.
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
    private static var setsPerCent: Int64 { 500 }
}

/// What a pattern under licence says of a payment.
enum Licensable {
    /// Apart, because most are refused and hundreds of thousands wait.
    indirect case answer(Answer)
    /// A veto, by its code.
    case refused(String)
    /// What would have been posted, and the veto that holds it back.
    case held(MatchDecision, veto: String)

    var isHeld: Bool { if case .held = self { true } else { false } }
}
