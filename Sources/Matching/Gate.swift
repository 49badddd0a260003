import Domain

/// Decides whether a movement is posted alone. Each rule is one named pattern of evidence; all of them refuse
/// where anything rivals or contradicts.
struct Gate {
    let book: OpenBook
    let debits: DirectDebitIndex

    func decide(_ movement: Movement, _ reading: Reading) -> MatchDecision? {
        // A movement partly posted before is not touched again: its rest is a person's.
        guard movement.unallocated == movement.entry.amount, movement.entry.amount != 0 else { return nil }
        if movement.entry.amount < 0 { return returnedDebit(movement, reading) }
        let decision =
            directDebitBatch(movement) ?? directDebitParts(movement) ?? exactReferences(movement, reading)
            ?? partialReference(
                movement, reading)
            ?? identifiedPayer(movement, reading)
        // While documents of one number contradict each other nothing is posted to it.
        let isDoubtful = decision?.allocations.contains { allocation in
            book.index(of: allocation.invoice).map { book.items[$0].isInConflict } ?? true
        }
        return isDoubtful == true ? nil : decision
    }

    // MARK: References

    /// Numbers in the text whose open amounts add up to the movement, to the cent.
    private func exactReferences(_ movement: Movement, _ reading: Reading) -> MatchDecision? {
        guard let items = unequivocal(reading, movement), let customer = singleCustomer(items) else {
            return nil
        }
        let sum = items.reduce(Int64(0)) { $0 + book.outstanding[$1] }
        let weakest = weakestGrade(items, reading)
        guard sum == movement.entry.amount,
            !book.mayBePaidAlready(
                items, customer: customer, amount: sum, isWhole: weakest >= .full, for: movement)
        else { return nil }
        if reading.payerFits(customer) {
            guard weakest >= .form || items.count == 1 else { return nil }
            guard !hasLookalike(items, reading, movement, within: customer) else { return nil }
        } else {
            // Somebody else pays: only whole numbers, and no other open invoice that could be meant.
            // A short number may be anybody's.
            guard weakest >= .full, items.allSatisfy({ book.items[$0].number.utf8.count >= 6 }),
                reading.unexplained.isEmpty,
                !hasLookalike(items, reading, movement, within: nil),
                !payerOwes(movement.entry.amount, reading, movement)
            else { return nil }
            guard
                reading.payer.isNamed || items.count > 1 || weakest == .structured
                    || book.isOnlyOne(at: movement.entry.amount, for: movement)
            else { return nil }
        }
        return decision(
            movement, items, amounts: items.map { book.outstanding[$0] },
            kind: kind(of: items), pattern: pattern(weakest, "sum", customer, reading), reading: reading)
    }

    /// One whole number and a payer that fits, with less or more money than is open: what is there is
    /// applied, the rest stays open, or stays on account.
    private func partialReference(_ movement: Movement, _ reading: Reading) -> MatchDecision? {
        guard let items = unequivocal(reading, movement), items.count == 1, let item = items.first,
            book.outstanding[item] > 0, weakestGrade(items, reading) >= .full, reading.unexplained.isEmpty
        else { return nil }
        let customer = book.items[item].customer
        let amount = movement.entry.amount
        guard reading.payerFits(customer),
            !book.mayBePaidAlready(items, customer: customer, amount: amount, isWhole: true, for: movement)
        else { return nil }
        let others = book.open(customer: customer, for: movement).filter { $0 != item }
        // Money that another invoice, or this one with others, explains to the cent was perhaps meant for
        // those.
        guard !SubsetSearch.exists(of: amount, in: others.map { book.outstanding[$0] }),
            !SubsetSearch.exists(
                of: amount - book.outstanding[item], in: others.map { book.outstanding[$0] })
        else { return nil }
        let applied = min(amount, book.outstanding[item])
        return decision(
            movement, items, amounts: [applied], kind: amount > applied ? .overpayment : .partial,
            pattern: pattern(
                weakestGrade(items, reading), amount > applied ? "over" : "part", customer, reading),
            reading: reading)
    }

    // MARK: Payer

    /// A payer known by account or tax id who owes exactly this amount, once.
    private func identifiedPayer(_ movement: Movement, _ reading: Reading) -> MatchDecision? {
        guard reading.payer.means >= .iban, let customer = reading.payer.customer, reading.mentions.isEmpty,
            reading.unexplained.isEmpty
        else { return nil }
        let amount = movement.entry.amount
        let open = book.open(customer: customer, for: movement)
        let exact = open.filter { book.outstanding[$0] == amount }
        guard exact.count == 1, let item = exact.first,
            !book.mayBePaidAlready([item], customer: customer, amount: amount, isWhole: false, for: movement)
        else { return nil }
        guard !SubsetSearch.exists(of: amount, in: open.filter { $0 != item }.map { book.outstanding[$0] })
        else {
            return nil
        }
        return decision(
            movement, [item], amounts: [amount], kind: .single,
            pattern: reading.payer.means == .iban ? "payer-iban+amount" : "payer-tax-id+amount",
            reading: reading)
    }

    // MARK: Direct debits

    /// A lump credit that names a batch of the creditor's own list, when the list adds up to it and is all
    /// open.
    private func directDebitBatch(_ movement: Movement) -> MatchDecision? {
        guard let batch = debits.batch(named: movement), batch.sum == movement.entry.amount else {
            return nil
        }
        for (item, amount) in zip(batch.items, batch.amounts) {
            guard book.isOpen(item, for: movement), amount <= book.outstanding[item] else { return nil }
        }
        let evidence = [
            Evidence(code: "batch-id", field: "text", seen: batch.name, centibits: 3000),
            Evidence(code: "batch-sum", field: "amount", seen: Money.text(movement), centibits: 2000),
        ]
        return MatchDecision(
            movement: movement.id, status: .auto, kind: .directDebitBatch, pattern: "batch-id+sum",
            margin: 3000, allocations: allocations(batch.items, batch.amounts), evidence: evidence)
    }

    /// A lump credit that names no batch of ours, when every part of it names its collection
    /// (camt `TxDtls`).
    private func directDebitParts(_ movement: Movement) -> MatchDecision? {
        let parts = movement.entry.details
        guard parts.count > 1, parts.allSatisfy({ $0.isFee != true }) else { return nil }
        var items: [Int] = []
        var amounts: [Int64] = []
        for part in parts {
            guard let amount = part.amount, amount > 0,
                let collection = debits.collection(
                    endToEnd: part.endToEndId, amount: amount, until: movement.entry.booked),
                book.isOpen(collection.item, for: movement), amount <= book.outstanding[collection.item],
                !items.contains(collection.item)
            else { return nil }
            items.append(collection.item)
            amounts.append(amount)
        }
        guard amounts.reduce(0, +) == movement.entry.amount else { return nil }
        let evidence = [
            Evidence(code: "end-to-end", field: "details", seen: "\(parts.count)", centibits: 3000),
            Evidence(code: "batch-sum", field: "amount", seen: Money.text(movement), centibits: 2000),
        ]
        return MatchDecision(
            movement: movement.id, status: .auto, kind: .directDebitBatch, pattern: "end-to-end+sum",
            margin: 3000, allocations: allocations(items, amounts), evidence: evidence)
    }
}

// MARK: - What the rules share

extension Gate {
    /// The one set of items that the mentioned numbers mean, each open; `nil` when a mention stays ambiguous,
    /// means something closed, or there is none.
    private func unequivocal(_ reading: Reading, _ movement: Movement) -> [Int]? {
        var items: [Int] = []
        for mention in reading.mentions {
            let open = mention.filter { book.isOpen($0.item, for: movement) }
            // A credit note that was taken off its invoice already is in what that invoice still owes.
            if open.isEmpty, mention.allSatisfy({ book.isUsedCredit($0.item) }) { continue }
            let narrowed =
                open.count > 1 ? open.filter { reading.payerFits(book.items[$0.item].customer) } : open
            guard narrowed.count == 1, let item = narrowed.first?.item else { return nil }
            if !items.contains(item) { items.append(item) }
        }
        return items.isEmpty ? nil : items.sorted()
    }

    private func singleCustomer(_ items: [Int]) -> String? {
        let customers = Set(items.map { book.items[$0].customer })
        return customers.count == 1 ? customers.first : nil
    }

    private func weakestGrade(_ items: [Int], _ reading: Reading) -> Reference.Grade {
        reading.references.filter { items.contains($0.item) }.map(\.grade).min() ?? .counter
    }

    /// Whether another open invoice of the same amount has a number that one or two typing errors turn into
    /// the one read: then the number alone does not tell which was meant.
    private func hasLookalike(
        _ items: [Int], _ reading: Reading, _ movement: Movement, within customer: String?
    )
        -> Bool
    {
        let limit = customer == nil ? 2 : 1
        for reference in reading.references where items.contains(reference.item) {
            let key = FoldedText(book.items[reference.item].number).bytes
            let amount = book.outstanding[reference.item]
            let rivals =
                customer.map {
                    book.open(customer: $0, for: movement).filter { book.outstanding[$0] == amount }
                }
                ?? book.open(amount: amount, for: movement)
            for rival in rivals where rival != reference.item && !items.contains(rival) {
                if typingDistance(FoldedText(book.items[rival].number).bytes, key, limit: limit) <= limit {
                    return true
                }
            }
        }
        return false
    }

    /// Whether the payer is itself a customer who owes this amount.
    private func payerOwes(_ amount: Int64, _ reading: Reading, _ movement: Movement) -> Bool {
        reading.payer.customers.contains { customer in
            SubsetSearch.exists(
                of: amount, in: book.open(customer: customer, for: movement).map { book.outstanding[$0] })
        }
    }

    private func kind(of items: [Int]) -> MatchDecision.Kind {
        if items.contains(where: { book.outstanding[$0] < 0 }) { return .creditNoteNetted }
        return items.count == 1 ? .single : .listed
    }

    private func pattern(_ grade: Reference.Grade, _ amount: String, _ customer: String, _ reading: Reading)
        -> String
    {
        let number =
            switch grade {
            case .structured: "structured"
            case .full: "number"
            case .form: "number-form"
            case .counter: "counter"
            }
        let payer = reading.payerFits(customer) ? "payer" : reading.payer.isNamed ? "third-party" : "no-payer"
        return "\(number)+\(amount)+\(payer)"
    }

    private func decision(
        _ movement: Movement, _ items: [Int], amounts: [Int64], kind: MatchDecision.Kind, pattern: String,
        reading: Reading
    ) -> MatchDecision {
        let evidence = EvidenceList.of(items, movement, reading, book)
        return MatchDecision(
            movement: movement.id, status: .auto, kind: kind, pattern: pattern,
            margin: evidence.reduce(0) { $0 + $1.centibits }, allocations: allocations(items, amounts),
            evidence: evidence)
    }

    func allocations(_ items: [Int], _ amounts: [Int64]) -> [Allocation] {
        zip(items, amounts).map { Allocation(invoice: book.items[$0].id, amount: $1) }
            .sorted { $0.invoice < $1.invoice }
    }
}

/// The reasons for a match of a movement with items, weighed in centibits.
enum EvidenceList {
    static func of(_ items: [Int], _ movement: Movement, _ reading: Reading, _ book: OpenBook) -> [Evidence] {
        var evidence: [Evidence] = []
        for reference in reading.references where items.contains(reference.item) {
            let (code, weight) =
                switch reference.grade {
                case .structured: ("structured-reference", 3000)
                case .full: (items.count > 1 ? "number-listed" : "number-full", 1500)
                case .form: ("number-form", 900)
                case .counter: ("number-form", 300)
                }
            let seen = String(decoding: reference.seen, as: UTF8.self)
            evidence.append(Evidence(code: code, field: "text", seen: seen, centibits: weight))
        }
        let sum = items.reduce(Int64(0)) { $0 + book.outstanding[$1] }
        let amount = movement.entry.amount
        let code =
            sum == amount
            ? (items.count > 1 ? "sum-exact" : "amount-exact")
            : amount < sum ? "amount-partial" : "amount-over"
        evidence.append(
            Evidence(
                code: code, field: "amount", seen: Money.text(movement), centibits: sum == amount ? 1000 : 100
            ))
        guard let first = items.first else { return evidence }
        let customer = book.items[first].customer
        if reading.payer.customers.contains(customer) {
            let (code, weight) =
                switch reading.payer.means {
                case .taxId: ("payer-tax-id", 1400)
                case .iban: ("payer-iban", 1300)
                default: ("payer-name", reading.payer.customers.count > 1 ? 300 : 800)
                }
            evidence.append(Evidence(code: code, field: "counterparty", seen: customer, centibits: weight))
        } else if reading.payerFits(customer) {
            evidence.append(
                Evidence(code: "payer-name", field: "counterparty", seen: customer, centibits: 600))
        } else if reading.payer.isNamed {
            evidence.append(
                Evidence(code: "payer-contradicts", field: "counterparty", seen: "", centibits: -400))
        }
        return evidence
    }
}

extension Money {
    /// The movement's amount with its currency, for evidence.
    static func text(_ movement: Movement) -> String {
        Money(minorUnits: movement.entry.amount, currency: movement.currency).decimalString + " "
            + movement.currency.code
    }
}
