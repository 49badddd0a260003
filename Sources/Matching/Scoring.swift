import Domain

/// Weighs hypotheses in centibits: hundredths of a binary digit of surprise, added up.
///
/// Each family of evidence counts once (document, amount, payer, time): name and account say the same thing,
/// who paid. The weights are integers, so that every machine gives the same order.
struct Scoring {
    let hypotheses: Hypotheses

    private var book: OpenBook { hypotheses.book }
    private var payment: Payment { hypotheses.payment }
    private var reading: Reading { hypotheses.reading }

    /// The sum of its evidence, which only what is shown or posted needs in words.
    func weigh(_ hypothesis: Hypothesis) -> Int {
        var sum = unreadWeight(hypothesis) + amountWeight(hypothesis).weight
        var named = 0
        for case let grade? in hypothesis.grades {
            named += 1
            sum += named == 1 ? weight(grade) : weight(grade) / 4
        }
        if let payer = hypotheses.payerWeight(hypothesis) { sum += payer.weight }
        if let days = days(hypothesis) { sum += book.delays.centibits(days: days) }
        return sum
    }

    /// Why it weighs what it weighs.
    func evidence(_ hypothesis: Hypothesis) -> [Evidence] {
        var evidence = document(hypothesis)
        let amount = amountWeight(hypothesis)
        evidence.append(
            Evidence(
                code: amount.code, field: "amount", seen: payment.amountText, centibits: amount.weight))
        if let payer = hypotheses.payerWeight(hypothesis) {
            let seen =
                switch payer.code {
                case "payer-contradicts", "payer-several": ""
                case "payer-rule": reading.payer.rule
                default: book.customerKey(hypothesis.customer)
                }
            evidence.append(
                Evidence(code: payer.code, field: "counterparty", seen: seen, centibits: payer.weight))
        }
        if let days = days(hypothesis) {
            let weight = book.delays.centibits(days: days)
            evidence.append(Evidence(code: "time", field: "booked", seen: "\(days)", centibits: weight))
        }
        return evidence
    }

    // MARK: Document

    private func document(_ hypothesis: Hypothesis) -> [Evidence] {
        var evidence: [Evidence] = []
        var seen = 0
        for case let grade? in hypothesis.grades {
            let text = String(decoding: hypothesis.seen[seen], as: UTF8.self)
            seen += 1
            // The first number proves, the further ones confirm.
            let weight = seen == 1 ? weight(grade) : weight(grade) / 4
            let code =
                switch grade {
                case .structured: "structured-reference"
                case .full: hypothesis.items.count > 1 ? "number-listed" : "number-full"
                case .form: "number-form"
                case .typo: "number-typo"
                case .counter: "number-counter"
                }
            evidence.append(Evidence(code: code, field: "text", seen: text, centibits: weight))
        }
        if hypothesis.unread > 0 {
            let weight = unreadWeight(hypothesis)
            evidence.append(Evidence(code: "number-unread", field: "text", seen: "", centibits: weight))
        }
        return evidence
    }

    private func unreadWeight(_ hypothesis: Hypothesis) -> Int { -min(900, 350 * hypothesis.unread) }

    private func weight(_ grade: Reference.Grade) -> Int {
        switch grade {
        case .structured: 2500
        case .full: 1800
        case .form: 1200
        case .typo: 900
        case .counter: 400
        }
    }

    // MARK: Amount

    func amountWeight(_ hypothesis: Hypothesis) -> (code: String, weight: Int) {
        let isSet = hypothesis.items.count > 1
        let isFree = isSet && !hypothesis.isNamed
        switch hypothesis.fit.grade {
        case .exact where isFree: return ("sum-exact", setWeight(hypothesis))
        case .exact: return (isSet ? "sum-exact" : "amount-exact", isSet ? 1100 : 1000)
        case .credited: return ("amount-credited", 900)
        case .cents: return ("amount-cents", 750)
        case .withholding: return ("amount-withholding", 800)
        case .discount: return ("amount-discount", 700)
        case .retention: return ("amount-retention", 400)
        case .fee: return ("amount-fee", hypothesis.fit.short <= 600 ? 620 : 350)
        case .instalment: return ("amount-instalment", 560)
        case .evenPart: return ("amount-part", 380)
        case .likelyPart: return ("amount-part", 500)
        case .partial: return ("amount-partial", partialWeight(hypothesis))
        case .slightlyOver: return ("amount-over", 350)
        case .over: return ("amount-over", -200)
        }
    }

    /// A set that nobody named: the more sets add up, the less each proves; people pay what was invoiced
    /// about the same time, and the whole balance.
    private func setWeight(_ hypothesis: Hypothesis) -> Int {
        let items = hypothesis.items
        let open = hypotheses.nearOpen(hypothesis.customer)
        var weight = 900 - 20 * items.count
        weight -= 100 * (Int.bitWidth - 1 - (hypothesis.rivals + 1).leadingZeroBitCount)
        if open.count == items.count { weight += 200 }
        if items.elementsEqual(open.prefix(items.count)) { weight += 80 }
        weight -= 200 * items.count { book.owed($0) < 0 }
        let days = items.map { book.table.issued[$0] }
        return weight - min(300, Int((days.max() ?? 0) - (days.min() ?? 0)) * 3)
    }

    /// Of what is left of an invoice, or in round units.
    private func partialWeight(_ hypothesis: Hypothesis) -> Int {
        guard hypothesis.items.count == 1, let item = hypothesis.items.first else { return -100 }
        let owed = book.owed(item)
        let isRound = payment.amount % 1000 == 0 && payment.amount * 4 > owed
        return (isRound ? 250 : 0) + (owed != book.table.payable[item] ? 60 : 0)
    }

    // MARK: Time

    /// Days after its issue that the newest invoice is paid: this creditor's customers have their habits.
    private func days(_ hypothesis: Hypothesis) -> Int? {
        guard let item = hypothesis.items.last(where: { book.owed($0) > 0 }) else { return nil }
        return Int(payment.booked - book.table.issued[item])
    }
}

extension Hypotheses {
    /// What the payer says for or against the hypothesis; `nil` where the bank tells nothing.
    func payerWeight(_ hypothesis: Hypothesis) -> (code: String, weight: Int)? {
        if hypothesis.isJoint { return reading.payer.isNamed ? ("payer-several", 0) : nil }
        let customer = hypothesis.customer
        for known in payerWeights where known.customer == customer { return known.weight }
        let weight = weighPayer(customer)
        payerWeights.append((customer, weight))
        return weight
    }

    private func weighPayer(_ customer: Int32) -> (code: String, weight: Int)? {
        let payer = reading.payer
        if payer.customers.contains(customer) {
            let (code, weight) =
                switch payer.means {
                case .taxId: ("payer-tax-id", 1400)
                case .iban: ("payer-iban", 1300)
                case .memory: ("payer-known", 1200)
                case .rule: ("payer-rule", 1200)
                default: ("payer-name", payer.fit == .whole ? 900 : 750)
                }
            let shared = payer.customers.count > 1 ? 300 + 100 * min(4, payer.customers.count) : 0
            return (code, weight - shared)
        }
        guard payer.isNamed else { return nil }
        if payers.nameFits(reading.printed, customer: customer) { return ("payer-name", 600) }
        if payers.isRelated(reading.printed, customer: customer) { return ("payer-related", 100) }
        return ("payer-contradicts", -500)
    }
}
