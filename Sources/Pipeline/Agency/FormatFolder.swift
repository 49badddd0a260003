internal import Domain
internal import Foundation
internal import Handover

/// What a partner gets who writes software of its own: `recobro handover format`.
public enum FormatFolder {
    /// Writes the format in words, its schemas and the example profiles of layouts into a folder; gives a
    /// line for each file.
    ///
    /// - Throws: where a file of another content is in its place; then nothing is written.
    public static func write(to folder: String) throws -> [String] {
        let files = HandoverSchema.partnerFiles
        guard files.allSatisfy({ !$0.bytes.isEmpty }) else {
            throw RunError.internalFault("the program's resources are missing")
        }
        for file in files {
            let path = "\(folder)/\(file.path)"
            guard FileManager.default.fileExists(atPath: path) else { continue }
            guard try PackageFolder.bytes(of: path) == file.bytes else {
                throw RunError.usage("\(path) is there already and is another file; it is never replaced")
            }
        }
        try DurableFile.makeFolder("\(folder)/profiles")
        for file in files { try DurableFile.write(file.bytes, to: "\(folder)/\(file.path)") }
        return files.map { "\(folder)/\($0.path)" }
    }
}
