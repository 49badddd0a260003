import Domain
import Foundation
import Testing

@testable import Formats

private func written(_ text: String) -> String? {
    guard let number = WorkbookNumber(Array(text.utf8).span) else { return nil }
    var bytes: [UInt8] = []
    number.append(to: &bytes, mark: UInt8(ascii: "."))
    return String(decoding: bytes, as: UTF8.self)
}

private func format(_ code: String) -> WorkbookFormat { WorkbookFormat(code: Array(code.utf8).span) }

@Suite struct WorkbookNumberTests {
    @Test(arguments: [
        ("-45.299999999999997", "-45.3"), ("1210.1500000000001", "1210.15"), ("0.30000000000000004", "0.3"),
        ("1E-3", "0.001"), ("45292.000000", "45292"), ("1.23E+2", "123"), ("1.5e6", "1500000"), ("-0", "0"),
        ("007.50", "7.5"), (".5", "0.5"), ("+3", "3"), ("1234567890123.45", "1234567890123.45"),
        ("999999.99999999988", "1000000"), ("123456789.12000001", "123456789.12"),
    ])
    func binaryNoiseIsDropped(text: String, expected: String) { #expect(written(text) == expected) }

    @Test(arguments: [
        ("1234.5600000000013", "1234.56"), ("5.5511151231257827E-17", "0"), ("-2.2737367544323206E-13", "0"),
        ("99.999999999995", "100"),
        ("7236402.5199999902", "7236402.52"), ("97328407.3199999", "97328407.32"),
        ("0.33333333333333331", "0.333333"), ("0.66666666666666663", "0.666667"),
    ])
    func noiseOfSumsIsDropped(text: String, expected: String) { #expect(written(text) == expected) }

    @Test(arguments: [
        ("9.5193", "9.5193"), ("1.08642375", "1.08642375"), ("0.0000000001", "0.0000000001"),
        ("12.345", "12.345"), ("21000418450200051332", "21000418450200051332"),
    ])
    func realDecimalsStay(text: String, expected: String) { #expect(written(text) == expected) }

    @Test(arguments: ["", "-", ".", "1.2.3", "1,5", "1E", "1E1.5", "1E999", "NaN", "0x1F", "1 2"])
    func otherTextsAreNoNumbers(text: String) { #expect(written(text) == nil) }

    /// What `%.17g` makes of any amount, and of a running sum of amounts in binary, is the amount again.
    @Test func everyAmountSurvivesItsBinaryForm() {
        var state: UInt64 = 3
        var sum = 0.0
        var cents: Int64 = 0
        for _ in 0..<5000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let amount = Int64(state >> 33) - 1 << 30
            cents += amount
            sum += Double(amount) / 100
            for (units, value) in [(amount, Double(amount) / 100), (cents, sum)] {
                let expected = Fact.amount(Money.decimalString(units, exponent: 2))
                #expect(written(String(format: "%.17g", value)) == expected)
            }
        }
    }

    @Test func longNumbersWithExponentHaveLostDigits() {
        #expect(WorkbookNumber(Array("2.1000418450200051E+19".utf8).span)?.hasLostDigits == true)
        #expect(WorkbookNumber(Array("1.5E+6".utf8).span)?.hasLostDigits == false)
    }

    @Test func serialDaysKnowBothSystems() {
        func day(_ serial: Int, _ is1904: Bool = false) -> String? {
            WorkbookDay.dayNumber(serial: serial, is1904: is1904).map { Day(number: $0).description }
        }
        #expect(day(1) == "1900-01-01")
        #expect(day(59) == "1900-02-28")
        #expect(day(60) == nil)
        #expect(day(61) == "1900-03-01")
        #expect(day(45_225) == "2023-10-26")
        #expect(day(2_958_465) == "9999-12-31")
        #expect(day(2_958_466) == nil)
        #expect(day(43_763, true) == "2023-10-26")
    }

    @Test(arguments: [
        "dd/mm/yyyy", "d/m/yy", "yyyy\\-mm\\-dd", "[$-C0A]d\\ mmm\\ yyyy;@", "mmm-yy", "dd/mm/yyyy hh:mm:ss",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "yyyy-mm-dd\\Thh:mm:ss.000", "DD/MM/YYYY", "mmmm",
        "dd.mm.yyyy", "d. m. yyyy", "mmm d, yyyy",
    ])
    func dateFormatsAreTold(code: String) { #expect(format(code).kind == .date) }

    @Test(arguments: [
        "General", "#,##0.00", "0.00%", "#,##0.00 \"días\"", "[Red]-0.00", "\\d0", "0.00E+00", "@", "# ?/?",
        "",
        "#,##0.00_);[Red](#,##0.00)", "\"day\"", "_-* #,##0.00 \"DM\"_-", "[Blue]0;[Magenta]0",
    ])
    func numberFormatsAreTold(code: String) { #expect(format(code).kind == .number) }

    @Test(arguments: ["hh:mm", "[h]:mm:ss", "mm:ss.0", "h:mm AM/PM"])
    func timeFormatsAreTold(code: String) { #expect(format(code).kind == .time) }

    @Test(arguments: [
        ("#,##0.00\\ [$€-C0A]", "EUR"), ("#,##0.00\\ \"€\"", "EUR"), ("#,##0.00 €", "EUR"),
        ("[$USD]\\ 0.00", "USD"), ("\"£\"#,##0.00", "GBP"), ("[$$-409]0.00", ""), ("0.00", ""),
        ("0.00 \"ALL\"", ""),
    ])
    func currencyOfAFormatIsRead(code: String, expected: String) {
        #expect(String(decoding: format(code).currency, as: UTF8.self) == expected)
    }

    @Test func onlyFormatsOfZerosHaveAWidth() {
        #expect(format("00000").width == 5)
        #expect(["0", "0.00", "#,##0", "00%"].map { format($0).width } == [1, 1, 1, 1])
    }
}
