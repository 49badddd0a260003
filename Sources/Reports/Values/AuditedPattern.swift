/// What a pattern of evidence has posted alone, and what persons who looked at some of it found.
public struct AuditedPattern: Sendable, Equatable {
    /// Name of the pattern, as rule sets name it.
    public var pattern: String
    /// Postings without a person, those taken back too.
    public var posted = 0
    /// Of the sample, those that a person confirmed without knowing that they were posted.
    public var confirmed = 0
    /// Those that a person took back as wrong, in the sample or otherwise.
    public var wrong = 0
    /// Of the sample, those that nobody has looked at yet: they wait in the review among the others.
    public var waiting = 0
    /// Upper limit of its error rate per ten thousand, at 95 % confidence; `nil` where nobody has looked.
    public var bound: Int?

    public init(pattern: String) { self.pattern = pattern }

    /// Those that a person has judged.
    public var audited: Int { confirmed + wrong }
}
