public import Domain

/// One input file and what became of it.
public struct ReceivedFile: ShownRow, Equatable {
    public var name: String
    /// 64 lower-case hexadecimal digits; the page shows the first twelve.
    public var sha256: String
    /// Format as the contracts name it: `camt.053`, `norma43`, `facturae`.
    public var format: String
    /// Records read, by what they are.
    public var statements: Int
    public var entries: Int
    public var invoices: Int
    /// Records new to the ledger.
    public var added: Int
    /// Records that the ledger knew already.
    public var known: Int
    /// Records left out because of a problem.
    public var setAside: Int
    /// True when the whole file was refused and nothing of it kept.
    public var isRefused: Bool

    public init(
        name: String, sha256: String, format: String, statements: Int = 0, entries: Int = 0,
        invoices: Int = 0,
        added: Int = 0, known: Int = 0, setAside: Int = 0, isRefused: Bool = false
    ) {
        self.name = name
        self.sha256 = sha256
        self.format = format
        self.statements = statements
        self.entries = entries
        self.invoices = invoices
        self.added = added
        self.known = known
        self.setAside = setAside
        self.isRefused = isRefused
    }

    public static let shownMax = 200

    /// Refused files first, then those with records set aside, then by name.
    public static func comesBefore(_ a: ReceivedFile, _ b: ReceivedFile) -> Bool {
        let (rankA, rankB) = (
            a.isRefused ? 0 : a.setAside > 0 ? 1 : 2, b.isRefused ? 0 : b.setAside > 0 ? 1 : 2
        )
        return rankA != rankB ? rankA < rankB : (a.name, a.sha256) < (b.name, b.sha256)
    }
}

/// One problem and the file it was found in.
public struct ProblemRow: ShownRow, Equatable {
    public var file: String
    public var problem: Problem

    public init(file: String, problem: Problem) {
        self.file = file
        self.problem = problem
    }

    public static let shownMax = 200

    /// The gravest first, then by file and place.
    public static func comesBefore(_ a: ProblemRow, _ b: ProblemRow) -> Bool {
        if a.problem.severity != b.problem.severity { return a.problem.severity > b.problem.severity }
        if a.file != b.file { return a.file < b.file }
        let (placeA, placeB) = (a.problem.place, b.problem.place)
        return (placeA.line, placeA.column, placeA.element ?? "", a.problem.code.rawValue, a.problem.found)
            < (placeB.line, placeB.column, placeB.element ?? "", b.problem.code.rawValue, b.problem.found)
    }
}

/// What came in during the night.
public struct ReceivedFiles: Sendable {
    public private(set) var files = ShownRows<ReceivedFile>()
    public private(set) var problems = ShownRows<ProblemRow>()
    /// Sums over all files, shown or not.
    public private(set) var statements = 0
    public private(set) var entries = 0
    public private(set) var invoices = 0
    public private(set) var added = 0
    public private(set) var known = 0
    public private(set) var setAside = 0
    /// Files refused.
    public private(set) var refused = 0
    private var severities: [Problem.Severity: Int] = [:]

    public init() {}

    /// Adds a file to the list and the sums.
    public mutating func add(_ file: ReceivedFile) {
        files.add(file)
        statements &+= file.statements
        entries &+= file.entries
        invoices &+= file.invoices
        added &+= file.added
        known &+= file.known
        setAside &+= file.setAside
        refused += file.isRefused ? 1 : 0
    }

    /// Adds a problem to the list and the count of its severity.
    public mutating func add(_ problem: ProblemRow) {
        problems.add(problem)
        severities[problem.problem.severity, default: 0] += 1
    }

    /// Problems of one severity, shown or not.
    public func problemCount(_ severity: Problem.Severity) -> Int { severities[severity] ?? 0 }
}
