import Domain
import Testing

@testable import Reports

@Suite("Words of both languages")
struct WordingTests {
    /// Every key the code asks for, from the closed lists it composes them of.
    private var keys: [String] {
        func family(_ name: String, _ values: [String]) -> [String] { values.map { "\(name).\($0)" } }
        return Label.allCases.map(\.rawValue)
            + family("band", AgeBand.allCases.map(\.rawValue))
            + family("kind", MatchDecision.Kind.allCases.map(\.rawValue))
            + family("status", ["auto", "suggested", "decided"])
            + family("severity", Problem.Severity.allCases.map(\.rawValue))
            + family("outcome", ["passed", "failed", "unknown"])
            + family("condition", Condition.allCases.map(\.rawValue))
            + family("step", StepKind.allCases.map(\.rawValue))
            + family("withdrawal", StepKind.allCases.map(\.rawValue))
            + family("channel", Channel.allCases.map(\.rawValue))
            + family("todo", ToDoKind.allCases.map(\.rawValue))
            + family("action", ToDoKind.allCases.map(\.rawValue))
            + family("evidence", EvidenceText.codes)
            + family("reason", VetoText.codes)
            + family("pattern", PatternText.parts)
            + ReviewLabel.allCases.map(\.rawValue)
            + family("challenge", ChallengeText.codes)
            + family("difference", NamedDifference.Kind.allCases.map(\.rawValue))
            + family("rule", RuleOutcome.allCases.map(\.rawValue))
            + ["todo.conflict.overlap-unclear"]
            + ["action.unsent.sending-uncertain", "todo.unsent.sending-uncertain"]
            + family("reason", ["sending-failed", "sending-uncertain"])
            + family("agency", AgencyText.codes) + family("action.agency", AgencyText.codesWithAction)
            + family("action.agency.remittance", AgencyText.breaksWithAction)
            + family("package", PackageText.codes) + family("remedy.package", PackageText.codes)
            + family("month", (1...12).map(String.init))
    }

    @Test("No key is missing, empty or unknown to the code", arguments: Wording.languages)
    func complete(language: String) {
        let words = Wording(language: language)
        for key in keys { #expect(words.text(key)?.isEmpty == false, "\(key)") }
        let problems = Problem.Code.allCases.flatMap { ["problem.\($0.rawValue)", "remedy.\($0.rawValue)"] }
        // English problems are worded where the codes are, in Domain.
        let expected = Set(keys).union(language == "en" ? [] : problems)
        // Codes and sentences of the exchange stand where it is: `PartnerWordsTests` holds them against it.
        let families = ["field.", "partner.", "phrase."]
        let extra = words.keys.filter { key in
            !expected.contains(key) && !families.contains { key.hasPrefix($0) }
        }
        #expect(extra.isEmpty)
        if language != "en" { for key in problems { #expect(words.text(key) != nil, "\(key)") } }
    }

    @Test("Both tables fill the same values into a text")
    func placeholders() {
        let (spanish, english) = (Wording(language: "es"), Wording(language: "en"))
        func holes(_ text: String) -> Set<Substring> {
            let parts = text.split(separator: "{", omittingEmptySubsequences: false)
            return Set(parts.dropFirst().compactMap { $0.split(separator: "}").first })
        }
        let localForms: Set<String> = ["day.pattern", "money.pattern"]
        for key in keys where !localForms.contains(key) {
            #expect(holes(spanish.text(key) ?? "") == holes(english.text(key) ?? "-"), "\(key)")
        }
    }

    @Test(
        "Amounts in the reader's form",
        arguments: [
            (123_456, "EUR", "1.234,56\u{A0}€", "€1,234.56"),
            (-5, "EUR", "\u{2212}0,05\u{A0}€", "\u{2212}€0.05"),
            (0, "EUR", "0,00\u{A0}€", "€0.00"),
            (1_234_567, "JPY", "1.234.567\u{A0}JPY", "JPY\u{A0}1,234,567"),
            (-1_000, "TND", "\u{2212}1,000\u{A0}TND", "\u{2212}TND\u{A0}1.000"),
            (.min, "EUR", "\u{2212}92.233.720.368.547.758,08\u{A0}€", "\u{2212}€92,233,720,368,547,758.08"),
        ] as [(Int64, String, String, String)])
    func money(minorUnits: Int64, code: String, spanish: String, english: String) throws {
        let amount = Money(minorUnits: minorUnits, currency: try #require(Currency(code)))
        #expect(Wording(language: "es").money(amount) == spanish)
        #expect(Wording(language: "en").money(amount) == english)
    }

    @Test("Days in the reader's form")
    func days() {
        let day = SampleNight.day("2026-03-12")
        #expect(Wording(language: "es").day(day) == "12/03/2026")
        #expect(Wording(language: "en").day(day) == "12 Mar 2026")
    }

    @Test("Evidence in words; an unknown code stands for itself")
    func evidence() {
        let known = Evidence(code: "number-full", field: "text", seen: "A/2026/17", centibits: 1)
        #expect(
            EvidenceText.text(known, language: "es") == "número de factura completo en el concepto: A/2026/17"
        )
        #expect(
            EvidenceText.text(known, language: "en")
                == "full invoice number in the remittance text: A/2026/17")
        #expect(EvidenceText.text(known, language: "xx") == EvidenceText.text(known, language: "es"))
        let unknown = Evidence(code: "new-code", field: "x", seen: "", centibits: 1)
        #expect(EvidenceText.text(unknown, language: "es") == "new-code")
        #expect(ConditionText.text(.due, language: "en") == "due: the day of payment has passed")
        #expect(StepText.text(.formalClaim, language: "es") == "requerimiento formal de pago")
    }

    @Test("An amount seen stands in the reader's form, anything else as it is")
    func amountsSeen() {
        func text(_ seen: String, _ field: String = "amount") -> String {
            EvidenceText.text(
                Evidence(code: "amount-exact", field: field, seen: seen, centibits: 1), language: "es")
        }
        #expect(text("1234.56 EUR") == "importe igual a lo pendiente: 1.234,56\u{A0}€")
        #expect(text("-50.00 EUR").hasSuffix(": \u{2212}50,00\u{A0}€"))
        for odd in ["1234.56", "1234.5 EUR", "1.2.3 EUR", "x EUR", "1.00 eur", "99999999999999999999.00 EUR"]
        {
            #expect(text(odd).hasSuffix(": \(odd)"))
        }
        #expect(text("1234.56 EUR", "text").hasSuffix(": 1234.56 EUR"))
    }

    @Test("Every veto of the matching stage has words; a sentence stays as it is")
    func vetoes() {
        for code in VetoText.codes {
            for language in Wording.languages {
                #expect(VetoText.text(code, language: language) != code, "\(code)")
            }
        }
        #expect(
            VetoText.text("homonym", language: "es") == "varios clientes se llaman igual que el ordenante")
        #expect(VetoText.text("Una frase.", language: "es") == "Una frase.")
    }

    @Test(
        "Patterns are composed of the words of their parts",
        arguments: [
            ("number+sum+payer", "número de factura, importe exacto, paga el cliente"),
            (
                "structured+part+third-party",
                "referencia de cobro estructurada, pago parcial, paga un tercero"
            ),
            ("payer-iban+amount", "IBAN del cliente, importe exacto"),
            ("batch-id+sum", "identificador de la remesa, importe exacto"),
            ("return+number+amount", "adeudo devuelto, número de factura, importe exacto"),
            ("number+new-part", "número de factura, new-part"), ("", ""),
        ])
    func patterns(code: String, text: String) {
        #expect(PatternText.text(code, language: "es") == text)
    }

    @Test("Codes of problems in a row to do become words, and overlaps do not speak of invoices")
    func toDo() {
        let words = Wording(language: "es")
        let overlap = ToDoRow(kind: .conflict, subject: "a.n43", detail: "overlap-unclear")
        #expect(words.title(overlap) == "movimientos que quizá se repiten")
        #expect(words.detail(overlap).contains("dos archivos cubren un mismo día"))
        #expect(words.action(overlap) == "comparar el día con la lista del propio banco")
        let conflict = ToDoRow(kind: .conflict, subject: "a.xml", detail: "invoice-conflict")
        #expect(words.title(conflict) == "documentos que se contradicen")
        #expect(words.action(conflict) == "decidir qué documento vale; hasta entonces no se reclama")
        let refused = ToDoRow(kind: .rejectedFile, subject: "a.xml", detail: "account-not-ours")
        #expect(words.detail(refused) == "la cuenta no es una de las nuestras")
        #expect(words.action(refused).hasPrefix("añadir la cuenta a creditor.ibans"))
        let broken = ToDoRow(kind: .chainBreak, subject: "ES", detail: "chain-broken")
        #expect(words.detail(broken) == "un extracto no continúa el anterior")
        let proposal = ToDoRow(kind: .suggestion, subject: "R1", detail: "A/1, A/2")
        #expect(words.detail(proposal) == "Primera propuesta: A/1, A/2")
        #expect(Wording(language: "en").detail(broken) == Problem.Code.chainBroken.title)
    }

    @Test("A problem keeps Domain's words in English and has its own in Spanish")
    func problems() {
        let problem = Problem(.dateUnreadable, at: Place(line: 9), found: "31/02/2026")
        #expect(
            Wording(language: "en").message(problem)
                == "the date cannot be read or does not exist; found: 31/02/2026")
        #expect(
            Wording(language: "es").message(problem)
                == "la fecha no se puede leer o no existe; encontrado: 31/02/2026")
        #expect(Wording(language: "es").place(problem.place) == "línea 9")
    }
}
