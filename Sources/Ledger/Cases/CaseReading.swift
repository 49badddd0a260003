public import Domain

/// A fact that a person stated, as the ledger keeps it.
public struct CaseFact: Sendable, Equatable {
    /// By it a person takes the fact back.
    public let number: Int64
    public let record: DecisionRecord
    /// File and place, for evidence.
    public let source: String
    /// The number of the fact that takes this one back; `nil` while it stands.
    public internal(set) var retractedBy: Int64?
}

extension LedgerReader {
    /// Everything that people stated up to `asOf`, by day and number; what was taken back says so.
    public func caseFacts(asOf: Day) throws -> [CaseFact] {
        var instalments: [Int64: [Instalment]] = [:]
        try prepared("SELECT fact, due, amount FROM case_instalment ORDER BY fact, id").each {
            instalments[$0.int(0), default: []].append(Instalment(due: $0.day(1), amount: $0.int(2)))
        }
        var facts: [CaseFact] = []
        try prepared(
            """
            SELECT d.id, d.kind, d.subject, d.day, d.author, d.detail, f.name, d.line, t.note, t.code,
              t.reference, t.amount, t.currency, t.basis_points, t.until, t.grace, t.breaks, t.published,
              t.retracts, t.id IS NOT NULL, coalesce(e.name, ''), coalesce(e.sha256, '')
            FROM decision_fact d JOIN source_file f ON f.id = d.file
            LEFT JOIN case_terms t ON t.fact = d.id LEFT JOIN case_evidence e ON e.fact = d.id
            WHERE d.day <= ? ORDER BY d.day, d.id
            """
        ).each(.day(asOf)) { facts.append(try $0.caseFact(instalments)) }
        let retracted = Self.retracted(facts)
        if !retracted.isEmpty {
            for index in facts.indices { facts[index].retractedBy = retracted[facts[index].number] }
        }
        return facts
    }

    /// What is taken back, and by which fact. One that is itself taken back takes nothing back; it can only
    /// name what came before it.
    private static func retracted(_ facts: [CaseFact]) -> [Int64: Int64] {
        var retracted: [Int64: Int64] = [:]
        let retractions = facts.filter { $0.record.kind == .retracted }.sorted { $0.number > $1.number }
        for fact in retractions where retracted[fact.number] == nil {
            if let target = fact.record.terms.retracts, target < fact.number {
                retracted[target] = fact.number
            }
        }
        return retracted
    }

    /// People's decisions up to `asOf` that stand, one fact an invoice, in order of day and arrival. A
    /// subject is an invoice number, a case reference, the reference of a message or a customer.
    public func decisions(asOf: Day) throws -> [DecisionFact] {
        let stated = try caseFacts(asOf: asOf).filter {
            $0.retractedBy == nil && $0.record.kind != .retracted
        }
        let subjects = try CaseSubjects(self, stated.map { ($0.record.kind, $0.record.subject) })
        var facts: [DecisionFact] = []
        for one in stated where !subjects.isAmbiguous(one.record.kind, one.record.subject) {
            let invoices = subjects.invoices(one.record.kind, one.record.subject)
            let balances = try one.record.kind.isAgreement ? balances(one.record, invoices, asOf: asOf) : nil
            for invoice in invoices {
                if let balances, balances[invoice] == nil { continue }
                var fact = DecisionFact(one, invoice: invoice, balance: balances?[invoice])
                fact.document = subjects.documents[one.record.subject]
                facts.append(fact)
            }
        }
        facts += try derivedDecisions(asOf: asOf)
        return facts
    }

    /// The facts that were stated in these runs, named as derived steps name them: `fact #12`.
    public func factsStated(in runs: Set<String>) throws -> Set<String> {
        var facts: Set<String> = []
        for run in runs.sorted() {
            try prepared(
                "SELECT d.id FROM decision_fact d JOIN source_file f ON f.id = d.file WHERE f.run = ?"
            ).each(.text(run)) { facts.insert("fact #\($0.int(0))") }
        }
        return facts
    }

    /// The facts that are about an invoice, stood or taken back, by day and number.
    public func caseFacts(about invoices: [Int64], subject: String, asOf: Day) throws -> [CaseFact] {
        let all = try caseFacts(asOf: asOf)
        let subjects = try CaseSubjects(self, all.map { ($0.record.kind, $0.record.subject) })
        let wanted = Set(invoices)
        return all.filter { fact in
            fact.record.subject == subject
                || !wanted.isDisjoint(with: subjects.invoices(fact.record.kind, fact.record.subject))
        }
    }

    /// The invoices that a subject means, ascending; `nil` where nothing in the ledger answers to it.
    ///
    /// - Parameter kind: of the fact that is to be stated of it: some are about the debtor as a whole.
    public func invoices(ofSubject subject: String, kind: DecisionRecord.Kind) throws -> [Int64]? {
        let subjects = try CaseSubjects(self, [(.insolvency, subject), (kind, subject)])
        return subjects.isUnknown(subject) ? nil : subjects.invoices(kind, subject)
    }

    /// Whether a fact of this kind cannot say which of several invoices it means.
    public func isAmbiguous(_ subject: String, kind: DecisionRecord.Kind) throws -> Bool {
        try CaseSubjects(self, [(kind, subject)]).isAmbiguous(kind, subject)
    }

    /// Decisions whose subject no invoice, case and customer has, or more than one, as problems of their
    /// file.
    public func decisionsWithoutSubject(run: String) throws -> [FileProblem] {
        var stated: [(kind: DecisionRecord.Kind, subject: String, file: String, line: Int)] = []
        try prepared(
            """
            SELECT d.kind, d.subject, f.name, d.line FROM decision_fact d JOIN source_file f ON f.id = d.file
            WHERE f.run = ? AND d.kind <> 'retracted' ORDER BY d.id
            """
        ).each(.text(run)) { row in
            guard let kind = DecisionRecord.Kind(rawValue: row.text(0)) else { return }
            stated.append((kind, row.text(1), row.text(2), Int(row.int(3))))
        }
        let subjects = try CaseSubjects(self, stated.map { (DecisionRecord.Kind.insolvency, $0.subject) })
        return stated.filter { subjects.isUnknown($0.subject) || subjects.isAmbiguous($0.kind, $0.subject) }
            .map {
                FileProblem(
                    file: $0.file,
                    problem: Problem(.subjectUnknown, at: Place(line: $0.line), found: $0.subject))
            }
    }
}

extension DecisionFact {
    fileprivate init(_ fact: CaseFact, invoice: Int64, balance: AgreementBalance?) {
        self.init(
            kind: fact.record.kind, invoice: invoice, day: fact.record.day, author: fact.record.author,
            detail: fact.record.detail, source: fact.source)
        number = fact.number
        terms = fact.record.terms
        evidence = fact.record.evidence
        self.balance = balance
    }
}

extension Columns {
    /// A row of `LedgerReader.caseFacts`.
    fileprivate func caseFact(_ instalments: [Int64: [Instalment]]) throws -> CaseFact {
        guard let kind = DecisionRecord.Kind(rawValue: text(1)) else {
            throw LedgerError.corrupt("decision \(text(1))")
        }
        var record = DecisionRecord(kind: kind, subject: text(2), day: day(3), author: text(4))
        record.place = Place(line: Int(int(7)))
        record.detail = text(5)
        if flag(19) {
            record.detail = text(8)
            record.terms.code = text(9)
            record.terms.reference = text(10)
            record.terms.amount = optionalInt(11)
            record.terms.currency = try currency(12)
            record.terms.basisPoints = optionalInt(13).map { Int($0) }
            record.terms.until = optionalDay(14)
            record.terms.graceDays = optionalInt(15).map { Int($0) }
            record.terms.breaksAfter = optionalInt(16).map { Int($0) }
            record.terms.published = optionalDay(17)
            record.terms.retracts = optionalInt(18)
            record.terms.instalments = instalments[int(0)] ?? []
        }
        record.evidence = EvidenceReference(file: text(20), sha256: text(21))
        return CaseFact(number: int(0), record: record, source: "\(text(6)), line \(int(7))")
    }
}
