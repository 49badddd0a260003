import Domain
import Testing

@testable import Formats

private func cell(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// An old or new balance.
private func balance(
    _ code: String, _ day: String, _ amount: String, account: String = "00123456789",
    currency: String = "EUR2"
) -> String {
    cell(cell("\(code)30099    00001\(currency) \(account)  \(day)", 90) + amount, 120)
}

private func movement(
    _ amount: String, label: String = "VIR SEPA", code: String = "05", reason: String = "  ",
    booked: String = "310125", value: String = "310125", number: String = "0000007",
    account: String = "00123456789"
) -> String {
    cell(
        cell("04300990099" + "00001EUR2 \(account)\(code)\(booked)\(reason)\(value)" + cell(label, 31), 81)
            + number + "  " + amount + "REF123", 120)
}

private func detail(_ qualifier: String, _ text: String) -> String {
    cell("0530099009900001EUR2 0012345678905310125     " + qualifier + text, 120)
}

private func read(_ lines: [String], lineEnd: String = "\r\n") throws -> Reading {
    try Reading(lines.joined(separator: lineEnd), with: CFONB120.read)
}

private let opening = balance("01", "300125", "0000000001000{")
private func closing(_ amount: String) -> String { balance("07", "310125", amount) }

@Suite struct CFONB120Tests {
    @Test func aDayWithTwoMovements() throws {
        let reading = try read([
            opening, movement("0000000000500{"), detail("NPY", "ANA GIL"), detail("LCC", "FACTURE 7"),
            detail("RCN", cell("E2E-1", 35) + "SUPP"), movement("0000000000002N", label: "FRAIS", code: "62"),
            closing("0000000001497E"),
        ])
        #expect(reading.codes == [])
        let head = try #require(reading.openings.first)
        #expect(head.account.hasPrefix("FR") && head.account.contains("300990000100123456789"))
        #expect(IBAN(head.account) != nil && head.openingBalance == 100_00 && head.currency == .eur)
        let entries = try #require(reading.entries.first)
        #expect(entries.map(\.amount) == [50_00, -25] && entries.map(\.code) == ["05/0099", "62/0099"])
        #expect(entries[0].counterparty == "ANA GIL" && entries[0].text == "VIR SEPA FACTURE 7")
        #expect(entries[0].endToEndId == "E2E-1" && entries[0].reference == "0000007")
        #expect(entries[0].bankReference == "REF123" && entries[1].counterparty == "")
        let foot = try #require(reading.closings.first)
        #expect(foot.isBalanced == true && foot.closingBalance == 149_75)
        #expect(foot.from?.description == "2025-01-31" && foot.to?.description == "2025-01-31")
    }

    @Test func linesThatEndWithReturnAlone() throws {
        let lines = [
            opening, movement("0000000000500{"), detail("LCC", "FACTURE 7"), closing("0000000001500{"),
        ]
        #expect(CFONB120.identify(Array(lines.joined(separator: "\r").utf8).span)?.format == .cfonb120)
        let reading = try read(lines, lineEnd: "\r")
        #expect(reading.codes == [] && reading.onlyEntry?.amount == 50_00)
    }

    /// Published examples of bank, branch, account and key.
    @Test(arguments: [
        ("30006", "00001", "12345678901", "FR7630006000011234567890189"),
        ("20041", "01005", "0500013M026", "FR1420041010050500013M02606"),
    ])
    func theKeyOfTheAccountIsComputed(bank: String, branch: String, account: String, iban: String) {
        #expect(RIB.iban(bank: bank, branch: branch, account: account)?.text == iban)
        #expect(RIB.iban(bank: bank, branch: branch, account: "123") == nil)
    }

    @Test(arguments: [
        ("0000000166956E", 1_669_565), ("0000000000227R", -2279), ("0000000000000{", 0),
        ("0000000000000}", 0),
        ("0000000000010}", -100), ("0000000000001A", 11), ("0000000000001I", 19), ("0000000000001J", -11),
        ("0000000000001\u{E9}", 10), ("0000000000001\u{E8}", -10), ("00000000000017", 17),
    ])
    func theLastDigitHoldsTheSign(written: String, digits: Int64) {
        let utf8 = Array(written.utf8)
        #expect(CFONB120Amount(utf8.span, 0..<utf8.count)?.digits == digits)
        let latin = written.unicodeScalars.map { UInt8($0.value) }
        #expect(CFONB120Amount(latin.span, 0..<latin.count)?.digits == digits)
        for broken in ["0000000000001S", "000000000000 A", "0000000000001a", "              ", "A"] {
            let bytes = Array(broken.utf8)
            #expect(CFONB120Amount(bytes.span, 0..<bytes.count) == nil)
        }
    }

    @Test func returnsHaveTheirReasonAndTheFeeApart() throws {
        let reading = try read([
            opening, movement("0000000000530}", label: "IMPAYE PRLV", code: "08", reason: "10"),
            detail("NPY", "ANA GIL"), detail("RUM", "M-1"), detail("RCN", "E-1"),
            detail("MMO", "EUR200000000005000"), detail("FEE", "EUR200000000000300"),
            closing("0000000000470{"),
        ])
        #expect(reading.codes == [])
        let entry = try #require(reading.onlyEntry)
        #expect(entry.amount == -53_00 && entry.returnReason == "10" && entry.mandateId == "M-1")
        #expect(entry.details.map(\.amount) == [-50_00, -3_00] && entry.details.map(\.isFee) == [nil, true])
        #expect(entry.details.first?.endToEndId == "E-1" && entry.details.first?.returnReason == "10")
        #expect(entry.counterparty == "ANA GIL")
        let foreign = try read([
            opening, movement("0000000000530}"), detail("MMO", "USD200000000005000"),
            closing("0000000000470{"),
        ])
        #expect(foreign.codes == [] && foreign.onlyEntry?.details == [])
    }

    @Test func textsAreJoinedAsTheirQualifiersSay() throws {
        let full = String(repeating: "X", count: 69) + "2"
        let reading = try read([
            opening, movement("0000000000000A"), detail("LCC", full), detail("LC2", "025-7"),
            detail("LIB", "UN"), detail("AAA", "DEUX"), detail("   ", "TROIS"),
            detail("LCS", "RF18539007547034"),
            closing("0000000001000A"),
        ])
        #expect(reading.onlyEntry?.text == "VIR SEPA \(full)025-7 UN DEUX TROIS")
        #expect(reading.onlyEntry?.structuredReference == "RF18539007547034")
    }

    @Test func thePayeeIsTheOtherPartyOfWhatWePaid() throws {
        let paid = try read([
            opening, movement("0000000000000J"), detail("NPY", "NOUS"), detail("NBE", "EDF"),
            detail("IBE", "FR7630006000011234567890189"), closing("0000000000999I"),
        ])
        #expect(paid.onlyEntry?.counterparty == "EDF")
        #expect(paid.onlyEntry?.counterpartyAccount == "FR7630006000011234567890189")
    }

    @Test func chainsOfDaysAndAccounts() throws {
        let reading = try read([
            opening, closing("0000000001000{"), "", "   ",
            balance("01", "310125", "0000000001000{"), balance("07", "020225", "0000000001000{"),
            balance("01", "310125", "0000000000000{", account: "00099999999"),
            balance("07", "010225", "0000000000000{", account: "00099999999"),
        ])
        #expect(reading.codes == [] && reading.openings.count == 3)
        #expect(reading.closings.map { $0.from?.description } == ["2025-01-31", "2025-02-01", "2025-02-01"])
        #expect(Set(reading.openings.map(\.account)).count == 2)
    }

    @Test func recordsWithoutLineEndsAndWithoutTheirBlanks() throws {
        let lines = [opening, movement("0000000000500{"), detail("LIB", "UN"), closing("0000000001500{")]
        let glued = try Reading(lines.joined(), with: CFONB120.read)
        #expect(glued.codes == [] && glued.onlyEntry?.text == "VIR SEPA UN")
        let cut = try read(lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }, lineEnd: "\n")
        #expect(cut.codes == [] && cut.onlyEntry?.text == "VIR SEPA UN")
    }

    @Test func accentsKeepTheColumns() throws {
        let lines = [
            opening, movement("0000000000500{", label: "VIR RÉGLÉ"), detail("NPY", "HÉLÈNE"),
            closing("0000000001500{"),
        ]
        #expect(try read(lines).onlyEntry?.text == "VIR RÉGLÉ" && read(lines).onlyEntry?.amount == 50_00)
        let latin = lines.joined(separator: "\n").unicodeScalars.map { UInt8($0.value) }
        #expect(try Reading(latin, with: CFONB120.read).onlyEntry?.counterparty == "HÉLÈNE")
    }

    @Test func whatIsOutOfPlaceIsSetAside() throws {
        let reading = try read([
            movement("0000000000500{"), detail("LIB", "X"), opening, detail("LIB", "X"),
            movement("0000000000500{", account: "00099999999"), movement("000000000050AB"),
            movement("0000000000500{", booked: "300225"), "99 what", movement("0000000000100{"),
            closing("0000000001100{"), closing("0000000001100{"),
        ])
        #expect(reading.onlyEntry?.amount == 10_00)
        #expect(
            reading.codes == [
                .recordMalformed, .recordMalformed, .recordMalformed, .recordMalformed, .amountUnreadable,
                .dateUnreadable, .recordMalformed, .recordMalformed,
            ])
    }

    @Test func balancesAndTheirAbsenceAreReported() throws {
        let wrong = try read([opening, movement("0000000000500{"), closing("0000000001000{")])
        #expect(wrong.codes == [.balanceMismatch])
        #expect(wrong.outcome.problems.first?.expected == "150.00 (difference -50.00)")
        let open = try read([opening, movement("0000000000500{")])
        #expect(open.codes == [.fieldMissing] && open.closings.first?.closingBalance == nil)
        let plain = try read([opening, movement("00000000005000"), closing("0000000001500{")])
        #expect(plain.codes == [.recordMalformed] && plain.onlyEntry?.amount == 50_00)
    }

    @Test func listsOfCFONB240AreRefused() throws {
        let head = cell("3100000120250131E    300990000100123456789", 240)
        let bytes = Array(head.utf8)
        #expect(CFONB120.identify(bytes.span)?.version == "240")
        let reading = try Reading(bytes, with: CFONB120.read)
        #expect(reading.isRefused && reading.openings.isEmpty)
        #expect(reading.outcome.problems.first?.found.contains("CFONB 240") == true)
    }

    @Test func isIdentifiedByItsFirstRecord() {
        func identify(_ text: String) -> FileFormat? {
            let bytes = Array(text.utf8)
            return CFONB120.identify(bytes.span)?.format
        }
        #expect(identify("\n\n" + opening) == .cfonb120)
        for text in ["", "01", "Date;Montant", opening.replacing("300125", with: "999999"), "01" + "30099"] {
            #expect(identify(text) == nil, "\(text)")
        }
    }

    // MARK: Hostile input

    @Test func truncationNeverLooksComplete() throws {
        let whole = Array(
            [opening, movement("0000000000500{"), closing("0000000001500{")].joined(separator: "\n").utf8)
        for length in 0..<whole.count - 17 {
            let reading = try Reading(Array(whole[..<length]), with: CFONB120.read)
            let isWhole = reading.closings.first?.isBalanced == true && reading.outcome.problems.isEmpty
            #expect(!isWhole, "cut at \(length)")
        }
    }

    @Test func brokenBytesNeverStopTheProgram() throws {
        let whole = Array(
            [
                opening, movement("0000000000500{", label: "RÉGLÉ"), detail("MMO", "EUR200000000005000"),
                detail("FEE", "EUR200000000000300"), detail("IPY", "FR76"), detail("LC2", "X"),
                closing("0000000001500{"), balance("01", "310125", "999999999999999"),
            ].joined(separator: "\n").utf8)
        var random = SplitMix64(state: 120)
        for _ in 0..<3000 {
            var bytes = whole
            for _ in 0..<Int(1 + random.next() % 6) {
                let index = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: index)
                }
            }
            _ = try Reading(bytes, with: CFONB120.read)
            _ = CFONB120.identify(bytes.span)
        }
        _ = try Reading(whole + Array(repeating: UInt8(0x30), count: 200_000), with: CFONB120.read)
    }
}
