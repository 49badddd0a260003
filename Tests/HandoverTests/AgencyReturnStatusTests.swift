import Domain
import Testing

@testable import Handover

@Suite("An agency's own status list")
struct AgencyReturnStatusTests {
    private static let columns = [
        "expediente", "ref_agencia", "deudor", "fecha", "estado", "fase", "importe", "vencimiento", "motivo",
        "disconformidad", "cierre", "saldo_cierre", "accion", "antes_de", "documento", "coste", "juzgado",
        "autos", "presentada", "comunicar_antes_de", "plan_total", "plan_cuotas", "plan_cuota",
        "plan_cadencia", "plan_primera", "plan_ultima",
    ]

    /// A row of the first case on 3 July with the given cells.
    private static func row(_ status: String, _ cells: [String: String] = [:]) -> String {
        var all = [
            "expediente": "C-2026-0007", "fecha": "03/07/2026", "estado": status, "fase": "AMISTOSA",
            "deudor": "MUÑOZ PEÑA",
        ]
        all.merge(cells) { $1 }
        return columns.map { all[$0] ?? "" }.joined(separator: ";")
    }

    private func read(_ rows: [String], _ changes: [(String, String)] = []) throws -> AgencyReturnBatch {
        try Agency.read(Agency.status, [Self.columns.joined(separator: ";")] + rows, changes)
    }

    /// Of each status the cells that it must bring with it.
    private static let extras: [(EventStatus, String, [String: String])] = [
        (.open, "ABIERTO", [:]), (.contact, "CONTACTADO", [:]), (.noContact, "SIN CONTACTO", [:]),
        (.tracing, "LOCALIZANDO", [:]),
        (
            .informationRequested, "FALTA DOCUMENTACIÓN",
            ["accion": "ENVIAR DOCUMENTOS", "antes_de": "15/07/2026", "documento": "ALBARÁN"]
        ),
        (.promise, "COMPROMISO", ["importe": "100,00", "vencimiento": "31/07/2026"]),
        (
            .plan, "PLAN DE PAGOS",
            [
                "plan_total": "300,00", "plan_cuotas": "3", "plan_cuota": "100,00",
                "plan_cadencia": "MENSUAL", "plan_primera": "05/08/2026", "plan_ultima": "05/10/2026",
            ]
        ),
        (.promiseBroken, "COMPROMISO INCUMPLIDO", ["motivo": "no pagó el día 31"]),
        (.planBroken, "PLAN INCUMPLIDO", ["motivo": "2 cuotas"]),
        (.partPaid, "PAGO PARCIAL", ["importe": "50,00"]),
        (.paid, "PAGADO", ["importe": "1727,41"]), (.settled, "QUITA", ["importe": "1500"]),
        (.disputed, "DISCONFORME", ["disconformidad": "CALIDAD"]), (.disputeResolved, "CONFORME", [:]),
        (.refused, "SE NIEGA", [:]), (.onHold, "EN ESPERA", [:]), (.untraceable, "ILOCALIZABLE", [:]),
        (
            .insolvent, "CONCURSO",
            ["juzgado": "Mercantil n.º 2 de Coruña", "comunicar_antes_de": "10/08/2026"]
        ),
        (.deceased, "FALLECIDO", [:]), (.vulnerable, "VULNERABLE", [:]),
        (.legalRecommended, "PROPUESTA JUDICIAL", ["accion": "APROBAR DEMANDA", "coste": "250,00"]),
        (
            .legalFiled, "MONITORIO",
            [
                "juzgado": "1.ª Instancia 4", "autos": "123/2026", "presentada": "02/07/2026",
                "fase": "JUDICIAL",
            ]
        ),
        (
            .judgment, "SENTENCIA",
            [
                "juzgado": "1.ª Instancia 4", "autos": "123/2026", "presentada": "02/07/2026",
                "fase": "JUDICIAL",
            ]
        ),
        (
            .enforcing, "EJECUCIÓN",
            [
                "juzgado": "1.ª Instancia 4", "autos": "9/2026", "presentada": "02/07/2026",
                "fase": "EJECUTIVA",
            ]
        ),
        (.recallObjected, "OBJECIÓN RETIRADA", ["motivo": "gestión en curso"]),
        (.closed, "CERRADO", ["cierre": "AGOTADO", "saldo_cierre": "1727,41"]),
    ]

    @Test("says every status with what the status must bring, and is read again as any other batch")
    func roundTrip() throws {
        let read = try read(Self.extras.map { Self.row($0.1, $0.2) })
        #expect(read.problems == [])
        #expect(read.events.map { $0.status.status } == EventStatus.allCases)
        #expect(Self.extras.map(\.0) == EventStatus.allCases)
        let again = StatusBatch.read(read.jsonBytes, file: "batch.json")
        #expect(again.faults == [] && again.value?.events == read.events)
        #expect(read.events.allSatisfy { $0.caseVersionSeen == 2 && $0.agencyCaseRef == "88123" })
        #expect(read.events.allSatisfy { $0.at == PinnedTime(Sample.day("2026-07-03")) })
        let by = Dictionary(uniqueKeysWithValues: zip(EventStatus.allCases, read.events))
        #expect(by[.plan]?.plan?.expectedReceipts.map(\.amount) == [10_000, 10_000, 10_000])
        #expect(by[.disputed]?.dispute == .init(ground: .quality, raisedAt: Sample.day("2026-07-03")))
        #expect(by[.settled]?.amount == 150_000)
        #expect(by[.insolvent]?.court?.court == "Mercantil n.º 2 de Coruña")
        #expect(by[.enforcing]?.phase == .enforcement)
        let close = by[.closed]?.close
        #expect(close?.reason == .exhaustedWithContact && close?.balanceAtClose.principal == 172_741)
        #expect(close?.balanceAtClose.asOf == Sample.day("2026-07-03"))
    }

    @Test("lacks what its status must bring: the row is said with line and field, and left out")
    func missingExtras() throws {
        let fields = [
            "importe": "estado.importe", "vencimiento": "estado.vencimiento", "motivo": "estado.motivo",
            "disconformidad": "estado.disconformidad", "cierre": "estado.cierre",
            "saldo_cierre": "estado.saldo_cierre", "accion": "estado.accion", "antes_de": "estado.antes_de",
            "documento": "estado.documento", "coste": "estado.coste", "autos": "estado.autos",
            "presentada": "estado.presentada", "juzgado": "estado.juzgado",
            "comunicar_antes_de": "estado.comunicar_antes_de", "plan_total": "estado.plan_total",
            "plan_cuotas": "estado.plan_cuotas", "plan_cuota": "estado.plan_cuota",
            "plan_cadencia": "estado.plan_cadencia", "plan_primera": "estado.plan_primera",
            "plan_ultima": "estado.plan_ultima", "fase": "estado.fase",
        ]
        var count = 0
        for (status, code, cells) in Self.extras {
            for (cell, _) in cells.sorted(by: { $0.key < $1.key }) {
                var fewer = cells
                fewer[cell] = ""
                let read = try read([Self.row("ABIERTO"), Self.row(code, fewer)])
                #expect(read.events.map { $0.status.status } == [.open], "\(status) without \(cell)")
                let problem = try #require(read.problems.first)
                #expect(read.problems.count == 1 && problem.severity == .setAside)
                #expect(problem.code == .fieldMissing && problem.place.line == 3)
                // A group that lacks all of it is said at its first field.
                let isAlone = cells.count == 1
                #expect(problem.place.element == fields[cell], "\(status) without \(cell), \(isAlone)")
                count += 1
            }
        }
        #expect(count > 25)
    }

    @Test("keeps a code that nobody knows raw, even one that looks like ours")
    func unknownCodes() throws {
        let read = try read([
            Self.row("PRE-CONCURSO"), Self.row("CLOSED"), Self.row("PAGADO", ["importe": "1"]),
        ])
        #expect(
            read.events.map(\.status) == [
                .unmapped("PRE-CONCURSO"), .unmapped("UNMAPPED(CLOSED)"), .known(.paid),
            ])
        #expect(read.problems.map(\.severity) == [.warn, .warn] && !read.isRefused)
        #expect(read.problems.map(\.place.element) == ["estado.estado", "estado.estado"])
        #expect(read.events[0].effect == .review && read.events[1].effect == .review)
        // What was not understood here must not be understood by whoever reads the batch.
        let again = StatusBatch.read(read.jsonBytes, file: "batch.json").value?.events
        #expect(again == read.events)
        // A ground, a reason for closing or a phase has no raw form: the row is said.
        for cells in [["disconformidad": "RUIDO"], ["fase": "PREVIA"]] {
            let wrong = try self.read([Self.row("DISCONFORME", cells)])
            #expect(wrong.content == nil && wrong.problemsOfRows.map(\.code) == [.recordMalformed])
            #expect(wrong.problemsOfRows[0].place.element == "estado." + (cells.keys.first ?? ""))
        }
    }

    @Test("that is cumulative repeats its events under the same ids, and they are ignored")
    func cumulative() throws {
        let first = [
            Self.row("CONTACTADO"), Self.row("COMPROMISO", ["importe": "100", "vencimiento": "31/07/2026"]),
        ]
        let yesterday = try read(first).events
        let today = try read([Self.row("PAGO PARCIAL", ["importe": "100", "fecha": "04/07/2026"])] + first)
            .events
        #expect(Set(today.map(\.eventId)).count == 3)
        let history = StatusHistory(
            today, appliedEventIds: Set(yesterday.map(\.eventId)), caseVersions: ["C-2026-0007": 2])
        #expect(history.entries.map { $0.event.status.status } == [.partPaid])
        #expect(history.replays == yesterday.map(\.eventId) && history.conflicts == [])
        // The same row twice is one event.
        let twice = try read(first + first).events
        #expect(StatusHistory(twice).entries.count == 2 && StatusHistory(twice).conflicts == [])
    }

    @Test("derives ids from what a row says, whatever stands around it and whatever is known by then")
    func derivedIds() throws {
        let rows = Self.extras.map { Self.row($0.1, $0.2) }
        let forward = Set(try read(rows).events.map(\.eventId))
        #expect(
            forward == Set(try read(rows.reversed()).events.map(\.eventId)) && forward.count == rows.count)
        #expect(forward.allSatisfy(FieldForm.isId))
        // Neither the version nor the agency's number, which is known later, nor the name of the debtor.
        let row = Self.row("CONTACTADO", ["expediente": "C-2026-0009"])
        let id = try #require(try read([row]).events.first).eventId
        var context = Agency.context(.status)
        context.cases[2].version = 9
        let file = AgencyReturn(
            Agency.bytes([
                Self.columns.joined(separator: ";"), row.replacing("MUÑOZ", with: "MUNOZ"),
                row.replacing("C-2026-0009;", with: ";88125"),
                row.replacing("C-2026-0009;", with: "C-2026-0009;88125"),
            ]), profile: try Agency.profile(Agency.status))
        let later = file.batch(context).events
        #expect(later.map(\.eventId) == [id, id, id] && later.allSatisfy { $0.caseVersionSeen == 9 })
        // Whatever is said otherwise is another event.
        let others = [
            row.replacing("03/07", with: "04/07"), row.replacing("AMISTOSA", with: "JUDICIAL"),
            row.replacing("C-2026-0009", with: "C-2026-0007"),
        ]
        #expect(Set(try read(others).events.map(\.eventId)).union([id]).count == 4)
    }

    @Test("applies the events of one day in the order of the fact sheet")
    func orderOfADay() throws {
        let rows = [
            Self.row("CERRADO", ["cierre": "COBRADO", "saldo_cierre": "0"]),
            Self.row("PAGADO", ["importe": "9"]),
            Self.row("CONFORME"), Self.row("DISCONFORME", ["disconformidad": "PRECIO"]), Self.row("ABIERTO"),
        ]
        let order = StatusHistory(try read(rows).events).entries.map { $0.event.status.status }
        #expect(order == [.open, .paid, .disputed, .disputeResolved, .closed])
    }

    @Test("takes the id of an event, and its time, where the layout has them")
    func ownIds() throws {
        let changes = [
            (
                "{\"name\": \"deudor\", \"type\": \"filler\"}",
                "{\"name\": \"deudor\", \"type\": \"code\", \"path\": \"eventId\", \"required\": true}"
            ),
            (
                "{\"name\": \"juzgado\", \"type\": \"text\", \"path\": \"court.court\"}",
                "{\"name\": \"juzgado\", \"type\": \"text\", \"path\": \"time\"}"
            ),
        ]
        func event(_ time: String) throws -> AgencyReturnBatch {
            try read([Self.row("ABIERTO", ["deudor": "E-1", "juzgado": time])], changes)
        }
        for time in ["10:45", "1045", "10:45:00", "104500"] {
            let event = try #require(try event(time).events.first)
            #expect(event.eventId == "E-1" && event.at.description == "2026-07-03T10:45:00Z")
        }
        for time in ["25:00", "24:00", "10:60", "104560", "9:45", "10.45", "1:0:45"] {
            let read = try event(time)
            #expect(read.content == nil && read.problemsOfRows.map(\.code) == [.dateUnreadable], "\(time)")
            #expect(read.problemsOfRows.map(\.place) == [Place(line: 2, element: "estado.juzgado")])
            #expect(read.problemsOfRows.map(\.found) == ["'\(time)'"])
        }
        let none = try read([Self.row("ABIERTO", ["deudor": ""])], changes)
        #expect(none.problemsOfRows.map(\.code) == [.fieldMissing])
    }

    @Test("speaks of a case by our number or by the agency's, never of a case that nobody knows")
    func cases() throws {
        func read(_ ref: String, _ agency: String) throws -> AgencyReturnBatch {
            try self.read([Self.row("ABIERTO", ["expediente": ref, "ref_agencia": agency])])
        }
        #expect(try read("", "88125").events.map(\.caseRef) == ["C-2026-0009"])
        // Of a number that was not known the file itself is the source.
        #expect(try read("C-2026-0008", "900").events.map(\.agencyCaseRef) == ["900"])
        for (ref, agency, code, field) in [
            ("", "", Problem.Code.fieldMissing, "expediente"),
            ("", "900", .subjectUnknown, "ref_agencia"),
            ("C-2026-0099", "", .subjectUnknown, "expediente"),
            ("C-2026-0007", "88125", .recordMalformed, "ref_agencia"),
            ("C-2026-0008", "", .fieldMissing, "ref_agencia"),
        ] {
            let wrong = try read(ref, agency)
            #expect(wrong.content == nil && wrong.problemsOfRows.map(\.code) == [code], "\(ref) \(agency)")
            #expect(wrong.problemsOfRows.map(\.place) == [Place(line: 2, element: "estado." + field)])
        }
        var context = Agency.context(.status)
        context.cases[0].agencyCaseRef = "88125"
        let file = AgencyReturn(
            Agency.bytes([
                Self.columns.joined(separator: ";"),
                Self.row("ABIERTO", ["expediente": "", "ref_agencia": "88125"]),
            ]), profile: try Agency.profile(Agency.status))
        #expect(file.batch(context).problemsOfRows.map(\.found) == ["'88125', the number of 2 cases"])
    }

    @Test("is in the currency of each case, to its last decimal")
    func currencies() throws {
        let three = [("\"amount\", \"decimals\": 2", "\"amount\", \"decimals\": 3")]
        func amounts(_ ref: String, _ amount: String) throws -> AgencyReturnBatch {
            try read([Self.row("PAGADO", ["expediente": ref, "importe": amount])], three)
        }
        #expect(try amounts("C-2026-0010", "12,345").events.map(\.amount) == [12_345])
        #expect(try amounts("C-2026-0007", "12,34").events.map(\.amount) == [1_234])
        let inexact = try amounts("C-2026-0007", "12,345")
        #expect(inexact.content == nil && inexact.problemsOfRows.map(\.code) == [.amountNotExact])
        #expect(inexact.problemsOfRows.map(\.place) == [Place(line: 2, element: "estado.importe")])
        let batch = try amounts("C-2026-0010", "12,345")
        #expect(String(decoding: batch.jsonBytes, as: UTF8.self).contains("\"amount\": \"12.345\""))
    }

    @Test("may say what never changes in its profile, of rows only that speak of it")
    func constants() throws {
        let changes = [
            ("\"onError\"", "\"values\": {\"plan.frequency\": \"W\"}, \"onError\""),
            (
                "{\"name\": \"plan_cadencia\", \"type\": \"code\", \"path\": \"plan.frequency\", \"table\": \"cadencia\"}",
                "{\"name\": \"plan_cadencia\", \"type\": \"filler\"}"
            ),
        ]
        let plan = try #require(Self.extras.first { $0.0 == .plan })
        let read = try read([Self.row(plan.1, plan.2), Self.row("ABIERTO")], changes)
        #expect(read.problems == [] && read.events.map { $0.plan?.frequency } == [.weekly, nil])
    }

    @Test("without rows says that nothing happened; in which no row is good it is no batch")
    func empty() throws {
        #expect(try read([]).content == .status(StatusBatch(header: Agency.header(.status), events: [])))
        // A row that the layout cannot read does not say that nothing happened either.
        for row in [Self.row("PAGADO"), Self.row("ABIERTO", ["fecha": "03.07.2026"])] {
            for level in ["REJECT_RECORD", "WARN"] {
                let read = try read([row], [("REJECT_RECORD", level)])
                #expect(read.content == nil && read.isRefused && read.problemsOfRows.count == 1)
                let last = try #require(read.problems.last)
                #expect(last.severity == .refuse && last.place == .wholeFile && read.problems.count == 2)
                #expect(last.found == "no row that can be taken" && last.expected == "at least one")
                #expect(read.problemsOfRows.allSatisfy { $0.place.line == 2 && $0.severity != .refuse })
            }
        }
    }

    @Test("of a day after the run is left out; up to three days are tolerated")
    func future() throws {
        func read(_ day: String, _ asOf: String) throws -> AgencyReturnBatch {
            try Agency.read(
                Agency.status,
                [
                    Self.columns.joined(separator: ";"), Self.row("ABIERTO"),
                    Self.row("CONFORME", ["fecha": day]),
                ],
                asOf: asOf)
        }
        #expect(try read("08/07/2026", "2026-07-05").events.count == 2)
        #expect(try read("08/07/2026", "2026-07-05").problems == [])
        let ahead = try read("09/07/2026", "2026-07-05")
        #expect(ahead.events.map { $0.status.status } == [.open] && ahead.problems.count == 1)
        let problem = try #require(ahead.problems.first)
        #expect(problem.severity == .setAside && problem.place == Place(line: 3, element: "estado.fecha"))
        #expect(problem.found == "2026-07-09, a day ahead" && problem.expected == "at the latest 2026-07-08")
        // What is promised lies ahead.
        let promise = Self.row("COMPROMISO", ["importe": "1,00", "vencimiento": "31/12/2026"])
        let batch = try Agency.read(
            Agency.status, [Self.columns.joined(separator: ";"), promise], asOf: "2026-07-03")
        #expect(batch.problems == [] && batch.events.count == 1)
    }

    @Test("that was spoilt on the way loses no row in silence")
    func spoilt() throws {
        let rows = Self.extras.map { Self.row($0.1, $0.2) }
        let whole = Agency.bytes([Self.columns.joined(separator: ";")] + rows)
        let profile = try Agency.profile(Agency.status)
        var state: UInt64 = 11
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0...next(3) {
                switch next(3) {
                case 0: bytes[next(bytes.count)] = UInt8(next(256))
                case 1: bytes.remove(at: next(bytes.count))
                default: bytes.insert(UInt8(next(256)), at: next(bytes.count))
                }
            }
            let read = AgencyReturn(bytes, profile: profile).batch(Agency.context(.status))
            #expect(read.events.count == rows.count || !read.problems.isEmpty)
            #expect(read.content == nil || StatusBatch.read(read.jsonBytes, file: "b").faults == [])
        }
    }
}
