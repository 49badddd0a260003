public import ArgumentParser
public import Domain
import Foundation
public import Pipeline

/// `folder`, `tar` or `zip`.
extension PackageForm: ExpressibleByArgument {}

/// A day on the command line, `YYYY-MM-DD`.
extension Day: ExpressibleByArgument {
    public init?(argument: String) { self.init(iso: argument) }
}

/// What every command that works on one workspace takes.
struct WorkspaceFolder: ParsableArguments {
    @Argument(help: "Folder of the workspace.", completion: .directory)
    var folder: String

    var workspace: Workspace { Workspace(path: folder) }
}

/// A workspace and the day on which something is done in it.
struct WorkspaceOptions: ParsableArguments {
    @OptionGroup private var place: WorkspaceFolder

    @Option(name: .customLong("as-of"), help: "Day it is done on, YYYY-MM-DD. Default: today.")
    var asOf: Day?

    var workspace: Workspace { place.workspace }
    var day: Day { asOf ?? Terminal.today }
}

/// A workspace and the day that it is looked at.
struct LookBackOptions: ParsableArguments {
    @OptionGroup private var place: WorkspaceFolder

    @Option(name: .customLong("as-of"), help: "Day to look at, YYYY-MM-DD. Default: the last night's.")
    var asOf: Day?

    var workspace: Workspace { place.workspace }
}

/// Where text goes and when it is decorated.
enum Terminal {
    /// Today in the machine's time zone: the only place where a clock is read for what a run does.
    static var today: Day {
        let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1) ?? Day(number: 0)
    }

    static func print(_ text: String) { write(text + "\n", to: .standardOutput) }

    static func complain(_ text: String) { write(text + "\n", to: .standardError) }

    static func write(_ text: String, to handle: FileHandle) { write(Array(text.utf8), to: handle) }

    /// Writes all of it; a reader that went away or a full disk ends the command with 74.
    static func write(_ bytes: [UInt8], to handle: FileHandle = .standardOutput) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Foundation.write(handle.fileDescriptor, $0.baseAddress, $0.count)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { exit(74) }
            rest = rest.dropFirst(written)
        }
    }
}

/// Runs a command's body and turns its errors into the exit codes of the contract.
func exiting(_ body: () throws -> Int32) throws {
    // What is written holds personal data: for the owner only.
    umask(0o077)
    signal(SIGPIPE, SIG_IGN)
    let code: Int32
    do {
        code = try body()
    } catch let error as RunError {
        Terminal.complain("recobro: \(error)")
        code = error.exitCode
    } catch let error as ConfigurationError {
        Terminal.complain("recobro: \(error)")
        code = 2
    } catch let error as ExitCode {
        throw error
    } catch {
        Terminal.complain("recobro: \(error)")
        code = Workspace.isDiskFull(error) ? 74 : 70
    }
    if code != 0 { throw ExitCode(code) }
}
