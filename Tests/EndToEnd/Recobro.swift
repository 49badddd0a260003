import Foundation
import Testing

/// The built command, run as a user would run it, in folders of its own.
struct Recobro {
    struct Result {
        let code: Int32
        let output: String
        let complaint: String
    }

    /// The executable stands beside the test bundle.
    static let executable: URL = {
        var folder = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent("recobro")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return packageRoot.appendingPathComponent(".build/debug/recobro")
    }()

    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let sampleData = packageRoot.appendingPathComponent("SampleData")

    @discardableResult
    static func run(_ arguments: String...) throws -> Result { try run(arguments) }

    static func run(_ arguments: [String]) throws -> Result {
        let process = try start(arguments)
        // Both pipes are read before waiting, so that a full pipe cannot hold the process.
        let output = process.output.fileHandleForReading.readDataToEndOfFile()
        let complaint = process.complaint.fileHandleForReading.readDataToEndOfFile()
        process.process.waitUntilExit()
        return Result(
            code: process.process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            complaint: String(decoding: complaint, as: UTF8.self))
    }

    /// Runs the command with what a person would type.
    static func run(_ arguments: [String], typing input: String) throws -> Result {
        let folder = NSTemporaryDirectory() + "recobro-keys-\(UUID().uuidString)"
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keys = try FileHandle(forReadingFrom: URL(fileURLWithPath: folder))
        let process = try start(arguments, input: keys)
        let output = process.output.fileHandleForReading.readDataToEndOfFile()
        let complaint = process.complaint.fileHandleForReading.readDataToEndOfFile()
        process.process.waitUntilExit()
        return Result(
            code: process.process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            complaint: String(decoding: complaint, as: UTF8.self))
    }

    static func start(
        _ arguments: [String], input: FileHandle = .nullDevice
    ) throws -> (process: Process, output: Pipe, complaint: Pipe) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let (output, complaint) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaint
        process.standardInput = input
        try process.run()
        return (process, output, complaint)
    }
}

/// A folder that vanishes with the test.
final class Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "recobro-e2e-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A workspace of the sample company.
    func sampleWorkspace(_ name: String = "acme") throws -> String {
        let folder = "\(path)/\(name)"
        let made = try Recobro.run(
            "init", folder, "--name", "Talleres Ebro S.L.", "--tax-id", "B32147290", "--iban",
            "ES1099710101100012345678", "--iban", "ES9799832002150087654321")
        #expect(made.code == 0, "\(made.complaint)")
        try FileManager.default.removeItem(atPath: "\(folder)/recobro.yaml")
        try FileManager.default.copyItem(
            atPath: Recobro.sampleData.appendingPathComponent("recobro.yaml").path,
            toPath: "\(folder)/recobro.yaml")
        return folder
    }

    /// Puts a folder's files into an inbox.
    func deliver(_ source: URL, to workspace: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
            try FileManager.default.copyItem(
                atPath: source.appendingPathComponent(name).path, toPath: "\(workspace)/inbox/\(name)")
        }
    }
}

/// The sample company's nights, in order.
enum SampleNights {
    static func all() throws -> [(day: String, folder: URL)] {
        let nights = Recobro.sampleData.appendingPathComponent("nights")
        return try FileManager.default.contentsOfDirectory(atPath: nights.path).sorted().map {
            ($0, nights.appendingPathComponent($0))
        }
    }
}

/// Every file below a folder with its bytes, by relative path.
func tree(_ folder: String) throws -> [String: Data] {
    guard let found = FileManager.default.enumerator(atPath: folder) else { return [:] }
    var files: [String: Data] = [:]
    for case let name as String in found
    where found.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
        files[name] = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
    }
    return files
}
