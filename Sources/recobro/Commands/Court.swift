import ArgumentParser
import Domain
import Pipeline

struct Court: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Write the folder for a Spanish monitorio, or for the negotiation that must come before it.",
        discussion: """
            SUBJECT is an invoice number, a case reference, or a customer by tax id or number. Only verified debts that \
            a person released ('recobro case … released') get a folder; everything that stands against it is said at \
            once, with exit code 65. A claim also needs a proven invitation to negotiate whose days to answer are over \
            (LO 1/2025); what was offered never stands in the court folder.

            The folder holds index.html, data.json (schema recobro.court/1) and documents/ with invoices, letters, \
            proofs and a statement of account, each with its SHA-256. Nothing is filed, sent or recorded.

            Examples:
              recobro court acme B12345674 --mediation
              recobro court acme F2026-17 --to ~/demanda-F2026-17
            """)

    @OptionGroup var options: LookBackOptions

    @Argument(help: "Invoice number, case reference, or customer (tax id or number).")
    var subject: String

    @Flag(help: "The attempt to negotiate instead of the claim.")
    var mediation = false

    @Option(help: "Folder to write; it must not exist. Default: court/… in the workspace.")
    var to: String?

    func run() throws {
        try exiting {
            var request = CourtRequest(subject: subject)
            request.isMediation = mediation
            request.target = to
            request.asOf = options.asOf
            switch try CourtFolder.write(request, in: options.workspace) {
            case .written(let folder, let missing):
                Terminal.print(([folder] + missing.map { "  missing: \($0)" }).joined(separator: "\n"))
                return 0
            case .refused(let reasons):
                Terminal.complain(
                    (["recobro: no folder for \(subject):"] + reasons.map { "  \($0)" })
                        .joined(separator: "\n"))
                return 65
            }
        }
    }
}
