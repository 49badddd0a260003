internal import Domain
internal import Foundation

/// Why a page did not become a PDF. The page itself is a letter already: the run goes on with it.
enum PDFRenderError: Error, Equatable {
    /// The command is not there or may not be run.
    case notRunnable(command: String)
    /// It did not end in time and was ended.
    case tooSlow(seconds: Int)
    /// It wrote more than a letter can need.
    case tooLarge(bytes: Int)
    /// It ended with this status; with the first line of what it said.
    case failed(status: Int32, said: String)
    /// It ended well, but what it wrote is no PDF.
    case notPDF
}

/// Makes PDFs of letters by a command that reads HTML and writes PDF: WeasyPrint where it is found, or
/// whatever `letters.pdfCommand` names. The page needs nothing from outside, so the command needs no
/// network.
///
/// The same page on the same day gives the same bytes: the command is told the day, not the hour.
struct PDFRenderer: Sendable, Equatable {
    /// The file to run and its arguments.
    let command: [String]
    /// Seconds that one letter may take.
    var secondsMax = 60
    /// Bytes that one letter may have.
    var bytesMax = 20 << 20

    /// The renderer that is configured, else WeasyPrint where it is on the search path; `nil` for none: then
    /// letters stay HTML, which the summary says.
    ///
    /// - Parameters:
    ///   - configured: the command and its arguments; it reads the page on its standard input and writes
    ///     the PDF to its standard output. WeasyPrint alone needs no arguments. Empty takes the default.
    ///   - searchPath: folders as in `PATH`.
    init?(configured: [String], searchPath: String) {
        let name = configured.first ?? "weasyprint"
        let path = name.contains("/") ? name : Self.find(name, searchPath)
        guard let path = path ?? (configured.isEmpty ? nil : name) else { return nil }
        let arguments = Array(configured.dropFirst())
        let isPlainWeasyPrint = arguments.isEmpty && path.split(separator: "/").last == "weasyprint"
        command =
            [path] + (isPlainWeasyPrint ? ["--quiet", "--encoding", "utf-8", "-", "-"] : arguments)
    }

    private static func find(_ name: String, _ searchPath: String) -> String? {
        searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The PDFs of pages, in their order, beside them: `letters/x.html` gives `letters/x.pdf`.
    ///
    /// - Parameters:
    ///   - day: the run's as-of day, for the dates in the PDF.
    ///   - jobs: how many run at once.
    func pdfs(of pages: [OutputFile], day: Day, jobs: Int) -> [Result<OutputFile, PDFRenderError>] {
        let results = ResultSlots(count: pages.count)
        let lanes = max(1, min(jobs, pages.count))
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            for index in stride(from: lane, to: pages.count, by: lanes) {
                results.set(
                    index, Result { () throws(PDFRenderError) in try pdf(of: pages[index], day: day) })
            }
        }
        return results.all
    }

    /// The PDF of one page.
    func pdf(of page: OutputFile, day: Day) throws(PDFRenderError) -> OutputFile {
        let ended = try run(input: page.bytes, day: day)
        guard ended.status == 0 else {
            throw .failed(status: ended.status, said: Self.firstLine(of: ended.said))
        }
        let tail = ended.output.suffix(1024)
        guard ended.output.starts(with: "%PDF-".utf8), Data(tail).range(of: Data("%%EOF".utf8)) != nil else {
            throw .notPDF
        }
        let stem = page.path.hasSuffix(".html") ? String(page.path.dropLast(5)) : page.path
        return OutputFile(path: stem + ".pdf", bytes: ended.output)
    }

    private struct Ended {
        var status: Int32 = 0
        var output: [UInt8] = []
        var said: [UInt8] = []
    }

    private func run(input: [UInt8], day: Day) throws(PDFRenderError) -> Ended {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = environment(day)
        let (stdout, stderr) = (Pipe(), Pipe())
        process.standardOutput = stdout
        process.standardError = stderr
        // A file, not a pipe: a command that does not read all of it cannot block or signal us.
        guard let page = UnlinkedFile(input) else { throw .notRunnable(command: command[0]) }
        process.standardInput = page.handle
        guard (try? process.run()) != nil else { throw .notRunnable(command: command[0]) }
        try? stdout.fileHandleForWriting.close()
        try? stderr.fileHandleForWriting.close()
        defer {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }
        var ended = try read(
            stdout.fileHandleForReading.fileDescriptor, stderr.fileHandleForReading.fileDescriptor, process)
        process.waitUntilExit()
        ended.status =
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return ended
    }

    /// Nothing of our environment reaches the command but where programs and fonts are.
    private func environment(_ day: Day) -> [String: String] {
        var environment = [
            "SOURCE_DATE_EPOCH": String(max(0, Int(day.number)) * 86_400), "LC_ALL": "C.UTF-8", "TZ": "UTC",
        ]
        for name in ["PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        return environment
    }

    /// Reads both outputs until they end, and waits for the end of the process, all within the time.
    private func read(_ out: Int32, _ err: Int32, _ process: Process) throws(PDFRenderError) -> Ended {
        var ended = Ended()
        let deadline = ContinuousClock.now + .seconds(secondsMax)
        var open = [out, err]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !open.isEmpty || process.isRunning {
            guard ContinuousClock.now < deadline else { throw .tooSlow(seconds: secondsMax) }
            var waiting = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            // Short, so that the deadline is seen; and all there is to do once both outputs are closed.
            _ = poll(&waiting, nfds_t(waiting.count), open.isEmpty ? 5 : 100)
            for one in waiting where one.revents != 0 {
                let count = Glibc.read(one.fd, &buffer, buffer.count)
                if count < 0, errno == EINTR || errno == EAGAIN { continue }
                guard count > 0 else {
                    open.removeAll { $0 == one.fd }
                    continue
                }
                if one.fd == out {
                    ended.output += buffer[..<count]
                    guard ended.output.count <= bytesMax else { throw .tooLarge(bytes: bytesMax) }
                } else if ended.said.count < 4096 {
                    ended.said += buffer[..<count]
                }
            }
        }
        return ended
    }

    private static func firstLine(of said: [UInt8]) -> String {
        let line = said.prefix { $0 != 0x0A }.prefix(200)
        return String(decoding: line.map { $0 < 0x20 || $0 >= 0x7F ? 0x3F : $0 }, as: UTF8.self)
    }
}

/// Bytes in a file without a name: it is gone when nobody holds it any more.
private final class UnlinkedFile {
    let handle: FileHandle

    init?(_ bytes: [UInt8]) {
        guard let file = tmpfile() else { return nil }
        defer { fclose(file) }
        let descriptor = dup(fileno(file))
        guard descriptor >= 0 else { return nil }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard (try? handle.write(contentsOf: Data(bytes))) != nil, lseek(descriptor, 0, SEEK_SET) == 0 else {
            return nil
        }
    }
}

/// Results that several threads put in their places.
private final class ResultSlots: @unchecked Sendable {
    private let lock = NSLock()
    private var slots: [Result<OutputFile, PDFRenderError>]

    init(count: Int) { slots = Array(repeating: .failure(.notPDF), count: count) }

    func set(_ index: Int, _ result: Result<OutputFile, PDFRenderError>) {
        lock.withLock { slots[index] = result }
    }

    var all: [Result<OutputFile, PDFRenderError>] { lock.withLock { slots } }
}
