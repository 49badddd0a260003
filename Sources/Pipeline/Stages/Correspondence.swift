internal import Domain
internal import Foundation
internal import Ledger
internal import Recovery
internal import Verification

/// What a night writes to debtors: letters, messages with letters, lists of text messages and of calls, and
/// the
/// register of them all. Nothing is sent from here: each is a file for whoever sends it.
final class Correspondence {
    /// The document of a step.
    struct Document {
        var path = ""
        var sha256 = ""
        /// The registry that it warned of.
        var registryNamed = ""
    }

    private let configuration: Configuration
    private let run: RunRecord
    private let judgement: DebtJudgement
    private let interest: InterestClaims
    private let renderer: PDFRenderer?
    private var templates: [String: LetterTemplates] = [:]
    private var drafts: [Draft] = []
    private var messages: [(reference: String, message: SMSMessage)] = []
    private var calls: [CallEntry] = []
    private var register: [MailingRecord] = []
    /// PDFs that could not be made.
    private(set) var unprinted = 0

    /// A letter that waits for its PDF, and for the message that carries it.
    private struct Draft {
        let letter: Letter
        let planned: PlannedCase
        let channel: Channel
        let reference: String
        /// Numbers of the invoices that it lists.
        let numbers: [String]
    }

    init(configuration: Configuration, run: RunRecord, _ judgement: DebtJudgement) {
        self.configuration = configuration
        self.run = run
        self.judgement = judgement
        interest = InterestClaims(configuration: configuration, judgement, asOf: run.asOf)
        renderer = configuration.letters.pdfCommand.flatMap {
            PDFRenderer(configured: $0, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        }
    }

    /// Writes what carries the steps of a case: one letter a currency, of the highest rung, with the others
    /// in it; a text message, a row of the call list.
    func write(
        _ planned: PlannedCase, _ writer: LedgerWriter, _ outputs: RunOutputs
    ) throws -> [Int64: Document] {
        var documents: [Int64: Document] = [:]
        let templates = try self.templates(for: planned.customer)
        for letter in try letters(planned, templates) {
            let digest = Digest.sha256(letter.file.bytes)
            try outputs.add(letter.file, to: writer)
            for invoice in letter.invoices {
                documents[invoice] = Document(
                    path: letter.file.path, sha256: digest, registryNamed: letter.registryNamed)
            }
            let channel = planned.steps.first { letter.invoices.contains($0.item.id) }?.channel ?? .letter
            let address = try address(of: planned.customer, channel)
            let items = planned.steps.filter { letter.invoices.contains($0.item.id) }.map(\.item)
            let record = MailingRecord(
                caseReference: planned.reference, customer: planned.customer.key, kind: letter.kind,
                channel: channel, day: run.asOf, address: address,
                invoices: items.map(\.number),
                documentPath: channel == .email ? EmailMessage.path(of: letter) : letter.file.path,
                documentSHA256: digest)
            try enter(record, items, writer)
            drafts.append(
                Draft(
                    letter: letter, planned: planned, channel: channel,
                    reference: record.reference(Digest.sha256), numbers: items.map(\.number)))
        }
        try note(planned, templates, writer)
        return documents
    }

    /// The letter of the steps that go by letter or e-mail.
    private func letters(_ planned: PlannedCase, _ templates: LetterTemplates) throws -> [Letter] {
        let written = planned.steps.filter { $0.channel == .letter || $0.channel == .email }
        guard let highest = written.map(\.kind).max() else { return [] }
        let part = PlannedCase(
            reference: planned.reference, customer: planned.customer, steps: written, held: [],
            segment: planned.segment, classification: planned.classification)
        var details = LetterDetails()
        details.tone = planned.classification.tone(of: highest)
        details.law = LetterLaw(country: configuration.creditor.country)
        details.customerKind = planned.customer.standing
        details.agency = configuration.agency.map { .init(name: $0.name, takesPayments: $0.mayReceiveFunds) }
        if LetterKind(step: highest).map(InterestClaims.kinds.contains) == true {
            let claimed = written.filter { $0.kind == highest }.map(\.item)
            (details.interest, details.compensation) = interest.of(claimed, planned.customer)
        }
        details.enclosures = invoiceFiles.attachments(of: written.map(\.item.number)).map(\.name)
        return try Letter.consolidated(
            for: part, details: details, sender: sender, templates: templates)
    }

    private var invoiceFiles: InvoiceFiles { InvoiceFiles(folder: configuration.letters.invoiceFolder) }

    private var sender: Letter.Sender {
        let letters = configuration.letters
        return Letter.Sender(
            creditor: configuration.creditor, registryName: configuration.registry?.name,
            reminderTermDays: letters.reminderTermDays, claimTermDays: letters.claimTermDays,
            answerTermDays: letters.answerTermDays)
    }

    /// Notes text messages and calls for their lists.
    private func note(
        _ planned: PlannedCase, _ templates: LetterTemplates, _ writer: LedgerWriter
    ) throws {
        let creditor = configuration.creditor
        for channel in [Channel.sms, .callList] {
            let steps = planned.steps.filter { $0.channel == channel }
            guard let highest = steps.map(\.kind).max(), let kind = LetterKind(step: highest) else {
                continue
            }
            let address = PhoneNumber(
                planned.customer.party.phone,
                country: planned.customer.party.country.isEmpty
                    ? creditor.country : planned.customer.party.country)
            let record = MailingRecord(
                caseReference: planned.reference, customer: planned.customer.key, kind: kind,
                channel: channel,
                day: run.asOf, address: address?.text ?? planned.customer.party.phone,
                invoices: steps.map(\.item.number),
                documentPath: channel == .sms ? "messages/sms.csv" : "messages/calls.csv", documentSHA256: "")
            try enter(record, steps.map(\.item), writer)
            guard channel == .callList else {
                let message = try SMSMessage(
                    highest, caseReference: planned.reference, day: run.asOf, customer: planned.customer,
                    creditor: creditor, templates: templates)
                messages.append((record.reference(Digest.sha256), message))
                continue
            }
            for currency in Set(steps.map(\.item.currency)).sorted(by: { $0.code < $1.code }) {
                let items = steps.map(\.item).filter { $0.currency == currency }
                var entry = CallEntry(
                    caseReference: planned.reference, customer: planned.customer, kind: highest,
                    day: run.asOf,
                    items: items)
                entry.language = planned.customer.language
                entry.history = items.flatMap { judgement.steps(of: $0.id) }
                calls.append(entry)
            }
        }
    }

    /// Puts a message into the night's register and into the ledger, where its proof of delivery will look
    /// for it.
    private func enter(_ record: MailingRecord, _ items: [OpenItem], _ writer: LedgerWriter) throws {
        register.append(record)
        try writer.record(
            MailingFact(
                reference: record.reference(Digest.sha256), caseReference: record.caseReference,
                customer: record.customer, kind: record.kind.rawValue, channel: record.channel,
                day: record.day, address: record.address, invoices: items.map(\.id),
                documentPath: record.documentPath, documentSHA256: record.documentSHA256), run: run.id)
    }

    /// Last: the PDFs, the messages that carry them, the lists and the register.
    func finish(_ writer: LedgerWriter, _ outputs: RunOutputs) throws {
        let jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
        // So many letters at a time: their pages and PDFs never all exist at once.
        for start in stride(from: 0, to: drafts.count, by: 64) {
            let part = drafts[start..<min(start + 64, drafts.count)]
            let pages = part.map(\.letter.file)
            let printed = renderer?.pdfs(of: pages, day: run.asOf, jobs: jobs) ?? []
            for (index, draft) in part.enumerated() {
                var pdf: OutputFile?
                if index < printed.count {
                    switch printed[index] {
                    case .success(let file): pdf = file
                    case .failure: unprinted += 1
                    }
                }
                if let pdf { try outputs.add(pdf, to: writer) }
                if draft.channel == .email { try outputs.add(try message(draft, pdf), to: writer) }
            }
        }
        let own = try templates(in: configuration.language)
        if !messages.isEmpty { try outputs.add(SMSMessage.file(messages), to: writer) }
        if !calls.isEmpty {
            try outputs.add(
                CallList.file(
                    calls, creditor: configuration.creditor, limits: judgement.contactLimits(configuration),
                    templates: own), to: writer)
        }
        if !register.isEmpty {
            try outputs.add(MailingRegister.file(register, digest: Digest.sha256), to: writer)
        }
    }

    private func message(_ draft: Draft, _ pdf: OutputFile?) throws -> OutputFile {
        let name = pdf?.path.split(separator: "/").last.map(String.init) ?? ""
        let attachments =
            (pdf.map {
                [EmailMessage.Attachment(name: name, mediaType: "application/pdf", bytes: $0.bytes)]
            } ?? []) + invoiceFiles.attachments(of: draft.numbers)
        let message = try EmailMessage(
            letter: draft.letter, caseReference: draft.planned.reference, customer: draft.planned.customer,
            creditor: configuration.creditor, day: run.asOf, attachments: attachments,
            reference: draft.reference, templates: templates(for: draft.planned.customer))
        return message.file(path: EmailMessage.path(of: draft.letter), digest: Digest.sha256)
    }

    private func address(of customer: Customer, _ channel: Channel) throws -> String {
        channel == .email ? customer.party.email : (try? MailingRecord.postalAddress(of: customer)) ?? ""
    }

    /// The customer's language where letters are written in it, else the creditor's.
    private func templates(for customer: Customer) throws -> LetterTemplates {
        try templates(
            in: LetterTemplates.languages.contains(customer.language)
                ? customer.language : configuration.language)
    }

    private func templates(in language: String) throws -> LetterTemplates {
        if let known = templates[language] { return known }
        let read = try LetterTemplates.bundled(language: language)
        templates[language] = read
        return read
    }
}

/// Late-payment interest (intereses de demora) and the fixed sum for recovery costs, where the law gives them
/// and every row that they rest on was read at a source worth relying on: what a letter claims must hold.
struct InterestClaims {
    /// Letters that claim them.
    static let kinds: Set<LetterKind> = [.formalClaim, .lastNotice, .mediation]

    private let configuration: Configuration
    private let law: LawPack
    private let asOf: Day

    init(configuration: Configuration, _ judgement: DebtJudgement, asOf: Day) {
        self.configuration = configuration
        law = judgement.law
        self.asOf = asOf
    }

    /// Minor units by invoice; invoices for which nothing can be claimed safely are left out.
    func of(_ items: [OpenItem], _ customer: Customer) -> (interest: [Int64: Int64], sums: [Int64: Int64]) {
        guard configuration.letters.claimsInterest, let debtor = commercial(customer) else {
            return ([:], [:])
        }
        var interest: [Int64: Int64] = [:]
        var sums: [Int64: Int64] = [:]
        for item in items {
            guard let due = item.due, item.instalments.count <= 1, item.currency == .eur else { continue }
            let claim = LateInterest.Claim(
                principal: Money(minorUnits: item.outstanding, currency: item.currency), debtor: debtor,
                due: due)
            if let late = try? LateInterest(on: claim, until: asOf, law: law),
                late.rows.allSatisfy(\.isVerified),
                late.amount.minorUnits > 0
            {
                interest[item.id] = late.amount.minorUnits
            }
            if let sum = try? RecoverySum(dueDays: [due], debtor: debtor, asOf: asOf, law: law),
                sum.rows.allSatisfy(\.isVerified), sum.amount.minorUnits > 0
            {
                sums[item.id] = sum.amount.minorUnits
            }
        }
        return (interest, sums)
    }

    /// Debtors whose debt bears interest without a demand.
    private func commercial(_ customer: Customer) -> DebtorKind? {
        switch customer.standing {
        case .company, .soleTrader: DebtorKind(customer.standing)
        case .consumer, .publicBody: nil
        }
    }
}
