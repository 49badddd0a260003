import ArgumentParser
import Domain
import Pipeline

/// Runs one stage as a run of its own.
private func perform(
    _ stage: Stage, _ options: WorkspaceOptions, json: Bool, adjust: (inout RunOptions) -> Void = { _ in }
) throws {
    try exiting {
        var run = RunOptions(asOf: options.day, stages: [stage]) { Terminal.complain($0) }
        adjust(&run)
        let summary = try NightlyRun.run(options.workspace, options: run)
        Terminal.print(json ? summary.json : summary.text(prefix: ""))
        return summary.exitCode
    }
}

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Only the first stage: what is in the inbox, or one file, into the ledger.",
        discussion: """
            Examples:
              recobro import acme
              recobro import acme ~/Downloads/lista.csv --as direct-debit-csv
              recobro import acme movimientos.csv --account ES9121000418450200051332
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "A file to copy into the inbox first.", completion: .file())
    var file: String?

    @Option(
        name: .customLong("as"),
        help:
            """
            What the file is, where its content does not tell: bank-csv, invoice-csv, direct-debit-csv, \
            decisions-csv, deliveries-csv.
            """
    )
    var role: String?

    @Option(help: "Account of a statement that names none.")
    var account: String?

    @Flag(help: "Print the summary as JSON.")
    var json = false

    func run() throws {
        var name: String?
        if let file {
            try exiting {
                name = try options.workspace.receive(file); return 0
            }
        }
        guard file != nil || (role == nil && account == nil) else {
            throw ValidationError("--as and --account need a FILE")
        }
        try perform(.importing, options, json: json) {
            $0.fileName = name
            $0.fileRole = role
            $0.fileAccount = account
        }
    }
}

struct Match: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Only the second stage: payments to open invoices.",
        discussion: "Example:\n  recobro match acme --as-of 2026-02-28")

    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Print the summary as JSON.") var json = false

    func run() throws { try perform(.matching, options, json: json) }
}

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Only the third stage: counts the verified debts. See also 'recobro export verdicts'.",
        discussion: "Example:\n  recobro verify acme --as-of 2026-02-28")

    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Print the summary as JSON.") var json = false

    func run() throws { try perform(.verifying, options, json: json) }
}

struct Recover: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Only the fourth stage: takes the steps of the ladder that are due.",
        discussion: "Example:\n  recobro recover acme --as-of 2026-02-28")

    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Print the summary as JSON.") var json = false

    func run() throws { try perform(.recovering, options, json: json) }
}

struct Deliver: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Only the fifth stage: writes the agency's batch and the registry's file.",
        discussion: "Example:\n  recobro deliver acme --as-of 2026-02-28")

    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Print the summary as JSON.") var json = false

    func run() throws { try perform(.delivering, options, json: json) }
}
