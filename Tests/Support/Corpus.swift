public import Foundation

/// The shared corpus of real files and what independent parsers found in them.
///
/// It is not part of the repository. Tests that need it are skipped without it, but not under `CI`.
public enum Corpus {
    /// The folder of shared test data: `RECOBRO_SHARED`, else `../shared` beside the package.
    public static let shared: URL? = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["RECOBRO_SHARED"] { return existing(URL(fileURLWithPath: path)) }
        var package = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { package.deleteLastPathComponent() }
        return existing(package.deletingLastPathComponent().appendingPathComponent("shared"))
    }()

    /// Whether corpus tests run: with the corpus, and under `CI` in any case, so that they fail there.
    public static let isRequired = shared != nil || ProcessInfo.processInfo.environment["CI"] != nil

    /// The bytes of a file of the shared folder, `corpus/norma43/…`.
    public static func bytes(_ path: String) throws -> [UInt8] {
        guard let shared else { throw CorpusMissing() }
        return [UInt8](try Data(contentsOf: shared.appendingPathComponent(path)))
    }

    /// Rows of a table of facts whose `path` begins with `folder`, by column name; `corpus/` is left out of
    /// both names.
    public static func facts(_ table: String, in folder: String) throws -> [[String: String]] {
        try rows(of: String(decoding: bytes("corpus/" + table), as: UTF8.self))
            .filter { $0["path", default: ""].hasPrefix(folder + "/") }
    }

    /// A tab-separated table with a heading; lines that begin with `#` are comments.
    public static func rows(of text: String) -> [[String: String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
            .filter { !$0.hasPrefix("#") }
        guard let heading = lines.first else { return [] }
        let names = heading.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        return lines.dropFirst().map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(zip(names, fields), uniquingKeysWith: { first, _ in first })
        }
    }

    private static func existing(_ url: URL) -> URL? {
        FileManager.default.fileExists(atPath: url.appendingPathComponent("corpus").path) ? url : nil
    }
}

/// The corpus is not there although it is required.
public struct CorpusMissing: Error, CustomStringConvertible {
    public var description: String {
        "the shared corpus is missing: set RECOBRO_SHARED to the folder that holds corpus/"
    }
}
