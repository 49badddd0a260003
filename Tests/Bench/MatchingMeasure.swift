import Domain
import Matching

/// Matches a labelled set in memory, and says what that cost.
enum MatchingMeasure {
    struct Options {
        var source = MatchingSource.camt
        /// Where the rows go; nowhere where empty.
        var out = ""
        var repeats = 1
        /// With `grantsAllLicences` every pattern posts as if persons had licensed it: shows what each gets wrong.
        var policy = MatchingPolicy()
    }

    static func run(_ folder: String, _ options: Options) throws {
        for round in 0..<options.repeats {
            try measure(folder, options, out: round == 0 ? options.out : "")
        }
    }

    private static func measure(_ folder: String, _ options: Options, out: String) throws {
        var reader = MatchingSetReader()
        var intake = Intake()
        intake.input.policy = options.policy
        let rows = try out.isEmpty ? nil : MatchingRows(out)
        let start = ProcessCost.cpuMicroseconds
        try reader.read(folder, options.source) { record in
            rows?.note(record)
            intake.take(record)
        }
        intake.empty()
        let before = ProcessCost.cpuMicroseconds
        var input = MatchingInput()
        // Handed over, not copied.
        swap(&input, &intake.input)
        let tally = try match(input, rows)
        let cost = max(1, ProcessCost.cpuMicroseconds - before + intake.cost)
        try rows?.close()
        let counts =
            "payments=\(reader.movements) invoices=\(reader.invoices) problems=\(reader.problems)"
        let speed = Int64(reader.movements) * 1_000_000 / cost
        let times =
            "read=\(ProcessCost.seconds(before - start - intake.cost)) match=\(ProcessCost.seconds(cost)) speed=\(speed)/s"
        let results = "posted=\(tally.posted) suggested=\(tally.suggested)"
        print("\(counts) \(times) peak=\(ProcessCost.peakMegabytes)MB \(results)")
    }

    /// Records on their way into matching: what that costs is matching's, what reading them costs is not.
    private struct Intake {
        var input = MatchingInput()
        /// Microseconds of CPU.
        private(set) var cost: Int64 = 0
        private var records: [MatchingRecord] = []

        mutating func take(_ record: MatchingRecord) {
            records.append(record)
            if records.count >= 4096 { empty() }
        }

        mutating func empty() {
            let start = ProcessCost.cpuMicroseconds
            for record in records {
                switch record {
                case .invoice(let invoice): input.append(invoice)
                case .movement(let movement): if movement.unallocated != 0 { input.append(movement) }
                case .directDebit(let item): input.directDebits.append(item)
                }
            }
            cost += ProcessCost.cpuMicroseconds - start
            records.removeAll(keepingCapacity: true)
        }
    }

    /// Decisions as they come, each written where rows are asked for.
    private static func match(
        _ input: consuming MatchingInput, _ rows: MatchingRows?
    ) throws -> (posted: Int, suggested: Int) {
        var tally = (posted: 0, suggested: 0)
        _ = Matching.match(input) { decision in
            tally.posted += 1
            rows?.write(decision)
        } suggested: { decision in
            if decision.rank == 1 { tally.suggested += 1 }
            rows?.write(decision)
        } unexplained: { _ in
        }
        return tally
    }
}
