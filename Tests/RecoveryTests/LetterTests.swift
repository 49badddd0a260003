import Domain
import Foundation
import Testing

@testable import Recovery

@Suite("Letters")
struct LetterTests {
    private let samples = LetterSamples.self

    @Test("every kind of letter, word for word", arguments: LetterKind.allCases)
    func golden(kind: LetterKind) throws {
        let items = kind == .reminder ? [samples.two[0]] : samples.two
        try Golden.expect(
            try samples.text(kind, items: items, details: samples.details(items)),
            named: "\(kind.rawValue).html")
    }

    @Test(
        "the formal claim in each language, with interest and the fixed sum",
        arguments: ["ca", "fr", "pt", "en"])
    func goldenLanguage(language: String) throws {
        var details = samples.details(samples.two)
        details.interest = [1: 1_234, 2: 56]
        details.compensation = [1: 4_000, 2: 4_000]
        try Golden.expect(
            try samples.text(.formalClaim, items: samples.two, details: details, language: language),
            named: "formal-claim-\(language).html")
        try Golden.expect(
            try samples.text(
                .instalmentReminder, items: samples.two, details: samples.details(samples.two),
                language: language),
            named: "instalment-reminder-\(language).html")
    }

    @Test("a French creditor's claim under French law, with the rule on collection costs")
    func goldenFrance() throws {
        var details = samples.details(samples.two, law: .france)
        details.tone = .friendly
        details.interest = [1: 1_234]
        details.compensation = [1: 4_000, 2: 4_000]
        details.others = [Town.invoice(9, "A/2026/40", payable: 77_700)]
        details.enclosures = [1: "A-2026-1.pdf", 2: "A-2026-14.pdf", 9: "A-2026-14.pdf", 8: "none.pdf"]
        var sender = samples.sender
        sender.creditor.country = "FR"
        try Golden.expect(
            try samples.text(
                .formalClaim, items: samples.two, details: details, sender: sender, language: "fr"),
            named: "formal-claim-france.html")
    }

    @Test("a natural person's formal claim, and a letter of sixty invoices, word for word")
    func goldenMore() throws {
        try Golden.expect(
            try samples.text(.formalClaim, customer: samples.person), named: "formal-claim-person.html")
        try Golden.expect(
            try samples.text(.secondReminder, items: samples.many(60)), named: "sixty-invoices.html")
    }

    @Test("nothing comes from outside, and no hole stays open", arguments: LetterKind.allCases)
    func selfContained(kind: LetterKind) throws {
        for language in LetterTemplates.languages {
            for law in LetterLaw.allCases {
                let letter = try samples.letter(
                    kind, items: samples.two, details: samples.details(samples.two, law: law),
                    language: language)
                let text = try #require(String(validating: letter.file.bytes, as: UTF8.self))
                for page in [text, letter.mailHTML] {
                    for trace in ["{{", "http", "src=", "href=", "url(", "@import", "<script"] {
                        #expect(!page.contains(trace), "\(trace)")
                    }
                    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language)\">"))
                    #expect(page.hasSuffix("</html>\n"))
                }
                #expect(!letter.plainText.contains("{") && !letter.plainText.contains("|"))
                let body = try #require(text.firstRange(of: "<body "))
                #expect(!text[body.lowerBound...].contains("{"))
            }
        }
    }

    @Test("the answer reconciles itself: IBAN and reference in fours, the reference valid")
    func payment() throws {
        let text = try samples.text(.reminder)
        #expect(text.contains("ES91 2100 0418 4502 0005 1332"))
        let reference = try #require(
            LetterReference.ofLetter(case: "C-B12345674", kind: .reminder, day: day("2026-04-09")))
        #expect(text.contains(LetterWording.inFours(reference.text)))
        #expect(
            CreditorReference(LetterWording.inFours(reference.text).replacing("\u{A0}", with: ""))
                == reference)
    }

    @Test("a letter's own reference is derived from the step, and never that of another letter")
    func ownReference() throws {
        func reference(_ kind: StepKind, _ iso: String, _ name: String = "C-B12345674") -> CreditorReference?
        {
            LetterReference.ofLetter(case: name, kind: kind, day: day(iso))
        }
        let first = try #require(reference(.reminder, "2026-04-09"))
        #expect(first == reference(.reminder, "2026-04-09"))
        #expect(first.text.hasSuffix("CB123456741M28"))
        #expect(CreditorReference(first.text) == first)
        var seen: Set<CreditorReference> = []
        for kind in StepKind.allCases {
            for offset in 0..<400 {
                let one = try #require(
                    LetterReference.ofLetter(
                        case: "C-49JME7RQV47HB", kind: kind, day: day("2026-01-01").adding(days: offset)))
                #expect(seen.insert(one).inserted)
            }
        }
        // No room for more: the case's own.
        let long = "C-" + String(repeating: "A", count: 20)
        #expect(reference(.reminder, "2026-04-09", long) == CreditorReference(body: long))
        #expect(reference(.reminder, "2026-04-09", "C-ñ") == nil)
        // The confirmation of a plan takes no step: it shows the case's.
        let ofCase = try #require(LetterReference.ofCase("C-B12345674"))
        let plan = try samples.text(
            .planConfirmation, details: samples.details([Town.invoice(1, "A/2026/1")]))
        #expect(plan.contains(LetterWording.inFours(ofCase.text)))
    }

    @Test("amounts and days are written the Spanish way")
    func wording() throws {
        let tnd = try #require(Currency("TND"))
        let jpy = try #require(Currency("JPY"))
        let wording = try LetterTemplates.bundled().wording
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

    @Test("amounts and days in each language's form")
    func forms() throws {
        let money = Money(minorUnits: -123_456, currency: .eur)
        for (language, amount, first) in [
            ("es", "-1.234,56\u{A0}€", "1 de abril de 2026"), ("ca", "-1.234,56\u{A0}€", "1 d’abril de 2026"),
            ("fr", "-1\u{202F}234,56\u{A0}€", "1er avril 2026"),
            ("pt", "-1.234,56\u{A0}€", "1 de abril de 2026"), ("en", "-€1,234.56", "1 April 2026"),
        ] {
            let wording = try LetterTemplates.bundled(language: language).wording
            #expect(wording.text(money) == amount)
            #expect(wording.text(day("2026-04-01")) == first)
            #expect(wording.months.count == 12)
        }
    }

    @Test("the total is what is outstanding, not what was invoiced")
    func total() throws {
        let letter = try samples.letter(.reminder, items: samples.two)
        #expect(letter.total == Money(minorUnits: 124_061, currency: .eur))
        #expect(try samples.text(.reminder, items: samples.two).contains(">1.240,61\u{A0}€</td>"))
    }

    @Test("hostile names stay text")
    func escaping() throws {
        let item = Town.invoice(1, "\"><script>alert(1)</script>{total}{{total}}")
        var customer = Town.customer()
        customer.party.name = "O'Neil & <b>Söhne</b>\u{202E}\u{0}\u{7}\u{2028}x"
        var details = LetterDetails()
        details.concepts = [1: "<img src=x>"]
        let letter = try samples.letter(.mediation, items: [item], customer: customer, details: details)
        let text = try #require(String(validating: letter.file.bytes, as: UTF8.self))
        #expect(text.contains("O&#39;Neil &amp; &lt;b&gt;Söhne&lt;/b&gt; x</p>"))
        #expect(text.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{total}{{total}}"))
        for page in [text, letter.mailHTML] {
            #expect(!page.contains("<script") && !page.contains("\u{202E}") && !page.contains("\u{0}"))
            #expect(!page.contains("<img"))
        }
        #expect(!letter.plainText.contains("\u{202E}") && !letter.plainText.contains("\u{2028}"))
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
        let templates = try LetterTemplates.bundled()
        #expect(throws: LetterError.amount) { try samples.text(.reminder, items: steps.map(\.item)) }
        let consolidated = try Letter.consolidated(
            for: planned, sender: samples.sender, templates: templates)
        #expect(
            consolidated.map(\.file.path) == [
                "letters/C-1-formal-claim.html", "letters/C-1-reminder-USD.html",
            ])
        #expect(consolidated.map(\.invoices) == [[3, 1], [2]])
        #expect(consolidated[0].total.minorUnits == 123_456)
        #expect(consolidated[0].plainText.contains("Otros importes pendientes: 1.234,56"))
    }

    @Test("a formal claim is never a line of another letter: nobody was asked to pay what is only listed")
    func demands() throws {
        func letters(_ kinds: [StepKind]) throws -> [String: [Int64]] {
            let steps = kinds.enumerated().map { index, kind in
                PlannedStep(
                    caseReference: "C-1", item: Town.invoice(Int64(index + 1), "A/\(index)"), kind: kind,
                    channel: .letter, day: day("2026-04-09"))
            }
            let planned = PlannedCase(reference: "C-1", customer: Town.customer(), steps: steps, held: [])
            let letters = try Letter.consolidated(
                for: planned, sender: samples.sender, templates: try LetterTemplates.bundled())
            return Dictionary(uniqueKeysWithValues: letters.map { ($0.kind.rawValue, $0.invoices) })
        }
        #expect(
            try letters([.reminder, .formalClaim, .lastNotice]) == [
                "last-notice": [3, 1], "formal-claim": [2],
            ])
        #expect(
            try letters([.formalClaim, .lastNotice, .mediation]) == [
                "mediation": [3, 2], "formal-claim": [1],
            ])
        #expect(try letters([.reminder, .lastNotice]) == ["last-notice": [2, 1]])
        #expect(try letters([.secondReminder, .formalClaim]) == ["formal-claim": [2, 1]])
    }

    @Test("what cannot be written is an error, never a letter with a hole")
    func errors() throws {
        #expect(throws: LetterError.nothingToWrite) { try samples.text(.reminder, items: []) }
        #expect(throws: LetterError.nothingToWrite) { try samples.text(.agencyNotice) }
        #expect(throws: LetterError.nothingToWrite) { try samples.text(.planConfirmation) }
        var undated = samples.details([Town.invoice(1, "A/2026/1")])
        undated.planDay = nil
        #expect(throws: LetterError.nothingToWrite) {
            try samples.text(.instalmentReminder, details: undated)
        }
        #expect(throws: LetterError.amount) {
            try samples.text(
                .reminder, items: [Town.invoice(1, "A", payable: .max), Town.invoice(2, "B", payable: .max)])
        }
        var short = samples.details([Town.invoice(1, "A/2026/1")])
        short.instalments[0].amount -= 1
        #expect(throws: LetterError.amount) { try samples.text(.planConfirmation, details: short) }
        for language in ["xx", "../es", ""] {
            #expect(throws: LetterError.self) { try LetterTemplates.bundled(language: language) }
        }
        for broken in ["{a", "{a}"] {
            #expect(throws: LetterError.self) {
                try LetterText.filled(broken, values: [:], isMany: false)
            }
        }
        #expect(try LetterText.filled("{a}{b|c}", values: ["a": "{b|c}{a}"], isMany: true) == "{b|c}{a}c")
    }

    @Test("a reference from elsewhere never leaves the folder")
    func path() throws {
        let letter = try Letter.render(
            .reminder, caseReference: "../../etc/ñ", day: day("2026-04-09"), items: [Town.invoice(1, "A")],
            customer: Town.customer(), sender: samples.sender, templates: try LetterTemplates.bundled())
        #expect(letter.file.path == "letters/------etc----reminder.html")
    }
}
