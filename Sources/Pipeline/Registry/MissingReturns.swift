internal import Domain
internal import Handover
internal import Ledger
internal import Reports
internal import Verification

/// Files that a registry should have answered within three working days and has not (DHX 1.0 §4). Removals
/// have an alarm of their own, on the working day after: files of nothing else are not told of here.
struct MissingReturns {
    private var rows: [ToDoRow] = []

    /// - Parameters:
    ///   - isAnswering: whether an answer can be expected.
    ///   - sender: how the creditor is named in batch ids.
    init(
        _ reader: LedgerReader, _ book: RegistryBook, isAnswering: Bool, sender: String,
        calendar: WorkingCalendar, asOf: Day
    ) throws {
        guard isAnswering else { return }
        let told = try reader.registryTellings(book.code)
        func isDue(_ day: Day) -> Bool {
            asOf >= calendar.adding(MissingAnswers.workingDaysMax, to: day)
        }
        guard let first = told.first, isDue(first.day) else { return }
        let returns = try reader.partnerPackages().filter {
            $0.isTaken && $0.package.sender == book.code
                && [HandoverFlow.registry.rawValue, HandoverFlow.acknowledgement.rawValue].contains(
                    $0.package.flow)
        }
        guard !book.answers.isEmpty || !returns.isEmpty else {
            rows = [
                ToDoRow(
                    kind: .agency, subject: book.code, detail: "registry-silent",
                    [.text(String(told.count)), .day(first.day)], day: first.day)
            ]
            return
        }
        // A return that only lists what went wrong has answered its whole file.
        var answered = Set(
            returns.filter { $0.package.flow == HandoverFlow.registry.rawValue }.map(\.package.sequence))
        let batches = Set(book.answers.map(\.batch))
        let operations = Set(book.answers.map(\.operation))
        for telling in told where operations.contains(telling.recordId) { answered.insert(telling.sequence) }
        let waiting = told.filter { isDue($0.day) && $0.sequence > 0 && !answered.contains($0.sequence) }
        for (sequence, told) in Dictionary(grouping: waiting, by: \.sequence) {
            let id = "\(sender).\(book.code).\(HandoverFlow.registry.rawValue).\(Self.digits(sequence))"
            guard let day = told.first?.day, !batches.contains(id),
                told.contains(where: { $0.operation != RegistryRecord.Operation.remove.rawValue })
            else { continue }
            rows.append(
                ToDoRow(
                    kind: .agency, subject: id, detail: "registry-unanswered", [.text(String(told.count))],
                    day: day))
        }
    }

    /// Six digits at least.
    private static func digits(_ sequence: Int) -> String {
        let digits = String(sequence)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    func toDo() -> [ToDoRow] { rows.sorted { $0.subject < $1.subject } }
}
