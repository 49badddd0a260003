import Foundation

/// A terminal for a command to read from, and the keyboard in front of it.
struct PseudoTerminal {
    struct Failure: Error {}

    /// What of a terminal's mode a command that reads single keys changes.
    struct Mode: Equatable {
        let local: tcflag_t
        let input: tcflag_t
        /// Whether a line is read as a whole, after Enter.
        var isByLine: Bool { local & tcflag_t(ICANON) != 0 }
    }

    let keyboard: FileHandle
    let user: FileHandle

    init() throws {
        // Linux' own way: Foundation shows nothing of posix_openpt and its kin.
        let (unlock, tell) = (UInt(0x4004_5431), UInt(0x8004_5430))
        var (isLocked, number) = (Int32(0), Int32(0))
        let near = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        guard near >= 0, ioctl(near, unlock, &isLocked) == 0, ioctl(near, tell, &number) == 0 else {
            throw Failure()
        }
        let far = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        guard far >= 0 else { throw Failure() }
        keyboard = FileHandle(fileDescriptor: near, closeOnDealloc: true)
        user = FileHandle(fileDescriptor: far, closeOnDealloc: true)
    }

    func mode() throws -> Mode {
        var mode = termios()
        guard tcgetattr(user.fileDescriptor, &mode) == 0 else { throw Failure() }
        return Mode(local: mode.c_lflag, input: mode.c_iflag)
    }
}

/// Runs `body` with no signal held back: the threads that run tests hold them back, and a command that is
/// started from there would too.
func withSignalsLetThrough<Value>(_ body: () throws -> Value) rethrows -> Value {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return try body()
}
