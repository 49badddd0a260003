import Domain

/// One transfer for invoices of several customers: an adviser who pays for clients (gestoría), the remittance
/// of an agency that lists what it collected.
extension Hypotheses {
    /// Everything that the text names, whoever owes it: where each place means one open invoice, and they are
    /// not all one customer's.
    func joint() -> Hypothesis? {
        guard reading.mentions.count > 1 else { return nil }
        var named: [(reference: Reference, seen: [UInt8])] = []
        for mention in reading.mentions {
            let open = mention.references.filter { book.isOpen($0.item, for: payment) }
            guard open.count == 1, let only = open.first, !mention.isOptional else { return nil }
            // The same number twice is said once.
            if !named.contains(where: { $0.reference.item == only.item }) {
                named.append((only, mention.seen))
            }
        }
        named.sort { $0.reference.item < $1.reference.item }
        let items = named.map(\.reference.item)
        guard let customer = items.first.map({ book.table.customers[$0] }),
            items.contains(where: { book.table.customers[$0] != customer })
        else { return nil }
        return Hypothesis(
            items: items, customer: customer, fit: amounts.fit(items), grades: named.map(\.reference.grade),
            seen: named.map(\.seen), unread: reading.unexplained.count, isJoint: true)
    }
}

extension Question {
    /// A list of clear numbers that adds up to the cent, from somebody who does not owe this sum.
    func bySeveralCustomers() -> Answer? {
        guard let hypothesis = hypotheses.joint(), hypothesis.fit.grade == .exact, hypothesis.unread == 0,
            let weakest = hypothesis.weakest, weakest > .counter,
            hypothesis.grades.contains(where: { ($0 ?? .counter) >= .full }),
            hypothesis.items.allSatisfy({ gate.numbers.surprise($0) >= Self.surpriseOfStrangers }),
            !mayBePaid(hypothesis), !payerOwes()
        else { return nil }
        return Answer(hypothesis: hypothesis, pattern: "number+sum+several-customers")
    }
}
