internal import Domain
internal import Matching

/// The accountant's own rules, from section `matching.rules`. Each mistake says where it is, what stands
/// there and what may stand there.
struct RuleReader {
    let mistakes: MistakeList
    let currency: Currency

    func rules(_ matching: YAMLSection) -> [MatchingRule] {
        var rules: [MatchingRule] = []
        for entry in matching.sections("rules") {
            if let rule = rule(entry) {
                if rules.contains(where: { $0.name == rule.name }) {
                    mistakes.add(
                        "'\(entry.path).name' is another rule's already: '\(rule.name)'",
                        line: entry.lineOf("name"))
                }
                rules.append(rule)
            }
            entry.finish()
        }
        return rules
    }

    private func rule(_ entry: YAMLSection) -> MatchingRule? {
        let name = entry.text("name", required: true)
        let when = entry.section("when")
        let condition = condition(when)
        when.finish()
        if condition.isEmpty, when.entries().isEmpty {
            mistakes.add(
                "'\(entry.path).when' must say at least one of textContains, counterpartyContains, "
                    + "counterpartyEquals, accountEquals, amountFrom, amountTo, direction; a rule for every "
                    + "movement is none",
                line: entry.lineOf("when"))
        }
        guard let consequence = consequence(entry), let name else { return nil }
        return MatchingRule(name: name, condition: condition, consequence: consequence)
    }

    private func condition(_ when: YAMLSection) -> MatchingRule.Condition {
        var condition = MatchingRule.Condition()
        condition.currency = currency
        condition.textContains = words("textContains", when, isName: false)
        condition.counterpartyContains = words("counterpartyContains", when, isName: true)
        condition.counterpartyEquals = words("counterpartyEquals", when, isName: true)
        if let account = when.text("accountEquals") {
            condition.accountEquals = IdentifierText.compact(account)
            let looksLikeIBAN =
                condition.accountEquals.prefix(2).allSatisfy(\.isLetter)
                && condition.accountEquals.dropFirst(2).prefix(2).allSatisfy(\.isNumber)
            if condition.accountEquals.isEmpty || looksLikeIBAN && IBAN(account) == nil {
                mistakes.add(
                    "'\(when.path).accountEquals' must be an account with right check digits, not '\(account)'",
                    line: when.lineOf("accountEquals"))
            }
        }
        condition.amountFrom = when.amount("amountFrom", currency: currency)
        condition.amountTo = when.amount("amountTo", currency: currency)
        if let from = condition.amountFrom, let to = condition.amountTo, from > to {
            mistakes.add(
                "'\(when.path).amountTo' must not be less than 'amountFrom'", line: when.lineOf("amountTo"))
        }
        condition.direction = when.choice(
            "direction", MatchingRule.Direction.allCases.map { ($0.rawValue, $0) })
        return condition
    }

    /// A text to be looked for: without a letter or digit it would be found everywhere.
    private func words(_ key: String, _ when: YAMLSection, isName: Bool) -> String {
        guard let text = when.text(key) else { return "" }
        if MatchingRule.folded(text, isName: isName).isEmpty {
            mistakes.add(
                "'\(when.path).\(key)' must hold a letter or a digit, not '\(text)'", line: when.lineOf(key))
        }
        return text
    }

    private func consequence(_ entry: YAMLSection) -> MatchingRule.Consequence? {
        guard entry.holdsSection("then") else {
            switch entry.text("then", required: true) {
            case "unrelated": return .unrelated
            case "ask": return .ask
            case let said?:
                mistakes.add(
                    "'\(entry.path).then' must be unrelated, ask or { customer: KEY }, not '\(said)'",
                    line: entry.lineOf("then"))
                return nil
            case nil: return nil
            }
        }
        let then = entry.section("then")
        defer { then.finish() }
        guard let key = then.text("customer", required: true) else { return nil }
        guard !key.allSatisfy(\.isWhitespace) else {
            mistakes.add(
                "'\(then.path).customer' must be a customer's key or tax id, not '\(key)'",
                line: then.lineOf("customer"))
            return nil
        }
        return .customer(key)
    }
}
