internal import Domain
internal import Handover
internal import Ledger
internal import Recovery
internal import Reports
internal import Verification

/// What the report says of the registry: what it refused, what it has not confirmed, and where its inventory
/// differs.
struct RegistryReport {
    private let book: RegistryBook
    private let inventory: RegistryInventory?
    private let judgement: DebtJudgement
    private let asOf: Day
    private let calendar: ContactLimits
    /// Whether an answer can be expected: of a registry that never gave one each removal would be an alarm.
    private let isAnswering: Bool
    private let missing: MissingReturns

    /// `nil` without a registry.
    init?(
        _ reader: LedgerReader, _ judgement: DebtJudgement, configuration: Configuration, asOf: Day
    ) throws {
        guard let registry = configuration.registry else { return nil }
        book = try RegistryBook(reader, registry: registry.code)
        isAnswering = !registry.returns.isEmpty || !book.answers.isEmpty
        self.judgement = judgement
        self.asOf = asOf
        calendar = judgement.contactLimits(configuration)
        missing = try MissingReturns(
            reader, book, isAnswering: isAnswering,
            sender: configuration.creditor.country + configuration.creditor.taxId,
            calendar: WorkingCalendar(law: judgement.law), asOf: asOf)
        inventory = try RegistryInventory(reader, book, currency: configuration.currency) {
            judgement.owed($0)
        }
    }

    func toDo() -> [ToDoRow] {
        refused() + warned() + batches() + missing.toDo() + unconfirmed() + differences()
    }

    private func row(
        _ code: String, _ telling: RegistryTelling?, _ reference: String, _ parts: [ToDoPart], _ day: Day?
    ) -> ToDoRow {
        let item = telling?.invoice.flatMap(judgement.item)
        var row = ToDoRow(
            kind: .agency, subject: item?.number ?? reference, detail: code, parts, day: day)
        if let item { row.amount = Money(minorUnits: max(0, item.outstanding), currency: item.currency) }
        return row
    }

    /// Additions that came to nothing, and removals that the registry does not take. A person who lets the
    /// debt go on ends the former: the next night lists it again.
    private func refused() -> [ToDoRow] {
        book.refusals.sorted { $0.key < $1.key }.compactMap { id, answer in
            guard let telling = book.records[id] else { return nil }
            if telling.operation == RegistryRecord.Operation.add.rawValue {
                guard let invoice = telling.invoice, let item = judgement.item(invoice), item.outstanding > 0,
                    book.listings[invoice]?.addition.recordId == id,
                    !judgement.isReleasedAgain(invoice, after: answer.afterFact)
                else { return nil }
            } else if let invoice = telling.invoice, book.refusal(of: invoice) != nil {
                return nil
            }
            return row(
                "registry-refused", telling, telling.operationReference,
                [.codes(telling.operation), .text(id), .codes(answer.reasons)], answer.day)
        }
    }

    /// What was taken tonight with something to look at.
    private func warned() -> [ToDoRow] {
        book.answers.filter {
            $0.day == asOf && $0.status == AnswerStatus.acceptedWithChange.rawValue
        }.map { answer in
            row(
                "registry-warning", book.records[answer.operation], answer.caseReference,
                [.text(answer.operation), .codes(answer.reasons)], answer.day)
        }
    }

    /// Files that were refused as a whole, while nothing else was answered since.
    private func batches() -> [ToDoRow] {
        guard let last = book.answers.last?.night else { return [] }
        return book.answers.filter {
            $0.operation.isEmpty && $0.night == last && $0.status != AnswerStatus.duplicate.rawValue
        }.map { row("registry-batch", nil, $0.batch, $0.batchParts, $0.day) }
    }

    /// Removals that are not confirmed on the working day after they were told.
    private func unconfirmed() -> [ToDoRow] {
        guard isAnswering else { return [] }
        return book.unconfirmed.filter { telling in
            asOf >= calendar.workingDay(from: telling.day.adding(days: 1))
        }.map { telling in
            row(
                "registry-unconfirmed", telling, telling.operationReference,
                [.text(telling.recordId), .codes(telling.reason)], telling.day)
        }
    }

    private func differences() -> [ToDoRow] {
        (inventory?.findings ?? []).map { found in
            let telling = found.invoice.flatMap { book.listings[$0]?.addition }
            return row(
                found.kind.rawValue, telling, found.reference,
                [.text(found.reference), .phrase(found.detail)], inventory?.day)
        }
    }
}

extension DebtJudgement {
    /// What is owed on an invoice.
    func owed(_ invoice: Int64) -> Money? {
        item(invoice).map { Money(minorUnits: max(0, $0.outstanding), currency: $0.currency) }
    }

    /// Whether a person said after a fact that an invoice may be listed.
    func isReleasedAgain(_ invoice: Int64, after fact: Int64) -> Bool {
        decisions(of: invoice).contains {
            [.released, .resumed].contains($0.kind) && $0.number > fact
        }
    }
}
