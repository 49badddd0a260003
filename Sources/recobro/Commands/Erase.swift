import ArgumentParser
import Domain
import Foundation
import Pipeline

struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase a person's data: at once what no law requires, the rest when its term is over.",
        discussion: """
            SUBJECT is a customer by tax id or number. Telephone numbers, e-mail addresses and notes of calls go at once. \
            Name, tax id, address, accounts, the payers and texts of their payments, letters and evidence go when the last \
            entry about any of their invoices is older than retention.years (6), counted from the end of its year: run it \
            again after the first night then, for the day of the last night decides, not --as-of. Numbers, amounts and \
            days stay: the books are the same before and after.

            Refused with exit code 65, with every reason, while something is owed or undecided, a promise or plan runs, an \
            agency or a registry has not let go, or a claim is before a court.

            The journal is sealed again; who erased when and why, and the head of the chain before it, stay in it and are \
            printed by 'recobro audit'. A killed erasure is simply run again. Received files that hold other people too \
            are not changed, and whoever was told of the person must be told by you: both are printed. With --received such \
            files are deleted whole, once everything in them is past its term; the ledger knows them still.

            Examples:
              recobro erase acme B12345674 --reason "solicitud de 3 de marzo" --dry-run
              recobro erase acme B12345674 --reason "solicitud de 3 de marzo" --author "Lucía Marcén"
              recobro erase acme --received --reason "conservación" --dry-run
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "Customer (tax id or number).")
    var subject: String?

    @Flag(help: "Instead of a person: delete received files in which everything is past its term.")
    var received = false

    @Option(help: "Why; it stands in the journal, so name nobody.")
    var reason: String

    @Option(help: "Who does it; it stands in the journal. Default: the name you are logged in with.")
    var author: String?

    @Flag(
        name: .customLong("dry-run"), help: "Say what would be erased and what is kept, and change nothing.")
    var dryRun = false

    func validate() throws {
        guard received == (subject == nil) else {
            throw ValidationError("name a customer to erase, or give --received for the files of the archive")
        }
    }

    func run() throws {
        try exiting {
            let author = author ?? NSUserName()
            guard let subject else {
                let lines = try ReceivedFiles.delete(
                    in: options.workspace, reason: reason, author: author, asOf: options.day, isTrial: dryRun)
                Terminal.print(lines.joined(separator: "\n"))
                return 0
            }
            var request = ErasureRequest(
                subject: subject, reason: reason, author: author, asOf: options.day)
            request.isTrial = dryRun
            switch try Erasure.perform(request, in: options.workspace) {
            case .done(let lines):
                Terminal.print(lines.joined(separator: "\n"))
                return 0
            case .refused(let reasons):
                Terminal.complain(
                    (["recobro: nothing is erased of \(subject):"] + reasons.map { "  \($0)" })
                        .joined(separator: "\n"))
                return 65
            }
        }
    }
}
