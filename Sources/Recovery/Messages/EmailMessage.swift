public import Domain

/// A message as a file that any mail program opens and any sender command takes (RFC 5322, RFC 2045).
///
/// It has one recipient and no copies. Nothing in it comes from a clock or from chance: the same message
/// is the same bytes.
public struct EmailMessage: Sendable, Equatable {
    /// A file that goes with it.
    public struct Attachment: Sendable, Equatable {
        /// Name that the reader sees.
        public var name: String
        /// `application/pdf`.
        public var mediaType: String
        /// What it holds.
        public var bytes: [UInt8]

        /// A file of a type.
        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    /// Who writes.
    public var from: EmailAddress
    /// The writer's name.
    public var fromName: String
    /// Who reads.
    public var to: EmailAddress
    /// The reader's name.
    public var toName: String
    /// What it is about.
    public var subject: String
    /// ISO 639-1 code.
    public var language: String
    /// The day of the run; the hour is noon, universal time, so that it is that day everywhere in Europe.
    public var day: Day
    /// What it says, for programs without HTML.
    public var plainText: String
    /// What it says, as a page.
    public var html: String
    /// The letter as PDF, invoices.
    public var attachments: [Attachment]
    /// The reference of the mailing register, in a header of its own; empty for none.
    public var reference: String

    /// The message that carries a letter: its text, its page, and files.
    ///
    /// Errors: `ContactRefusal` where there is no address, or none that can be written to;
    /// `LetterError.template` where a text is missing.
    public init(
        letter: Letter, caseReference: String, customer: Customer, creditor: Creditor, day: Day,
        attachments: [Attachment] = [], reference: String = "",
        templates: LetterTemplates
    ) throws {
        guard !customer.party.email.isEmpty, !creditor.email.isEmpty else { throw ContactRefusal.noEmail }
        guard let to = EmailAddress(customer.party.email), let from = EmailAddress(creditor.email) else {
            throw ContactRefusal.emailUnreadable
        }
        self.from = from
        fromName = creditor.name
        self.to = to
        toName = customer.party.name
        subject = try templates.text(
            "mail.subject", ["title": letter.title, "creditor": creditor.name, "case": caseReference])
        language = letter.language
        self.day = day
        let hasLetter = attachments.contains { $0.mediaType == "application/pdf" }
        let attached = hasLetter ? try templates.text("mail.attached") + "\n\n" : ""
        plainText = attached + letter.plainText
        html = letter.mailHTML
        self.attachments = attachments
        self.reference = reference
    }

    /// Where the message of a letter goes: `letters/x.html` gives `messages/x.eml`.
    public static func path(of letter: Letter) -> String {
        let leaf = letter.file.path.split(separator: "/").last.map(String.init) ?? letter.file.path
        return "messages/\(leaf.hasSuffix(".html") ? String(leaf.dropLast(5)) : leaf).eml"
    }

    /// The message as a file.
    ///
    /// - Parameters:
    ///   - path: where it goes, `messages/C-B12345674-reminder.eml`.
    ///   - digest: SHA-256 in hexadecimal digits: names the message and the bounds of its parts by what
    ///     is in it.
    public func file(path: String, digest: ([UInt8]) -> String) -> OutputFile {
        let name = String(digest(content).prefix(32))
        let isMixed = !attachments.isEmpty
        var output: [UInt8] = []
        func line(_ text: String) { output += text.utf8 + [0x0D, 0x0A] }
        line("Date: \(Self.date(day))")
        line("From: \(Self.mailbox(fromName, from))")
        line("To: \(Self.mailbox(toName, to))")
        line("Subject: \(MailEncoding.headerText(subject))")
        line("Message-ID: <\(name)@\(from.domain)>")
        let safe = reference.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        if !safe.isEmpty { line("X-Mailing-Reference: \(safe.prefix(40))") }
        if language.utf8.count == 2, language.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) {
            line("Content-Language: \(language)")
        }
        line("MIME-Version: 1.0")
        // `=_` stands in no body: base64 has no underscore, and quoted-printable a digit after each sign.
        let outer = "=_mixed_\(name)"
        let inner = "=_text_\(name)"
        if isMixed {
            line("Content-Type: multipart/mixed; boundary=\"\(outer)\"")
            line("")
            line("--\(outer)")
        }
        output += alternative(inner)
        for attachment in attachments {
            line("")
            line("--\(outer)")
            output += Self.part(attachment)
        }
        if isMixed {
            line("")
            line("--\(outer)--")
        }
        return OutputFile(path: path, bytes: output)
    }

    /// All that makes the message what it is.
    private var content: [UInt8] {
        let texts = [
            from.text, fromName, to.text, toName, subject, day.description, reference, plainText, html,
        ]
        let files = attachments.map { Array("\($0.name)\u{0}\($0.bytes.count)\u{0}".utf8) + $0.bytes }
        return Array(texts.joined(separator: "\u{0}").utf8) + files.joined()
    }

    private func alternative(_ boundary: String) -> [UInt8] {
        var output = Array("Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for (type, text) in [("plain", plainText), ("html", html)] {
            output += "--\(boundary)\r\nContent-Type: text/\(type); charset=utf-8\r\n".utf8
            output += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            output += MailEncoding.quotedPrintable(text)
        }
        return output + "--\(boundary)--\r\n".utf8
    }

    private static func part(_ attachment: Attachment) -> [UInt8] {
        let isType =
            attachment.mediaType.split(separator: "/").count == 2
            && attachment.mediaType.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2B, 0x2E, 0x2F: true
                default: false
                }
            }
        let type = isType ? attachment.mediaType : "application/octet-stream"
        let head = [
            "Content-Type: \(type);\r\n name=\"\(MailEncoding.fileName(attachment.name, isPlain: true))\"",
            "Content-Disposition: attachment;\r\n " + MailEncoding.fileNameParameter(attachment.name),
            "Content-Transfer-Encoding: base64", "", "",
        ]
        return Array(head.joined(separator: "\r\n").utf8) + MailEncoding.base64Lines(attachment.bytes)
    }

    private static func mailbox(_ name: String, _ address: EmailAddress) -> String {
        let phrase = MailEncoding.phrase(name)
        return phrase.isEmpty ? "<\(address)>" : "\(phrase)\r\n <\(address)>"
    }

    /// `Thu, 09 Apr 2026 12:00:00 +0000`.
    private static func date(_ day: Day) -> String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let (year, month, number) = day.civil
        let weekday = weekdays[((Int(day.number) % 7) + 7) % 7]
        func padded(_ value: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
        }
        return "\(weekday), \(padded(number, 2)) \(months[month - 1]) \(padded(year, 4)) 12:00:00 +0000"
    }
}
