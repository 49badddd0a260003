public import Domain

/// One letter of a case and the invoices it claims.
public struct Letter: Sendable, Equatable {
    /// What it is for.
    public let kind: LetterKind
    /// Ids of the invoices it lists: those it claims in the order of its table, then those it only mentions.
    public let invoices: [Int64]
    /// The page and its path under the run's output folder, `letters/…`.
    public let file: OutputFile
    /// What it claims in all.
    public let total: Money
    /// ISO 639-1 code.
    public let language: String
    /// Its heading, for the subject of an e-mail.
    public let title: String
    /// The same letter as plain text.
    public let plainText: String
    /// The same letter as HTML for the body of an e-mail.
    public let mailHTML: String
    /// The debtor registry that this letter warns of; empty for none.
    public let registryNamed: String

    /// What stands the same in all letters of a creditor.
    public struct Sender: Sendable, Equatable {
        /// Who writes and is to be paid, on its first IBAN.
        public var creditor: Creditor
        /// The debtor registry (fichero de morosos) that the formal claim warns of; `nil` warns of none.
        public var registryName: String?
        /// Days that a reminder gives to pay.
        public var reminderTermDays: Int
        /// Days that the formal claim and the last notice give to pay.
        public var claimTermDays: Int
        /// Days that an invitation to negotiate gives to answer (LO 1/2025 art. 10.4).
        public var answerTermDays: Int

        /// A sender with the usual terms.
        public init(
            creditor: Creditor, registryName: String? = nil, reminderTermDays: Int = 7,
            claimTermDays: Int = 10, answerTermDays: Int = 30
        ) {
            self.creditor = creditor
            self.registryName = registryName
            self.reminderTermDays = reminderTermDays
            self.claimTermDays = claimTermDays
            self.answerTermDays = answerTermDays
        }

        /// E-mail and telephone, those there are.
        var contact: [String] { [creditor.email, creditor.phone].filter { !$0.isEmpty } }

        func termDays(for kind: LetterKind) -> Int {
            switch kind {
            case .beforeDue, .reminder, .secondReminder, .planConfirmation, .instalmentReminder:
                reminderTermDays
            case .formalClaim, .lastNotice, .agencyNotice: claimTermDays
            case .mediation: answerTermDays
            }
        }
    }

    /// One letter a currency for all that is due with the customer tonight: that of the highest rung, which
    /// claims its own invoices and lists those of lower rungs, so that nobody gets two letters on one day.
    /// Amounts of two currencies never add. Steps that hand over a file get no letter.
    ///
    /// A formal claim is never such a line: what a letter only lists nobody was asked to pay (CC 1100), and
    /// registries and courts rest on the demand. Below a last notice it is a letter of its own.
    public static func consolidated(
        for planned: PlannedCase, details: LetterDetails = LetterDetails(), sender: Sender,
        templates: LetterTemplates
    ) throws(LetterError) -> [Letter] {
        let written = planned.steps.filter { LetterKind(step: $0.kind) != nil }
        var letters: [Letter] = []
        for currency in Set(written.map(\.item.currency)).sorted(by: { $0.code < $1.code }) {
            let steps = written.filter { $0.item.currency == currency }
            guard let highest = steps.map(\.kind).max(), let day = steps.first?.day else { continue }
            let demands = highest > .formalClaim && steps.contains { $0.kind == .formalClaim }
            let claiming: [StepKind] = demands ? [highest, .formalClaim] : [highest]
            for step in claiming {
                guard let kind = LetterKind(step: step) else { continue }
                var all = details
                let listed = steps.filter { !claiming.contains($0.kind) }.map(\.item) + details.others
                all.others = step == highest ? listed : []
                letters.append(
                    try render(
                        kind, caseReference: planned.reference, day: day,
                        items: steps.filter { $0.kind == step }.map(\.item), customer: planned.customer,
                        details: all, sender: sender, templates: templates))
            }
        }
        return letters
    }

    /// One letter as an HTML page that needs nothing from outside and prints on A4.
    ///
    /// Errors: `.nothingToWrite` without invoices, agency or instalments where the letter needs them,
    /// `.amount` for more than one currency or sums that do not fit, `.notAllowed` for recovery costs of
    /// a consumer, `.template` where a text is missing or asks for what nobody fills.
    public static func render(
        _ kind: LetterKind, caseReference: String, day: Day, items: [OpenItem], customer: Customer,
        details: LetterDetails = LetterDetails(), sender: Sender, templates: LetterTemplates
    ) throws(LetterError) -> Letter {
        let composer = try LetterComposer(
            kind, caseReference: caseReference, day: day, items: items, customer: customer,
            details: details, sender: sender, templates: templates)
        let document = try composer.document()
        let currency = composer.amounts.currency
        let suffix = currency == .eur ? "" : "-\(currency.code)"
        let path = "letters/\(FileNamePart.safe(caseReference))-\(kind.rawValue)\(suffix).html"
        let others = details.others.filter { $0.currency == currency }.map(\.id)
        return Letter(
            kind: kind, invoices: items.map(\.id) + others.filter { id in !items.contains { $0.id == id } },
            file: OutputFile(path: path, text: LetterHTML.page(document, style: templates.style)),
            total: composer.amounts.total, language: templates.language, title: document.title,
            plainText: LetterPlainText.text(document), mailHTML: LetterHTML.mail(document),
            registryNamed: composer.registry)
    }
}

/// A part of a file name made of text from elsewhere.
enum FileNamePart {
    /// Letters, digits and hyphens only: a reference from the ledger never leaves the folder.
    static func safe(_ reference: String) -> String {
        String(
            decoding: reference.utf8.map { byte -> UInt8 in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): byte
                default: UInt8(ascii: "-")
                }
            }, as: UTF8.self)
    }
}
