import Domain

/// One way to explain a payment: a set of invoices of one customer, and what the difference is.
struct Hypothesis {
    /// Ascending; credit notes that the text does not name come last.
    var items: [Int]
    var customer: Int32
    var fit: AmountFit
    /// Grade of the number of each item, `nil` where the text does not name it; empty where it names none.
    var grades: [Reference.Grade?] = []
    /// What was read for each named item.
    var seen: [[UInt8]] = []
    /// Numbers in the text that it leaves unexplained.
    var unread = 0
    /// Credit notes among the items that the text does not name.
    var impliedCredits = 0
    /// Further sets of the customer that add up to the amount as well.
    var rivals = 0
    /// Invoices of several customers, all of them named.
    var isJoint = false
    /// Whether the text or the amount can be read in another way too.
    var isAmbiguous = false
    /// The weakest grade of the named items; `nil` where an invoice (not a credit note) is not named.
    var weakest: Reference.Grade? {
        guard !grades.isEmpty else { return nil }
        var weakest: Reference.Grade?
        for (index, grade) in grades.enumerated() {
            guard let grade else {
                if index < items.count - impliedCredits { return nil }
                continue
            }
            weakest = min(weakest ?? grade, grade)
        }
        return weakest
    }

    var isNamed: Bool { grades.contains { $0 != nil } }
}

/// Builds the hypotheses of one payment, and remembers what it has built: several rules ask the same of the
/// same customer.
final class Hypotheses {
    let book: OpenBook
    let numbers: NumberIndex
    let payers: PayerIndex
    let payment: Payment
    let reading: Reading
    let amounts: AmountReader
    /// Numbers in the text that a hypothesis without a named invoice leaves unexplained.
    let unread: Int
    private var opened: [(customer: Int32, items: [Int])] = []
    var payerWeights: [(customer: Int32, weight: (code: String, weight: Int)?)] = []
    private var unnamedSets: [(customer: Int32, sets: [[Int]])] = []

    /// Open items of one customer that are looked at.
    static let itemsMax = 150
    /// Sets that add up to the payment that are looked at.
    private static let setsMax = 64
    /// Ways to read a list that are tried.
    private static let waysMax = 48

    init(
        _ book: OpenBook, _ numbers: NumberIndex, _ payers: PayerIndex, _ payment: Payment, _ reading: Reading
    ) {
        self.book = book
        self.numbers = numbers
        self.payers = payers
        self.payment = payment
        self.reading = reading
        amounts = AmountReader(book: book, payment: payment)
        unread = reading.mentions.count { !$0.isOptional } + reading.unexplained.count
    }

    /// The customer's items that are open to this payment, oldest first.
    func open(_ customer: Int32) -> [Int] {
        for known in opened where known.customer == customer { return known.items }
        let items = book.open(customer: customer, for: payment)
        opened.append((customer, items))
        return items
    }

    /// The first of them: beyond so many nothing is concluded.
    func nearOpen(_ customer: Int32) -> [Int] {
        let items = open(customer)
        return items.count <= Self.itemsMax ? items : Array(items.prefix(Self.itemsMax))
    }

    /// Whether the payer is, or can be, this customer.
    func payerFits(_ customer: Int32) -> Bool {
        reading.payer.customers.contains(customer)
            || (reading.payer.means < .memory && payers.nameFits(reading.printed, customer: customer))
    }

    /// The customers that the payer or a number in the text points to.
    var customers: [Int32] {
        var found = Array(reading.payer.customers.prefix(6))
        for mention in reading.mentions {
            let clear = mention.references.filter { $0.grade >= .form || mention.references.count == 1 }
            for reference in clear.prefix(6) {
                let customer = book.table.customers[reference.item]
                if !found.contains(customer), found.count < 12 { found.append(customer) }
            }
        }
        return found
    }

    // MARK: Named invoices

    /// What the text names of this customer's open invoices, in every way that it can be read.
    func named(_ customer: Int32) -> [Hypothesis] {
        guard !reading.mentions.isEmpty || !reading.unexplained.isEmpty else { return [] }
        let open = nearOpen(customer)
        guard !open.isEmpty else { return [] }
        let (choices, unread) = choices(customer, open)
        guard !choices.isEmpty else { return [] }
        var ways: [[(reference: Reference, seen: [UInt8])]] = [[]]
        for choice in choices {
            var longer: [[(reference: Reference, seen: [UInt8])]] = []
            for way in ways {
                for reference in choice.references where longer.count < Self.waysMax {
                    let isTaken = way.contains { $0.reference.item == reference.item }
                    longer.append(isTaken ? way : way + [(reference, choice.seen)])
                }
            }
            ways = longer
        }
        var found: [Hypothesis] = []
        for way in ways {
            let sorted = way.sorted { $0.reference.item < $1.reference.item }
            let items = sorted.map(\.reference.item)
            guard !found.contains(where: { $0.items == items }) else { continue }
            var hypothesis = Hypothesis(
                items: items, customer: customer, fit: amounts.fit(items),
                grades: sorted.map(\.reference.grade), seen: sorted.map(\.seen), unread: unread)
            if hypothesis.fit.grade != .exact, let netted = netted(hypothesis, open) {
                hypothesis = netted
            }
            found.append(hypothesis)
        }
        let exact = found.filter { $0.fit.grade == .exact || $0.fit.grade == .credited }
        if !exact.isEmpty { found = exact }
        if found.count > 1 { for index in found.indices { found[index].isAmbiguous = true } }
        return found
    }

    /// For each place in the text the customer's open invoices that it can mean; and how many places mean
    /// none of them.
    private func choices(_ customer: Int32, _ open: [Int]) -> (choices: [Mention], unread: Int) {
        var choices: [Mention] = []
        var unread = 0
        for mention in reading.mentions {
            var own = mention
            own.references = mention.references.filter {
                book.table.customers[$0.item] == customer && book.isOpen($0.item, for: payment)
            }
            // A number that is an invoice of the customer's, closed or not, is no misspelling of another one.
            let isOwn = mention.references.contains { book.table.customers[$0.item] == customer }
            if own.references.isEmpty, !isOwn { own.references = typos(mention.seen, open) }
            // What was not read whole may lack a digit instead of zeros.
            if !own.references.isEmpty, own.references.allSatisfy({ $0.grade == .form }) {
                let known = own.references.map(\.item)
                own.references += typos(mention.seen, open).filter { !known.contains($0.item) }
            }
            if !own.references.isEmpty {
                choices.append(own)
            } else if !mention.isOptional, !mention.references.allSatisfy({ book.isUsedCredit($0.item) }) {
                unread += 1
            }
        }
        for seen in reading.unexplained {
            let references = typos(seen, open)
            if references.isEmpty {
                unread += 1
            } else {
                choices.append(Mention(seen: seen, references: references))
            }
        }
        return (choices, unread)
    }

    /// Open invoices of the customer whose number is one typing error away from what was read: looked for
    /// among these few, never among all, where nearly every number has neighbours.
    private func typos(_ seen: [UInt8], _ open: [Int]) -> [Reference] {
        guard seen.count >= 5 else { return [] }
        let read = seen.map(digitLookalike)
        return open.compactMap { item in
            let key = book.key(item).map(digitLookalike)
            guard key.count >= 6 else { return nil }
            let short = key.drop { !isDigit($0) }
            let isNear =
                isOneTypingErrorApart(read[...], key[...])
                || (short.count >= 7 && isDigit(read[0]) && isOneTypingErrorApart(read[...], short))
            return isNear ? Reference(item: item, grade: .typo) : nil
        }
    }

    /// The same with credit notes of the customer that make it exact, where there is one way only.
    private func netted(_ hypothesis: Hypothesis, _ open: [Int]) -> Hypothesis? {
        // Of an invoice paid in part the rest may be anything.
        guard hypothesis.fit.short > 0,
            hypothesis.items.allSatisfy({ book.owed($0) == book.table.payable[$0] })
        else { return nil }
        // A credit note corrects what was invoiced before it.
        let first = hypothesis.items.first ?? 0
        let credits = open.filter { $0 > first && book.owed($0) < 0 && !hypothesis.items.contains($0) }
        guard !credits.isEmpty, credits.count <= 12 else { return nil }
        let found = book.subsets.find(
            -hypothesis.fit.short, in: credits.map { book.owed($0) }, sizes: 1...2, limit: 2)
        guard found.sets.count == 1, let set = found.sets.first else { return nil }
        var netted = hypothesis
        netted.items += set.map { credits[$0] }
        netted.grades += set.map { _ in nil }
        netted.impliedCredits = set.count
        // What is also a usual part or discount of the invoice has two explanations.
        netted.isAmbiguous =
            (hypothesis.fit.isCommonlyShort || hypothesis.fit.difference != nil)
            && !isCredited(hypothesis.fit.short, of: hypothesis.items)
        netted.fit = AmountFit(grade: .credited)
        return netted
    }

    /// Whether a credit of this amount is an even share of one of the invoices: then it was given for it.
    private func isCredited(_ amount: Int64, of items: [Int]) -> Bool {
        items.contains { item in
            let payable = book.table.payable[item]
            return [5, 10, 15, 20, 25, 30, 40, 50, 100].contains {
                abs((payable * $0 + 50) / 100 - amount) <= 1
            }
        }
    }

    // MARK: Unnamed invoices

    /// The customer's open invoices one by one, and the sets of them that add up.
    ///
    /// - Parameter withAnyPart: Also invoices that the payment would be some part of, or much too much for.
    func unnamed(_ customer: Int32, withAnyPart: Bool) -> [Hypothesis] {
        let open = nearOpen(customer)
        var found: [Hypothesis] = []
        for item in open where book.owed(item) > 0 {
            let fit = amounts.fit(item)
            if !withAnyPart, fit.grade == .partial || fit.grade == .over { continue }
            found.append(unnamed([item], customer, fit))
        }
        let sets = sets(customer, open)
        for set in sets {
            var hypothesis = unnamed(set, customer, AmountFit(grade: .exact))
            hypothesis.rivals = sets.count - 1
            found.append(hypothesis)
        }
        return found
    }

    private func unnamed(_ items: [Int], _ customer: Int32, _ fit: AmountFit) -> Hypothesis {
        Hypothesis(items: items, customer: customer, fit: fit, unread: unread)
    }

    /// Sets of two and more that add up to the payment: the whole balance, the oldest ones, any few.
    private func sets(_ customer: Int32, _ open: [Int]) -> [[Int]] {
        guard open.count > 1 else { return [] }
        for known in unnamedSets where known.customer == customer { return known.sets }
        var sets: [[Int]] = []
        var sum: Int64 = 0
        for (index, item) in open.enumerated() {
            sum += book.owed(item)
            if sum == payment.amount, index > 0 { sets.append(Array(open[...index])) }
        }
        let near = nearest(open)
        let owed = near.map { book.owed($0) }
        let found = book.subsets.findAll(payment.amount, in: owed, limit: Self.setsMax)
        for set in found.map({ $0.map { near[$0] } }) where !sets.contains(set) { sets.append(set) }
        unnamedSets.append((customer, sets))
        return sets
    }

    /// As many of the open items as all their sets can be counted of: those whose age is that of invoices
    /// when they are paid.
    private func nearest(_ open: [Int]) -> [Int] {
        guard open.count > SubsetSearch.wholeMax else { return open }
        let likely = open.map { (item: $0, weight: likelihood($0)) }
            .sorted { a, b in a.weight != b.weight ? a.weight > b.weight : a.item < b.item }
        return likely.prefix(SubsetSearch.wholeMax).map(\.item).sorted()
    }

    private func likelihood(_ item: Int) -> Int {
        book.delays.centibits(days: Int(payment.booked - book.table.issued[item]))
    }

    /// Invoices of anybody that are open at exactly the amount, where they are few.
    func byAmount(limit: Int) -> [Hypothesis] {
        let exact = book.open(amount: payment.amount, for: payment, limit: limit + 1)
        guard exact.count <= limit else { return [] }
        return exact.map { unnamed([$0], book.table.customers[$0], AmountFit(grade: .exact)) }
    }
}
