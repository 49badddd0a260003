internal import Domain
internal import Formats
internal import Reports
internal import Scanning

/// `recobro convert`: the records of a file of any known format as one normalised table.
public struct Conversion: Sendable {
    /// What was left out, and the findings, a line each for people.
    public private(set) var notes: [String] = []
    /// Nothing of the file can be trusted; nothing was written.
    public private(set) var isRefused = false

    /// Reads the file twice: the first reading says whether it is refused, and which records it has.
    ///
    /// - Parameter name: which records to write (`movements`, `invoices`, …); the first kind in the file
    ///   where none is given. Throws `RunError.usage` for an unknown one.
    public static func write(
        path: String, kind name: String?, emit: ([UInt8]) throws -> Void
    ) throws -> Conversion {
        let kind = try name.map { name in
            guard let known = RecordTable.Kind(rawValue: name) else {
                let names = RecordTable.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw RunError.usage("unknown kind '\(name)'; it is one of \(names)")
            }
            return known
        }
        var conversion = Conversion()
        var folder: String?
        defer { if let folder { DurableFile.removeFolder(folder) } }
        do {
            let unpacked = try InputParts(
                path: path, name: path,
                into: try {
                    let made = try DurableFile.makeTemporaryFolder()
                    folder = made
                    return made
                }())
            if let problem = unpacked.problem { conversion.refuse(path, [problem]) }
            var table: RecordTable?
            for part in unpacked.parts { try conversion.write(part, kind, &table, emit) }
            if var table { try emit(table.finish()) }
        } catch let error as FileError {
            conversion.refuse(path, [Problem(.fileUnreadable, found: error.reason)])
        }
        return conversion
    }

    private mutating func write(
        _ part: InputPart, _ kind: RecordTable.Kind?, _ table: inout RecordTable?,
        _ emit: ([UInt8]) throws -> Void
    ) throws {
        let file = try MappedFile(path: part.path)
        var counts: [RecordTable.Kind: Int] = [:]
        var first: RecordTable.Kind?
        let outcome = try file.withBytes { bytes in
            try FormatReader.read(bytes, options: ReadOptions()) { record in
                guard let kind = RecordTable.Kind(record) else { return }
                counts[kind, default: 0] += 1
                if first == nil { first = kind }
            }
        }
        guard !outcome.problems.contains(where: { $0.severity == .refuse }) else {
            return refuse(part.name, outcome.problems)
        }
        note(part.name, outcome.problems)
        var writing = table ?? RecordTable(kind ?? first ?? .movements)
        _ = try file.withBytes { bytes in
            try FormatReader.read(bytes, options: ReadOptions()) { record in
                let chunk = writing.add(record)
                if !chunk.isEmpty { try emit(chunk) }
            }
        }
        for other in RecordTable.Kind.allCases where other != writing.kind {
            guard let count = counts[other] else { continue }
            notes.append("\(part.name): \(count) \(other.rawValue) left out; --kind \(other.rawValue)")
        }
        table = writing
    }

    private mutating func refuse(_ name: String, _ problems: [Problem]) {
        isRefused = true
        note(name, problems)
    }

    private mutating func note(_ name: String, _ problems: [Problem]) {
        for problem in problems.prefix(20) {
            notes.append("\(name): \(problem.severity.rawValue) (\(problem.place)): \(problem.message)")
        }
        if problems.count > 20 { notes.append("\(name): … \(problems.count) findings in all") }
    }
}
