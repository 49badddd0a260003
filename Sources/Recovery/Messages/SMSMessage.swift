public import Domain

/// A short message: who is to call whom, and nothing of the debt, for others may read it.
public struct SMSMessage: Sendable, Equatable {
    /// Name of the case.
    public let caseReference: String
    /// The step it takes.
    public let kind: StepKind
    /// A mobile number.
    public let phone: PhoneNumber
    /// What it says.
    public let content: SMSText

    /// The message of a step, in the language of the templates. It shows the payment reference that a letter
    /// of its kind and day would: who pays on it instead of calling is understood.
    ///
    /// Errors: a `ContactRefusal` where it cannot be sent. Steps that have no words of their own
    /// say what the formal claim says.
    public init(
        _ kind: StepKind, caseReference: String, day: Day, customer: Customer,
        creditor: Creditor, templates: LetterTemplates
    ) throws {
        guard !customer.party.phone.isEmpty else { throw ContactRefusal.noPhone }
        let country = customer.party.country.isEmpty ? creditor.country : customer.party.country
        guard let phone = PhoneNumber(customer.party.phone, country: country) else {
            throw ContactRefusal.phoneUnreadable
        }
        guard phone.isMobile != false else { throw ContactRefusal.notMobile }
        let key =
            switch kind {
            case .beforeDue, .reminder, .secondReminder: kind.rawValue
            case .formalClaim, .lastNotice, .mediation, .agency, .registry, .court:
                StepKind.formalClaim.rawValue
            }
        let contact =
            creditor.phone.isEmpty
            ? try templates.text("sms.write", ["email": creditor.email])
            : try templates.text("sms.call", ["phone": creditor.phone])
        let reference = LetterReference.ofLetter(case: caseReference, kind: kind, day: day)
        let text = try templates.text(
            "sms.\(key)",
            [
                "creditor": creditor.name, "contact": contact,
                "reference": reference?.text ?? caseReference,
            ])
        self.caseReference = caseReference
        self.kind = kind
        self.phone = phone
        content = SMSText(text)
    }

    /// A list for the provider that sends them, one row a message: `reference,phone,text,parts`. The
    /// reference is the one of the mailing register.
    public static func file(
        _ messages: [(reference: String, message: SMSMessage)], path: String = "messages/sms.csv"
    ) -> OutputFile {
        var table = MessageTable(heading: ["reference", "phone", "text", "parts"])
        for (reference, message) in messages {
            table.add([
                reference, message.phone.text, message.content.text, String(message.content.parts),
            ])
        }
        return OutputFile(path: path, bytes: table.bytes)
    }
}
