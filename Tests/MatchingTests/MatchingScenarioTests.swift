import Domain
import Matching
import Testing

/// What is posted alone, what is only suggested, and why: one story a test.
@Suite struct MatchingScenarioTests {
    // MARK: Posted

    @Test func aWholeNumberWithTheExactAmountIsPosted() {
        let town = Town([("F2025-00017", 12_100, "B1", "Talleres Ruiz S.L.")])
        let result = town.pay(12_100, "PAGO FRA F2025-00017", from: "TALLERES RUIZ SL")
        #expect(result.posted.map(\.allocations) == [[Allocation(invoice: 1, amount: 12_100)]])
        #expect(result.posted[0].pattern == "number+sum+payer")
        #expect(result.unexplained.isEmpty)
    }

    @Test(arguments: [
        "F2025-00017", "f2025 00017", "F2025/00017", "FACTURA:F202500017", "F20 25-00017", "F2025-0 0017",
        "F2O25-OOO17", "F2025-17", "2025-00017", "F 17/25", "Fra 17",
    ])
    func everySpellingOfTheNumberIsRead(_ text: String) {
        let town = Town([
            ("F2025-00017", 12_100, "B1", "Talleres Ruiz S.L."), ("F2025-00318", 500, "B2", "Otra S.A."),
        ])
        let result = town.pay(12_100, text, from: "TALLERES RUIZ S.L.")
        #expect(result.posted.map(\.allocations) == [[Allocation(invoice: 1, amount: 12_100)]])
    }

    @Test func listedInvoicesWithTheExactSumArePosted() {
        let town = Town([
            ("F2025-00001", 100, "B1", "Uno S.L."), ("F2025-00002", 250, "B1", "Uno S.L."),
            ("R2025-00003", -50, "B1", "Uno S.L."),
        ])
        let result = town.pay(300, "F2025-00001, F2025-00002 R2025-00003", from: "UNO SL")
        #expect(result.posted.first?.allocations.map(\.amount) == [100, 250, -50])
        #expect(result.posted.first?.kind == .creditNoteNetted)
    }

    @Test func aPartOfANamedInvoiceLeavesTheRestOpen() {
        let town = Town([("F2025-00001", 1000, "B1", "Uno Dos S.L.")])
        let result = town.pay(400, "A CUENTA F2025-00001", from: "UNO DOS SL")
        #expect(result.posted.first?.kind == .partial)
        #expect(result.posted.first?.allocations.first?.amount == 400)
    }

    @Test func tooMuchForANamedInvoiceStaysOnAccount() {
        let town = Town([("F2025-00001", 1000, "B1", "Uno Dos S.L.")])
        let result = town.pay(1100, "F2025-00001", from: "UNO DOS SL")
        #expect(result.posted.first?.kind == .overpayment)
        #expect(result.posted.first?.allocations.first?.amount == 1000)
        #expect(result.unexplained.map(\.amount) == [100])
        #expect(result.unexplained.first?.customers == ["B1"])
    }

    @Test func aKnownAccountWithAnExactAmountIsPosted() {
        var town = Town([
            ("F2025-00001", 1000, "B1", "Uno Dos S.L."), ("F2025-00002", 999, "B1", "Uno Dos S.L."),
        ])
        town.items[0].iban = "ES9121000418450200051332"
        let result = town.pay(1000, "PAGO", from: "DESCONOCIDO", account: "ES9121000418450200051332")
        #expect(result.posted.map(\.pattern) == ["payer-iban+amount"])
    }

    @Test func aBatchIsSplitByItsListAndAReturnReopens() {
        var town = Town([("F2025-00001", 100, "B1", "Uno S.L."), ("F2025-00002", 200, "B2", "Dos S.L.")])
        town.debits = [
            DirectDebitItem(
                batch: "REM0000001", collected: day(10), invoiceNumber: "F2025-00001", amount: 100,
                currency: .eur),
            DirectDebitItem(
                batch: "REM0000001", collected: day(10), invoiceNumber: "F2025-00002", amount: 200,
                currency: .eur),
        ]
        town.add(300, "REMESA RECIBOS REM0000001", on: 10)
        town.add(-100, "DEV. RECIBO F2025-00001 SIN FONDOS", on: 12)
        town.add(100, "F2025-00001", from: "UNO", on: 20)
        let result = match(town.input)
        #expect(result.posted.map(\.kind) == [.directDebitBatch, .directDebitReturn, .single])
        #expect(result.posted[1].allocations == [Allocation(invoice: 1, amount: -100)])
    }

    @Test func aLettersReferencePaysWhatTheLetterClaimed() throws {
        var town = Town([("F2025-00001", 100, "B1", "Uno S.L."), ("F2025-00002", 200, "B1", "Uno S.L.")])
        let reference = try #require(CreditorReference(body: "C-B1")).text
        town.caseInvoices = [reference: [1, 2]]
        let printed = reference.prefix(4) + " " + reference.dropFirst(4)
        #expect(town.pay(300, "TRANSFERENCIA \(printed)", from: "UNO").posted.first?.allocations.count == 2)
        // A part of it does not say which invoice: a person decides.
        #expect(town.pay(150, "TRANSFERENCIA \(printed)", from: "UNO").posted.isEmpty)
    }

    @Test func aLetterThatOffersTwoSumsIsPaidByEitherOfThem() throws {
        var town = Town([
            ("F2025-00001", 100, "B1", "Uno S.L."), ("F2025-00002", 200, "B1", "Uno S.L."),
            ("F2025-00003", 400, "B1", "Uno S.L."), ("F2025-00004", 800, "B1", "Uno S.L."),
        ])
        let reference = try #require(CreditorReference(body: "C-B1")).text
        town.caseInvoices = [reference: [1, 2, 3]]
        town.claimedInvoices = [reference: [1, 2]]
        func paid(_ amount: Int64) -> [Int64]? {
            town.pay(amount, reference, from: "UNO").posted.first?.allocations.map(\.invoice)
        }
        #expect(paid(300) == [1, 2] && paid(700) == [1, 2, 3])
        // Neither of them: not even where one invoice, in the letter or beside it, is just this much.
        for amount: Int64 in [100, 200, 400, 500, 800, 1100, 1500] { #expect(paid(amount) == nil) }
        // What is left of the claim is the claim.
        town.items[0].outstanding = 0
        #expect(paid(200) == [2] && paid(600) == [2, 3])
    }

    // MARK: Refused

    @Test func aNameAloneIsOnlySuggested() {
        let town = Town([("F2025-00001", 1000, "B1", "Ana Díaz Ruiz")])
        let result = town.pay(1000, "PAGO", from: "ANA DIAZ RUIZ")
        #expect(result.posted.isEmpty)
        #expect(result.suggestions.first?.allocations == [Allocation(invoice: 1, amount: 1000)])
        #expect(result.suggestions.first?.vetoes.contains("name-only") == true)
        #expect(result.unexplained.first?.customers == ["B1"])
    }

    @Test func twoInvoicesOfOneAmountAreATie() {
        var town = Town([("F2025-00001", 4990, "B1", "Uno S.L."), ("F2025-00002", 4990, "B1", "Uno S.L.")])
        for index in town.items.indices { town.items[index].iban = "ES9121000418450200051332" }
        #expect(town.pay(4990, "CUOTA", from: "UNO", account: "ES9121000418450200051332").posted.isEmpty)
    }

    @Test func anAccountThatTwoCustomersUseIdentifiesNobody() {
        var town = Town([("F2025-00001", 100, "B1", "Uno S.L."), ("F2025-00002", 200, "B2", "Dos S.L.")])
        for index in town.items.indices { town.items[index].iban = "ES9121000418450200051332" }
        #expect(town.pay(100, "", from: "GESTORIA", account: "ES9121000418450200051332").posted.isEmpty)
    }

    @Test func somebodyElsesNumberIsNotPostedAgainstTheNamedPayer() {
        // The payer owes exactly this under a number that two swapped digits turn into another customer's.
        let town = Town([
            ("F2025-04183", 4990, "B1", "Uno S.L."), ("F2025-04813", 4990, "B2", "Dos Tres S.L."),
        ])
        #expect(town.pay(4990, "F2025-04183", from: "DOS TRES SL").posted.isEmpty)
    }

    @Test func aThirdPartyMayPayOnlyWhatIsBeyondDoubt() {
        let town = Town([("F2025-00837", 145_200, "B1", "Fontanería Torres S.L.")])
        #expect(town.pay(145_200, "FRA. F2025-00837", from: "BEGONA MOLINA").posted.count == 1)
        #expect(town.pay(100, "FRA. F2025-00837", from: "BEGONA MOLINA").posted.isEmpty)
        #expect(town.pay(145_200, "FRA. 837", from: "BEGONA MOLINA").posted.isEmpty)
    }

    @Test func aPaymentBeforeTheInvoiceIsNotItsPayment() {
        let town = Town([("F2025-00001", 100, "B1", "Uno S.L.")])
        #expect(town.pay(100, "F2025-00001", from: "UNO SL", on: -5).posted.isEmpty)
    }

    @Test func aSecondPaymentOfOneInvoiceIsUnexplainedMoney() {
        var town = Town([("F2025-00001", 100, "B1", "Uno S.L.")])
        town.add(100, "F2025-00001", from: "UNO SL", on: 5)
        town.add(100, "F2025-00001", from: "UNO SL", on: 6)
        let result = match(town.input)
        #expect(result.posted.count == 1)
        #expect(result.unexplained.map(\.customers) == [["B1"]])
        #expect(result.unexplained.map(\.invoices) == [[1]])
    }

    @Test func moneyThatAnotherInvoiceExplainsIsNotPartOfTheNamedOne() {
        let town = Town([("F2025-00001", 1000, "B1", "Uno S.L."), ("F2025-00002", 400, "B1", "Uno S.L.")])
        #expect(town.pay(400, "F2025-00001", from: "UNO SL").posted.isEmpty)
    }

    @Test func anotherCurrencyIsAnotherDebt() throws {
        var town = Town([("F2025-00001", 100, "B1", "Uno S.L.")])
        let dollar = try #require(Currency("USD"))
        let item = town.items[0]
        town.items[0] = OpenItem(
            id: item.id, number: item.number, kind: .invoice, issued: item.issued, currency: dollar,
            payable: 100)
        #expect(town.pay(100, "F2025-00001", from: "UNO SL").posted.isEmpty)
    }

    // MARK: Order

    @Test func theOrderOfInputsDoesNotMatter() {
        var town = Town(
            (1...40).map {
                (
                    "F2025-000\($0 < 10 ? "0" : "")\($0)", Int64($0 % 5 + 1) * 1000, "B\($0 % 7)",
                    "Cliente \($0 % 7) Largo S.L."
                )
            })
        for number in 1...40 {
            town.add(
                Int64(number % 5 + 1) * 1000,
                number % 3 == 0 ? "PAGO" : "FRA F2025-000\(number < 10 ? "0" : "")\(number)",
                from: "CLIENTE \(number % 7) LARGO SL", on: number % 9)
        }
        let expected = match(town.input)
        #expect(expected.posted.count > 10)
        #expect(!expected.suggestions.isEmpty)
        var generator = SplitMix64(seed: 7)
        for _ in 0..<10 {
            var shuffled = town
            shuffled.items.shuffle(using: &generator)
            shuffled.movements.shuffle(using: &generator)
            let result = match(shuffled.input)
            #expect(result.posted == expected.posted)
            #expect(result.suggestions == expected.suggestions)
            #expect(result.unexplained == expected.unexplained)
        }
    }
}

/// Credit notes that name their invoice.
@Suite struct CreditNoteTests {
    @Test func aCreditNoteTakesOffWhatItNames() {
        var town = Town([("F1", 1000, "B1", "Uno"), ("R1", -300, "B1", "Uno")])
        town.items[1].corrects = "F1"
        let credits = creditsByReference(items: town.items)
        #expect(credits.map(\.amount) == [300])
        #expect(credits.map(\.basis) == [.corrects])
    }

    @Test func neverMoreThanIsOpenAndNeverAnotherDebtor() {
        var town = Town([("F1", 200, "B1", "Uno"), ("R1", -300, "B1", "Uno"), ("R2", -10, "B2", "Dos")])
        town.items[1].corrects = "F1"
        town.items[2].corrects = "F1"
        #expect(creditsByReference(items: town.items).map(\.amount) == [200])
    }

    @Test func aReplacementVoidsWhatWasOpen() {
        var town = Town([("F1", 200, "B1", "Uno"), ("F2", 180, "B1", "Uno")])
        town.items[1].corrects = "F1"
        town.items[1].kind = .replacement
        let credits = creditsByReference(items: town.items)
        #expect(credits.map(\.amount) == [200])
        #expect(credits.map(\.basis) == [.replaced])
    }
}
