public import Domain

/// Reads the facts that people state of invoices, cases and debtors: what was delivered, disputed, promised,
/// agreed, put on hold; and what they decided of movements, where the table has a column of them
/// (`ReviewTable`).
public enum DecisionsCSV {
    /// Emits one record a row. Rows with an unknown decision, or without subject, day or author, are set
    /// aside: a decision that nobody signs decides nothing. So are rows that lack what their decision needs.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .decisionsCSV, role: .decisions, options: options) {
            text, layout in
            if ReviewTable.has(layout) {
                return try ReviewTable.rows(text, layout, options: options, emit: emit)
            }
            let columns = DecisionColumns(layout)
            let table = TableRows(
                text, layout, dates: [columns.day, columns.column(.until), columns.column(.published)],
                numbers: [columns.column(.amount)], options: options)
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                .decision(try columns.record(&row, text))
            }
        }
    }
}

/// Which columns of a table of decisions say what, and how they are read.
private struct DecisionColumns {
    let day: Int
    private let subject: Int
    private let decision: Int
    private let author: Int
    private let detail: Int
    private let currency: Int
    private let file: Int
    private let digest: Int
    private let terms: [CaseTerms.Field: Int]

    init(_ layout: TableLayout) {
        day = layout.column("day")
        subject = layout.column("subject")
        decision = layout.column("decision")
        author = layout.column("author")
        detail = layout.column("evidence")
        currency = layout.column("currency")
        file = layout.column("evidenceFile")
        digest = layout.column("evidenceDigest")
        terms = Dictionary(
            uniqueKeysWithValues: CaseTerms.Field.allCases.map { ($0, layout.column($0.rawValue)) })
    }

    func column(_ field: CaseTerms.Field) -> Int { terms[field] ?? -1 }

    func record(
        _ row: inout TableRow, _ text: Span<UInt8>
    ) throws(RowProblem) -> DecisionRecord {
        guard let kind = DecisionWords.kind(HeadingText.fold(try row.requiredText(decision, text))) else {
            throw RowProblem(
                .recordMalformed, column: decision, found: "an unknown decision",
                expected: DecisionWords.expected)
        }
        var record = DecisionRecord(
            kind: kind, subject: try row.requiredText(subject, text),
            day: try row.requiredDay(day, text), author: try row.requiredText(author, text))
        record.detail = row.text(detail, text)
        record.evidence = try row.evidence(file: file, digest: digest, text)
        try readTerms(of: &record, &row, text)
        if let refusal = CaseRules.refusal(of: record) {
            throw RowProblem(
                refusal.isMissing ? .fieldMissing : .recordMalformed, column: column(refusal.field),
                found: refusal.isMissing ? "" : record.terms.text(refusal.field), expected: refusal.expected)
        }
        record.place = row.place
        return record
    }

    /// The columns that the decision takes; what another one says is left out, and a person is told.
    private func readTerms(
        of record: inout DecisionRecord, _ row: inout TableRow, _ text: Span<UInt8>
    ) throws(RowProblem) {
        let takes = CaseRules.fields(of: record.kind)
        for field in CaseTerms.Field.allCases {
            let column = column(field)
            let said = row.text(column, text)
            guard !said.isEmpty else { continue }
            guard takes.contains(field) else {
                row.note(
                    .recordMalformed, column, found: "\(field.rawValue) of a decision without it",
                    expected: "nothing")
                continue
            }
            try read(field, said, into: &record, row, text)
        }
    }

    private func read(
        _ field: CaseTerms.Field, _ said: String, into record: inout DecisionRecord, _ row: TableRow,
        _ text: Span<UInt8>
    ) throws(RowProblem) {
        let column = column(field)
        func malformed() -> RowProblem {
            RowProblem(
                .recordMalformed, column: column, found: "what cannot be read",
                expected: CaseRules.form(of: field, record.kind))
        }
        func number() throws(RowProblem) -> Int {
            guard let number = Int(said) else { throw malformed() }
            return number
        }
        switch field {
        case .code:
            guard let code = CaseRules.code(HeadingText.fold(said), of: record.kind) else {
                throw malformed()
            }
            record.terms.code = code
        case .amount:
            record.terms.currency = try row.currency(currency, amount: column, text)
            record.terms.amount = try row.amount(column, record.terms.currency, text)
        case .percent:
            guard let basisPoints = PercentText.read(said) else { throw malformed() }
            record.terms.basisPoints = basisPoints
        case .until: record.terms.until = try row.day(column, text)
        case .published: record.terms.published = try row.day(column, text)
        case .instalments:
            record.terms.currency = try row.currency(currency, amount: self.column(.amount), text)
            guard let instalments = InstalmentText.read(said, currency: record.terms.currency) else {
                throw malformed()
            }
            record.terms.instalments = instalments
        case .grace: record.terms.graceDays = try number()
        case .breaks: record.terms.breaksAfter = try number()
        case .reference: record.terms.reference = said
        case .fact:
            guard let number = Int64(said.first == "#" ? said.dropFirst() : said[...]) else {
                throw malformed()
            }
            record.terms.retracts = number
        }
    }
}

/// How people call their decisions.
public enum DecisionWords {
    /// Our own names, for who gets one wrong.
    public static let expected =
        DecisionRecord.Kind.allCases.prefix(12).map(\.rawValue).joined(separator: ", ")
        + " and others: see 'recobro case --help'"

    /// A decision by our own name or in Spanish, folded (lower case, without accents and hyphens).
    public static func kind(_ word: String) -> DecisionRecord.Kind? {
        spanish[word] ?? DecisionRecord.Kind(rawValue: word.replacing(" ", with: "-"))
    }

    private static let spanish: [String: DecisionRecord.Kind] = [
        "entregada": .delivered, "entregado": .delivered, "notificada": .delivered, "notificado": .delivered,
        "disputa": .disputed, "disputada": .disputed, "disputado": .disputed,
        "disputa resuelta": .disputeResolved, "disputa cerrada": .disputeResolved,
        "autorizada": .released, "autorizado": .released,
        "suspendida": .hold, "suspendido": .hold, "suspension": .hold,
        "reanudada": .resumed, "reanudado": .resumed,
        "motivo": .reason, "motivo de impago": .reason,
        "litigio": .litigated, "litigiosa": .litigated, "demanda": .litigated,
        "fin del litigio": .litigationEnded, "litigio terminado": .litigationEnded,
        "promesa": .promised, "promesa de pago": .promised, "promise": .promised,
        "plan": .planAgreed, "plan de pagos": .planAgreed, "plan acordado": .planAgreed,
        "plan cancelado": .planCancelled, "plan anulado": .planCancelled,
        "quita": .discountOffered, "quita ofrecida": .discountOffered, "descuento ofrecido": .discountOffered,
        "discount": .discountOffered,
        "reclamacion": .complaint, "queja": .complaint,
        "reclamacion contestada": .complaintAnswered, "queja contestada": .complaintAnswered,
        "respuesta a la invitacion": .negotiationAnswered, "negociacion contestada": .negotiationAnswered,
        "fin de la negociacion": .negotiationEnded, "negociacion terminada": .negotiationEnded,
        "negociacion sin acuerdo": .negotiationEnded,
        "demanda presentada": .claimFiled, "monitorio presentado": .claimFiled,
        "retirada de la agencia": .recalled, "retirar de la agencia": .recalled, "recall": .recalled,
        "retirada anulada": .recallCancelled, "sigue en la agencia": .recallCancelled,
        "respuesta a la agencia": .agencyAnswered, "contestado a la agencia": .agencyAnswered,
        "via judicial autorizada": .legalApproved, "demanda autorizada": .legalApproved,
        "direccion devuelta": .addressReturned, "direccion desconocida": .addressReturned,
        "direccion confirmada": .addressConfirmed,
        "devuelta": .returned, "devuelto": .returned, "carta devuelta": .returned,
        "concurso": .insolvency, "insolvencia": .insolvency,
        "fin del concurso": .insolvencyEnded, "concurso terminado": .insolvencyEnded,
        "exonerado": .discharged, "exonerada": .discharged, "exoneracion": .discharged, "epi": .discharged,
        "fallecido": .deceased, "fallecida": .deceased, "fallecimiento": .deceased,
        "error de identidad": .identityError, "identidad confirmada": .identityConfirmed,
        "limitado": .restricted, "limitacion del tratamiento": .restricted,
        "fin de la limitacion": .restrictionLifted, "limitacion levantada": .restrictionLifted,
        "embargo": .seized, "embargado": .seized, "embargada": .seized,
        "embargo levantado": .seizureLifted, "fin del embargo": .seizureLifted,
        "contacto": .contacted, "llamada": .contacted, "contactado": .contacted,
        "dispute": .disputed, "dispute resolve": .disputeResolved, "release": .released, "resume": .resumed,
        "contact": .contacted, "seizure": .seized, "litigation": .litigated,
        "retirado": .retracted, "retirada": .retracted, "retract": .retracted,
    ]
}
