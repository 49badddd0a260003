public import Domain
internal import Scanning

/// Reads the creditor's own list of customers: who they are, how to reach them, what they pay from.
public enum CustomersCSV {
    /// Emits one record a row. A row without tax id, name and number is set aside; a field that cannot be
    /// understood is reported and left out, the rest of the row is kept.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .customersCSV, role: .customers, options: options) {
            text, layout in
            let columns = CustomerColumns(layout)
            let table = TableRows(text, layout, dates: [], numbers: [], options: options)
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                .customer(try columns.customer(&row, text))
            }
        }
    }
}

/// The columns of a list of customers, resolved once; -1 where there is none.
private struct CustomerColumns {
    let number, taxId, name, surname, kind, email, phone, language, doNotContact: Int
    let street, postCode, town, province, country: Int
    let ibans: [Int]

    init(_ layout: TableLayout) {
        number = layout.column("number")
        taxId = layout.column("taxId")
        name = layout.column("name")
        surname = layout.column("surname")
        kind = layout.column("kind")
        email = layout.column("email")
        phone = layout.column("phone")
        language = layout.column("language")
        doNotContact = layout.column("doNotContact")
        street = layout.column("street")
        postCode = layout.column("postCode")
        town = layout.column("town")
        province = layout.column("province")
        country = layout.column("country")
        ibans = layout.columns("ibans")
    }

    func customer(_ row: inout TableRow, _ bytes: Span<UInt8>) throws(RowProblem) -> CustomerRecord {
        var record = CustomerRecord()
        record.number = row.text(number, bytes)
        record.party = party(&row, bytes)
        if record.number.isEmpty, record.party.taxId.isEmpty, record.party.name.isEmpty {
            throw RowProblem(
                .fieldMissing, column: max(taxId, name), expected: "a tax id, a name or a number")
        }
        readKind(&record, &row, bytes)
        readAccounts(&record, &row, bytes)
        record.language = language(&row, bytes)
        record.isDoNotContact = isDoNotContact(&row, bytes)
        record.place = row.place
        return record
    }

    private func party(_ row: inout TableRow, _ bytes: Span<UInt8>) -> PartyRecord {
        var party = PartyRecord()
        let names = [row.text(name, bytes), row.text(surname, bytes)]
        party.name = names.filter { !$0.isEmpty }.joined(separator: " ")
        party.street = row.text(street, bytes)
        party.postCode = row.text(postCode, bytes)
        party.town = row.text(town, bytes)
        party.province = row.text(province, bytes)
        party.country = InvoiceWords.country(row.text(country, bytes))
        party.email = row.text(email, bytes)
        party.phone = row.text(phone, bytes)
        let written = row.text(taxId, bytes)
        party.taxId = TaxIdentifier.key(written)
        // Without a country the number itself must say whose rules hold.
        let isWrong =
            party.country.isEmpty
            ? !CustomerWords.mayBeTaxId(party.taxId)
            : TaxIdentifier.isValid(party.taxId, country: party.country) == false
        if !written.isEmpty, isWrong { row.note(.taxIdInvalid, taxId) }
        return party
    }

    private func readKind(_ record: inout CustomerRecord, _ row: inout TableRow, _ bytes: Span<UInt8>) {
        let word = HeadingText.fold(row.text(kind, bytes))
        guard !word.isEmpty else { return }
        switch CustomerWords.kind(word) {
        case .kind(let kind):
            record.kind = kind
            record.party.isNaturalPerson = kind == .consumer || kind == .soleTrader
        case .naturalPerson: record.party.isNaturalPerson = true
        case .legalPerson: record.party.isNaturalPerson = false
        case nil:
            row.note(
                .recordMalformed, kind, found: "an unknown kind",
                expected: "company, sole trader, consumer, public")
        }
    }

    private func readAccounts(_ record: inout CustomerRecord, _ row: inout TableRow, _ bytes: Span<UInt8>) {
        for column in ibans {
            let found = CustomerWords.ibans(in: row.text(column, bytes))
            for iban in found.valid where !record.ibans.contains(iban) { record.ibans.append(iban) }
            if found.hasInvalid { row.note(.ibanInvalid, column) }
        }
        record.party.iban = record.ibans.first ?? ""
    }

    private func language(_ row: inout TableRow, _ bytes: Span<UInt8>) -> String {
        let word = HeadingText.fold(row.text(language, bytes))
        guard !word.isEmpty else { return "" }
        if let code = CustomerWords.language(word) { return code }
        row.note(.recordMalformed, language, found: "an unknown language", expected: "es, ca, fr, pt, en")
        return ""
    }

    /// A word that is neither yes nor no is read as yes: whoever wrote it did not want the customer contacted
    /// as usual.
    private func isDoNotContact(_ row: inout TableRow, _ bytes: Span<UInt8>) -> Bool? {
        let text = row.text(doNotContact, bytes)
        guard !text.isEmpty else { return nil }
        if let answer = CustomerWords.isYes(HeadingText.fold(text), written: text) { return answer }
        row.note(
            .recordMalformed, doNotContact, found: "neither yes nor no, read as yes", expected: "yes or no")
        return true
    }
}
