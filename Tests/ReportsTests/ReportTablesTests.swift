import Domain
import Testing

@testable import Reports

@Suite("CSV tables")
struct ReportTablesTests {
    private func collect(_ encode: (([UInt8]) -> Void) -> Void) -> String {
        var bytes: [UInt8] = []
        encode { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func match(_ id: String, _ number: String, _ cents: Int64 = -1_250) -> MatchTableRow {
        MatchTableRow(
            paymentId: id, invoiceNumber: number, amountCents: cents, status: .suggested, rank: 2,
            kind: .partial,
            pattern: "number+amount", margin: -40)
    }

    @Test("matches.csv is the machine contract")
    func matches() {
        let text = collect {
            ReportTables.matches([match("0001", "A/1"), match("0002", "A,\"2\"")], emit: $0)
        }
        #expect(
            text == """
                payment_id,invoice_number,amount_cents,status,rank,kind,pattern,margin
                0001,A/1,-1250,suggested,2,partial,number+amount,-40
                0002,"A,""2""\",-1250,suggested,2,partial,number+amount,-40

                """)
    }

    @Test(
        "A text that a spreadsheet would run is neutralised; numbers are not touched",
        arguments: [
            ("=1+1", "'=1+1"), ("+34600", "'+34600"), ("-5", "'-5"), ("@x", "'@x"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("=a,b", "\"'=a,b\""), ("a=b", "a=b"), ("", ""), ("ñ€\n", "\"ñ€\n\""),
        ])
    func neutralised(text: String, field: String) {
        let line = collect { ReportTables.matches([match(text, "A")], emit: $0) }
        #expect(line.hasSuffix("\n\(field),A,-1250,suggested,2,partial,number+amount,-40\n"))
    }

    @Test("verdicts.csv is the machine contract: a row a condition")
    func verdicts() {
        let verdict = Verdict(
            invoice: 1, asOf: SampleNight.asOf,
            results: [
                ConditionResult(.certain, .passed, evidence: "a.csv, line 3"),
                ConditionResult(.statementsCover, .unknown, missing: "no statement"),
            ])
        let text = collect {
            ReportTables.verdicts([VerdictTableRow(invoiceNumber: "A/1", verdict: verdict)], emit: $0)
        }
        #expect(
            text == """
                invoice_number,verified,condition,result,evidence,missing
                A/1,false,certain,passed,"a.csv, line 3",
                A/1,false,statements-cover,unknown,,no statement

                """)
    }

    @Test("The other tables: decimal strings, ISO days, empty where absent")
    func others() throws {
        let items = [SampleNight.items[4], SampleNight.items[7], SampleNight.items[8]]
        #expect(
            collect { ReportTables.aged(items, asOf: SampleNight.asOf, emit: $0) } == """
                invoice_number,customer_key,customer,issued,due,overdue_days,band,outstanding,currency
                A/2026/5,A32982225,"Áridos del Cinca, S.A.",2026-01-15,2026-06-30,143,days-91-180,12809.99,EUR
                A/2026/8,18817042Y,Íñigo Arrizabalaga,2026-01-15,,,no-due-date,121.00,EUR
                A/2026/9,14710018T,Sara Goñi Caballero,2026-01-15,2026-10-30,0,credit,-242.00,EUR

                """)
        let rows = SampleNight.toDo.sorted(by: ToDoRow.comesBefore).suffix(1)
        #expect(
            collect { ReportTables.toDo(rows, language: "en", emit: $0) } == """
                kind,subject,day,amount,currency,detail,action
                release,EXP-0009,2026-11-20,987.65,EUR,Entrega preparada.,"settle what is missing and release the step, or stop it, by a decision “released” or “hold”"

                """)
        let fact = StepFact(
            caseReference: "EXP-1", invoice: 5, kind: .agency, channel: .file, day: SampleNight.asOf,
            amount: 100,
            documentSHA256: "ab", documentPath: "agency/a.jsonl", run: "1")
        let step = StepTableRow(fact: fact, invoiceNumber: "A/5", currency: .eur, isWithdrawal: true)
        #expect(
            collect { ReportTables.steps([step], emit: $0) }.hasSuffix(
                "\nEXP-1,A/5,agency,withdrawn,file,2026-11-20,1.00,EUR,agency/a.jsonl,ab,1\n"))
    }

    @Test("Every table has as many fields as its heading says, also when it is empty")
    func widths() throws {
        let report = try SampleNight.report()
        let verdict = Verdict(invoice: 1, asOf: SampleNight.asOf, results: SampleNight.results())
        let standing = CaseTableRow(
            reference: "C-1.1", agencyCase: "", state: "SENT", balance: Money(minorUnits: 1, currency: .eur),
            lastDay: SampleNight.asOf, lastEvent: "NEW")
        let tables: [(ReportTable, (([UInt8]) -> Void) -> Void)] = [
            (.files, { ReportTables.files(report.received.files.rows, emit: $0) }),
            (.problems, { ReportTables.problems(report.received.problems.rows, language: "es", emit: $0) }),
            (.matches, { ReportTables.matches([MatchTableRow](), emit: $0) }),
            (.unexplained, { ReportTables.unexplained(report.matched.unexplained.rows, emit: $0) }),
            (.ruled, { ReportTables.ruled(report.matched.ruled.rows, emit: $0) }),
            (.patterns, { ReportTables.patterns([AuditedPattern(pattern: "a+b")], emit: $0) }),
            (.aged, { ReportTables.aged(SampleNight.items, asOf: SampleNight.asOf, emit: $0) }),
            (
                .verdicts,
                { ReportTables.verdicts([VerdictTableRow(invoiceNumber: "A", verdict: verdict)], emit: $0) }
            ),
            (.routes, { ReportTables.routes([RouteRow(currency: .eur)], emit: $0) }),
            (.steps, { ReportTables.steps([StepTableRow](), emit: $0) }),
            (.held, { ReportTables.held(report.steps.held.rows, language: "es", emit: $0) }),
            (.cases, { ReportTables.cases([standing], emit: $0) }),
            (
                .remittances,
                {
                    ReportTables.remittances(
                        [RemittanceTableRow(statement: "R-1", agency: "COLCO")], emit: $0)
                }
            ),
            (.toDo, { ReportTables.toDo(SampleNight.toDo, language: "es", emit: $0) }),
        ]
        #expect(tables.map(\.0) == ReportTable.allCases)
        for (table, encode) in tables {
            let lines = collect(encode).split(separator: "\n")
            #expect(lines.first == table.columns.joined(separator: ",")[...])
            for line in lines { #expect(fields(line) == table.columns.count, "\(table.path): \(line)") }
        }
    }

    private func fields(_ line: Substring) -> Int {
        var isQuoted = false
        return line.utf8.reduce(1) { count, byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == UInt8(ascii: ",") && !isQuoted ? count + 1 : count
        }
    }

    @Test("A long table comes in small chunks, and the chunks are the table")
    func chunks() {
        let rows = (0..<50_000).lazy.map { number in
            MatchTableRow(
                paymentId: "\(number)", invoiceNumber: "A/\(number)", amountCents: 1, status: .auto,
                kind: .single,
                pattern: "p")
        }
        var lengths: [Int] = []
        var newlines = 0
        ReportTables.matches(rows) { chunk in
            lengths.append(chunk.count)
            newlines += chunk.count { $0 == 0x0A }
        }
        #expect(newlines == 50_001)
        #expect(lengths.count > 10)
        #expect((lengths.max() ?? 0) < CSVWriter.chunkBytes + 200)
    }

    @Test("A full disk ends the table")
    func failure() {
        struct DiskFull: Error {}
        #expect(throws: DiskFull.self) {
            try ReportTables.matches([match("1", "A")]) { _ in throw DiskFull() }
        }
    }
}
