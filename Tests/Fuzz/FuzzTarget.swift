#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The subject of this process: one a process, so that each has a corpus of its own. `Scripts/fuzz` sets it.
private let subject: FuzzSubject = {
    let name = getenv("RECOBRO_FUZZ_READER").map { String(cString: $0) } ?? ""
    if name == "list" {
        for subject in FuzzSubject.all { print(subject.name) }
        fflush(nil)
        _exit(0)
    }
    guard let subject = FuzzSubject.all.first(where: { $0.name == name }) else {
        let names = FuzzSubject.all.map(\.name).joined(separator: " ")
        Finding.stop("RECOBRO_FUZZ_READER is '\(name)'; it must be one of: \(names)")
    }
    return subject
}()

private let isGrown = getenv("RECOBRO_FUZZ_GROWN") != nil

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
    if isGrown {
        let grown = Growth.grown(input)
        grown.withUnsafeBufferPointer { bytes in Slowest.measure { subject.run(bytes) } }
    } else {
        Slowest.measure { subject.run(input) }
    }
    return 0
}

/// Ends the process for libFuzzer to keep the input.
enum Finding {
    /// Whether records and problems are printed.
    static let isShown = getenv("RECOBRO_FUZZ_SHOW") != nil

    static func stop(_ message: String) -> Never {
        write("FINDING: \(message)\n")
        abort()
    }

    static func write(_ message: String) {
        var message = message
        _ = message.withUTF8 { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// The longest execution so far, of this process's own CPU time: on a busy machine the wall clock says
/// nothing.
enum Slowest {
    /// Nanoseconds. libFuzzer calls from one thread.
    nonisolated(unsafe) private static var most: UInt64 = 0
    private static let isRegistered: Bool = {
        atexit { Finding.write("stat::slowest_unit_usec: \(Slowest.most / 1000)\n") }
        return true
    }()

    static func measure(_ body: () -> Void) {
        _ = isRegistered
        let start = now()
        body()
        most = max(most, now() &- start)
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}

/// Large inputs out of small ones, to find time and memory that grow faster than the input.
enum Growth {
    static let targetBytes = 1 << 18

    /// The last three bytes say which part of the rest is repeated up to `targetBytes`.
    static func grown(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard input.count > 8 else { return Array(input) }
        let count = input.count - 3
        let start = Int(input[count]) * count / 256
        // Mostly a few bytes: one field, one tag, one line.
        let reach = [4, 16, 64, count][Int(input[count + 1] & 3)]
        let length = max(1, min(1 + Int(input[count + 2]) * reach / 256, count - start))
        let repeats = (targetBytes - min(targetBytes, start)) / length + 1
        return [UInt8](unsafeUninitializedCapacity: count + repeats * length) { output, used in
            guard let to = output.baseAddress, let from = input.baseAddress else { return }
            memcpy(to, from, start + length)
            var filled = length
            while filled < repeats * length {
                let more = min(filled, repeats * length - filled)
                memcpy(to + start + filled, to + start, more)
                filled += more
            }
            used = start + filled
            memcpy(to + used, from + start + length, count - start - length)
            used += count - start - length
        }
    }
}
