internal import Domain

/// How long what law requires is kept.
struct RetentionSettings: Sendable {
    /// Business records and invoices: six years (Código de Comercio art. 30). Claims between the parties end
    /// before (five years, Código Civil art. 1964).
    var years = 6

    /// The last day on which records whose last entry was on a day are kept: the end of the year, so many
    /// years after the year of that entry. The law counts from the last entry of the books, and books are
    /// closed by years; years of calendar are taken for those of the company.
    func lastDay(after entry: Day) -> Day {
        Day(year: entry.civil.year + years, month: 12, day: 31) ?? Day(number: .max)
    }

    /// The first day of which an entry is still kept on a day.
    func firstDayKept(on day: Day) -> Day {
        Day(year: day.civil.year - years, month: 1, day: 1) ?? Day(number: .min)
    }
}

extension ConfigurationReader {
    func retention(_ section: YAMLSection, into result: inout Configuration) {
        // Less than the law's six years would erase what it requires; other countries ask for ten.
        result.retention.years =
            section.integer("years", in: 6...30) ?? result.retention.years
        section.finish()
    }
}
