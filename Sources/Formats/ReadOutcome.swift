public import Domain

/// What reading a file gave besides its records. A problem of severity `refuse` means that nothing of the
/// file may be kept, records already emitted included.
public struct ReadOutcome: Sendable {
    public var identification: Identification
    public var problems: [Problem]

    public init(identification: Identification, problems: [Problem] = []) {
        self.identification = identification
        self.problems = problems
    }
}
