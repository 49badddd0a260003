import Formats
import Scanning
import Support

/// Containers, where only the right checksum lets an input in.
enum FuzzedContainers {
    private static let limit = 1 << 24

    /// Every member, by its pieces; members must keep what the directory says.
    static func zip(_ bytes: UnsafeBufferPointer<UInt8>) {
        _ = Container.kind(of: bytes.span)
        guard let archive = try? ZipArchive(bytes.span) else { return }
        var number = 0
        for member in archive.members {
            number += 1
            if member.number != number { Finding.stop("members out of order") }
            var count = 0
            let failure = failure {
                try archive.extract(member, from: bytes.span, limit: limit) { piece in
                    count += piece.count
                    return true
                }
            }
            if count > min(limit, member.size) { Finding.stop("more bytes than the member claims") }
            if failure == nil, count != member.size { Finding.stop("fewer bytes than the member claims") }
            if failure == nil, member.size > 1 {
                try? archive.extract(member, from: bytes.span, limit: limit) { _ in false }
            }
        }
    }

    static func gzip(_ bytes: UnsafeBufferPointer<UInt8>) {
        var count = 0
        let failure = failure {
            try GzipFile.extract(bytes.span, limit: limit) { piece in
                count += piece.count
                return true
            }
        }
        if count > limit { Finding.stop("more bytes than the limit") }
        let content = try? GzipFile.content(of: bytes.span, limit: limit)
        if (failure == nil) != (content != nil) { Finding.stop("the whole and its pieces differ") }
        if let content, content.count != count { Finding.stop("the whole is not the sum of its pieces") }
        if failure == nil, count > 0, (try? GzipFile.content(of: bytes.span, limit: count - 1)) != nil {
            Finding.stop("the limit does not hold")
        }
    }

    /// Anything but a failure of the containers is wrong here.
    private static func failure(_ body: () throws -> Void) -> ContainerFailure? {
        do {
            try body()
            return nil
        } catch let failure as ContainerFailure {
            return failure
        } catch {
            Finding.stop("a container throws \(error)")
        }
    }

    /// The parts of a workbook, one behind the other with a zero byte between them, in a zip that is right:
    /// the fuzzer would never hit the checksums by itself.
    static func workbookParts(_ bytes: UnsafeBufferPointer<UInt8>) {
        let names = [
            "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
            "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels",
        ]
        var members = [ZipBuilder.Member("[Content_Types].xml", [])]
        let parts = bytes.split(separator: 0, maxSplits: names.count - 1, omittingEmptySubsequences: false)
        for (name, part) in Swift.zip(names, parts) where !part.isEmpty {
            members.append(ZipBuilder.Member(name, Array(part)))
        }
        let archive = ZipBuilder.archive(members)
        archive.withUnsafeBufferPointer { ReaderInvariants.check($0, Workbook.read) }
    }
}
