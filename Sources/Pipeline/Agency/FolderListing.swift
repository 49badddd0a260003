internal import Glibc

/// Everything below a folder, by what the folders themselves say: a package of a hundred thousand cases has
/// seven hundred thousand files, and to ask after each of them costs longer than to read it.
struct FolderListing {
    /// Relative to the folder, in no order; folders themselves are left out, links are in.
    private(set) var paths: [String] = []
    /// Those of them that are regular files.
    private(set) var regular: Set<String> = []

    /// `nil` where the folder cannot be read.
    init?(_ root: String) {
        guard add(root, below: "") else { return nil }
    }

    /// False where the folder cannot be read; one further below is then empty.
    @discardableResult
    private mutating func add(_ folder: String, below prefix: String) -> Bool {
        guard let stream = opendir(folder) else { return false }
        defer { closedir(stream) }
        var folders: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            switch Self.kind(entry.pointee.d_type, folder + "/" + name) {
            case S_IFDIR: folders.append(name)
            case S_IFREG:
                paths.append(prefix + name)
                regular.insert(prefix + name)
            default: paths.append(prefix + name)
            }
        }
        for name in folders { add(folder + "/" + name, below: prefix + name + "/") }
        return true
    }

    /// Some file systems do not say what an entry is.
    private static func kind(_ type: UInt8, _ path: String) -> mode_t {
        switch Int(type) {
        case Int(DT_DIR): return S_IFDIR
        case Int(DT_REG): return S_IFREG
        case Int(DT_UNKNOWN):
            var status = stat()
            return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
        default: return 0
        }
    }
}

/// A regular file, read without passing through `Data`.
enum RegularFile {
    /// Bytes of a range, fewer where the file ends before; `nil` where it cannot be read or is a link.
    static func bytes(_ path: String, _ range: Range<Int>) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return bytes(file, range.clamped(to: 0..<Int(status.st_size)))
    }

    /// The bytes of a file where they are those that were recorded.
    static func bytes(_ path: String, sha256: String) -> [UInt8]? {
        guard let bytes = bytes(path, 0..<Int.max), Digest.sha256(bytes) == sha256 else { return nil }
        return bytes
    }

    /// Bytes of a range of an open file, fewer where it ends before; `nil` where they cannot be read.
    static func bytes(_ file: Int32, _ range: Range<Int>) -> [UInt8]? {
        let wanted = range.count
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let start = buffer.baseAddress {
                let got = pread(file, start + count, wanted - count, range.lowerBound + count)
                if got < 0, errno == EINTR { continue }
                isRead = got >= 0
                guard got > 0 else { return }
                count += got
            }
        }
        return isRead ? bytes : nil
    }
}
