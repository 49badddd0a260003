import Domain
import Foundation
import Testing

@testable import Pipeline

/// Amounts in the tables of an agency: one reading or none.
@Suite struct AgencyNumberTests {
    @Test(arguments: [
        ("1600", 160_000), ("1600.00", 160_000), ("1600,00", 160_000), ("1.600,00", 160_000),
        ("1,600.00", 160_000), ("1600.5", 160_050), ("-50,00", -5_000), ("1.234.567", 123_456_700),
        ("1.234.567,89", 123_456_789), ("1 600,00", 160_000), ("1.600,00 €", 160_000),
        ("1600.00 EUR", 160_000), ("0.600", 60), ("12,30", 1_230),
    ])
    func amountsWithOneReading(_ text: String, _ cents: Int64) {
        #expect(AgencyNumber.minorUnits(text, .eur) == cents)
    }

    @Test(arguments: ["1.600", "1,600", "2.500", "1.000", "-1.000", "12.345", "1.600 EUR"])
    func threeDigitsAfterTheOnlySeparatorAreRefused(_ text: String) {
        #expect(AgencyNumber.minorUnits(text, .eur) == nil)
    }

    @Test(arguments: ["", "abc", "1.60,0.0", "12.34.5", "5.", "1.2345", "16.00 USD", "16,00 CR", "1,2,3"])
    func whatIsNoAmountIsRefused(_ text: String) {
        #expect(AgencyNumber.minorUnits(text, .eur) == nil)
    }

    @Test func theRemedyNamesTheAmountInFull() {
        let remedy = AgencyNumber.expected("1,600", .eur)
        #expect(remedy.hasPrefix("1600.00, 1600,00 or 1.600,00 where thousands are meant"))
        #expect(AgencyNumber.expected("abc", .eur) == "an amount as 1234.56, 1234,56 or 1.234,56 in EUR")
    }

    @Test func theDecimalsOfACurrencyCount() throws {
        let yen = try #require(Currency("JPY"))
        #expect(AgencyNumber.minorUnits("1.600", yen) == nil)
        #expect(AgencyNumber.expected("1.600", yen).hasPrefix("1600 "))
        let dinar = try #require(Currency("KWD"))
        #expect(AgencyNumber.minorUnits("1.600", dinar) == 1_600)
    }

    @Test func percentagesAreNeverThousands() {
        #expect(AgencyNumber.hundredths("15.000") == 1_500)
        #expect(AgencyNumber.hundredths("15,5") == 1_550)
        #expect(AgencyNumber.hundredths("101") == nil)
    }
}
