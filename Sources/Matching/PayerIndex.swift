import Domain

/// Who paid, as far as the movement tells.
struct Payer {
    enum Means: Int, Comparable {
        case none, name, memory, rule, iban, taxId
        static func < (a: Means, b: Means) -> Bool { a.rawValue < b.rawValue }
    }

    /// Customers the payer can be, by their key; more than one for homonyms and shared accounts.
    var customers: [Int32] = []
    var means = Means.none
    /// How the printed name fits, where the name is what is known.
    var fit = PersonName.Fit.no
    /// Name of the rule that says who it is; empty for none.
    var rule = ""
    /// True where the bank prints a payer at all.
    var isNamed = false
    /// All customers it can be at all: also those that only their legal form tells apart, and those whose
    /// longer name the printed one may be the beginning of.
    var candidates: [Int32] = []
    /// True where the name is cut at a word that is a name of its own: `SERRA` need not be `SERRANO`.
    var endsInName = false

    mutating func identify(_ customers: [Int32], _ means: Means) {
        (self.customers, candidates, self.means) = (customers, customers, means)
    }

    /// One customer and no other.
    var customer: Int32? { customers.count == 1 ? customers[0] : nil }
}

/// A payer's name as a bank prints it, with the customers that it can be.
final class PrintedName {
    let name: PersonName
    private let customers: [Int32]
    private let candidates: [Int32]
    private let fit: PersonName.Fit
    private let endsInName: Bool

    init(
        _ name: PersonName, customers: [Int32] = [], candidates: [Int32] = [], fit: PersonName.Fit = .no,
        endsInName: Bool = false
    ) {
        self.name = name
        self.customers = customers
        self.candidates = candidates
        self.fit = fit
        self.endsInName = endsInName
    }

    /// Where nothing but the name is known of the payer.
    func identify(_ payer: inout Payer) {
        guard !candidates.isEmpty else { return }
        payer.identify(customers, .name)
        payer.candidates = candidates
        payer.fit = fit
        payer.endsInName = endsInName
    }
}

/// The creditor's customers by tax id, IBAN and name.
final class PayerIndex {
    private var taxIds = TextNumbers()
    private var taxIdCustomers: [[Int32]] = []
    private var accounts = TextNumbers()
    private var accountCustomers: [[Int32]] = []
    private var nameKeys: RowIndex
    private var names: [PersonName] = []
    private var nameCustomers: [Int32] = []
    private var namesOf: [[Int32]]
    private var spelling = TextArena()
    private var spelled: [TextSlice] = []
    private var alphabetical: [Int32] = []
    /// In how many customers' names a word stands: a family name of a few, or SUMINISTROS.
    private var wordNumbers = TextNumbers()
    private var wordCounts: [Int32] = []
    private let customerNumbers: TextNumbers
    /// Printed names that were looked up, by their number: payers print the same few names again and again.
    private var printed: [PrintedName?] = []

    init(_ invoices: InvoiceTable) {
        customerNumbers = invoices.customerNumbers
        nameKeys = RowIndex(capacity: invoices.partyNames.count * 4)
        namesOf = Array(repeating: [], count: invoices.customerNumbers.count)
        for (customer, taxId) in invoices.taxIds { Self.add(customer, taxId, &taxIds, &taxIdCustomers) }
        for (customer, iban) in invoices.accounts { Self.add(customer, iban, &accounts, &accountCustomers) }
        for party in invoices.partyCustomers.indices {
            add(PersonName(invoices.arena[invoices.partyNames[party]]), invoices.partyCustomers[party])
        }
        sortNames()
    }

    private static func add(
        _ customer: Int32, _ text: String, _ numbers: inout TextNumbers, _ customers: inout [[Int32]]
    ) {
        let number = Int(numbers.number(text))
        if number == customers.count { customers.append([]) }
        if !customers[number].contains(customer) { customers[number].append(customer) }
    }

    private func add(_ name: PersonName, _ customer: Int32) {
        guard !name.isEmpty, !namesOf[Int(customer)].contains(where: { names[Int($0)] == name }) else {
            return
        }
        let number = Int32(names.count)
        names.append(name)
        nameCustomers.append(customer)
        let isFirst = namesOf[Int(customer)].isEmpty
        namesOf[Int(customer)].append(number)
        for key in name.indexKeys { nameKeys.insert(key, number) }
        guard isFirst else { return }
        for index in 0..<name.count {
            let number = Int(wordNumbers.number(name.word(index)))
            if number == wordCounts.count { wordCounts.append(0) }
            wordCounts[number] += 1
        }
    }

    /// The payer of a movement: by tax id, else by account, else by what persons decided of the account, else
    /// by name.
    func payer(
        of payment: Payment, text: FoldedText, accounts printedAccounts: [PrintedAccount],
        printed: PrintedName, memory: PayerMemory
    ) -> Payer {
        var payer = Payer()
        let account = payment.table.arena[payment.row.counterpartyAccount]
        payer.isNamed = payment.isCounterpartyPrinted || !account.isEmpty
        var holders: [Int32] = []
        for taxId in taxIds(of: payment, text) {
            if let number = taxIds.find(taxId) { holders += taxIdCustomers[Int(number)] }
        }
        if !holders.isEmpty {
            payer.identify(sorted(holders), .taxId)
            return payer
        }
        // An account that pays for several customers, or was wrong before, identifies nobody.
        let isUnsure = memory.isUnsure(account: payment)
        if !account.isEmpty, !isUnsure, let number = accounts.find(account) {
            payer.identify(sorted(accountCustomers[Int(number)]), .iban)
            return payer
        }
        if !isUnsure, let customer = memory.customer(account: payment) {
            payer.identify([customer], .memory)
            return payer
        }
        printed.identify(&payer)
        if account.isEmpty, let holders = textHolders(printedAccounts, memory),
            payer.candidates.isEmpty || holders.contains(where: payer.candidates.contains)
        {
            payer.identify(holders, .iban)
        }
        return payer
    }

    /// Whose the one account is that the text spells, where it is a customer's and was never wrong.
    private func textHolders(_ accounts: [PrintedAccount], _ memory: PayerMemory) -> [Int32]? {
        guard accounts.count == 1, let iban = accounts.first?.iban,
            !memory.isUnsure(account: Array(iban.utf8)[...]), let number = self.accounts.find(iban)
        else { return nil }
        return sorted(accountCustomers[Int(number)])
    }

    /// The payment's printed payer name, and which customers it can be.
    func printed(of payment: Payment) -> PrintedName {
        let number = Int(payment.row.counterparty)
        if printed.isEmpty {
            printed = Array(repeating: nil, count: payment.table.counterparties.count)
        }
        if let known = printed[number] { return known }
        let found = printedName(PersonName(payment.counterparty))
        if payment.movements.prints(number) > 1 { printed[number] = found }
        return found
    }

    /// Full names as sorted text: those that a printed name begins stand together.
    private func sortNames() {
        for name in names { spelled.append(spelling.add(name.spelling[...])) }
        alphabetical = (0..<Int32(names.count)).sorted { a, b in
            let (x, y) = (spelling[spelled[Int(a)]], spelling[spelled[Int(b)]])
            return x.elementsEqual(y) ? a < b : x.lexicographicallyPrecedes(y)
        }
    }

    /// Names that begin like the printed one; where there is none, those that it may abbreviate.
    private func candidates(_ printed: PersonName) -> [Int32] {
        let start = printed.spelling
        guard !start.isEmpty else { return [] }
        var index = alphabetical.partition { !spelling[spelled[Int($0)]].lexicographicallyPrecedes(start) }
        var found: [Int32] = []
        while index < alphabetical.count, spelling[spelled[Int(alphabetical[index])]].starts(with: start) {
            found.append(alphabetical[index])
            index += 1
        }
        guard found.isEmpty || printed.mayEndInLink else { return found }
        return found + printed.lookupKeys.flatMap { nameKeys.rows($0) }
    }

    private func printedName(_ printed: PersonName) -> PrintedName {
        var found: [(customer: Int32, fit: PersonName.Fit, form: LegalForm)] = []
        for number in candidates(printed) {
            let fit = names[Int(number)].fit(printed: printed)
            if fit > .no { found.append((nameCustomers[Int(number)], fit, names[Int(number)].form)) }
        }
        guard !found.isEmpty else { return PrintedName(printed) }
        let all = sorted(found.map(\.customer))
        // A name that is one customer's word for word is only that one's, though it may begin others.
        let best = found.map(\.fit).max() ?? .no
        var kept = found.filter { $0.fit == best }
        if Set(kept.map(\.customer)).count > 1 {
            let fitting = kept.filter { !$0.form.contradicts(printed.form) }
            if !fitting.isEmpty, Set(fitting.map(\.customer)).count < Set(kept.map(\.customer)).count {
                kept = fitting
            }
        }
        return PrintedName(
            printed, customers: best == .whole ? sorted(kept.map(\.customer)) : all, candidates: all,
            fit: best, endsInName: best == .cut && endsInWholeWord(printed))
    }

    /// Whether the last printed word is a name of its own: `SERRA` need not be the beginning of `SERRANO`.
    private func endsInWholeWord(_ printed: PersonName) -> Bool {
        printed.last.map { wordNumbers.find($0) != nil } ?? true
    }

    private func sorted(_ customers: [Int32]) -> [Int32] {
        guard customers.count > 1 else { return customers }
        return Array(Set(customers)).sorted { customerNumbers.string($0) < customerNumbers.string($1) }
    }

    /// Whether the payer is printed with another legal form than every name of the customer has.
    func formContradicts(_ printed: PersonName, customer: Int32) -> Bool {
        namesOf[Int(customer)].allSatisfy { names[Int($0)].form.contradicts(printed.form) }
    }

    /// Whether the printed payer name fits a name of the customer.
    func nameFits(_ printed: PersonName, customer: Int32) -> Bool {
        namesOf[Int(customer)].contains { names[Int($0)].fit(printed: printed) > .no }
    }

    /// Whether payer and customer share a family name or a brand: a relative, a firm of the same group.
    func isRelated(_ printed: PersonName, customer: Int32) -> Bool {
        let limit = max(3, Int32(customerNumbers.count / 20))
        return namesOf[Int(customer)].contains { number in
            printed.sharesWord(with: names[Int(number)]) { word in
                wordNumbers.find(word).map { wordCounts[Int($0)] > limit } ?? true
            }
        }
    }

    private func taxIds(of payment: Payment, _ text: FoldedText) -> [String] {
        var found: [String] = []
        if !payment.row.counterpartyTaxId.isEmpty {
            found.append(TaxIdentifier.key(payment.string(payment.row.counterpartyTaxId)))
        }
        for index in text.tokens.indices where text.tokens[index].digits >= 7 {
            let word = text.word(index)
            guard word.count == 9 || word.count == 11, word.contains(where: { !isDigit($0) }),
                let identifier = TaxIdentifier(spanish: String(decoding: word, as: UTF8.self))
            else { continue }
            found.append(TaxIdentifier.key(identifier.text))
        }
        return found
    }
}
