public import Domain

/// Somebody to call: why, about how much, and what was said before.
public struct CallEntry: Sendable, Equatable {
    /// The case that the call is about.
    public var caseReference: String
    /// Who owes.
    public var customer: Customer
    /// Company, consumer, …; `nil` where nobody says.
    public var customerKind: CustomerKind?
    /// The customer's language, ISO 639-1; empty where unknown.
    public var language = ""
    /// The step that the call takes.
    public var kind: StepKind
    /// The day of the list.
    public var day: Day
    /// What is claimed, of one currency.
    public var items: [OpenItem]
    /// Steps taken before, in any order.
    public var history: [StepFact] = []
    /// What people noted before: promises, objections, calls; one line each, in their order.
    public var notes: [String] = []

    /// An entry without history.
    public init(caseReference: String, customer: Customer, kind: StepKind, day: Day, items: [OpenItem]) {
        self.caseReference = caseReference
        self.customer = customer
        self.kind = kind
        self.day = day
        self.items = items
    }
}

/// The list of calls of a day (lista de llamadas).
public enum CallList {
    /// The columns, a contract.
    public static let heading = [
        "case", "customer", "phone", "language", "amount", "currency", "invoices", "oldest_due", "days_late",
        "why", "said_before", "notes", "hours", "call_from", "payment_reference",
    ]

    /// The list in the creditor's language, in the order of the entries.
    ///
    /// The last column is the reference that who is called is to pay under: that of this call alone.
    /// A consumer's row says from when to when, and the first working day, on which the call may be made.
    public static func file(
        _ entries: [CallEntry], creditor: Creditor, limits: ContactLimits = ContactLimits(),
        templates: LetterTemplates, path: String = "messages/calls.csv"
    ) throws(LetterError) -> OutputFile {
        var table = MessageTable(heading: heading)
        for entry in entries { table.add(try row(entry, creditor, limits, templates)) }
        return OutputFile(path: path, bytes: table.bytes)
    }

    private static func row(
        _ entry: CallEntry, _ creditor: Creditor, _ limits: ContactLimits, _ templates: LetterTemplates
    ) throws(LetterError) -> [String] {
        guard let currency = entry.items.first?.currency else { throw .nothingToWrite }
        guard entry.items.allSatisfy({ $0.currency == currency }) else { throw .amount }
        let sum = try LetterAmounts.sum(entry.items.map(\.outstanding), currency)
        let isConsumer = ContactLimits.isConsumer(entry.customer, entry.customerKind)
        let oldest = entry.items.compactMap(\.due).min()
        let daysLate = oldest.map { String(max(0, entry.day.days(since: $0))) } ?? ""
        let why = try templates.text(
            "call.why",
            [
                "title": try name(of: entry.kind, templates), "count": String(entry.items.count),
                "days": daysLate.isEmpty ? templates.wording.none : daysLate,
            ], isMany: entry.items.count != 1)
        let name =
            entry.customer.party.name.isEmpty
            ? entry.items.first?.customerName ?? "" : entry.customer.party.name
        return [
            entry.caseReference, name, phone(entry, creditor)?.text ?? "", entry.language, sum.decimalString,
            currency.code, entry.items.map(\.number).joined(separator: " "), oldest?.description ?? "",
            daysLate, why, try saidBefore(entry.history, templates), entry.notes.joined(separator: "; "),
            try templates.text(isConsumer ? "call.hours.consumer" : "call.hours.business"),
            limits.workingDay(from: entry.day).description,
            LetterReference.ofLetter(case: entry.caseReference, kind: entry.kind, day: entry.day)?.text
                ?? entry.caseReference,
        ]
    }

    private static func phone(_ entry: CallEntry, _ creditor: Creditor) -> PhoneNumber? {
        let party = entry.customer.party
        return PhoneNumber(party.phone, country: party.country.isEmpty ? creditor.country : party.country)
    }

    /// `2026-03-13 Recordatorio de pago (carta); …`: one a day, kind and channel, oldest first.
    private static func saidBefore(
        _ history: [StepFact], _ templates: LetterTemplates
    ) throws(LetterError) -> String {
        var lines: [String] = []
        let sorted = history.sorted {
            ($0.day, $0.kind.rung, $0.channel.rawValue) < ($1.day, $1.kind.rung, $1.channel.rawValue)
        }
        for step in sorted {
            let kind = try name(of: step.kind, templates)
            let line = "\(step.day) \(kind) (\(try templates.text("channel.\(step.channel.rawValue)")))"
            if lines.last != line { lines.append(line) }
        }
        return lines.isEmpty ? try templates.text("call.nothingBefore") : lines.joined(separator: "; ")
    }

    private static func name(of kind: StepKind, _ templates: LetterTemplates) throws(LetterError) -> String {
        LetterKind(step: kind) == nil
            ? try templates.text("step.\(kind.rawValue)") : try templates.text("title.\(kind.rawValue)")
    }
}
