internal import Domain
internal import Foundation
internal import Support

/// A company's time night by night: what happens is invented, the program is the real one, and the truth that
/// the simulator alone knows judges what it says.
public enum Simulation {
    /// Runs all nights and gives what was counted; the workspace stays.
    public static func run(_ options: SimulationOptions) throws -> SimulationReport {
        var world = SimulatedWorld(options)
        let program = Program(executable: options.program, workspace: options.folder)
        try program.makeWorkspace(rules: options.rules, ladder: options.isLadderSteep ? .steep : .usual)
        let files = NightFiles(world)
        let accountant = Accountant(world)
        var checks = NightChecks(world)
        var arriving: [Int: [(number: String, arrived: Int)]] = [:]
        for night in 0..<options.nights {
            try files.write(
                night, claims: arriving[night] ?? [], to: "\(options.folder)/inbox")
            let day = world.day(night)
            try program.run(["run", options.folder, "--as-of", "\(day)"])
            let verdicts = try program.run(["export", "verdicts", options.folder, "--as-of", "\(day)"])
            let said = try ProgramNight(
                verdicts: verdicts, report: "\(options.folder)/outbox/\(day)-1/report")
            let known = checks.report.violations.count
            checks.check(world, said, night)
            checks.check(world, said, try RegistryFile(night: "\(options.folder)/outbox/\(day)-1"), night)
            for violation in checks.report.violations[known...] { options.progress("\(violation)") }
            for (number, arrived) in claims(said, night, &world) {
                arriving[arrived, default: []].append((number, arrived))
            }
            // What waits is looked at every third night, as in an office.
            if night % 3 == 2 {
                checks.report.accountantAnswers += try decide(accountant, program, night, day)
            }
            if night % 20 == 19 {
                options.progress("night \(night + 1): \(checks.report.violations.count) violations")
            }
        }
        try checkEnd(options, world, program, &checks.report)
        return checks.report
    }

    /// Formal claims go out, and most arrive some days later. Of those that do not nobody says anything.
    static func claims(
        _ said: ProgramNight, _ night: Int, _ world: inout SimulatedWorld
    ) -> [(number: String, arrived: Int)] {
        var arriving: [(number: String, arrived: Int)] = []
        let sent = Set(said.steps.filter { $0.kind == "formal-claim" && !$0.isWithdrawal }.map(\.invoice))
        guard !sent.isEmpty else { return [] }
        for index in world.invoices.indices where sent.contains(world.invoices[index].number) {
            var chance = SplitMix64(seed: world.options.seed &* 31 &+ UInt64(index))
            let arrived = chance.below(12) == 0 ? nil : night + 2 + chance.below(4)
            world.invoices[index].claims.append((night, arrived))
            if let arrived { arriving.append((world.invoices[index].number, arrived)) }
        }
        return arriving
    }

    /// What the accountant answers tonight lies in the inbox of the next night.
    static func decide(
        _ accountant: Accountant, _ program: Program, _ night: Int, _ day: Day
    ) throws -> Int {
        let path = "\(program.workspace).queue.csv"
        try program.run(["review", program.workspace, "--csv", path, "--as-of", "\(day)"])
        let (table, count) = accountant.answers(
            try String(contentsOfFile: path, encoding: .utf8), on: night)
        if count > 0 {
            try Data(table.utf8).write(
                to: URL(fileURLWithPath: "\(program.workspace)/inbox/decididos-\(day).csv"))
        }
        return count
    }

    /// The audit holds, and the last night run again adds nothing.
    private static func checkEnd(
        _ options: SimulationOptions, _ world: SimulatedWorld, _ program: Program,
        _ report: inout SimulationReport
    ) throws {
        let last = world.day(options.nights - 1)
        func violate(_ kind: String, _ detail: String) {
            report.violations.append(.init(night: last, kind: kind, invoice: "", detail: detail))
        }
        let audit = String(decoding: try program.run(["audit", options.folder]), as: UTF8.self)
        if !audit.contains("everything holds") { violate("audit", audit) }
        for name in try FileManager.default.contentsOfDirectory(atPath: "\(options.folder)/inbox") {
            try FileManager.default.removeItem(atPath: "\(options.folder)/inbox/\(name)")
        }
        func state() throws -> [[UInt8]] {
            [
                try program.run(["export", "verdicts", options.folder, "--as-of", "\(last)"]),
                try program.run(["export", "matches", options.folder]),
                [UInt8](
                    try FileManager.default.contentsOfDirectory(atPath: "\(options.folder)/outbox").sorted()
                        .joined(separator: "\n").utf8),
            ]
        }
        let before = try state()
        try program.run(["run", options.folder, "--as-of", "\(last)"])
        if try state() != before { violate("run-twice", "the last night again changed something") }
    }
}
