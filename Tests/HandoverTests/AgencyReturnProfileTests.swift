import Domain
import Testing

@testable import Handover

@Suite("A profile for an agency's own files")
struct AgencyReturnProfileTests {
    private static let all: [ExampleProfile] = [Agency.ack, Agency.status, Agency.settlement]

    /// What is wrong with a profile after some change, where it is said.
    private func error(
        _ example: ExampleProfile, _ changes: [(String, String)], _ environment: HandoverEnvironment = .test
    ) throws -> LayoutError? {
        do throws(LayoutError) {
            var text = String(decoding: example.json, as: UTF8.self)
            for (old, new) in changes {
                if !text.contains(old) { Issue.record("\(old)") }
                text = text.replacing(old, with: new)
            }
            try LayoutProfile(json: Array(text.utf8)).check(agencyReturnsIn: environment)
            return nil
        } catch {
            return error
        }
    }

    @Test("of every example is good in a test, and in a test alone", arguments: all)
    func examples(_ example: ExampleProfile) throws {
        #expect(try error(example, []) == nil)
        #expect(try error(example, [], .production)?.kind == .notAllowed)
        #expect(try error(example, [("\"EXAMPLE\"", "\"ASSUMED\"")], .production)?.kind == .notAllowed)
        #expect(try error(example, [("\"EXAMPLE\"", "\"DOCUMENTED\"")], .production) == nil)
        #expect(try error(example, [("\"EXAMPLE\"", "\"CERTIFIED\"")])?.kind == .notAllowed)
        #expect(try example.profile().flow != nil)
    }

    @Test("is no profile for a registry, nor a registry's one for an agency, nor one that writes for either")
    func kinds() throws {
        for example in Self.all {
            #expect(throws: LayoutError.self) { try example.profile().check(returnsIn: .test) }
            #expect(throws: LayoutError.self) { try example.profile().check(environment: .test) }
        }
        for example in [ExampleProfile.return80, .fixed200, .delimited] {
            #expect(try error(example, [])?.kind == .notAllowed)
            #expect(try example.profile().flow == nil)
        }
        let registry = try ExampleProfile.return80.profile()
        let file = AgencyReturn(Array("H\r\n".utf8), profile: registry)
        #expect(file.flow == nil && file.batch(Agency.context(.status)).isRefused)
    }

    @Test("has a flow that agencies answer with, and constants only beside it")
    func flows() throws {
        #expect(try error(Agency.status, [("\"STAT\"", "\"CASE\"")])?.place == "flow")
        #expect(try error(Agency.status, [("\"STAT\"", "\"INVT\"")])?.kind == .wrongValue)
        let constants = ("\"onError\"", "\"values\": {\"x\": \"y\"}, \"onError\"")
        #expect(try error(ExampleProfile.return80, [constants])?.kind == .unknownKey)
        #expect(
            try error(
                ExampleProfile.fixed200,
                [("\"direction\": \"OUT\"", "\"direction\": \"OUT\", \"flow\": \"STAT\"")])?
                .kind == .unknownKey)
        #expect(try error(Agency.status, [("\"onError\"", "\"values\": [], \"onError\"")])?.place == "values")
        #expect(
            try error(Agency.status, [("\"onError\"", "\"values\": {\"phase\": 1}, \"onError\"")])?.place
                == "values.phase")
    }

    @Test("of a settlement takes it whole: nothing of money is left out")
    func wholeSettlement() throws {
        for level in ["REJECT_RECORD", "WARN"] {
            let found = try error(Agency.settlement, [("REJECT_FILE", level)])
            #expect(found?.place == "onError" && found?.kind == .wrongValue)
        }
        #expect(try error(Agency.settlement, [(" \"onError\": \"REJECT_FILE\",\n", "")]) == nil)
        #expect(try error(Agency.status, [("REJECT_RECORD", "WARN")]) == nil)
    }

    @Test(
        "names paths of its flow, once each, of the type they have, with a table where they are codes",
        arguments: [
            (Agency.ack, "\"opId\"", "\"eventId\"", LayoutError.Kind.wrongValue, "acuse.operacion"),
            (Agency.ack, "\"reasons.1\"", "\"reasons.9\"", .wrongValue, "acuse.motivo2"),
            (Agency.ack, "\"reasons.1\"", "\"reasons.0\"", .wrongValue, "acuse.motivo2"),
            (
                Agency.ack, "\"reasons.1\", \"table\": \"motivo\"", "\"reasons.1\"", .missingKey,
                "acuse.motivo2"
            ),
            (Agency.ack, "\"TIME_BARRED\"", "\"TOO_OLD\"", .wrongValue, "tables.motivo.TOO_OLD"),
            (Agency.ack, "\"04\"", "\"05\"", .wrongValue, "tables.motivo"),
            (
                Agency.ack, "\"path\": \"status\", \"table\": \"resultado\", \"required\": true",
                "\"path\": \"opId\"", .wrongValue, "acuse.resultado"
            ),
            (
                Agency.ack, "\"type\": \"date\", \"path\": \"answerBy\", \"pattern\": \"dd/MM/yyyy\"",
                "\"type\": \"text\", \"path\": \"answerBy\"", .wrongValue, "acuse.responder_antes_de"
            ),
            (
                Agency.ack, "\"type\": \"code\", \"path\": \"opId\"",
                "\"type\": \"code\", \"path\": \"opId\", \"table\": \"motivo\"", .wrongValue,
                "acuse.operacion"
            ),
            (Agency.status, "\"path\": \"at\"", "\"path\": \"dispute.raisedAt\"", .missingKey, "estado"),
            (Agency.status, "\"path\": \"dueDate\"", "\"path\": \"at\"", .wrongValue, "estado.vencimiento"),
            (
                Agency.status,
                "\"name\": \"fase\", \"type\": \"code\", \"path\": \"phase\", \"table\": \"fase\", \"required\": true",
                "\"name\": \"fase\", \"type\": \"filler\"", .missingKey, "estado"
            ),
            (Agency.status, "\"PAID\": ", "\"PAYED\": ", .wrongValue, "tables.estado.PAYED"),
            (Agency.status, "\"PAGADO\"", "\"QUITA\"", .wrongValue, "tables.estado"),
            (
                Agency.settlement, "\"path\": \"movementId\", \"required\": true", "\"path\": \"lineRef\"",
                .missingKey, "movimiento"
            ),
            (Agency.settlement, "\"balanceAfter\"", "\"feeBase\"", .missingKey, "movimiento"),
            (
                Agency.settlement, "\"path\": \"payout.reference\"", "\"path\": \"payout.text\"", .wrongValue,
                "cabecera.concepto_pago"
            ),
            (
                Agency.settlement, "\"path\": \"statementId\"", "\"path\": \"creditorIban\"", .wrongValue,
                "cabecera.cuenta"
            ),
            (
                Agency.settlement, "\"path\": \"opening\"", "\"path\": \"feeInvoice.gross\"", .wrongValue,
                "cabecera.total_factura"
            ),
            (
                Agency.settlement, "\"path\": \"feeInvoice.number\"", "\"path\": \"movementId\"", .wrongValue,
                "cabecera.factura"
            ),
            (Agency.settlement, "\"method\": \"NET\", ", "", .missingKey, "example-agency-settlement"),
            (Agency.settlement, "\"method\": \"NET\"", "\"method\": \"NETO\"", .wrongValue, "values.method"),
            (
                Agency.settlement, "\"currency\": \"EUR\"", "\"currency\": \"EURO\"", .wrongValue,
                "values.currency"
            ),
            (Agency.settlement, "\"21.00\"", "\"21,00\"", .wrongValue, "values.feeInvoice.vatRatePct"),
            (
                Agency.settlement, "\"method\": \"NET\"", "\"method\": \"NET\", \"movementId\": \"1\"",
                .wrongValue, "values.movementId"
            ),
            (
                Agency.settlement, "\"method\": \"NET\"", "\"method\": \"NET\", \"fee\": \"1.00\"",
                .wrongValue, "movimiento.comision"
            ),
            (
                Agency.settlement, ", \"feeInvoice.vatRatePct\": \"21.00\"", "", .missingKey,
                "example-agency-settlement"
            ),
        ] as [(ExampleProfile, String, String, LayoutError.Kind, String)])
    func paths(
        example: ExampleProfile, old: String, new: String, kind: LayoutError.Kind, place: String
    ) throws {
        let found = try error(example, [(old, new)])
        #expect(found?.kind == kind && found?.place == place, "\(found?.description ?? "nothing")")
    }

    @Test("knows its files by their names")
    func names() throws {
        let parts = try Agency.ack.profile().parts(ofReturn: "ACUSE_20260703_000041_T.csv")
        #expect(parts == ["businessDate": "20260703", "sequence": "000041", "environment": "T"])
        #expect(try Agency.settlement.profile().parts(ofReturn: "LIQUIDACION_20260805_julio_T.csv") != nil)
        #expect(try Agency.status.profile().parts(ofReturn: "ACUSE_20260703_T.csv") == nil)
        let file = AgencyReturn([], profile: try Agency.ack.profile(), name: "a/ACUSE_20260703_000041_t.csv")
        #expect(
            file.sequence == 41 && file.environment == "T" && file.businessDate == Sample.day("2026-07-03"))
    }
}
