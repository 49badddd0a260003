import Domain
import Testing

@testable import Handover

@Suite("A case batch that is written as it is made")
struct CaseBatchStreamTests {
    private struct Full: Error {}

    /// Notes what is begun and finished; refuses the file after so many.
    private final class NotingSink: PackageSink {
        typealias Failure = any Error

        var files: [OutputFile] = []
        var begun: [String] = []
        var open = 0
        var openMax = 0
        var largestPiece = 0
        let filesMax: Int

        init(filesMax: Int = .max) { self.filesMax = filesMax }

        final class File: PackageFileSink {
            typealias Failure = any Error

            let path: String
            let sink: NotingSink
            var bytes: [UInt8] = []

            init(_ path: String, _ sink: NotingSink) { (self.path, self.sink) = (path, sink) }

            func write(_ bytes: [UInt8]) throws {
                self.bytes += bytes
                sink.largestPiece = max(sink.largestPiece, bytes.count)
            }

            func finish() throws {
                sink.files.append(OutputFile(path: path, bytes: bytes))
                sink.open -= 1
            }
        }

        func begin(_ path: String) throws -> File {
            guard begun.count < filesMax else { throw Full() }
            begun.append(path)
            open += 1
            openMax = max(openMax, open)
            return File(path, self)
        }
    }

    /// More operations than are taken at a time, and cases whose order is not that of their paths.
    private func operations() -> [CaseOperation] {
        let cases = ["C-1", "C-1-A", "C-1.B", "C-10", "C-2"].flatMap { ref in
            [Sample.new(ref: ref), Sample.pay(ref: ref)]
        }
        return (1...4200).map { Sample.recall(ref: "R-\($0)") } + cases + [Sample.new(ref: "Z-1")]
    }

    @Test("has the files of the batch in memory, in their order, few of them open")
    func same() throws {
        let content = Sample.batch(operations())
        let sink = NotingSink()
        let written = try CaseBatch.write(content, to: sink)
        let package = CaseBatch.files(content)
        #expect(sink.files == package.files)
        #expect(written.published == package.published && written.totals == package.totals)
        #expect(written.payloadManifestSHA256 == package.payloadManifestSHA256)
        #expect(written.files.isEmpty && written.published.count == 4211)
        #expect(sink.open == 0 && sink.openMax == 14)
        let paths = sink.files.map(\.path)
        let payload = paths.filter { $0.contains("/data/") }
        #expect(payload == payload.sorted() && paths.prefix(payload.count) == payload[...])
        #expect(paths.last?.hasSuffix("/tagmanifest-sha256.txt") == true)
        #expect(sink.largestPiece < package.files.map(\.bytes.count).max() ?? 0)
        #expect(PackageCheck.check(PackageSource(package)).findings.filter { $0.severity != .warn } == [])
    }

    @Test("is in order whatever order its operations came in")
    func order() throws {
        let content = Sample.batch(operations())
        let turned = Sample.batch(operations().reversed())
        #expect(CaseBatch.files(content).files == CaseBatch.files(turned).files)
    }

    @Test("begins no file where nothing can be published")
    func nothing() throws {
        let sink = NotingSink()
        var content = Sample.batch([Sample.new()])
        content.header.flow = .registry
        #expect(try CaseBatch.write(content, to: sink).setAside.map(\.code) == [.form])
        #expect(try CaseBatch.write(Sample.batch([]), to: sink).published.isEmpty)
        #expect(sink.begun.isEmpty)
    }

    @Test("stops where a file cannot be written", arguments: [0, 3, 15, 17])
    func full(files: Int) throws {
        #expect(throws: Full.self) {
            _ = try CaseBatch.write(Sample.batch([Sample.new()]), to: NotingSink(filesMax: files))
        }
    }

    @Test("reads back operation by operation as it reads whole")
    func reading() throws {
        let bytes = CaseBatch.files(Sample.batch(operations())).bytes("data/batch.json")
        let whole = try CaseBatchFile(json: bytes)
        var read: [CaseOperation] = []
        try CaseBatchFile.read(json: bytes, work: \.opId) { operation, opId in
            #expect(opId == operation.opId)
            read.append(operation)
        }
        #expect(read == whole.operations && read.count == 4211)
        #expect(whole.json == bytes)
    }
}
