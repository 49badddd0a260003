import Domain
import Testing

@testable import Formats

@Suite struct BankCSVTests {
    private let heading = "Fecha;Fecha valor;Concepto;Observaciones;Importe;Saldo;Divisa;Referencia\n"

    private func day(_ text: String) -> Day? { Day(iso: text) }

    @Test func aSpanishMovementFillsAnEntry() throws {
        let reading = try CSVReading(
            bank: "Fecha operación;Fecha valor;Concepto;Observaciones;Importe;Saldo;Divisa;Referencia\n"
                + "02/01/2025;03/01/2025;TRANSFERENCIA DE EVA ALONSO;FRA 12;1.016,63;2.016,63;EUR;"
                + "0000000005\n"
        )
        let entry = try #require(reading.entries.first)
        #expect(entry.booked == day("2025-01-02"))
        #expect(entry.value == day("2025-01-03"))
        #expect(entry.amount == 101_663)
        #expect(entry.balanceAfter == 201_663)
        #expect(entry.reference == "0000000005")
        #expect(entry.counterparty == "EVA ALONSO")
        #expect(entry.text == "TRANSFERENCIA DE EVA ALONSO FRA 12")
        #expect(entry.place == Place(line: 2))
        #expect(reading.openings.first?.openingBalance == 100_000)
        #expect(reading.closings.first?.closingBalance == 201_663)
        #expect(reading.closings.first?.isBalanced == true)
        #expect(reading.outcome.identification.profile == "bank-es-movimientos")
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func newestFirstIsTurnedAndKeepsItsLines() throws {
        let reading = try CSVReading(
            bank:
                "Concepto;Fecha;Importe;Saldo\nB;30/09/2026;-1,00EUR;9,00EUR\nA;28/09/2026;+10,"
                + "00EUR;10,00EUR\n"
        )
        #expect(reading.entries.map(\.text) == ["A", "B"])
        #expect(reading.entries.map(\.place.line) == [3, 2])
        #expect(reading.openings.first?.openingBalance == 0)
        #expect(reading.openings.first?.from == day("2026-09-28"))
        #expect(reading.openings.first?.to == day("2026-09-30"))
    }

    @Test func daysNewestFirstMovementsOldestFirst() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo\n15/09/2026;C;1,00;13,00\n15/09/2026;D;1,00;14,00\n"
                + "14/09/2026;A;1,00;11,00\n14/09/2026;B;1,00;12,00\n")
        #expect(reading.entries.map(\.text) == ["A", "B", "C", "D"])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func equalRowsAreTwoMovements() throws {
        let row = "15/09/2026;15/09/2026;CAFE;;-1,20;;EUR;\n"
        #expect(try CSVReading(bank: heading + row + row).entries.count == 2)
    }

    @Test func aBrokenBalanceIsReportedAtItsLine() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo\n13/09/2026;A;1,00;11,00\n14/09/2026;B;1,00;12,00\n"
                + "15/09/2026;C;1,00;14,00\n")
        let problem = try #require(reading.outcome.problems.first)
        #expect(problem.code == .balanceMismatch)
        #expect(problem.place.line == 4)
        #expect(problem.found == "14.00")
        #expect(problem.expected == "13.00")
        #expect(reading.entries.count == 3)
    }

    @Test func preambleNamesAccountAndCurrency() throws {
        let reading = try CSVReading(
            bank:
                "\u{FEFF}Movimientos de la cuenta ES91 2100 0418 4502 0005 1332;;;\nImportes en USD;;;\n;;;\n"
                + "Fecha;Concepto;Importe;Saldo\n13/09/2026;A;1,00;11,00\nTOTAL;;1,00;\n")
        #expect(reading.openings.map(\.account) == ["ES9121000418450200051332"])
        #expect(reading.openings.first?.currency.code == "USD")
        #expect(reading.entries.count == 1)
        #expect(reading.codes == [.recordMalformed])
        #expect(reading.outcome.problems.first?.severity == .warn)
    }

    @Test func severalAccountsAndCurrenciesAreSeveralStatements() throws {
        let reading = try CSVReading(
            bank: "Date,Description,Amount,Currency,Balance,Account\n2026-03-20,A,1.00,EUR,1.00,X1\n"
                + "2026-03-20,B,2.00,USD,2.00,X1\n2026-03-21,C,3.00,EUR,4.00,X1\n2026-03-21,D,4.00,"
                + "EUR,4.00,X2\n"
        )
        #expect(reading.openings.map(\.account) == ["X1", "X1", "X2"])
        #expect(reading.openings.map(\.currency.code) == ["EUR", "USD", "EUR"])
        #expect(reading.closings.map(\.entries) == [2, 1, 1])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func aCurrencyNextToTheAmountThatContradictsIsSetAside() throws {
        let column = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo;Divisa\n13/09/2026;A;1,00 USD;;EUR\n13/09/2026;B;£1,00;;GBP\n"
                + "13/09/2026;C;$1,00;;EUR\n13/09/2026;D;$1,00;;USD\n13/09/2026;E;1,00;1,00 USD;GBP\n")
        #expect(column.entries.map(\.text) == ["B", "D"])
        #expect(column.openings.map(\.currency.code) == ["GBP", "USD"])
        #expect(column.codes == [.currencyUnknown, .currencyUnknown, .currencyUnknown])
        let heading = try CSVReading(
            bank: "Fecha;Concepto;Importe (€)\n13/09/2026;A;1,00 USD\n13/09/2026;B;1,00\n")
        #expect(heading.entries.map(\.text) == ["B"])
        let open = try CSVReading(
            bank: "Fecha;Concepto;Importe\n13/09/2026;A;$1,00\n13/09/2026;B;1,00 USD\n")
        #expect(open.openings.map(\.currency.code) == ["USD"])
        #expect(open.codes == [.currencyUnknown])
    }

    @Test func debitAndCreditColumnsInEveryConvention() throws {
        let positive = "Fecha;Concepto;Cargo;Abono;Saldo\n15/09/2026;A;2,00;;8,00\n16/09/2026;B;;5,00;13,00\n"
        let negative =
            "Fecha;Concepto;Cargo;Abono;Saldo\n15/09/2026;A;-2,00;;8,00\n16/09/2026;B;;5,00;13,00\n"
        #expect(try CSVReading(bank: positive).entries.map(\.amount) == [-200, 500])
        #expect(try CSVReading(bank: negative).entries.map(\.amount) == [-200, 500])
        let flags = "Date,Label,Amount,D/C\n2018-12-15,A,\"-1,533.50\",C\n2018-12-16,B,33.50,D\n"
        #expect(try CSVReading(bank: flags).entries.map(\.amount) == [153_350, -3350])
    }

    @Test func oneFlagWithTwoSignsIsRefused() throws {
        let reading = try CSVReading(
            bank: "Date,Label,Amount,D/C\n2018-12-15,A,5.00,C\n2018-12-16,B,-3.00,C\n")
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
    }

    @Test func chargesWithoutSignBesidePaymentsWithPlusAreRefused() throws {
        let reading = try CSVReading(
            bank: "Date,Description,Amount\n2019-12-12,SHOP,67.40\n2019-12-13,PAID,+10.00\n")
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
    }

    @Test func pendingRowsAreSetAside() throws {
        let reading = try CSVReading(
            bank: "Date,Description,Amount,Status\nPending,A,-1.00,\n2019-12-12,B,-2.00,Pending\n"
                + "2019-12-13,C,-3.00,Completed\n")
        #expect(reading.entries.map(\.text) == ["C"])
        #expect(reading.codes == [.entryNotBooked, .entryNotBooked])
    }

    @Test func continuationRowsJoinTheTextAbove() throws {
        let reading = try CSVReading(
            bank:
                "Date,Description,Debit,Credit\n18/04/2018,DEBIT PURCHASE,6.66,\n,SHOP IN TOWN,,\n,"
                + "CARD 12,,\n"
                + "17/04/2018,B,,1.00\n")
        #expect(reading.entries.map(\.text) == ["B", "DEBIT PURCHASE SHOP IN TOWN CARD 12"])
    }

    @Test func aFilledSurplusColumnIsSetAside() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe\n15/09/2026;A;B;1,00\n16/09/2026;C;2,00;\n")
        #expect(reading.entries.map(\.amount) == [200])
        #expect(reading.codes == [.recordMalformed])
    }

    @Test func aSecondSectionIsNotRead() throws {
        let reading = try CSVReading(
            bank: "Compte n 1;;;\nDate;Libellé;Débit euros;Crédit euros;\n"
                + "15/09/2026;\"CARTE\nSHOP\";\"1 200,00\";;\n\nCarte n 2;;;\nDate;Libellé;"
                + "Débit euros;Crédit euros;\n"
                + "16/09/2026;X;5,00;;\n")
        #expect(reading.entries.map(\.amount) == [-120_000])
        #expect(reading.entries.map(\.text) == ["CARTE SHOP"])
        #expect(reading.outcome.problems.contains { $0.severity == .setAside && $0.place.line == 7 })
    }

    @Test func aRepeatedHeadingOfAGluedExportIsPassedOver() throws {
        let text = "Fecha;Concepto;Importe\n15/09/2026;A;1,00\nFecha;Concepto;Importe\n16/09/2026;B;2,00\n"
        #expect(try CSVReading(bank: text).entries.count == 2)
    }

    @Test func totalEnergiesIsAShop() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe\n15/09/2026;TOTAL ENERGIES;-40,00\n;TOTAL;-40,00\n")
        #expect(reading.entries.map(\.text) == ["TOTAL ENERGIES"])
    }
}

@Suite struct BankCSVDecisionTests {
    @Test func theDayAbove12DecidesTheOrder() throws {
        let american = try CSVReading(bank: "Date,Description,Amount\n12/15/2018,A,1.00\n12/01/2018,B,1.00\n")
        #expect(american.entries.map(\.booked.description) == ["2018-12-01", "2018-12-15"])
        #expect(american.outcome.problems.isEmpty)
    }

    @Test func anUndecidableOrderIsSaidAndReadAsDayFirst() throws {
        let reading = try CSVReading(bank: "Date,Description,Amount\n10/02/2018,A,-5.00\n")
        #expect(reading.entries.map(\.booked.description) == ["2018-02-10"])
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.outcome.problems.first?.severity == .warn)
        let spanish = try CSVReading(bank: "Fecha;Concepto;Importe\n10/02/2018;A;-5,00\n")
        #expect(spanish.outcome.problems.isEmpty)
    }

    @Test func datesThatOnlyRunAsMonthFirstAreRefused() throws {
        let reading = try CSVReading(
            bank:
                "Date,Description,Amount\n01/02/2018,A,1.00\n01/09/2018,B,1.00\n02/03/2018,C,"
                + "1.00\n03/01/2018,D,1.00\n"
        )
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.isRefused)
        #expect(reading.records.isEmpty)
    }

    @Test func aProfileOfTheWorkspaceWins() throws {
        var options = ReadOptions()
        options.profiles = [
            TableProfile(
                name: "mine", role: .bank,
                columns: ["booked": ["When"], "amount": ["How much"], "text": ["What"]],
                dateOrder: .monthDayYear, decimalMark: ".")
        ]
        let reading = try CSVReading(bank: "When|What|How much\n01/02/2018|A|1.234\n", options: options)
        #expect(reading.outcome.identification.profile == "mine")
        #expect(reading.codes == [.amountNotExact])
        let second = try CSVReading(bank: "When|What|How much\n01/02/2018|A|1.23\n", options: options)
        #expect(second.entries.map(\.booked.description) == ["2018-01-02"])
    }

    @Test func everyColumnHasItsOwnDecimalMark() throws {
        let reading = try CSVReading(
            bank:
                "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;"
                + "accountNum;accountLabel;"
                + "accountbalance\n2024-01-02;2024-01-02;LOYER;x;y;;-1 100,50;;00012345678;Compte;1000.00\n")
        #expect(reading.entries.map(\.amount) == [-110_050])
        #expect(reading.entries.map(\.balanceAfter) == [100_000])
        #expect(reading.openings.map(\.account) == ["00012345678"])
    }

    @Test func numbersThatMeanTwoThingsAreRefused() throws {
        let reading = try CSVReading(bank: "Date,Description,Amount\n2018-02-13,A,\"1,234\"\n")
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
        let spanish = try CSVReading(bank: "Fecha;Concepto;Importe\n13/02/2018;A;1.234\n")
        #expect(spanish.entries.map(\.amount) == [123_400])
    }

    @Test func windows1252Utf16AndBrokenLettersAreRead() throws {
        let text =
            "Fecha;Fecha valor;Movimiento;Más datos;Importe;Saldo\n13/09/2026;13/09/2026;PAÑOS;ñ;1,00;2,00\n"
        let windows = text.unicodeScalars.map { UInt8($0.value) }
        let utf16 = text.utf16.reduce(into: [UInt8(0xFF), 0xFE]) {
            $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)]
        }
        for (bytes, encoding) in [
            (windows, "windows-1252"), (utf16, "UTF-16LE"), (Array(text.utf8), "UTF-8"),
        ] {
            let reading = try CSVReading(bytes) { try BankCSV.read($0, options: $1, emit: $2) }
            #expect(reading.entries.map(\.text) == ["PAÑOS ñ"])
            #expect(reading.outcome.identification.encoding == encoding)
            #expect(reading.outcome.identification.profile == "bank-es-caixabank-web")
        }
        let broken = try CSVReading(
            bank: "Nº Orden;Fecha Oper;Fecha Valor;Concepto;Descripci?n;Referencia;Importe;Saldo\n"
                + "1;13-09-2026;13-09-2026;A;B;R1;1.672,14;2.000,00\n")
        #expect(broken.entries.map(\.amount) == [167_214])
        #expect(broken.outcome.identification.profile == "bank-es-ibercaja")
    }

    @Test func sabadellHasNoHeading() throws {
        let reading = try CSVReading(
            bank: "24/01/2019|ABONO TRANSFERENCIA DE EMPRESA, S.A.|25/01/2019|568.33|2000.00||EMPRESA,\n")
        #expect(reading.entries.map(\.amount) == [56_833])
        #expect(reading.entries.map(\.counterparty) == ["EMPRESA, S.A."])
    }

    @Test(arguments: [
        ("", Problem.Code.fileEmpty), (" \n\n", .fileEmpty), ("Fecha;Imp\u{0}orte\n", .encodingInvalid),
        ("hello world\n", .headingUnknown), ("Nombre;Color;Talla\nx;y;z\n", .headingUnknown),
        ("Fecha;Concepto;Importe\n01/01/2025;\"A;1,00\n", .recordMalformed),
    ])
    func hostileOrForeignFilesAreRefused(_ text: String, _ code: Problem.Code) throws {
        let reading = try CSVReading(bank: text)
        #expect(reading.codes == [code])
        #expect(reading.isRefused)
        #expect(reading.records.isEmpty)
    }

    @Test func aLineOfAMegabyteIsRefused() throws {
        let long = "15/09/2026;" + String(repeating: "x", count: 1_100_000) + ";1,00\n"
        let reading = try CSVReading(bank: "Fecha;Concepto;Importe\n" + long)
        #expect(reading.codes == [.limitExceeded])
        #expect(reading.records.isEmpty)
    }

    @Test func anUnknownHeadingIsNamedWithItsLine() throws {
        let reading = try CSVReading(bank: "\nNombre;Color;Talla\nx;y;z\n")
        #expect(reading.outcome.problems.first?.place.line == 2)
        #expect(reading.outcome.problems.first?.found == "nombre; color; talla")
    }

    @Test func aHeadingAloneIsAnEmptyStatement() throws {
        let reading = try CSVReading(bank: "Fecha;Concepto;Importe;Saldo\n")
        #expect(reading.openings.count == 1)
        #expect(reading.entries.isEmpty)
        #expect(reading.closings.first?.from == nil)
        #expect(!reading.isRefused)
    }

    @Test func unreadableCellsSetTheirRowAside() throws {
        let reading = try CSVReading(
            bank: "Date,Description,Amount,Currency\n2026-02-30,A,1.00,EUR\n2026-02-28,B,12..34,EUR\n"
                + "2026-02-28,C,1.00,E1\n2026-02-28,D,,EUR\n2026-02-28,E,1.005,EUR\n2026-02-28,F,1.00,EUR\n"
                + "2026-02-28,G,99999999999999999.99,EUR\n")
        #expect(reading.entries.map(\.text) == ["F"])
        #expect(
            reading.codes == [
                .dateUnreadable, .amountUnreadable, .currencyUnknown, .fieldMissing, .amountNotExact,
                .amountUnreadable,
            ])
        #expect(reading.outcome.problems.map(\.place.line) == [2, 3, 4, 5, 6, 8])
    }

    @Test func theOtherPartyIsFoundInTheConcept() {
        func name(_ concept: String, _ isCredit: Bool = true) -> String {
            CounterpartyPhrase.name(in: concept, isCredit: isCredit)
        }
        #expect(name("TRANSF. DE ANA GIL") == "ANA GIL")
        #expect(name("Transferência de João Dias") == "João Dias")
        #expect(name("BIZUM DE LUIS") == "LUIS")
        #expect(name("TRANSFERENCIA A FAVOR DE ACME SL", false) == "ACME SL")
        #expect(name("TRANSFERENCIA A SU FAVOR") == "")
        #expect(name("TRANSFERENCIA A SU FAVOR", false) == "")
        #expect(name("TRANSFERENCIA") == "")
        #expect(name("LIQUIDACION TPV") == "")
    }
}
