public import Domain

/// How an attempt to send a file ended.
public struct SendingEnd: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable {
        /// The command ended with 0: it has taken the message.
        case sent
        /// The command ended with another status: nothing went out.
        case failed
        /// The command was ended before it had finished: nobody knows.
        case uncertain
        /// A person says that it went out.
        case confirmed
        /// A person says that it did not, and that it may be sent again.
        case released
    }

    public let outcome: Outcome
    /// Exit status of the command; negative for the signal that ended it, `nil` where a person spoke.
    public let status: Int?
    /// The first line of what the command said.
    public let said: String
    public let day: Day
    /// The person who said what became of it; empty for what the command told.
    public let author: String

    public init(_ outcome: Outcome, status: Int? = nil, said: String = "", day: Day, author: String = "") {
        self.outcome = outcome
        self.status = status
        self.said = said
        self.day = day
        self.author = author
    }
}

/// One attempt to send a file that a night wrote.
public struct SendingFact: Sendable, Equatable {
    public let id: Int64
    /// The run that wrote the file.
    public let night: String
    /// The file under that run's output folder.
    public let path: String
    public let channel: Channel
    /// The day it was handed over.
    public let day: Day
    /// How it ended; `nil` where the program did not live to see it.
    public let end: SendingEnd?

    /// Whether nobody knows if it went out.
    public var isUncertain: Bool { end == nil || end?.outcome == .uncertain }
}

/// A message of the register whose run is published, and so may go out.
public struct PublishedMailing: Sendable, Equatable {
    /// The run that wrote it.
    public let night: String
    public let reference: String
    public let channel: Channel
    public let day: Day
    /// Under the run's output folder.
    public let documentPath: String
    /// The ledger's numbers of the invoices it is about, in order.
    public let invoices: [Int64]
}

extension LedgerWriter {
    /// Starts a run that hands messages to sender commands.
    public func beginSending(
        on day: Day, configuration: String, configurationText: String, program: String
    ) throws -> RunRecord {
        try beginRun(
            asOf: day, configuration: configuration, configurationText: configurationText, program: program,
            stages: [RunRecord.sendingStage])
    }

    /// Ends it: what it did is sealed with all that no seal covers yet, that of a killed one too.
    public func finishSending(_ run: RunRecord) throws {
        try finishStage(RunRecord.sendingStage, run: run.id)
        try seal(run: run.id)
        try markPublished(run.id)
    }

    /// Records that a file is about to be handed to a command; gives the attempt's number.
    ///
    /// - Parameter command: the file that is run; its arguments may be secrets and are kept nowhere.
    public func recordSending(
        night: String, path: String, sha256: String, channel: Channel, day: Day, command: String, run: String
    ) throws -> Int64 {
        try insert(
            """
            INSERT INTO sending (run, night, path, sha256, channel, day, command) VALUES (?,?,?,?,?,?,?)
            """,
            .text(run), .text(night), .text(path), .text(sha256), .text(channel.rawValue), .day(day),
            .text(command))
    }

    /// Records how an attempt ended.
    public func record(_ end: SendingEnd, of sending: Int64, run: String) throws {
        _ = try insert(
            """
            INSERT INTO sending_end (run, sending, outcome, status, said, day, author)
            VALUES (?,?,?,?,?,?,?)
            """,
            .text(run), .integer(sending), .text(end.outcome.rawValue),
            end.status.map(BoundValue.int) ?? .null,
            .text(end.said), .day(end.day), .text(end.author))
    }
}

extension LedgerReader {
    /// The last attempt of every file that was ever handed over, in the order of the attempts.
    public func lastSendings() throws -> [SendingFact] {
        var found: [SendingFact] = []
        try prepared(
            """
            SELECT s.id, s.night, s.path, s.channel, s.day, e.outcome, e.status, e.said, e.day, e.author
            FROM sending s LEFT JOIN sending_end e ON e.sending = s.id
              AND e.id = (SELECT max(id) FROM sending_end x WHERE x.sending = s.id)
            WHERE s.id = (SELECT max(id) FROM sending y WHERE y.night = s.night AND y.path = s.path)
            ORDER BY s.id
            """
        ).each { row in
            guard let channel = Channel(rawValue: row.text(3)) else {
                throw LedgerError.corrupt("channel \(row.text(3))")
            }
            var end: SendingEnd?
            if !row.isNull(5) {
                guard let outcome = SendingEnd.Outcome(rawValue: row.text(5)) else {
                    throw LedgerError.corrupt("end of a sending \(row.text(5))")
                }
                end = SendingEnd(
                    outcome, status: row.optionalInt(6).map { Int($0) }, said: row.text(7), day: row.day(8),
                    author: row.text(9))
            }
            found.append(
                SendingFact(
                    id: row.int(0), night: row.text(1), path: row.text(2), channel: channel, day: row.day(4),
                    end: end))
        }
        return found
    }

    /// Every message of the register from `since` to `asOf` whose run is published, in the order of the
    /// register.
    public func publishedMailings(since: Day, asOf: Day) throws -> [PublishedMailing] {
        var invoices: [Int64: [Int64]] = [:]
        try prepared(
            """
            SELECT i.mailing, i.invoice FROM mailing_invoice i JOIN mailing m ON m.id = i.mailing
            WHERE m.day BETWEEN ? AND ? ORDER BY i.mailing, i.invoice
            """
        ).each(.day(since), .day(asOf)) { invoices[$0.int(0), default: []].append($0.int(1)) }
        var mailings: [PublishedMailing] = []
        try prepared(
            """
            SELECT m.id, m.run, m.reference, m.channel, m.day, m.document_path FROM mailing m
            JOIN published p ON p.run = m.run WHERE m.day BETWEEN ? AND ? ORDER BY m.id
            """
        ).each(.day(since), .day(asOf)) { row in
            guard let channel = Channel(rawValue: row.text(3)) else {
                throw LedgerError.corrupt("channel \(row.text(3))")
            }
            mailings.append(
                PublishedMailing(
                    night: row.text(1), reference: row.text(2), channel: channel, day: row.day(4),
                    documentPath: row.text(5), invoices: invoices[row.int(0)] ?? []))
        }
        return mailings
    }
}
