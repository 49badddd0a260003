import ArgumentParser
import Domain
import Foundation
import Pipeline

struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hand messages and packages of published nights to the commands that recobro.yaml names.",
        discussion: """
            Nothing is sent unless section 'send' of recobro.yaml names a command for the channel: email takes each \
            .eml, sms the list of a night's text messages, print each letter (its PDF where there is one), handover \
            the folder of each package for an agency or a registry, to encrypt and carry it. The path is \
            the last argument; no shell is involved. Exit status 0 means that the command has taken the \
            message, any other that nothing went out: it is offered again next time, for send.days days, while what \
            it says is still so.

            Each attempt is in the ledger before its command starts. What was in flight when 'send' was killed, or \
            when a command was stopped after send.timeoutSeconds, is uncertain: it is reported and never sent again \
            by itself.

            A package is sent whatever was paid since, for the next one says so, but never before one with a lower \
            number: after one that failed or is uncertain, the later ones for the same recipient and flow wait.

            Examples:
              recobro run acme && recobro send acme
              recobro send acme --dry-run
              recobro send acme --again M0123456789ABCDEF --author "Lucía Marcén"
            """)

    @OptionGroup var options: WorkspaceOptions

    @Flag(name: .customLong("dry-run"), help: "Only list what would be sent.")
    var dryRun = false

    @Option(
        help: "A person knows that this went out: a message's reference, a package's folder, or RUN/PATH.")
    var wentOut: String?

    @Option(help: "A person knows that this did not go out: it is offered again.")
    var again: String?

    @Option(help: "Who says so; it stands in the journal. Default: the name you are logged in with.")
    var author: String?

    func validate() throws {
        let isTold = wentOut != nil || again != nil
        guard wentOut == nil || again == nil, !(isTold && dryRun) else {
            throw ValidationError("--went-out, --again and --dry-run exclude each other")
        }
    }

    func run() throws {
        try exiting {
            let report: MessageSending.Report
            if let name = wentOut ?? again {
                report = try MessageSending.settle(
                    name, wentOut == nil ? .sendAgain : .wentOut, in: options.workspace, asOf: options.day,
                    author: author ?? NSUserName())
            } else {
                report = try MessageSending.send(options.workspace, asOf: options.day, isDry: dryRun) {
                    Terminal.complain($0)
                }
            }
            Terminal.print(report.lines.joined(separator: "\n"))
            return report.exitCode
        }
    }
}
