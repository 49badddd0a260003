import ArgumentParser
import Domain
import Pipeline

struct Quote: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What would it cost to hand the verified debts over? Changes nothing.",
        discussion: """
            Of each agency in recobro.yaml: debtors, invoices and amount that it would get now, what comes in on average \
            and what its price list asks for that; then what no agency takes, with the reasons. A debt goes to the first \
            agency that takes it and has room.

            Example:
              recobro quote acme
            """)

    @OptionGroup var options: LookBackOptions

    func run() throws {
        try exiting {
            Terminal.print(
                try Quoting.lines(of: options.workspace, asOf: options.asOf).joined(separator: "\n"))
            return 0
        }
    }
}
