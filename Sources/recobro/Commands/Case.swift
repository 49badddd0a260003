import ArgumentParser
import Domain
import Foundation
import Pipeline

struct Case: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Log a call, a dispute and its reason, a promise, a plan, a hold; or show a case.",
        discussion: """
            SUBJECT is an invoice number, a case reference, a message by its reference, or a customer by tax id or \
            number. Without FACT the case is \
            shown: every fact with its number, where promises and plans stand by what was paid, what happens next.

            A fact is stored at once, signed, with the digest of its evidence, and is never changed: what ends one is a \
            fact of its own, and a wrong one is taken back with 'retracted --fact NUMBER'. Whether a promise or plan is \
            kept is computed from the payments. The same facts may come as a table in the inbox, with columns of these \
            names (subject, decision, day, author, evidence; code, amount, percent, until, instalments, grace, breaks \
            after, published, reference, fact, currency, evidence file, sha256), in English or Spanish.

            Facts, with the options that each takes beside --day, --note and --evidence:
            \(CaseDraft.kindsText)

            Codes of 'reason' and 'disputed': \(CaseDraft.reasonsText)
            Codes of 'recalled': \(CaseDraft.recallsText); without --until the agency may object for \
            \(RecallCause.usualObjectionDays) days, and --reference is the code of the agency that it moves to

            Examples:
              recobro case acme F2026-17
              recobro case acme F2026-17 promised --amount 300.00 --until 2026-02-15 --author "Lucía Marcén"
              recobro case acme F2026-17 disputed --code wrong-price --note "pide el 5 %" --evidence correo.eml
              recobro case acme B12345674 plan-agreed --instalment 2026-02-01:100.00 --instalment 2026-03-01:100.00
              recobro case acme B12345674 insolvency --reference "JM 2 Zaragoza 123/2026" --published 2026-01-30
              recobro case acme C-A58818501.1 recalled --code commercial-decision --until 2026-03-10
              recobro case acme C-A58818501.1 agency-answered --reference E-17 --code delivery-note --evidence a.pdf
              recobro case acme F2026-17 retracted --fact 12
            """)

    @OptionGroup var options: WorkspaceOptions

    @Argument(help: "Invoice number, case reference, or customer (tax id or number).")
    var subject: String

    @Argument(help: "What is stated; without it the case is shown.")
    var fact: String?

    @Option(help: "Who states it; it stands in the journal. Default: the name you are logged in with.")
    var author: String?

    @Option(help: "Day of the fact, YYYY-MM-DD. Default: the day of --as-of.")
    var day: Day?

    @Option(help: "What was said, in your words.")
    var note: String?

    @Option(help: "File that proves it; it is copied into the archive with its digest.", completion: .file())
    var evidence: String?

    @Option(help: "A word of a closed list: why it is not paid, before whom, by what channel.")
    var code: String?

    @Option(help: "Amount, 100.00: promised, taken off, or seized.")
    var amount: String?

    @Option(help: "Discount in per cent, 10 or 7.5.")
    var percent: String?

    @Option(help: "Last day of a promise, an offer or a hold, YYYY-MM-DD.")
    var until: Day?

    @Option(help: "Instalment of a plan, YYYY-MM-DD:AMOUNT; once for each.")
    var instalment: [String] = []

    @Option(help: "Days that money may come late. Default: \(CaseTerms.usualGraceDays).")
    var grace: Int?

    @Option(help: "Instalments that may be unpaid at once before the plan is broken. Default: 1.")
    var breaksAfter: Int?

    @Option(help: "Day on which the insolvency was published, YYYY-MM-DD.")
    var published: Day?

    @Option(help: "Court and number, who was spoken to, who seized.")
    var reference: String?

    @Option(name: .customLong("fact"), help: "Number of the fact to take back.")
    var retracts: Int64?

    func validate() throws {
        guard author.map({ !$0.isEmpty }) ?? true else { throw ValidationError("--author is empty") }
    }

    func run() throws {
        try exiting {
            if let fact {
                let lines = try CaseLog.state(draft(fact), in: options.workspace, asOf: options.day)
                Terminal.print(lines.joined(separator: "\n"))
            } else {
                let lines = try CaseView.lines(of: subject, in: options.workspace, asOf: options.asOf)
                guard !lines.isEmpty else {
                    throw RunError.usage(
                        "no invoice, case or customer '\(subject)' in \(options.workspace.root)")
                }
                Terminal.print(lines.joined(separator: "\n"))
            }
            return 0
        }
    }

    private func draft(_ fact: String) -> CaseDraft {
        var draft = CaseDraft(
            subject: subject, kind: fact, day: day ?? options.day, author: author ?? NSUserName())
        draft.note = note ?? ""
        draft.evidencePath = evidence
        draft.code = code
        draft.amount = amount
        draft.percent = percent
        draft.until = until
        draft.instalments = instalment
        draft.graceDays = grace
        draft.breaksAfter = breaksAfter
        draft.published = published
        draft.reference = reference
        draft.fact = retracts
        return draft
    }
}
