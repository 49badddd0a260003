import Domain
import Testing

@testable import Formats

/// A message of one account with the given lines between its balances.
private func message(_ lines: [String], closing: String = "C250131EUR0,", lineEnd: String = "\r\n") -> String
{
    ([":20:REF1", ":25:ES4899010001810123456789", ":28C:1/1", ":60F:C250130EUR100,"] + lines
        + [":62F:" + closing, "-", ""])
        .joined(separator: lineEnd)
}

private func read(_ text: String) throws -> Reading { try Reading(text, with: MT940.read) }

private func entry(_ lines: String...) throws -> EntryRecord { try entry(lines: lines) }

private func entry(lines: [String]) throws -> EntryRecord {
    try #require(try read(message(lines)).entries.first?.first)
}

/// The tagged form as a bank prints it: 65 characters a line, wherever they end.
private func wrapped(_ details: String) -> [String] {
    var lines: [String] = []
    var rest = Substring(":86:" + details)
    while !rest.isEmpty {
        lines.append(String(rest.prefix(65)))
        rest = rest.dropFirst(65)
    }
    return lines
}

@Suite struct MT940Tests {
    @Test func aLineOfMegabytesIsRefusedAtItsPlace() throws {
        let long = String(repeating: "x", count: 1 << 21)
        for lines in [[":86:" + long], [":86:a"] + Array(repeating: String(long.prefix(1 << 18)), count: 6)] {
            let reading = try read(message([":61:250131C1,NTRF"] + lines))
            #expect(reading.isRefused && reading.codes.contains(.limitExceeded))
            #expect(reading.outcome.problems.first { $0.code == .limitExceeded }?.place.line ?? 0 >= 6)
        }
        #expect(try !read(message([":61:250131C1,NTRF", ":86:" + String(long.prefix(1 << 10))])).isRefused)
    }

    @Test func aMessageWithTwoEntries() throws {
        let reading = try read(
            message(
                [
                    ":61:2501310131CR50,25NTRFKUNDE7//BANK9", ":86:PAGO FACTURA 7",
                    ":61:250131D0,5NCHGNONREF",
                    ":86:COMISION",
                ], closing: "C250131EUR149,75"))
        #expect(reading.codes == [] && reading.outcome.identification.format == .mt940)
        let opening = try #require(reading.openings.first)
        #expect(opening.account == "ES4899010001810123456789" && opening.reference == "REF1")
        #expect(opening.openingBalance == 100_00 && opening.kind == .booked && opening.place.line == 1)
        let entries = try #require(reading.entries.first)
        #expect(entries.map(\.amount) == [50_25, -50] && entries.map(\.code) == ["NTRF", "NCHG"])
        #expect(entries[0].reference == "KUNDE7" && entries[0].bankReference == "BANK9")
        #expect(entries[1].reference == "" && entries[0].text == "PAGO FACTURA 7")
        let closing = try #require(reading.closings.first)
        #expect(closing.closingBalance == 149_75 && closing.isBalanced == true && closing.entries == 2)
        #expect(closing.from?.description == "2025-01-31" && closing.to?.description == "2025-01-31")
    }

    @Test(arguments: [
        ("C1,", 100), ("D1,", -100), ("RC1,", -100), ("RD1,", 100), ("CR1,", 100), ("DR1,", -100),
        ("RCR1,", -100), ("RDR1,", 100), ("C1", 100), ("C1.5", 150), ("C000000000001,62", 162),
    ])
    func marksAndAmounts(written: String, minorUnits: Int64) throws {
        let found = try entry(":61:250131\(written)NTRFNONREF")
        #expect(found.amount == minorUnits && found.isReversal == written.hasPrefix("R"))
    }

    @Test(arguments: [
        (":61:2501020103D1,NTRFX", "2025-01-03", "2025-01-02"),
        (":61:2412311230D1,NTRFX", "2024-12-30", "2024-12-31"),
        (":61:2412310102D1,NTRFX", "2025-01-02", "2024-12-31"),
        (":61:2501021231D1,NTRFX", "2024-12-31", "2025-01-02"),
        (":61:250102    D1,NTRFX", "2025-01-02", "2025-01-02"),
        (":61:250102D1,NTRFX", "2025-01-02", "2025-01-02"),
        (":61:2402290301D1,NTRFX", "2024-03-01", "2024-02-29"),
        (":61:2502300301D1,NTRFX", "2025-03-01", ""),
        (":61:9912310103D1,NTRFX", "2000-01-03", "1999-12-31"),
    ])
    func daysOverTheEndOfTheYear(line: String, booked: String, value: String) throws {
        let found = try entry(line)
        #expect("\(found.booked)" == booked && (found.value?.description ?? "") == value)
    }

    @Test func theTaggedForm() throws {
        let details =
            "166?00GUTSCHRIFT?109248?20EREF+E2E-77?21MREF+M-1?22SVWZ+PAGO FACTURA 2025?23/123 SALDO"
            + "?30BKBKESMMXXX?31ES9299216176760190176521?32CONSTRUCCIONES Y REFORMAS M?33OLINA SL?34000"
        let found = try entry(lines: [":61:250131C1,NTRFNONREF"] + wrapped(details))
        #expect(found.endToEndId == "E2E-77" && found.mandateId == "M-1")
        #expect(found.text == "PAGO FACTURA 2025/123 SALDO")
        #expect(found.counterparty == "CONSTRUCCIONES Y REFORMAS MOLINA SL")
        #expect(found.counterpartyAccount == "ES9299216176760190176521")
        #expect(found.returnReason == "" && found.details == [])
    }

    @Test func ourOwnAccountIsNotTheOtherParty() throws {
        let text = message([":61:250131C1,NTRFX", ":86:000>20FRA 7>310123456789>32ANA GIL"])
            .replacing("ES4899010001810123456789", with: "BANCO/0123456789")
        #expect(try read(text).onlyEntry?.counterpartyAccount == "")
        #expect(try read(text.replacing(">310", with: ">311")).onlyEntry?.counterpartyAccount == "1123456789")
    }

    @Test(arguments: ["?", ">", "<", "!", "^"])
    func theTagsMayHaveAnotherMark(mark: String) throws {
        let details = ["166", "00X", "20SVWZ+FRA 7", "32ANA GIL", "33DE"].joined(separator: mark)
        let found = try entry(":61:250131C1,NTRFNONREF", ":86:" + details)
        #expect(found.text == "FRA 7" && found.counterparty == "ANA GIL DE")
    }

    @Test func partsOfPlainRemittanceAreWordsOfTheirOwn() throws {
        let found = try entry(":61:250131C1,NTRFX", ":86:051?20FRA 4711?21CLIENTE 5?22ANO 2025")
        #expect(found.text == "FRA 4711 CLIENTE 5 ANO 2025")
    }

    @Test func theCodedForm() throws {
        let found = try entry(
            ":61:250131C1,NTRFEREF//B1",
            ":86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A",
            "/NAME/J. DE BOER/REMI/FACTUUR 2025-7", "EN 2025-8/EREF/NOTPROVIDED/MARF/M 7")
        #expect(found.counterparty == "J. DE BOER" && found.counterpartyAccount == "NL91ABNA0417164300")
        #expect(
            found.text == "FACTUUR 2025-7 EN 2025-8" && found.endToEndId == "" && found.mandateId == "M 7")
        #expect(found.reference == "B1")
        let structured = try entry(
            ":61:250131C1,NTRFX",
            ":86:/EREF/E1//CNTP/NL91ABNA0417164300/ABNANL2A/Ana Gil///REMI/STRD/CUR/9001123412341234/")
        #expect(structured.structuredReference == "9001123412341234" && structured.counterparty == "Ana Gil")
    }

    @Test func plainTextOfFullLinesGoesOnInTheMiddleOfAWord() throws {
        let first = "TRANSFERENCIA RECIBIDA POR EL PAGO DE LA FACTURA NUMERO 20250"
        #expect(first.count == 61)
        #expect(
            try entry(":61:250131C1,NTRFX", ":86:" + first, "00123 GRACIAS").text.hasSuffix(
                "20250" + "00123 GRACIAS"))
        #expect(try entry(":61:250131C1,NTRFX", ":86:FRA 2025", "123").text == "FRA 2025 123")
        let named = try entry(":61:250131C1,NTRFX", ":86:TRANSFERENCIA DE ANA GIL", "FRA 7")
        #expect(named.counterparty == "ANA GIL" && named.text == "TRANSFERENCIA DE ANA GIL FRA 7")
    }

    @Test func plainTextMayHoldSEPAWords() throws {
        let found = try entry(":61:250131C1,NTRFX", ":86:EREF+A-1 SVWZ+FACTURA 7 ABWA+ANA GIL")
        #expect(found.endToEndId == "A-1" && found.text == "FACTURA 7" && found.counterparty == "ANA GIL")
    }

    @Test func aHyphenAloneInTheTextIsText() throws {
        let inside = try entry(":61:250131C1,NTRFX", ":86:FRA 7", "-", "FRA 8")
        #expect(inside.text == "FRA 7 - FRA 8")
        let text =
            message([":61:250131C1,NTRFX", ":86:FRA 7"]).replacing("\r\n:62F:C250131EUR0,", with: "")
            + "BANKESMM\r\n940\r\n" + message([])
        #expect(try read(text).entries.first?.first?.text == "FRA 7", "what precedes a message is no text")
    }

    // MARK: Returns

    @Test func aReturnWithTheFeeInside() throws {
        let details =
            "109?00RUECKLASTSCHRIFT?20EREF+E-1 MREF+M-1 OAMT+50,0?210 COAM+3,00 SVWZ+RECIBO 7?32ANA GIL?34914"
        let found = try entry(lines: [":61:250131D53,NRTINONREF"] + wrapped(details))
        #expect(found.amount == -53_00 && found.returnReason == "914" && found.endToEndId == "E-1")
        #expect(found.details.map(\.amount) == [-50_00, -3_00] && found.details.map(\.isFee) == [nil, true])
        let payment = try #require(found.details.first)
        #expect(payment.endToEndId == "E-1" && payment.mandateId == "M-1" && payment.returnReason == "914")
        #expect(payment.counterparty == "ANA GIL")
    }

    @Test func aReturnWithOnlyOneOfTheAmounts() throws {
        let onlyOriginal = try entry(":61:250131D53,NRTINONREF", ":86:109?20OAMT+50,00 SVWZ+X")
        #expect(onlyOriginal.details.map(\.amount) == [-50_00, -3_00])
        let onlyFee = try entry(":61:250131D53,NRTINONREF", ":86:109?20COAM+3,00 SVWZ+X")
        #expect(onlyFee.details.map(\.amount) == [-50_00, -3_00])
        let charges = try entry(
            ":61:250131D12,35NRTIKREF+//20160", "/OCMT/EUR11,85//CHGS/EUR0,50/", ":86:109?20SVWZ+X")
        #expect(charges.details.map(\.amount) == [-11_85, -50] && charges.details.last?.isFee == true)
        let foreign = try entry(
            ":61:250131D12,35NRTIX", "/OCMT/USD11,85//CHGS/EUR0,50/", ":86:109?20SVWZ+X")
        #expect(foreign.details == [])
    }

    @Test func aReturnWhoseAmountsDisagreeIsNotSplit() throws {
        let reading = try read(
            message(
                [":61:250131D53,NRTIX", ":86:109?20OAMT+40,00 COAM+3,00 SVWZ+X"], closing: "C250131EUR47,"))
        #expect(reading.codes == [.detailsDiffer] && reading.onlyEntry?.details == [])
        let plain = try entry(":61:250131D53,NTRFX", ":86:166?20OAMT+50,00 SVWZ+X")
        #expect(plain.details == [], "no return, so no fee")
    }

    @Test func aReturnInTheCodedForm() throws {
        let found = try entry(
            ":61:250131D12,75NRTIEREF//1", "/TRCD/01315/",
            ":86:/RTRN/MS03//EREF/E-7//MARF/M-1/REMI/USTD//RECIBO 7/")
        #expect(found.returnReason == "MS03" && found.endToEndId == "E-7" && found.text == "RECIBO 7")
        #expect(found.isReversal == false && found.code == "NRTI")
    }

    // MARK: Files

    @Test func severalMessagesAreSeveralStatements() throws {
        let envelope = "{1:F01BANKESMMXXXX0000000000}{2:O940BANKESMMXXXXN}{3:}{4:\r\n"
        let one = envelope + message([":61:250131C1,NTRFX"]).replacing("\r\n-\r\n", with: "\r\n-}{5:}\r\n")
        let reading = try read(one + one)
        #expect(reading.entries.map { $0.map(\.amount) } == [[100], [100]])
        #expect(reading.closings.count == 2)
    }

    @Test func previewsAreNotBooked() throws {
        let text = """
            :20:X
            :25:ES4899010001810123456789
            :28C:1/1
            :34F:EURD0,
            :13D:2501311815+0100
            :61:250131C1,NTRFX
            :86:FRA 7
            :61:250131EC2,NTRFX
            :90D:0EUR0,
            :90C:1EUR1,
            -
            """
        let reading = try read(text)
        #expect(reading.outcome.identification.format == .mt942 && reading.openings.first?.kind == .preview)
        #expect(reading.entries.first?.map(\.status) == [.booked, .pending] && reading.codes == [])
        #expect(reading.closings.first?.entries == 1 && reading.closings.first?.credits == 100)
        let wrong = try read(text.replacing(":90C:1EUR1,", with: ":90C:2EUR5,"))
        #expect(wrong.codes == [.countMismatch, .totalsDiffer])
    }

    @Test(arguments: [
        ("ES48 9901 0001 8101 2345 6789", "ES4899010001810123456789"),
        ("ES4899010001810123456789EUR", "ES4899010001810123456789"),
        ("NL34RABO0142623393 EUR", "NL34RABO0142623393"),
        ("CCRALULL/LU540026121160200600", "LU540026121160200600"),
        ("50880050/0194787400888", "50880050/0194787400888"),
    ])
    func accounts(written: String, account: String) throws {
        let text = message([]).replacing("ES4899010001810123456789", with: written)
        #expect(try read(text).openings.first?.account == account)
    }

    @Test func entriesThatCannotBeReadAreSetAside() throws {
        let reading = try read(
            message([
                ":61:250131X1,NTRFX", ":61:250131C,NTRFX", ":61:250131C1,005NTRFX", ":61:X",
                ":61:250230C1,NTRFX",
                ":86:TEXTO", ":61:250131C7,NTRFX", ":61:250131C7,NTRFX",
            ]))
        #expect(reading.entries.first?.map(\.amount) == [700, 700], "and twins are two")
        #expect(
            reading.codes.filter { $0 != .balanceMismatch }
                == [.recordMalformed, .amountUnreadable, .amountNotExact, .dateUnreadable, .dateUnreadable])
    }

    @Test func theBalanceIsChecked() throws {
        let reading = try read(message([":61:250131C1,NTRFX"], closing: "C250131EUR100,"))
        #expect(reading.codes == [.balanceMismatch])
        #expect(reading.outcome.problems.first?.expected == "101.00 (difference -1.00)")
        let usd = try read(message([], closing: "C250131USD100,"))
        #expect(usd.codes.contains(.recordMalformed) && usd.closings.first?.closingBalance == nil)
    }

    @Test func encodings() throws {
        let text = message([":61:250131C1,NTRFX", ":86:PEÑA", ":61:250131C1,NTRFX", ":86:FRA 7"])
        #expect(try read(text).entries.first?.first?.text == "PEÑA")
        #expect(try read("\u{FEFF}" + text).entries.first?.first?.text == "PEÑA")
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        #expect(try Reading(latin, with: MT940.read).entries.first?.first?.text == "PEÑA")
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(MT940.identify(wide.span)?.encoding == "UTF-16LE")
        #expect(try Reading(wide, with: MT940.read).entries.first?.map(\.text) == ["PEÑA", "FRA 7"])
    }

    @Test func isIdentifiedByItsFirstFields() {
        func identify(_ text: String) -> FileFormat? {
            let bytes = Array(text.utf8)
            return MT940.identify(bytes.span)?.format
        }
        #expect(identify(message([])) == .mt940 && identify("\r\n\r\n:940:\r\n" + message([])) == .mt940)
        #expect(identify("{1:F01X}{2:I942X}{4:\n:20:X\n:25:Y\n:34F:EUR0,") == .mt942)
        for text in [
            "", ":", ":20:", "Fecha;Importe", "<a/>", ":20:X\n:23B:CRED\n:32A:250131EUR1,",
            "{1:F01X}{2:I103X}{4:\n:20:X", "11" + String(repeating: "0", count: 78), ":61:hello",
            "!Type:Bank\nD1/1/25\nT5\n^",
        ] {
            #expect(identify(text) == nil, "\(text)")
        }
    }

    // MARK: Found in files of other banks

    @Test func theOtherPartyOrdersACreditAndGetsADebit() throws {
        for (mark, details) in [
            ("C", "/BENM//NAME/NOSOTROS SA/IBAN/ES1/ORDP//NAME/CLIENTE SL/REMI/F-12"),
            ("D", "/ORDP//NAME/NOSOTROS SA/BENM//NAME/CLIENTE SL/REMI/F-12"),
            ("D", "/BENM//NAME/CLIENTE SL/ORDP//NAME/NOSOTROS SA/IBAN/ES1/REMI/F-12"),
            ("RC", "/BENM//NAME/NOSOTROS SA/ORDP//NAME/CLIENTE SL/REMI/F-12"),
        ] {
            let found = try entry(":61:250131\(mark)10,00NTRFX", ":86:" + details)
            #expect(found.counterparty == "CLIENTE SL" && found.text == "F-12", "\(mark) \(details)")
            #expect(found.counterpartyAccount == "")
        }
    }

    @Test func aNameDirectlyBehindTheCode() throws {
        let buyer = try entry(":61:250131C1,NTRFX", ":86:/ORDP/International Buyer")
        #expect(buyer.counterparty == "International Buyer")
        let supplier = try entry(":61:250131D1,NTRFX", ":86:/BENM/Equipment Supplier Inc/REMI/INV 7")
        #expect(supplier.counterparty == "Equipment Supplier Inc" && supplier.text == "INV 7")
        let account = try entry(
            ":61:250131C1,NTRFX", ":86:/ORDP/NL91ABNA0417164300/NAME/ANA GIL/REMI/F")
        #expect(
            account.counterparty == "ANA GIL" && account.counterpartyAccount == "NL91ABNA0417164300")
    }

    @Test func aSecondFieldWithItsOwnBusinessCode() throws {
        let found = try entry(
            ":61:250131C1,NTRFX", ":86:166?00SEPA?20SVWZ+one", ":86:166?00SEPA?20KREF+K2?21SVWZ+two")
        #expect(found.text == "one two" && found.batchReference == "K2")
        let three = try entry(
            ":61:250131D53,NTRFX", ":86:166?00SEPA?20SVWZ+one?32ANA", ":86:166?00SEPA",
            ":86:109?00SEPA?20OAMT+50,00 SVWZ+two?32EVA?34914")
        #expect(three.text == "one two" && three.counterparty == "ANA" && three.returnReason == "914")
        #expect(three.details.map(\.amount) == [-50_00, -3_00])
        let goesOn = try entry(":61:250131C1,NTRFX", ":86:166?00SEPA?20SVWZ+one", ":86:?21 and two")
        #expect(goesOn.text == "one and two")
    }

    @Test func linesThatEndWithReturnAlone() throws {
        let text = message(
            [":61:250131C1,NTRFX", ":86:FRA 7", "FRA 8"], closing: "C250131EUR101,", lineEnd: "\r")
        #expect(MT940.identify(Array(text.utf8).span)?.format == .mt940)
        let reading = try read(text)
        #expect(reading.codes == [] && reading.onlyEntry?.text == "FRA 7 FRA 8")
        #expect(reading.onlyEntry?.place.line == 5)
    }

    @Test func codePage850() throws {
        func reading(_ name: [UInt8]) throws -> Reading {
            let text = Array(message([":61:250131C1,NTRFX", ":86:@"], closing: "C250131EUR101,").utf8)
            return try Reading(Array(text.split(separator: 0x40).joined(separator: name)), with: MT940.read)
        }
        let muller = try reading(
            Array("M".utf8) + [0x9A] + Array("LLER M".utf8) + [0x81] + Array("ller".utf8))
        #expect(
            muller.onlyEntry?.text == "MÜLLER Müller" && muller.outcome.identification.encoding == "CP850")
        let euro = try reading(Array("50 ".utf8) + [0x80] + Array(" ".utf8) + [0x84, 0x58, 0x94])
        #expect(euro.onlyEntry?.text == "50 € „X”" && euro.outcome.identification.encoding == "windows-1252")
        let latin = try reading(Array("H".utf8) + [0xE4] + Array("ndler".utf8))
        #expect(latin.onlyEntry?.text == "Händler")
    }

    @Test func anAmountMayBeginWithTheComma() throws {
        #expect(try entry(":61:250602D,35NCHG").amount == -35)
        #expect(try read(message([":61:250602D,NCHG"])).codes.contains(.amountUnreadable))
    }

    @Test func aSlashBeforeTheAccountIsNoPartOfIt() throws {
        for (written, account) in [
            ("/PL61109010140000071219812874", "PL61109010140000071219812874"), ("/12345", "12345"),
        ] {
            let text = message([]).replacing("ES4899010001810123456789", with: written)
            #expect(try read(text).openings.first?.account == account)
        }
    }

    @Test(arguments: [
        ("RECIBO LUZ", "FACTURA 7", "FACTURA 7 RECIBO LUZ"),
        ("Fra  7", "PAGO FRA 7 ENERO", "PAGO FRA 7 ENERO"),
        ("/TRCD/01315/", "FACTURA 7", "FACTURA 7"), ("NL91ABNA0417164300", "FACTURA 7", "FACTURA 7"),
        ("SEPA", "166?00SEPA?20SVWZ+F 7", "F 7"), ("F 78", "166?00SEPA?20SVWZ+F 7?218", "F 78"),
        ("20250012345", "FACTURA 7", "FACTURA 7"), ("2025/0012", "FACTURA 7", "FACTURA 7 2025/0012"),
        ("CONCEPTO", "166?00SEPA?20SVWZ+F 7", "F 7 CONCEPTO"),
    ])
    func theSecondLineOfAMovement(line: String, details: String, text: String) throws {
        #expect(try entry(":61:250131C1,NTRFX", line, ":86:" + details).text == text)
    }

    @Test func theSecondLineWithoutDetails() throws {
        #expect(try entry(":61:250131C1,NTRFX", "RECIBO LUZ").text == "RECIBO LUZ")
    }

    @Test func aBlankBehindTheLetterOfTheType() throws {
        let found = try entry(":61:250131C1,N TRFNONREF//B7")
        #expect(found.code == "NTRF" && found.reference == "B7")
        #expect(try entry(":61:250131C1,N TRFK7").reference == "K7")
    }

    @Test func theReasonOfAReturnInItsText() throws {
        #expect(try entry(":61:250131D1,NRTIX", ":86:RECIBO 7 AM04").returnReason == "AM04")
        #expect(try entry(":61:250131D1,NRTIX", ":86:RECIBO 7 AM04 O MD06").returnReason == "")
        #expect(try entry(":61:250131D1,NRTIX", ":86:RECIBO 7AM04 ZZ99").returnReason == "")
        #expect(try entry(":61:250131D1,NTRFX", ":86:RECIBO 7 AM04").returnReason == "")
    }

    // MARK: Hostile input

    @Test func truncationNeverLooksComplete() throws {
        let whole = Array(
            message(
                [":61:2501310131CR50,25NTRFK//B", ":86:166?20SVWZ+PAGO?32ANA"], closing: "C250131EUR150,25"
            ).utf8)
        for length in 0..<whole.count - 8 {
            let reading = try Reading(Array(whole[..<length]), with: MT940.read)
            let isWhole = reading.closings.first?.isBalanced == true && reading.outcome.problems.isEmpty
            #expect(!isWhole, "cut at \(length)")
        }
    }

    @Test func brokenBytesNeverStopTheProgram() throws {
        let whole = Array(
            (message(
                [
                    ":61:2501310131CR50,25NTRFK//B", "/OCMT/EUR1,//CHGS/EUR1,/",
                    ":86:109?20EREF+A SVWZ+B OAMT+1,?31ES48?32ANÁ?34914", ":61:250131D1,NTRFX",
                    ":86:/CNTP/A/B/C///REMI/USTD//X/RTRN/Y/", ":90D:1EUR1,", ":34F:EUR1,",
                ]) + message([":61:250131D1,NTRFX", ":86:EREF+ SVWZ+", "-", "X"], lineEnd: "\n")).utf8)
        var random = SplitMix64(state: 940)
        for _ in 0..<4000 {
            var bytes = whole
            for _ in 0..<Int(1 + random.next() % 6) {
                let index = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(Array(":?/+-0,\n\r{".utf8)[Int(random.next() % 10)], at: index)
                default: bytes.replaceSubrange(index..<index, with: bytes[..<min(40, bytes.count)])
                }
            }
            _ = try Reading(bytes, with: MT940.read)
            _ = MT940.identify(bytes.span)
        }
    }

    @Test func hugeFieldsAreBounded() throws {
        let long = String(repeating: "9", count: 300_000)
        for line in [":61:250131C" + long, ":61:250131C1,NTRF" + long, ":86:" + long, ":25:" + long, long] {
            _ = try read(message([":61:250131C1,NTRFX", line]))
        }
        let marks = try read(
            message([":61:250131C1,NTRFX", ":86:166" + String(repeating: "?20", count: 100_000)]))
        #expect(marks.entries.first?.count == 1)
    }
}

/// Chance with a seed (Steele, Lea and Flood, 2014).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
