import Domain
import Testing

@testable import Handover

@Suite("An agency's own settlement")
struct AgencyReturnSettlementTests {
    /// The example of the fact sheet: collected 500.00, direct 300.00, fee 15 %, VAT 21 %, outlay 24.20.
    private let head =
        "C;LIQ-2026-07;01/07/2026;31/07/2026;0,00;330,60;05/08/2026;LIQ-2026-07-B12345674;"
        + "ES91 2100 0418 4502 0005 1332;;A26-3391;31/07/2026;120,00;25,20;145,20"
    private let collected =
        "M;MV-501;COBRO;C-2026-0007;88123;MUÑOZ PEÑA;20/07/2026;500,00;15,00;75,00;0,00;1227,41;;;"
    private let direct =
        "M;MV-502;COBRO DIRECTO;C-2026-0007;;;24/07/2026;300,00;15,00;45,00;;927,41;;BK-20260724-3;"
    private let outlay = "M;MV-503;SUPLIDO;C-2026-0007;;;08/07/2026;;15,00;;24,20;;;;burofax"
    private let foot = "T;3;500,00;120,00"

    private func read(
        _ lines: [String], _ changes: [(String, String)] = []
    ) throws -> AgencyReturnBatch { try Agency.read(Agency.settlement, lines, changes) }

    @Test("of the fact sheet's example pays out 330.60, and every equation holds")
    func example() throws {
        let read = try read([head, collected, direct, outlay, foot])
        #expect(read.problems == [])
        let statement = try #require(read.statement)
        #expect(RemittanceRules.breaks(of: statement) == [])
        #expect(statement.statementId == "LIQ-2026-07" && statement.method == .net)
        #expect(
            statement.periodFrom == Sample.day("2026-07-01") && statement.periodTo == Sample.day("2026-07-31")
        )
        #expect(statement.payout.amount == 33_060 && statement.payout.date == Sample.day("2026-08-05"))
        #expect(statement.payout.creditorIBAN?.text == "ES9121000418450200051332")
        #expect(statement.feeInvoice?.net == 12_000 && statement.feeInvoice?.vat == 2_520)
        #expect(
            statement.totals
                == .init(
                    lines: 3, collected: 50_000, direct: 30_000, retained: 0, fees: 12_000, feeVAT: 2_520,
                    expenses: 2_420, adjustments: 0, closing: 0))
        #expect(statement.lines.map(\.kind) == [.collected, .direct, .expense])
        #expect(statement.lines.map(\.number) == [1, 2, 3])
        // No column says what money is for: all of it is principal, and the fee is a share of all of it.
        #expect(statement.lines.map { $0.allocation?.principal } == [50_000, 30_000, nil])
        #expect(statement.lines.map(\.feeBase) == [50_000, 30_000, nil])
        #expect(statement.lines.map(\.feeRateBasisPoints) == [1_500, 1_500, nil])
        #expect(statement.lines.map(\.agencyCaseRef) == ["88123", "88123", "88123"])
        #expect(statement.lines[1].creditorPaymentRef == "BK-20260724-3")
        #expect(statement.lines[2].reason == "burofax")
        let again = RemittanceStatement.read(read.jsonBytes, file: "batch.json")
        #expect(again.faults == [] && again.value == statement)
    }

    @Test("with figures that do not hold is refused, each break at its place with its rule")
    func wrongFigures() throws {
        func broken(_ old: String, _ new: String) throws -> [String] {
            let lines = [head, collected, direct, outlay].map { $0.replacing(old, with: new) }
            let read = try read(lines + ["T;3;500,00;" + (old.hasPrefix("75") ? "121,00" : "120,00")])
            #expect(read.content == nil && read.jsonBytes == [] && !read.problems.isEmpty)
            #expect(read.problems.allSatisfy { $0.severity == .refuse && $0.code == .totalsDiffer })
            return read.problems.map {
                "\($0.place.line) \($0.place.element ?? "") \($0.found): \($0.expected.prefix(15))"
            }
        }
        #expect(
            try broken("330,60", "330,61") == ["1 cabecera.a_pagar with closing 330.61: 330.60 by M-06,"])
        #expect(
            try broken("25,20;145,20", "25,21;145,21") == [
                "1 cabecera.iva 25.21: 25.20 by M-05, ",
                "1 cabecera.a_pagar with closing 330.60: 330.59 by M-06,",
            ])
        #expect(
            try broken("145,20", "145,21") == ["1 cabecera.total_factura 145.21: 145.20 by M-05,"])
        #expect(
            try broken("75,00;0,00", "76,00;0,00") == [
                "2 movimiento.comision 76.00: 75.00 by M-02, ", "1 cabecera.base 120.00: 121.00 by M-04,",
                "1 cabecera.a_pagar with closing 330.60: 329.60 by M-06,",
            ])
        #expect(
            try broken("0,00;330,60", "10,00;330,60") == [
                "1 cabecera.a_pagar with closing 330.60: 340.60 by M-06,"
            ])
        #expect(
            try broken("1332;;A26", "1332;-1,00;A26") == [
                "1 cabecera.a_pagar with closing 329.60: 330.60 by M-06,"
            ])
        let full = try read([head.replacing("330,60", with: "330,61"), collected, direct, outlay, foot])
        #expect(full.problems.map(\.expected) == ["330.60 by M-06, " + RuleBreak.Code.payout.rule])
    }

    @Test("that counts a movement twice is refused, though its sums hold")
    func twice() throws {
        let twice = "C;LIQ-1;01/07/2026;31/07/2026;0,00;1000,00;05/08/2026;LIQ-1;;;;;0,00;0,00;0,00"
        let line = "M;MV-501;COBRO;C-2026-0007;;;20/07/2026;500,00;15,00;0,00;;1227,41;;;"
        let read = try read([twice, line, line, "T;2;1000,00;0,00"])
        #expect(read.content == nil && read.problems.map(\.severity) == [.refuse])
        #expect(read.problems.map(\.place) == [Place(line: 3, element: "movimiento.movimiento")])
        #expect(read.problems.map(\.found) == ["'MV-501', which stands in line 2"])
        #expect(read.problems.map(\.expected) == ["every movementId once"])
    }

    @Test("has no movement of a day ahead of the run, or after its period; its payout may lie ahead")
    func days() throws {
        func read(_ date: String, _ asOf: String) throws -> AgencyReturnBatch {
            let lines = [head, collected, direct.replacing("24/07/2026", with: date), outlay, foot]
            return try Agency.read(Agency.settlement, lines, asOf: asOf)
        }
        #expect(try read("24/07/2026", "2026-07-21").problems == [])
        let ahead = try read("24/07/2026", "2026-07-20")
        #expect(ahead.content == nil && ahead.problems.map(\.severity) == [.refuse])
        #expect(ahead.problems.map(\.place) == [Place(line: 3, element: "movimiento.fecha")])
        #expect(ahead.problems.map(\.found) == ["2026-07-24, a day ahead"])
        #expect(ahead.problems.map(\.expected) == ["at the latest 2026-07-23"])
        // Beside what else is wrong.
        let both = try Agency.read(
            Agency.settlement,
            [head, collected.replacing("C-2026-0007;88123", with: "C-2026-0008;"), direct, outlay, foot],
            asOf: "2026-07-20")
        #expect(both.problems.map(\.place.line) == [2, 3] && both.isRefused)
        #expect(try read("31/07/2026", "2026-08-31").problems == [])
        let late = try read("01/08/2026", "2026-08-31")
        #expect(late.content == nil && late.problems.map(\.severity) == [.refuse])
        #expect(late.problems.map(\.place) == [Place(line: 3, element: "movimiento.fecha")])
        #expect(late.problems.map(\.found) == ["2026-08-01"])
        #expect(late.problems.map(\.expected) == ["at the latest 2026-07-31, the end of the period"])
    }

    @Test(
        "is whole or refused: one bad line, and nothing of it is taken",
        arguments: [
            ("M;MV-501;COBRO", "M;;COBRO", 2, "movimiento.movimiento", Problem.Code.fieldMissing),
            ("COBRO;C-2026-0007;88123", "PAGO;C-2026-0007;88123", 2, "movimiento.clase", .recordMalformed),
            ("C-2026-0007;88123", "C-2026-0008;", 2, "movimiento.ref_agencia", .fieldMissing),
            ("20/07/2026;500,00", "20/07/2026;", 2, "movimiento.importe", .fieldMissing),
            ("20/07/2026;500,00", "20/07/2026;-500,00", 2, "movimiento.importe", .totalsDiffer),
            ("20/07/2026;500,00", "20.07.2026;500,00", 2, "movimiento.fecha", .dateUnreadable),
            ("0,00;1227,41", "0,00;", 2, "movimiento.saldo", .fieldMissing),
            ("15,00;75,00", ";75,00", 2, "movimiento.tipo_comision", .fieldMissing),
            ("BK-20260724-3", "", 3, "movimiento.su_cobro", .fieldMissing),
            ("M;MV-503;SUPLIDO", "M;MV-503;AJUSTE", 4, "movimiento.importe", .fieldMissing),
            ("24,20", "", 4, "movimiento.suplido", .totalsDiffer),
            ("LIQ-2026-07;01", "LIQ 2026 07;01", 1, "cabecera.liquidacion", .recordMalformed),
            ("LIQ-2026-07;01", ";01", 1, "cabecera.liquidacion", .fieldMissing),
            ("01/07/2026;31/07", "01/08/2026;31/07", 1, "cabecera.hasta", .totalsDiffer),
            ("1332", "1333", 1, "cabecera.cuenta", .recordMalformed),
            ("A26-3391", "", 1, "cabecera.factura", .fieldMissing),
            ("T;3;", "T;4;", 5, "pie.movimientos", .countMismatch),
            ("T;3;500,00", "T;3;500,01", 5, "pie.cobrado", .totalsDiffer),
        ] as [(String, String, Int, String, Problem.Code)])
    func refused(old: String, new: String, line: Int, field: String, code: Problem.Code) throws {
        let lines = [head, collected, direct, outlay, foot]
        let spoilt = lines.map { $0.replacing(old, with: new) }
        try #require(zip(lines, spoilt).filter { $0 != $1 }.count == 1, "\(old)")
        let read = try read(spoilt)
        #expect(read.content == nil && read.isRefused && read.jsonBytes == [])
        let place = Place(line: line, element: field)
        let problem = try #require(
            read.problems.first { $0.place.line == place.line && $0.place.element == place.element })
        #expect(problem.code == code && read.problems.allSatisfy { $0.severity == .refuse })
        #expect(read.problems.filter { $0.place.element?.hasPrefix("pie") == false }.count <= 1)
        // An account number is never repeated.
        #expect(!problem.found.contains("2100"))
    }

    @Test("that was cut is refused")
    func cut() throws {
        let lines = [head, collected, direct, outlay, foot]
        for dropped in lines.indices where dropped != 0 {
            var fewer = lines
            fewer.remove(at: dropped)
            #expect(try read(fewer).isRefused, "\(dropped)")
        }
        #expect(try read(Array(lines.dropFirst())).isRefused)
    }

    @Test("takes back a payment of an earlier one, and corrects")
    func reversals() throws {
        let lines = [
            "C;LIQ-2026-08;01/08/2026;31/08/2026;0,00;0,00;05/09/2026;LIQ-2026-08;;-415,00;A26-4;31/08/2026;"
                + "-75,00;-15,75;-90,75",
            "M;MV-601;DEVOLUCION;C-2026-0007;;;03/08/2026;-500,00;15,00;-75,00;;1427,41;MV-501;;",
            "M;MV-602;AJUSTE;C-2026-0007;;;04/08/2026;-5,75;;;;;;;error de redondeo", "T;2;-500,00;-75,00",
        ]
        let read = try read(lines)
        #expect(read.problems == [])
        let statement = try #require(read.statement)
        #expect(
            statement.lines[0].reversesId == "MV-501" && statement.lines[0].allocation?.principal == -50_000)
        // Nothing says which claim an adjustment pays.
        #expect(statement.lines[1].allocation == nil && statement.lines[1].gross == -575)
        #expect(statement.totals.closing == -41_500 && RemittanceRules.breaks(of: statement) == [])
    }

    @Test("states what money is for where it has columns for it")
    func allocation() throws {
        let changes = [
            (
                "{\"name\": \"deudor\", \"type\": \"filler\"}",
                "{\"name\": \"deudor\", \"type\": \"amount\", \"path\": \"alloc.interest\", \"decimalMark\": \",\"}"
            ),
            (
                "\"name\": \"suplido\", \"type\": \"amount\", \"path\": \"expense\"",
                "\"name\": \"suplido\", \"type\": \"amount\", \"path\": \"alloc.principal\""
            ),
        ]
        let head = "C;LIQ-1;01/07/2026;31/07/2026;0,00;909,25;05/08/2026;LIQ-1;;;A26-1;31/07/2026;"
        let lines = [
            head + "75,00;15,75;90,75",
            "M;MV-501;COBRO;C-2026-0007;;37,41;20/07/2026;500,00;15,00;75,00;462,59;1227,41;;;",
            "M;MV-502;COBRO;C-2026-0007;;;20/07/2026;500,00;;;500,00;727,41;;;", "T;2;1000,00;75,00",
        ]
        let statement = try #require(try read(lines, changes).statement)
        #expect(
            statement.lines.map(\.allocation) == [
                .init(principal: 46_259, interest: 3_741), .init(principal: 50_000),
            ])
        // An allocation that is left out is not filled in.
        let bare = try read(lines.map { $0.replacing(";500,00;727", with: ";;727") }, changes)
        #expect(bare.content == nil && bare.problems.map(\.severity) == [.refuse])
        #expect(bare.problems.map(\.place) == [Place(line: 3, element: "movimiento.deudor")])
        #expect(bare.problems.map(\.found) == ["0.00"])
        #expect(bare.problems.map(\.expected) == ["500.00 by M-01, the sum of alloc is gross"])
    }

    @Test("without fees needs no fee invoice, nor are its blank columns one")
    func withoutInvoice() throws {
        let bare = "C;LIQ-1;01/07/2026;31/07/2026;0,00;500,00;05/08/2026;LIQ-1;;;;;0,00;0,00;0,00"
        let line = "M;MV-501;COBRO;C-2026-0007;;;20/07/2026;500,00;15,00;0,00;;1227,41;;;"
        let statement = try #require(try read([bare, line, "T;1;500,00;0,00"]).statement)
        #expect(statement.feeInvoice == nil && RemittanceRules.breaks(of: statement) == [])
        #expect(statement.lines[0].feeBase == nil && statement.lines[0].feeRateBasisPoints == nil)
    }

    @Test("names a case that nobody knows: by our number the reconciliation says so, by theirs nothing can")
    func unknownCase() throws {
        let named = collected.replacing("C-2026-0007;88123", with: "C-2026-0099;77")
        let statement = try #require(try read([head, named, direct, outlay, foot]).statement)
        #expect(statement.lines[0].caseRef == "C-2026-0099" && statement.lines[0].agencyCaseRef == "77")
        let changes = [("\"caseRef\", \"required\": true", "\"caseRef\"")]
        let byTheirs = collected.replacing("C-2026-0007;88123", with: ";88123")
        #expect(
            try read([head, byTheirs, direct, outlay, foot], changes).statement?.lines[0].caseRef
                == "C-2026-0007")
        let unknown = collected.replacing("C-2026-0007;88123", with: ";77")
        let refused = try read([head, unknown, direct, outlay, foot], changes)
        #expect(refused.isRefused && refused.problems.map(\.code) == [.subjectUnknown])
    }

    @Test("by positions is read in dinars of three decimals")
    func fixedInDinars() throws {
        let json = """
            {"profile": "fixed", "status": "DOCUMENTED", "source": "test", "direction": "IN", "flow": "REMT",
             "format": {"kind": "FIXED", "encoding": "CP850", "newline": "CRLF", "recordLength": 80},
             "fileName": "L{sequence}.txt", "values": {"type": "COLL", "method": "GROSS", "currency": "TND",
              "opening": "0", "feeRatePct": "10"},
             "records": [
              {"name": "head", "each": "file", "fields": [
               {"name": "t", "start": 1, "length": 1, "type": "code", "const": "1"},
               {"name": "id", "start": 2, "length": 10, "type": "code", "path": "statementId"},
               {"name": "from", "start": 12, "length": 8, "type": "date", "path": "periodFrom"},
               {"name": "to", "start": 20, "length": 8, "type": "date", "path": "periodTo"},
               {"name": "sum", "start": 28, "length": 12, "type": "amount", "path": "payout.amount",
                "decimals": 3, "implied": true},
               {"name": "day", "start": 40, "length": 8, "type": "date", "path": "payout.date"},
               {"name": "ref", "start": 48, "length": 10, "type": "code", "path": "payout.reference"},
               {"name": "free", "start": 58, "length": 23, "type": "filler"}]},
              {"name": "row", "each": "record", "fields": [
               {"name": "t", "start": 1, "length": 1, "type": "code", "const": "2"},
               {"name": "movement", "start": 2, "length": 10, "type": "code", "path": "movementId"},
               {"name": "case", "start": 12, "length": 12, "type": "code", "path": "caseRef"},
               {"name": "day", "start": 24, "length": 8, "type": "date", "path": "date"},
               {"name": "gross", "start": 32, "length": 12, "type": "amount", "path": "gross",
                "decimals": 3, "implied": true},
               {"name": "fee", "start": 44, "length": 12, "type": "amount", "path": "fee", "decimals": 3, "implied": true},
               {"name": "rest", "start": 56, "length": 12, "type": "amount", "path": "balanceAfter",
                "decimals": 3, "implied": true},
               {"name": "name", "start": 68, "length": 13, "type": "filler"}]}]}
            """
        let profile = try LayoutProfile(json: Array(json.utf8))
        try profile.check(agencyReturnsIn: .production)
        func padded(_ text: String) -> String {
            text + String(repeating: " ", count: 80 - text.unicodeScalars.count)
        }
        var lines = [
            padded("1LIQ-7     2026070120260731" + "000000012345" + "20260805" + "LIQ-7"),
            padded(
                "2MV-1      C-2026-0010 20260720" + "000000012345" + "000000001235" + "000000087655" + "MUÑOZ"
            ),
        ]
        // Its fees were never invoiced.
        let unpaid = AgencyReturn(Agency.bytes(lines, .cp850), profile: profile)
            .batch(Agency.context(.remittance))
        #expect(unpaid.content == nil && unpaid.problems.map(\.severity) == [.refuse])
        #expect(unpaid.problems.map(\.place) == [Place(line: 1, element: "head.feeInvoice.net")])
        #expect(unpaid.problems.map(\.found) == ["0.000"])
        #expect(unpaid.problems.map(\.expected) == ["1.235 by M-04, feeInvoice.net is the sum of the fees"])
        lines[1] = lines[1].replacing("000000001235", with: "000000000000")
        let file = AgencyReturn(Agency.bytes(lines, .cp850), profile: profile)
        let read = file.batch(Agency.context(.remittance))
        #expect(read.problems == [])
        let statement = try #require(read.statement)
        #expect(statement.currency.code == "TND" && statement.payout.amount == 12_345)
        #expect(statement.lines.map(\.gross) == [12_345] && statement.lines.map(\.balanceAfter) == [87_655])
        #expect(String(decoding: read.jsonBytes, as: UTF8.self).contains("\"gross\": \"12.345\""))
        // In euros no such amount exists.
        let euros = try LayoutProfile(json: Array(json.replacing("\"TND\"", with: "\"EUR\"").utf8))
        let inexact = AgencyReturn(Agency.bytes(lines, .cp850), profile: euros).batch(
            Agency.context(.remittance))
        #expect(inexact.isRefused && inexact.problems.map(\.code) == [.amountNotExact])
        #expect(inexact.problems.map(\.place) == [Place(line: 2, element: "row.rest")])
    }
}
