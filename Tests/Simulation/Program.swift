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

    /// The days after which the steps come.
    enum Ladder {
        case usual
        /// Every step after days, none left out, and then the registry.
        case steep
        /// Only what leads to the agency, as soon as it can.
        case toAgency

        /// Of each step the days after the due day, and since the step before; `nil` as `init` has them.
        fileprivate var days: [String: (due: Int, wait: Int)]? {
            switch self {
            case .usual: nil
            case .steep:
                [
                    "reminder": (3, 0), "second-reminder": (5, 2), "formal-claim": (8, 3), "agency": (15, 3),
                    "registry": (20, 3),
                ]
            case .toAgency: ["reminder": (3, 2), "formal-claim": (5, 2), "agency": (8, 2)]
            }
        }
    }

    /// A workspace with two accounts and an agency, and a registry where the ladder has a step to it.
    ///
    /// - Parameter payoutAccount: a third account, that the agency pays to; empty for none.
    func makeWorkspace(rules: String, payoutAccount: String = "", ladder: Ladder) throws {
        let accounts = BankCalendar.accounts + (payoutAccount.isEmpty ? [] : [payoutAccount])
        try run(
            ["init", workspace, "--name", "Talleres Ebro S.L.", "--tax-id", "B32147290"]
                + accounts.flatMap { ["--iban", $0] })
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        // An agency is told who claims, with the address.
        let address = ["street": "Calle Uno 1", "postCode": "\"50001\"", "town": "Zaragoza"]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            let key = line.prefix { $0 != ":" }
            let value =
                key == "  rules" ? rules : key.hasPrefix("  ") ? address[String(key.dropFirst(2))] : nil
            return Self.laddered(value.map { "\(key): \($0)" } ?? String(line), ladder)
        }
        let partners = Self.agency + (ladder == .toAgency ? "" : Self.registry)
        try (lines.joined(separator: "\n") + partners).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    /// The workspace of a conversation: weeks are enough to reach the agency, there is no registry, and
    /// formal claims ask for interest and the fixed sum.
    func makeWorkspace(rules: String, payoutAccount: String) throws {
        try makeWorkspace(rules: rules, payoutAccount: payoutAccount, ladder: .toAgency)
    }

    /// A line of the configuration with the days of a ladder, or without the step.
    private static func laddered(_ line: String, _ ladder: Ladder) -> String? {
        if line.hasPrefix("  demandWaitDays:"), ladder == .toAgency { return "  demandWaitDays: 2" }
        // Of companies the agency collects what the law adds, too.
        if line == "#letters:", ladder == .toAgency { return "letters:\n  claimsInterest: true" }
        let start = "    - { step: "
        guard line.hasPrefix(start), let days = ladder.days else { return line }
        let step = String(line.dropFirst(start.count).prefix { $0 != "," })
        guard let (due, wait) = days[step] else { return nil }
        let isFile = step == "agency" || step == "registry"
        let channel = isFile ? "file" : step.hasSuffix("reminder") ? "email" : "letter"
        return "\(start)\(step), afterDueDays: \(due), minimumDaysSincePrevious: \(wait), "
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
          price: { commission: [ { fromAgeDays: 0, rate: "15.00" } ] }

        """

    /// Companies are listed without a person's word, people never: nobody releases anybody here.
    private static let registry = """

        registry:
          name: Fichero Ejemplo
          code: EJEMPLO
          profile: example-fixed-200
          reporter: "0099"
          environment: T
          requiresRelease: false

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
