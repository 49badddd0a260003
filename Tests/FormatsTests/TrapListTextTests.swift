import Domain
import Testing

@testable import Formats

/// The fact sheets' list of traps, as far as it concerns text formats, tables and invoices; the traps of ISO
/// 20022 messages are in `TrapListTests`, those of archives and overlapping files in `ArchiveTests` and
/// `TwinSafeImportTests`.
@Suite struct TrapListTextTests {
    private func read(_ text: String) throws -> Reading { try Reading(text, with: FormatReader.read) }

    private func read(_ bytes: [UInt8]) throws -> Reading { try Reading(bytes, with: FormatReader.read) }

    private func swift(_ lines: String...) throws -> [EntryRecord] {
        let text = ([":20:R", ":25:ES9121000418450200051332", ":28C:1", ":60F:C250130EUR100,"] + lines)
            .joined(separator: "\r\n")
        return try read(text + "\r\n:62F:C250131EUR0,\r\n-").entries.flatMap { $0 }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private let account = "11210004180200051332250101250131" + "2" + "00000000100000" + "9783ACME"

    private func movement(_ sign: Int, _ amount: String, booked: String = "250103") -> String {
        "22    0418" + booked + booked + "04099\(sign)" + amount + "0000000001000000000000"
    }

    private let table = "Fecha;Fecha valor;Concepto;Importe;Saldo\n"

    // MARK: 1 to 3

    @Test("Trap 1: identical rows of one day are two movements")
    func twins() throws {
        let row = "03/03/2025;03/03/2025;CUOTA ANUAL;10,00;"
        let reading = try read(table + row + "110,00\n" + row + "120,00\n")
        #expect(reading.entries.flatMap { $0 }.map(\.amount) == [10_00, 10_00])
        let norma = try read(
            [account, movement(2, "00000000001000"), movement(2, "00000000001000")]
                .joined(separator: "\n"))
        #expect(norma.entries.flatMap { $0 }.count == 2)
    }

    @Test("Trap 2: signs of MT940 marks, Norma 43 digits, overpunch and columns")
    func signs() throws {
        let marks = try swift(
            ":61:250131C10,NTRFA", ":61:250131D20,NTRFB", ":61:250131RC30,NTRFC", ":61:250131RD40,NTRFD")
        #expect(marks.map(\.amount) == [10_00, -20_00, -30_00, 40_00])
        #expect(marks.map(\.isReversal) == [false, false, true, true])
        let norma = try read(
            [account, movement(1, "00000000000500"), movement(2, "00000000000700")].joined(separator: "\n"))
        #expect(norma.entries.flatMap { $0 }.map(\.amount) == [-5_00, 7_00])
        let record = padded("04300990099" + "00001EUR2 0012345678905310125  310125VIR", 81) + "0000007  "
        let old = padded(padded("0130099    00001EUR2 00123456789  300125", 90) + "0000000001000{", 120)
        let cfonb = try read(
            ([old] + ["0000000166956E", "0000000000227R"].map { padded(record + $0, 120) })
                .joined(separator: "\n"))
        #expect(cfonb.entries.flatMap { $0 }.map(\.amount) == [16695_65, -22_79])
        let columns = try read(
            "Fecha;Concepto;Cargo;Abono;Saldo\n03/03/2025;A;5,00;;95,00\n04/03/2025;B;;7,00;102,00\n")
        #expect(columns.entries.flatMap { $0 }.map(\.amount) == [-5_00, 7_00])
    }

    @Test("Trap 3: the bank's fee inside a return is a part of its own")
    func feeInsideAReturn() throws {
        let entries = try swift(
            ":61:250131D53,NRTINONREF",
            ":86:109?00RUECKLASTSCHRIFT?20EREF+E2E-1?21OAMT+50,00?22COAM+3,00?34914")
        let entry = try #require(entries.first)
        #expect(entry.amount == -53_00)
        #expect(entry.details.map(\.amount) == [-50_00, -3_00] && entry.details.last?.isFee == true)
        #expect(entry.details.first?.endToEndId == "E2E-1")
    }

    // MARK: 6 to 9

    @Test("Trap 6: a byte-order mark and an extension nobody needs")
    func marks() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(try read(bytes + Array((account + "\n").utf8)).outcome.identification.format == .norma43)
        #expect(try read(bytes + Array(table.utf8)).outcome.identification.format == .bankCSV)
    }

    @Test("Trap 7: several accounts in one file stay apart")
    func severalAccounts() throws {
        let other = account.replacing("0200051332", with: "0200051333")
        let reading = try read(
            [account, movement(2, "00000000000100"), other, movement(1, "00000000000200")]
                .joined(separator: "\n"))
        #expect(reading.openings.count == 2 && Set(reading.openings.map(\.account)).count == 2)
        #expect(reading.entries.map { $0.map(\.amount) } == [[1_00], [-2_00]])
    }

    @Test("Trap 8: counts and balances that do not agree are warnings with their difference")
    func countsAndBalances() throws {
        let totals =
            "33210004180200051332" + "00000" + "00000000000000" + "00009" + "00000000000100" + "2"
            + "00000000100300" + "978"
        let norma = try read(
            [account, movement(2, "00000000000100"), totals, "88999999999999999999000099"]
                .joined(separator: "\n"))
        #expect(!norma.isRefused && norma.entries.flatMap { $0 }.count == 1)
        #expect(norma.codes.filter { $0 == .countMismatch }.count == 2)
        #expect(
            norma.outcome.problems.contains { $0.code == .balanceMismatch && $0.expected.contains("2.00") })
        let broken = try read(
            table + "03/03/2025;03/03/2025;A;10,00;110,00\n04/03/2025;04/03/2025;B;5,00;999,00\n")
        #expect(broken.codes == [.balanceMismatch] && broken.entries.flatMap { $0 }.count == 2)
    }

    @Test("Trap 9: days that do not exist, days written otherwise, rows without a day")
    func days() throws {
        // 30 February as value day of MT940: the entry is kept, the day is not invented.
        let february = try swift(":61:2502300131C10,NTRFA")
        #expect(february.first?.value == nil && february.first?.booked.description == "2025-01-31")
        // DDMMYY in Norma 43, told by a period that YYMMDD cannot make.
        let dayFirst = account.replacing("250101250131", with: "010125310125")
        let norma = try read(
            [dayFirst, movement(2, "00000000000100", booked: "030125")].joined(separator: "\n"))
        #expect(norma.entries.flatMap { $0 }.first?.booked.description == "2025-01-03")
        // The entry's day in December of the year before.
        let roll = try swift(":61:2601021230C10,NTRFA")
        #expect(roll.first?.booked.description == "2025-12-30")
        let pending = try read(table + "Pendiente;;A;10,00;\n03/03/2025;03/03/2025;B;5,00;105,00\n")
        #expect(pending.entries.flatMap { $0 }.map(\.amount) == [5_00] && !pending.codes.isEmpty)
    }

    // MARK: 10 to 12

    @Test(
        "Trap 10: numbers as banks write them",
        arguments: [
            ("1.234,56", 1234_56 as Int64), ("1 234,56", 1234_56), ("1\u{A0}234,56", 1234_56),
            ("+70,00EUR", 70_00), ("70,00 €", 70_00), ("12,30-", -12_30), ("0000000069,60", 69_60),
            ("-1.488,24 EUR", -1488_24),
        ])
    func numbers(written: String, cents: Int64) throws {
        let reading = try read("Fecha;Concepto;Importe\n03/03/2025;A;\(written)\n04/03/2025;B;-3,50\n")
        #expect(reading.entries.flatMap { $0 }.map(\.amount) == [cents, -3_50])
    }

    @Test("Trap 10: a number that may be two is no number")
    func ambiguousNumbers() throws {
        let reading = try read("Date,Description,Amount\n2025-03-03,A,\"1,234\"\n")
        let amounts = reading.entries.flatMap { $0 }.map(\.amount)
        #expect(amounts.isEmpty || !reading.codes.isEmpty, "either set aside or said")
    }

    @Test("Trap 11: encodings, also those that went wrong before")
    func encodings() throws {
        let text = table + "03/03/2025;03/03/2025;CUOTA PEÑA AÑO;10,00;110,00\n"
        let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 {
            wide += [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
        }
        for bytes in [Array(text.utf8), latin, wide] {
            #expect(try read(bytes).entries.flatMap { $0 }.first?.text == "CUOTA PEÑA AÑO")
        }
        // `Ñ` of MS-DOS in a Norma 43 is 0xA5.
        let dos =
            Array((account + "\n" + movement(2, "00000000000100") + "\n2301ESPA").utf8) + [0xA5]
            + Array("A".utf8)
        #expect(try read(dos).entries.flatMap { $0 }.first?.text == "ESPAÑA")
        let broken = try read(text.replacing("PEÑA", with: "PE\u{FFFD}A"))
        #expect(broken.entries.flatMap { $0 }.first?.text == "CUOTA PE\u{FFFD}A AÑO" && !broken.isRefused)
    }

    @Test("Trap 12: quoted line ends and separators, preamble, totals row, newest first")
    func tables() throws {
        let reading = try read(
            """
            Movimientos de la cuenta ES9121000418450200051332
            Importes expresados en euros

            Fecha;Fecha valor;Movimiento;Más datos;Importe;Saldo
            04/03/2025;04/03/2025;"PAGO; DOS
            LINEAS";X;5,00;115,00
            03/03/2025;03/03/2025;COBRO;Y;10,00;110,00
            Total;;;;15,00;

            """)
        let entries = reading.entries.flatMap { $0 }
        #expect(entries.map(\.amount) == [10_00, 5_00], "oldest first, no total")
        #expect(entries.last?.text.contains("PAGO; DOS") == true)
        #expect(reading.openings.first?.account == "ES9121000418450200051332")
        #expect(reading.closings.first?.isBalanced == true)
    }

    @Test("Trap 12: a table without a heading is refused, not guessed")
    func noHeading() throws {
        let reading = try read("03/03/2025;A;10,00\n04/03/2025;B;5,00\n")
        #expect(reading.isRefused && reading.entries.isEmpty)
    }

    // MARK: 13 to 15

    @Test("Trap 13: a word broken at the end of its field")
    func brokenWords() throws {
        let text = padded("TRANSFERENCIA FACTURA F2025-000", 38)
        let whole = String(text.prefix(31)) + "1234567"
        let norma = try read(
            [account, movement(2, "00000000000100"), "2301" + whole + "89 DE MARZO"].joined(separator: "\n"))
        #expect(
            norma.entries.flatMap { $0 }.first?.text == "TRANSFERENCIA FACTURA F2025-000123456789 DE MARZO")
    }

    @Test("Trap 14: the payable is not the total; withheld, copies, annulled, corrected, no due date")
    func invoices() throws {
        let list = try read(
            """
            Número;Fecha;NIF;Cliente;Base;IVA;Retención;Total;Tipo;Estado
            A/1;03/03/2025;B12345674;Uno S.L.;100,00;21,00;15,00;121,00;Factura;
            A/2;03/03/2025;B12345674;Uno S.L.;100,00;21,00;0,00;121,00;Abono;
            A/3;03/03/2025;;Dos;100,00;21,00;0,00;121,00;Factura;Anulada

            """)
        #expect(list.invoices.map(\.payable) == [106_00, -121_00, 121_00])
        #expect(list.invoices.map(\.kind) == [.invoice, .creditNote, .cancelled])
        #expect(list.invoices.allSatisfy { $0.due == nil } && list.invoices[2].buyer.taxId.isEmpty)
    }

    @Test(
        "Trap 14: tax identifiers in every spelling are one",
        arguments: ["ES-b45.222.296", "b45222296", "B 45222296"])
    func taxIdentifiers(written: String) throws {
        let list = try read("Número;Fecha;NIF;Cliente;Total\nA/1;03/03/2025;\(written);Uno S.L.;121,00\n")
        #expect(list.invoices.first?.buyer.taxId == "B45222296" && list.codes.isEmpty)
    }

    @Test("Trap 15: entities in an invoice, and an attachment nobody loads")
    func attacks() throws {
        let bomb = try read(
            "<!DOCTYPE f [<!ENTITY a 'x'>]><fe:Facturae xmlns:fe='http://www.facturae.es/Facturae/2014/v3.2.1/Facturae'/>"
        )
        #expect(bomb.codes == [.xmlForbidden] && bomb.isRefused)
        let attachment = String(repeating: "QUJD", count: 3 << 20)
        let invoice = """
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>1</ID><IssueDate>2025-03-03</IssueDate>\
            <DocumentCurrencyCode>EUR</DocumentCurrencyCode><AdditionalDocumentReference><Attachment>\
            <EmbeddedDocumentBinaryObject>\(attachment)</EmbeddedDocumentBinaryObject></Attachment></AdditionalDocumentReference>\
            <LegalMonetaryTotal><PayableAmount currencyID="EUR">12.10</PayableAmount></LegalMonetaryTotal></Invoice>
            """
        #expect(try read(invoice).invoices.map(\.payable) == [12_10])
    }
}
