import Domain
import Matching
import Testing

/// Readings, differences and traps of the second version: one story a test.
@Suite struct MatchingReadingTests {
    private let two = Town([
        ("F2025-01023", 10_000, "B1", "Talleres Ruiz S.L."),
        ("F2025-01024", 20_000, "B1", "Talleres Ruiz S.L."),
        ("F2025-01025", 40_000, "B1", "Talleres Ruiz S.L."), ("F2025-07777", 33_333, "B2", "Otra Casa S.A."),
    ])

    @Test(arguments: [
        "FRAS 1023/24/25", "FRA 1023 A 1025", "FRAS 1023 Y 1024 Y 1025", "F2025-01023, 1024, 1025",
        "F2025-01023 F2025-01042 F2025-01025", "F2025-1023/1024/1025",
    ])
    func listsRangesAndShortenedNumbersAreRead(_ text: String) {
        let result = two.pay(70_000, text, from: "TALLERES RUIZ SL")
        #expect(result.posted.first?.allocations.map(\.invoice) == [1, 2, 3])
    }

    @Test(arguments: ["F2025-10023", "F2025-0123", "F2025-010233", "F2025-01O23", "F2025-01823"])
    func aMisspeltNumberIsLookedForAmongThePayersOwn(_ text: String) {
        let result = two.pay(10_000, text, from: "TALLERES RUIZ SL")
        #expect(result.posted.first?.allocations == [Allocation(invoice: 1, amount: 10_000)])
        #expect(
            two.pay(10_000, text == "F2025-01O23" ? "F2025-10023" : text, from: "BEGONA MOLINA").posted
                .isEmpty)
    }

    @Test func aNumberThatIsTheCustomersOwnPaidInvoiceIsNoMisspelling() {
        var town = Town([
            ("F2025-00148", 2990, "B1", "Calzados Sanz C.B."),
            ("F2025-00348", 2990, "B1", "Calzados Sanz C.B."),
        ])
        town.items[0].outstanding = 0
        #expect(town.pay(2990, "F2025-00148", from: "CALZADOS SANZ CB", on: 9).posted.isEmpty)
        #expect(town.pay(2990, "F2025-00349", from: "CALZADOS SANZ CB", on: 9).posted.count == 1)
    }

    @Test(arguments: [
        ("CONTRATO N. 1023", false), ("TEL 1023", false), ("FRA 1023", true), ("15/10/2023", false),
    ])
    func aNumberIsOursOnlyWhereTheWordsAllowIt(_ text: String, _ isOurs: Bool) {
        #expect(two.pay(10_000, text, from: "TALLERES RUIZ SL").posted.isEmpty != isOurs)
    }

    @Test func aSuppliersRefundQuotesItsOwnNumbers() {
        #expect(two.pay(10_000, "ABONO DE NUESTRA FACTURA F2025-01023", from: "OTRA CASA").posted.isEmpty)
        #expect(two.pay(10_000, "DEVOLUCION F2025-01023", from: "TALLERES RUIZ SL").posted.isEmpty)
    }

    @Test func aDifferenceHasItsNameAndClosesOnlyWhereDeclared() {
        var town = Town([("F2025-00017", 12_100, "B1", "Talleres Ruiz S.L.")])
        town.items[0].net = 10_000
        let owed = town.pay(10_600, "F2025-00017", from: "TALLERES RUIZ SL")
        #expect(owed.posted.first?.pattern == "number+withholding+payer")
        #expect(owed.posted.first?.differences.isEmpty == true)
        town.policy.writesOff = [.withholding]
        let closed = town.pay(10_600, "F2025-00017", from: "TALLERES RUIZ SL")
        #expect(closed.posted.first?.allocations == [Allocation(invoice: 1, amount: 10_600)])
        #expect(
            closed.posted.first?.differences
                == [NamedDifference(kind: .withholding, invoice: 1, amount: 1500)])
    }

    @Test(arguments: [
        (12_095, "cents"), (11_858, "discount"), (11_900, "fee"), (4_033, "part"), (12_200, "over"),
    ])
    func differencesAreTold(_ amount: Int64, _ name: String) {
        let town = Town([("F2025-00017", 12_100, "B1", "Talleres Ruiz S.L.")])
        let posted = town.pay(amount, "F2025-00017", from: "TALLERES RUIZ SL").posted
        #expect(posted.first?.pattern == "number+\(name)+payer")
    }

    @Test func aCreditNoteIsNettedWhereItMakesTheAmountExact() {
        let town = Town([
            ("F2025-00017", 12_100, "B1", "Talleres Ruiz S.L."),
            ("R2025-00018", -1210, "B1", "Talleres Ruiz S.L."),
        ])
        let posted = town.pay(10_890, "F2025-00017", from: "TALLERES RUIZ SL").posted
        #expect(posted.first?.allocations.map(\.amount) == [12_100, -1210])
        #expect(posted.first?.kind == .creditNoteNetted)
    }

    @Test func whatAnUndecidedPaymentNamesIsNotPaidByTheNext() {
        var town = two
        town.add(31_000, "F2025-01023 F2025-09999", from: "TALLERES RUIZ SL", on: 2)
        town.add(10_000, "F2025-01023", from: "TALLERES RUIZ SL", on: 4)
        #expect(match(town.input).posted.isEmpty)
    }

    @Test func aRelativeMayPayAPartAStrangerMayNot() {
        let town = Town([
            ("F2025-00837", 12_100, "B1", "Iñaki Castillo Ortega"),
            ("F2025-00999", 500, "B2", "Luis Gil Mora"),
        ])
        #expect(town.pay(6050, "FRA F2025-00837", from: "NURIA CASTILLO TORRES").posted.count == 1)
        #expect(town.pay(6050, "FRA F2025-00837", from: "GRUPO NORTE HOLDING SL").posted.isEmpty)
    }

    @Test func numbersWithoutCounterAreReadWithoutTheirCommonLetters() {
        let codes = [
            "7K3M9", "XQ4T2", "9ZP1W", "H82LD", "WM6R5", "3VN8Q", "T5J7X", "LC94B", "P2D6K", "R7WZ1",
            "8GQ3H", "J6XM4", "V1T9C", "Q5B2N", "M3KL7", "Z8RF6", "D4HP5", "6NCW2", "44XY7", "ABK12",
        ]
        let town = Town(
            codes.enumerated().map {
                ("INV" + $1, Int64(10_000 + $0 * 777), "B\($0)", "Cliente Largo \($0) S.L.")
            })
        let result = town.pay(10_777, "FRA XQ4T2", from: "CLIENTE LARGO 1 SL")
        #expect(result.posted.first?.allocations.map(\.invoice) == [2])
    }
}

/// What persons' decisions teach, and what they do not.
@Suite struct LearningTests {
    /// Forty customers who each owe one rare amount, and pay it under their name alone.
    private func town(decided: Int, disagreeing: Int = 0) -> Town {
        var town = Town(
            (1...41).map {
                ("F2025-000\($0 + 10)", Int64($0) * 1013 + 7, "B\($0)", "Casa Larga Numero\($0) Sur S.L.")
            })
        for number in 1...decided {
            town.add(Int64(number) * 1013 + 7, "PAGO", from: "CASA LARGA NUMERO\(number) SUR SL", on: number)
            town.movements[number - 1].unallocated = 0
            town.items[number - 1].outstanding = 0
            town.adjudications.append(
                Adjudication(
                    id: Int64(number), movement: Int64(number), verdict: .applied, day: day(60),
                    author: "Ana",
                    allocations: [Allocation(invoice: Int64(number), amount: Int64(number) * 1013 + 7)],
                    shownPattern: "payer-name+amount", agreesWithShown: number > disagreeing))
        }
        town.add(41 * 1013 + 7, "PAGO", from: "CASA LARGA NUMERO41 SUR SL", on: 70)
        return town
    }

    @Test func aPatternPostsAloneOnlyUnderLicence() {
        #expect(match(town(decided: 5).input).posted.isEmpty)
        let licensed = match(town(decided: 40).input)
        #expect(licensed.posted.map(\.pattern) == ["payer-name+amount"])
        #expect(licensed.licences.map(\.isGranted) == [true])
        let doubted = match(town(decided: 40, disagreeing: 12).input)
        #expect(doubted.posted.isEmpty)
        #expect(doubted.licences.map(\.disagreements) == [24])
    }

    @Test func whatIsShownFirstCarriesThePatternThatALicenceWouldPost() {
        let shown = match(town(decided: 5).input).suggestions.first
        #expect(shown?.pattern == "payer-name+amount")
        #expect(shown?.vetoes.first == "unlicensed")
    }

    /// Amounts of which none is a part of another.
    private static func amount(_ number: Int) -> Int64 { Int64(number) * 1013 + Int64(number * number) * 91 }

    @Test func anAccountIsLearnedAndForgottenWithItsDecision() {
        let account = "ES9121000418450200051332"
        var town = Town(
            (1...5).map { ("F2025-0000\($0)", Self.amount($0), "B1", "Uno Dos Tres S.L.") })
        for number in 1...3 {
            town.add(
                Self.amount(number), "", from: "TESORERIA ZETA", account: account,
                on: number)
            town.movements[number - 1].unallocated = 0
            town.items[number - 1].outstanding = 0
            town.adjudications.append(
                Adjudication(
                    id: Int64(number), movement: Int64(number), verdict: .applied, day: day(20),
                    author: "Ana",
                    allocations: [
                        Allocation(
                            invoice: Int64(number), amount: Self.amount(number))
                    ]))
        }
        town.add(Self.amount(4), "", from: "TESORERIA ZETA", account: account, on: 30)
        let known = match(town.input)
        #expect(known.posted.map(\.pattern) == ["payer-known+amount"])
        #expect(known.payers.first { $0.isAccount }?.state == .pure)
        town.adjudications[2].isReversed = true
        let tainted = match(town.input)
        #expect(tainted.posted.isEmpty)
        #expect(tainted.payers.first { $0.isAccount }?.state == .tainted)
    }

    @Test func whatAPersonRefusedIsNotShownAgainAndNothingIsPostedAlone() {
        var town = Town([
            ("F2025-00001", 1000, "B1", "Uno Dos S.L."), ("F2025-00002", 900, "B1", "Uno Dos S.L."),
        ])
        town.add(1000, "F2025-00001", from: "UNO DOS SL")
        town.adjudications = [
            Adjudication(
                id: 1, movement: 1, verdict: .rejected, day: day(9), author: "Ana",
                allocations: [Allocation(invoice: 1, amount: 1000)])
        ]
        let result = match(town.input)
        #expect(result.posted.isEmpty)
        #expect(!result.suggestions.isEmpty)
        #expect(result.suggestions.allSatisfy { $0.allocations.map(\.invoice) != [1] })
    }

    @Test func theOldestFirstOnlyWhereTheCreditorSaysSo() {
        var town = Town([("F2025-00001", 4990, "B1", "Uno S.L."), ("F2025-00002", 4990, "B1", "Uno S.L.")])
        for index in town.items.indices { town.items[index].iban = "ES9121000418450200051332" }
        #expect(town.pay(4990, "CUOTA", from: "UNO", account: "ES9121000418450200051332").posted.isEmpty)
        town.policy.appliesOldestFirst = true
        let posted = town.pay(4990, "CUOTA", from: "UNO", account: "ES9121000418450200051332").posted
        #expect(posted.map(\.pattern) == ["payer-iban+oldest"])
        #expect(posted.first?.allocations.map(\.invoice) == [1])
    }
}
