internal import Domain
internal import Foundation

/// The words of court folders in one language, from its table in `Resources/court`.
struct CourtWords: Sendable {
    /// Every text. The raw value is the key in the tables.
    enum Phrase: String, CaseIterable {
        case titleCourt = "title.court"
        case titleMediation = "title.mediation"
        case introCourt = "intro.court"
        case introMediation = "intro.mediation"
        case state, parties, creditor, debtor, amounts, invoice, issued, due, payable, principal, interest
        case recovery, total, calculation, from, to, days, rate, amount, law, missing, documents, document
        case route, negotiation, demands, kind, channel, day, arrived, proof, invoices, confidence, says
        case confirm, statement, movement, balance, released, conditions, object, invitation, confidential
        case notProven = "not-proven"
        case nothing, printed
        case routeCourt = "route.court"
        case routeMonitorio = "route.monitorio"
        case routeVerbal = "route.verbal"
        case routeOrdinary = "route.ordinary"
        case routeLawyer = "route.lawyer"
        case routeWithoutLawyer = "route.without-lawyer"
        case negotiated, negotiationRunning = "negotiation.running", negotiationNone = "negotiation.none"
        case negotiationEnded = "negotiation.ended"
        case invitationText = "invitation.text"
        case objectText = "object.text"
        case confidentialText = "confidential.text"
        case statementText = "statement.text"
        case movementPayment = "movement.payment"
        case movementCredit = "movement.credit"
        case movementOther = "movement.other"
        case documentInvoice = "document.invoice"
        case documentLetter = "document.letter"
        case documentProof = "document.proof"
        case documentStatement = "document.statement"
        case digest
    }

    /// Languages there are tables for; the first one is read where another is asked for.
    static let languages = ["en", "es"]

    private static let all: [String: CourtWords] = Dictionary(
        uniqueKeysWithValues: languages.map { ($0, CourtWords($0)) })

    /// The words of a language; a court in Catalonia reads Spanish where there is no Catalan.
    static func of(_ language: String) -> CourtWords {
        all[language == "ca" ? "es" : language] ?? all[languages[0]] ?? CourtWords("en")
    }

    let language: String
    let texts: [String: String]

    private init(_ language: String) {
        self.language = language
        let path = Bundle.module.bundlePath + "/Resources/court/" + language + ".json"
        let data = FileManager.default.contents(atPath: path)
        texts = data.flatMap { try? JSONDecoder().decode([String: String].self, from: $0) } ?? [:]
    }

    /// A text with each `{name}` replaced in one pass.
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        filled(texts[phrase.rawValue] ?? phrase.rawValue, values)
    }

    /// What a gap asks for.
    func text(_ gap: CourtGap) -> String {
        filled(texts["missing.\(gap.code.rawValue)"] ?? gap.code.rawValue, ["about": gap.about])
    }

    /// A kind of letter as people call it.
    func name(_ kind: StepKind) -> String { texts["step.\(kind.rawValue)"] ?? kind.rawValue }

    /// How it reached the debtor.
    func name(_ channel: Channel) -> String { texts["channel.\(channel.rawValue)"] ?? channel.rawValue }

    /// A condition as reasons call it.
    func name(_ condition: Condition) -> String { HoldWords.of(language).name(condition) }

    /// `1.234,56 EUR` in Spanish.
    func money(_ amount: Int64, _ currency: Currency) -> String {
        HoldWords.of(language).money(amount, currency)
    }

    /// `23/01/2026` in Spanish; a dash for no day.
    func day(_ day: Day?) -> String {
        guard let day else { return "–" }
        guard language == "es" else { return day.description }
        return day.description.split(separator: "-").reversed().joined(separator: "/")
    }

    private func filled(_ text: String, _ values: KeyValuePairs<String, String>) -> String {
        var output = ""
        var rest = text[...]
        while let open = rest.utf8.firstIndex(of: 0x7B),
            let close = rest[open...].utf8.firstIndex(of: 0x7D)
        {
            let name = rest[rest.utf8.index(after: open)..<close]
            output += rest[..<open]
            output += values.first { $0.key == name }?.value ?? String(rest[open...close])
            rest = rest[rest.utf8.index(after: close)...]
        }
        return output + rest
    }
}
