public import Domain
internal import Foundation
internal import Ledger

/// `recobro send`: hands published messages and packages to the commands that `send` in recobro.yaml names.
///
/// An attempt is in the journal before its command starts. A killed one therefore stays in the journal
/// without an end: it is reported as uncertain and sent again only when a person says so.
public struct MessageSending {
    /// What was done, in lines for a terminal.
    public struct Report: Sendable {
        public var lines: [String] = []
        /// 0 done; 1 a person must look.
        public var exitCode: Int32 = 0
    }

    /// What a person says of a message whose fate nobody knows.
    public enum Word: Sendable {
        case wentOut
        case sendAgain
    }

    private let workspace: Workspace
    private let configuration: Configuration
    private let store: LedgerStore
    private let asOf: Day
    private let lock: WorkspaceLock

    private init(_ workspace: Workspace, _ asOf: Day) throws {
        self.workspace = workspace
        self.asOf = asOf
        configuration = try workspace.configuration()
        lock = try WorkspaceLock(workspace)
        store = try LedgerStore(path: workspace.ledgerPath)
        try store.read { reader in
            guard let last = try reader.lastRun() else {
                throw RunError.usage("nothing has been run in \(workspace.root) yet")
            }
            guard try reader.isPublished(last.id) else {
                throw RunError.usage("run \(last.id) was interrupted; finish it first with 'recobro run'")
            }
            guard asOf >= last.asOf else {
                throw RunError.usage(
                    "the last run was as of \(last.asOf); a message sent on \(asOf) cannot follow it")
            }
        }
    }

    /// Sends what waits, each file once.
    ///
    /// - Parameters:
    ///   - asOf: the day it is sent on.
    ///   - isDry: only lists what would be sent.
    public static func send(
        _ workspace: Workspace, asOf: Day, isDry: Bool = false,
        progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let sending = try MessageSending(workspace, asOf)
        defer { withExtendedLifetime(sending.lock) {} }
        guard sending.configuration.send.isConfigured else {
            throw RunError.usage(
                "nobody sends anything: recobro.yaml names no command in its section 'send'")
        }
        let book = try sending.store.read {
            try MessageBook($0, configuration: sending.configuration, asOf: asOf)
        }
        let waiting = book.consignments.filter { $0.state == .waiting }
        let commands = try sending.commands(for: waiting)
        if isDry { return sending.listing(book) }
        return try sending.perform(waiting, commands, book, progress)
    }

    /// Records what a person says of a message that may have gone out or did not, by its reference or by its
    /// run and path.
    public static func settle(
        _ name: String, _ word: Word, in workspace: Workspace, asOf: Day, author: String
    ) throws -> Report {
        guard !author.allSatisfy(\.isWhitespace) else { throw RunError.usage("--author is missing") }
        let sending = try MessageSending(workspace, asOf)
        defer { withExtendedLifetime(sending.lock) {} }
        let found = try sending.store.read { reader in
            try MessageBook.troubled(reader, sending.configuration.send, asOf: asOf)
                .filter { $0.references.contains(name) || "\($0.night)/\($0.path)" == name }
        }
        guard let one = found.first, found.count == 1, let last = one.last else {
            throw RunError.usage(
                found.isEmpty
                    ? "no message '\(name)' that failed or whose end nobody knows"
                    : "several messages have the reference '\(name)'; name RUN/PATH")
        }
        let outcome: SendingEnd.Outcome = word == .wentOut ? .confirmed : .released
        try sending.store.write { writer in
            let run = try sending.begin(writer)
            try writer.record(SendingEnd(outcome, day: asOf, author: author), of: last.id, run: run.id)
            try writer.finishSending(run)
        }
        return Report(lines: ["\(outcome.rawValue) \(one.name) \(one.night)/\(one.path)"])
    }

    /// Refuses before anything is sent where a command is not there.
    private func commands(for waiting: [Consignment]) throws -> [Channel: SenderCommand] {
        let settings = configuration.send
        let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""
        var commands: [Channel: SenderCommand] = [:]
        for channel in Channel.allCases where waiting.contains(where: { $0.channel == channel }) {
            guard let words = settings.command(for: channel) else { continue }
            let way = channel == .file ? "packages" : "by \(channel.rawValue)"
            guard
                let command = SenderCommand(
                    words, folder: workspace.root, searchPath: searchPath,
                    secondsMax: settings.timeoutSeconds)
            else {
                throw RunError.usage(
                    "the command '\(words[0])' that sends \(way) is not there or may not be run; "
                        + "nothing was sent")
            }
            commands[channel] = command
        }
        return commands
    }

    private func begin(_ writer: LedgerWriter) throws -> RunRecord {
        try writer.beginSending(
            on: asOf, configuration: configuration.digest, configurationText: configuration.text,
            program: Program.version)
    }

    private func perform(
        _ waiting: [Consignment], _ commands: [Channel: SenderCommand], _ book: MessageBook,
        _ progress: (String) -> Void
    ) throws -> Report {
        var counts: [SendingEnd.Outcome: Int] = [:]
        var report = Report()
        var run: RunRecord?
        var stopped: [String: String] = [:]
        for one in waiting {
            guard let command = commands[one.channel], let sha256 = one.sha256 else { continue }
            if let stem = one.stem, let before = stopped[stem] {
                report.lines.append(
                    "  not sent \(Self.line(one)): \(before), which comes before it, did not go out")
                report.exitCode = 1
                continue
            }
            let file = "\(workspace.outboxPath)/\(one.night)/\(one.path)"
            guard digest(of: one, at: file) == sha256 else {
                report.lines.append("  not sent \(Self.line(one)): it is not the file that the run put out")
                report.exitCode = 1
                if let stem = one.stem { stopped[stem] = one.path }
                continue
            }
            progress("sending \(Self.line(one))")
            let parcel = try Parcel(of: one, at: file, configuration, workspace)
            defer { parcel.remove() }
            let (begun, attempt) = try store.write { writer in
                let begun = try run ?? begin(writer)
                let attempt = try writer.recordSending(
                    night: one.night, path: one.path, sha256: sha256, channel: one.channel, day: asOf,
                    command: command.program, run: begun.id)
                return (begun, attempt)
            }
            run = begun
            let end = end(of: command.send(parcel.path, from: workspace.root))
            try store.write { try $0.record(end, of: attempt, run: begun.id) }
            counts[end.outcome, default: 0] += 1
            if end.outcome != .sent {
                if let stem = one.stem { stopped[stem] = one.path }
                report.lines.append("  \(end.outcome.rawValue) \(Self.line(one)): \(Self.words(end))")
            }
        }
        if let run { try store.write { try $0.finishSending(run) } }
        rest(of: book, &report)
        let troubled = counts[.failed, default: 0] + counts[.uncertain, default: 0]
        if troubled > 0 { report.exitCode = 1 }
        report.lines.insert(
            "Sent \(counts[.sent, default: 0]), failed \(counts[.failed, default: 0]), as of \(asOf)", at: 0)
        return report
    }

    private func digest(of one: Consignment, at path: String) -> String? {
        guard one.isPackage else { return try? Digest.ofFile(path) }
        return PackageIdentity.sha256(at: path)
    }

    private func end(of ended: SenderCommand.Ended) -> SendingEnd {
        switch ended {
        case .exited(0, let said): SendingEnd(.sent, status: 0, said: said, day: asOf)
        case .exited(let status, let said): SendingEnd(.failed, status: status, said: said, day: asOf)
        case .ended(let signal, let said): SendingEnd(.uncertain, status: -signal, said: said, day: asOf)
        case .notStarted: SendingEnd(.failed, said: "the command could not be started", day: asOf)
        }
    }

    private func listing(_ book: MessageBook) -> Report {
        var report = Report()
        let waiting = book.consignments.filter { $0.state == .waiting }
        report.lines = ["Would send \(waiting.count), as of \(asOf)"]
        for one in waiting {
            let again = one.last == nil ? "" : " (again)"
            report.lines.append("  \(Self.line(one))\(again)")
        }
        rest(of: book, &report)
        return report
    }

    /// What was not to be sent: of unknown fate, or not to go out any more.
    private func rest(of book: MessageBook, _ report: inout Report) {
        for one in book.consignments {
            switch one.state {
            case .waiting, .done: continue
            case .uncertain:
                report.lines.append(
                    "  uncertain \(Self.line(one)) of \(one.last?.day.description ?? ""): ask whether it went "
                        + "out, then --went-out or --again \(one.name)")
            case .withheld(let reason):
                report.lines.append("  withheld \(Self.line(one)): \(reason)")
            }
            report.exitCode = 1
        }
    }

    private static func line(_ one: Consignment) -> String {
        let count = one.references.count == 1 ? one.references[0] : "\(one.references.count) messages"
        let kind = one.isPackage ? "package" : one.channel.rawValue
        return "\(kind) \(count) \(one.night)/\(one.path)"
    }

    /// What a command told, without the addresses in it: this goes to logs.
    private static func words(_ end: SendingEnd) -> String {
        let said = end.said.split(separator: " ").map { $0.contains("@") ? "…" : $0 }.joined(separator: " ")
        let status = end.status.map { $0 < 0 ? "ended by signal \(-$0)" : "status \($0)" }
        return [status, said.isEmpty ? nil : said].compactMap(\.self).joined(separator: ", ")
    }
}
