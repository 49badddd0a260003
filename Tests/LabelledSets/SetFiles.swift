/// What meta.json says of how the set was made.
struct Summary {
    let profile: Profile
    let numbering: Numbering
    let seed: UInt64
    let homonyms: Int
    let subscribers: Int
}

/// All files of a set that grow day by day.
struct SetFiles {
    private let folder: String
    private let context: SetContext
    private let camt: CamtFile?
    private let norma43: Norma43File?
    private let bank: BankTable?
    private let batches: BatchTable
    private let truth: TruthTable
    /// Per currency.
    private var balances: [Int]
    private var sequence = 0
    private var written = 0
    private var bankCents = 0
    private var kinds = Array(repeating: 0, count: Kind.allCases.count)
    private var evidences = Array(repeating: 0, count: Evidence.allCases.count)

    init(_ folder: String, _ formats: [LabelledSet.Format], _ context: SetContext) throws {
        (self.folder, self.context) = (folder, context)
        camt = formats.contains(.camt) ? try CamtFile("\(folder)/camt053.xml") : nil
        norma43 = formats.contains(.n43) ? try Norma43File("\(folder)/n43") : nil
        bank = formats.contains(.csv) ? try BankTable("\(folder)/bank.csv") : nil
        batches = try BatchTable("\(folder)/remesas.csv")
        truth = try TruthTable("\(folder)/truth.csv")
        balances = [context.creditor.opening, 0, 0]
    }

    mutating func write(_ movements: [Movement], day: Int) throws {
        for currency in AccountCurrency.allCases {
            let mine = movements.filter { $0.currency == currency }
            if !mine.isEmpty { try write(mine, currency, day: day) }
        }
    }

    private mutating func write(_ movements: [Movement], _ currency: AccountCurrency, day: Int) throws {
        sequence += 1
        let statement = StatementDay(
            day: day, sequence: sequence, firstId: written + 1, opening: balances[currency.place],
            currency: currency,
            movements: movements)
        camt?.write(statement, context)
        try norma43?.write(statement, context)
        for movement in movements {
            written += 1
            let id = padded(written, 10)
            balances[currency.place] += movement.amount
            bankCents += movement.amount
            bank?.write(movement, id: id, balance: balances[currency.place], context)
            truth.write(movement, id: id, context)
            if movement.kind == .directDebitBatch { batches.write(movement, context) }
            kinds[movement.kind.place] += 1
            evidences[movement.evidence.place] += 1
        }
    }

    func close(_ summary: Summary) throws {
        try camt?.close()
        try norma43?.close()
        try bank?.close()
        try batches.close()
        try truth.close()
        try writeMeta(summary)
    }

    private func writeMeta(_ summary: Summary) throws {
        let file = try ByteFile("\(folder)/meta.json")
        let book = context.book
        let total = (0..<book.count).reduce(0) { $0 + Int(book.total[$1]) }
        let kindCounts = counts(zip(Kind.allCases.map(\.rawValue), kinds))
        let evidenceCounts = counts(zip(Evidence.allCases.map(\.rawValue), evidences))
        file.write(
            """
            {
             "bank_cents": \(bankCents),
             "creditor": "\(context.creditor.name)",
             "customers": \(context.customers.count),
             "evidence": {\(evidenceCounts)
             },
             "homonyms": \(summary.homonyms),
             "iban": "\(context.creditor.iban)",
             "invoice_cents": \(total),
             "invoices": \(book.count),
             "kinds": {\(kindCounts)
             },
             "nif": "\(context.creditor.taxId)",
             "numbering": "\(summary.numbering.rawValue)",
             "payments": \(written),
             "profile": "\(summary.profile.rawValue)",
             "seed": \(summary.seed),
             "subscribers": \(summary.subscribers)
            }
            """)
        try file.close()
    }

    private func counts(_ pairs: some Sequence<(String, Int)>) -> String {
        pairs.filter { $0.1 > 0 }.sorted { $0.0 < $1.0 }.map { "\n  \"\($0.0)\": \($0.1)" }.joined(
            separator: ",")
    }
}

extension Evidence {
    /// Its place among all kinds of evidence.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
