import ArgumentParser
import Domain
import Pipeline

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is this file, and what is in it? Needs no workspace.",
        discussion: """
            Of a package for or from an agency (folder, .tar or .zip named DHX1_…) it says what 'recobro handover check' \
            finds, without verifying the signature.

            Examples:
              recobro inspect extracto.n43
              recobro inspect *.xml --json --records
            """)

    @Argument(help: "Files to look at.", completion: .file())
    var files: [String]

    @Flag(help: "One JSON object a file and line (schema recobro.inspect/1).")
    var json = false

    @Flag(help: "With --json: every movement too.")
    var records = false

    @Option(name: .customLong("with"), help: "A workspace whose own table profiles are tried first.")
    var workspace: String?

    func run() throws {
        try exiting {
            var code: Int32 = 0
            let workspace = workspace.map { Workspace(path: $0) }
            for file in files {
                try Inspection.all(path: file, keepsRecords: records, workspace: workspace) { inspection in
                    Terminal.print(json ? inspection.json : inspection.text)
                    if inspection.isRefused { code = 65 }
                }
            }
            return code
        }
    }
}

/// The one form that `convert` writes so far.
enum ConversionTarget: String, ExpressibleByArgument, CaseIterable { case csv }

struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The records of a file, of whatever known format, as one normalised CSV.",
        discussion: """
            Writes to standard output; findings and what is left out go to standard error. Nothing is written of \
            a file that is refused. A zip or gzip file gives the records of its members.

            Kinds: movements (with the parts of a batch as rows of their own, numbered in the column part), \
            invoices, customers, statuses, receipts, decisions, adjudications, deliveries, direct-debits.

            Examples:
              recobro convert extracto.n43 --to csv > movimientos.csv
              recobro convert SAFT.xml --to csv --kind receipts
            """)

    @Argument(help: "File to read.", completion: .file())
    var file: String

    @Option(help: "Form to write: csv.")
    var to = ConversionTarget.csv

    @Option(help: "Which records to write. Default: the first kind in the file.")
    var kind: String?

    func run() throws {
        try exiting {
            let conversion = try Conversion.write(path: file, kind: kind) { Terminal.write($0) }
            for note in conversion.notes { Terminal.complain(note) }
            return conversion.isRefused ? 65 : 0
        }
    }
}

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Why is this invoice, payment or case where it is?",
        discussion: """
            ID is an invoice number, the bank's reference of a movement (or its number in the ledger, #17), or a case \
            reference. Of a movement it shows who decided what, when, and what was taken back.

            Examples:
              recobro explain acme F2025-0042
              recobro explain acme 0000000017
            """)

    @OptionGroup var options: LookBackOptions

    @Argument(help: "Invoice number, bank reference or #number of a movement, or case reference.")
    var id: String

    func run() throws {
        try exiting {
            let lines = try Explanation.lines(of: id, in: options.workspace, asOf: options.asOf)
            guard !lines.isEmpty else {
                throw RunError.usage("no invoice, movement or case '\(id)' in \(options.workspace.root)")
            }
            Terminal.print(lines.joined(separator: "\n"))
            return 0
        }
    }
}

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the report again: one HTML page and CSVs.",
        discussion: """
            The tables in report/ have every row of what the page shows. Of what is posted alone, patterns.csv says \
            by pattern of evidence how much it posted and what you found of it (audited, confirmed, wrong, waiting, \
            bound_per_10000). ruled.csv, written where matching.rules decided something, says which rule made what \
            of which movement (unrelated, customer, ask; number-read or contradicted where evidence was stronger).

            Example:
              recobro report acme --to /tmp/informe
            """)

    @OptionGroup var options: LookBackOptions

    @Option(help: "Folder to write into. Default: report/ in the workspace.", completion: .directory)
    var to: String?

    func run() throws {
        try exiting {
            let folder = try ReportAgain.write(options.workspace, asOf: options.asOf, to: to)
            Terminal.print("Wrote \(folder)/report.html")
            return 0
        }
    }
}

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Machine-readable tables on standard output.",
        subcommands: [ExportMatches.self, ExportMemory.self, ExportVerdicts.self, ExportLaw.self])
}

struct ExportMatches: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matches",
        abstract: "What is posted and suggested, one row a payment and invoice.",
        discussion: """
            Columns: payment_id,invoice_number,amount_cents,status,rank,kind,pattern,margin. payment_id is the \
            bank's own reference of the movement.

            Example:
              recobro export matches acme > matches.csv
            """)

    @OptionGroup var options: WorkspaceFolder

    func run() throws {
        try exiting {
            try TableExport.matches(options.workspace) { Terminal.write($0) }
            return 0
        }
    }
}

struct ExportMemory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory",
        abstract:
            "What your decisions have taught of payers, and which patterns of evidence they license or suspend.",
        discussion: """
            Columns: what,name,customer,decisions,disagreements,state,bound_per_10000,since,missing.

            account, name: a payer and the customer it paid for. It is known, pure (three decisions for one \
            customer: it identifies it), hub (pays for several: it identifies nobody) or tainted (a decision was \
            taken back: it identifies nobody until three later ones agree).
            pattern: one without a number is licensed (posts alone) or shown; bound_per_10000 is the upper limit of \
            its error rate that your decisions prove.
            suspension: a pattern that posts nothing alone since a day, and how many agreeing decisions are missing.

            Taking a decision back takes back what it taught.

            Example:
              recobro export memory acme
            """)

    @OptionGroup var options: WorkspaceFolder

    func run() throws {
        try exiting {
            try TableExport.memory(options.workspace) { Terminal.write($0) }
            return 0
        }
    }
}

struct ExportVerdicts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdicts",
        abstract: "Every open invoice and condition with its proof or what is missing.",
        discussion: """
            Columns: invoice_number,verified,condition,result,evidence,missing.

            Example:
              recobro export verdicts acme --as-of 2026-02-28
            """)

    @OptionGroup var options: LookBackOptions

    func run() throws {
        try exiting {
            try TableExport.verdicts(options.workspace, asOf: options.asOf) { Terminal.write($0) }
            return 0
        }
    }
}

struct ExportLaw: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "law",
        abstract: "The rows of law that a lawyer must still confirm.",
        discussion: """
            Columns: id,pack,rule,scope,value,article,confidence,from,to,used_by,source,says. Confidence V3 is weak or \
            derived, K was never looked up. Rows that the program computes with stand first. A pack of your own \
            replaces the built-in one: see law.folder in recobro.yaml.

            Example:
              recobro export law acme > confirm.csv
            """)

    @OptionGroup var options: WorkspaceFolder

    func run() throws {
        try exiting {
            try TableExport.law(options.workspace) { Terminal.write($0) }
            return 0
        }
    }
}

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Checks conservation, balance chains, the chain of seals, and the outputs against the journal.",
        discussion: """
            The facts digest is the same whatever order and whatever files the same facts came in; the movements \
            digest is the same in every bank format. The journal digest is the head of the chain: write it down, and no \
            row behind it can be changed unseen. An erasure ('recobro erase') replaces it: it is printed with day, author, \
            reason and the digest before it. --digest says of which run one is that you wrote down, and which erasure \
            replaced it.

            Examples:
              recobro audit acme --json
              recobro audit acme --digest 0d448184227b1e31ad9e84e10eeb1d681c2de1d6b0ffbaf7f1806ebc47e86ed5
            """)

    @OptionGroup var options: WorkspaceFolder
    @Flag(help: "Print the result as JSON (schema recobro.audit/1).") var json = false

    @Option(help: "A journal digest of before, from a report or an audit: say what it is, and check nothing.")
    var digest: String?

    func run() throws {
        try exiting {
            if let digest {
                Terminal.print(try Auditing.origin(of: digest, in: options.workspace))
                return 0
            }
            let result = try Auditing.audit(options.workspace)
            Terminal.print(json ? result.json : result.text)
            return result.exitCode
        }
    }
}
