import Domain
import Support
import Testing

@testable import Formats

@Suite struct InvoiceCSVTests {
    private let heading =
        "Número;Fecha;Vencimiento;NIF;Cliente;IBAN;Base;IVA;Retención;Total;Divisa;Email;Tipo\n"

    @Test func anInvoiceFillsItsRecord() throws {
        let reading = try CSVReading(
            invoices: heading
                + "F1;03/01/2025;18/01/2025;B-50.649.409;Textil, S.L.;ES91 2100 0418 4502 0005 1332;"
                + "300,00;63,00;45,00;"
                + "318,00;EUR;a@b.example;Factura\n")
        let invoice = try #require(reading.invoices.first)
        #expect(invoice.number == "F1")
        #expect(invoice.issued == Day(iso: "2025-01-03"))
        #expect(invoice.due == Day(iso: "2025-01-18"))
        #expect(invoice.buyer.taxId == "B50649409")
        #expect(invoice.buyer.iban == "ES9121000418450200051332")
        #expect(invoice.buyer.email == "a@b.example")
        #expect([invoice.net, invoice.tax, invoice.withheld, invoice.total] == [30000, 6300, 4500, 31800])
        #expect(invoice.payable == 31800)
        #expect(invoice.kind == .invoice)
        #expect(invoice.place.line == 2)
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func aTotalBeforeWithholdingIsNotWhatIsOwed() throws {
        let reading = try CSVReading(
            invoices: heading + "F1;13/01/2025;;;A;;300,00;63,00;45,00;363,00;EUR;;Factura\n"
                + "F2;13/01/2025;;;A;;300,00;63,00;-45,00;363,00;EUR;;Factura\n"
                + "F3;13/01/2025;;;A;;300,00;63,00;45,00;362,00;EUR;;Factura\n")
        #expect(reading.invoices.map(\.payable) == [31800, 31800, 36200])
        #expect(reading.codes == [.totalsDiffer])
        #expect(reading.outcome.problems.first?.place == Place(line: 4, column: 10))
    }

    @Test func theCurrencyNextToTheAmountIsTheRecords() throws {
        let reading = try CSVReading(
            invoices: "Número;Cliente;Fecha de factura;Total\n1;A;13/01/2025;121,00 USD\n"
                + "2;A;13/01/2025;£121,00\n3;A;13/01/2025;121,00 €\n4;A;13/01/2025;121,00\n"
                + "5;A;13/01/2025;$121,00\n6;A;13/01/2025;$121,00 USD\n")
        #expect(reading.invoices.map(\.currency.code) == ["USD", "GBP", "EUR", "EUR", "USD"])
        #expect(reading.invoices.map(\.payable) == [12100, 12100, 12100, 12100, 12100])
        #expect(reading.codes == [.currencyUnknown])
        #expect(reading.outcome.problems.first?.place == Place(line: 6, column: 4))
    }

    @Test func aCurrencyThatContradictsIsSetAside() throws {
        let column = try CSVReading(
            invoices: "Número;Cliente;Fecha;Total;Divisa\n1;A;13/01/2025;121,00 USD;EUR\n"
                + "2;A;13/01/2025;$121,00;USD\n3;A;13/01/2025;$121,00;EUR\n")
        #expect(column.invoices.map(\.number) == ["2"])
        #expect(column.codes == [.currencyUnknown, .currencyUnknown])
        let heading = try CSVReading(
            invoices: "Número;Cliente;Fecha;Base;Total (€)\n1;A;13/01/2025;;121,00 USD\n"
                + "2;A;13/01/2025;5,00 USD;6,00 €\n")
        #expect(heading.invoices.isEmpty)
        #expect(heading.codes == [.currencyUnknown, .currencyUnknown])
        var options = ReadOptions()
        options.defaultCurrency = try #require(Currency("USD"))
        let dollars = try CSVReading(
            invoices: "Número;Cliente;Fecha;Total\n1;A;13/01/2025;$121,00\n", options: options)
        #expect(dollars.invoices.map(\.currency.code) == ["USD"])
    }

    @Test func aSeriesIsPartOfTheNumber() throws {
        let reading = try CSVReading(
            invoices: "Serie;Número;Fecha;Cliente;Total\nA;17;13/01/2025;X;1,00\n;18;13/01/2025;X;1,00\n"
                + "A;A-19;13/01/2025;X;1,00\nA;;13/01/2025;X;1,00\n")
        #expect(reading.invoices.map(\.number) == ["A/17", "18", "A-19"])
        #expect(reading.codes == [.fieldMissing])
    }

    @Test func aBlankThatDoesNotBreakIsNoPartOfAText() throws {
        let reading = try CSVReading(
            invoices: "Número;Fecha;NIF destinatario;Nombre destinatario;Total\n"
                + "F1\u{A0};13/01/2025;00000000T\u{A0};\u{A0}Voilà\u{A0};1,00\n"
                + "F2;13/01/2025;;Ça à;1,00\n")
        #expect(reading.invoices.map(\.number) == ["F1", "F2"])
        #expect(reading.invoices.map(\.buyer.name) == ["Voilà", "Ça à"])
        #expect(reading.invoices.map(\.buyer.taxId) == ["00000000T", ""])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func numbersOfNeighboursAreNotJudgedAsSpanish() throws {
        let reading = try CSVReading(
            invoices: "Número;Fecha;NIF;Cliente;Total\n1;13/01/2025;732829320;A;1,00\n"
                + "2;13/01/2025;501442600;A;1,00\n3;13/01/2025;123456780;A;1,00\n")
        #expect(reading.invoices.map(\.buyer.taxId) == ["732829320", "501442600", "123456780"])
        #expect(reading.codes == [.taxIdInvalid])
        #expect(reading.outcome.problems.first?.place.line == 4)
    }

    @Test func whatIsWithheldIsPositive() throws {
        let reading = try CSVReading(
            invoices: "Número;Fecha;Cliente;Base imponible;Cuota IVA;Cuota IRPF;Total\n"
                + "1;13/01/2025;A;100,00;21,00;-15,00;106,00\n2;13/01/2025;A;;;-15,00;106,00\n"
                + "3;13/01/2025;A;100,00;21,00;15,00;106,00\n4;13/01/2025;A;-100,00;-21,00;15,00;-106,00\n")
        #expect(reading.invoices.map(\.withheld) == [1500, 1500, 1500, -1500])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func whatLowersTheDebtIsNegative() throws {
        let reading = try CSVReading(
            invoices: heading + "R1;13/01/2025;;;A;;-100,00;-21,00;0,00;-121,00;EUR;;Rectificativa\n"
                + "R2;13/01/2025;;;A;;100,00;21,00;0,00;121,00;EUR;;Abono\n"
                + "R3;13/01/2025;;;A;;100,00;21,00;0,00;121,00;EUR;;Rectificativa\n"
                + "R4;13/01/2025;;;A;;100,00;21,00;0,00;121,00;EUR;;Copia\n"
                + "P1;13/01/2025;;;A;;100,00;21,00;0,00;121,00;EUR;;Proforma\n"
                + "X1;13/01/2025;;;A;;100,00;21,00;0,00;121,00;EUR;;Lo que sea\n")
        #expect(reading.invoices.map(\.kind) == [.creditNote, .creditNote, .corrective, .copy, .invoice])
        #expect(reading.invoices.map(\.payable) == [-12100, -12100, 12100, 12100, 12100])
        #expect(reading.codes == [.recordMalformed, .invoiceNotDebt, .recordMalformed])
    }

    @Test func identifiersAreChecked() throws {
        let reading = try CSVReading(
            invoices: heading + "F1;13/01/2025;;B12345678;A;ES0000;;;;1,00;EUR;;\n"
                + "F2;13/01/2025;;FR12345678901;A;;;;;1,00;EUR;;\n")
        #expect(reading.invoices.count == 2)
        #expect(reading.codes == [.taxIdInvalid, .ibanInvalid])
        #expect(reading.invoices.first?.buyer.iban == "")
        #expect(reading.outcome.problems.allSatisfy { !$0.found.contains("B12345678") })
    }

    @Test func unreadableRowsAreSetAside() throws {
        let reading = try CSVReading(
            invoices: heading + ";13/01/2025;;;A;;;;;1,00;EUR;;\nF2;31/02/2025;;;A;;;;;1,00;EUR;;\n"
                + "F3;13/01/2025;x;;A;;;;;1,00;EUR;;\nF4;13/01/2025;;;A;;;;;uno;EUR;;\nF5;"
                + "13/01/2025;;;A;;;;;;EUR;;\n"
                + "F6;13/01/2025;;;A;;;;;1,00;EURO;;\nTotal;;;;;;;;;5,00;;;\n")
        #expect(reading.invoices.isEmpty)
        #expect(
            reading.codes == [
                .fieldMissing, .dateUnreadable, .dateUnreadable, .amountUnreadable, .fieldMissing,
                .currencyUnknown, .recordMalformed,
            ])
    }

    @Test func otherProgramsHeadingsAreRead() throws {
        let odoo = try CSVReading(
            invoices:
                "Número,Cliente,NIF,Fecha de factura,Fecha de vencimiento,Estado,Total,Impuestos,"
                + "Base imponible,"
                + "Condiciones de pago,Referencia,Origen,Moneda\n"
                + "INV/2025/1,Acme,,2025-01-13,2025-02-13,Publicado,121.00,21.00,100.00,30 días,,,EUR\n")
        #expect(odoo.invoices.map(\.payable) == [12100])
        let english = try CSVReading(
            invoices: "Invoice number,Invoice date,Due date,Customer,Country,Total,Currency,Status\n"
                + "A1,2025-01-13,2025-02-13,Acme,Spain,100.00,USD,Void\nA2,2025-01-13,,Acme,FR,5.00,"
                + "USD,Draft\n"
        )
        #expect(english.invoices.map(\.kind) == [.cancelled])
        #expect(english.invoices.first?.buyer.country == "ES")
        #expect(english.codes == [.invoiceNotDebt])
    }

    @Test func listsOfInvoiceLinesAreRefusedWithTheReason() throws {
        let xero = try CSVReading(
            invoices:
                "*ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,"
                + "*Quantity,*UnitAmount\n"
                + "Acme,,1,13/01/2025,13/02/2025,x,1,5.00\n")
        #expect(xero.codes == [.headingUnknown])
        #expect(xero.outcome.problems.first?.expected.contains("one row an invoice") == true)
        #expect(xero.records.isEmpty)
    }

    @Test(
        .enabled(if: Corpus.isRequired, "the labelled sets are missing"),
        arguments: [("typical-10k", 13_622, 909_206_212), ("hard-10k", 13_668, 764_058_003)])
    func theLabelledSetsAddUp(_ folder: String, _ count: Int, _ cents: Int64) throws {
        let reading = try CSVReading(try Corpus.bytes("datasets/\(folder)/invoices.csv")) {
            try InvoiceCSV.read($0, options: $1, emit: $2)
        }
        #expect(reading.invoices.count == count)
        #expect(reading.invoices.reduce(0) { $0 + $1.payable } == cents)
        #expect(reading.outcome.problems.isEmpty)
        #expect(reading.outcome.identification.profile == "invoices-es-listado")
        #expect(reading.invoices.allSatisfy { ($0.payable < 0) == ($0.kind == .creditNote) })
    }
}
