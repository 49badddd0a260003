import Domain

/// Names as banks print them: upper case, cut off, words abbreviated, legal form in any spelling.
struct PersonName: Hashable {
    /// Words without legal form and link words, in order; capitals A to Z and digits only.
    let words: [String]

    private static let legalForms: Set<String> = [
        "SL", "SLU", "SLL", "SLP", "SLNE", "SA", "SAU", "SAL", "SCOOP", "SCCL", "COOP", "SC", "CB", "SCP",
        "AIE",
        "UTE", "SOCIEDAD", "LIMITADA", "ANONIMA", "UNIPERSONAL", "LTD", "LTDA", "LDA", "SARL", "SAS", "GMBH",
        "SRL",
    ]
    private static let links: Set<String> = [
        "Y", "E", "DE", "DEL", "LA", "LAS", "LOS", "EL", "I", "AND", "CIA",
    ]

    init(_ name: String) {
        words = CustomerKey.foldedName(name).split(separator: " ").map(String.init).filter {
            !Self.legalForms.contains($0) && !Self.links.contains($0)
        }
    }

    /// Whether a printed payer name can be this full name: every printed word is the full word at its place
    /// or, when abbreviated or cut at the end, a beginning of it of three letters or more; at least two words
    /// or one long one say so. A name cut after its first words passes, an additional word never does.
    func isPrinted(as printed: PersonName) -> Bool {
        var shown = printed.words
        // A name cut within its legal form ends in a lone S.
        if shown.count > words.count, shown.last == "S" { shown.removeLast() }
        guard !shown.isEmpty, shown.count <= words.count else { return false }
        for (index, word) in shown.enumerated() {
            let full = words[index]
            if word == full { continue }
            let isLast = index == shown.count - 1
            guard full.utf8.starts(with: word.utf8), word.utf8.count >= 3 || (isLast && index >= 2) else {
                guard Self.isAbbreviation(word, of: full) else { return false }
                continue
            }
        }
        return shown.count >= 2 || shown[0].utf8.count >= 6
    }

    /// Contractions that keep first and last letters: `HNOS` for `HERMANOS`.
    private static func isAbbreviation(_ short: String, of full: String) -> Bool {
        let (short, full) = (short.utf8, full.utf8)
        guard short.count >= 3, short.count < full.count, short.first == full.first, short.last == full.last
        else { return false }
        var rest = full[...]
        for letter in short {
            guard let found = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: found)...]
        }
        return true
    }
}

extension PersonName {
    /// The keys under which a full name stands in an index. Every printed name that can be it has one of them
    /// among its `lookupKeys`: a printed word is the full word, a beginning of it of three letters or more,
    /// or keeps its first and last letter; a third word may be cut to its first.
    var indexKeys: [String] {
        guard let first = words.first else { return [] }
        let one = String(first.prefix(3))
        guard words.count > 1 else { return [one] }
        let two = Self.secondKeys(one, words[1])
        guard words.count > 2 else { return [one] + two }
        return [one] + two + two.map { $0 + "|" + words[2].prefix(1) }
    }

    /// The keys under which the full names of a printed one are found. A lone S at the end may be the
    /// beginning of a legal form.
    var lookupKeys: [String] {
        guard words.count > 1, words.last == "S" else { return Self.lookupKeys(words) }
        return Self.lookupKeys(words) + Self.lookupKeys(words.dropLast())
    }

    private static func lookupKeys(_ words: [String]) -> [String] {
        guard let first = words.first else { return [] }
        let one = String(first.prefix(3))
        guard words.count > 1 else { return [one] }
        let two = secondKeys(one, words[1])
        return words.count > 2 ? two.map { $0 + "|" + words[2].prefix(1) } : two
    }

    /// The second word by its beginning, and by its ends for contractions.
    private static func secondKeys(_ one: String, _ word: String) -> [String] {
        ["\(one)|\(word.prefix(3))", "\(one)/\(word.prefix(1))\(word.suffix(1))"]
    }
}

/// Who paid, as far as the movement tells.
struct Payer: Equatable {
    enum Means: Int, Comparable {
        case none, name, iban, taxId
        static func < (a: Means, b: Means) -> Bool { a.rawValue < b.rawValue }
    }

    /// Customers the payer can be, sorted; more than one for homonyms and shared accounts.
    var customers: [String] = []
    var means = Means.none
    /// True where the bank prints a payer at all.
    var isNamed = false

    /// One customer and no other.
    var customer: String? { customers.count == 1 ? customers[0] : nil }
}

/// The creditor's customers by tax id, IBAN and name.
struct PayerIndex {
    private var byTaxId: [String: Set<String>] = [:]
    private var byIBAN: [String: Set<String>] = [:]
    private var byNameKey: [String: [(name: PersonName, customer: String)]] = [:]
    private var names: [String: Set<PersonName>] = [:]

    init(items: [OpenItem]) {
        var seen: Set<[String]> = []
        for item in items
        where seen.insert([item.customer, item.taxId, item.iban, item.customerName]).inserted {
            if !item.taxId.isEmpty {
                byTaxId[TaxIdentifier.key(item.taxId), default: []].insert(item.customer)
            }
            if !item.iban.isEmpty {
                byIBAN[IdentifierText.compact(item.iban), default: []].insert(item.customer)
            }
            let name = PersonName(item.customerName)
            guard !name.words.isEmpty, names[item.customer, default: []].insert(name).inserted else {
                continue
            }
            for key in name.indexKeys { byNameKey[key, default: []].append((name, item.customer)) }
        }
    }

    /// The payer of a movement: by tax id, else by account, else by name.
    func payer(of entry: EntryRecord) -> Payer {
        var payer = Payer()
        payer.isNamed = !entry.counterparty.isEmpty || !entry.counterpartyAccount.isEmpty
        let taxIds = ([entry.counterpartyTaxId] + taxIdsInText(entry.text)).map(TaxIdentifier.key)
        let byTax = taxIds.reduce(into: Set<String>()) { $0.formUnion(byTaxId[$1] ?? []) }
        if !byTax.isEmpty {
            (payer.customers, payer.means) = (byTax.sorted(), .taxId)
            return payer
        }
        if let holders = byIBAN[IdentifierText.compact(entry.counterpartyAccount)], !holders.isEmpty {
            (payer.customers, payer.means) = (holders.sorted(), .iban)
            return payer
        }
        let printed = PersonName(entry.counterparty)
        var matches: Set<String> = []
        for key in printed.lookupKeys {
            for (name, customer) in byNameKey[key] ?? [] where name.isPrinted(as: printed) {
                matches.insert(customer)
            }
        }
        if !matches.isEmpty { (payer.customers, payer.means) = (matches.sorted(), .name) }
        return payer
    }

    /// Whether the printed payer name fits a name of the customer.
    func nameFits(_ printed: PersonName, customer: String) -> Bool {
        (names[customer] ?? []).contains { $0.isPrinted(as: printed) }
    }

    private func taxIdsInText(_ text: String) -> [String] {
        let folded = FoldedText(text)
        return folded.tokens.indices.compactMap { index in
            let word = String(decoding: folded.word(index), as: UTF8.self)
            guard word.utf8.count == 9 || word.utf8.count == 11 else { return nil }
            return TaxIdentifier(spanish: word)?.text
        }
    }
}
