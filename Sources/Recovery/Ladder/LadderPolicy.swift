public import Domain

/// One rung of the recovery ladder (escalera de recobro): what is done, and when at the earliest.
public struct LadderStep: Sendable, Equatable {
    /// What is done.
    public let kind: StepKind
    /// Calendar days after the due day, at least; negative before it, of the notice before the due day alone.
    public let afterDueDays: Int
    /// Calendar days since the step before, at least: the debtor had time to answer. One even where 0 is
    /// written, for two steps on one day would be one.
    public let minimumDaysSincePrevious: Int
    /// How it reaches the debtor.
    public let channel: Channel

    /// A rung; days are cut to a century, so that no day arithmetic overflows.
    public init(kind: StepKind, afterDueDays: Int, minimumDaysSincePrevious: Int, channel: Channel) {
        self.kind = kind
        let isBefore = kind == .beforeDue
        self.afterDueDays = isBefore ? min(max(afterDueDays, -90), -1) : min(max(afterDueDays, 0), 36_525)
        self.minimumDaysSincePrevious = min(max(minimumDaysSincePrevious, 1), 36_525)
        self.channel = channel
    }
}

/// The creditor's ladder.
public struct LadderPolicy: Sendable, Equatable {
    /// From the friendliest rung to the last, each kind at most once.
    public let steps: [LadderStep]
    /// Below this sum of what is planned for one customer and currency nobody is written to, minor units of
    /// that currency: a letter costs more.
    public let minimumToWrite: Int64
    /// Days from issue after which an invoice without due date is looked at (Ley 3/2004 art. 4.1). It is only
    /// claimed when its verdict says that it is due.
    public let undatedTermDays: Int

    /// Ladders of their own, the first that fits counts; where none fits, `steps` does.
    public let segments: [LadderSegment]
    /// The currency that segments' amounts are in.
    public let currency: Currency
    /// How often people may be contacted, and on which days.
    public let limits: ContactLimits

    /// - Parameter steps: in any order; of two of one kind the first is kept.
    public init(
        steps: [LadderStep] = LadderPolicy.usual, minimumToWrite: Int64 = 1000, undatedTermDays: Int = 30,
        segments: [LadderSegment] = [], currency: Currency = .eur, limits: ContactLimits = ContactLimits()
    ) {
        self.steps = Self.climbing(steps)
        self.minimumToWrite = minimumToWrite
        self.undatedTermDays = min(max(undatedTermDays, 0), 36_525)
        self.segments = segments
        self.currency = currency
        self.limits = limits
    }

    /// From the friendliest to the last, each kind once.
    static func climbing(_ steps: [LadderStep]) -> [LadderStep] {
        var kinds: Set<StepKind> = []
        return steps.filter { kinds.insert($0.kind).inserted }.sorted { $0.kind < $1.kind }
    }

    /// Days after the due day at which the first rung of any ladder may be taken.
    var earliestDays: Int {
        (steps + segments.flatMap(\.steps)).map(\.afterDueDays).min() ?? 0
    }

    /// Reminder after 3 days, second after 15, formal claim after 30, agency after 60, registry after 90.
    public static let usual = [
        LadderStep(kind: .reminder, afterDueDays: 3, minimumDaysSincePrevious: 1, channel: .email),
        LadderStep(kind: .secondReminder, afterDueDays: 15, minimumDaysSincePrevious: 10, channel: .email),
        LadderStep(kind: .formalClaim, afterDueDays: 30, minimumDaysSincePrevious: 10, channel: .letter),
        LadderStep(kind: .agency, afterDueDays: 60, minimumDaysSincePrevious: 20, channel: .file),
        LadderStep(kind: .registry, afterDueDays: 90, minimumDaysSincePrevious: 20, channel: .file),
    ]

    /// The rung after the highest one taken; `nil` at the top. Rungs are never skipped: a debt seen late
    /// begins with the reminder. Only the notice before the due day is pointless after it.
    static func next(after highest: StepKind?, isDue: Bool, of steps: [LadderStep]) -> LadderStep? {
        steps.first { step in
            highest.map { step.kind > $0 } ?? true && !(isDue && step.kind == .beforeDue)
        }
    }
}
