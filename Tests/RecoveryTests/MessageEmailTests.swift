import Domain
import Foundation
import Testing

@testable import Recovery

@Suite("E-mail messages")
struct MessageEmailTests {
    private let samples = LetterSamples.self

    /// Not SHA-256, but as long, and as different for different bytes.
    static func digest(_ bytes: [UInt8]) -> String {
        var words: [UInt64] = [0xcbf2_9ce4_8422_2325, 0x84222325, 0x9ce4, 0xcbf2]
        for (index, byte) in bytes.enumerated() {
            words[index & 3] = (words[index & 3] ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(
            hexadecimal: words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        )
    }

    private func message(
        _ attachments: [EmailMessage.Attachment] = [], customer: Customer = Town.customer(),
        language: String = "es"
    ) throws -> EmailMessage {
        try EmailMessage(
            letter: samples.letter(.reminder, items: samples.two, language: language),
            caseReference: "C-B12345674", customer: customer, creditor: samples.sender.creditor,
            day: day("2026-04-09"), attachments: attachments, reference: "M0123456789ABCDEF",
            templates: LetterTemplates.bundled(language: language))
    }

    private func text(_ message: EmailMessage) -> String {
        String(decoding: message.file(path: "x.eml", digest: Self.digest).bytes, as: UTF8.self)
    }

    private static let attachment = EmailMessage.Attachment(
        name: "Factura nº 1.pdf", mediaType: "application/pdf", bytes: (0..<500).map { UInt8($0 & 255) })

    @Test("a message without attachments, byte by byte")
    func golden() throws {
        try Golden.expect(text(try message()), named: "reminder.eml")
        let letter = try samples.letter(.formalClaim)
        #expect(EmailMessage.path(of: letter) == "messages/C-B12345674-formal-claim.eml")
    }

    @Test("plain lines of at most 998 characters, each with its end; the same message twice")
    func lines() throws {
        let written = try message([Self.attachment])
        let bytes = written.file(path: "x.eml", digest: Self.digest).bytes
        #expect(bytes == written.file(path: "x.eml", digest: Self.digest).bytes)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let text = String(decoding: bytes, as: UTF8.self)
        for line in text.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 120 && !line.contains("\n") && !line.contains("\r"))
        }
        var other = written
        other.plainText += "."
        #expect(!self.text(other).contains(try #require(text.firstMatch(of: /Message-ID: .*/)).output))
    }

    @Test("no text from elsewhere begins a header or ends one")
    func injection() throws {
        let attack = "x\r\nBcc: victim@example.org\r\n\r\nbody\u{2028}Cc: a@b.cd"
        var written = try message([
            EmailMessage.Attachment(
                name: "a\"\r\nBcc: x@y.z\"; b=\"../c/d.pdf", mediaType: "text/plain\r\nBcc: x@y.z", bytes: [1]
            )
        ])
        written.subject = attack
        written.fromName = attack
        written.toName = "\"\(attack)\" <evil@example.org>,"
        written.reference = attack
        written.language = "e\r"
        let head = try #require(text(written).components(separatedBy: "\r\n\r\n").first)
        let names = head.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }
            .map { $0.components(separatedBy: ":")[0] }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "X-Mailing-Reference", "MIME-Version",
                "Content-Type",
            ])
        #expect(
            !text(written).lowercased().contains("\nbcc:") && !text(written).lowercased().contains("\ncc:"))
    }

    @Test("addresses that some server would refuse, or read as two, are refused")
    func addresses() {
        for good in ["a@b.co", "pagos+recobro@perez-hijos.example", " x_y@sub.dominio.es "] {
            #expect(EmailAddress(good) != nil, "\(good)")
        }
        for bad in [
            "", "a", "a@b", "a@b@c.es", "a b@c.es", "a@-b.es", "a@b..es", ".a@b.es", "a.@b.es", "ñ@b.es",
            "a@ñ.es", "a@b.es,c@d.es", "a@b.es\nBcc: x@y.es", "<a@b.es>", "a@1.2.3.4", "\"a\"@b.es",
            String(repeating: "a", count: 65) + "@b.es",
        ] { #expect(EmailAddress(bad) == nil, "\(bad)") }
    }

    @Test("who cannot or must not be written to is named as such")
    func refusals() throws {
        var customer = Town.customer()
        customer.party.email = ""
        #expect(throws: ContactRefusal.noEmail) { try message(customer: customer) }
        customer.party.email = "nobody"
        #expect(throws: ContactRefusal.emailUnreadable) { try message(customer: customer) }
    }

    @Test("encodings, to the edge")
    func encodings() {
        #expect(MailEncoding.base64(Array("".utf8)) == "")
        #expect(MailEncoding.base64(Array("f".utf8)) == "Zg==")
        #expect(MailEncoding.base64(Array("fo".utf8)) == "Zm8=")
        #expect(MailEncoding.base64(Array("foobar".utf8)) == "Zm9vYmFy")
        func quoted(_ text: String) -> String {
            String(decoding: MailEncoding.quotedPrintable(text), as: UTF8.self)
        }
        #expect(quoted("ñ=") == "=C3=B1=3D\r\n")
        #expect(quoted("a \nb\t") == "a=20\r\nb=09\r\n")
        #expect(quoted(".x\nFrom y\n") == "=2Ex\r\n=46rom y\r\n")
        let long = String(repeating: "a", count: 76)
        #expect(quoted(long) == long + "\r\n")
        #expect(quoted(long + "b") == String(repeating: "a", count: 75) + "=\r\nab\r\n")
        for count in 70..<160 {
            for line in quoted(String(repeating: "aé", count: count)).components(separatedBy: "\r\n") {
                #expect(line.count <= 76)
            }
        }
        #expect(MailEncoding.headerText("Plain") == "Plain")
        #expect(MailEncoding.headerText("=?UTF-8?Q?x?=") == "=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=")
        #expect(MailEncoding.phrase("Pérez") == "=?UTF-8?B?UMOpcmV6?=")
        #expect(MailEncoding.phrase("A, \"B\" S.L.") == "\"A, \\\"B\\\" S.L.\"")
    }

    @Test("another program reads what was written", arguments: LetterTemplates.languages)
    func judgedByPython(language: String) throws {
        let script = """
            import sys, json, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            parts = [p for p in m.walk() if not p.is_multipart()]
            print(json.dumps({
              "defects": [str(d) for p in m.walk() for d in p.defects] + [str(d) for h in m.values()
                          for d in getattr(h, "defects", [])],
              "subject": str(m["subject"]), "from": str(m["from"]), "to": str(m["to"]), "date": str(m["date"]),
              "tree": [p.get_content_type() for p in m.walk()],
              "plain": m.get_body(("plain",)).get_content(), "html": m.get_body(("html",)).get_content(),
              "names": [p.get_filename() for p in m.iter_attachments()],
              "sizes": [len(p.get_content()) for p in m.iter_attachments()],
            }))
            """
        var customer = Town.customer()
        customer.party.name = "Construcciones \"Pérez\" & Hijos, S.L. de la Ribera Alta del Ebro y Moncayo"
        let written = try message([Self.attachment], customer: customer, language: language)
        guard
            let output = try python(script, written.file(path: "x.eml", digest: Self.digest).bytes)
        else {
            print("skipped: python3 is not on this machine")
            return
        }
        let read = try JSONDecoder().decode(Read.self, from: output)
        #expect(read.defects.isEmpty)
        #expect(read.subject == written.subject)
        #expect(read.to.contains("Pérez") && read.to.hasSuffix("<pagos@perezehijos.example>"))
        #expect(read.from == "\"Talleres Ebro S.L.\" <cobros@talleresebro.example>")
        #expect(read.date == "Thu, 09 Apr 2026 12:00:00 +0000")
        #expect(
            read.tree == [
                "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
            ])
        // The line end before a bound belongs to the bound, and lines end in CRLF.
        #expect(read.plain.replacing("\r\n", with: "\n") + "\n" == written.plainText)
        #expect(read.html.replacing("\r\n", with: "\n") + "\n" == written.html)
        #expect(read.names == ["Factura nº 1.pdf"] && read.sizes == [500])
    }

    private struct Read: Decodable {
        let defects: [String]
        let subject: String
        let from: String
        let to: String
        let date: String
        let tree: [String]
        let plain: String
        let html: String
        let names: [String]
        let sizes: [Int]
    }

    private func python(_ script: String, _ input: [UInt8]) throws -> Data? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        // Less than a pipe holds, so that neither side waits for the other.
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return process.terminationStatus == 127 ? nil : output
    }
}
