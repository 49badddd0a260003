import Domain

/// The days of the set, counted from the first day of its year, in the spellings of the files.
struct Calendar {
    /// Of invoices; the movements end eight months later, and what has not been paid by then stays open.
    static let invoiceDays = 365
    static let days = 365 + 243

    let first: Day
    /// `2025-01-31`, `31/01/2025`, `250131` of every day, two days before the first included.
    private let iso: [String]
    private let slashed: [String]
    private let compact: [String]
    private static let lead = 3

    init(_ numbering: Numbering) {
        let start = numbering.firstDay
        first = Day(year: start.year, month: start.month, day: 1) ?? Day(number: 20_089)
        var iso: [String] = []
        var slashed: [String] = []
        var compact: [String] = []
        for index in -Self.lead...(Self.days + 100) {
            let civil = first.adding(days: index).civil
            let (month, day) = (padded(civil.month, 2), padded(civil.day, 2))
            iso.append("\(civil.year)-\(month)-\(day)")
            slashed.append("\(day)/\(month)/\(civil.year)")
            compact.append(padded(civil.year % 100, 2) + month + day)
        }
        (self.iso, self.slashed, self.compact) = (iso, slashed, compact)
    }

    func isoDay(_ index: Int) -> String { iso[index + Self.lead] }

    func slashedDay(_ index: Int) -> String { slashed[index + Self.lead] }

    func compactDay(_ index: Int) -> String { compact[index + Self.lead] }

    /// 0 for the month of the first day, 1 for the next.
    func month(_ index: Int) -> Int {
        let (from, to) = (first.civil, first.adding(days: index).civil)
        return (to.year - from.year) * 12 + to.month - from.month
    }

    /// The index of the first day of a month, 0 being the month of the first day.
    func firstDay(ofMonth month: Int) -> Int {
        let from = first.civil
        let serial = from.month - 1 + month
        let day = Day(year: from.year + serial / 12, month: serial % 12 + 1, day: 1) ?? first
        return day.days(since: first)
    }

    func isSecondYear(_ index: Int) -> Bool { first.adding(days: index).civil.year > first.civil.year }
}
