import Domain

/// Returned direct debits (devoluciones de recibos): the invoice is open again by what was returned, never by
/// the bank's fee.
extension Gate {
    /// A part of a returning movement: what one debtor gave back.
    private struct Part {
        /// Minor units, positive.
        var amount: Int64
        var endToEndId: String
        var mandateId: String
    }

    /// Every part must find the one collection that it takes back, and that was paid; else a person decides.
    func returnedDebit(_ movement: Payment, _ reading: Reading) -> MatchDecision? {
        let parts = parts(of: movement)
        if let byId = takeBack(parts, movement) { return byId }
        return byNumber(movement, reading, parts) ?? byReport(movement)
    }

    private func parts(of payment: Payment) -> [Part] {
        let rare = payment.rare
        let details = (rare?.details ?? []).filter { $0.isFee != true }
        guard !details.isEmpty else {
            return [
                Part(
                    amount: -payment.amount, endToEndId: payment.string(payment.row.endToEndId),
                    mandateId: rare?.mandateId ?? "")
            ]
        }
        return details.map {
            Part(amount: -($0.amount ?? 0), endToEndId: $0.endToEndId, mandateId: $0.mandateId)
        }
    }

    /// By end-to-end id, else by mandate and amount.
    private func takeBack(_ parts: [Part], _ movement: Payment) -> MatchDecision? {
        var items: [Int] = []
        var usesMandate = false
        for part in parts {
            guard part.amount > 0 else { return nil }
            let day = Day(number: movement.booked)
            var found = debits.collection(endToEnd: part.endToEndId, amount: part.amount, until: day)
            if found == nil, part.endToEndId.isEmpty {
                found = debits.collection(mandate: part.mandateId, amount: part.amount, until: day)
                usesMandate = true
            }
            guard let item = found?.item, isPaid(item, part.amount, movement), !items.contains(item) else {
                return nil
            }
            items.append(item)
        }
        return items.isEmpty
            ? nil
            : decision(
                movement, items, parts.map(\.amount),
                pattern: usesMandate ? "return+mandate+amount" : "return+end-to-end+amount",
                seen: usesMandate ? "mandate" : "end-to-end id")
    }

    /// By an invoice number in the text, for exactly what was collected.
    private func byNumber(_ movement: Payment, _ reading: Reading, _ parts: [Part]) -> MatchDecision? {
        guard parts.count == 1, let amount = parts.first?.amount else { return nil }
        let paid = reading.references.filter {
            $0.grade >= .full && debits.collected(item: $0.item, amount: amount)
                && isPaid($0.item, amount, movement)
        }
        guard paid.count == 1, reading.references.count == 1, let item = paid.first?.item else { return nil }
        return decision(
            movement, [item], [amount], pattern: "return+number+amount", seen: book.number(item))
    }

    /// A return that names nothing (Norma 43 concept 14), by the bank's status report: one reject of its
    /// amount, or one report whose rejects add up to it.
    private func byReport(_ movement: Payment) -> MatchDecision? {
        guard let rare = movement.rare, rare.isReturn, movement.row.endToEndId.isEmpty,
            rare.mandateId.isEmpty, rare.details.isEmpty
        else { return nil }
        var solutions: [[(item: Int, amount: Int64)]] = []
        for (_, rejects) in Dictionary(grouping: debits.rejects, by: \.report).sorted(by: { $0.key < $1.key })
        {
            let found = rejects.map { collection(of: $0, movement) }
            for case let single? in found where single.amount == -movement.amount {
                solutions.append([single])
            }
            let all = found.compactMap { $0 }
            if all.count > 1, all.count == found.count, Set(all.map(\.item)).count == all.count,
                all.reduce(0, { $0 + $1.amount }) == -movement.amount
            {
                solutions.append(all)
            }
        }
        guard solutions.count == 1, let only = solutions.first else { return nil }
        return decision(
            movement, only.map(\.item), only.map(\.amount), pattern: "return+status-report+amount",
            seen: "pain.002")
    }

    private func collection(
        of reject: RejectedDebit, _ movement: Payment
    ) -> (item: Int, amount: Int64)? {
        guard let amount = reject.amount, amount > 0,
            reject.currency == movement.table.currencyCodes[Int(movement.row.currency)],
            let found = debits.collection(
                endToEnd: reject.endToEndId, amount: amount, until: Day(number: movement.booked)),
            isPaid(found.item, amount, movement)
        else { return nil }
        return (found.item, amount)
    }

    private func isPaid(_ item: Int, _ amount: Int64, _ movement: Payment) -> Bool {
        book.table.currencies[item] == movement.currency && book.paid[item] >= amount
    }

    private func decision(
        _ movement: Payment, _ items: [Int], _ amounts: [Int64], pattern: String, seen: String
    ) -> MatchDecision {
        let evidence = [
            Evidence(code: "return-reference", field: "text", seen: seen, centibits: 3000),
            Evidence(code: "amount-exact", field: "amount", seen: movement.amountText, centibits: 1500),
        ]
        return MatchDecision(
            movement: movement.id, status: .auto, kind: .directDebitReturn, pattern: pattern,
            margin: 3000, allocations: allocations(items, amounts.map { -$0 }), evidence: evidence)
    }
}
