import Foundation
import Support
import Testing

@testable import Scanning

private typealias Member = ZipBuilder.Member

private let text = Array(String(repeating: "Importe;Saldo\n", count: 50).utf8)

/// Names and contents, read piece by piece.
private func read(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> [(String, [UInt8])] {
    let archive = try ZipArchive(bytes.span)
    return try archive.members.map { ($0.name, try archive.content(of: $0, in: bytes.span, limit: limit)) }
}

private func failure(_ bytes: [UInt8], limit: Int = 1 << 20) -> ContainerFailure.Kind? {
    do {
        _ = try read(bytes, limit: limit)
        return nil
    } catch let failure as ContainerFailure {
        return failure.kind
    } catch { return nil }
}

private func decoded(_ base64: String) -> [UInt8] { [UInt8](Data(base64Encoded: base64) ?? Data()) }

/// Written by Python's zipfile into a stream: deflate, data descriptors, a UTF-8 name.
private let streamed = decoded(
    "UEsDBBQACAgIAO8Kdl0AAAAAAAAAAAAAAAAQAAAAY2FycGV0YS9hw7FvLnR4dMs5vDYvNVEhJVWhoKg0NSlRwZArZ1RoVGi4CwEAUEsHCCtK"
        + "op0dAAAA+AIAAFBLAwQUAAgACADvCnZdAAAAAAAAAAAAAAAABQAAAGIudHh0AwBQSwcIAAAAAAIAAAAAAAAAUEsBAhQDFAAICAgA7wp2XStK"
        + "op0dAAAA+AIAABAAAAAAAAAAAAAAAIABAAAAAGNhcnBldGEvYcOxby50eHRQSwECFAMUAAgACADvCnZdAAAAAAIAAAAAAAAABQAAAAAAAAAA"
        + "AAAAgAFbAAAAYi50eHRQSwUGAAAAAAIAAgBxAAAAkAAAAAAA")

@Suite struct ZipArchiveTests {
    @Test func membersComeInOrderWithTheirContent() throws {
        let found = try read(ZipBuilder.archive([Member("a.csv", text), Member("b/c.csv", [1], method: 8)]))
        #expect(found.map(\.0) == ["a.csv", "b/c.csv"])
        #expect(found.map(\.1) == [text, [1]])
    }

    @Test func streamedArchiveWithDataDescriptorsIsRead() throws {
        let found = try read(streamed)
        #expect(found.map(\.0) == ["carpeta/año.txt", "b.txt"])
        #expect(
            String(decoding: found[0].1, as: UTF8.self) == String(repeating: "línea de prueba 1\n", count: 40)
        )
        #expect(found[1].1.isEmpty)
    }

    @Test func zip64FieldsAndEndRecordAreUsed() throws {
        var member = Member("a.csv", text, method: 8)
        member.hasZip64 = true
        #expect(try read(ZipBuilder.archive([member], hasZip64End: true)).map(\.1) == [text])
    }

    @Test func namesAreUnicodeOrCodePage437() throws {
        var old = Member("", [1])
        old.name = Array("a\u{0}".utf8).dropLast() + [0xA4, 0x6F, 0x82]
        var plain = Member("ñ", [2])
        plain.flags = 0x800
        #expect(try read(ZipBuilder.archive([old, plain])).map(\.0) == ["añoé", "ñ"])
    }

    @Test func backslashesSeparateFoldersAndFoldersHaveNoContent() throws {
        let archive = try ZipArchive(
            ZipBuilder.archive([Member("xl\\a.xml", [1]), Member("xl/b/", [])]).span)
        #expect(archive.members.map(\.name) == ["xl/a.xml", "xl/b/"])
        #expect(archive.members.map(\.isFolder) == [false, true])
        #expect(archive.member(named: "XL/A.XML")?.number == 1)
        #expect(archive.member(named: "xl/c.xml") == nil)
    }

    @Test(arguments: ["../a", "/a", "a/../../b", "C:\\a", "\\a", "a//b", "a\u{7}b", ""])
    func unsafeNamesRefuseTheArchive(name: String) {
        #expect(failure(ZipBuilder.archive([Member("good", [1]), Member(name, [1])])) == .unsafeName)
    }

    @Test func encryptedMembersRefuseTheArchive() {
        var member = Member("a", [1])
        member.flags = 1
        #expect(failure(ZipBuilder.archive([member])) == .encrypted)
        #expect(failure(ZipBuilder.archive([Member("a", [1], method: 99)])) == .encrypted)
    }

    @Test func wrongChecksumIsFound() {
        for method: UInt16 in [0, 8] {
            var member = Member("a", text, method: method)
            member.checksum = 1
            #expect(failure(ZipBuilder.archive([member])) == .checksum)
        }
    }

    @Test func claimedSizeMustBeTheRealOne() {
        for size in [text.count - 1, text.count + 1] {
            for method: UInt16 in [0, 8] {
                var member = Member("a", text, method: method)
                member.size = size
                #expect(failure(ZipBuilder.archive([member])) == .malformed)
            }
        }
    }

    @Test func twoNamesAndOverlapsAndOtherHeadersAreRefused() {
        #expect(failure(ZipBuilder.archive([Member("a", [1]), Member("a", [2])])) == .repeatedName)
        var other = Member("a", [1])
        other.localName = Array("b".utf8)
        #expect(failure(ZipBuilder.archive([other])) == .malformed)
        // The second directory entry points into the first member's data.
        var outer = Member("outer", [])
        let inner = ZipBuilder.archive([Member("inner", [1])])
        outer.content = Array(inner.prefix(36))
        var bytes = ZipBuilder.archive([outer, Member("inner", [1])])
        let entry = bytes.count - 22 - 51
        bytes.replaceSubrange(entry + 42..<entry + 46, with: [35, 0, 0, 0])
        #expect(failure(bytes) == .malformed)
    }

    @Test func unknownCompressionRefusesOnlyItsMember() throws {
        let bytes = ZipBuilder.archive([Member("a", [1], method: 14), Member("b", [2])])
        let archive = try ZipArchive(bytes.span)
        #expect(failure(bytes) == .unsupportedMethod)
        #expect(try archive.content(of: archive.members[1], in: bytes.span, limit: 10) == [2])
    }

    @Test func limitAndBombsAreTooLarge() {
        #expect(
            failure(ZipBuilder.archive([Member("a", text, method: 8)]), limit: text.count - 1) == .tooLarge)
        var bomb = Member("a", [], method: 8)
        bomb.data = Deflate.run(of: 0x30, repeats: 1 << 12)
        bomb.size = 1 << 30
        #expect(failure(ZipBuilder.archive([bomb]), limit: 1 << 40) == .tooLarge)
        // A small claim does not hide it, and not more than the claim is inflated.
        bomb.size = 1000
        #expect(failure(ZipBuilder.archive([bomb]), limit: 1 << 40) == .malformed)
        let many = (0...ZipArchive.membersMax).map { Member("\($0)", []) }
        #expect(failure(ZipBuilder.archive(many)) == .tooLarge)
    }

    @Test func sinkGetsPiecesAndMayStop() throws {
        var member = Member("a", [], method: 8)
        member.data = Deflate.run(of: 0x30, repeats: 4000)
        member.size = 1 + 258 * 4000
        let bytes = ZipBuilder.archive([member])
        let archive = try ZipArchive(bytes.span)
        var sizes: [Int] = []
        try archive.extract(archive.members[0], from: bytes.span, limit: 1 << 21) { piece in
            sizes.append(piece.count)
            return sizes.count < 2
        }
        #expect(sizes == [1 << 18, 1 << 18])
    }

    @Test func everyTruncationIsRefused() {
        for length in 0..<streamed.count { #expect(failure(Array(streamed.prefix(length))) != nil) }
    }

    @Test func mutationsNeverCrash() {
        var state: UInt64 = 7
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        var refused = 0
        for _ in 0..<3000 {
            var bytes = streamed
            for _ in 0...next() % 3 { bytes[Int(next() % UInt64(bytes.count))] = UInt8(next() & 0xFF) }
            if failure(bytes) != nil { refused += 1 }
        }
        #expect(refused > 1500)
    }

    @Test func kindIsToldByTheMembers() {
        func kind(_ names: [String]) -> Container.Kind {
            Container.kind(of: ZipBuilder.archive(names.map { Member($0, [1]) }).span)
        }
        #expect(kind(["a.csv"]) == .zip)
        #expect(kind([]) == .zip)
        #expect(kind(["[Content_Types].xml", "xl/workbook.xml"]) == .workbook)
        #expect(kind(["[Content_Types].xml", "xl/workbook2.xml"]) == .workbook)
        #expect(kind(["[Content_Types].xml", "xl/workbook.bin"]) == .binaryWorkbook)
        #expect(kind(["[Content_Types].xml", "word/document.xml"]) == .officeDocument)
        #expect(kind(["mimetype", "content.xml", "META-INF/manifest.xml"]) == .openDocument)
        #expect(Container.kind(of: ZipBuilder.gzip([1]).span) == .gzip)
        #expect(Container.kind(of: text.span) == .none)
        #expect(Container.kind(of: [UInt8]().span) == .none)
        #expect(Container.kind(of: Array(streamed.prefix(50)).span) == .zip)
    }
}

@Suite struct GzipFileTests {
    private func failure(_ bytes: [UInt8], limit: Int = 1 << 20) -> ContainerFailure.Kind? {
        do throws(ContainerFailure) {
            _ = try GzipFile.content(of: bytes.span, limit: limit)
            return nil
        } catch { return error.kind }
    }

    @Test func realFileIsRead() throws {
        let bytes = decoded("H4sIAAAAAAACA/PMLcgvKkm1Dk7MScnn8hzljfKGDA8Auh1DRbwCAAA=")
        #expect(try GzipFile.content(of: bytes.span, limit: 1 << 20) == text)
    }

    @Test func headerFieldsMembersAndPaddingAreReadOver() throws {
        let fields: [UInt8] = [2, 0, 9, 9] + Array("name\u{0}comment\u{0}".utf8) + [1, 2]
        let bytes = ZipBuilder.gzip([1, 2], flags: 30, fields: fields) + ZipBuilder.gzip([3]) + [0, 0]
        #expect(try GzipFile.content(of: bytes.span, limit: 3) == [1, 2, 3])
        #expect(failure(bytes, limit: 2) == .tooLarge)
        #expect(failure(bytes + [7]) == .truncated)
        #expect(failure(bytes + Array("no gzip at all".utf8)) == .malformed)
    }

    @Test func checksumAndLengthAreChecked() {
        for position in 1...8 {
            var bytes = ZipBuilder.gzip(text)
            bytes[bytes.count - position] ^= 1
            #expect(failure(bytes) == .checksum)
        }
    }

    @Test func everyTruncationIsRefused() {
        let bytes = ZipBuilder.gzip(text, flags: 8, fields: Array("a\u{0}".utf8))
        for length in 0..<bytes.count { #expect(failure(Array(bytes.prefix(length))) == .truncated) }
    }
}
