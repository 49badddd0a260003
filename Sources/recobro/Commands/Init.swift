import ArgumentParser
import Domain
import Pipeline

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a workspace with a commented configuration.",
        discussion: """
            Asks for what is not given, unless the input is not a terminal.

            Example:
              recobro init acme --name "Talleres Ebro S.L." --tax-id B32147290 --country ES \\
                --iban ES9121000418450200051332
            """)

    @Argument(help: "Folder to make.", completion: .directory)
    var folder: String

    @Option(help: "Name of the creditor.")
    var name: String?

    @Option(name: .customLong("tax-id"), help: "Tax id (NIF) of the creditor.")
    var taxId: String?

    @Option(help: "Country, ISO 3166 alpha-2.")
    var country = "ES"

    @Option(name: .customLong("iban"), help: "Account that customers pay into; repeat for several.")
    var ibans: [String] = []

    @Option(help: "Street and number, for letters.")
    var street = ""

    @Option(name: .customLong("post-code"), help: "Post code, for letters.")
    var postCode = ""

    @Option(help: "Town, for letters.")
    var town = ""

    @Option(help: "E-mail address that debtors may answer to.")
    var email = ""

    @Option(help: "Telephone that debtors may call.")
    var phone = ""

    func run() throws {
        try exiting {
            var creditor = Creditor(
                name: try asked(name, "Name of the creditor"),
                taxId: IdentifierText.compact(try asked(taxId, "Tax id (NIF)")), country: country,
                ibans: ibans.map { IdentifierText.compact($0) })
            if ibans.isEmpty, let answer = Question.ask("IBANs that customers pay into (blank-separated)") {
                creditor.ibans = answer.split(separator: " ").map { IdentifierText.compact($0) }
            }
            creditor.street = street
            creditor.postCode = postCode
            creditor.town = town
            creditor.email = email
            creditor.phone = phone
            let workspace = Workspace(path: folder)
            try workspace.create(Workspace.Founding(creditor: creditor))
            Terminal.print(
                "Made \(workspace.root). Next: drop files into its inbox, then 'recobro run \(folder)'.")
            return 0
        }
    }

    private func asked(_ value: String?, _ question: String) throws -> String {
        if let value { return value }
        guard let answer = Question.ask(question), !answer.isEmpty else {
            throw RunError.usage("\(question) is missing; see 'recobro init --help'")
        }
        return answer
    }
}
