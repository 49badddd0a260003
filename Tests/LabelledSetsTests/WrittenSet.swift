import Foundation

@testable import LabelledSets

/// A set on disk, read back with nothing of the generator's.
struct WrittenSet {
    struct Row {
        let fields: [Substring]

        subscript(_ column: Int) -> Substring { fields[column] }
    }

    let folder: String

    /// Writes a set into a fresh folder that the caller removes.
    init(_ profile: Profile, payments: Int, seed: UInt64, numbering: Numbering = .standard) throws {
        folder = FileManager.default.temporaryDirectory.path + "/labelled-\(UUID().uuidString)"
        try LabelledSet(profile: profile, payments: payments, seed: seed, numbering: numbering).write(
            into: folder)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    /// The rows below the heading; Latin 1 for all, as tax numbers, amounts and names of files are ASCII.
    func rows(_ name: String, _ separator: Character) throws -> [Row] {
        let text = String(decoding: try bytes(name).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map {
            Row(fields: $0.split(separator: separator, omittingEmptySubsequences: false))
        }
    }

    /// `1234,56` or `1234.56` in cents.
    static func cents(_ text: some StringProtocol) -> Int {
        Int(String(text.filter { $0 != "," && $0 != "." })) ?? .min
    }
}
