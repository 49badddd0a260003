import ArgumentParser
import Domain

/// The command line: one file a subcommand, no logic of its own.
@main
struct Recobro: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recobro",
        abstract: "Reconciles payments with invoices, proves which debts are real, and recovers them.",
        discussion: """
            One folder is one creditor. Drop exports of the bank and of the invoicing program into its inbox and \
            run the night:

              recobro init acme --name "Talleres Ebro S.L." --tax-id B32147290 --iban ES92…
              cp ~/Downloads/*.n43 ~/Downloads/facturas.csv acme/inbox/
              recobro run acme
              recobro review acme

            Exit codes: 0 done; 1 done, but a person must look; 2 bad usage or configuration; 65 input refused; \
            70 internal fault; 74 disk; 75 busy, try again.

            A completion script for your shell: recobro --generate-completion-script bash|zsh|fish
            """,
        version: "0.2.0",
        subcommands: [
            Init.self, Run.self, Inspect.self, Convert.self, Import.self, Match.self, Verify.self,
            Recover.self,
            Quote.self, Deliver.self, Send.self, Review.self, Case.self, Court.self, Erase.self,
            Explain.self, Report.self, Export.self, Audit.self, Handover.self,
        ])

    static func main() {
        Heap.prepare()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            // The library ends bad usage with 64; the contract of all commands has 2.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Terminal.complain(fullMessage(for: error))
            exit(withError: ExitCode(2))
        }
    }
}
