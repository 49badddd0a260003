public import Domain

/// A rule of the accountant's own for movements (regla del contable): what a movement must look like, and
/// what that means.
///
/// Configuration, no fact: a change of rules changes what later nights decide; what is posted stays.
public struct MatchingRule: Sendable, Equatable {
    /// What a movement that fits is.
    public enum Consequence: Sendable, Equatable {
        /// Nobody's invoice: not asked, and no unexplained money.
        case unrelated
        /// Paid by this customer, by key or tax id, whatever name the bank prints.
        case customer(String)
        /// Never posted alone.
        case ask
    }

    public enum Direction: String, Sendable, CaseIterable {
        case credit, debit
    }

    /// What a movement must look like; all that is given must hold.
    public struct Condition: Sendable, Equatable {
        /// Words of the bank's text, without case and accents; empty for any.
        public var textContains = ""
        public var counterpartyContains = ""
        /// The whole name as the bank prints it, without case, accents and points.
        public var counterpartyEquals = ""
        /// The other party's account.
        public var accountEquals = ""
        /// Smallest and largest amount, minor units of `currency`, whichever way the money goes.
        public var amountFrom: Int64?
        public var amountTo: Int64?
        /// Of the amounts: a movement in another currency fits no amount.
        public var currency = Currency.eur
        public var direction: Direction?

        public init() {}

        /// Whether nothing is asked of a movement.
        public var isEmpty: Bool { self == Condition(of: currency) }

        private init(of currency: Currency) { self.currency = currency }
    }

    public var name: String
    public var condition: Condition
    public var consequence: Consequence

    public init(name: String, condition: Condition, consequence: Consequence) {
        self.name = name
        self.condition = condition
        self.consequence = consequence
    }

    /// Words as rules compare them: capitals without accents, one blank between two; empty where a text has
    /// neither letter nor digit. Points end a word, but not in names (`S.L.`).
    public static func folded(_ text: String, isName: Bool) -> String {
        String(decoding: Rules.fold(Array(text.utf8)[...], isName: isName), as: UTF8.self)
    }
}

extension RuleOutcome {
    /// The veto that keeps what would be posted from it; `nil` where the rule keeps nothing back.
    var veto: String? {
        switch self {
        case .unrelated, .customer: nil
        case .ask: "rule-ask"
        case .numberRead: "rule-number-read"
        case .contradicted: "rule-contradicted"
        }
    }
}

/// The rules, ready to be compared with movements. The first that fits decides.
struct Rules: Sendable {
    private struct Ready: Sendable {
        let rule: MatchingRule
        let text: [UInt8]
        let counterparty: [UInt8]
        let wholeCounterparty: [UInt8]
        let account: [UInt8]
        /// `nil` where nobody that we invoiced has the key or tax id.
        let customer: Int32?
    }

    private let rules: [Ready]

    init(_ rules: [MatchingRule], _ invoices: InvoiceTable) {
        self.rules = rules.map { rule in
            let condition = rule.condition
            var customer: Int32?
            if case .customer(let key) = rule.consequence { customer = Self.customer(key, invoices) }
            return Ready(
                rule: rule, text: Self.fold(Array(condition.textContains.utf8)[...], isName: false),
                counterparty: Self.fold(Array(condition.counterpartyContains.utf8)[...], isName: true),
                wholeCounterparty: Self.fold(Array(condition.counterpartyEquals.utf8)[...], isName: true),
                account: Array(IdentifierText.compact(condition.accountEquals).utf8), customer: customer)
        }
    }

    var isEmpty: Bool { rules.isEmpty }

    /// The only customer of a key or tax id.
    private static func customer(_ key: String, _ invoices: InvoiceTable) -> Int32? {
        if let number = invoices.customerNumbers.find(Array(key.utf8)[...]) { return number }
        let taxId = TaxIdentifier.key(key)
        let holders = Set(invoices.taxIds.filter { $0.taxId == taxId }.map(\.customer))
        return holders.count == 1 ? holders.first : nil
    }

    /// The first rule that fits a movement, and the customer it names.
    func first(_ payment: Payment) -> (rule: MatchingRule, customer: Int32?)? {
        guard !rules.isEmpty else { return nil }
        let text = Self.fold(payment.text, isName: false)
        let counterparty = Self.fold(payment.counterparty, isName: true)
        return rules.first { fits($0, payment, text, counterparty) }.map { ($0.rule, $0.customer) }
    }

    private func fits(
        _ ready: Ready, _ payment: Payment, _ text: [UInt8], _ counterparty: [UInt8]
    ) -> Bool {
        let condition = ready.rule.condition
        if let direction = condition.direction, (payment.amount > 0) != (direction == .credit) {
            return false
        }
        if condition.amountFrom != nil || condition.amountTo != nil {
            let size = payment.amount.magnitude
            guard payment.table.currencyCodes[Int(payment.row.currency)] == condition.currency,
                size >= (condition.amountFrom ?? 0).magnitude,
                size <= (condition.amountTo ?? .max).magnitude
            else { return false }
        }
        if !ready.account.isEmpty,
            !payment.table.arena[payment.row.counterpartyAccount].elementsEqual(ready.account)
        {
            return false
        }
        if !ready.wholeCounterparty.isEmpty, counterparty != ready.wholeCounterparty { return false }
        return Self.contains(counterparty, ready.counterparty) && Self.contains(text, ready.text)
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard !part.isEmpty else { return true }
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }

    /// Words joined by one blank.
    static func fold(_ text: ArraySlice<UInt8>, isName: Bool) -> [UInt8] {
        let folded = FoldedText(text, isName: isName)
        return Array(folded.tokens.map { folded.bytes[$0.range] }.joined(separator: [0x20]))
    }
}

extension Payer {
    /// Takes the rule's customer for the payer, unless tax id, account or persons' decisions say another one.
    mutating func follow(rule name: String, _ customer: Int32) -> RuleOutcome {
        if means >= .memory { return customers == [customer] ? .customer : .contradicted }
        identify([customer], .rule)
        rule = name
        return .customer
    }
}

extension Reading {
    /// What the accountant's rules make of the movement; the first that fits decides.
    func follow(_ rules: Rules, _ payment: Payment) {
        guard let (rule, customer) = rules.first(payment) else { return }
        let outcome: RuleOutcome =
            switch rule.consequence {
            case .unrelated: mentions.isEmpty ? .unrelated : .numberRead
            case .ask: .ask
            case .customer: customer.map { payer.follow(rule: rule.name, $0) } ?? .ask
            }
        ruling = RuledMovement(movement: payment.id, rule: rule.name, outcome: outcome)
    }
}

extension RuledMovement {
    /// Why what would be posted waits for a person; `nil` where the rule keeps nothing back.
    ///
    /// What the creditor's own ids say (a batch, a returned debit) is as good as a number of ours.
    func veto(of decision: MatchDecision) -> String? {
        guard outcome == .unrelated else { return outcome.veto }
        return Licences.isByPayer(decision.pattern) ? nil : RuleOutcome.numberRead.veto
    }

    /// What became of it at last.
    func settled(_ outcome: GateOutcome) -> RuledMovement {
        guard self.outcome == .unrelated, case .shown(.held(_, let veto)) = outcome,
            veto == RuleOutcome.numberRead.veto
        else { return self }
        return RuledMovement(movement: movement, rule: rule, outcome: .numberRead)
    }
}
