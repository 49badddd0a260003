import Domain
import Formats
import Scanning

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads a file into full records, which it throws away, and says what that cost.
enum ParseMeasure {
    static func run(_ path: String, repeats: Int) throws {
        let file = try MappedFile(path: path)
        for _ in 0..<repeats {
            var work = Work()
            let clock = ContinuousClock()
            let before = cpuMicroseconds()
            var outcome: ReadOutcome?
            let elapsed = try clock.measure {
                outcome = try file.withBytes { bytes in
                    try FormatReader.read(bytes, options: ReadOptions()) { work.take($0) }
                }
            }
            let cpu = cpuMicroseconds() - before
            let wall = max(
                1,
                elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000)
            let problems = outcome?.problems ?? []
            print(
                "\(outcome?.identification.format.rawValue ?? "") \(work.text) problems=\(problems.count) "
                    + "wall=\(seconds(wall)) cpu=\(seconds(cpu)) peak=\(peakMegabytes)MB "
                    + "speed=\(Int64(file.byteCount) / wall)MB/s")
            for problem in problems.prefix(3) { print("  \(problem.place): \(problem.message)") }
        }
    }

    private static func seconds(_ microseconds: Int64) -> String {
        Money.decimalString(microseconds / 1000, exponent: 3) + "s"
    }

    /// User and system time of this process so far.
    private static func cpuMicroseconds() -> Int64 {
        let usage = processUsage()
        return Int64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000
            + Int64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
    }

    private static var peakMegabytes: Int { processUsage().ru_maxrss / 1024 }

    private static func processUsage() -> rusage {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
            getrusage(RUSAGE_SELF, &usage)
        #endif
        return usage
    }
}

/// Counts and sums, so that the records are used.
private struct Work {
    var statements = 0
    var entries = 0
    var invoices = 0
    var others = 0
    var textBytes = 0
    var sum: Int64 = 0

    mutating func take(_ record: SourceRecord) {
        switch record {
        case .statementOpened: statements += 1
        case .statementClosed: break
        case .entry(let entry):
            entries += 1
            sum &+= entry.amount
            textBytes += entry.text.utf8.count + entry.counterparty.utf8.count + entry.reference.utf8.count
        case .invoice(let invoice):
            invoices += 1
            sum &+= invoice.payable
            textBytes += invoice.number.utf8.count + invoice.buyer.name.utf8.count
        case .directDebit(let debit):
            others += 1
            sum &+= debit.amount
        case .decision, .status, .customer, .receipt: others += 1
        }
    }

    var text: String {
        "statements=\(statements) entries=\(entries) invoices=\(invoices) others=\(others) "
            + "sum=\(Money.decimalString(sum, exponent: 2)) textBytes=\(textBytes)"
    }
}
