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
            one.documents[index].content = DocumentContent(
                Array("What document \(index + 1) of a case says.\n".utf8))
        }
        let operations = (1...count).map { number in
            var operation = first
            operation.caseRef = "C-\(number)"
            operation.content = .new(one)
            return operation
        }
        let clock = ContinuousClock()
        let content = CaseBatchContent(
            header: batch.header, operations: operations,
            producer: Producer(software: "recobro-bench", version: "0"))
        let sink = FolderSink(folder)
        var package = HandoverPackage()
        let writing = try clock.measure { package = try CaseBatch.write(content, to: sink) }
        print(
            "\(package.published.count) cases, \(sink.files) files, \(sink.bytes) bytes; "
                + "made and written in \(writing)")
        for broken in package.setAside.prefix(3) { print("set aside: \(broken.reason)") }
    }
}

/// A package as files below a folder, not synced.
private final class FolderSink: PackageSink {
    typealias Failure = any Error

    private let folder: String
    private var made: Set<String> = []
    private(set) var files = 0
    private(set) var bytes = 0

    init(_ folder: String) { self.folder = folder }

    final class File: PackageFileSink {
        typealias Failure = any Error

        private let handle: FileHandle
        private let sink: FolderSink

        fileprivate init(_ handle: FileHandle, _ sink: FolderSink) {
            (self.handle, self.sink) = (handle, sink)
        }

        func write(_ bytes: [UInt8]) throws {
            sink.bytes += bytes.count
            try handle.write(contentsOf: bytes)
        }

        func finish() throws { try handle.close() }
    }

    func begin(_ path: String) throws -> File {
        let path = "\(folder)/\(path)"
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if made.insert(parent).inserted {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw BenchError("cannot write \(path)") }
        files += 1
        return File(handle, self)
    }
}
