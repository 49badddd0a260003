import Domain
import Testing

@testable import Handover

@Suite("An agency's own acknowledgement list")
struct AgencyReturnAnswerTests {
    private let heading =
        "expediente;operacion;ref_agencia;deudor;resultado;saldo;motivo1;motivo2;documento1;documento2;"
        + "responder_antes_de"
    private let accepted = "C-2026-0007;;88123;MUÑOZ PEÑA, ÍÑIGO;ALTA;1727,41;;;;;"
    private let refused = "C-2026-0008;C-2026-0008.1;;;RECHAZADO;;02;05;;;"
    private let pending = "C-2026-0009;;;;PENDIENTE;;10;;FACTURA;ALBARAN;20/07/2026"
    private let name = "in/ACUSE_20260703_000041_T.csv"

    private func read(
        _ rows: [String], _ changes: [(String, String)] = [], name: String = "",
        encoding: LayoutEncoding = .latin9
    ) throws -> AgencyReturnBatch {
        try Agency.read(Agency.ack, [heading] + rows, changes, name: name, encoding: encoding)
    }

    @Test("becomes the answer to its batch, and the batch is read again as any other")
    func roundTrip() throws {
        let read = try read([accepted, refused, pending], name: name)
        #expect(read.problems == [])
        let answer = try #require(read.answer)
        #expect(answer.original.batchId == "ESB12345674.COLCO.CASE.000041")
        #expect(answer.original.manifestSHA256 == Agency.digest && answer.original.operationCount == 3)
        #expect(answer.original.amounts == [Money(minorUnits: 300_000, currency: .eur)])
        #expect(answer.level == .operation && answer.groupStatus == .partlyAccepted)
        #expect(answer.answers.map(\.opId) == ["C-2026-0007.1", "C-2026-0008.1", "C-2026-0009.1"])
        #expect(answer.answers.map(\.status) == [.accepted, .rejected, .pending])
        #expect(answer.answers.map(\.agencyCaseRef) == ["88123", "", "88125"])
        #expect(answer.answers[1].reasons.map(\.code) == [.idInvalid, .belowMinimum])
        #expect(answer.answers[2].missingDocuments == [.invoice, .deliveryNote])
        #expect(answer.answers[2].answerBy == Sample.day("2026-07-20"))
        // All of it principal, on the day that the name of the file says.
        let balance = CaseBalance(
            asOf: Sample.day("2026-07-03"), principal: 172_741, interest: 0, fixedComp: 0, costs: 0,
            total: 172_741)
        #expect(answer.answers[0].balanceHeld == balance)
        let again = Acknowledgement.read(read.jsonBytes, file: "batch.json")
        #expect(again.faults == [] && again.value == answer)
    }

    @Test("reads names with ñ in every encoding that has it", arguments: LayoutEncoding.allCases)
    func encodings(_ encoding: LayoutEncoding) throws {
        guard encoding != .ascii else { return }
        let changes = [("\"ISO-8859-15\"", "\"\(encoding.rawValue)\""), ("ALTA|OK", "AÑADIDO")]
        let row = accepted.replacing("ALTA", with: "AÑADIDO")
        let read = try read([row, refused], changes, encoding: encoding)
        #expect(read.problems == [] && read.answer?.answers.map(\.status) == [.accepted, .rejected])
    }

    @Test("that is in another encoding than its profile says is said, not guessed")
    func wrongEncoding() throws {
        let read = try read([accepted, refused], [("\"ISO-8859-15\"", "\"UTF-8\"")])
        #expect(read.problems.map(\.code) == [.encodingInvalid] && read.problems[0].place.line == 2)
        #expect(read.answer?.answers.map(\.opId) == ["C-2026-0008.1"])
    }

    @Test("without a number answers the last batch that holds all of it")
    func batchBySearch() throws {
        // Of the first case both batches hold an operation, of the others one each.
        #expect(try read([accepted]).answer?.original.batchId.hasSuffix("000042") == true)
        #expect(try read([accepted, refused]).answer?.original.batchId.hasSuffix("000041") == true)
        let mixed = try read([refused, "C-2026-0010;;88126;;ALTA;10,00;;;;;"])
        #expect(mixed.isRefused && mixed.content == nil && mixed.problems.map(\.code) == [.subjectUnknown])
        let unknown = try read([accepted], name: "ACUSE_20260703_000040_T.csv")
        #expect(unknown.isRefused && unknown.problems[0].found.contains("40"))
    }

    @Test("names an operation that was never sent: the row is said, the others count")
    func unknownOperation() throws {
        let rows = [
            refused, "C-2026-0099;;1;;ALTA;10,00;;;;;", "C-2026-0007;C-2026-0008.1;1;;ALTA;10,00;;;;;",
        ]
        let read = try read(rows, name: name)
        #expect(read.answer?.answers.map(\.opId) == ["C-2026-0008.1"])
        #expect(read.problems.map(\.place.element) == ["acuse.expediente", "acuse.expediente"])
        #expect(read.problems.map(\.place.line) == [3, 4])
        #expect(read.problems.map(\.code) == [.subjectUnknown, .recordMalformed])
        #expect(read.problems.allSatisfy { $0.severity == .setAside })
        let alone = try self.read([rows[1]])
        #expect(alone.content == nil && alone.problemsOfRows.map(\.code) == [.subjectUnknown])
    }

    @Test("answers an operation once")
    func twice() throws {
        let read = try read([refused, refused], name: name)
        #expect(read.answer?.answers.count == 1)
        #expect(read.problems.map(\.place) == [Place(line: 3, element: "acuse.operacion")])
    }

    @Test("gives a case a number of its own: not that of another row, nor of another case that is known")
    func numbers() throws {
        let first = "C-2026-0008;;900;;ALTA;10,00;;;;;"
        let rows = [first, "C-2026-0009;;900;;ALTA;10,00;;;;;", "C-2026-0007;;88125;;ALTA;10,00;;;;;"]
        let read = try read(rows, name: name)
        #expect(read.answer?.answers.map(\.caseRef) == ["C-2026-0008"] && !read.isRefused)
        #expect(read.problems.map(\.place) == [3, 4].map { Place(line: $0, element: "acuse.ref_agencia") })
        #expect(read.problems.map(\.code) == [.recordMalformed, .recordMalformed])
        #expect(
            read.problems.map(\.found) == [
                "'900', the number of C-2026-0008 in line 2", "'88125', the number of another case",
            ])
        #expect(read.problems.map(\.expected) == ["a number of one case", "the number of C-2026-0007"])
        // Two operations of one case have one number.
        var context = Agency.context(.acknowledgement)
        context.batches[1].operations[1] = SentOperation(
            opId: "C-2026-0007.3", caseRef: "C-2026-0007", balanceTotal: nil)
        let both = [
            "C-2026-0007;C-2026-0007.2;900;;ALTA;10,00;;;;;", "C-2026-0007;C-2026-0007.3;900;;ALTA;9;;;;;",
        ]
        let file = AgencyReturn(Agency.bytes([heading] + both), profile: try Agency.profile(Agency.ack))
        #expect(file.batch(context).problems == [] && file.batch(context).answer?.answers.count == 2)
    }

    @Test("in which no row is good is refused as a whole, and says so")
    func noGoodRow() throws {
        for row in [accepted.replacing("1727,41", with: "17.27.41"), accepted.replacing("ALTA", with: "SI")] {
            let read = try read([row], name: name)
            #expect(read.content == nil && read.problems.map(\.severity) == [.setAside, .refuse])
            #expect(read.problems.map(\.place.line) == [2, 0])
            #expect(read.problems.last?.found == "no row that can be taken")
        }
    }

    @Test("that names a case with several operations is clear only where it accepts")
    func severalOperations() throws {
        var context = Agency.context(.acknowledgement)
        context.batches[1].operations.insert(
            SentOperation(opId: "C-2026-0007.3", caseRef: "C-2026-0007", balanceTotal: nil), at: 1)
        func batch(_ row: String) throws -> AgencyReturnBatch {
            AgencyReturn(Agency.bytes([heading, row]), profile: try Agency.profile(Agency.ack)).batch(context)
        }
        #expect(try batch(accepted).answer?.answers.map(\.opId) == ["C-2026-0007.3"])
        let refusal = try batch("C-2026-0007;;;;RECHAZADO;;02;;;;")
        #expect(refusal.content == nil)
        #expect(refusal.problemsOfRows.map(\.place) == [Place(line: 2, element: "acuse.expediente")])
        #expect(refusal.problems[0].found.contains("2 operations"))
        let named = try batch("C-2026-0007;C-2026-0007.2;;;RECHAZADO;;02;;;;")
        #expect(named.answer?.answers.map(\.opId) == ["C-2026-0007.2"])
    }

    @Test(
        "leaves out what an answer may not be, with line and field",
        arguments: [
            ("ALTA;1727,41", "ALTA;", "saldo", Problem.Code.fieldMissing),
            ("ALTA;1727,41", "ALTA;1.727,41", "saldo", .amountUnreadable),
            ("ALTA;1727,41", "ALTA;1727,415", "saldo", .amountUnreadable),
            ("ALTA;1727,41", "RECIBIDO;1727,41", "resultado", .recordMalformed),
            ("ALTA;1727,41", ";1727,41", "resultado", .fieldMissing),
            ("ALTA;1727,41;;", "ALTA;1727,41;02;", "motivo1", .totalsDiffer),
            ("ALTA;1727,41;;", "RECHAZADO;;;", "motivo1", .fieldMissing),
            ("ALTA;1727,41;;", "RECHAZADO;;99;", "motivo1", .recordMalformed),
            ("ALTA;1727,41;;;;;", "PENDIENTE;;;;;;20/07/2026", "documento1", .fieldMissing),
            ("ALTA;1727,41;;;;;", "PENDIENTE;;;;FACTURA;;", "responder_antes_de", .fieldMissing),
            ("ALTA;1727,41;;;;;", "PENDIENTE;;;;NOTA;;20/07/2026", "documento1", .recordMalformed),
            ("ALTA;1727,41;;;;;", "PENDIENTE;;;;FACTURA;;2026-07-20", "responder_antes_de", .dateUnreadable),
            ("88123", "88 123", "ref_agencia", .recordMalformed),
        ] as [(String, String, String, Problem.Code)])
    func mistakes(old: String, new: String, field: String, code: Problem.Code) throws {
        let row = accepted.replacing(old, with: new)
        try #require(row != accepted)
        for (level, severity) in [
            ("REJECT_RECORD", Problem.Severity.setAside), ("REJECT_FILE", .refuse), ("WARN", .warn),
        ] {
            let read = try read([row, refused], [("REJECT_RECORD", level)], name: name)
            let problem = try #require(read.problems.first)
            #expect(read.problems.count == 1 && problem.code == code && problem.severity == severity)
            #expect(problem.place.line == 2 && problem.place.element == "acuse." + field)
            #expect(!problem.found.isEmpty && !problem.expected.isEmpty)
            #expect(read.answer?.answers.map(\.opId) == (level == "REJECT_FILE" ? nil : ["C-2026-0008.1"]))
        }
    }

    @Test("keeps a reason that nobody maps as text beside one that is known")
    func unknownReason() throws {
        let read = try read([refused.replacing("05", with: "77")], name: name)
        let reasons = try #require(read.answer?.answers.first?.reasons)
        #expect(reasons == [AnswerReason(.idInvalid, text: "UNMAPPED(77)")])
        #expect(read.problems.map(\.severity) == [.setAside])
        #expect(read.problems.map(\.place) == [Place(line: 2, element: "acuse.motivo2")])
        #expect(Acknowledgement.read(read.jsonBytes, file: "batch.json").value == read.answer)
    }

    @Test("takes the parts of a balance from its own fields, and never invents them")
    func balanceParts() throws {
        let parts = [
            ("\"balanceHeld\"", "\"balanceHeld.principal\""),
            (
                "{\"name\": \"deudor\", \"type\": \"filler\"}",
                "{\"name\": \"deudor\", \"type\": \"amount\", \"path\": \"balanceHeld.costs\", "
                    + "\"decimalMark\": \",\"}"
            ),
        ]
        let row = "C-2026-0007;;88123;40,00;ALTA;1727,41;;;;;"
        let balance = try read([row], parts).answer?.answers.first?.balanceHeld
        #expect(balance?.principal == 172_741 && balance?.costs == 4_000 && balance?.total == 176_741)
        // With a total beside them they must add up to it.
        let wrong = try read([row], [parts[1]])
        #expect(wrong.content == nil && wrong.problemsOfRows.map(\.code) == [.totalsDiffer])
        #expect(wrong.problemsOfRows.map(\.place) == [Place(line: 2, element: "acuse.saldo")])
    }

    @Test("of another environment, another heading or no row at all is refused")
    func refusedWhole() throws {
        let production = try read([refused], name: "ACUSE_20260703_000041_P.csv")
        #expect(production.isRefused && production.content == nil)
        #expect(production.problems.map(\.found) == ["environment P in the name of the file"])
        #expect(production.problems.map(\.expected) == ["T"])
        #expect(production.problems.map(\.place) == [.wholeFile])
        let heading = try Agency.read(
            Agency.ack, [self.heading.replacing("saldo", with: "importe"), refused],
            [("REJECT_RECORD", "WARN")])
        #expect(heading.isRefused && heading.content == nil)
        #expect(heading.problems.map(\.code) == [.headingUnknown])
        #expect(try read([]).problems.map(\.code) == [.fileEmpty] && (try read([])).isRefused)
        let file = AgencyReturn(
            Agency.bytes([self.heading, refused]), profile: try Agency.profile(Agency.ack))
        #expect(file.batch(Agency.context(.status)).isRefused)
        #expect(file.batch(Agency.context(.acknowledgement, environment: .production)).isRefused)
        #expect(!file.batch(Agency.context(.acknowledgement)).isRefused)
    }

    @Test("whose name has no day, or one that lies ahead, is refused")
    func dayOfName() throws {
        func read(_ day: String, _ asOf: String) throws -> AgencyReturnBatch {
            try Agency.read(
                Agency.ack, [heading, refused], name: "ACUSE_\(day)_000041_T.csv", asOf: asOf)
        }
        #expect(try read("20260703", "2026-06-30").problems == [])
        let ahead = try read("20260703", "2026-06-29")
        #expect(ahead.content == nil && ahead.problems.map(\.severity) == [.refuse])
        #expect(ahead.problems.map(\.place) == [.wholeFile])
        #expect(ahead.problems.map(\.found) == ["2026-07-03, a day ahead, in the name of the file"])
        #expect(ahead.problems.map(\.expected) == ["at the latest 2026-07-02"])
        let impossible = try read("20260231", "2026-06-29")
        #expect(impossible.content == nil && impossible.problems.map(\.code) == [.dateUnreadable])
        #expect(impossible.problems.map(\.found) == ["'20260231' in the name of the file"])
        #expect(impossible.problems.map(\.expected) == ["a day YYYYMMDD"] && impossible.isRefused)
    }

    @Test("whose head cannot be read is refused, since it could be of another environment")
    func head() throws {
        let json = """
            {"profile": "headed", "status": "EXAMPLE", "source": "test", "direction": "IN", "flow": "ACK",
             "onError": "WARN", "fileName": "acuse_{businessDate}_{environment}.txt",
             "format": {"kind": "DELIMITED", "encoding": "UTF-8", "newline": "CRLF", "separator": "|"},
             "tables": {"s": {"RJCT": "NO"}, "r": {"DISPUTED": "D"}},
             "records": [
              {"name": "head", "each": "file", "match": {"start": 1, "value": "H"}, "fields": [
               {"name": "t", "type": "code", "const": "H"},
               {"name": "batch", "type": "digits", "path": "batch.sequence", "required": true},
               {"name": "mode", "type": "code", "path": "header.environment", "required": true},
               {"name": "day", "type": "date", "path": "header.businessDate"}]},
              {"name": "row", "each": "record", "match": {"start": 1, "value": "R"}, "fields": [
               {"name": "t", "type": "code", "const": "R"},
               {"name": "case", "type": "code", "path": "caseRef"},
               {"name": "status", "type": "code", "path": "status", "table": "s"},
               {"name": "reason", "type": "code", "path": "reasons.0", "table": "r"}]}]}
            """
        let profile = try LayoutProfile(json: Array(json.utf8))
        func batch(
            _ head: String, _ name: String = "", asOf: String = "2026-08-31"
        ) -> AgencyReturnBatch {
            AgencyReturn(
                Agency.bytes([head, "R|C-2026-0008|NO|D", "R||NO|D"], .utf8), profile: profile, name: name
            ).batch(Agency.context(.acknowledgement, asOf: asOf))
        }
        let good = batch("H|41|T|20260703")
        #expect(good.answer?.answers.map(\.opId) == ["C-2026-0008.1"])
        #expect(good.problems.map(\.severity) == [.warn])
        for (head, element) in [
            ("H|41|P|20260703", "head.mode"), ("H|99|T|20260703", "head.batch"),
            ("H|41||20260703", "head.mode"),
            ("H|41|T|20260732", "head.day"), ("X|41|T|20260703", nil), ("H|41|T", "head"),
        ] {
            let wrong = batch(head)
            #expect(wrong.isRefused && wrong.content == nil, "\(head)")
            #expect(
                wrong.problems.contains { $0.severity == .refuse && $0.place.element == element }, "\(head)")
            #expect(wrong.problems.contains { $0.place.line == 1 })
        }
        // A head of another day or environment than the name is said, with which of both is in the name.
        #expect(!batch("H|41|T|20260703", "acuse_20260703_T.txt").isRefused)
        let (day, mode) = (Place(line: 1, element: "head.day"), Place(line: 1, element: "head.mode"))
        for (head, name, asOf, place, found) in [
            (
                "H|41|T|20260703", "acuse_20260704_T.txt", "2026-08-31", day,
                "2026-07-03, and 2026-07-04 in the name of the file"
            ),
            (
                "H|41|P|20260703", "acuse_20260703_T.txt", "2026-08-31", mode,
                "environment P, and T in the name of the file"
            ),
            (
                "H|41|T|20260703", "acuse_20260703_P.txt", "2026-08-31", mode,
                "environment T, and P in the name of the file"
            ),
            (
                "H|41|T|20260703", "acuse_20260703_P.txt", "2026-08-31", .wholeFile,
                "environment P in the name of the file"
            ),
            ("H|41|T|20260703", "", "2026-06-29", day, "2026-07-03, a day ahead"),
        ] {
            let wrong = batch(head, name, asOf: asOf)
            #expect(wrong.content == nil && wrong.isRefused, "\(found)")
            #expect(wrong.problems.contains { $0.place == place && $0.found == found }, "\(wrong.problems)")
        }
        #expect(batch("H|41|T|20260703", asOf: "2026-06-30").problems == good.problems)
    }
}
