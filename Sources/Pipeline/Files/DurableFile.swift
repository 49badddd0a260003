internal import Crypto
internal import Domain
internal import Foundation
internal import Glibc
internal import Scanning

/// SHA-256 as the 64 lower-case hexadecimal digits that files are known by.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> String { String(hexadecimal: SHA256.hash(data: bytes)) }

    static func sha256(_ bytes: Span<UInt8>) -> String {
        var hash = SHA256()
        var start = 0
        while start < bytes.count {
            let end = min(start + 1 << 22, bytes.count)
            bytes.extracting(start..<end).withUnsafeBufferPointer { piece in
                hash.update(bufferPointer: UnsafeRawBufferPointer(piece))
                if let base = piece.baseAddress { MappedPages.release(upTo: base + piece.count) }
            }
            start = end
        }
        return String(hexadecimal: hash.finalize())
    }

    /// The digest of a file that is mapped, not loaded.
    static func ofFile(_ path: String) throws(FileError) -> String {
        let file = try MappedFile(path: path)
        return file.withBytes { sha256($0) }
    }
}

/// Files that are whole or not there: written under another name, synced, renamed. Readable by the owner
/// only.
enum DurableFile {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let stream = try DurableStream(path: path)
        try stream.write(bytes)
        _ = try stream.finish()
    }

    /// Syncs a folder, so that names made or moved in it survive a crash.
    static func syncFolder(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", path) }
    }

    /// Moves a file or folder in one step; over an existing file, never over a folder with content.
    static func move(_ source: String, to target: String) throws {
        guard rename(source, target) == 0 else { throw failure("move", "\(source) to \(target)") }
    }

    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw RunError.inputOutput("cannot make folder \(path): \(error.localizedDescription)")
        }
    }

    static func removeFolder(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

    /// A folder of its own that nobody else can name or read: `mkdtemp` (POSIX) replaces the six capital X.
    static func makeTemporaryFolder() throws -> String {
        var template = Array((FileManager.default.temporaryDirectory.path + "/recobro-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw failure("make", "a temporary folder") }
        return String(cString: made)
    }

    static func failure(_ verb: String, _ path: String) -> RunError {
        .inputOutput("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}

/// A file being written piece by piece, with the digest of what went through.
final class DurableStream {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var hash = SHA256()
    private(set) var byteCount = 0

    init(path: String) throws {
        self.path = path
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        temporary = path[..<slash] + "." + path[slash...] + ".part"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DurableFile.failure("write", path) }
    }

    func write(_ bytes: [UInt8]) throws { try write(bytes.span) }

    func write(_ bytes: Span<UInt8>) throws {
        byteCount += bytes.count
        try bytes.withUnsafeBytes { buffer in
            hash.update(bufferPointer: buffer)
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(
                    descriptor, rest.isEmpty ? nil : buffer.baseAddress.map { $0 + rest.startIndex },
                    rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw DurableFile.failure("write", path) }
                rest = rest.dropFirst(written)
            }
        }
    }

    /// Syncs and renames; gives the digest of the content.
    func finish() throws -> String {
        guard fsync(descriptor) == 0 else { throw DurableFile.failure("sync", path) }
        close(descriptor)
        try DurableFile.move(temporary, to: path)
        return String(hexadecimal: hash.finalize())
    }
}

/// Keeps a second run out of the workspace for as long as the value lives. The kernel frees it when the
/// process ends, however it ends.
final class WorkspaceLock {
    private let descriptor: Int32

    init(_ workspace: Workspace) throws {
        descriptor = open(workspace.lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DurableFile.failure("lock", workspace.root) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { throw RunError.busy(workspace.root) }
            throw RunError.inputOutput("cannot lock \(workspace.root): \(String(cString: strerror(reason)))")
        }
    }

    deinit { close(descriptor) }
}
