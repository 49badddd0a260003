import Domain
import Support
import Testing

@testable import Formats

@Suite struct QIFTests {
    private func read(_ text: String) throws -> Reading { try Reading(text, with: QIF.read) }

    private func days(_ dates: [String], heading: String = "!Type:Bank\n") throws -> [String] {
        let reading = try read(heading + dates.map { "D\($0)\nT-1.00\n^\n" }.joined())
        return reading.isRefused ? ["refused"] : reading.entries.joined().map(\.booked.description)
    }

    private func amounts(_ amounts: String...) throws -> [Int64] {
        try read("!Type:Bank\n" + amounts.map { "D31/12/2024\nT\($0)\n^\n" }.joined())
            .entries.joined().map(\.amount)
    }

    // MARK: Values

    @Test func everyFieldHasItsPlace() throws {
        let reading = try read(
            "!Type:Bank\nD31/12/2024\nT-1,234.56\nCX\nN77\nPGarage  Yves\nMFACT 12\nLAuto\n^\n")
        let entry = try #require(reading.onlyEntry)
        #expect(reading.codes == [])
        #expect(entry.booked.description == "2024-12-31" && entry.amount == -123_456)
        #expect(entry.reference == "77" && entry.counterparty == "Garage Yves" && entry.text == "FACT 12")
        #expect(entry.place.line == 2 && entry.details == [])
        #expect(reading.openings[0].account == "" && reading.openings[0].currency == .eur)
        #expect(reading.closings[0].entries == 1 && reading.closings[0].debits == 123_456)
    }

    @Test func amountsAreReadHoweverTheyAreWritten() throws {
        #expect(try amounts("-30", "+1111.11", "1,222.33") == [-3000, 111_111, 122_233])
        #expect(try amounts(",300.00", "-,109.59") == [30000, -10959])
        #expect(try amounts("1.234,56", "-12,5", "1.000") == [123_456, -1250, 100_000])
        #expect(try amounts("1 234,56") == [123_456])
        // One number that may be a thousand or one with three decimals.
        #expect(try amounts("1.234", "5") == [500])
        #expect(try amounts("1.234", "5.00") == [500])
    }

    @Test func theNewerAmountFieldStandsInForTheOlder() throws {
        #expect(try read("!Type:Bank\nD31/12/2024\nU-5.00\n^\n").onlyEntry?.amount == -500)
        #expect(try read("!Type:Bank\nD31/12/2024\nU-5.00\nT-6.00\n^\n").onlyEntry?.amount == -600)
    }

    @Test func splitsAreDetailsThatAddUp() throws {
        let parts = "SFood\nEBread\n$-30.00\nSSport\n$-20.00\n"
        let reading = try read("!Type:Bank\nD20/06'2008\nT-50.00\n\(parts)^\n")
        #expect(reading.codes == [])
        #expect(reading.onlyEntry?.details.map(\.amount) == [-3000, -2000])
        #expect(reading.onlyEntry?.details.map(\.text) == ["Bread", "Sport"])
        #expect(try read("!Type:Bank\nD20/06'2008\nT-51.00\n\(parts)^\n").codes == [.detailsDiffer])
    }

    @Test func aPartMayHaveADayOfItsOwn() throws {
        let first = "!Type:Bank\nD31/12/2004\nT-30.00\nSFood\nD30/12/2004\n$-10.00\nSSport\n$-20.00\n"
        let reading = try read(first + "^\n")
        #expect(reading.codes == [] && reading.onlyEntry?.booked.description == "2004-12-31")
        #expect(reading.onlyEntry?.details.map(\.amount) == [-1000, -2000])
        // Without the line between them the next movement brings an amount too.
        let doubled = try read(first + "D29/12/2004\nT-5.00\n^\n")
        #expect(doubled.codes == [.recordMalformed] && doubled.entries == [[]])
    }

    // MARK: Dates

    @Test func theFileDecidesTheOrderOfDates() throws {
        #expect(try days(["05/06/08", "30/05/08"]) == ["2008-06-05", "2008-05-30"])
        #expect(try days(["06/05/08", "05/30/08"]) == ["2008-06-05", "2008-05-30"])
        #expect(try days(["05/06/08"]) == ["refused"])
        #expect(try days(["13/06/08", "06/13/08"]) == ["refused"])
        #expect(try days(["06/06/08"]) == ["2008-06-06"])
        // Falls day first; jumps about month first.
        #expect(try days(["05/06/08", "03/06/08", "06/05/08", "04/05/08"])[0] == "2008-06-05")
        #expect(try days(["06/05/08", "06/03/08", "05/06/08", "05/04/08"])[0] == "2008-06-05")
        // Runs in time either way.
        #expect(try days(["01/06/08", "02/06/08", "03/06/08", "04/06/08"]) == ["refused"])
        // Years of two digits before the month.
        #expect(try days(["14/12/25", "14/12/26", "14/12/29", "14/12/31"]) == ["refused"])
        #expect(try days(["14/12/2025", "14/12/2026", "14/12/2029", "14/12/2031"]).count == 4)
        #expect(try days(["05/06/08"], heading: "!Option:MDY\n!Type:Bank\n") == ["2008-05-06"])
    }

    @Test func datesAreReadHoweverTheyAreWritten() throws {
        #expect(try days(["12/31'04"]) == ["2004-12-31"])
        #expect(try days(["12/31' 4"]) == ["2004-12-31"])
        #expect(try days([" 1/ 5'04", "12/31/94"]) == ["2004-01-05", "1994-12-31"])
        #expect(try days(["20/07'2008"]) == ["2008-07-20"])
        #expect(try days(["31.12.2004"]) == ["2004-12-31"])
        #expect(try days(["2004-12-31", "2004-01-02"]) == ["2004-12-31", "2004-01-02"])
        #expect(try days(["20041231"]) == ["2004-12-31"])
        #expect(try days(["31/12/2004 10:15"]) == ["2004-12-31"])
        #expect(try days(["31/02/2004", "Pending", "30/12"]) == [])
    }

    @Test func anOrderNobodyKnowsEmitsNothing() throws {
        let reading = try read("!Type:Bank\nD05/06/08\nT-1.00\n^\n")
        #expect(reading.codes == [.formatAmbiguous] && reading.isRefused && reading.openings.isEmpty)
    }

    // MARK: Sections

    @Test func headingsAreOptionalAndInAnyCase() throws {
        let movement = "D31/12/2004\nT-1.00\n^\n"
        for heading in [
            "", "!type:bank\n", "\n\n!Type:CCard \n", "!Type:Cash\r\n", "!Type:Oth L\n",
            "\u{FEFF}!Type:Banque\n",
        ] {
            let bytes = Array((heading + movement).utf8)
            #expect(QIF.identify(bytes.span)?.format == .qif, "\(heading)")
            #expect(try read(heading + movement).onlyEntry?.amount == -100, "\(heading)")
        }
    }

    @Test func linesOfRemarksArePassedOver() throws {
        let movement = "# one\nD31/12/2004\n#two\nT-1.00\n^\n# end\n"
        let text = "# made by hand\n### on Monday ###\n\n!Type:Bank\n" + movement
        #expect(QIF.identify(Array(text.utf8).span)?.format == .qif)
        let reading = try read(text)
        #expect(reading.codes == [] && reading.onlyEntry?.amount == -100)
        #expect(QIF.identify(Array("# a\n# b\n".utf8).span) == nil)
    }

    @Test func oneAccountsNameIsNoneAndTwoKeepApart() throws {
        func account(_ name: String) -> String {
            "!Account\nN\(name)\nTBank\nDMine\n^\n!Type:Bank\nD31/12/2004\nT-1.00\n^\n"
        }
        #expect(try read(account("Checking")).openings.map(\.account) == [""])
        #expect(try read(account("A") + account("B")).openings.map(\.account) == ["A", "B"])
        #expect(try read(account("A") + account("B")).entries.map(\.count) == [1, 1])
        let iban = "ES91 2100 0418 4502 0005 1332"
        #expect(try read(account(iban)).openings[0].account == "ES9121000418450200051332")
    }

    @Test func aCardsListIsShownAndNotBooked() throws {
        let reading = try read("!Type:CCard\nD31/12/2004\nT-1.00\n^\n!Type:Bank\nD30/12/2004\nT2\n^\n")
        #expect(reading.openings.map(\.kind) == [.explanation, .booked])
        #expect(reading.codes == [.formatAmbiguous] && reading.outcome.problems[0].severity == .warn)
    }

    @Test func otherListsAreNoMovements() throws {
        let category = "!Type:Cat\nNFood\nE\n^\n"
        #expect(try read(category + "!Type:Bank\nD31/12/2004\nT1\n^\n").onlyEntry?.amount == 100)
        let shares = "!Type:Invst\nD31/12/2004\nNBuy\nT-500.00\n^\n"
        #expect(try read(shares).codes == [.recordMalformed, .fieldMissing])
        #expect(try read(shares).entries.isEmpty)
    }

    @Test func anOpeningBalanceIsNoMovement() throws {
        let first = "D31/12/2004\nT100.00\nPOpening Balance\nL[Bank]\n^\n"
        let reading = try read("!Type:Bank\n" + first + "D31/12/2004\nT5.00\n^\n" + first)
        #expect(reading.openings[0].openingBalance == 10_000)
        #expect(reading.entries[0].map(\.amount) == [500, 10_000])
    }

    // MARK: Broken files

    @Test func incompleteMovementsAreSetAside() throws {
        #expect(try read("!Type:Bank\nD31/12/2004\nPX\n^\n").codes == [.fieldMissing])
        #expect(try read("!Type:Bank\nT1\nPX\n^\n").codes == [.fieldMissing])
        let doubled = try read("!Type:Bank\nD31/12/2004\nT1\nD30/12/2004\nT2\n^\n")
        #expect(doubled.codes == [.recordMalformed] && doubled.entries == [[]])
        // Cut off in a line: the amount may have gone on.
        let cut = try read("!Type:Bank\nD31/12/2004\nT-12")
        #expect(cut.codes == [.recordMalformed] && cut.entries == [[]])
        let unmarked = try read("!Type:Bank\nD31/12/2004\nT-12\n")
        #expect(unmarked.codes == [.recordMalformed] && unmarked.onlyEntry?.amount == -1200)
    }

    @Test func aFileCutAnywhereHoldsOnlyWholeMovements() throws {
        let whole = Array("!Type:Bank\nD31/12/2024\nT-12.50\nPA\n^\nD30/12/2024\nT-7.25\n^\n".utf8)
        for length in 0..<whole.count {
            let reading = try Reading(Array(whole.prefix(length)), with: QIF.read)
            for entry in reading.entries.joined() {
                #expect(entry.amount == -1250 || entry.amount == -725, "cut at \(length)")
            }
        }
    }

    @Test func oldLineEndsAndWideTextAreRead() throws {
        let text = "!Type:Bank\rD31/12/2024\rT-1.00\rPÉmile\r^\r"
        #expect(try read(text).onlyEntry?.counterparty == "Émile")
        let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(try Reading(latin, with: QIF.read).onlyEntry?.counterparty == "Émile")
        let wide = text.replacing("\r", with: "\r\n").utf16
            .flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        #expect(try Reading([0xFF, 0xFE] + wide, with: QIF.read).onlyEntry?.counterparty == "Émile")
        #expect(QIF.identify(([0xFF, 0xFE] + wide).span)?.format == .qif)
    }

    @Test func randomBytesNeverCrash() throws {
        var noise = SeededNoise(seed: 11)
        let whole = Array(
            "!Account\nNA\n^\n!Type:Bank\nD31/12'24\nT-1,222.50\nSX\n$1\nSY\n$2\n^\nD 1/ 5' 4\nT3\n^\n".utf8)
        for _ in 0..<3000 {
            let bytes = noise.broken(whole)
            _ = QIF.identify(bytes.span)
            _ = try Reading(bytes, with: QIF.read)
        }
    }

    @Test func otherFilesAreNotTaken() {
        for text in ["", "Date,Total\n^", "D\nT\n^", "D31/12/2004\nhello", "!", "D31/12/2004\nTotal\n^\n"] {
            #expect(QIF.identify(Array(text.utf8).span) == nil, "\(text)")
        }
    }
}
