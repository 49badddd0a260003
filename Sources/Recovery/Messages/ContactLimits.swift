public import Domain

/// Why a customer cannot be reached this way. Who must not be contacted, or was too often, never gets here:
/// the customers' list becomes a hold (`LedgerReader.derivedDecisions`), and the planner counts contacts.
public enum ContactRefusal: String, Error, Sendable, CaseIterable {
    /// No number is known.
    case noPhone = "no-phone"
    /// What is known is no telephone number.
    case phoneUnreadable = "phone-unreadable"
    /// A landline takes no text messages.
    case notMobile = "not-mobile"
    /// No e-mail address is known.
    case noEmail = "no-email"
    /// What is known is no e-mail address.
    case emailUnreadable = "email-unreadable"
    /// No street or town is known: a letter would come back.
    case noAddress = "no-address"
}

/// How often and when people may be contacted. Spain has no statute on collection; the hours are those of
/// commercial calls (LGDCU 96.2), and pressing anybody too often is harassment.
public struct ContactLimits: Sendable, Equatable {
    /// Contacts of any kind to a consumer in `periodDays` days, at most.
    public var consumerMaximum: Int
    /// The days that they are counted in.
    public var periodDays: Int
    /// Days without calls besides Saturdays and Sundays, by the creditor's calendar.
    public var holidays: Set<Day>

    /// Three contacts in seven days.
    public init(consumerMaximum: Int = 3, periodDays: Int = 7, holidays: Set<Day> = []) {
        self.consumerMaximum = consumerMaximum
        self.periodDays = periodDays
        self.holidays = holidays
    }

    /// Whether offices work: neither a weekend nor a holiday.
    public func isWorkingDay(_ day: Day) -> Bool {
        !day.isWeekend && !holidays.contains(day)
    }

    /// The day itself, or the next one on which offices work; within a month, else the day itself.
    public func workingDay(from day: Day) -> Day {
        (0..<31).lazy.map { day.adding(days: $0) }.first(where: isWorkingDay) ?? day
    }

    /// Whether one more contact is too many: consumers only, counted back from the day.
    public func isTooOften(_ contacts: [Day], on day: Day, isConsumer: Bool) -> Bool {
        guard isConsumer else { return false }
        let recent = contacts.count { $0 <= day && day.days(since: $0) < periodDays }
        return recent >= consumerMaximum
    }

    /// Whether the law sees a consumer: a natural person that is not known to act in business.
    public static func isConsumer(_ customer: Customer, _ kind: CustomerKind? = nil) -> Bool {
        let standing = LetterStanding(customer, kind)
        return standing.kind == .person && !standing.isCommercial
    }
}
