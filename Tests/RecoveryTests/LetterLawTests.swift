import Domain
import Testing

@testable import Recovery

/// Sentences of law stand only where they are true: by whose law it is and who the debtor is.
@Suite("Law in letters")
struct LetterLawTests {
    private let samples = LetterSamples.self

    @Test("interest and 40 euros are mentioned to who acts in business only")
    func interest() throws {
        for (holder, mentioned) in [
            (TaxIdentifier.Holder?.some(.legal), true), (.natural, false), (.publicBody, false), (nil, false),
        ] {
            let text = try samples.text(.formalClaim, customer: Town.customer(holder: holder))
            #expect(text.contains("Ley 3/2004") == mentioned)
            #expect(text.contains("40\u{A0}€") == mentioned)
        }
        #expect(try !samples.text(.reminder).contains("Ley 3/2004"))
        var details = LetterDetails()
        details.customerKind = .soleTrader
        #expect(
            try samples.text(.formalClaim, customer: samples.person, details: details).contains("Ley 3/2004"))
        details.customerKind = .consumer
        #expect(try !samples.text(.formalClaim, details: details).contains("Ley 3/2004"))
    }

    @Test("what is claimed beyond the invoices is split and summed")
    func extras() throws {
        var details = LetterDetails()
        details.interest = [1: 1_234, 9: 99_999]
        details.compensation = [1: 4_000]
        let letter = try samples.letter(.formalClaim, details: details)
        #expect(letter.total.minorUnits == 123_456 + 1_234 + 4_000)
        for line in [
            "Principal pendiente: 1.234,56", "Intereses de demora: 12,34",
            "Compensación por costes de cobro: 40,00", "Total reclamado: 1.286,90",
        ] { #expect(letter.plainText.contains(line)) }
        #expect(letter.plainText.contains("se han calculado hasta el 9 de abril de 2026"))
        #expect(!letter.plainText.contains("nos reservamos"))
    }

    @Test("a consumer is never charged recovery costs")
    func consumers() throws {
        var details = LetterDetails()
        details.compensation = [1: 4_000]
        #expect(throws: LetterError.notAllowed("recovery costs of a consumer")) {
            try samples.text(.formalClaim, customer: samples.person, details: details)
        }
        details.compensation = [:]
        details.interest = [1: 500]
        let text = try samples.text(.formalClaim, customer: samples.person, details: details)
        #expect(text.contains("Los intereses están calculados hasta") && !text.contains("40\u{A0}€"))
    }

    @Test("the registry is named in the formal claim when there is one, never to public bodies")
    func registry() throws {
        #expect(try samples.text(.formalClaim).contains("ASNEF Empresas"))
        #expect(try samples.text(.lastNotice).contains("ASNEF Empresas"))
        #expect(try samples.letter(.formalClaim).registryNamed == "ASNEF Empresas")
        #expect(try !samples.text(.secondReminder).contains("ASNEF"))
        let publicBody = Town.customer(holder: .publicBody)
        #expect(try !samples.text(.formalClaim, customer: publicBody).contains("ASNEF"))
        #expect(try samples.letter(.formalClaim, customer: publicBody).registryNamed.isEmpty)
        var silent = samples.sender
        silent.registryName = nil
        #expect(try !samples.text(.formalClaim, sender: silent).contains("información crediticia"))
        // The data-protection article is for natural persons.
        #expect(try samples.text(.formalClaim, customer: samples.person).contains("artículo 20.1.c)"))
        #expect(try !samples.text(.formalClaim).contains("artículo 20.1.c)"))
    }

    @Test("Spanish sentences only under Spanish law, French and Portuguese only under theirs")
    func countries() throws {
        let spanish = ["1973", "1/2025", "3/2004", "ASNEF", "1100"]
        let french = ["L441-10", "L111-8", "1231-6"]
        let portuguese = ["62/2013", "805"]
        for language in LetterTemplates.languages {
            for law in LetterLaw.allCases {
                for kind in LetterKind.allCases {
                    let details = samples.details(samples.two, law: law)
                    let letter = try samples.letter(
                        kind, items: samples.two, details: details, language: language)
                    for (owner, traces) in [
                        (LetterLaw.spain, spanish), (.france, french), (.portugal, portuguese),
                    ] where law != owner {
                        for trace in traces { #expect(!letter.plainText.contains(trace), "\(kind) \(trace)") }
                    }
                }
                let claim = try samples.letter(
                    .formalClaim, details: samples.details(samples.two, law: law), language: language)
                #expect(claim.plainText.contains("1973") == (law == .spain))
                #expect(claim.plainText.contains("L111-8") == (law == .france))
                #expect(claim.plainText.contains("805") == (law == .portugal))
            }
        }
    }

    @Test("the invitation to negotiate says what LO 1/2025 asks for, and not to public bodies")
    func mediation() throws {
        let text = try samples.letter(.mediation, items: samples.two).plainText
        for part in [
            "Talleres Ebro S.L., con NIF B32147290", "Construcciones Pérez & Hijos S.L.",
            "El objeto de la negociación", "1.240,61", "A/2026/14", "Le invitamos a negociar",
            "30 días naturales", "cobros@talleresebro.example", "de buena fe", "confidencial",
        ] { #expect(text.contains(part), "\(part)") }
        let other = try samples.letter(.mediation, customer: Town.customer(holder: .publicBody)).plainText
        #expect(!other.contains("1/2025"))
    }

    @Test("tones differ where people feel them, and only there")
    func tones() throws {
        for kind in [LetterKind.beforeDue, .reminder, .secondReminder, .formalClaim, .lastNotice] {
            var texts: Set<String> = []
            for tone in LetterTone.allCases {
                var details = LetterDetails()
                details.tone = tone
                texts.insert(try samples.letter(kind, details: details).plainText)
            }
            #expect(texts.count == 3, "\(kind)")
        }
    }

    @Test("who takes the payments is who is named")
    func agency() throws {
        var details = samples.details(samples.two)
        #expect(try samples.text(.agencyNotice, details: details).contains("ES91 2100"))
        details.agency?.takesPayments = true
        let text = try samples.text(.agencyNotice, details: details)
        #expect(!text.contains("ES91 2100") && text.contains("instrucciones que le dé Cobros Ejemplo"))
    }
}

/// The tables of words.
@Suite("Words of letters")
struct LetterWordsTests {
    private func holes(_ text: String) -> Set<Substring> {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        return Set(parts.compactMap { $0.split(separator: "}").first }.filter { !$0.contains("|") })
    }

    @Test("every language has the same texts with the same holes")
    func same() throws {
        let spanish = try LetterTemplates.bundled(language: "es").texts
        #expect(spanish.count > 130)
        for language in LetterTemplates.languages {
            let texts = try LetterTemplates.bundled(language: language).texts
            #expect(Set(texts.keys) == Set(spanish.keys), "\(language)")
            for key in spanish.keys.sorted() {
                let text = try #require(texts[key])
                #expect(!text.isEmpty && holes(text) == holes(spanish[key] ?? ""), "\(language) \(key)")
                #expect(!text.contains("  ") && text.trimmingPrefix(" ") == text[...], "\(language) \(key)")
            }
        }
    }
}
