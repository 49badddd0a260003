import Domain
import Testing

@testable import Verification

@Suite("Verdicts in the reader's language")
struct VerdictWordsTests {
    /// Every key the code asks for, from the closed lists it composes them of.
    private var keys: Set<String> {
        func family(_ name: String, _ values: [String]) -> [String] { values.map { "\(name).\($0)" } }
        let kinds = InvoiceKind.allCases.map(\.rawValue)
        return Set(
            Phrase.allCases.map(\.rawValue)
                + family("rest", ["withholding", "retention", "discount", "fee"]) + family("document", kinds)
                + family("aDocument", kinds)
                + family("theDocument", kinds)
                + family("decision", DecisionRecord.Kind.allCases.map(\.rawValue))
                + family("step", StepKind.allCases.map(\.rawValue))
                + family("channel", Channel.allCases.map(\.rawValue))
                + family("condition", Condition.allCases.map(\.rawValue)))
    }

    @Test("no key is missing, empty or unknown to the code", arguments: VerdictWords.languages)
    func complete(language: String) {
        let table = VerdictWords.wordTable(language: language)
        #expect(Set(table.keys) == keys)
        #expect(table.values.allSatisfy { !$0.isEmpty })
    }

    @Test("all languages fill the same values into a text")
    func holes() {
        let english = VerdictWords.of("en").holes
        for language in VerdictWords.languages { #expect(VerdictWords.of(language).holes == english) }
    }

    @Test("amounts, days and terms in the reader's form")
    func forms() throws {
        let (spanish, english) = (VerdictWords.of("es"), VerdictWords.of("en"))
        #expect(spanish.money(123_456, .eur) == "1.234,56 EUR")
        #expect(english.money(123_456, .eur) == "1,234.56 EUR")
        #expect(spanish.money(-5, .eur) == "-0,05 EUR")
        let yen = try #require(Currency("JPY"))
        #expect(spanish.money(1_234_567, yen) == "1.234.567 JPY")
        #expect(english.money(.min, .eur) == "-92,233,720,368,547,758.08 EUR")
        #expect(spanish.day(day("2026-03-09")) == "09/03/2026")
        #expect(english.day(day("2026-03-09")) == "2026-03-09")
        func term(_ value: Int, _ unit: LawRow.Unit) -> String {
            spanish.term(
                LawRow(
                    id: "", rule: .limitation, value: value, unit: unit, article: "", confidence: .known,
                    from: day("2026-01-01")))
        }
        #expect(term(1, .years) == "1 año" && term(5, .years) == "5 años")
        #expect(term(1, .months) == "1 mes" && term(6, .months) == "6 meses" && term(2, .days) == "2 días")
        #expect(spanish.days(1) == "1 día" && english.days(30) == "30 days")
        let findings = (1...6).map(String.init)
        #expect(spanish.list(findings) == "1; 2; 3; 4; y 2 más")
        #expect(spanish.list(Array(findings.prefix(4))) == "1; 2; 3; 4")
    }

    @Test("an unknown language reads English", arguments: ["", "xx", "ES", "../es"])
    func unknownLanguage(language: String) throws {
        let world = World().with { $0.policy = VerificationPolicy(language: language) }
        #expect(try world.verdict() == World().verdict())
    }

    @Test("braces in a value are not filled again, and a lone brace is text")
    func braces() {
        #expect(Template("{a} and {b}{c").filled(["a": "{b}", "b": "x"]) == "{b} and x{c")
        #expect(Template("").filled([:]).isEmpty)
    }

    @Test("a verified debt, told to a Spanish accountant")
    func spanishProof() throws {
        let world = World().with { world in
            world.policy = VerificationPolicy(language: "es")
            world.decisions = [
                DecisionFact(
                    kind: .delivered, invoice: 7, day: day("2026-03-16"), author: "Ana", detail: "acuse",
                    source: "decisiones.csv, line 3")
            ]
        }
        let verdict = try world.verdict()
        #expect(verdict.isVerified)
        let account = World.account
        #expect(
            verdict.results.map(\.evidence) == [
                "factura A/2026/7: facturas-enero.csv line 12",
                "vencimiento el 11/02/2026",
                "quedan pendientes 1.210,00 EUR de 1.210,00 EUR a 01/04/2026",
                "extractos de \(account) del 12/01/2026 al 29/03/2026",
                "ningún cobro sin explicar apunta a esta factura a 01/04/2026",
                "no consta ninguna objeción a 01/04/2026",
                "prescripción el 13/03/2031: CC 1964.2 (Ley 42/2015), 5 años desde el 11/02/2026; "
                    + "interrumpida por el requerimiento formal del 13/03/2026, CC 1973",
                "requerimiento formal del 13/03/2026 por carta, documento con SHA-256 ab12; entrega "
                    + "acreditada del 16/03/2026, Ana (decisiones.csv, línea 3); STS 945/2022",
                "principal de 1.210,00 EUR, mínimo de 50,00 EUR",
                "no consta error de identidad, fallecimiento ni dirección devuelta a 01/04/2026",
                "no consta concurso ni exoneración a 01/04/2026",
                "no consta limitación del tratamiento a 01/04/2026",
                "no consta promesa, plan ni quita a 01/04/2026",
            ])
    }

    @Test("what is missing, told to a Spanish accountant")
    func spanishMissing() throws {
        func missing(_ condition: Condition, _ change: (inout World) -> Void) throws -> String {
            var world = World()
            world.policy = VerificationPolicy(language: "es")
            change(&world)
            return try world.result(condition).missing
        }
        var note = OpenItem(
            id: 9, number: "R/1", kind: .creditNote, issued: day("2026-02-20"), currency: .eur, payable: -500)
        note.customer = World.company
        #expect(
            try missing(.certain) { $0.corrections = [note] } == "saber qué factura reduce el abono R/1")
        note.corrects = "A/2026/7"
        #expect(
            try missing(.certain) { $0.corrections = [note] }
                == "aplicar el abono R/1, que corrige esta factura")
        #expect(try missing(.certain) { $0.item.kind = .copy } == "no es una deuda, sino una copia")
        #expect(try missing(.due) { $0.item.due = $0.asOf } == "que pase el día del vencimiento, 01/04/2026")
        #expect(
            try missing(.statementsCover) { $0.coverage[0] = $0.coverage[0].broken(at: "2026-02-01") }
                == "la cadena de saldos de \(World.account) se rompe el 01/02/2026")
        #expect(
            try missing(.undisputed) { $0.decisions.append(World.decision(.disputed, "2026-03-17")) }
                == "una decisión «disputa resuelta» posterior al 17/03/2026")
        #expect(
            try missing(.demanded) { $0.decisions = [] }
                == "la prueba de entrega del requerimiento formal del 13/03/2026")
    }

    @Test("credits only may pay: suggestions assign them, nobody decided")
    func credits() throws {
        let world = World().with {
            $0.policy = VerificationPolicy(language: "es")
            $0.unexplained = [World.credit(1, "2026-02-20", invoices: [7])]
        }
        let result = try world.result(.noUnexplainedMoney)
        #expect(result.evidence == "cobros que pueden pagar la factura: 1 (REF1 del 20/02/2026)")
        #expect(result.missing == "una decisión sobre qué pagaron estos cobros")
        let english = try world.with { $0.policy = VerificationPolicy() }.result(.noUnexplainedMoney)
        #expect(english.evidence == "credits that may pay the invoice: 1 (REF1 of 2026-02-20)")
    }

    @Test("labels and sources of the ledger keep what is not understood")
    func sources() {
        let words = VerdictWords.of("es")
        #expect(words.source("a, line 2.csv, line 17") == "a, line 2.csv, línea 17")
        for text in ["", "a.csv", "a.csv, line ", "a.csv, line x", "a.csv, line 99999999999999999999"] {
            #expect(words.source(text) == text)
        }
        #expect(words.source(file: "f.xml", line: 0, digest: "") == "f.xml")
        let credit = UnexplainedCredit(
            movement: 1, booked: day("2026-02-20"), amount: 1, currency: .eur,
            label: "movement of 2026-02-20", customers: [], invoices: [])
        #expect(words.label(credit) == "movimiento sin referencia del 20/02/2026")
    }

    @Test("the file of an invoice in the reader's words")
    func provenance() throws {
        func verifier(_ language: String) throws -> DebtVerifier {
            DebtVerifier(
                facts: World().facts(), policy: VerificationPolicy(language: language),
                lawPack: try World.law.get())
        }
        #expect(
            try verifier("es").provenance(file: "facturas.csv", line: 12, sha256: "9f2c")
                == "facturas.csv, línea 12 (SHA-256 9f2c)")
        #expect(try verifier("en").provenance(file: "facturas.csv", line: 12) == "facturas.csv, line 12")
    }

    @Test("the registry's gate speaks the policy's language")
    func registry() throws {
        let world = World().with { $0.item.outstanding = 4999 }
        let checks = RegistryGate(
            facts: world.facts(), policy: .init(registry: "ASNEF", language: "es"),
            lawPack: try World.law.get()
        ).checks(for: world.item, verdict: try world.verdict(), debtor: .publicBody, warned: [])
        #expect(
            checks.map(\.missing) == [
                "condiciones que no se cumplen: importe mínimo",
                "un deudor que se pueda inscribir: los organismos públicos no lo son",
                "un requerimiento formal que nombre el fichero, LOPDGDD art. 20.1.c",
                "una decisión «autorizada» de una persona sobre esta factura", "",
                "un principal de 50,00 EUR o más",
            ])
        #expect(
            checks[4].evidence
                == "vencida el 11/02/2026, puede figurar hasta el 11/02/2031, LOPDGDD art. 20.1.d")
    }
}
