import Domain
import Testing

@testable import Formats

/// Amounts without a sign: a column, a word behind the number or a refusal says which way they go.
@Suite struct BankSignTests {
    @Test(arguments: [
        ("D/H", "D", "H"), ("Debe/Haber", "Debe", "Haber"), ("Signo", "-", "+"), ("C/D", "D", "C"),
        ("Tipo", "CARGO", "ABONO"), ("Tipo movimiento", "Cargo", "Abono"), ("Tipo", "D", "C"),
        ("X", "SALIDA", "ENTRADA"), ("Cargo/Abono", "C", "A"), ("X", "C", "A"), ("S/H", "S", "H"),
    ])
    func aColumnOfSignsIsRead(_ heading: String, _ debit: String, _ credit: String) throws {
        for order in ["Fecha;Concepto;Importe;\(heading);Saldo", "Fecha;Texto;Importe;\(heading);Saldo"] {
            let reading = try CSVReading(
                bank: "\(order)\n15/09/2026;A;45,80;\(debit);54,20\n16/09/2026;B;100,00;\(credit);154,20\n")
            #expect(reading.entries.map(\.amount) == [-4580, 10_000])
            #expect(reading.entries.map(\.text) == ["A", "B"])
            #expect(reading.outcome.problems.isEmpty)
        }
    }

    @Test(arguments: [
        ("Date;Libellé;Montant;Sens", "D", "C"), ("Data Mov.;Descrição;Valor;Deb/Cred", "D", "C"),
        ("Data;Descrição;Valor;Tipo", "Débito", "Crédito"),
        ("Data;Descrição;Valor;Tipo Lançamento", "Saída", "Entrada"),
        ("Date;Description;Amount;Transaction Type", "debit", "credit"),
        ("Date;Description;Amount;Side", "Debit", "Credit"),
        ("Data;Descrizione;Importo;Segno", "Dare", "Avere"),
    ])
    func aColumnOfSignsIsReadInEveryLanguage(_ heading: String, _ debit: String, _ credit: String) throws {
        let reading = try CSVReading(
            bank: "\(heading)\n15/09/2026;A;45,80;\(debit)\n16/09/2026;B;100,00;\(credit)\n")
        #expect(reading.entries.map(\.amount) == [-4580, 10_000])
        #expect(!reading.isRefused)
        let onlyDebits = try CSVReading(
            bank: "\(heading)\n15/09/2026;A;45,80;\(debit)\n16/09/2026;B;100,00;\(debit)\n")
        #expect(onlyDebits.entries.map(\.amount) == [-4580, -10_000])
    }

    @Test func ofAndByOfADutchBank() throws {
        let reading = try CSVReading(
            bank: "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Code\",\"Af Bij\","
                + "\"Bedrag (EUR)\",\"Mutatiesoort\",\"Mededelingen\"\n"
                + "\"20260915\",\"A\",\"NL02\",\"\",\"BA\",\"Af\",\"45,80\",\"Betaalautomaat\",\"x\"\n"
                + "\"20260916\",\"B\",\"NL02\",\"\",\"BA\",\"Bij\",\"100,00\",\"Betaalautomaat\",\"x\"\n")
        #expect(reading.entries.map(\.amount) == [-4580, 10_000])
    }

    @Test func signedAmountsBesideAKindStayAsTheyAre() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Tipo de movimiento\n15/09/2026;A;-45,80;Cargo\n"
                + "16/09/2026;B;100,00;Transferencia\n17/09/2026;C;-5,00;Abono\n")
        #expect(reading.entries.map(\.amount) == [-4580, 10_000, -500])
        let flag = try CSVReading(
            bank: "Fecha;Concepto;Importe;Conciliado\n15/09/2026;A;45,80;S\n16/09/2026;B;100,00;S\n")
        #expect(flag.entries.map(\.amount) == [4580, 10_000])
    }

    @Test func signsBesideOtherWordsAreRefused() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Tipo\n15/09/2026;A;45,80;Cargo\n16/09/2026;B;100,00;Abono\n"
                + "17/09/2026;C;5,00;Otro\n")
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
    }

    @Test func someAmountsWithSignUnderOneWordAreRefused() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Tipo\n15/09/2026;A;45,80;Cargo\n16/09/2026;B;-5,00;Cargo\n"
                + "17/09/2026;C;7,00;Abono\n")
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.records.isEmpty)
    }

    @Test func aRowWithoutItsSignIsSetAside() throws {
        let reading = try CSVReading(
            bank:
                "Fecha;Concepto;Importe;D/H\n15/09/2026;A;45,80;D\n16/09/2026;B;100,00;H\n17/09/2026;C;5,00;\n"
        )
        #expect(reading.entries.map(\.amount) == [-4580, 10_000])
        #expect(reading.codes == [.fieldMissing])
    }

    @Test func aBalanceThatFallsUnderUnsignedAmountsIsRefused() throws {
        let mixed = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo\n15/09/2026;A;45,80;54,20\n16/09/2026;B;100,00;154,20\n"
                + "17/09/2026;C;4,20;150,00\n")
        #expect(mixed.codes == [.formatAmbiguous])
        #expect(mixed.records.isEmpty)
        #expect(mixed.outcome.problems.first?.place == Place(line: 4, column: 3))
        let equal = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo\n15/09/2026;A;10,00;90,00\n16/09/2026;B;10,00;80,00\n"
                + "17/09/2026;C;10,00;70,00\n")
        #expect(equal.codes == [.formatAmbiguous])
        let credits = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo\n15/09/2026;A;10,00;10,00\n16/09/2026;B;20,00;30,00\n")
        #expect(credits.entries.map(\.amount) == [1000, 2000])
        #expect(credits.outcome.problems.isEmpty)
    }

    @Test func aSignBehindTheNumberIsRead() throws {
        let reading = try CSVReading(
            bank:
                "Fecha;Concepto;Importe;Saldo\n15/09/2026;A;45,80 D;54,20 C\n16/09/2026;B;100,00 C;154,20 C\n"
                + "17/09/2026;C;1.004,20 DEBE;850,00 Db\n18/09/2026;D;10,00Cr;840,00DR\n")
        #expect(reading.entries.map(\.amount) == [-4580, 10_000, -100_420, 1000])
        #expect(reading.entries.map(\.balanceAfter) == [5420, 15_420, -85_000, -84_000])
        #expect(reading.outcome.problems.isEmpty)
        let currency = try CSVReading(bank: "Date;Description;Amount\n2026-09-15;A;45.80 USD\n")
        #expect(currency.entries.map(\.amount) == [4580])
    }

    @Test func oneColumnCalledDebitAndCreditHoldsTheAmounts() throws {
        let reading = try CSVReading(
            bank: "Date;Libellé;Débit/Crédit\n15/09/2026;A;-45,80\n16/09/2026;B;100,00\n")
        #expect(reading.entries.map(\.amount) == [-4580, 10_000])
        #expect(reading.outcome.problems.isEmpty)
    }

    @Test func aNegativeNumberAmongDebitsIsSaid() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Cargo;Abono\n15/09/2026;A;45,80;\n16/09/2026;B;-4,00;\n17/09/2026;C;;1,00\n"
        )
        #expect(reading.entries.map(\.amount) == [-4580, 400, 100])
        #expect(reading.codes == [.formatAmbiguous])
        #expect(reading.outcome.problems.first?.place == Place(line: 3, column: 3))
        #expect(reading.outcome.problems.first?.severity == .warn)
    }
}

/// What single banks write that their neighbours do not.
@Suite struct BankVariantTests {
    @Test(arguments: [
        "Fecha valor;Concepto;Importe;Cuenta;Saldo", "Date de valeur;Libellé;Montant;Compte;Solde",
    ])
    func valueDaysAloneAreBookingDays(_ heading: String) throws {
        let reading = try CSVReading(bank: heading + "\n15/09/2026;A;-45,80;12345678;54,20\n")
        #expect(reading.entries.map(\.booked) == [Day(iso: "2026-09-15")])
        #expect(reading.entries.map(\.amount) == [-4580])
        #expect(reading.codes == [.fieldMissing])
        #expect(!reading.isRefused)
    }

    @Test func theAccountOfAPreambleEndsBeforeTheDash() throws {
        let reading = try CSVReading(
            bank: "Conta;0372016183430 - USD - Conta Extracto\n\nData mov.;Data valor;Descrição;Montante;"
                + "Saldo contabilístico após movimento\n15-09-2026;15-09-2026;A;-45,80;54,20\n")
        #expect(reading.openings.map(\.account) == ["0372016183430"])
        #expect(reading.openings.first?.currency.code == "USD")
        #expect(reading.entries.map(\.balanceAfter) == [5420])
    }

    @Test(arguments: [
        "Fecha;Concepto;Importe;Saldo tras operación", "Date;Libellé;Montant;Solde après opération",
    ])
    func theBalanceAfterTheMovementIsRead(_ heading: String) throws {
        let reading = try CSVReading(bank: heading + "\n15/09/2026;A;-45,80;54,20\n")
        #expect(reading.entries.map(\.balanceAfter) == [5420])
    }

    @Test func aColumnThatTheProfileDoesNotNameKeepsItsMeaning() throws {
        let reading = try CSVReading(
            bank: "Fecha;Concepto;Importe;Saldo;Divisa;Estado\n15/09/2026;A;-45,80;54,20;USD;\n"
                + "16/09/2026;B;-5,00;;USD;Pendiente\n")
        #expect(reading.openings.first?.currency.code == "USD")
        #expect(reading.entries.map(\.text) == ["A"])
        let french = try CSVReading(
            bank: "Date;Date de valeur;Montant;Libellé;Solde\n15/09/2026;14/09/2026;-45,80;A;54,20\n")
        #expect(french.entries.map(\.value) == [Day(iso: "2026-09-14")])
        #expect(french.entries.map(\.balanceAfter) == [5420])
    }

    @Test func aFeeIsTakenOffTheAmount() throws {
        let reading = try CSVReading(
            bank: "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
                + "TOPUP,Current,2026-01-03 10:00:00,2026-01-03 10:00:01,A,200.00,0.00,EUR,COMPLETED,200.00\n"
                + "EXCHANGE,Current,2026-01-04 10:00:00,2026-01-04 10:00:01,B,-10.00,0.50,EUR,COMPLETED,189.50\n"
        )
        #expect(reading.entries.map(\.amount) == [20_000, -1050])
        #expect(reading.outcome.problems.isEmpty)
    }
}
