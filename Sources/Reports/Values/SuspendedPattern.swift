public import Domain

/// A pattern of evidence that posts nothing alone since a person took back what it had posted.
public struct SuspendedPattern: Sendable, Equatable {
    /// Name of the pattern, as rule sets name it.
    public var pattern: String
    public var since: Day
    /// Decisions that agree with what it shows and are still missing before it posts again.
    public var missing: Int

    public init(pattern: String, since: Day, missing: Int) {
        self.pattern = pattern
        self.since = since
        self.missing = missing
    }
}
