import Domain
import Foundation
import Testing

@testable import Recovery

@Suite("Short messages, call lists and the register")
struct MessageListTests {
    private let samples = LetterSamples.self
    private let templates: LetterTemplates

    init() throws { templates = try LetterTemplates.bundled() }

    private func text(_ file: OutputFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    private func customer(phone: String, holder: TaxIdentifier.Holder? = .legal) -> Customer {
        var customer = Town.customer(holder: holder)
        customer.party.phone = phone
        return customer
    }

    @Test("numbers as people write them, and nothing else")
    func phones() {
        for (written, country, expected, isMobile) in [
            ("600 11 12 22", "ES", "+34600111222", Bool?.some(true)),
            ("+34 976-00.00/00", "ES", "+34976000000", false), ("0034600111222", "FR", "+34600111222", true),
            ("06 12 34 56 78", "FR", "+33612345678", true),
            ("+33 (0)1 42 68 53 00", "ES", "+33142685300", false),
            ("912 345 678", "PT", "+351912345678", true), ("tel:+34600111222", "", "+34600111222", true),
            ("+44 20 7946 0958", "ES", "+442079460958", nil),
        ] {
            let number = PhoneNumber(written, country: country)
            #expect(number?.text == expected, "\(written)")
            #expect(number?.isMobile == isMobile, "\(written)")
        }
        for (bad, country) in [
            ("", "ES"), ("12345678", "ES"), ("500111222", "ES"), ("60011122", "ES"), ("6001112223", "ES"),
            ("+34 60011122", "ES"), ("600111222 / 600111223", "ES"), ("600111222 ext. 4", "ES"),
            ("٦٠٠١١١٢٢٢", "ES"), ("+1234567", "ES"), ("+1234567890123456", "ES"), ("600111222", "GB"),
            ("=HYPERLINK(1)", "ES"), ("600+111222", "ES"),
        ] { #expect(PhoneNumber(bad, country: country) == nil, "\(bad)") }
    }

    @Test("a short message keeps to the alphabet and says how many parts it fills")
    func gsm() {
        #expect(SMSText("El año: ¿qué tal, José? 5 €").text == "El año: ¿qué tal, José? 5 €")
        #expect(SMSText("Pérez, García, Ção «l’avís» — ŀ").text == "Pérez, Garcia, Çao \"l'avis\" - l")
        #expect(SMSText("中🙂").text == "??")
        #expect(SMSText(String(repeating: "a", count: 160)).parts == 1)
        #expect(SMSText(String(repeating: "a", count: 161)).parts == 2)
        #expect(SMSText(String(repeating: "a", count: 158) + "€").parts == 1)
        #expect(SMSText(String(repeating: "a", count: 159) + "€").parts == 2)
        #expect(SMSText(String(repeating: "a", count: 307)).parts == 3)
    }

    @Test("a short message tells others nothing of the debt", arguments: LetterTemplates.languages)
    func discreet(language: String) throws {
        let templates = try LetterTemplates.bundled(language: language)
        for kind in StepKind.allCases {
            let message = try SMSMessage(
                kind, caseReference: "C-7Q2M4N8R1T5VW", day: day("2026-04-09"),
                customer: customer(phone: "600111222"), creditor: samples.sender.creditor,
                templates: templates)
            let text = message.content.text
            #expect(message.content.parts == 1, "\(text.count) \(text)")
            #expect(text.contains("Talleres Ebro S.L.") && text.contains("976 000 000"))
            let reference = try #require(
                LetterReference.ofLetter(case: "C-7Q2M4N8R1T5VW", kind: kind, day: day("2026-04-09")))
            #expect(text.contains(reference.text) && !text.contains("?"))
            for word in [
                "deuda", "impag", "factura", "€", "EUR", "debt", "dette", "dívida", "overdue", "1.234",
            ] {
                #expect(!text.lowercased().contains(word), "\(text)")
            }
        }
    }

    @Test("short messages go to mobile numbers only, and the list is safe to open")
    func smsFile() throws {
        func message(_ phone: String) throws -> SMSMessage {
            try SMSMessage(
                .reminder, caseReference: "C-1", day: day("2026-04-09"), customer: customer(phone: phone),
                creditor: samples.sender.creditor, templates: templates)
        }
        #expect(throws: ContactRefusal.notMobile) { try message("976 000 000") }
        #expect(throws: ContactRefusal.noPhone) { try message("") }
        #expect(throws: ContactRefusal.phoneUnreadable) { try message("no tiene") }
        #expect(
            text(SMSMessage.file([(reference: "M1", message: try message("600111222"))])) == """
                reference,phone,text,parts\r
                M1,+34600111222,"Talleres Ebro S.L.: le hemos escrito sobre un asunto de su cuenta. \
                Si ya lo ha resuelto, gracias. Si no, llame al 976 000 000. Ref. RF13C11M28",1\r

                """)
    }

    @Test("who to call, why, what was said before, and when one may")
    func callList() throws {
        var entry = CallEntry(
            caseReference: "C-1", customer: customer(phone: "600111222", holder: .natural),
            kind: .secondReminder, day: day("2026-04-11"), items: samples.two)
        entry.history = [
            step(.reminder, .email, "2026-03-13", 1), step(.reminder, .email, "2026-03-13", 2),
            step(.agency, .file, "2026-04-01", 1),
        ]
        entry.notes = ["=cmd|' /C calc'!A0", "2026-03-20 promete pagar\nel viernes"]
        let file = try CallList.file([entry], creditor: samples.sender.creditor, templates: templates)
        let lines = text(file).components(separatedBy: "\r\n")
        #expect(lines[0] == CallList.heading.joined(separator: ","))
        #expect(
            lines[1] == "C-1,Construcciones Pérez & Hijos S.L.,+34600111222,,1240.61,EUR,A/2026/1 A/2026/14,"
                + "2026-03-10,32,\"Segundo recordatorio de pago: 2 facturas, 32 días desde el vencimiento más "
                + "antiguo\",2026-03-13 Recordatorio de pago (correo electrónico); 2026-04-01 Entrega a la "
                + "agencia de recobro (fichero),'=cmd|' /C calc'!A0; 2026-03-20 promete pagar el viernes,"
                + "\"de 9:00 a 21:00, días laborables\",2026-04-13,RF39C12M2A")
        #expect(file.path == "messages/calls.csv")
    }

    @Test("consumers are not pressed: three contacts in a week, calls when offices work")
    func limits() {
        let contacts = ["2026-04-04", "2026-04-05", "2026-04-09", "2026-04-12"].map { day($0) }
        func isTooOften(_ iso: String, isConsumer: Bool = true) -> Bool {
            ContactLimits().isTooOften(contacts, on: day(iso), isConsumer: isConsumer)
        }
        #expect(isTooOften("2026-04-10") && !isTooOften("2026-04-11"))
        #expect(!isTooOften("2026-04-10", isConsumer: false))
        let calendar = ContactLimits(holidays: [day("2026-04-13")])
        #expect(calendar.workingDay(from: day("2026-04-10")) == day("2026-04-10"))
        #expect(calendar.workingDay(from: day("2026-04-11")) == day("2026-04-14"))
        #expect(
            ContactLimits().isWorkingDay(day("2026-11-20"))
                && !ContactLimits().isWorkingDay(day("2026-11-21")))
        #expect(!ContactLimits().isWorkingDay(day("2026-11-22")))
    }

    @Test("the register names who, what, when, how and where to, with a reference")
    func register() throws {
        func record(_ address: String) -> MailingRecord {
            MailingRecord(
                caseReference: "C-1", customer: "B12345674", kind: .formalClaim, channel: .letter,
                day: day("2026-04-09"), address: address, invoices: ["A/1", "@B"],
                documentPath: "letters/C-1-formal-claim.pdf", documentSHA256: "ab12")
        }
        let records = [record("Calle Mayor, 12, 50001 Zaragoza"), record("=x")]
        let digest = MessageEmailTests.digest
        let references = records.map { $0.reference(digest) }
        #expect(Set(references).count == 2 && references.allSatisfy { $0.count == 17 && $0.hasPrefix("M") })
        #expect(
            text(MailingRegister.file(records, digest: digest)) == """
                reference,day,case,customer,kind,channel,address,invoices,document,sha256\r
                \(references[0]),2026-04-09,C-1,B12345674,formal-claim,letter,"Calle Mayor, 12, 50001 Zaragoza",\
                A/1 @B,letters/C-1-formal-claim.pdf,ab12\r
                \(references[1]),2026-04-09,C-1,B12345674,formal-claim,letter,'=x,A/1 @B,\
                letters/C-1-formal-claim.pdf,ab12\r

                """)
    }

    @Test("a letter without street or town is not sent")
    func addresses() throws {
        var customer = Town.customer()
        #expect(
            try MailingRecord.postalAddress(of: customer)
                == "Construcciones Pérez & Hijos S.L., Calle Mayor, 12, 3.º B, 50001 Zaragoza")
        customer.party.town = ""
        #expect(throws: ContactRefusal.noAddress) { try MailingRecord.postalAddress(of: customer) }
    }

    @Test("a provider's words for what became of a message; a word that is not known is not guessed")
    func deliveryWords() {
        for (word, status) in [
            ("Entregado", DeliveryStatus.delivered), (" LEÍDO ", .read), ("no entregado", .failed),
            ("No-entregado", .failed), ("Rehusado", .refused), ("remis", .delivered), ("retourné", .returned),
        ] { #expect(DeliveryStatus(written: word) == status, "\(word)") }
        for status in DeliveryStatus.allCases { #expect(DeliveryStatus(written: status.rawValue) == status) }
        for word in ["", "ok", "entregado parcialmente", "1"] {
            #expect(DeliveryStatus(written: word) == nil)
        }
        #expect(DeliveryStatus.allCases.filter(\.isReceived) == [.delivered, .read])
    }

    private func step(_ kind: StepKind, _ channel: Channel, _ iso: String, _ invoice: Int64) -> StepFact {
        StepFact(
            caseReference: "C-1", invoice: invoice, kind: kind, channel: channel, day: day(iso), amount: 1,
            documentSHA256: "", documentPath: "", run: "r")
    }
}
