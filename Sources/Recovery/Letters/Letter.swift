public import Domain

/// One letter of a case and the invoices it claims.
public struct Letter: Sendable, Equatable {
    /// The step that the letter takes.
    public let kind: StepKind
    /// Ids, in the order of the letter's table.
    public let invoices: [Int64]
    /// The page and its path under the run's output folder, `letters/…`.
    public let file: OutputFile

    /// What stands the same in all letters of a creditor.
    public struct Sender: Sendable, Equatable {
        /// Who writes and is to be paid, on its first IBAN.
        public var creditor: Creditor
        /// The debtor registry (fichero de morosos) that the formal claim warns of; `nil` warns of none.
        public var registryName: String?
        /// Days that a reminder gives to pay.
        public var reminderTermDays: Int
        /// Days that the formal claim gives to pay.
        public var claimTermDays: Int
        /// Days that the formal claim gives to answer an invitation to negotiate (LO 1/2025 art. 10.4).
        public var answerTermDays: Int

        /// A sender with the usual terms.
        public init(
            creditor: Creditor, registryName: String? = nil, reminderTermDays: Int = 7,
            claimTermDays: Int = 10,
            answerTermDays: Int = 30
        ) {
            self.creditor = creditor
            self.registryName = registryName
            self.reminderTermDays = reminderTermDays
            self.claimTermDays = claimTermDays
            self.answerTermDays = answerTermDays
        }
    }

    /// The letters of a case: one a rung and currency, for amounts of two currencies never add.
    ///
    /// Steps that hand over a file get no letter.
    public static func letters(
        for planned: PlannedCase, sender: Sender, templates: LetterTemplates
    ) throws(LetterError) -> [Letter] {
        var letters: [Letter] = []
        for kind in LetterTemplates.kinds {
            let steps = planned.steps.filter { $0.kind == kind }
            for currency in Set(steps.map(\.item.currency)).sorted(by: { $0.code < $1.code }) {
                let items = steps.map(\.item).filter { $0.currency == currency }
                guard let day = steps.first?.day else { continue }
                let file = try render(
                    kind, caseReference: planned.reference, day: day, items: items,
                    customer: planned.customer,
                    sender: sender, templates: templates)
                letters.append(Letter(kind: kind, invoices: items.map(\.id), file: file))
            }
        }
        return letters
    }

    /// One letter as an HTML page that needs nothing from outside and prints on A4.
    ///
    /// Errors: `.nothingToWrite` without invoices or for a step that has no letter, `.amount` for more than
    /// one currency, `.template` where the template asks for what nobody fills.
    public static func render(
        _ kind: StepKind, caseReference: String, day: Day, items: [OpenItem], customer: Customer,
        sender: Sender, templates: LetterTemplates
    ) throws(LetterError) -> OutputFile {
        let content = try LetterContent(
            caseReference: caseReference, day: day, items: items, customer: customer, sender: sender,
            language: templates.language, wording: templates.wording)
        let text = try templates.template(for: kind).filled(
            values: content.values, sections: content.sections)
        let suffix = content.currency == .eur ? "" : "-\(content.currency.code)"
        return OutputFile(
            path: "letters/\(fileSafe(caseReference))-\(kind.rawValue)\(suffix).html", text: text)
    }

    /// Letters, digits and hyphens only: a reference from the ledger never leaves the folder.
    private static func fileSafe(_ reference: String) -> String {
        String(
            decoding: reference.utf8.map { byte -> UInt8 in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): byte
                default: UInt8(ascii: "-")
                }
            }, as: UTF8.self)
    }
}
