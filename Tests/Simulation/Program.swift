internal import Domain
internal import Foundation

/// The built program, run as a user would run it.
struct Program {
    let executable: String
    let workspace: String

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// What it printed. Exit code 1 (a person must look) is usual; anything above it ends the simulation.
    @discardableResult
    func run(_ arguments: [String], upTo highest: Int32 = 1) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        let (output, complaint) = (Pipe(), "\(workspace).stderr")
        try Data().write(to: URL(fileURLWithPath: complaint))
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: complaint))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus <= highest else {
            let said = (try? String(contentsOfFile: complaint, encoding: .utf8)) ?? ""
            throw Failure(
                description: "\(arguments.joined(separator: " ")): exit \(process.terminationStatus)\n\(said)"
            )
        }
        return bytes
    }

    /// A workspace with two accounts, the usual ladder and an agency.
    ///
    /// - Parameter payoutAccount: a third account, that the agency pays to; the ladder is then a steep one, so
    ///   that weeks are enough to reach the agency. Empty for none.
    func makeWorkspace(rules: String, payoutAccount: String = "") throws {
        let accounts = BankCalendar.accounts + (payoutAccount.isEmpty ? [] : [payoutAccount])
        try run(
            ["init", workspace, "--name", "Talleres Ebro S.L.", "--tax-id", "B32147290"]
                + accounts.flatMap { ["--iban", $0] })
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        // An agency is told who claims, with the address.
        let address = ["street": "Calle Uno 1", "postCode": "\"50001\"", "town": "Zaragoza"]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let key = line.prefix { $0 != ":" }
            let value =
                key == "  rules" ? rules : key.hasPrefix("  ") ? address[String(key.dropFirst(2))] : nil
            return value.map { "\(key): \($0)" } ?? String(line)
        }
        let made = payoutAccount.isEmpty ? lines : lines.compactMap(Self.steep)
        try (made.joined(separator: "\n") + Self.agency).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    /// A line of the configuration with days that are shorter, or without the step.
    private static func steep(_ line: String) -> String? {
        if line.hasPrefix("  demandWaitDays:") { return "  demandWaitDays: 2" }
        guard line.hasPrefix("    - { step: ") else { return line }
        let days = ["reminder,": 3, "formal-claim,": 5, "agency,": 8]
        guard let step = days.first(where: { line.contains("step: \($0.key)") && !line.contains("second-") })
        else { return nil }
        let channel = step.key == "agency," ? "file" : step.key == "reminder," ? "email" : "letter"
        return "    - { step: \(step.key) afterDueDays: \(step.value), minimumDaysSincePrevious: 2, "
            + "channel: \(channel) }"
    }

    private static let agency = """

        agency:
          name: Cobros Ejemplo S.L.
          code: COLCO
          scheme: "9920"
          identifier: ESB00000000
          agreement: AGR-2026-01
          processorAgreement: DPA-2026-01
          feeSchedule: STD
          environment: T
          mayNegotiate: true

        """
}

/// What the program says after a night.
struct ProgramNight {
    struct Step {
        let invoice: String
        let kind: String
        let isWithdrawal: Bool
        /// Cents.
        let amount: Int64
    }

    /// Invoices that have a verdict, which are those that are open.
    var open: Set<String> = []
    var verified: Set<String> = []
    /// Conditions that did not pass, with what is missing.
    var missing: [String: [(condition: String, line: String)]] = [:]
    var steps: [Step] = []
    /// References of the credits that no invoice explains.
    var unexplained: Set<String> = []

    init(verdicts: [UInt8], report: String) throws {
        for line in verdicts.split(separator: 0x0A).dropFirst() {
            let fields = line.split(separator: 0x2C, maxSplits: 4, omittingEmptySubsequences: false)
            guard fields.count == 5 else { continue }
            let number = String(decoding: fields[0], as: UTF8.self)
            open.insert(number)
            if fields[1].elementsEqual("true".utf8) || fields[1].elementsEqual("1".utf8) {
                verified.insert(number)
            }
            guard !fields[3].elementsEqual("passed".utf8) else { continue }
            missing[number, default: []].append(
                (String(decoding: fields[2], as: UTF8.self), String(decoding: fields[4], as: UTF8.self)))
        }
        steps = try Self.rows("\(report)/steps.csv").compactMap { row in
            guard row.count > 6 else { return nil }
            return Step(
                invoice: row[1], kind: row[2], isWithdrawal: row[3] == "withdrawn",
                amount: Int64(row[6].filter { $0 != "." }) ?? 0)
        }
        unexplained = Set(try Self.rows("\(report)/unexplained.csv").compactMap(\.first))
    }

    /// The rows of a table without quotes in the columns that are read.
    private static func rows(_ path: String) throws -> [[String]] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
    }
}
