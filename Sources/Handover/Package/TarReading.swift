/// The entries of a tar as they follow one another, of whatever program: ustar, pax and GNU, and the form
/// before them.
struct TarReading {
    /// Of the records that stand before an entry.
    private static let recordsBytesMax = 1 << 20
    private static let windowLength = 1 << 16

    private let content: ArchiveContent
    private let file: String
    private let limits: PackageArchive.Limits
    /// Headers are read some at a time: most files are no longer than theirs.
    private var window: [UInt8] = []
    private var windowStart = 0

    /// - Parameter file: the name of the archive, for faults.
    init(_ content: ArchiveContent, file: String, limits: PackageArchive.Limits) {
        (self.content, self.file, self.limits) = (content, file, limits)
    }

    typealias Entry = ArchiveTree<Range<Int>>.Entry

    /// What entries of extension say of the one after them.
    private struct Said {
        var path: String?
        var size: Int?
    }

    /// All entries, to the end of the archive.
    mutating func entries() throws(HandoverFault) -> [Entry] {
        var entries: [Entry] = []
        var (position, total) = (0, 0)
        var said = Said()
        while true {
            let block = try block(at: position)
            if TarHeader.isEnd(block) { break }
            guard let header = TarHeader(block) else {
                throw fault(.syntax, "byte \(position)", "no header of tar", "a tar")
            }
            let size = header.kind.isExtension ? header.size : said.size ?? header.size
            let span = position + TarHeader.length..<position + TarHeader.length + min(size, Int.max / 4)
            let name = said.path ?? header.path
            guard span.upperBound <= content.size else { throw cutOff(ArchiveTree<Int>.shown(name)) }
            position = span.upperBound + TarHeader.paddingLength(after: span.count)
            if header.kind.isExtension {
                try take(header.kind, span, &said)
                continue
            }
            said = Said()
            entries.append(try entry(header, name, span))
            total += span.count
            guard entries.count <= limits.entries, total <= limits.bytes else {
                throw fault(
                    .wrongForm, ArchiveTree<Int>.shown(name),
                    "\(entries.count) entries, \(total) bytes so far",
                    "at most \(limits.entries) files and folders, \(limits.bytes) bytes")
            }
        }
        try endIsEmpty(from: position)
        return entries
    }

    private func entry(
        _ header: TarHeader, _ name: String, _ span: Range<Int>
    ) throws(HandoverFault) -> Entry {
        let shown = ArchiveTree<Int>.shown(name)
        // Before POSIX a folder was a file whose name ends so.
        let isFolder = header.kind == .folder || header.kind == .file && name.hasSuffix("/")
        guard header.kind == .file || isFolder else {
            throw fault(.wrongForm, shown, header.kind.words, "a file or folder")
        }
        guard !isFolder || span.isEmpty else {
            throw fault(.wrongForm, shown, "a folder with content", "an empty entry")
        }
        guard span.count <= limits.fileBytes else {
            throw fault(
                .wrongForm, shown, "\(span.count) bytes", "at most \(limits.fileBytes) bytes a file")
        }
        return Entry(name: name, isFolder: isFolder, place: span)
    }

    /// Takes what an entry of extension says.
    private mutating func take(
        _ kind: TarHeader.Kind, _ span: Range<Int>, _ said: inout Said
    ) throws(HandoverFault) {
        let place = "byte \(span.lowerBound)"
        guard span.count <= Self.recordsBytesMax else {
            throw fault(.wrongForm, place, "records of \(span.count) bytes", "at most 1 MB")
        }
        let bytes = try piece(span)
        switch kind {
        case .longName:
            guard let path = String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self) else {
                throw fault(.syntax, place, "a name that is not UTF-8", "UTF-8")
            }
            said.path = said.path ?? path
        case .longLink: break
        default:
            guard let records = TarHeader.Extension(bytes) else {
                throw fault(.syntax, place, "records that cannot be read", "pax records")
            }
            if records.isSparse { throw fault(.wrongForm, place, "a sparse file", "a whole one") }
            let isForAll = kind == .recordsForAll
            guard !isForAll || records.path == nil && records.size == nil else {
                throw fault(.wrongForm, place, "a path or size for all files", "each its own")
            }
            said.path = records.path ?? said.path
            said.size = records.size ?? said.size
        }
    }

    /// Nothing stands behind the empty block: another archive there would be read by some programs.
    private func endIsEmpty(from end: Int) throws(HandoverFault) {
        for start in stride(from: end, to: content.size, by: Self.windowLength) {
            guard let rest = content.read(start..<min(start + Self.windowLength, content.size)),
                TarHeader.isEnd(rest[...])
            else { throw fault(.syntax, "byte \(start)", "something after the end", "empty blocks") }
        }
    }

    private mutating func block(at position: Int) throws(HandoverFault) -> ArraySlice<UInt8> {
        try piece(position..<position + TarHeader.length)
    }

    private mutating func piece(_ range: Range<Int>) throws(HandoverFault) -> ArraySlice<UInt8> {
        if range.lowerBound < windowStart || range.upperBound > windowStart + window.count {
            let length = max(range.count, Self.windowLength)
            guard let next = content.read(range.lowerBound..<range.lowerBound + length) else {
                throw fault(.syntax, "archive", "a file that cannot be read", "a tar")
            }
            (window, windowStart) = (next, range.lowerBound)
        }
        let (from, to) = (range.lowerBound - windowStart, range.upperBound - windowStart)
        guard to <= window.count else { throw cutOff("byte \(range.lowerBound)") }
        return window[from..<to]
    }

    private func cutOff(_ place: String) -> HandoverFault {
        fault(
            .syntax, place, "an archive that is cut off after \(content.size) bytes",
            "empty blocks at its end")
    }

    private func fault(
        _ code: HandoverFault.Code, _ place: String, _ found: String, _ expected: String
    ) -> HandoverFault {
        HandoverFault(code, file: file, path: place, found: found, expected: expected)
    }
}
