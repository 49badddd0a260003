import Domain
import Foundation
import Testing

@testable import Ledger

/// A ledger in a folder of its own, and short ways to put facts into it.
final class LedgerFixture {
    let folder: String
    let store: LedgerStore
    let run: RunRecord
    private var fileNumber = 0

    init() throws {
        folder = NSTemporaryDirectory() + "recobro-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try LedgerStore(path: folder + "/ledger.sqlite")
        run = try store.write {
            try $0.beginRun(asOf: day("2026-03-31"), configuration: "", program: "test", stages: ["import"])
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Imports records as one file and gives what it added and found.
    @discardableResult
    func importing(_ records: [SourceRecord]) throws -> (counts: ImportCounts, problems: [Problem]) {
        fileNumber += 1
        let sha = String(repeating: "0", count: 56) + String(format: "%08x", fileNumber)
        return try store.write { writer in
            let file = try FileImport(
                writer, file: SourceFile(name: "file\(fileNumber)", sha256: sha, byteCount: 1),
                format: "test",
                version: "", encoding: "", profile: "", run: run.id, days: ImportedDays())
            for record in records { try file.take(record) }
            try file.finish()
            return (file.counts, file.problems)
        }
    }

    /// All movements as `day amount text`, in order.
    func movements() throws -> [String] {
        var lines: [String] = []
        try store.read { reader in
            try reader.movements(asOf: day("2030-01-01"), .all) {
                lines.append("\($0.entry.booked) \($0.entry.amount) \($0.entry.text)")
            }
        }
        return lines
    }

    func audit() throws -> AuditReport { try store.read { try $0.audit() } }
}

/// Tonight's view made all at once; a night takes it movement by movement, as matching gives it out.
extension LedgerWriter {
    func replaceSuggestions(_ suggestions: [MatchDecision]) throws {
        let view = TonightsView(self)
        let byMovement = Dictionary(grouping: suggestions, by: \.movement)
        for movement in byMovement.keys.sorted() {
            try view.take((byMovement[movement] ?? []).sorted { $0.rank < $1.rank })
        }
        try view.dropSuggestionsNotTaken()
    }

    func replaceUnexplained(_ credits: [UnexplainedCredit]) throws {
        let view = TonightsView(self)
        for credit in credits.sorted(by: { $0.movement < $1.movement }) { try view.take(credit) }
        try view.dropUnexplainedNotTaken()
    }
}

func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

/// One statement of one account with its balances and movements.
func statement(
    _ from: String, _ to: String, opening: Int64? = nil, _ movements: [(String, Int64, String)],
    account: String = "ES1", closing: Int64? = nil, balances: [Int64]? = nil
) -> [SourceRecord] {
    var records: [SourceRecord] = [
        .statementOpened(
            StatementOpening(
                account: account, currency: .eur, from: day(from), to: day(to), openingBalance: opening))
    ]
    var closed = StatementClosing(openingBalance: opening)
    for (index, movement) in movements.enumerated() {
        var entry = EntryRecord(booked: day(movement.0), amount: movement.1)
        entry.text = movement.2
        entry.balanceAfter = balances?[index]
        records.append(.entry(entry))
        closed.entries += 1
        if movement.1 >= 0 { closed.credits += movement.1 } else { closed.debits -= movement.1 }
    }
    closed.closingBalance = closing ?? opening.map { $0 + closed.credits - closed.debits }
    records.append(.statementClosed(closed))
    return records
}
