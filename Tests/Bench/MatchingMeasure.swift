import Domain
import Matching

/// Matches a labelled set in memory, and says what that cost.
enum MatchingMeasure {
    struct Options {
        var source = MatchingSet.Source.camt
        /// Where the rows go; nowhere where empty.
        var out = ""
        var repeats = 1
        /// With `grantsAllLicences` every pattern posts as if persons had licensed it: shows what each gets wrong.
        var policy = MatchingPolicy()
    }

    static func run(_ folder: String, _ options: Options) throws {
        for round in 0..<options.repeats {
            let start = ProcessCost.cpuMicroseconds
            let set = try MatchingSet(folder: folder, source: options.source)
            let read = ProcessCost.cpuMicroseconds - start
            let before = ProcessCost.cpuMicroseconds
            let result = match(set.snapshot(options.policy))
            let cost = max(1, ProcessCost.cpuMicroseconds - before)
            let peak = ProcessCost.peakMegabytes
            if round == 0, !options.out.isEmpty {
                let rows = try MatchingRows(options.out, of: set)
                for decision in result.posted { rows.write(decision) }
                for decision in result.suggestions { rows.write(decision) }
                try rows.close()
            }
            let suggested = Set(result.suggestions.map(\.movement)).count
            let speed = Int64(set.movements.count) * 1_000_000 / cost
            let counts =
                "payments=\(set.movements.count) invoices=\(set.invoices.count) problems=\(set.problems)"
            let times =
                "read=\(ProcessCost.seconds(read)) match=\(ProcessCost.seconds(cost)) speed=\(speed)/s"
            print(
                "\(counts) \(times) peak=\(peak)MB posted=\(result.posted.count) suggested=\(suggested)")
        }
    }
}

extension MatchingSet {
    /// All that was read, nothing of it paid.
    func snapshot(_ policy: MatchingPolicy) -> MatchingInput {
        var input = MatchingInput()
        input.policy = policy
        for invoice in invoices { input.append(invoice) }
        for movement in movements where movement.unallocated != 0 { input.append(movement) }
        input.directDebits = directDebits
        return input
    }
}
