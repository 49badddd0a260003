internal import Domain
internal import Foundation
internal import Ledger
internal import Recovery

/// What a night writes to debtors: letters, messages with letters, lists of text messages and of calls, and
/// the register of them all. Nothing is sent from here: each is a file for whoever sends it.
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
    private let invoiceFiles: InvoiceFiles
    private var templates: [String: LetterTemplates] = [:]
    private var drafts: [Draft] = []
    private var messages: [(reference: String, message: SMSMessage)] = []
    private var calls: [CallEntry] = []
    private var register: [MailingRecord] = []
    /// Names of the invoices' files that lie beside the letters already.
    private var enclosed: Set<String> = []
    /// PDFs that could not be made.
    private(set) var unprinted = 0

    /// A letter that waits for its PDF, and for the message that carries it.
    private struct Draft {
        let letter: Letter
        let caseReference: String
        let customer: Customer
        let channel: Channel
        /// The files of the invoices that it lists.
        let files: [EmailMessage.Attachment]
        /// That of the register.
        var reference = ""
    }

    init(configuration: Configuration, run: RunRecord, _ judgement: DebtJudgement, _ reader: LedgerReader)
        throws
    {
        self.configuration = configuration
        self.run = run
        self.judgement = judgement
        invoiceFiles = try InvoiceFiles(folder: configuration.letters.invoiceFolder, reader)
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
        let written = planned.steps.filter { $0.channel == .letter || $0.channel == .email }
        let files = invoiceFiles.files(of: written.map(\.item))
        let claimed = written.filter { LetterKind(step: $0.kind).map(InterestClaims.kinds.contains) == true }
        let claims = interest.of(claimed.map(\.item), planned.customer)
        for letter in try letters(planned, written, claims, files, templates) {
            let digest = Digest.sha256(letter.file.bytes)
            try outputs.add(letter.file, to: writer)
            for step in claimed
            where LetterKind(step: step.kind) == letter.kind && letter.invoices.contains(step.item.id) {
                for charge in claims.demanded(of: step.item.id, in: digest) {
                    try writer.record(charge, run: run.id)
                }
            }
            for invoice in letter.invoices {
                documents[invoice] = Document(
                    path: letter.file.path, sha256: digest, registryNamed: letter.registryNamed)
            }
            // What it claims goes the way that its own rung asks for, and the rest with it.
            let channel = written.first { LetterKind(step: $0.kind) == letter.kind }?.channel ?? .letter
            let items = written.map(\.item).filter { letter.invoices.contains($0.id) }
            let enclosures = Self.enclosures(of: letter, files)
            if channel == .letter { try enclose(enclosures, writer, outputs) }
            let draft = Draft(
                letter: letter, caseReference: planned.reference, customer: planned.customer,
                channel: channel, files: channel == .email ? enclosures : [])
            try post(draft, items, sha256: digest, writer, outputs)
        }
        try note(planned, templates, writer)
        return documents
    }

    /// Writes the reminder of what is overdue of a plan: by e-mail where there is an address, else on paper.
    /// The invoices' files went with earlier letters.
    func remind(_ reminder: InstalmentReminder, _ writer: LedgerWriter, _ outputs: RunOutputs) throws {
        var details = LetterDetails()
        details.tone = .friendly
        details.law = LetterLaw(country: configuration.creditor.country)
        details.customerKind = reminder.customer.standing
        details.instalments = reminder.instalments
        details.planDay = reminder.planDay
        details.payBy = reminder.payBy
        let letter = try Letter.render(
            .instalmentReminder, caseReference: reminder.caseReference, day: run.asOf, items: reminder.items,
            customer: reminder.customer, details: details, sender: sender,
            templates: templates(for: reminder.customer))
        try outputs.add(letter.file, to: writer)
        let addresses = [configuration.creditor.email, reminder.customer.party.email]
        let draft = Draft(
            letter: letter, caseReference: reminder.caseReference, customer: reminder.customer,
            channel: addresses.allSatisfy { EmailAddress($0) != nil } ? .email : .letter, files: [])
        try post(draft, reminder.items, sha256: Digest.sha256(letter.file.bytes), writer, outputs)
    }

    /// Registers a letter, and lets it wait for its PDF and for the message that carries it.
    private func post(
        _ letter: Draft, _ items: [OpenItem], sha256: String, _ writer: LedgerWriter, _ outputs: RunOutputs
    ) throws {
        var draft = letter
        let path = draft.letter.file.path
        let record = MailingRecord(
            caseReference: draft.caseReference, customer: draft.customer.key, kind: draft.letter.kind,
            channel: draft.channel, day: run.asOf, address: try address(of: draft.customer, draft.channel),
            invoices: items.map(\.number),
            documentPath: draft.channel == .email ? EmailMessage.path(of: draft.letter) : path,
            documentSHA256: sha256)
        try enter(record, items, writer)
        draft.reference = record.reference(Digest.sha256)
        drafts.append(draft)
        let waiting = drafts.reduce(0) { sum, draft in sum + draft.files.reduce(0) { $0 + $1.bytes.count } }
        if drafts.count >= Self.draftsMax || waiting >= Self.waitingBytesMax { try print(writer, outputs) }
    }

    /// So many letters wait at a time, with so many bytes of files: their pages and PDFs never all exist
    /// at once.
    private static let draftsMax = 64
    private static let waitingBytesMax = 64 << 20

    /// The files that a letter names, each once, in the order of its invoices.
    private static func enclosures(
        of letter: Letter, _ files: [Int64: EmailMessage.Attachment]
    ) -> [EmailMessage.Attachment] {
        var names: Set<String> = []
        return letter.invoices.compactMap { files[$0] }.filter { names.insert($0.name).inserted }
    }

    /// Puts the invoices' files beside the letters, so that who prints these has everything that they name.
    private func enclose(
        _ files: [EmailMessage.Attachment], _ writer: LedgerWriter, _ outputs: RunOutputs
    ) throws {
        for file in files where enclosed.insert(file.name).inserted {
            try outputs.add(
                OutputFile(path: "\(InvoiceFiles.enclosureFolder)/\(file.name)", bytes: file.bytes),
                to: writer)
        }
    }

    /// The letter of the steps that go by letter or e-mail.
    private func letters(
        _ planned: PlannedCase, _ written: [PlannedStep], _ claims: LetterClaims,
        _ files: [Int64: EmailMessage.Attachment], _ templates: LetterTemplates
    ) throws -> [Letter] {
        guard let highest = written.map(\.kind).max() else { return [] }
        let part = PlannedCase(
            reference: planned.reference, customer: planned.customer, steps: written, held: [],
            segment: planned.segment, classification: planned.classification)
        var details = LetterDetails()
        details.tone = planned.classification.tone(of: highest)
        details.law = LetterLaw(country: configuration.creditor.country)
        details.customerKind = planned.customer.standing
        // Of several agencies nobody knows tonight which one will get the case.
        details.agency =
            configuration.agencies.count > 1
            ? nil : configuration.agency.map { .init(name: $0.name, takesPayments: $0.mayReceiveFunds) }
        (details.interest, details.compensation) = (claims.interest, claims.sums)
        details.enclosures = files.mapValues(\.name)
        return try Letter.consolidated(
            for: part, details: details, sender: sender, templates: templates)
    }

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

    /// The PDFs of the letters that wait, and the messages that carry them.
    private func print(_ writer: LedgerWriter, _ outputs: RunOutputs) throws {
        let jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
        let printed = renderer?.pdfs(of: drafts.map(\.letter.file), day: run.asOf, jobs: jobs) ?? []
        for (index, draft) in drafts.enumerated() {
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
        drafts = []
    }

    /// Last: the letters that still wait, the lists and the register.
    func finish(_ writer: LedgerWriter, _ outputs: RunOutputs) throws {
        try print(writer, outputs)
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
            } ?? []) + draft.files
        let message = try EmailMessage(
            letter: draft.letter, caseReference: draft.caseReference, customer: draft.customer,
            creditor: configuration.creditor, day: run.asOf, attachments: attachments,
            reference: draft.reference, templates: templates(for: draft.customer))
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
