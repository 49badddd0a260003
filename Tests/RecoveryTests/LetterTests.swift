import Domain
import Foundation
import Testing

@testable import Recovery

@Suite("Letters")
struct LetterTests {
    private let templates: LetterTemplates

    init() throws { templates = try LetterTemplates.bundled(language: "es") }

    private var sender: Letter.Sender {
        var creditor = Creditor(
            name: "Talleres Ebro S.L.", taxId: "B32147290", country: "ES",
            ibans: ["ES9121000418450200051332", "ES7620770024003102575766"])
        creditor.street = "Polígono Malpica, calle E, 4"
        creditor.postCode = "50016"
        creditor.town = "Zaragoza"
        creditor.email = "cobros@talleresebro.example"
        creditor.phone = "976 000 000"
        return Letter.Sender(creditor: creditor, registryName: "ASNEF Empresas")
    }

    private func text(
        _ kind: StepKind, items: [OpenItem] = [Town.invoice(1, "A/2026/1")],
        customer: Customer = Town.customer(), sender: Letter.Sender? = nil
    ) throws -> String {
        let file = try Letter.render(
            kind, caseReference: "C-B12345674", day: day("2026-04-09"), items: items, customer: customer,
            sender: sender ?? self.sender, templates: templates)
        return try #require(String(validating: file.bytes, as: UTF8.self))
    }

    private var two: [OpenItem] {
        var second = Town.invoice(2, "A/2026/14", payable: 50_000)
        second.outstanding = 6_05
        second.due = nil
        return [Town.invoice(1, "A/2026/1"), second]
    }

    @Test("the letter of each rung, word for word", arguments: LetterTemplates.kinds)
    func golden(kind: StepKind) throws {
        try Golden.expect(
            try text(kind, items: kind == .reminder ? [two[0]] : two), named: "\(kind.rawValue).html")
    }

    @Test("a natural person's formal claim, word for word")
    func goldenPerson() throws {
        var customer = Town.customer("12345678Z", holder: .natural)
        customer.party.name = "Ana García López"
        try Golden.expect(try text(.formalClaim, customer: customer), named: "formal-claim-person.html")
    }

    @Test("nothing comes from outside, and no hole stays open", arguments: LetterTemplates.kinds)
    func selfContained(kind: StepKind) throws {
        let text = try text(kind, items: two)
        for trace in ["{{", "}}", "http", "src=", "href=", "url(", "@import", "<script"] {
            #expect(!text.contains(trace), "\(trace)")
        }
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"es\">") && text.hasSuffix("</html>\n"))
    }

    @Test("the answer reconciles itself: IBAN and reference in fours, the reference valid")
    func payment() throws {
        let text = try text(.reminder)
        #expect(text.contains("ES91 2100 0418 4502 0005 1332"))
        let reference = try #require(CreditorReference(body: "C-B12345674"))
        #expect(text.contains(LetterWording.inFours(reference.text)))
        #expect(
            CreditorReference(LetterWording.inFours(reference.text).replacing("\u{A0}", with: ""))
                == reference)
    }

    @Test("amounts and days are written the Spanish way")
    func wording() throws {
        let tnd = try #require(Currency("TND"))
        let jpy = try #require(Currency("JPY"))
        let wording = templates.wording
        for (units, currency, expected) in [
            (123_456, Currency.eur, "1.234,56\u{A0}€"), (5, .eur, "0,05\u{A0}€"), (0, .eur, "0,00\u{A0}€"),
            (-123_456_789_00, .eur, "-123.456.789,00\u{A0}€"), (100_000, .eur, "1.000,00\u{A0}€"),
            (99_999, .eur, "999,99\u{A0}€"), (1_234_567, tnd, "1.234,567\u{A0}TND"),
            (1_234, jpy, "1.234\u{A0}JPY"),
        ] {
            #expect(wording.text(Money(minorUnits: Int64(units), currency: currency)) == expected)
        }
        #expect(wording.text(day("2026-03-12")) == "12 de marzo de 2026")
        #expect(wording.text(day("2024-02-29")) == "29 de febrero de 2024")
    }

    @Test("the total is what is outstanding, not what was invoiced")
    func total() throws {
        #expect(try text(.reminder, items: two).contains("<th class=\"amount\">1.240,61\u{A0}€</th>"))
    }

    @Test("interest and 40 euros are mentioned to companies only")
    func interest() throws {
        for (holder, mentioned) in [
            (TaxIdentifier.Holder?.some(.legal), true), (.natural, false), (.publicBody, false), (nil, false),
        ] {
            let text = try text(.formalClaim, customer: Town.customer(holder: holder))
            #expect(text.contains("Ley 3/2004") == mentioned)
            #expect(text.contains("40 €") == mentioned)
        }
        #expect(try !text(.reminder).contains("Ley 3/2004"))
    }

    @Test("the registry is named in the formal claim when there is one, never to public bodies")
    func registry() throws {
        #expect(try text(.formalClaim).contains("ASNEF Empresas"))
        #expect(try !text(.secondReminder).contains("ASNEF"))
        #expect(try !text(.formalClaim, customer: Town.customer(holder: .publicBody)).contains("ASNEF"))
        var silent = sender
        silent.registryName = nil
        let text = try text(.formalClaim, sender: silent)
        #expect(!text.contains("información crediticia"))
    }

    @Test("hostile names stay text")
    func escaping() throws {
        let item = Town.invoice(1, "\"><script>alert(1)</script>{{total}}")
        var customer = Town.customer()
        customer.party.name = "O'Neil & <b>Söhne</b>\u{202E}\u{0}\u{7}"
        let text = try text(.reminder, items: [item], customer: customer)
        #expect(text.contains("O&#39;Neil &amp; &lt;b&gt;Söhne&lt;/b&gt;</strong>"))
        #expect(text.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{total}}</td>"))
        #expect(!text.contains("<script") && !text.contains("\u{202E}") && !text.contains("\u{0}"))
    }

    @Test("two currencies never add: one letter each; steps that hand over files have none")
    func currencies() throws {
        let usd = try #require(Currency("USD"))
        let steps = [
            (StepKind.reminder, Town.invoice(1, "A")), (.reminder, Town.invoice(2, "B", currency: usd)),
            (.formalClaim, Town.invoice(3, "C")), (.agency, Town.invoice(4, "D")),
        ].map {
            PlannedStep(caseReference: "C-1", item: $1, kind: $0, channel: .letter, day: day("2026-04-09"))
        }
        let planned = PlannedCase(reference: "C-1", customer: Town.customer(), steps: steps, held: [])
        let letters = try Letter.letters(for: planned, sender: sender, templates: templates)
        #expect(
            letters.map(\.file.path) == [
                "letters/C-1-reminder.html", "letters/C-1-reminder-USD.html", "letters/C-1-formal-claim.html",
            ])
        #expect(letters.map(\.invoices) == [[1], [2], [3]])
        #expect(throws: LetterError.amount) { try text(.reminder, items: steps.map(\.item)) }
    }

    @Test("what cannot be written is an error, never a letter with a hole")
    func errors() throws {
        #expect(throws: LetterError.nothingToWrite) { try text(.reminder, items: []) }
        #expect(throws: LetterError.nothingToWrite) { try text(.agency) }
        #expect(throws: LetterError.amount) {
            try text(
                .reminder, items: [Town.invoice(1, "A", payable: .max), Town.invoice(2, "B", payable: .max)])
        }
        for language in ["xx", "../es", ""] {
            #expect(throws: LetterError.self) { try LetterTemplates.bundled(language: language) }
        }
        for broken in ["{{a", "{{#a}}x", "{{/a}}", "{{#a}}{{#b}}{{/b}}{{/a}}"] {
            #expect(throws: LetterError.self) { _ = try LetterTemplate(broken) }
        }
        #expect(throws: LetterError.template("a")) {
            try LetterTemplate("x{{a}}").filled(values: [:], sections: [:])
        }
    }

    @Test("a reference from elsewhere never leaves the folder")
    func path() throws {
        let file = try Letter.render(
            .reminder, caseReference: "../../etc/ñ", day: day("2026-04-09"), items: [Town.invoice(1, "A")],
            customer: Town.customer(), sender: sender, templates: templates)
        #expect(file.path == "letters/------etc----reminder.html")
    }
}

/// Expected outputs committed beside the tests. `UPDATE_GOLDEN=1` rewrites them; then review the difference.
enum Golden {
    static func expect(_ text: String, named name: String) throws {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url)
            return
        }
        let expected = try String(contentsOf: url, encoding: .utf8)
        #expect(text == expected, "differs from Golden/\(name)")
    }
}
