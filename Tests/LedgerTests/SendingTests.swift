import Domain
import Foundation
import GRDB
import Testing

@testable import Ledger

/// What was handed to sender commands: the last attempt of a file counts, and of that its last end.
@Suite struct SendingTests {
    private func send(_ ledger: LedgerFixture, _ ends: [SendingEnd.Outcome?]) throws {
        try ledger.store.write { writer in
            let run = try writer.beginSending(
                on: day("2026-04-01"), configuration: "", configurationText: "", program: "test")
            for outcome in ends {
                let number = try writer.recordSending(
                    night: ledger.run.id, path: "messages/a.eml", sha256: "00", channel: .email,
                    day: day("2026-04-01"), command: "/bin/true", run: run.id)
                guard let outcome else { continue }
                try writer.record(
                    SendingEnd(outcome, status: 3, said: "no", day: day("2026-04-01")), of: number,
                    run: run.id)
            }
            try writer.finishSending(run)
        }
    }

    @Test func theLastAttemptCounts() throws {
        let ledger = try LedgerFixture()
        try send(ledger, [.failed, nil])
        let open = try ledger.store.read { try $0.lastSendings() }
        #expect(open.map(\.isUncertain) == [true] && open.first?.end == nil)
        try send(ledger, [.failed])
        let failed = try ledger.store.read { try $0.lastSendings() }
        #expect(failed.map(\.end?.outcome) == [.failed] && failed.first?.end?.status == 3)
        try ledger.store.write {
            try $0.record(
                SendingEnd(.confirmed, day: day("2026-04-02"), author: "Ana"), of: failed[0].id,
                run: ledger.run.id)
        }
        let told = try ledger.store.read { try $0.lastSendings() }
        #expect(told.map(\.end?.outcome) == [.confirmed] && told.first?.end?.author == "Ana")
    }

    @Test func aSendingIsNoNight() throws {
        let ledger = try LedgerFixture()
        try send(ledger, [.sent])
        #expect(try ledger.store.read { try $0.lastRun() } == ledger.run)
        #expect(try !ledger.store.read { try $0.hasReviews(after: ledger.run) })
        #expect(try ledger.store.read { try $0.publishedRuns() } == ["2026-04-01-send-1"])
        let next = try ledger.store.write {
            try $0.beginRun(
                asOf: day("2026-04-01"), configuration: "", program: "test", stages: ["import"])
        }
        #expect(next.id == "2026-04-01-1")
    }

    /// Without a sending a seal is what it was before the tables came; with one it covers them.
    @Test func whatWasSentIsSealed() throws {
        let ledger = try LedgerFixture()
        #expect(try ledger.store.read { try $0.watermarks()["sending"] } == nil)
        try send(ledger, [.failed])
        #expect(try ledger.store.read { try $0.watermarks()["sending_end"] } == 1)
        #expect(try ledger.audit().violations.isEmpty)
        #expect(throws: (any Error).self) {
            try ledger.store.write { try $0.db.execute(sql: "DELETE FROM sending_end") }
        }
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER sending_end_no_update")
            try writer.db.execute(sql: "UPDATE sending_end SET outcome = 'sent'")
        }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
    }
}
