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
        let paths = try files(path)
        for _ in 0..<repeats {
            var work = Work()
            var byteCount = 0
            var problems: [Problem] = []
            var formats: Set<String> = []
            let clock = ContinuousClock()
            let before = ProcessCost.cpuMicroseconds
            let elapsed = try clock.measure {
                for path in paths {
                    let file = try MappedFile(path: path)
                    byteCount += file.byteCount
                    let outcome = try file.withBytes { bytes in
                        try FormatReader.read(bytes, options: ReadOptions()) { work.take($0) }
                    }
                    formats.insert(outcome.identification.format.rawValue)
                    problems += outcome.problems
                }
            }
            let cpu = max(1, ProcessCost.cpuMicroseconds - before)
            let wall =
                elapsed.components.seconds * 1_000_000 + elapsed.components.attoseconds / 1_000_000_000_000
            print(
                "\(formats.sorted().joined(separator: "+")) files=\(paths.count) \(work.text) problems=\(problems.count) "
                    + "wall=\(ProcessCost.seconds(wall)) cpu=\(ProcessCost.seconds(cpu)) peak=\(ProcessCost.peakMegabytes)MB "
                    + "speed=\(Int64(byteCount) / cpu)MB/s of CPU")
            for problem in problems.prefix(3) { print("  \(problem.place): \(problem.message)") }
        }
    }

    /// The file, or the files directly in a folder, by name.
    static func files(_ path: String) throws -> [String] {
        guard let folder = opendir(path) else { return [path] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append("\(path)/\(name)") }
        }
        return names.sorted()
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
        case .decision, .adjudication, .status, .customer, .receipt, .delivery: others += 1
        }
    }

    var text: String {
        "statements=\(statements) entries=\(entries) invoices=\(invoices) others=\(others) "
            + "sum=\(Money.decimalString(sum, exponent: 2)) textBytes=\(textBytes)"
    }
}
