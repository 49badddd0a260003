import Domain
import Foundation
import Testing

/// Every problem code has a folder that provokes it: the smallest file that goes wrong in just that way.
@Suite struct ProblemSampleTests {
    private static let folder = Recobro.sampleData.appendingPathComponent("problems")

    @Test func everyCodeHasItsFolder() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(folders == Problem.Code.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: Problem.Code.allCases.map(\.rawValue))
    func theSampleProvokesItsCode(_ code: String) throws {
        let folder = Self.folder.appendingPathComponent(code)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0 != "README.md"
        }.sorted()
        let readme = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(!files.isEmpty)
        if readme.hasPrefix("`inspect`") {
            for file in files {
                let result = try Recobro.run("inspect", folder.appendingPathComponent(file).path, "--json")
                #expect(
                    result.output.contains("\"code\":\"\(code)\""), "\(file): \(result.output.prefix(600))")
            }
        } else {
            #expect(readme.hasPrefix("`import`"))
            #expect(try problemsOfImports(files.map { folder.appendingPathComponent($0) }).contains(code))
        }
    }

    /// Runs a night for each file and gives the codes that the reports list.
    private func problemsOfImports(_ files: [URL]) throws -> Set<String> {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        var codes: Set<String> = []
        for (number, file) in files.enumerated() {
            // A message gets its reference from the night that writes it: no file can know it beforehand.
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            let inbox = "\(workspace)/inbox/\(file.lastPathComponent)"
            if text.contains("REFERENCE") {
                let sent = "\(workspace)/outbox/2025-12-2\(number - 1)-1/messages/register.csv"
                let register = try String(contentsOfFile: sent, encoding: .utf8)
                let row = try #require(register.split(separator: "\r\n").dropFirst().first)
                let reference = String(row.prefix { $0 != "," })
                try Data(text.replacing("REFERENCE", with: reference).utf8)
                    .write(to: URL(fileURLWithPath: inbox))
            } else {
                try FileManager.default.copyItem(atPath: file.path, toPath: inbox)
            }
            let night = "2025-12-2\(number)"
            let result = try Recobro.run("run", workspace, "--as-of", night)
            #expect(result.code <= 1, "\(result.complaint)")
            let table = try String(
                contentsOfFile: "\(workspace)/outbox/\(night)-1/report/problems.csv", encoding: .utf8)
            for code in Problem.Code.allCases where table.contains(",\(code.rawValue),") {
                codes.insert(code.rawValue)
            }
        }
        return codes
    }
}
