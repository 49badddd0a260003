import Domain

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes large invented sets and measures the readers on them; `Scripts/bench` drives it. No product of ours.
@main
struct Bench {
    static let usage = """
        usage: recobro-bench generate FOLDER [--entries N] [--invoices M]
               recobro-bench facturae FOLDER [--invoices M]
               recobro-bench labelled FOLDER [--profile P] [--payments N] [--seed S] [--numbering STYLE]
                                             [--formats camt,n43,csv]
               recobro-bench match SET [--source camt|n43|csv] [--out matches.csv] [--repeat K] [--licences all]
               recobro-bench nights SET [--source camt|n43|csv] [--nights 30] [--per-night N] [--errors 1000]
                                        [--seed S] [--from DAY] [--backlog settled|decided] [--out PREFIX]
                                        [--licences all] [--licence-bound PER-TEN-THOUSAND]
               recobro-bench year FOLDER [--customers 2000] [--nights 365] [--seed 1] [--recobro PROGRAM]
               recobro-bench handover BATCH.json FOLDER CASES
               recobro-bench conversation FOLDER [--customers 300] [--nights 60] [--seed 1] [--recobro PROGRAM]
               recobro-bench parse FILE-OR-FOLDER [--repeat K]

        generate: invoices.csv, camt053.xml, norma43.n43, mt940.sta, cfonb120.txt, bank.csv and remesas.csv of one
                  invented year; the same bytes for the same numbers.
                  N from 10000 to 10000000, default 1000000; M from N to 3N, default 1.35 N.
        facturae: M electronic invoices, one a file, default 100000.
        labelled: invoices, movements and the truth that links them, to be scored; about N movements.
        match:    matches a labelled set in memory, and writes the rows of `recobro export matches`.
        nights:   the same with an accountant who decides every suggestion of the first nights by the truth, one in
                  a thousand wrongly; then the rest of the period with what was learned.
        year:     runs the built recobro night by night on an invented company in a new FOLDER, and compares what it
                  verifies and whom it writes to with the truth; prints the figures and every violation.
        parse:    reads the file, or all files of a folder, into full records and prints counts, time, memory and speed.
        """

    static func main() {
        Heap.prepare()
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            var text = "recobro-bench: \(error)\n"
            _ = text.withUTF8 { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(2)
        }
    }

    private static func run(_ arguments: [String]) throws {
        guard arguments.count >= 2, !arguments[1].hasPrefix("-") else {
            throw BenchError("a command and a path are needed\n\(usage)")
        }
        let path = arguments[1]
        if arguments[0] == "labelled" { return try LabelledCommand.run(path, arguments.dropFirst(2)) }
        if arguments[0] == "year" { return try SimulationCommands.year(path, arguments.dropFirst(2)) }
        if arguments[0] == "handover" { return try HandoverCommand.run(path, arguments.dropFirst(2)) }
        if arguments[0] == "conversation" {
            return try SimulationCommands.conversation(path, arguments.dropFirst(2))
        }
        if ["match", "nights"].contains(arguments[0]) {
            return try MatchingCommand.run(arguments[0], path, arguments.dropFirst(2))
        }
        let options = try options(arguments.dropFirst(2))
        switch arguments[0] {
        case "generate":
            let entries = options["--entries"] ?? 1_000_000
            let invoices = options["--invoices"] ?? entries * 135 / 100
            guard (10_000...10_000_000).contains(entries), (entries...3 * entries).contains(invoices) else {
                throw BenchError("numbers out of range\n\(usage)")
            }
            try Generation.write(InventedYear(entries: entries, invoices: invoices), into: path)
        case "facturae": try FacturaeFolder.write(path, count: options["--invoices"] ?? 100_000)
        case "parse": try ParseMeasure.run(path, repeats: options["--repeat"] ?? 1)
        default: throw BenchError("unknown command \(arguments[0])\n\(usage)")
        }
    }

    private static func options(_ words: ArraySlice<String>) throws -> [String: Int] {
        var options: [String: Int] = [:]
        var words = words
        while let name = words.popFirst() {
            guard ["--entries", "--invoices", "--repeat"].contains(name), let word = words.popFirst(),
                let value = Int(word), (1...100_000_000).contains(value)
            else { throw BenchError("unknown or unfinished option \(name)\n\(usage)") }
            options[name] = value
        }
        return options
    }
}
