import Domain
import Foundation
import Handover

/// `recobro-bench handover`: one case of an example batch many times over, as a package on disk, for
/// `recobro handover check` to read.
enum HandoverCommand {
    static func run(_ example: String, _ words: ArraySlice<String>) throws {
        guard words.count == 2, let folder = words.first, let count = words.last.flatMap(Int.init),
            (1...1_000_000).contains(count)
        else { throw BenchError("a folder and a number of cases are needed\n\(Bench.usage)") }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: example)))
        let batch: CaseBatchFile
        do throws(HandoverFault) {
            batch = try CaseBatchFile(json: bytes, file: example)
        } catch {
            throw BenchError("\(error)")
        }
        guard let first = batch.operations.first, case .new(var one) = first.content else {
            throw BenchError("\(example) does not begin with a case")
        }
        for index in one.documents.indices {
            one.documents[index].filed = nil
            one.documents[index].title = "document \(index + 1)"
            one.documents[index].bytes = Array("What document \(index + 1) of a case says.\n".utf8)
        }
        let operations = (1...count).map { number in
            var operation = first
            operation.caseRef = "C-\(number)"
            operation.content = .new(one)
            return operation
        }
        let clock = ContinuousClock()
        var package = HandoverPackage()
        let making = clock.measure {
            package = CaseBatch.files(
                CaseBatchContent(
                    header: batch.header, operations: operations,
                    producer: Producer(software: "recobro-bench", version: "0")))
        }
        let size = package.files.reduce(0) { $0 + $1.bytes.count }
        print(
            "\(package.published.count) cases, \(package.files.count) files, \(size) bytes; made in \(making)"
        )
        for broken in package.setAside.prefix(3) { print("set aside: \(broken.reason)") }
        let writing = try clock.measure { try write(package, to: folder) }
        print("written in \(writing)")
    }

    private static func write(_ package: HandoverPackage, to folder: String) throws {
        var made: Set<String> = []
        for file in package.files {
            let path = "\(folder)/\(file.path)"
            let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            if made.insert(parent).inserted {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            }
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
        }
    }
}
