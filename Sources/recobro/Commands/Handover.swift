import ArgumentParser
import Domain
import Pipeline

struct Handover: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "For the agency: check, read and answer case batches (DHX 1.0), and report back.",
        discussion: """
            An agency without software of its own needs one folder, the desk, and these commands; the creditor needs \
            nothing of it. One desk is one creditor.

              recobro handover desk init desk --code COLCO --identifier ESB00000000 --creditor ESB32147290 \\
                --environment T --agreement AGR-2026-01 --processor-agreement DPA-2026-01 --fee 15.00
              recobro handover check incoming                 # totals, rules, evidence; nothing is changed
              recobro handover open incoming/DHX1_T_…_CASE_000001
              recobro handover ack desk incoming              # takes the cases, writes the ACK package
              recobro handover status desk events.csv         # STAT package
              recobro handover remit desk movements.csv --method NET --invoice A26-0001
              recobro handover inventory desk                 # INVT package

            What is written lies in desk/out, a copy in the folder of --out, with --package zip as one file: send it to \
            the creditor as it is. The same input again writes nothing new and gives the same package.

            A package is a folder, or that folder as one file with its name: DHX1_….zip or .tar, of whatever program. \
            The archive holds the folder, or what is in it; one with links, with paths that lead elsewhere, two files of \
            one name, encryption, or too much in it (64 GB, 2 million files, 400 times its own size) is refused.
            """,
        subcommands: [
            HandoverCheckCommand.self, HandoverOpen.self, HandoverDesk.self, HandoverAck.self,
            HandoverStatus.self, HandoverRemit.self, HandoverInventory.self, HandoverKey.self,
            HandoverFormat.self,
        ])
}

/// A desk, the day of what is written, and where copies go.
struct DeskOptions: ParsableArguments {
    @Argument(help: "Folder of the desk.", completion: .directory)
    var folder: String

    @Option(name: .customLong("as-of"), help: "Day of what is written, YYYY-MM-DD. Default: today.")
    var asOf: Day?

    @Option(help: "Folder for a copy of the package. Default: only in out/ of the desk.")
    var out: String?

    @Option(help: "How that copy is made: folder, or one file, tar or zip.")
    var package = PackageForm.folder

    func validate() throws {
        guard package == .folder || out != nil else {
            throw ValidationError("--package says how the copy is made: name its folder with --out")
        }
    }

    var desk: Desk { Desk(path: folder) }
    var day: Day { asOf ?? Terminal.today }
}

/// What the tables of an agency look like.
private enum AgencyTableHelp {
    static let form = """
        The table is a CSV with a heading: comma or semicolon; UTF-8, UTF-16 or Windows-1252; days as 2026-02-28 or \
        28/02/2026; amounts as 1600.00, 1600,00, 1.600,00 or 1,600.00. 1.600 and 1,600 may be two amounts and are \
        refused.
        """
}

/// Prints what a command of the agency came to.
private func print(_ outcome: AgencyOutcome) -> Int32 {
    for finding in outcome.findings { Terminal.complain(finding.description) }
    if !outcome.lines.isEmpty { Terminal.print(outcome.lines.joined(separator: "\n")) }
    return outcome.exitCode
}

struct HandoverCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "What is in a package, and can it be believed? Needs no desk, changes nothing.",
        discussion: """
            PATH is a package (folder, .tar or .zip), its batch.json or batch.xml alone of whatever flow (then digests, \
            signature and evidence are not checked), or a folder of packages. Findings stand one a line: severity, code, place, \
            found, expected. Exit code 0 without findings, 1 with, 65 where a batch cannot be read.

            Examples:
              recobro handover check incoming
              recobro handover check incoming/DHX1_T_… --key creditor.key --json
            """)

    @Argument(help: "Packages, batch.json or batch.xml files, or folders of packages.", completion: .file())
    var paths: [String]

    @Option(
        help: "File of the sender's public key. Without it signatures are not verified.", completion: .file())
    var key: String?

    @Flag(help: "One JSON object a package and line (schema recobro.handover-check/1).")
    var json = false

    func run() throws {
        try exiting {
            var code: Int32 = 0
            try HandoverCheck.all(paths: paths, keyPath: key) { check in
                Terminal.print(json ? check.json : check.text)
                code = max(code, check.exitCode)
            }
            return code
        }
    }
}

struct HandoverOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract:
            "Write a case batch as one page for the browser: cases, debtors, invoices, demands, evidence.",
        discussion: """
            The page links to the evidence in the package by relative paths: keep them together. It is written beside \
            the package, never into it, since the package's manifests list every file. Of an archive the links work once \
            it was unpacked there.

            Example:
              recobro handover open incoming/DHX1_T_ESB32147290_COLCO_CASE_000001
            """)

    @Argument(help: "Package: folder, .tar or .zip.", completion: .file())
    var package: String

    @Option(help: "File to write. Default: the package's name with .html, beside it.", completion: .file())
    var out: String?

    @Option(help: "Language of the page: es or en.")
    var language = "es"

    func run() throws {
        try exiting {
            print(try BatchPage.write(package: package, out: out, language: language))
        }
    }
}

struct HandoverDesk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "The folder that keeps what the agency's side needs between nights.",
        discussion: """
            desk.json says with whom, under which agreement and at which price, and may be edited; state.json holds \
            cases with balances and versions, packages seen, numbers and ids used; out/ all that was sent; held/ \
            batches that wait for an earlier one. A file signing.key in it signs what is sent; with a file \
            creditor.key nothing is taken that the creditor did not sign.
            """,
        subcommands: [HandoverDeskInit.self, HandoverDeskShow.self])
}

struct HandoverDeskInit: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Make a desk.")

    @Argument(help: "Folder of the desk; it must not be one yet.", completion: .directory)
    var folder: String

    @Option(help: "The agency's short code, as the creditor's folder names have it.")
    var code: String

    @Option(help: "The agency's identifier: ESB00000000.")
    var identifier: String

    @Option(help: "Scheme of the agency's identifier.")
    var scheme = "9920"

    @Option(help: "The creditor's identifier, which is also its code in folder names: ESB32147290.")
    var creditor: String

    @Option(help: "Scheme of the creditor's identifier.")
    var creditorScheme = "9920"

    @Option(help: "T for tests, P for production.")
    var environment: String

    @Option(help: "Reference of the collection agreement.")
    var agreement: String

    @Option(help: "Reference of the processor agreement (contrato de encargo).")
    var processorAgreement: String

    @Option(help: "Fee in per cent, 15.00, or of a phase and age, PRE_LEGAL:180:20.00; once for each.")
    var fee: [String] = []

    @Option(help: "VAT in per cent on fees.")
    var vat = "21.00"

    @Option(help: "VAT category (UNTDID 5305): S standard, AE reverse charge.")
    var vatCategory = "S"

    @Option(help: "What is due but less is carried to the next statement.")
    var minimumPayout = "0.00"

    @Option(help: "Number of the first case batch that will come.")
    var nextSequence = 1

    func run() throws {
        try exiting {
            var founding = Desk.Founding(
                agencyCode: code, agencyIdentifier: identifier, creditor: creditor, environment: environment,
                agreement: agreement, processorAgreement: processorAgreement)
            founding.agencyScheme = scheme
            founding.creditorScheme = creditorScheme
            founding.fees = fee
            founding.vatRate = vat
            founding.vatCategory = vatCategory
            founding.minimumPayout = minimumPayout
            founding.nextSequence = nextSequence
            try Desk(path: folder).create(founding)
            return 0
        }
    }
}

struct HandoverDeskShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "A line a case: references, version, state, placed and owed.")

    @Argument(help: "Folder of the desk.", completion: .directory)
    var folder: String

    func run() throws {
        try exiting {
            Terminal.print(try DeskInventory.lines(of: Desk(path: folder)).joined(separator: "\n"))
            return 0
        }
    }
}

struct HandoverAck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Take case packages into the desk and answer each with an ACK package.",
        discussion: """
            Each operation is applied in its order and answered with the agency's case number and the balance that is \
            then held; one that breaks a rule is refused with its reason. Where the creditor states another balance \
            after a payment than the desk computes, the desk keeps its own and says so (ACWC AMOUNT_MISMATCH).

            A package that came before gets its first answer again. Damaged ones (CHECKSUM), unsigned or wrongly \
            signed ones, those of the other environment, with a used number (SEQUENCE_OLD) or with a known id and \
            other content (BATCH_ID_REUSED) are sent back and change nothing. One that comes too early is held \
            (SEQUENCE_GAP) and taken as soon as the missing one was. A package of another sender gets no answer.

            Exit code 0 when everything was taken, 1 when something was refused, waits or is held, 65 when something \
            could not be answered at all.

            Examples:
              recobro handover ack desk incoming --out outgoing
              recobro handover ack desk incoming/DHX1_T_… --reject C-2026-0007 CONFLICT_OF_INTEREST
              recobro handover ack desk incoming/DHX1_T_… --pending C-2026-0008 --missing DELIVERY_NOTE --by 2026-03-31
            """)

    @OptionGroup var options: DeskOptions

    @Argument(help: "Packages (folders, .tar or .zip), or folders of packages.", completion: .file())
    var packages: [String]

    @Option(help: "Keep a new or changed case waiting for documents; with --missing and --by.")
    var pending: [String] = []

    @Option(help: "Document type that the pending cases wait for; once for each.")
    var missing: [String] = []

    @Option(help: "Last day for the documents, YYYY-MM-DD.")
    var by: Day?

    @Option(parsing: .upToNextOption, help: "Refuse a new or changed case: CASE REASON.")
    var reject: [String] = []

    func validate() throws {
        guard pending.isEmpty == missing.isEmpty, pending.isEmpty == (by == nil) else {
            throw ValidationError("--pending, --missing and --by belong together")
        }
        guard reject.count % 2 == 0 else { throw ValidationError("--reject takes CASE REASON") }
    }

    func run() throws {
        try exiting {
            var answering = DeskAnswering(packages: packages, asOf: options.day)
            answering.out = options.out
            answering.form = options.package
            if let by { answering.pending = pending.map { ($0, missing, by) } }
            answering.rejected = stride(from: 0, to: reject.count, by: 2).map { (reject[$0], reject[$0 + 1]) }
            return print(try answering.run(in: options.desk))
        }
    }
}

struct HandoverStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Report what happened to the cases, from a CSV, as a STAT package.",
        discussion: """
            A row is one event: case_ref (the creditor's reference or the agency's), status, at (a day or an instant); \
            and what its status asks for. Events of which only the day is known keep the order of the rows. One wrong \
            row refuses the table, with line, found and expected (exit code 65). Rows that were reported before are \
            passed over, so that the same table may grow; two equal rows need an event_id, or instants.

            \(AgencyTableHelp.form)

            Columns: \(StatusReporting.columns.joined(separator: ", "))

            Statuses: \(StatusReporting.statuses)

            Example of a table:
              case_ref,status,at,amount,due_date
              C-2026-0007,PROMISE,2026-03-02,500.00,2026-03-20
            """)

    @OptionGroup var options: DeskOptions

    @Argument(help: "CSV of events.", completion: .file())
    var table: String

    func run() throws {
        try exiting {
            var reporting = StatusReporting(table: table, asOf: options.day)
            reporting.out = options.out
            reporting.form = options.package
            return print(try reporting.run(in: options.desk))
        }
    }
}

struct HandoverRemit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remit",
        abstract: "Settle what was collected, from a CSV, as a REMT package.",
        discussion: """
            A row is one movement: type COLL (collected), REVC (the whole of an earlier COLL goes back; 'reverses' \
            names it), EXPN (agreed outlay) or ADJT (correction, with its reason); case_ref, date, amount. Payments \
            that the creditor received itself are echoed without a row. An amount pays interest, compensation and \
            costs before principal unless the row splits it, and the oldest invoice first unless line_ref names one, \
            by the reference of its line or its number. Fees follow the schedule of desk.json.

            NET takes fees, VAT and outlays off; GROSS pays out everything; SPLIT takes off what falls on collected \
            money. The transfer must bear the id of the statement. Movements that look like earlier ones are passed \
            over, and refused when new ones stand beside them: give them a movement_id. So are days that an earlier \
            statement covers. What the agency had collected may go back after a case is over.

            \(AgencyTableHelp.form)

            Columns: \(Remitting.columns.joined(separator: ", "))

            Example:
              recobro handover remit desk movements.csv --method NET --invoice A26-0001 --to 2026-03-31
            """)

    @OptionGroup var options: DeskOptions

    @Argument(help: "CSV of movements.", completion: .file())
    var table: String

    @Option(help: "NET, GROSS or SPLIT.")
    var method: String

    @Option(help: "Number of the agency's invoice for its fees.")
    var invoice = ""

    @Option(help: "Id of the statement. Default: the agency's code with REMT and its number.")
    var statement = ""

    @Option(
        help:
            "First day, YYYY-MM-DD. Default: the one after the last statement, else that of the first movement."
    )
    var from: Day?

    @Option(help: "Last day, YYYY-MM-DD. Default: the day of --as-of.")
    var to: Day?

    @Option(help: "Day of the transfer, YYYY-MM-DD. Default: the day of --as-of.")
    var payoutDate: Day?

    @Option(help: "The creditor's account.")
    var iban = ""

    @Option(help: "Currency of the statement.")
    var currency = "EUR"

    func run() throws {
        try exiting {
            var remitting = Remitting(table: table, method: method, asOf: options.day)
            remitting.out = options.out
            remitting.form = options.package
            remitting.invoiceNumber = invoice
            remitting.statementId = statement
            remitting.from = from
            remitting.to = to
            remitting.payoutDate = payoutDate
            remitting.iban = iban
            remitting.currency = currency
            return print(try remitting.run(in: options.desk))
        }
    }
}

struct HandoverInventory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inventory",
        abstract: "List every case that the desk holds, closed ones too, as an INVT package.")

    @OptionGroup var options: DeskOptions

    func run() throws {
        try exiting {
            var inventory = DeskInventory(asOf: options.day)
            inventory.out = options.out
            inventory.form = options.package
            return print(try inventory.run(in: options.desk))
        }
    }
}

struct HandoverKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract:
            "Make a pair of keys for signatures: FILE, kept secret, and FILE.pub for partners.",
        discussion: """
            Put the private one into the desk as signing.key, and the creditor's public one as creditor.key.

            Example:
              recobro handover key desk/signing.key
              recobro handover key desk/signing.key --algorithm es256
            """)

    @Argument(help: "File of the private key; it must not exist.", completion: .file())
    var file: String

    @Option(
        help: "ed25519, or es256 for partners who verify nothing else.",
        completion: .list(["ed25519", "es256"]))
    var algorithm = "ed25519"

    func run() throws {
        try exiting {
            Terminal.print(try DeskKeys.make(file, algorithm: algorithm).joined(separator: "\n"))
            return 0
        }
    }
}

struct HandoverFormat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Write the format in words (DHX 1.0), its JSON Schemas and XSDs, and example layouts.",
        discussion: """
            For a partner who writes software of its own. DHX-1.0.md says what the files of a package hold and how \
            a layout profile is written; copy an example to profiles/ of the workspace to start one.

            Example:
              recobro handover format dhx
            """)

    @Argument(
        help: "Folder to write to. A file of another content in it is never replaced.", completion: .directory
    )
    var folder: String

    func run() throws {
        try exiting {
            Terminal.print(try FormatFolder.write(to: folder).joined(separator: "\n"))
            return 0
        }
    }
}
