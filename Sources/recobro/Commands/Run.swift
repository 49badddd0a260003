import ArgumentParser
import Domain
import Foundation
import Pipeline

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The nightly job: every stage, in one go.",
        discussion: """
            Reads the inbox, matches payments, verifies debts, takes the steps of the ladder, writes batches and \
            the report into outbox/<run>. A killed run is simply run again.

            Examples:
              recobro run acme
              recobro run acme --as-of 2026-02-28 --json
              recobro run --all /srv/creditors --jobs 2
            """)

    @Argument(help: "Folders of the workspaces.", completion: .directory)
    var folders: [String] = []

    @Option(help: "Run every workspace inside this folder.", completion: .directory)
    var all: String?

    @Option(name: .customLong("as-of"), help: "Day the night is run for, YYYY-MM-DD. Default: today.")
    var asOf: Day?

    @Flag(name: .customLong("dry-run"), help: "Do it all on a copy: nothing in the workspace changes.")
    var dryRun = false

    @Option(help: "How many workspaces to run at once.")
    var jobs = 1

    @Flag(help: "End with one JSON object a workspace.")
    var json = false

    func validate() throws {
        guard !folders.isEmpty || all != nil else {
            throw ValidationError("name a workspace folder, or --all FOLDER")
        }
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 64") }
    }

    func run() throws {
        try exiting {
            let workspaces = folders.map { Workspace(path: $0) } + (all.map(Workspace.inside) ?? [])
            guard !workspaces.isEmpty else { throw RunError.usage("there is no workspace in \(all ?? "")") }
            let nights = Nights(
                asOf: asOf ?? Terminal.today, isDry: dryRun, json: json, showsName: workspaces.count > 1)
            return nights.run(workspaces, jobs: jobs)
        }
    }
}

/// Several workspaces, isolated from each other: one that fails does not stop the others.
struct Nights {
    let asOf: Day
    let isDry: Bool
    let json: Bool
    let showsName: Bool

    /// Runs them and gives the worst exit code.
    func run(_ workspaces: [Workspace], jobs: Int) -> Int32 {
        let codes = Codes(count: workspaces.count)
        let gate = DispatchSemaphore(value: jobs)
        let group = DispatchGroup()
        for (index, workspace) in workspaces.enumerated() {
            gate.wait()
            let thread = Thread {
                codes.set(index, one(workspace))
                gate.signal()
                group.leave()
            }
            thread.stackSize = 8 << 20
            group.enter()
            thread.start()
        }
        group.wait()
        return codes.worst
    }

    private func one(_ workspace: Workspace) -> Int32 {
        let prefix = showsName ? "\(workspace.name): " : ""
        do {
            let options = RunOptions(asOf: asOf) { Terminal.complain(prefix + $0) }
            let summary =
                isDry
                ? try NightlyRun.dryRun(workspace, options: options)
                : try NightlyRun.run(workspace, options: options)
            Terminal.print(json ? summary.json : summary.text(prefix: prefix))
            return summary.exitCode
        } catch let error as RunError {
            Terminal.complain("recobro: \(prefix)\(error)")
            return error.exitCode
        } catch let error as ConfigurationError {
            Terminal.complain("recobro: \(prefix)\(error)")
            return 2
        } catch {
            Terminal.complain("recobro: \(prefix)\(error)")
            return Workspace.isDiskFull(error) ? 74 : 70
        }
    }

    /// Exit codes written by several threads.
    private final class Codes: @unchecked Sendable {
        private let lock = NSLock()
        private var codes: [Int32]

        init(count: Int) { codes = Array(repeating: 0, count: count) }

        func set(_ index: Int, _ code: Int32) { lock.withLock { codes[index] = code } }

        /// The gravest: a fault before the disk, the disk before input and usage, busy last of the failures.
        var worst: Int32 {
            let order: [Int32] = [70, 74, 65, 2, 75, 1, 0]
            return lock.withLock { order.first { codes.contains($0) } ?? codes.max() ?? 0 }
        }
    }
}
