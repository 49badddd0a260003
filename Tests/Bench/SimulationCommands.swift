internal import Foundation
internal import Simulation

/// `recobro-bench year`: a company's time night by night, judged by the truth that only the simulator knows;
/// `recobro-bench conversation`: nights of a creditor and an agency, whose books must agree at the end.
enum SimulationCommands {
    static func year(_ folder: String, _ words: ArraySlice<String>) throws {
        let report = try Simulation.run(try options(folder, words, customers: 2_000, nights: 365))
        print(report.text)
        guard report.violations.isEmpty else { throw BenchError("the truth was violated") }
    }

    static func conversation(_ folder: String, _ words: ArraySlice<String>) throws {
        let report = try Conversation.run(try options(folder, words, customers: 300, nights: 60))
        print(report.text)
        guard report.differences.isEmpty else { throw BenchError("the books do not agree") }
    }

    private static func options(
        _ folder: String, _ words: ArraySlice<String>, customers: Int, nights: Int
    ) throws -> SimulationOptions {
        var values = [
            "--customers": "\(customers)", "--nights": "\(nights)", "--seed": "1", "--recobro": beside,
        ]
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
        return options
    }

    /// The program that was built beside this one.
    private static var beside: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("recobro").path
    }
}
