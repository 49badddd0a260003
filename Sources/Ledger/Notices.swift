internal import Domain

/// Details of booked movements that notices (camt.054) brought, by what links the two: account, amount and a
/// reference of the bank.
struct NoticeIndex {
    private struct Key: Hashable {
        var account: String
        var currency: String
        var amount: Int64
        var reference: String
    }

    /// `nil` where two notices have one key: then nothing says which one explains the movement.
    private var noticeByKey: [Key: Int64?] = [:]
    private var details: [Int64: [EntryDetail]] = [:]

    init(_ reader: LedgerReader) throws {
        var notices: [Key: Int64?] = [:]
        try reader.prepared(
            """
            SELECT n.id, a.identifier, n.currency, n.amount, n.reference, n.bank_reference, n.batch
            FROM notice n JOIN account a ON a.id = n.account
            WHERE n.kind = 'explanation' AND n.status = 'BOOK' ORDER BY n.id
            """
        ).each { row in
            for reference in Set([row.text(4), row.text(5), row.text(6)]) where !reference.isEmpty {
                let key = Key(
                    account: row.text(1), currency: row.text(2), amount: row.int(3), reference: reference)
                notices[key] = .some(notices[key] == nil ? row.int(0) : nil)
            }
        }
        noticeByKey = notices
        guard !notices.isEmpty else { return }
        var details: [Int64: [EntryDetail]] = [:]
        try reader.prepared(
            """
            SELECT notice, amount, counterparty, counterparty_account, text, end_to_end, mandate, structured,
              return_reason, is_fee FROM notice_detail ORDER BY id
            """
        ).each { row in
            details[row.int(0), default: []].append(row.entryDetail())
        }
        self.details = details
    }

    /// Gives a movement without details those of its notice; what the statement itself says stays.
    func explain(_ entry: inout EntryRecord, account: String, currency: String) {
        guard !noticeByKey.isEmpty, entry.details.isEmpty else { return }
        var found: Set<Int64> = []
        for reference in [entry.reference, entry.bankReference, entry.batchReference] where !reference.isEmpty
        {
            let key = Key(account: account, currency: currency, amount: entry.amount, reference: reference)
            if let notice = noticeByKey[key] {
                guard let notice else { return }
                found.insert(notice)
            }
        }
        guard found.count == 1, let notice = found.first, let parts = details[notice] else { return }
        guard parts.count == 1, let only = parts.first else {
            entry.details = parts
            return
        }
        func fill(_ field: inout String, _ value: String) { if field.isEmpty { field = value } }
        fill(&entry.counterparty, only.counterparty)
        fill(&entry.counterpartyAccount, only.counterpartyAccount)
        fill(&entry.text, only.text)
        fill(&entry.endToEndId, only.endToEndId)
        fill(&entry.mandateId, only.mandateId)
        fill(&entry.structuredReference, only.structuredReference)
        fill(&entry.returnReason, only.returnReason)
    }
}

extension Columns {
    /// A part of an entry or a notice: after the row's owner its amount, texts and the mark of a fee.
    func entryDetail() -> EntryDetail {
        var detail = EntryDetail(amount: optionalInt(1))
        detail.counterparty = text(2)
        detail.counterpartyAccount = text(3)
        detail.text = text(4)
        detail.endToEndId = text(5)
        detail.mandateId = text(6)
        detail.structuredReference = text(7)
        detail.returnReason = text(8)
        if flag(9) { detail.isFee = true }
        return detail
    }
}
