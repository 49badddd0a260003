internal import Foundation
internal import Glibc

/// A command that sends one file: a program and its arguments, never a shell's line.
struct SenderCommand: Sendable, Equatable {
    /// How it ended.
    enum Ended: Sendable, Equatable {
        /// By itself, with a status, and the first line of what it said.
        case exited(Int, said: String)
        /// By a signal or because its time was over: it may have sent the message before.
        case ended(signal: Int, said: String)
        /// It could not be started.
        case notStarted
    }

    /// Absolute path of the program.
    let program: String
    let arguments: [String]
    let secondsMax: Int

    /// The program as it is found; `nil` where there is none that may be run.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments. A program with a `/` is relative to `folder`, any other is
    ///     looked for on `searchPath`, folders as in `PATH`.
    init?(_ words: [String], folder: String, searchPath: String, secondsMax: Int) {
        guard let name = words.first, !name.isEmpty else { return nil }
        let candidates: [String]
        if name.hasPrefix("/") {
            candidates = [name]
        } else if name.contains("/") {
            candidates = ["\(folder)/\(name)"]
        } else {
            candidates = searchPath.split(separator: ":").map { "\($0)/\(name)" }
        }
        let found = candidates.first { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
        }
        guard let found else { return nil }
        program = found
        arguments = Array(words.dropFirst())
        self.secondsMax = secondsMax
    }

    /// Hands it one file and waits for its end. It has our environment, for its own credentials; nothing of
    /// it is read here.
    func send(_ file: String, from folder: String) -> Ended {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments + [file]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        let (output, complaint) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaint
        guard (try? process.run()) != nil else { return .notStarted }
        try? output.fileHandleForWriting.close()
        try? complaint.fileHandleForWriting.close()
        let (said, isLate) = listen(
            output.fileHandleForReading.fileDescriptor, complaint.fileHandleForReading.fileDescriptor, process
        )
        if isLate {
            // What it started goes with it where it leads a group of its own.
            kill(-process.processIdentifier, SIGKILL)
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        let succeeded = process.terminationReason == .exit && status == 0
        let line = Self.firstLine(succeeded ? [said.output, said.complaint] : [said.complaint, said.output])
        if process.terminationReason == .exit, !isLate { return .exited(status, said: line) }
        return .ended(signal: isLate ? Int(SIGKILL) : status, said: line)
    }

    private struct Said {
        var output: [UInt8] = []
        var complaint: [UInt8] = []
    }

    /// Reads until the process has ended, not until its outputs have: what it leaves running in the
    /// background may hold them for ever.
    private func listen(_ out: Int32, _ err: Int32, _ process: Process) -> (said: Said, isLate: Bool) {
        var said = Said()
        let deadline = ContinuousClock.now + .seconds(secondsMax)
        var open = [out, err]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let hasEnded = !process.isRunning
            var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&waiting, nfds_t(waiting.count), hasEnded ? 0 : open.isEmpty ? 5 : 50)
            var isSilent = true
            for one in waiting where one.revents != 0 {
                let count = Glibc.read(one.fd, &buffer, buffer.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else {
                    open.removeAll { $0 == one.fd }
                    continue
                }
                isSilent = false
                if one.fd == out {
                    if said.output.count < 4096 { said.output += buffer[..<count] }
                } else if said.complaint.count < 4096 {
                    said.complaint += buffer[..<count]
                }
            }
            if hasEnded, isSilent { return (said, false) }
            if ContinuousClock.now >= deadline { return (said, !hasEnded) }
        }
    }

    /// The first line that says something, 200 characters at most, with nothing in it that a terminal obeys.
    static func firstLine(_ texts: [[UInt8]]) -> String {
        for text in texts {
            for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
                let safe = String(decoding: line, as: UTF8.self).unicodeScalars
                    .map { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) ? " " : String($0) }
                let words = safe.joined().split(separator: " ").joined(separator: " ")
                if !words.isEmpty { return String(words.prefix(200)) }
            }
        }
        return ""
    }
}
