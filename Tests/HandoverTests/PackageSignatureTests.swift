import Domain
import Foundation
import Testing

@testable import Handover

@Suite("The signature of a package")
struct PackageSignatureTests {
    /// Test vector 1 of RFC 8032 §7.1.
    private let seed: [UInt8] = [
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44,
        0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
    ]

    private func key() throws -> SigningKey { try #require(SigningKey(seed: seed)) }

    @Test("covers the manifest and through it the payload")
    func sound() throws {
        var content = Sample.batch([Sample.new()])
        content.signingKey = try key()
        let package = CaseBatch.files(content)
        #expect(package.files == CaseBatch.files(content).files)
        let source = PackageSource(package)
        let verifying = try #require(try key().verifyingKey)
        let report = PackageCheck.check(source, key: verifying)
        #expect(report.signature == .valid(keyId: verifying.id))
        #expect(report.findings.isEmpty, "\(report.findings)")
        #expect(PackageCheck.check(source).signature == .unverified(keyId: verifying.id))
        let unsigned = PackageCheck.check(PackageSource(CaseBatch.files(Sample.batch([Sample.new()]))))
        #expect(unsigned.signature == .unsigned)
        #expect(unsigned.lines[1].hasSuffix("unsigned"))
    }

    @Test("is not valid for another manifest or another key")
    func broken() throws {
        var content = Sample.batch([Sample.new()])
        content.signingKey = try key()
        let source = PackageSource(CaseBatch.files(content))
        let verifying = try #require(try key().verifyingKey)
        let other = try #require(SigningKey.generate()?.verifyingKey)
        let wrongKey = PackageCheck.check(source, key: other)
        #expect(wrongKey.findings.map(\.code) == [.signature])
        #expect(wrongKey.isRefused)
        let changed = try source.sealing("manifest.json") {
            $0.replacingOccurrences(of: "\"recobro\"", with: "\"somebody\"")
        }
        #expect(PackageCheck.check(changed, key: verifying).findings.map(\.code) == [.signature])
        for text in ["", "x", "a..b", "a.b.c", "e30..AAAA"] {
            #expect(
                PackageSignature.verify(Array(text.utf8), of: [], with: verifying) == .invalid, "\(text)")
        }
    }

    @Test("is a detached JWS that others can verify, and keys are two lines of text")
    func form() throws {
        let key = try key()
        let signature = try #require(PackageSignature.sign(Array("{}".utf8), with: key))
        let parts = String(decoding: signature, as: UTF8.self).split(
            separator: ".", omittingEmptySubsequences: false)
        let head = try #require(Base64URL.bytes(of: parts[0]))
        #expect(
            String(decoding: head, as: UTF8.self)
                == "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"21fe31dfa154a261\"}")
        #expect(Base64URL.bytes(of: parts[2])?.count == 64)
        // The public key of the test vector.
        let verifying = try #require(key.verifyingKey)
        #expect(verifying.text == "dhx ed25519 public key\n11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n")
        #expect(VerifyingKey(text: verifying.text) == verifying)
        #expect(SigningKey(text: key.text) == key)
        #expect(SigningKey(text: verifying.text) == nil)
        #expect(VerifyingKey(text: "dhx ed25519 public key\nAAAA\n") == nil)
        #expect(SigningKey(seed: [1]) == nil)
    }
}
