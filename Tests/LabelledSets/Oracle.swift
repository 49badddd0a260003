/// What an honest system can know on the booking day: all invoices issued up to then, which of them are truly
/// open, the text and the payer as printed. Where two answers are explained equally well it says so, and a
/// doubt counts against.
struct Oracle {
    let book: InvoiceBook
    let customers: [Customer]
    let reader: NumberReader
    private let byBase: [(base: String, customer: Int)]
    private let byAccount: [String: [Int]]

    init(book: InvoiceBook, customers: [Customer]) {
        (self.book, self.customers) = (book, customers)
        reader = NumberReader(book: book)
        byBase = customers.indices.map { (customers[$0].base, $0) }
            .sorted { ($0.base, $0.customer) < ($1.base, $1.customer) }
        var accounts: [String: [Int]] = [:]
        for index in customers.indices where customers[index].showsAccount {
            accounts[customers[index].iban, default: []].append(index)
        }
        byAccount = accounts
    }

    /// Who the payer can be. `account`: empty where the file does not give it.
    struct Candidates {
        var customers: [Int]
        /// What the answer rests on if the amount singles it out.
        var evidence: Evidence
    }

    /// The file with or without the payer's account.
    func evidence(of movement: Movement, open: OpenItems, isTable: Bool) -> Evidence {
        guard !movement.links.isEmpty else { return .none }
        if movement.kind == .directDebitBatch { return .ref }
        var candidates = candidates(movement.payer, isTable: isTable)
        if !movement.mentioned.isEmpty {
            candidates = Candidates(customers: movement.mentioned, evidence: movement.mentionEvidence)
        }
        if movement.kind == .directDebitReturn {
            return movement.endToEnd != "NOTPROVIDED" && !isTable || !movement.written.isEmpty ? .ref : .name
        }
        let answer = movement.links.map(\.invoice).sorted()
        var rivals: [Int] = []
        if !movement.written.isEmpty {
            switch listed(movement, candidates, open) {
            case .clear: return .ref
            case .unclear(let others): rivals = others
            }
        }
        rivals += movement.strays.flatMap { reader.readings($0) }
        guard let candidates else { return amountAlone(movement, answer, open) }
        let evidence = explained(movement, answer, candidates, open)
        return contradicted(evidence, movement, answer, rivals, candidates, open)
    }

    /// Customers by account, else by name.
    private func candidates(_ payer: Payer?, isTable: Bool) -> Candidates? {
        guard let payer else { return nil }
        if !isTable, let owners = byAccount[payer.iban] {
            return Candidates(customers: owners, evidence: .iban)
        }
        let isCutOff = payer.isCutOff || isTable && payer.base.utf8.count > 21
        let base = isTable ? String(payer.base.prefix(21)) : payer.base
        let found = named(base, isCutOff: isCutOff)
        return found.isEmpty ? nil : Candidates(customers: found, evidence: .name)
    }

    /// Customers of this name, or whose name begins so.
    func named(_ base: String, isCutOff: Bool) -> [Int] {
        var (low, high) = (0, byBase.count)
        while low < high {
            let middle = (low + high) / 2
            if byBase[middle].base < base { low = middle + 1 } else { high = middle }
        }
        var found: [Int] = []
        while low < byBase.count, found.count < 40 {
            let other = byBase[low].base
            guard isCutOff ? other.hasPrefix(base) : other == base else { break }
            found.append(byBase[low].customer)
            low += 1
        }
        return found
    }

    private func amountAlone(_ movement: Movement, _ answer: [Int], _ open: OpenItems) -> Evidence {
        guard answer.count == 1, movement.written.isEmpty, Int(open.balance[answer[0]]) == movement.amount,
            book.total[answer[0]] == open.balance[answer[0]],
            open.count(withBalance: movement.amount, movement.currency) == 1
        else { return .ambiguous }
        return .amount
    }

    private func explained(
        _ movement: Movement, _ answer: [Int], _ candidates: Candidates, _ open: OpenItems
    ) -> Evidence {
        let owner = Int(book.customer[answer[0]])
        guard candidates.customers.contains(owner) else { return .ambiguous }
        for tier in Explanations.Tier.allCases {
            var found: [[Int]] = []
            var isTooMany = false
            var isOnlyOwner = true
            for customer in candidates.customers {
                let explanations = Explanations(book: book, open: open, customer: customer)
                let here = explanations.of(movement.amount, tier)
                found += here.answers
                isTooMany = isTooMany || here.isTooMany
                if customer != owner, !here.answers.isEmpty || here.isTooMany { isOnlyOwner = false }
            }
            if found.isEmpty, !isTooMany { continue }
            if found.count == 1, !isTooMany, found[0] == answer { return candidates.evidence }
            return isOnlyOwner ? .payer : .ambiguous
        }
        return candidates.customers.count == 1 ? .payer : .ambiguous
    }

    /// A text that names other invoices takes something away from what payer and amount say.
    private func contradicted(
        _ evidence: Evidence, _ movement: Movement, _ answer: [Int], _ rivals: [Int],
        _ candidates: Candidates,
        _ open: OpenItems
    ) -> Evidence {
        guard evidence == .iban || evidence == .name, !rivals.isEmpty || !movement.written.isEmpty else {
            return evidence
        }
        let exact = answer.reduce(0) { $0 + Int(open.balance[$1]) } == movement.amount
        for rival in rivals where !answer.contains(rival) {
            let isOwn = candidates.customers.contains(Int(book.customer[rival]))
            let left = Int(open.balance[rival])
            if left == movement.amount || isOwn && left > 0 || !exact && left > movement.amount {
                return isOwn ? .payer : .ambiguous
            }
            // It may as well be paid a second time.
            if isOwn, left == 0, Int(book.total[rival]) == movement.amount { return .payer }
        }
        return exact || rivals.isEmpty ? evidence : .payer
    }
}
