internal import Domain
internal import Ledger
internal import Reports

/// One question as text for a terminal.
struct ReviewScreen {
    let reader: LedgerReader
    let words: ReviewWords
    /// `3 de 57`.
    let position: String

    private static let shownMax = 3

    func text(_ question: ReviewQuestion) throws -> String {
        switch question {
        case .movement(let movement): try text(movement)
        case .challenge(let challenge): try text(challenge)
        }
    }

    private func text(_ movement: UndecidedMovement) throws -> String {
        var lines = head(movement.line)
        for (index, suggestion) in movement.suggestions.prefix(Self.shownMax).enumerated() {
            lines.append("")
            lines += try describe(suggestion, rank: index + 1, of: movement)
        }
        if movement.suggestions.isEmpty { lines += ["", "  " + words(.none)] }
        return (lines + ["", words(.keys)]).joined(separator: "\n")
    }

    private func text(_ challenge: Challenge) throws -> String {
        guard let line = try reader.movementLine(challenge.movement) else { return "" }
        let decided = try reader.adjudicationsByDecision(on: challenge.movement)[challenge.decision]
        let person = try reader.adjudications(on: challenge.movement).first { $0.id == decided }
        var lines = head(line)
        lines.append("")
        lines.append("  " + words(.challenged, ["reason": words.challenge(challenge.reason)]))
        if challenge.isOfReversed { lines.append("  " + words(.challengedReversed)) }
        lines.append("  " + words(.postedBy, ["who": person?.author ?? words(.program)]))
        for one in try reader.allocations(of: challenge.decision) {
            lines.append("    " + (try invoice(one.allocation, open: nil)))
        }
        return (lines + ["", words(.keysChallenge)]).joined(separator: "\n")
    }

    private func head(_ line: MovementLine) -> [String] {
        var title = "── \(position) · #\(line.id) · \(words.day(line.booked)) · \(words.money(line.amount))"
        if line.unallocated != line.amount, line.unallocated.minorUnits != 0 {
            title += " · " + words(.unallocated, ["amount": words.money(line.unallocated)])
        }
        let payer = [line.counterparty, line.counterpartyAccount].filter { !$0.isEmpty }
        let own = [line.account, line.reference].filter { !$0.isEmpty }
        let fields = [
            (words(.payer), payer.joined(separator: " · ")), (words(.text), line.text),
            (words(.account), own.joined(separator: " · ")),
        ]
        let width = fields.map(\.0.count).max() ?? 0
        return [title]
            + fields.filter { !$0.1.isEmpty }.map { name, value in
                "  " + name + String(repeating: " ", count: width - name.count + 2) + Self.plain(value)
            }
    }

    private func describe(
        _ suggestion: MatchDecision, rank: Int, of movement: UndecidedMovement
    ) throws -> [String] {
        let line = movement.line
        var lines: [String] = []
        for (index, allocation) in suggestion.allocations.enumerated() {
            let open = try reader.invoiceLine(allocation.invoice).map {
                movement.open(allocation.invoice, $0.outstanding)
            }
            let mark = index == 0 ? "  \(rank)  " : "     "
            lines.append(mark + (try invoice(allocation, open: open)))
            for difference in suggestion.differences where difference.invoice == allocation.invoice {
                let amount = Money(minorUnits: difference.amount, currency: line.amount.currency)
                let kind = words.difference(difference.kind)
                lines.append("       " + words(.difference, ["kind": kind, "amount": words.money(amount)]))
            }
        }
        let sum = suggestion.allocations.reduce(Int64(0)) { $0 + $1.amount }
        if sum < line.unallocated.minorUnits {
            let rest = Money(
                minorUnits: line.unallocated.minorUnits - sum, currency: line.amount.currency)
            lines.append("     " + words(.restOnAccount, ["amount": words.money(rest)]))
        }
        let reasons = suggestion.evidence.map(words.evidence).joined(separator: "; ")
        if !reasons.isEmpty { lines.append("     " + words(.because, ["reasons": Self.plain(reasons)])) }
        let vetoes = suggestion.vetoes.map(words.veto).joined(separator: "; ")
        if !vetoes.isEmpty { lines.append("     " + words(.against, ["reasons": vetoes])) }
        return lines
    }

    /// Number, customer, due day, and how much of what is open.
    private func invoice(_ allocation: Allocation, open: Money?) throws -> String {
        guard let line = try reader.invoiceLine(allocation.invoice) else { return "#\(allocation.invoice)" }
        let amount = words.money(
            Money(minorUnits: allocation.amount, currency: line.outstanding.currency))
        let share = open.map { words(.share, ["amount": amount, "open": words.money($0)]) } ?? amount
        let due = line.due.map { words(.due, ["day": words.day($0)]) } ?? words(.noDue)
        return [line.number, Self.plain(line.customerName), due, share].joined(separator: "  ")
    }

    /// What a bank prints must not steer the terminal.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }
}
