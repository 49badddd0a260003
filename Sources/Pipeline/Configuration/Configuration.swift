public import Domain
internal import Formats
internal import Handover
internal import Matching
internal import Recovery

/// One creditor's settings, from `recobro.yaml`, validated as a whole.
public struct Configuration: Sendable {
    public var creditor: Creditor
    public var language = "es"
    public var currency = Currency.eur
    /// Which account the statements of files without an account belong to, by file name pattern.
    var accountFiles: [(pattern: String, iban: String)] = []
    /// Severities raised or lowered by code.
    var severities: [Problem.Code: Problem.Severity] = [:]
    var profiles: [TableProfile] = []
    var matching = MatchingPolicy()
    /// How many of a thousand postings without a person are put before one afterwards.
    var auditPerThousand = 5
    var verification = VerificationSettings()
    var recovery = RecoverySettings()
    var letters = LetterSettings()
    var send = SendSettings()
    /// What each way to go on costs and brings in.
    var routes = RouteTable.examples
    var law = LawSettings()
    var retention = RetentionSettings()
    /// In the creditor's order: a case goes to the first that takes it and has room.
    var agencies: [AgencySettings] = []
    /// The only agency, or the first of several.
    var agency: AgencySettings? { agencies.first }
    var registry: RegistrySettings?
    /// SHA-256 of the file it was read from.
    public var digest = ""
    /// The file's text.
    var text = ""
}

/// When a debt may be called verified.
struct VerificationSettings: Sendable {
    /// Principal below which nothing is claimed formally, minor units.
    var minimumPrincipal: Int64 = 5000
    /// How many days before the as-of day the statements may end.
    var statementLagDays = 3
    /// Days the debtor has after a proven formal claim.
    var demandWaitDays = 10
}

/// The ladder.
struct RecoverySettings: Sendable {
    var steps: [LadderStep] = LadderPolicy.usual
    /// Ladders of their own, the first that fits counts.
    var segments: [LadderSegment] = []
    /// Nobody is written to for less, minor units.
    var minimumToWrite: Int64 = 1000
    /// Contacts of any kind to a consumer within the days, at most.
    var consumerContacts = 3
    var consumerContactDays = 7
}

/// What letters say, and how they are made.
struct LetterSettings: Sendable {
    /// Days that letters give to pay, and to answer an invitation to negotiate.
    var reminderTermDays = 7
    var claimTermDays = 10
    var answerTermDays = 30
    /// Whether formal claims ask for late-payment interest and the fixed sum, where the law gives them; else
    /// they only reserve the right to.
    var claimsInterest = false
    /// Folder of the invoices' own files, each named by its number; empty for none.
    var invoiceFolder = ""
    /// The command that makes PDFs; `nil` leaves letters as pages.
    var pdfCommand: [String]?
}

/// The agency that takes cases (agencia de recobro).
struct AgencySettings: Sendable {
    var name = ""
    /// Short name in batch ids: letters and digits.
    var code = ""
    var scheme = "9920"
    var identifier = ""
    var agreement = ""
    var processorAgreement = ""
    var feeSchedule = ""
    /// `P` production or `T` test.
    var environment = "T"
    var mayNegotiate = false
    var mayReceiveFunds = false
    /// Signs the creditor's packages, those for a registry too; `nil` leaves them unsigned.
    var signingKey: SigningKey?
    /// Must have signed what the agency sends; `nil` takes it unsigned.
    var verifyingKey: VerifyingKey?
    /// Folder that both sides share; empty where packages come by the inbox and are fetched from the outbox.
    var drop = ""
    /// How packages are put into that folder, or given to the command that carries them.
    var package = PackageForm.folder
    /// What its own status codes mean; `nil` where it writes those of DHX.
    var statusCodes: StatusCodeTable?
    /// Its own layouts: a file of each lies beside the batch. Empty for an agency that reads the batch.
    var layouts: [LayoutProfile] = []
    /// The layouts of the files that it answers with; empty for one that answers with packages.
    var returns: [LayoutProfile] = []
    /// Whether it acknowledges batches: of one that never did that is an alarm.
    var acknowledges = true
    /// The creditor's number at the agency, for those files; empty where it gave none.
    var client = ""
    /// Whether a package waits until those before it have come.
    var holdsGaps = true
    /// Calendar days after the day of a statement in which its fee invoice may still arrive.
    var feeInvoiceDays = 5
    /// What it may charge; without rows nothing is agreed.
    var fees = FeeSchedule(rows: [])
    var rules = AgencyRules()
    var price = AgencyPrice()
    /// Cases at a time; `nil` for any number.
    var capacity: Int?

    /// What it offers, for the choice among several.
    var offer: AgencyOffer { AgencyOffer(code: code, rules: rules, price: price, capacity: capacity) }
}

/// The debtor registry that receives records (fichero de morosos).
struct RegistrySettings: Sendable {
    var name = ""
    var code = ""
    var profile = ""
    var reporter = ""
    var environment = "T"
    var requiresRelease = true
    /// The layout profile of its return files; empty where they do not come as files.
    var returns = ""
    /// Whether it gets everything that is listed in the first run of a month.
    var listsMonthly = false
    /// The debtors that the registry takes.
    var takes = Set(CustomerKind.allCases)
}

/// One mistake in the configuration, with its line.
public struct ConfigurationMistake: Sendable, Equatable, CustomStringConvertible {
    public let line: Int
    public let text: String

    public var description: String { line > 0 ? "line \(line): \(text)" : text }
}

/// All mistakes of a configuration at once.
public struct ConfigurationError: Error, CustomStringConvertible {
    public let file: String
    public let mistakes: [ConfigurationMistake]

    public var description: String {
        "\(file) is not valid:\n" + mistakes.map { "  \($0)" }.joined(separator: "\n")
    }
}

extension Configuration {
    /// A problem with the severity that the configuration gives its code, where that is the greater one.
    func raised(_ problem: Problem) -> Problem {
        guard let severity = severities[problem.code], severity > problem.severity else { return problem }
        return problem.with(severity: severity)
    }
}
