import Foundation
import Pipeline

/// Single keys from a terminal, lines from anything else.
struct Keyboard {
    private let descriptor = STDIN_FILENO
    private var isTerminal: Bool { isatty(descriptor) != 0 }

    /// `nil` at the end of the input.
    func read(_ input: ReviewSession.Input) -> String? {
        switch input {
        case .key: return isTerminal ? key() : line()
        case .line(let prompt):
            Terminal.write(prompt, to: .standardOutput)
            let answer = line()
            if !isTerminal { Terminal.print("") }
            return answer
        }
    }

    private func line() -> String? { readLine()?.trimmingCharacters(in: .whitespaces) }

    /// One key without Enter; Ctrl-C is a key too.
    private func key() -> String? {
        guard let mode = KeyMode(descriptor) else { return line() }
        defer { mode.end() }
        var bytes = [UInt8](repeating: 0, count: 8)
        var count = 0
        repeat { count = Foundation.read(descriptor, &bytes, bytes.count) } while count < 0 && errno == EINTR
        guard count > 0 else { return nil }
        if bytes[0] == 0x0A || bytes[0] == 0x0D { return "" }
        // An arrow or another key of several bytes is no answer.
        return bytes[0] == 0x1B ? "\u{1B}" : String(decoding: bytes[..<count], as: UTF8.self)
    }
}

/// A terminal that gives single keys without showing them. It is put back as it was whatever ends the
/// reading, a signal too.
private struct KeyMode {
    private static let endings = [SIGTERM, SIGINT, SIGHUP, SIGQUIT]

    private let descriptor: Int32
    private var handlers: [(signal: Int32, former: __sighandler_t?)] = []

    /// `nil` where the terminal takes no such mode.
    init?(_ descriptor: Int32) {
        self.descriptor = descriptor
        var mode = termios()
        guard tcgetattr(descriptor, &mode) == 0 else { return nil }
        PutBack.terminal.initialize(to: (descriptor, mode))
        for number in Self.endings {
            let former = signal(number) { PutBack.andEnd(by: $0) }
            // Whoever started us so that a signal is ignored (nohup) meant it.
            if unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            } else {
                handlers.append((number, former))
            }
        }
        mode.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        guard tcsetattr(descriptor, TCSADRAIN, &mode) == 0 else {
            end()
            return nil
        }
    }

    func end() {
        tcsetattr(descriptor, TCSADRAIN, &PutBack.terminal.pointee.mode)
        for one in handlers { signal(one.signal, one.former) }
    }
}

/// What a signal's handler does. It may come between any two instructions, so it calls nothing that takes
/// memory or a lock, and what it reads is at a place of its own.
private enum PutBack {
    nonisolated(unsafe) static let terminal =
        UnsafeMutablePointer<(descriptor: Int32, mode: termios)>.allocate(capacity: 1)

    static func andEnd(by number: Int32) {
        // In the background the terminal is somebody else's.
        let owner = tcgetpgrp(terminal.pointee.descriptor)
        if owner == -1 || owner == getpgrp() {
            tcsetattr(terminal.pointee.descriptor, TCSANOW, &terminal.pointee.mode)
        }
        signal(number, SIG_DFL)
        raise(number)
    }
}
