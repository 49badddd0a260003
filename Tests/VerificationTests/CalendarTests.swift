import Domain
import Testing
import Verification

@Suite("Working days")
struct CalendarTests {
    /// Easter Sundays from 1990 to 2100, ten years a line, as the python-dateutil library has them.
    private static let easter = """
        04-15 03-31 04-19 04-11 04-03 04-16 04-07 03-30 04-12 04-04
        04-23 04-15 03-31 04-20 04-11 03-27 04-16 04-08 03-23 04-12
        04-04 04-24 04-08 03-31 04-20 04-05 03-27 04-16 04-01 04-21
        04-12 04-04 04-17 04-09 03-31 04-20 04-05 03-28 04-16 04-01
        04-21 04-13 03-28 04-17 04-09 03-25 04-13 04-05 04-25 04-10
        04-01 04-21 04-06 03-29 04-17 04-09 03-25 04-14 04-05 04-18
        04-10 04-02 04-21 04-06 03-29 04-18 04-02 04-22 04-14 03-30
        04-18 04-10 03-26 04-15 04-06 03-29 04-11 04-03 04-22 04-14
        03-30 04-19 04-10 03-26 04-15 04-07 04-19 04-11 04-03 04-23
        04-07 03-30 04-19 04-04 03-26 04-15 03-31 04-20 04-11 04-03
        04-16 04-08 03-30 04-12 04-04 04-24 04-15 03-31 04-20 04-12
        03-28
        """

    @Test("Easter from 1990 to 2100")
    func easterSundays() {
        let days = Self.easter.split { $0 == " " || $0 == "\n" }
        #expect(days.count == 111)
        for (year, text) in zip(1990...2100, days) {
            #expect(Day.easterSunday(of: year) == day("\(year)-\(text)"))
        }
    }

    private func calendar(_ country: String = "es", _ local: [(String, String)] = []) throws
        -> WorkingCalendar
    {
        WorkingCalendar(
            law: try Laws.of(country),
            local: local.map { LocalHoliday(day: day($0.0), name: $0.1) })
    }

    private static let holidays: [(country: String, year: Int, days: String)] = [
        ("es", 2026, "01-01 01-06 04-03 05-01 08-15 10-12 11-01 12-06 12-08 12-25"),
        ("es", 2025, "01-01 01-06 04-18 05-01 08-15 10-12 11-01 12-06 12-08 12-25"),
        ("fr", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"),
        ("fr", 2008, "01-01 03-24 05-01 05-01 05-08 05-12 07-14 08-15 11-01 11-11 12-25"),
        ("pt", 2026, "01-01 04-03 04-05 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25"),
        ("pt", 2012, "01-01 04-06 04-08 04-25 05-01 06-07 06-10 08-15 10-05 11-01 12-01 12-08 12-25"),
        // Four holidays were suspended from 2013 to 2015.
        ("pt", 2014, "01-01 04-18 04-20 04-25 05-01 06-10 08-15 12-08 12-25"),
        ("pt", 2016, "01-01 03-25 03-27 04-25 05-01 05-26 06-10 08-15 10-05 11-01 12-01 12-08 12-25"),
    ]

    @Test("national holidays by year", arguments: holidays.indices)
    func national(index: Int) throws {
        let (country, year, days) = Self.holidays[index]
        let found = try calendar(country).nationalHolidays(of: year)
        #expect(found.map { String($0.day.description.dropFirst(5)) }.joined(separator: " ") == days)
        #expect(found.allSatisfy { $0.row != nil })
    }

    @Test("every day of a year agrees with the list of its holidays", arguments: ["es", "fr", "pt"])
    func consistent(country: String) throws {
        let calendar = try calendar(country)
        for year in [1990, 2012, 2013, 2016, 2026, 2027, 2099] {
            let listed = Set(calendar.nationalHolidays(of: year).map(\.day))
            var date = day("\(year)-01-01")
            while date.civil.year == year {
                #expect((calendar.holiday(on: date) != nil) == listed.contains(date))
                date = date.adding(days: 1)
            }
        }
    }

    @Test(
        "weekends",
        arguments: [
            ("2026-11-20", false), ("2026-11-21", true), ("2026-11-22", true), ("2026-11-23", false),
            ("1969-12-28", true), ("1969-12-29", false), ("1969-12-27", true),
        ])
    func weekends(text: String, isWeekend: Bool) { #expect(day(text).isWeekend == isWeekend) }

    @Test(
        "adding days",
        arguments: [
            // The four days of RD 238/2026: without Saturdays, Sundays and national holidays.
            ("2026-04-01", 4, DayCounting.nationalWorking, "2026-04-08"),
            ("2026-12-04", 4, .nationalWorking, "2026-12-11"),
            // A local holiday (19 March) does not count there, but does for working days.
            ("2026-03-16", 4, .nationalWorking, "2026-03-20"), ("2026-03-16", 4, .working, "2026-03-23"),
            ("2026-03-16", 4, .calendar, "2026-03-20"),
            // Thirty working days of the registry (LOPDGDD DA 3).
            ("2026-11-23", 30, .working, "2027-01-08"),
            // Courts: August and the days from 24 December to 6 January do not count.
            ("2026-07-30", 1, .court, "2026-07-31"), ("2026-07-31", 1, .court, "2026-09-01"),
            ("2026-12-22", 2, .court, "2027-01-07"), ("2026-07-31", 1, .working, "2026-08-03"),
            ("2026-11-21", 0, .working, "2026-11-21"),
        ])
    func adding(from: String, count: Int, counting: DayCounting, to: String) throws {
        let calendar = try calendar("es", [("2026-03-19", "San José"), ("2026-11-09", "La Almudena")])
        #expect(calendar.adding(count, counting, to: day(from)) == day(to))
        guard count > 0 else { return }
        #expect(calendar.days(after: day(from), through: day(to), counting) == count)
        #expect(calendar.counts(day(to), counting))
    }

    @Test(
        "the end of a term by its row",
        arguments: [
            ("E9", "2026-04-01", "2026-04-08"), ("R5", "2026-11-23", "2027-01-08"),
            ("J5", "2026-07-31", "2026-09-28"), ("N10", "2026-12-31", "2027-01-30"),
            ("V8r", "2026-01-31", "2026-02-28"), ("R9", "2024-02-29", "2029-02-28"),
        ])
    func terms(id: String, from: String, to: String) throws {
        let row = try #require(try Laws.of("es").rows.first { $0.id == id })
        #expect(try calendar().end(of: row, from: day(from)) == day(to))
        #expect(try calendar().end(of: Laws.of("es").rows[0], from: day(from)) == nil, "a flag is no term")
    }

    @Test("the last day rolls to the next that counts")
    func rolling() throws {
        let calendar = try calendar("es", [("2026-11-09", "La Almudena")])
        #expect(calendar.next(onOrAfter: day("2026-11-07")) == day("2026-11-10"))
        #expect(calendar.next(onOrAfter: day("2026-11-07"), .nationalWorking) == day("2026-11-09"))
        #expect(calendar.next(onOrAfter: day("2026-11-10")) == day("2026-11-10"))
        #expect(calendar.next(onOrAfter: day("2026-08-01"), .court) == day("2026-09-01"))
        #expect(calendar.next(onOrAfter: day("2026-11-08"), .calendar) == day("2026-11-08"))
    }

    @Test("a holiday names itself and its row; the court's closure too")
    func proof() throws {
        let calendar = try calendar("es", [("2026-11-09", "La Almudena"), ("2026-12-25", "Navidad")])
        #expect(calendar.holiday(on: day("2026-04-03"))?.row?.article == "RD 2001/1983 art. 45.1.c")
        let local = calendar.holiday(on: day("2026-11-09"))
        #expect(local?.name == "La Almudena" && local?.row == nil)
        #expect(calendar.holiday(on: day("2026-11-09"), counting: .nationalWorking) == nil)
        #expect(calendar.holiday(on: day("2026-12-25"))?.row?.id == "HD/christmas", "the law before the file")
        #expect(calendar.courtClosure(on: day("2026-08-31"))?.id == "K1/august")
        #expect(calendar.courtClosure(on: day("2027-01-06"))?.id == "K1/christmas")
        #expect(calendar.courtClosure(on: day("2026-12-23")) == nil)
        #expect(calendar.courtClosure(on: day("2027-01-07")) == nil)
        #expect(calendar.courtClosure(on: day("2022-01-03")) == nil, "since LO 14/2022")
        #expect(calendar.courtClosure(on: day("2023-01-03"))?.id == "K1/christmas")
        #expect(calendar.knowsLocalHolidays(of: 2026) && !calendar.knowsLocalHolidays(of: 2027))
    }

    @Test("a file of local holidays, with its wrong lines")
    func localFile() {
        let text = """
            \u{FEFF}día;nombre
            # Comunidad de Madrid
            2026-05-02;Fiesta de la Comunidad
            09/11/2026;"La Almudena; Madrid"\r
            15/5/2026,San Isidro

            2026-02-30;No existe
            mañana;Nada
            2026-05-02;Otra vez
            2026-04-02
            """
        let read = LocalHolidays(reading: Array(text.utf8))
        #expect(
            read.holidays.map { "\($0.day) \($0.name)" } == [
                "2026-04-02 ", "2026-05-02 Fiesta de la Comunidad", "2026-05-15 San Isidro",
                "2026-11-09 La Almudena; Madrid",
            ])
        #expect(
            read.errors.map(\.description) == [
                "line 7: found \"2026-02-30\", expected a day, 2026-03-19 or 19/03/2026",
                "line 8: found \"mañana\", expected a day, 2026-03-19 or 19/03/2026",
                "line 9: found \"2026-05-02\", expected a day that did not come before",
            ])
        #expect(LocalHolidays(reading: [0xFF, 0xFE, 0x0A]).errors.map(\.line) == [1])
        #expect(LocalHolidays(reading: []) == LocalHolidays(reading: Array("\n\n# nada\n".utf8)))
    }
}
