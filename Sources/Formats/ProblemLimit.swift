internal import Domain

/// A file that is wrong in every line must not fill the memory with what is wrong with it.
extension [Problem] {
    /// Most problems of one file that are listed one by one.
    static let listMax = 100_000

    /// Adds a problem. Beyond `listMax`, warnings are only counted as "more"; a file in which still more is
    /// to be set aside is refused whole, because what is left out would not be listed.
    mutating func report(_ problem: Problem) {
        if count < Self.listMax { return append(problem) }
        if count == Self.listMax {
            append(
                Problem(
                    .limitExceeded, severity: .warn,
                    found: "more than \(Self.listMax) problems; the rest is not listed"))
        }
        let isRefused = count > Self.listMax + 1
        guard !isRefused, problem.severity != .warn else { return }
        append(
            problem.severity == .refuse
                ? problem
                : Problem(
                    .limitExceeded,
                    found: "more than \(Self.listMax) problems, records to leave out among them"))
    }
}
