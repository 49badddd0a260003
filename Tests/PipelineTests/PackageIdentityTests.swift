import Foundation
import Testing

@testable import Handover
@testable import Pipeline

@Suite("The digest that a ledger knows a package by")
struct PackageIdentityTests {
    @Test("is over the lines of its files, in the order of their bytes, in whatever form it came")
    func digest() throws {
        let folder = NSTemporaryDirectory() + "recobro-waiting-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let name = "DHX1_T_COLCO_ESB12345674_ACK_000001"
        // Between a folder's files and what sorts around its slash.
        let files = [
            "bagit.txt": "a", "data/batch.json": "{}", "data-1.txt": "", "data/ñ.txt": "ñ", ".hidden": "b",
        ]
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(folder)/\(name)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/\(name)/link", withDestinationPath: "bagit.txt")
        func line(_ path: String) -> String {
            "\(files[path].map { Digest.sha256(Array($0.utf8)) } ?? "") \(path)\n"
        }
        let order = [".hidden", "bagit.txt", "data-1.txt", "data/batch.json", "data/ñ.txt"]
        func sha256(_ ending: String) -> String {
            PackageIdentity.sha256(at: "\(folder)/\(name)\(ending)")
        }
        // A link is listed and has no digest.
        let linked = Digest.sha256(Array((order + ["link"]).map(line).joined().utf8))
        #expect(sha256("") == linked)
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)/link")
        let expected = Digest.sha256(Array(order.map(line).joined().utf8))
        #expect(sha256("") == expected)
        for kind in PackageArchive.Kind.allCases {
            let path = try PackageFile.write("\(folder)/\(name)", kind, below: folder)
            #expect(
                path == "\(folder)/\(name).\(kind.rawValue)" && sha256(".\(kind.rawValue)") == expected)
            // What cannot be opened is known by its bytes.
            try Data([1]).write(to: URL(fileURLWithPath: path))
            #expect(sha256(".\(kind.rawValue)") == Digest.sha256([1]))
            #expect(throws: RunError.self) { try PackageFile.write("\(folder)/\(name)", kind, below: folder) }
        }
    }
}
