import Testing

@testable import Scanning

@Suite struct LocaleNumberTests {
    private func read(_ text: String, _ mark: DecimalMark) -> (digits: Int64, scale: Int)? {
        read(Array(text.utf8), mark)
    }

    private func read(_ bytes: [UInt8], _ mark: DecimalMark) -> (digits: Int64, scale: Int)? {
        LocaleNumber(bytes.span, mark: mark).map { ($0.number.digits, $0.number.scale) }
    }

    @Test(arguments: [
        ("1.234,56", 123_456), ("-45,30", -4530), ("1 234,56", 123_456), ("1\u{A0}234,56", 123_456),
        ("1\u{202F}234,56", 123_456), ("1'234,56", 123_456), ("+70,00EUR", 7000), ("1.488,24 EUR", 148_824),
        ("€ 12,00", 1200), ("12,00€", 1200), ("12,00-", -1200), ("(12,00)", -1200), ("- 12,00", -1200),
        ("\u{2212}12,00", -1200), (" 0,05 ", 5), (",50", 50), ("1.234.567,89", 123_456_789),
        ("12,00 CR", 1200),
        ("12,00 DR", -1200),
    ])
    func commaNumbers(_ text: String, _ cents: Int64) {
        let number = read(text, .comma)
        #expect(number?.digits == cents)
        #expect(number?.scale == 2)
    }

    @Test func pointNumbersAndWholeNumbers() {
        #expect(read("1,533.50", .point)?.digits == 153_350)
        #expect(read("+ £1,100.00", .point)?.digits == 110_000)
        #expect(read("150000", .point)?.scale == 0)
        #expect(read("1.234", .comma)?.digits == 1234)
        #expect(read("1.234", .point)?.scale == 3)
        #expect(read([0x31, 0xA0, 0x32, 0x30, 0x30, 0x2C, 0x30, 0x30, 0x80], .comma)?.digits == 120_000)
    }

    @Test(arguments: [
        "", " ", "-", "12..34", "1.23,45", "12.34.56,00", "1,2,3", "--5", "+-5", "12,00-EUR-", "abc",
        "1.2345",
        "(5", "5)", "1234.567,00", "EUR", "1e5", "12,3a", "9999999999999999999", "1 .234,00",
    ])
    func otherThingsAreNoNumbers(_ text: String) {
        #expect(read(text, .comma) == nil)
    }

    @Test func theCurrencyBesideANumberIsKept() {
        func currency(_ text: String) -> UInt32? {
            LocaleNumber(Array(text.utf8).span, mark: .comma)?.currency
        }
        #expect(currency("5,00EUR") == 0x45_5552)
        #expect(currency("5,00 €") == 0x45_5552)
        #expect(currency("USD 5,00") == 0x55_5344)
        #expect(currency("$5,00") == LocaleNumber.dollarSign)
        #expect(currency("5,00") == 0)
    }
}

@Suite struct DateFieldTests {
    private func civil(_ text: String, _ order: DateField.Order = .dayFirst) -> [Int]? {
        DateField(Array(text.utf8).span).map {
            let civil = $0.civil(order)
            return [civil.year, civil.month, civil.day]
        }
    }

    @Test(arguments: [
        "03/04/2025", "3/4/2025", "03-04-2025", "03.04.2025", "3.4.25", "03/04/25", "2025-04-03",
        "2025/04/03",
        "2025.04.03.", "20250403", "3-Apr-2025", "03APR25", "3 abr 2025", "3 avril 2025", "3-Apr-25",
        "2025-04-03 12:34:56 +0000", "2025-04-03T00:00:00", "03/04/2025 10:15",
    ])
    func manySpellingsOfOneDay(_ text: String) {
        #expect(civil(text) == [2025, 4, 3])
    }

    @Test func theOrderIsTheTablesToDecide() {
        #expect(civil("12/15/2018", .monthFirst) == [2018, 12, 15])
        #expect(civil("9/4/2018", .monthFirst) == [2018, 9, 4])
        #expect(civil("2018-09-04", .monthFirst) == [2018, 9, 4])
        #expect(civil("31MAY13") == [2013, 5, 31])
        #expect(civil("1 août 1999") == [1999, 8, 1])
        #expect(civil("1 juin 2020") == [2020, 6, 1])
        #expect(civil("1 juillet 2020") == [2020, 7, 1])
        #expect(civil("4 févr. 2020") == [2020, 2, 4])
        #expect(civil("1/1/70") == [1970, 1, 1])
    }

    @Test(arguments: [
        "", "Pending", "12/2025", "1/2/3/4", "2025", "03/04-2025", "3//4/2025", "03/04/202", "x3/4/2025",
        "03/04/2025x", "123456789", "3 xyz 2025",
    ])
    func otherThingsAreNoDates(_ text: String) {
        #expect(civil(text) == nil)
    }
}
