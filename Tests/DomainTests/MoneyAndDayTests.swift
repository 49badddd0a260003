import Domain
import Testing

@Suite struct MoneyAndDayTests {
    @Test func amountsAreWrittenWithTheirCurrencysDecimals() throws {
        #expect(Money(minorUnits: -5000, currency: .eur).decimalString == "-50.00")
        #expect(Money(minorUnits: 7, currency: .eur).decimalString == "0.07")
        let yen = try #require(Currency("JPY"))
        #expect(Money(minorUnits: 1234, currency: yen).decimalString == "1234")
        let dinar = try #require(Currency("TND"))
        #expect(Money(minorUnits: -1, currency: dinar).decimalString == "-0.001")
        #expect(Money(minorUnits: .min, currency: .eur).decimalString == "-92233720368547758.08")
    }

    @Test func currenciesNeverAddAndOverflowIsAnError() throws {
        let dollar = try #require(Currency("USD"))
        #expect(throws: MoneyError.currenciesDiffer("EUR", "USD")) {
            try Money(minorUnits: 1, currency: .eur).adding(Money(minorUnits: 1, currency: dollar))
        }
        #expect(throws: MoneyError.overflow) {
            try Money(minorUnits: .max, currency: .eur).adding(Money(minorUnits: 1, currency: .eur))
        }
    }

    @Test func minorUnitsAreExactOrNothing() {
        #expect(Int64.minorUnits(digits: 123_400, scale: 4, exponent: 2) == 1234)
        #expect(Int64.minorUnits(digits: 12_345, scale: 3, exponent: 2) == nil)
        #expect(Int64.minorUnits(digits: 12, scale: 0, exponent: 2) == 1200)
        #expect(Int64.minorUnits(digits: .max, scale: 0, exponent: 2) == nil)
        #expect(Int64.minorUnitsRounded(digits: 12_345, scale: 3, exponent: 2) == 1235)
        #expect(Int64.minorUnitsRounded(digits: -12_345, scale: 3, exponent: 2) == -1235)
        #expect(Int64.minorUnitsRounded(digits: 12_344, scale: 3, exponent: 2) == 1234)
    }

    @Test func everyDayOfFourCenturiesRoundTrips() throws {
        var expected = try #require(Day(year: 1800, month: 1, day: 1))
        for year in 1800...2200 {
            for month in 1...12 {
                for day in 1...Day.length(ofMonth: month, year: year) {
                    let made = try #require(Day(year: year, month: month, day: day))
                    #expect(made == expected)
                    let civil = made.civil
                    #expect(civil == (year, month, day))
                    expected = expected.adding(days: 1)
                }
            }
        }
        #expect(Day(iso: "1970-01-01")?.number == 0)
        #expect(Day(iso: "2026-02-28")?.description == "2026-02-28")
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01T00:00", "", "2026-00-10",
    ])
    func daysThatDoNotExist(_ text: String) { #expect(Day(iso: text) == nil) }

    @Test func yearsGoDateToDate() {
        #expect(Day(iso: "2024-02-29")?.adding(years: 1) == Day(iso: "2025-02-28"))
        #expect(Day(iso: "2024-02-29")?.adding(years: 4) == Day(iso: "2028-02-29"))
        #expect(Day(iso: "2021-03-31")?.adding(years: 5) == Day(iso: "2026-03-31"))
    }

    @Test func everyProblemHasWordsAndARemedy() {
        for code in Problem.Code.allCases {
            #expect(!code.title.isEmpty && !code.remedy.isEmpty, "\(code.rawValue)")
        }
    }
}
