internal import Domain

/// Which columns of a heading row mean what, by one profile.
struct ProfileFit {
    let profile: TableProfile
    let assigned: [String: [Int]]
    /// Columns understood; a profile that names all its columns counts two more, any list but that of
    /// customers a hundred, a profile of the workspace a thousand.
    let score: Int

    /// The fields of a role in the order in which they take their columns, the free texts last.
    static func fields(_ role: TableProfile.Role) -> [String] {
        switch role {
        case .bank:
            [
                "booked", "value", "amount", "debit", "credit", "sign", "balance", "currency", "account",
                "iban", "fee",
                "reference", "bankReference", "counterparty", "counterpartyAccount", "counterpartyTaxId",
                "status", "code", "mandateId", "endToEndId", "text", "note", "ignored",
            ]
        case .invoices:
            [
                "series", "number", "issued", "due", "customerTaxId", "customer", "iban", "net", "tax",
                "withheld",
                "total",
                "pending", "currency", "kind", "status", "corrects", "paymentReference", "email", "phone",
                "street", "postCode", "town", "province", "country", "ignored",
            ]
        case .directDebits:
            [
                "batch", "collected", "invoice", "amount", "mandateId", "debtorTaxId", "endToEndId",
                "currency",
                "ignored",
            ]
        case .decisions:
            [
                "subject", "movement", "decision", "day", "amount", "currency", "shown1", "shown2", "shown3",
                "author", "note", "evidence", "code", "percent", "until", "instalments", "grace", "breaks",
                "published", "reference", "fact", "evidenceFile", "evidenceDigest", "ignored",
            ]
        case .deliveries: ["reference", "status", "day", "evidenceFile", "evidenceDigest", "ignored"]
        case .customers: CustomerHeadings.fields
        }
    }

    /// Fields that may take several columns.
    private static let several: Set<String> = ["text", "note", "ignored", "ibans"]

    /// `nil` where the headings lack what the role needs, or a column the profile names.
    init?(_ profile: CompiledProfile, headings: [String], isOwn: Bool) {
        var assigned: [String: [Int]] = [:]
        var isTaken = [Bool](repeating: false, count: headings.count)
        for (field, words) in profile.words {
            var columns: [Int] = []
            for word in words {
                for column in headings.indices
                where !isTaken[column] && HeadingText.matches(headings[column], word) {
                    columns.append(column)
                    isTaken[column] = true
                    if !Self.several.contains(field) { break }
                }
                if !columns.isEmpty, !Self.several.contains(field) { break }
            }
            if columns.isEmpty {
                guard profile.profile.isGeneric else { return nil }
                continue
            }
            assigned[field] = columns.sorted()
        }
        if profile.profile.role == .bank, profile.profile.isGeneric { Self.substitute(&assigned, headings) }
        guard Self.hasRequired(profile.profile.role, assigned) || profile.profile.refusal != nil else {
            return nil
        }
        self.profile = profile.profile
        let isCustomers = profile.profile.role == .customers
        if isCustomers, !isOwn, CustomerHeadings.areOfDocuments(headings, isTaken) { return nil }
        // Movements and invoices have references, states and days too.
        if profile.profile.role == .deliveries, !isOwn,
            headings.contains(where: CompiledProfile.moneyWords.contains)
        {
            return nil
        }
        let known = isTaken.count { $0 }
        if !profile.profile.isGeneric, profile.profile.refusal == nil {
            Self.supplement(&assigned, &isTaken, headings, profile.profile.role)
        }
        self.assigned = assigned
        // Every other kind of list names customers too: a list of customers is what is left.
        score = known + (profile.profile.isGeneric ? 0 : 2) + (isOwn ? 1000 : isCustomers ? 0 : 100)
    }

    /// Fields that some exports of a bank or program have and others have not.
    private static let optional: Set<String> = [
        "reference", "bankReference", "counterparty", "counterpartyAccount", "counterpartyTaxId",
        "endToEndId", "mandateId", "paymentReference", "email", "phone", "iban", "balance", "currency",
    ]

    /// The same of lists of invoices: without its status a draft would be a debt.
    private static let optionalOfInvoices: Set<String> = [
        "series", "customerTaxId", "net", "tax", "withheld", "pending", "kind", "status",
        "corrects",
    ]

    /// A balance with these words in its heading is not the sum of the movements.
    private static let available = ["disponi", "available"]

    /// Fields of a bank table that no export has without meaning them: a lost sign, currency or status makes
    /// another movement of a row.
    private static let optionalOfBanks: Set<String> = ["value", "sign", "balance", "currency", "status"]

    /// What a table of few columns has instead: value days only, or one signed column called debit/credit.
    private static func substitute(_ assigned: inout [String: [Int]], _ headings: [String]) {
        let dateWords: Set<Substring> = ["fecha", "fec", "f", "date", "data", "datum", "valutadatum"]
        func isDate(_ column: Int) -> Bool {
            headings[column].split(separator: " ").contains(where: dateWords.contains)
        }
        if assigned["booked"] == nil, let value = assigned["value"], let column = value.first, isDate(column),
            headings.indices.allSatisfy({ $0 == column || !isDate($0) })
        {
            assigned["booked"] = value
        }
        let both: Set<String> = [
            "debit credit", "credit debit", "debito credito", "credito debito", "debe haber", "cargo abono",
            "soll haben",
        ]
        if assigned["amount"] == nil, assigned["debit"] == nil, assigned["credit"] == nil,
            let sign = assigned["sign"], let column = sign.first, both.contains(headings[column])
        {
            assigned["amount"] = sign
            assigned["sign"] = nil
        }
    }

    /// Columns that a profile does not name and that say what they are in the words of a language are read
    /// too: a reference must not be lost because the bank has added a column.
    private static func supplement(
        _ assigned: inout [String: [Int]], _ isTaken: inout [Bool], _ headings: [String],
        _ role: TableProfile.Role
    ) {
        let further = role == .invoices ? optionalOfInvoices : role == .bank ? optionalOfBanks : []
        let fields = optional.union(further)
        for generic in CompiledProfile.builtIn where generic.profile.isGeneric && generic.profile.role == role
        {
            for (field, words) in generic.words where fields.contains(field) && assigned[field] == nil {
                let column = headings.indices.first { column in
                    let isAvailable = available.contains { headings[column].contains($0) }
                    return !isTaken[column] && !(field == "balance" && isAvailable)
                        && words.contains { HeadingText.matches(headings[column], $0) }
                }
                guard let column else { continue }
                assigned[field] = [column]
                isTaken[column] = true
            }
        }
    }

    private static func hasRequired(_ role: TableProfile.Role, _ assigned: [String: [Int]]) -> Bool {
        func has(_ field: String) -> Bool { assigned[field] != nil }
        switch role {
        case .bank: return has("booked") && (has("amount") || (has("debit") && has("credit")))
        case .invoices: return has("number") && has("issued") && (has("total") || has("pending"))
        case .directDebits: return has("batch") && has("collected") && has("invoice") && has("amount")
        case .decisions:
            let isOfMovements = has("movement") && has("amount")
            return has("decision") && has("day") && has("author") && (has("subject") || isOfMovements)
        case .deliveries: return has("reference") && has("status") && has("day")
        case .customers: return CustomerHeadings.areEnough(Set(assigned.keys))
        }
    }
}

/// A profile with its headings folded once, fields in the order of `ProfileFit.fields`.
struct CompiledProfile {
    let profile: TableProfile
    let words: [(field: String, words: [String])]

    init(_ profile: TableProfile) {
        self.profile = profile
        words = ProfileFit.fields(profile.role).compactMap { field in
            profile.columns[field].map { (field, $0.map { HeadingText.split($0).words }) }
        }
    }

    /// The built-in profiles, folded once.
    static let builtIn: [CompiledProfile] = BuiltInProfiles.all.map(CompiledProfile.init)

    /// The folded headings of the day on which an invoice is due.
    static let dueWords = Set(
        builtIn.filter { $0.profile.role == .invoices }.flatMap { $0.words }.filter { $0.field == "due" }
            .flatMap(\.words))

    /// The folded headings of amounts.
    static let moneyWords = Set(
        builtIn.flatMap(\.words).filter {
            ["amount", "debit", "credit", "balance", "total", "pending", "net", "tax"].contains($0.field)
        }.flatMap(\.words))

    /// Every folded heading of them.
    static let builtInWords = Set(builtIn.flatMap { $0.words.flatMap(\.words) })
}
