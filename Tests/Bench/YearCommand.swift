internal import Foundation
internal import Simulation

/// `recobro-bench year`: a company's time night by night, judged by the truth that only the simulator knows.
enum YearCommand {
    static func run(_ folder: String, _ words: ArraySlice<String>) throws {
        var values = ["--customers": "2000", "--nights": "365", "--seed": "1", "--recobro": beside]
        var words = words
        while let name = words.popFirst() {
            guard values[name] != nil, let value = words.popFirst() else {
                throw BenchError("unknown or unfinished option \(name)\n\(Bench.usage)")
            }
            values[name] = value
        }
        guard let customers = values["--customers"].flatMap(Int.init), (1...20_000).contains(customers),
            let nights = values["--nights"].flatMap(Int.init), (1...1_000).contains(nights),
            let seed = values["--seed"].flatMap(UInt64.init), let program = values["--recobro"]
        else { throw BenchError("numbers out of range\n\(Bench.usage)") }
        guard !FileManager.default.fileExists(atPath: folder) else { throw BenchError("\(folder) exists") }
        var options = SimulationOptions(
            customers: customers, nights: nights, seed: seed, folder: folder, program: program)
        options.progress = { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        let report = try Simulation.run(options)
        print(report.text)
        guard report.violations.isEmpty else { throw BenchError("the truth was violated") }
    }

    /// The program that was built beside this one.
    private static var beside: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("recobro").path
    }
}
