internal import Domain

/// What comes in beside movements and invoices.
extension FileImport {
    /// An entry of a notice (camt.052, camt.054, MT942): it explains a movement and is never one.
    func takeNotice(_ entry: EntryRecord, of opening: StatementOpening, account: Int64) throws {
        let id = try writer.insert(
            """
            INSERT INTO notice (file, line, account, kind, status, booked, amount, currency, reference,
              bank_reference, batch) VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(file), .int(entry.place.line), .integer(account), .text(opening.kind.rawValue),
            .text(entry.status.rawValue), .day(entry.booked), .integer(entry.amount),
            .currency(opening.currency), .text(entry.reference), .text(entry.bankReference),
            .text(entry.batchReference))
        counts.others += 1
        for detail in entry.details.isEmpty ? [entry.asDetail] : entry.details {
            _ = try writer.insert(
                """
                INSERT INTO notice_detail (notice, amount, counterparty, counterparty_account, text, end_to_end,
                  mandate, structured, return_reason, is_fee) VALUES (?,?,?,?,?,?,?,?,?,?)
                """,
                .integer(id), .int(detail.amount), .text(detail.counterparty),
                .text(detail.counterpartyAccount), .text(detail.text), .text(detail.endToEndId),
                .text(detail.mandateId), .text(detail.structuredReference), .text(detail.returnReason),
                .flag(detail.isFee == true))
        }
    }

    func take(_ status: PaymentStatusRecord) throws {
        _ = try writer.insert(
            """
            INSERT INTO payment_status (file, line, level, message, batch, end_to_end, mandate, status, reason,
              amount, currency, collected) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(file), .int(status.place.line), .text(status.level.rawValue),
            .text(status.originalMessage), .text(status.originalPayment), .text(status.endToEndId),
            .text(status.mandateId), .text(status.status), .text(status.reason), .int(status.amount),
            .currency(status.currency), .day(status.collected))
        counts.others += 1
    }

    func take(_ receipt: ReceiptRecord) throws {
        let known = try writer.insertIgnoring(
            """
            INSERT OR IGNORE INTO receipt (file, line, number, day, invoice_number, amount, currency)
            VALUES (?,?,?,?,?,?,?)
            """,
            .integer(file), .int(receipt.place.line), .text(receipt.number), .day(receipt.day),
            .text(receipt.invoiceNumber), .integer(receipt.amount), .currency(receipt.currency))
        if known { counts.othersKnown += 1 } else { counts.others += 1 }
    }

    /// Adds a line of the customers list. Where the invoices say something else of the customer the list
    /// counts, and a person is told.
    func take(_ customer: CustomerRecord) throws {
        let party = customer.party
        let key = CustomerKey.key(taxId: party.taxId, name: party.name)
        let conflicts = try writer.reader.contradictions(of: customer, key: key)
        if !conflicts.isEmpty {
            problems.append(
                Problem(
                    .customerConflict, at: customer.place,
                    found: "another \(conflicts.joined(separator: ", ")) than in the newest invoice"))
        }
        _ = try writer.insert(
            """
            INSERT INTO customer_record (file, line, customer, number, tax_id, name, street, post_code, town,
              province, country, email, phone, ibans, kind, language, do_not_contact)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(file), .int(customer.place.line), .text(key), .text(customer.number), .text(party.taxId),
            .text(party.name), .text(party.street), .text(party.postCode), .text(party.town),
            .text(party.province), .text(party.country), .text(party.email), .text(party.phone),
            .text(customer.ibans.joined(separator: " ")), .text(customer.kind?.rawValue ?? ""),
            .text(customer.language), customer.isDoNotContact.map(BoundValue.flag) ?? .null)
        counts.others += 1
    }
}

extension EntryRecord {
    /// The whole entry as its only part.
    var asDetail: EntryDetail {
        var detail = EntryDetail(amount: amount)
        detail.counterparty = counterparty
        detail.counterpartyAccount = counterpartyAccount
        detail.text = text
        detail.endToEndId = endToEndId
        detail.mandateId = mandateId
        detail.structuredReference = structuredReference
        detail.returnReason = returnReason
        return detail
    }
}

extension LedgerReader {
    /// The fields in which a customers list contradicts the customer's newest invoice.
    func contradictions(of record: CustomerRecord, key: String) throws -> [String] {
        var fields: [String] = []
        try prepared(
            """
            SELECT name, email, iban, post_code FROM invoice_version WHERE customer = ?
            ORDER BY issued DESC, id DESC LIMIT 1
            """
        ).each(.text(key)) { row in
            func compare(_ field: String, _ ours: String, _ theirs: String) {
                if !ours.isEmpty, !theirs.isEmpty, ours != theirs { fields.append(field) }
            }
            compare(
                "name", CustomerKey.key(taxId: "", name: record.party.name),
                CustomerKey.key(taxId: "", name: row.text(0)))
            compare("e-mail", record.party.email.lowercased(), row.text(1).lowercased())
            if !record.ibans.contains(row.text(2)) {
                compare("IBAN", record.ibans.first ?? "", row.text(2))
            }
            compare("post code", record.party.postCode, row.text(3))
        }
        return fields
    }
}
