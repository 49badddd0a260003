/// Money that came before its invoice was issued (pago anticipado): it stays on account, and when the invoice
/// comes it is shown. It is never posted alone, for an invoice that is not there yet cannot be meant surely.
extension Hypotheses {
    /// Days before its issue that an invoice is paid.
    static let prepaidWithin: Int32 = 60

    /// Later invoices of the payer's that ask for just this amount, and those that the text names.
    func prepaid() -> [Hypothesis] {
        guard !reading.isRefund else { return [] }
        var found: [Hypothesis] = []
        for customer in reading.payer.customers.prefix(6) {
            for item in book.issuedLater(customer: customer, payment, within: Self.prepaidWithin) {
                let named = reading.mentions.lazy.compactMap { mention in
                    mention.references.first { $0.item == item && $0.grade >= .form }
                        .map { (grade: $0.grade, seen: mention.seen) }
                }.first
                let fit = amounts.fit(item)
                guard fit.grade == .exact || named != nil else { continue }
                found.append(
                    Hypothesis(
                        items: [item], customer: customer, fit: fit, grades: named.map { [$0.grade] } ?? [],
                        seen: named.map { [$0.seen] } ?? [], unread: named == nil ? unread : 0))
            }
        }
        return found
    }
}

extension OpenBook {
    /// The customer's invoices that were issued after the payment came, within so many days, and that are
    /// open today.
    func issuedLater(customer: Int32, _ payment: Payment, within days: Int32) -> [Int] {
        let all = all(customer: customer)
        let next = all.partition { table.issued[Int($0)] > payment.booked }
        return all.dropFirst(next).prefix { table.issued[Int($0)] - payment.booked <= days }
            .map { Int($0) }.filter { isPayable($0, in: payment.currency) }
    }

    /// Whether something is owed of a living invoice in the currency, issued whenever.
    private func isPayable(_ item: Int, in currency: Int32) -> Bool {
        owed(item) > 0 && table.currencies[item] == currency && !table.flags[item].contains(.isDead)
    }
}
