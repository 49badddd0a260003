internal import Domain
internal import Handover
internal import Ledger
internal import Reports
internal import Verification

/// Batches that an agency should have answered operation by operation and has not (DHX 1.0 §4: within three
/// working days). An alarm, never a reason to send anything twice.
struct MissingAnswers {
    /// Working days after the day of the batch, by the national holidays of the creditor's law.
    static let workingDaysMax = 3

    /// A batch with operations that nobody answered.
    struct Batch: Equatable {
        let id: String
        let day: Day
        let unanswered: Int
        let operations: Int
        /// Whether an answer speaks of its file.
        let isReceived: Bool
        /// What it placed and nobody answered, one sum a currency.
        let placed: [Currency: Int64]
    }

    /// In the order in which they went out. Of an agency that never answered anything there are none.
    private(set) var batches: [Batch] = []
    /// How many batches an agency has left without an answer that never gave any, and since when; `nil` for
    /// one that did.
    private(set) var silence: (count: Int, since: Day)?

    /// - Parameter tellings: what the agency was told, in order.
    init(
        _ reader: LedgerReader, _ agency: AgencyBook, _ settings: AgencySettings, tellings: [CaseTelling],
        calendar: WorkingCalendar, asOf: Day
    ) throws {
        func isDue(_ day: Day) -> Bool { asOf >= calendar.adding(Self.workingDaysMax, to: day) }
        guard let first = tellings.first, isDue(first.day) else { return }
        guard agency.hasAnswered else {
            guard settings.acknowledges else { return }
            silence = (Set(tellings.lazy.filter { isDue($0.day) }.map(\.batch)).count, first.day)
            return
        }
        let answers = try reader.agencyAnswers()
        let answered = Set(answers.map(\.operation))
        // What was refused whole is told of as such.
        let refused = Set(
            answers.lazy.filter { $0.operation.isEmpty && $0.status != AnswerStatus.duplicate.rawValue }
                .map(\.batch))
        let told = Dictionary(grouping: tellings.filter { isDue($0.day) }, by: \.batch)
        for (id, told) in told where !refused.contains(id) {
            let open = told.filter {
                !answered.contains($0.opId) && agency.cases[$0.caseReference]?.state.isOver != true
            }
            guard let day = open.first?.day else { continue }
            var placed: [Currency: Int64] = [:]
            for one in open where one.operation == CaseOperation.Code.new.rawValue {
                placed[one.currency, default: 0] += one.amount
            }
            batches.append(
                Batch(
                    id: id, day: day, unanswered: open.count, operations: told.count,
                    isReceived: try reader.hasReceipt(ofBatch: id, sender: settings.code), placed: placed))
        }
        batches.sort { ($0.day, $0.id) < ($1.day, $1.id) }
    }

    /// - Parameter code: of the agency.
    func toDo(_ code: String) -> [ToDoRow] {
        let silent = silence.map { count, since in
            ToDoRow(
                kind: .agency, subject: code, detail: "silent", [.text(String(count)), .day(since)],
                day: since)
        }
        return (silent.map { [$0] } ?? [])
            + batches.map { batch in
                let placed = batch.placed.count == 1 ? batch.placed.first : nil
                return ToDoRow(
                    kind: .agency, subject: batch.id,
                    detail: batch.isReceived ? "unanswered-received" : "unanswered",
                    [.text(String(batch.unanswered)), .text(String(batch.operations))], day: batch.day,
                    amount: placed.map { Money(minorUnits: $0.value, currency: $0.key) })
            }
    }
}
