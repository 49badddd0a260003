import Domain
import Testing

@testable import Formats

/// The queue of movements that a person filled in.
@Suite struct ReviewTableTests {
    private static let heading =
        "Movimiento;Fecha;Importe;Divisa;Ordenante;Concepto;Propuesta 1;Propuesta 2;Propuesta 3;"
        + "Por qué no se ha conciliado;Decisión;Autor;Nota\n"

    private func read(_ text: String) throws -> (records: [AdjudicationRecord], problems: [Problem]) {
        var records: [AdjudicationRecord] = []
        let bytes = Array(text.utf8)
        let outcome = try FormatReader.read(bytes.span, options: ReadOptions()) { record in
            if case .adjudication(let adjudication) = record { records.append(adjudication) }
        }
        #expect(outcome.identification.format == .decisionsCSV)
        return (records, outcome.problems)
    }

    private func part(
        _ number: String, _ amount: Int64, _ kind: NamedDifference.Kind? = nil, _ difference: Int64? = nil
    ) -> NamedAllocation {
        NamedAllocation(
            number: number, amount: amount, difference: kind.map { .init(kind: $0, amount: difference) })
    }

    @Test func everyAnswerIsRead() throws {
        let shown = "F2025-1=100.00+F 2025/2=48.00 difference=discount:2.00;F2025-1=148.00;"
        let (records, problems) = try read(
            "\u{FEFF}" + Self.heading
                + "17;2025-03-12;148,00;EUR;X S.L.;\"a;b\";\(shown);otra;1;Ana;\n"
                + "18;12/03/2025;148,00;EUR;X;t;\(shown);;2;Ana;vale\n"
                + "#19;2025-03-12;1.148,00;EUR;X;t;;;;;Nadie;Ana;\n"
                + "20;2025-03-12;148,00;EUR;X;t;\(shown);;NO;Ana;\n"
                + "21;2025-03-12;148,00;EUR;X;t;;;;;F2025-1=100,00 F2025-2=48,00 diferencia=descuento;Ana;\n"
                + "22;2025-03-12;148,00;EUR;X;t;;;;;deshacer;Ana;error\n"
                + "23;2025-03-12;-148,00;EUR;X;t;;;;;mantener;Ana;\n"
                + "24;2025-03-12;148,00;EUR;X;t;\(shown);;;;\n")
        #expect(problems.isEmpty)
        #expect(records.map(\.movement) == [17, 18, 19, 20, 21, 22, 23, 0])
        #expect(
            records.map(\.answer) == [
                .accepted(rank: 1), .accepted(rank: 2), .nobody, .rejected,
                .applied([part("F2025-1", 10000), part("F2025-2", 4800, .discount)]), .reversed, .kept, .open,
            ])
        #expect(
            records[0].shown == [
                [part("F2025-1", 10000), part("F 2025/2", 4800, .discount, 200)], [part("F2025-1", 14800)],
            ])
        #expect(records[1].booked == Day(iso: "2025-03-12") && records[1].note == "vale")
        #expect(records[2].amount == 114_800 && records[6].amount == -14800)
        #expect(records[5].place.line == 7)
    }

    @Test func badRowsAreSetAside() throws {
        let (records, problems) = try read(
            Self.heading
                + "x;2025-03-12;1,00;EUR;;;;;;;nadie;Ana;\n" + "1;2025-03-12;1,00;EUR;;;;;;;nadie;;\n"
                + "1;2025-03-12;1,00;EUR;;;;;;;quizá;Ana;\n" + "1;2025-03-12;1,00;EUR;;;F1=1.00;;;;2;Ana;\n"
                + "1;2025-03-12;1,00;EUR;;;;;;;no;Ana;\n" + "1;;1,00;EUR;;;;;;;nadie;Ana;\n"
                + "1;2025-03-12;;EUR;;;;;;;nadie;Ana;\n" + "1;2025-03-12;1,00;EUR;;;;;;;F1=1.234;Ana;\n")
        #expect(records.isEmpty)
        #expect(
            problems.map { "\($0.place.line):\($0.place.column) \($0.code.rawValue)" } == [
                "2:1 record-malformed", "3:12 field-missing", "4:11 record-malformed", "5:8 field-missing",
                "6:7 field-missing", "7:2 field-missing", "8:3 field-missing", "9:11 record-malformed",
            ])
        #expect(problems.allSatisfy { $0.severity == .setAside })
    }

    @Test func englishHeadingsAndFewColumnsAreEnough() throws {
        let (records, problems) = try read(
            "Movement,Day,Amount,Decision,Author\n5,2025-03-12,10.00,F1=4.00+F2=6.00,Ana\n")
        #expect(problems.isEmpty)
        #expect(records.first?.answer == .applied([part("F1", 400), part("F2", 600)]))
    }

    @Test(
        "Amounts and numbers as people write them",
        arguments: [
            ("F1=100", 10000), ("F1=100,00", 10000), ("F1=1.234,56", 123_456), ("F1=1,234.56", 123_456),
            ("F1= 5,00", 500), ("F1=-30,00", -3000), ("F1=1234567,89", 123_456_789), ("F1=1.234", nil),
            ("F1=1,2", nil), ("F1=", nil), ("F1", nil), ("=5,00", nil), ("F1=1,00 €", nil), ("F1=5,00x", nil),
            ("F1=99999999999999999999,00", nil), ("F1=1.23.456,00", nil), ("F1=1,234,56", nil),
            ("F1=--1,00", nil), ("difference=discount", nil), ("F1=1,00 difference=otra", nil), ("", nil),
            ("F1=1,00 difference=fee difference=cents", nil),
        ] as [(String, Int64?)])
    func amounts(text: String, amount: Int64?) {
        #expect(AllocationText.read(text, currency: .eur)?.first?.amount == amount)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let parts = [
            part("A/2025/17", 12_345, .withholding, 678), part("2025-18", -5), part("F 3", 1, .cents),
        ]
        for code in ["EUR", "JPY", "TND"] {
            let currency = try #require(Currency(code))
            let text = AllocationText.text(parts, currency: currency)
            #expect(AllocationText.read(text, currency: currency) == parts, "\(text)")
        }
        #expect(
            AllocationText.read("F1=100,00,F2=50,00; F3=1,00", currency: .eur)?.map(\.amount)
                == [10000, 5000, 100])
    }
}
