import Domain
import Support
import Testing

@testable import Formats

@Suite struct OFXTests {
    /// A statement with the given head and movements, in SGML.
    static func file(
        head: String = "<CURDEF>EUR<BANKACCTFROM><BANKID>X<ACCTID>42</BANKACCTFROM>",
        list: String = "<DTSTART>20250101<DTEND>20250131", _ movements: String,
        foot: String = "<LEDGERBAL><BALAMT>90.00<DTASOF>20250131</LEDGERBAL>", language: String = "ENG"
    ) -> String {
        """
        OFXHEADER:100
        DATA:OFXSGML
        VERSION:102
        CHARSET:1252

        <OFX><SIGNONMSGSRSV1><SONRS><DTSERVER>20250201<LANGUAGE>\(language)</SONRS></SIGNONMSGSRSV1>
        <BANKMSGSRSV1><STMTTRNRS><STMTRS>\(head)
        <BANKTRANLIST>\(list)
        \(movements)
        </BANKTRANLIST>\(foot)</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
        """
    }

    static func movement(_ day: String = "20250115", _ amount: String = "-10.00", _ more: String = "")
        -> String
    {
        "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>\(day)<TRNAMT>\(amount)<FITID>1\(more)</STMTTRN>\n"
    }

    private func read(_ text: String) throws -> Reading { try Reading(text, with: OFX.read) }

    private func amount(_ text: String, others: String = "") throws -> Int64? {
        try read(Self.file(Self.movement("20250115", text) + others)).entries.first?.first?.amount
    }

    private func day(_ text: String) throws -> String? {
        try read(Self.file(Self.movement(text))).onlyEntry?.booked.description
    }

    // MARK: Values

    @Test func everyFieldHasItsPlace() throws {
        let more = "<CHECKNUM>77<NAME>A &amp; B &#233;<MEMO>FACTURA\n  12<DTAVAIL>20250116"
        let reading = try read(Self.file(Self.movement("20250115", "1234.56", more)))
        let entry = try #require(reading.onlyEntry)
        #expect(reading.codes == [])
        #expect(entry.booked.description == "2025-01-15" && entry.value?.description == "2025-01-16")
        #expect(entry.amount == 123_456 && entry.reference == "1" && entry.bankReference == "77")
        #expect(entry.counterparty == "A & B é" && entry.text == "FACTURA 12" && entry.code == "DEBIT")
        #expect(entry.place.line == 9)
        #expect(reading.openings[0].account == "42" && reading.openings[0].currency == .eur)
        #expect(reading.openings[0].from?.description == "2025-01-01")
        #expect(reading.openings[0].to?.description == "2025-01-31")
        #expect(reading.closings[0].closingBalance == 9000 && reading.closings[0].credits == 123_456)
        #expect(reading.outcome.identification.version == "102")
    }

    @Test func xmlIsReadTheSameWay() throws {
        let reading = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211"?>
            <OFX xmlns="urn:x"><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF>
            <BANKTRANLIST><DTSTART>20250101</DTSTART><DTEND>20250131</DTEND>
            <STMTTRN><DTPOSTED>20250115</DTPOSTED><TRNAMT>-10</TRNAMT><NAME/>
            <MEMO><![CDATA[A < B &amp; C]]></MEMO></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS>
            </BANKMSGSRSV1></OFX>
            """)
        #expect(reading.codes == [])
        #expect(reading.onlyEntry?.text == "A < B &amp; C" && reading.onlyEntry?.counterparty == "")
        #expect(reading.outcome.identification.version == "211")
    }

    @Test func amountsAreReadHoweverTheyAreWritten() throws {
        #expect(try amount("-25,30") == -2530)
        #expect(try amount("8000,00") == 800_000)
        #expect(try amount("+1 006,60") == 100_660)
        #expect(try amount("1.234,56") == 123_456)
        #expect(try amount("-1,234.56") == -123_456)
        #expect(try amount("12.34000") == 1234)
        #expect(try amount("-.50") == -50)
        #expect(try amount("0.500") == 50)
        #expect(try amount("12.345") == nil)
        #expect(try amount("1.234", others: Self.movement("20250116", "5,00")) == 123_400)
        #expect(try amount("1.230", others: Self.movement("20250116", "5.00")) == 123)
        #expect(try amount("ten") == nil)
        #expect(try amount("99999999999999999999") == nil)
    }

    @Test func anAmountThatMayBeAThousandOrOneIsSetAside() throws {
        let reading = try read(Self.file(Self.movement("20250115", "1.230")))
        #expect(reading.codes == [.amountUnreadable] && reading.entries == [[]])
        #expect(reading.outcome.problems[0].severity == .setAside)
    }

    @Test func datesAreReadHoweverTheyAreWritten() throws {
        #expect(try day("20250115120000.000[-5:EST]") == "2025-01-15")
        #expect(try day("202501150") == "2025-01-15")
        #expect(try day("2025011512000") == "2025-01-15")
        #expect(try day("150125") == "2025-01-15")
        #expect(try day("15012025") == "2025-01-15")
        #expect(try day("2025-01-15") == "2025-01-15")
        // 2005-01-12, 12 January 2005, 1 December 2005: none is in the period and all are days.
        #expect(try day("120105") == nil)
        #expect(try day("20250230") == nil)
        #expect(try day("00000000") == nil)
    }

    @Test func encodingIsWhatTheBytesAre() throws {
        let text = Self.file(Self.movement("20250115", "1", "<NAME>Émile"))
        #expect(try read(text).onlyEntry?.counterparty == "Émile")
        let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        #expect(try Reading(latin, with: OFX.read).onlyEntry?.counterparty == "Émile")
        let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        #expect(try Reading([0xFF, 0xFE] + wide, with: OFX.read).onlyEntry?.counterparty == "Émile")
        #expect(OFX.identify(([0xFF, 0xFE] + wide).span)?.format == .ofx)
    }

    // MARK: Statements

    @Test func elementsMayStandInAnyOrder() throws {
        let reading = try read(
            """
            <OFX><STMTTRNRS><STMTRS><LEDGERBAL><DTASOF>20250131<BALAMT>5,00</LEDGERBAL>
            <BANKTRANLIST><STMTTRN><FITID>9<TRNAMT>5,00<DTPOSTED>20250102</STMTTRN><DTEND>20250131<DTSTART>20250101
            </BANKTRANLIST><BANKACCTFROM><ACCTID>7</BANKACCTFROM><CURDEF>GBP</STMTRS></STMTTRNRS></OFX>
            """)
        #expect(reading.codes == [] && reading.onlyEntry?.amount == 500)
        #expect(reading.openings[0].account == "7" && reading.openings[0].currency.code == "GBP")
        #expect(reading.closings[0].closingBalance == 500)
    }

    @Test func aBalanceOfAnotherDayDoesNotClose() throws {
        func closing(_ day: String, list: String = "<DTSTART>20250101<DTEND>20250131") throws -> Int64? {
            let foot =
                "<LEDGERBAL><BALAMT>1.00<DTASOF>\(day)</LEDGERBAL><AVAILBAL><BALAMT>9<DTASOF>20250131</AVAILBAL>"
            return try read(Self.file(list: list, Self.movement(), foot: foot)).closings[0].closingBalance
        }
        #expect(try closing("20250131") == 100)
        #expect(try closing("20250115") == 100)
        #expect(try closing("20250114") == nil)
        #expect(try closing("20250201") == nil)
        #expect(try closing("00000000") == nil)
        #expect(try closing("20250201", list: "") == 100)
    }

    @Test func noDayAfterTheDownloadIsCovered() throws {
        let foot = "<LEDGERBAL><BALAMT>1.00<DTASOF>20250131</LEDGERBAL>"
        let reading = try read(
            Self.file(list: "<DTSTART>20250101<DTEND>20250630", Self.movement(), foot: foot))
        #expect(reading.closings[0].to?.description == "2025-02-01")
        #expect(reading.closings[0].closingBalance == 100)
    }

    @Test func dayZeroIsNoFirstDay() throws {
        let reading = try read(Self.file(list: "<DTSTART>19700101<DTEND>20250131", Self.movement()))
        #expect(reading.openings[0].from == nil && reading.openings[0].to?.description == "2025-01-31")
        #expect(reading.closings[0].from == nil && reading.onlyEntry?.amount == -1000)
    }

    @Test func severalStatementsAndTwinsAreKept() throws {
        let card = """
            <CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4111</CCACCTFROM>
            <BANKTRANLIST>\(Self.movement("20250103", "-7"))</BANKTRANLIST></CCSTMTRS></CCSTMTTRNRS></BANKMSGSRSV1>
            """
        let reading = try read(
            Self.file(Self.movement() + Self.movement()).replacing("</BANKMSGSRSV1>", with: card))
        #expect(reading.entries.map(\.count) == [2, 1])
        #expect(reading.entries[0][0].amount == reading.entries[0][1].amount)
        #expect(reading.openings.map(\.account) == ["42", "4111"])
        #expect(reading.openings[1].kind == .booked)
    }

    @Test func unclosedElementsEndWhereOthersBegin() throws {
        let open = "<STMTTRN><DTPOSTED>20250115<TRNAMT>-1.00<STMTTRN><DTPOSTED>20250116<TRNAMT>-2.00"
        let reading = try read(Self.file(open).replacing("</BANKTRANLIST>", with: ""))
        #expect(reading.entries.first?.map(\.amount) == [-100, -200] && reading.codes == [])
        #expect(reading.closings[0].closingBalance == 9000)
        let merged = "<STMTTRN><DTPOSTED>20250115<TRNAMT>-1.00<DTPOSTED>20250116<TRNAMT>-2.00</STMTTRN>"
        #expect(try read(Self.file(merged)).codes == [.recordMalformed])
    }

    @Test func aCardWhoseDebitsHaveNoSignOnlyExplains() throws {
        let purchases = Self.movement("20250102", "30.00") + Self.movement("20250103", "12.00")
        func card(_ movements: String) throws -> Reading {
            try read(
                Self.file(movements).replacing("STMTRS>", with: "CCSTMTRS>"))
        }
        let reading = try card(purchases)
        #expect(reading.openings[0].kind == .explanation && reading.codes == [.formatAmbiguous])
        #expect(reading.entries[0].map(\.amount) == [3000, 1200])
        #expect(try card(purchases + Self.movement("20250104", "-9")).openings[0].kind == .booked)
        let text = Self.file(head: "<CURDEF>EUR", Self.movement()).replacing("STMTRS>", with: "CCSTMTRS>")
        #expect(try read(text).openings[0].kind == .explanation && read(text).codes == [.fieldMissing])
        // An account's own sign counts, whatever the type says: a deposit of cheques is a CHECK.
        #expect(try read(Self.file(purchases)).openings[0].kind == .booked)
    }

    @Test func frenchAccountsBecomeAnIBANOnlyForCertain() throws {
        func account(_ key: String, language: String = "FRA", currency: String = "EUR") throws -> Reading {
            let head =
                "<CURDEF>\(currency)<BANKACCTFROM><BANKID>20041<BRANCHID>01005<ACCTID>0500013M026\(key)</BANKACCTFROM>"
            return try read(Self.file(head: head, Self.movement(), language: language))
        }
        let iban = "FR1420041010050500013M02606"
        #expect(try account("").openings[0].account == iban)
        #expect(try account("<ACCTKEY>06", language: "ENG").openings[0].account == iban)
        #expect(try account("", language: "ENG").openings[0].account == "0500013M026")
        #expect(try account("", currency: "CHF").openings[0].account == "0500013M026")
        let wrong = try account("<ACCTKEY>07")
        #expect(wrong.openings[0].account == "0500013M026" && wrong.codes == [.ibanInvalid])
    }

    @Test func iberianAndWholeNumbersBecomeAnIBAN() throws {
        func account(_ numbers: String, language: String = "ENG") throws -> String {
            let head = "<CURDEF>EUR<BANKACCTFROM>\(numbers)</BANKACCTFROM>"
            return try read(Self.file(head: head, Self.movement(), language: language)).openings[0].account
        }
        let spanish = "ES9121000418450200051332"
        #expect(try account("<ACCTID>21000418450200051332") == spanish)
        #expect(try account("<ACCTID>21000418450200051333") == "21000418450200051333")
        let parts = "<BANKID>2100<BRANCHID>0418<ACCTID>0200051332"
        #expect(try account(parts, language: "SPA") == spanish)
        #expect(try account(parts) == "0200051332")
        #expect(try account("<ACCTID>000201231234567890154") == "PT50000201231234567890154")
        #expect(try account("<ACCTID>20041010050500013M02606") == "FR1420041010050500013M02606")
        #expect(try account("<ACCTID>20041010050500013M02607") == "20041010050500013M02607")
        #expect(try account("<ACCTID>ES91 2100 0418 4502 0005 1332") == spanish)
    }

    @Test func aHeaderThatBeginsWithAnotherKeyIsOne() throws {
        let text = Self.file(Self.movement()).split(separator: "\n", maxSplits: 1)[1]
        #expect(text.hasPrefix("DATA:OFXSGML"))
        #expect(OFX.identify(Array(text.utf8).span)?.version == "102")
        #expect(try read(String(text)).onlyEntry?.amount == -1000)
        #expect(OFX.identify(Array("DATA:other\nA;B\n".utf8).span) == nil)
    }

    @Test func whatStandsBeforeTheHeaderIsPassedOver() throws {
        let lines = Self.file(Self.movement()).split(separator: "\n")
        let rest = lines.dropFirst(4).joined(separator: "\n")
        for head in [
            "<START><OFXHEADER>100</OFXHEADER><VERSION>102</VERSION></START>\n",
            "Extracto de la cuenta\n\nOFXHEADER:100\nVERSION:102\n",
        ] {
            #expect(OFX.identify(Array((head + rest).utf8).span)?.version == "102", "\(head)")
            #expect(try read(head + rest).onlyEntry?.amount == -1000, "\(head)")
        }
        #expect(OFX.identify(Array("A title\n\nOFXHEADER:100\n".utf8).span) == nil)
    }

    @Test func aListWithoutAStatementIsOne() throws {
        let list = "<BANKTRANLIST>" + Self.movement() + "</BANKTRANLIST>"
        #expect(try read("<OFX>" + list + "</OFX>").onlyEntry?.amount == -1000)
        let bare = "<OFX><STMTRS><CURDEF>EUR<BANKID>1<ACCTID>7" + list + "</STMTRS></OFX>"
        #expect(try read(bare).openings.map(\.account) == ["7"])
    }

    @Test func whatCannotBeBookedIsSetAside() throws {
        let foreign = Self.movement("20250115", "-1", "<CURRENCY><CURRATE>2<CURSYM>USD</CURRENCY>")
        #expect(try read(Self.file(foreign)).codes == [.currencyUnknown])
        let original = Self.movement("20250115", "-1", "<ORIGCURRENCY><CURRATE>2<CURSYM>USD</ORIGCURRENCY>")
        #expect(try read(Self.file(original)).onlyEntry?.amount == -100)
        let pending = "<STMTTRNP><DTTRAN>20250115<TRNAMT>-3<NAME>X</STMTTRNP>" + Self.movement()
        let reading = try read(Self.file(pending))
        #expect(reading.codes == [.entryNotBooked] && reading.onlyEntry?.amount == -1000)
        #expect(try read(Self.file("<STMTTRN><DTPOSTED>20250115<FITID>1</STMTTRN>")).codes == [.fieldMissing])
    }

    @Test func theOtherPartysAccountIsNotOurs() throws {
        let to = "<NAME>X<BANKACCTTO><BANKID>1<ACCTID>ES91 2100 0418 4502 0005 1332</BANKACCTTO><MEMO>Y"
        let reading = try read(Self.file(Self.movement("20250115", "-1", to)))
        #expect(reading.onlyEntry?.counterpartyAccount == "ES9121000418450200051332")
        #expect(reading.openings[0].account == "42" && reading.onlyEntry?.text == "Y")
    }

    // MARK: Hostile and broken files

    @Test func documentTypesAndEntitiesAreRefused() throws {
        let bomb = "<!DOCTYPE OFX [<!ENTITY a \"aaaa\">]>"
        for text in [bomb + Self.file(Self.movement()), Self.file(bomb + Self.movement())] {
            #expect(try read(text).codes == [.xmlForbidden])
        }
        #expect(OFX.identify(Array((bomb + "<OFX></OFX>").utf8).span)?.format == .ofx)
    }

    @Test func aLessThanInATextIsText() throws {
        #expect(
            try read(Self.file(Self.movement("20250115", "1", "<MEMO>A < B <3"))).onlyEntry?.text
                == "A < B <3")
    }

    @Test func aFileCutAnywhereIsNeverSilentlyComplete() throws {
        let whole = Array(Self.file(Self.movement() + Self.movement("20250116", "-2.00")).utf8)
        let complete = try Reading(whole, with: OFX.read)
        #expect(complete.codes == [])
        for length in 0..<whole.count {
            let reading = try Reading(Array(whole.prefix(length)), with: OFX.read)
            #expect(!reading.codes.isEmpty, "cut at \(length)")
        }
    }

    @Test func randomBytesNeverCrash() throws {
        var noise = SeededNoise(seed: 7)
        let odd = Self.movement("150125", "1 006,60", "<MEMO>&#x41;<![CDATA[x]]>")
        let whole = Array(Self.file(Self.movement() + odd).utf8)
        for _ in 0..<3000 {
            let bytes = noise.broken(whole)
            _ = OFX.identify(bytes.span)
            _ = try Reading(bytes, with: OFX.read)
        }
    }

    @Test func hugeAndEmptyFilesEndQuickly() throws {
        #expect(try read("").codes == [.fieldMissing])
        let open = String(repeating: "<a", count: 200_000)
        #expect(try read("<OFX>" + open).codes == [.fieldMissing])
        let comments = String(repeating: "<!--", count: 200_000)
        #expect(try read("<OFX>" + comments).codes == [.fieldMissing])
        let long = Self.file(
            Self.movement("20250115", "1", "<MEMO>" + String(repeating: "x", count: 1 << 21)))
        #expect(try read(long).codes == [.limitExceeded])
    }

    @Test func otherFilesAreNotTaken() {
        for text in [
            "", "a;b\n1;2", "<html><OFX></html>", "OFX", "<OFXX>", "<?xml version=\"1.0\"?><Document/>",
        ] {
            #expect(OFX.identify(Array(text.utf8).span) == nil, "\(text)")
        }
        for text in ["<OFX>", "\r\n\r\nOFXHEADER:100\r\n", "  <ofx>", "\u{FEFF}OFXHEADER:100DATA:OFXSGML"] {
            #expect(OFX.identify(Array(text.utf8).span)?.format == .ofx, "\(text)")
        }
    }
}
