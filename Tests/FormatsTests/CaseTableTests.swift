import Domain
import Testing

@testable import Formats

/// Facts of cases as tables: every kind in Spanish and English, what it takes, and what is wrong with it.
@Suite struct CaseTableTests {
    private static let english =
        "subject;decision;day;author;evidence;code;amount;percent;until;instalments;grace;breaks after;"
        + "published;reference;fact;currency;evidence file;sha256\n"
    private static let spanish =
        "Asunto;Decisión;Fecha;Autor;Prueba;Código;Importe;Porcentaje;Hasta;Plazos;Días de gracia;"
        + "Impagos que lo rompen;Publicación;Referencia;Hecho;Divisa;Archivo;SHA-256\n"

    private func read(_ text: String) throws -> CSVReading {
        try CSVReading(Array(text.utf8)) { try DecisionsCSV.read($0, options: $1, emit: $2) }
    }

    private func decision(_ text: String) throws -> DecisionRecord {
        let reading = try read(text)
        #expect(reading.outcome.problems.isEmpty, "\(reading.outcome.problems)")
        guard case .decision(let record) = try #require(reading.records.first) else {
            return DecisionRecord(kind: .hold, subject: "", day: Day(number: 0), author: "")
        }
        return record
    }

    @Test func bothHeadingsAreKnown() {
        for text in [Self.english, Self.spanish] {
            let bytes = Array(text.utf8)
            #expect(
                FormatReader.identify(bytes.span, options: ReadOptions()).format == .decisionsCSV)
        }
    }

    /// What a kind needs, as columns after the evidence.
    private func needed(_ kind: DecisionRecord.Kind) -> String {
        switch kind {
        case .reason: ";defective"
        case .promised: ";;;;2026-04-01"
        case .planAgreed: ";;;;;\"2026-04-01:100.00;2026-05-01:50.00\""
        case .discountOffered: ";;;7.5;2026-04-01"
        case .retracted: String(repeating: ";", count: 10) + "#3"
        case .recalled: ";another-agency"
        case .agencyAnswered: String(repeating: ";", count: 9) + "E-1"
        case .legalApproved: ";;350.00" + String(repeating: ";", count: 7) + "E-1"
        default: ""
        }
    }

    @Test(arguments: DecisionRecord.Kind.allCases)
    func everyKindIsRead(_ kind: DecisionRecord.Kind) throws {
        let record = try decision(Self.english + "F1;\(kind.rawValue);2026-03-01;Ana;x\(needed(kind))\n")
        #expect(record.kind == kind && record.subject == "F1" && record.detail == "x")
        // Without what it needs it is set aside.
        let bare = try read(Self.english + "F1;\(kind.rawValue);2026-03-01;Ana;x\n")
        #expect(bare.records.isEmpty == !CaseRules.needed(by: kind).isEmpty)
        if bare.records.isEmpty { #expect(bare.codes == [.fieldMissing]) }
    }

    @Test(arguments: [
        ("Promesa de pago", DecisionRecord.Kind.promised, ";;;;01/04/2026"),
        ("plan", .planAgreed, ";;;;;01/04/2026:100,00 01/05/2026:50,00"),
        ("quita", .discountOffered, ";;;7,5 %;01/04/2026"), ("litigio", .litigated, ";juzgado"),
        ("Reclamación", .complaint, ""), ("reclamación contestada", .complaintAnswered, ""),
        ("dirección devuelta", .addressReturned, ""), ("carta devuelta", .returned, ""),
        ("concurso", .insolvency, ""), ("exonerado", .discharged, ""), ("fallecido", .deceased, ""),
        ("error de identidad", .identityError, ""), ("embargo", .seized, ";;1.234,56"),
        ("limitado", .restricted, ""), ("llamada", .contacted, ";teléfono"), ("motivo", .reason, ";olvido"),
        ("retirado", .retracted, ";;;;;;;;;;3"),
    ])
    func spanishWords(_ word: String, _ kind: DecisionRecord.Kind, _ rest: String) throws {
        let record = try decision(Self.spanish + "F1;\(word);01/03/2026;Ana;x\(rest)\n")
        #expect(record.kind == kind)
        switch kind {
        case .promised: #expect(record.terms.until == Day(iso: "2026-04-01"))
        case .planAgreed:
            #expect(record.terms.text(.instalments) == "2026-04-01:100.00;2026-05-01:50.00")
        case .discountOffered: #expect(record.terms.basisPoints == 750)
        case .litigated: #expect(record.terms.code == "court")
        case .seized: #expect(record.terms.amount == 123_456)
        case .contacted: #expect(record.terms.code == "phone")
        case .reason: #expect(record.terms.reason == .forgot)
        case .retracted: #expect(record.terms.retracts == 3)
        default: #expect(record.terms.isEmpty)
        }
    }

    /// A table that our own words of a verdict were copied into is read.
    @Test func everyKindHasASpanishWord() {
        let words = [
            "entregada", "disputa", "disputa resuelta", "autorizada", "suspendida", "reanudada",
            "motivo de impago", "litigio", "fin del litigio", "promesa de pago", "plan de pagos",
            "plan cancelado", "quita ofrecida", "reclamación", "reclamación contestada",
            "respuesta a la invitación", "fin de la negociación", "demanda presentada",
            "retirada de la agencia", "retirada anulada", "respuesta a la agencia",
            "vía judicial autorizada", "dirección devuelta", "dirección confirmada", "carta devuelta",
            "concurso",
            "fin del concurso", "exoneración", "fallecimiento", "error de identidad",
            "identidad confirmada", "limitación del tratamiento", "fin de la limitación", "embargo",
            "fin del embargo", "contacto", "retirada",
        ]
        #expect(words.map { DecisionWords.kind(HeadingText.fold($0)) } == DecisionRecord.Kind.allCases)
    }

    @Test func everyReasonHasItsOwnName() {
        for reason in NonPaymentReason.allCases {
            #expect(NonPaymentReason(word: HeadingText.fold(reason.rawValue)) == reason)
        }
        #expect(NonPaymentReason(word: HeadingText.fold("No puede pagar")) == .cannotPay)
        #expect(NonPaymentReason(word: "vete a saber") == nil)
    }

    @Test(arguments: [
        ("reason", ";because", 6), ("reason", ";;", 6), ("promised", ";;;;2026-02-28", 9),
        ("promised", ";;-5.00;;2026-04-01", 7), ("plan-agreed", ";;;;;2026-04-01=5", 10),
        ("plan-agreed", ";;;;;2026-04-01:5.00;;2", 12), ("plan-agreed", ";;;;;2026-04-01:5.00;400", 11),
        ("discount-offered", ";;1.00;5;2026-04-01", 7), ("discount-offered", ";;;100;2026-04-01", 8),
        ("discount-offered", ";;;;2026-04-01", 8), ("retracted", ";;;;;;;;;;x", 15),
        ("hold", ";;;;;;;;;;;;../carta.pdf", 17), ("hold", ";;;;;;;;;;;;;abc", 18),
        ("hold", ";;;;2026-02-28", 9),
    ])
    func whatIsWrongIsNamedWithItsColumn(_ kind: String, _ rest: String, _ column: Int) throws {
        let reading = try read(Self.english + "F1;\(kind);2026-03-01;Ana;x\(rest)\n")
        #expect(reading.records.isEmpty)
        let problem = try #require(reading.outcome.problems.first)
        #expect(problem.place.line == 2 && problem.place.column == column, "\(problem)")
        #expect(!problem.expected.isEmpty)
    }

    @Test func whatAKindDoesNotTakeIsLeftOutAndSaid() throws {
        let reading = try read(Self.english + "F1;insolvency;2026-03-01;Ana;x;;5.00\n")
        #expect(reading.codes == [.recordMalformed] && reading.outcome.problems[0].severity == .warn)
        guard case .decision(let record) = try #require(reading.records.first) else { return }
        #expect(record.terms.isEmpty)
    }

    @Test func evidenceByNameAndDigest() throws {
        let digest = String(repeating: "AB", count: 32)
        let record = try decision(
            Self.english + "F1;hold;2026-03-01;Ana;x;;;;;;;;;;;;carta.pdf;\(digest)\n")
        #expect(record.evidence == EvidenceReference(file: "carta.pdf", sha256: digest.lowercased()))
    }

    @Test(arguments: [
        ("10", 1_000), ("7,5", 750), ("7.25 %", 725), ("100", 10_000), ("0", 0), ("", nil), ("-1", nil),
        ("1.234", nil), ("x", nil), ("1.+5", nil), ("%", nil),
    ])
    func percentages(_ text: String, _ basisPoints: Int?) {
        #expect(PercentText.read(text) == basisPoints)
        if let basisPoints { #expect(PercentText.read(PercentText.text(basisPoints)) == basisPoints) }
    }
}
