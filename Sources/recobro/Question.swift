import Foundation

/// A question to a person at a terminal; `nil` where nobody can answer.
enum Question {
    static func ask(_ text: String) -> String? {
        guard isatty(FileHandle.standardInput.fileDescriptor) != 0 else { return nil }
        Terminal.write(text + ": ", to: .standardError)
        return readLine()?.trimmingCharacters(in: .whitespaces)
    }
}
