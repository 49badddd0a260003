import ArgumentParser
import Domain
import Foundation
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
            proofs and a statement of account, each with its SHA-256. Nothing is filed or sent, and nothing recorded \
            but by --record: once a person has filed the claim, it is a fact of each invoice with its day, number and \
            evidence, the ladder ends there, and a wrong one is taken back with 'recobro case … retracted'.

            Examples:
              recobro court acme B12345674 --mediation
              recobro court acme F2026-17 --to ~/demanda-F2026-17
              recobro court acme B12345674 --record --evidence acuse-lexnet.pdf --reference "JPI 3 Zaragoza 412/2026"
            """)

    @OptionGroup var options: LookBackOptions

    @Argument(help: "Invoice number, case reference, or customer (tax id or number).")
    var subject: String

    @Flag(help: "The attempt to negotiate instead of the claim.")
    var mediation = false

    @Option(help: "Folder to write; it must not exist. Default: court/… in the workspace.")
    var to: String?

    @Flag(help: "Record that a person filed the claim, instead of writing the folder; needs --evidence.")
    var record = false

    @Option(help: "Day it was filed, YYYY-MM-DD. Default: the day of --as-of, else today.")
    var day: Day?

    @Option(help: "Court and number.")
    var reference: String?

    @Option(
        help: "File that proves the filing; it is copied into the archive with its digest.",
        completion: .file())
    var evidence: String?

    @Option(help: "Who states it; it stands in the journal. Default: the name you are logged in with.")
    var author: String?

    func validate() throws {
        guard !record else {
            guard evidence != nil, !mediation, to == nil else {
                throw ValidationError("--record needs --evidence and takes neither --mediation nor --to")
            }
            return
        }
        guard day == nil, reference == nil, evidence == nil, author == nil else {
            throw ValidationError("--day, --reference, --evidence and --author go with --record")
        }
    }

    private func filed(_ evidence: String) throws -> Int32 {
        let today = options.asOf ?? Terminal.today
        var filing = CourtFiling(
            subject: subject, day: day ?? today, author: author ?? NSUserName(), evidencePath: evidence)
        filing.reference = reference ?? ""
        Terminal.print(
            try filing.record(in: options.workspace, asOf: today).joined(separator: "\n"))
        return 0
    }

    func run() throws {
        try exiting {
            if record, let evidence { return try filed(evidence) }
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
