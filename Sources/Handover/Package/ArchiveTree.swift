/// The entries of an archive as the files of one package.
///
/// The archive holds the package's folder, or what is in that folder without the folder itself: both are
/// common, and an archive that mixes them or has another folder is refused. So are names that lead elsewhere,
/// two files of one name, and files where another entry needs a folder.
struct ArchiveTree<Place: Sendable>: Sendable {
    /// A file or folder as the archive lists it.
    struct Entry {
        /// As the archive has it; with `./` before it perhaps, and `/` behind a folder's.
        let name: String
        let isFolder: Bool
        let place: Place
    }

    /// Of the files, relative to the package's folder, sorted.
    let paths: [String]
    private let places: [Place]

    /// - Parameters:
    ///   - folder: the name of the package.
    ///   - file: the name of the archive, for faults.
    init(_ entries: [Entry], folder: String, file: String) throws(HandoverFault) {
        func refuse(_ place: String, _ found: String, _ expected: String) -> HandoverFault {
            HandoverFault(.wrongForm, file: file, path: place, found: found, expected: expected)
        }
        var names: [String] = []
        names.reserveCapacity(entries.count)
        var files: [Int] = []
        for (position, entry) in entries.enumerated() {
            let name = Self.relative(entry.name)
            names.append(name)
            if entry.isFolder, name.isEmpty { continue }
            guard Self.isSafe(name) else {
                throw refuse(
                    Self.shown(entry.name), "a path that leads elsewhere", "a relative path without '..'")
            }
            if !entry.isFolder { files.append(position) }
        }
        let top = folder + "/"
        let isBelow = zip(names, entries).map { name, entry in
            name.hasPrefix(top) || entry.isFolder && (name == folder || name.isEmpty)
        }
        let beside = isBelow.firstIndex(of: false)
        let hasFolder = beside == nil
        if let beside, names.contains(where: { $0.hasPrefix(top) }) {
            throw refuse(
                Self.shown(names[beside]), "a file beside the folder \(folder)", "the folder alone")
        }
        if !hasFolder, let first = files.first, !files.contains(where: { !names[$0].contains("/") }) {
            let other = names[first].prefix { $0 != "/" }
            throw refuse(Self.shown(names[first]), "the folder \(other)", "the folder \(folder), or none")
        }
        let start = hasFolder ? top.utf8.count : 0
        var found = files.map { (path: String(names[$0].utf8.dropFirst(start)) ?? "", entry: $0) }
        found.sort { $0.path < $1.path }
        paths = found.map(\.path)
        places = found.map { entries[$0.entry].place }
        for (a, b) in zip(paths, paths.dropFirst()) where a == b {
            throw refuse(Self.shown(b), "two files of one name", "one")
        }
        let folders = zip(names, entries).filter { $1.isFolder }.map {
            String($0.0.utf8.dropFirst(start)) ?? ""
        }
        if let both = firstFileAsFolder(folders) {
            throw refuse(Self.shown(both), "a file and a folder of one name", "one of them")
        }
        guard !paths.isEmpty else { throw refuse("archive", "no file", "a package") }
    }

    /// Where a file stands in the archive.
    func place(of path: String) -> Place? { position(of: path).map { places[$0] } }

    private func position(of path: String) -> Int? {
        var (low, high) = (0, paths.count)
        while low < high {
            let middle = (low + high) / 2
            if paths[middle] < path { low = middle + 1 } else { high = middle }
        }
        return low < paths.count && paths[low] == path ? low : nil
    }

    /// A file that is the folder of another entry too.
    private func firstFileAsFolder(_ folders: [String]) -> String? {
        if let folder = folders.first(where: { position(of: $0) != nil }) { return folder }
        var last: Substring = ""
        for path in paths {
            guard var slash = path.lastIndex(of: "/"), path[..<slash] != last else { continue }
            last = path[..<slash]
            while true {
                if position(of: String(path[..<slash])) != nil { return String(path[..<slash]) }
                guard let before = path[..<slash].lastIndex(of: "/") else { break }
                slash = before
            }
        }
        return nil
    }

    /// Without `./` before and `/` behind it; empty for the top of the archive.
    private static func relative(_ name: String) -> String {
        var name = name[...]
        while name.hasPrefix("./") { name = name.dropFirst(2) }
        if name.hasSuffix("/"), name.utf8.count > 1 { name = name.dropLast() }
        return name == "." ? "" : String(name)
    }

    /// Relative, nowhere leading out, and the same on every system.
    private static func isSafe(_ name: String) -> Bool {
        var (length, dots) = (0, 0)
        for byte in name.utf8 {
            switch byte {
            case 0x2F:
                if length == 0 || (length == dots && dots <= 2) { return false }
                (length, dots) = (0, 0)
            case 0..<0x20, 0x7F, 0x5C: return false
            default:
                length += 1
                if byte == 0x2E { dots += 1 }
            }
        }
        return length > 0 && !(length == dots && dots <= 2)
    }

    /// A name as a message may show it.
    static func shown(_ name: String) -> String {
        let safe = name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : String($0) }
        return String(safe.joined().prefix(140))
    }
}
