import Domain
import Testing

@testable import Recovery

@Suite("Reasons to hold a step, in the reader's language")
struct HoldWordsTests {
    @Test("no key is missing, empty or unknown to the code", arguments: HoldWords.languages)
    func complete(language: String) {
        let keys =
            HoldWords.Phrase.allCases.map(\.rawValue)
            + Condition.allCases.map { "condition.\($0.rawValue)" }
        let texts = HoldWords.of(language).texts
        #expect(texts.keys.sorted() == keys.sorted())
        #expect(texts.values.allSatisfy { !$0.isEmpty })
    }

    @Test("all languages fill the same values into a text")
    func holes() {
        func holes(_ text: String) -> Set<Substring> {
            let parts = text.split(separator: "{", omittingEmptySubsequences: false)
            return Set(parts.dropFirst().compactMap { $0.split(separator: "}").first })
        }
        for (key, text) in HoldWords.of("en").texts {
            #expect(holes(HoldWords.of("es").texts[key] ?? "-") == holes(text), "\(key)")
        }
    }

    private func reason(_ town: Town, _ language: String) -> String? {
        town.plan(on: Town.due.adding(days: 3), language: language).first?.held.first?.reasons.first?.text
    }

    @Test("below the minimum, both sums in the reader's form; an unknown language reads English")
    func minimum() {
        var town = Town()
        town.policy = LadderPolicy(minimumToWrite: 200_000)
        #expect(
            reason(town, "es")
                == "una suma mayor: 1.234,56 EUR no llega al mínimo para escribir, 2.000,00 EUR")
        #expect(
            reason(town, "en")
                == "a larger sum: 1,234.56 EUR is below the minimum to write, 2,000.00 EUR")
        #expect(reason(town, "xx") == reason(town, "en"))
    }

    @Test("an unknown debtor")
    func debtor() {
        var town = Town()
        town.items[0].customer = ""
        #expect(reason(town, "es") == "el NIF o el nombre del deudor")
    }

    @Test("what is missing, then what is on record; a condition without answer is named")
    func objections() {
        let town = Town()
        let disputed = ConditionResult(
            .undisputed, .failed, evidence: "disputa del 17/03/2026, Ana", missing: "una decisión")
        let others = town.verdict(town.items[0]).results.filter {
            $0.condition != .undisputed && $0.condition != .due
        }
        let verdict = Verdict(invoice: 1, asOf: Town.due, results: others + [disputed])
        #expect(
            LadderGate.objections(
                to: .reminder, verdict: verdict, debtor: .company, gates: town.gates,
                words: HoldWords.of("es")) == [
                    HoldReason(code: "due", text: "la respuesta a la condición «vencida»"),
                    HoldReason(
                        code: "undisputed", text: "una decisión; consta: disputa del 17/03/2026, Ana"),
                ])
    }

    @Test("the verdict of another invoice")
    func foreign() {
        let town = Town()
        let verdict = Verdict(invoice: 2, asOf: Town.due, results: town.verdict(town.items[0]).results)
        var night = town.night(as: Town.due.adding(days: 3), "es")
        night.verdicts = { _ in verdict }
        let planned = LadderPlanner.plan(night)
        let reasons = planned.flatMap(\.held).flatMap(\.reasons)
        #expect(
            reasons == [
                HoldReason(code: "verdict", text: "el veredicto de esta factura: el que hay es de otra")
            ])
    }
}
