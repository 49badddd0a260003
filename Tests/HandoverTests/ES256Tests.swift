import Domain
import Foundation
import Testing

@testable import Handover

/// Signatures by ES256, which DHX 1.0 §4 names, of partners and of creditors with such a key.
@Suite("A signature by ES256")
struct ES256Tests {
    private func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }

    /// The key and both signatures of RFC 6979 A.2.5 (P-256, SHA-256).
    @Test("takes the number of RFC 6979, so that it repeats")
    func vectors() throws {
        let key = bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
        for (message, r, s) in [
            (
                "sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
                "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
            ),
            (
                "test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
                "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
            ),
        ] {
            let signature = DeterministicECDSA.signature(of: Array(message.utf8), privateKey: key)
            #expect(signature == bytes(r + s))
        }
        #expect(DeterministicECDSA.signature(of: [], privateKey: [1]) == nil)
        #expect(DeterministicECDSA.signature(of: [], privateKey: Array(repeating: 0, count: 32)) == nil)
    }

    @Test("counts modulo the order of the curve")
    func scalars() {
        let order = bytes("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
        let least = bytes("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550")
        #expect(CurveScalar(bytes: order) == .zero)
        let minusOne = CurveScalar(bytes: least)
        let one = CurveScalar(bytes: [1])
        #expect(minusOne + one == .zero)
        #expect(minusOne * minusOne == one)
        #expect(minusOne.inverse == minusOne)
        #expect(CurveScalar(bytes: Array(repeating: 0xFF, count: 32)) + .zero != .zero)
        for value: UInt8 in [2, 3, 7, 251] {
            let number = CurveScalar(bytes: [value, 0, 1])
            #expect(number.inverse * number == one)
            #expect(CurveScalar(bytes: number.bytes) == number)
        }
    }

    /// The example of RFC 7515 A.3, detached: its payload travels beside it, signed as base64url.
    @Test("of others is verified, with and without RFC 7797")
    func others() throws {
        let coordinates = try [
            "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ]
        .flatMap { try #require(Base64URL.bytes(of: Substring($0))) }
        let text = "dhx es256 public key\n\(Data(coordinates).base64EncodedString())\n"
        let key = try #require(VerifyingKey(text: text))
        #expect(key.text == text)
        #expect(key.algorithm == .es256)
        let payload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
        let signature = """
            eyJhbGciOiJFUzI1NiJ9..DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3\
            -Kg6NU1Q
            """
        func state(_ signature: String, _ payload: String) -> SignatureState {
            PackageSignature.verify(Array(signature.utf8), of: Array(payload.utf8), with: key)
        }
        #expect(state(signature, payload) == .valid(keyId: key.id))
        #expect(state(signature + "\n", payload) == .valid(keyId: key.id))
        #expect(state(signature, payload + " ") == .invalid)
        #expect(
            state(signature.replacing("eyJhbGciOiJFUzI1NiJ9", with: "eyJhbGciOiJFZERTQSJ9"), payload)
                == .invalid)
        let unverified = PackageSignature.verify(Array(signature.utf8), of: Array(payload.utf8), with: nil)
        #expect(unverified == .unverified(keyId: ""))
    }

    @Test("signs a package with a key of ours or of another program, twice the same")
    func packages() throws {
        let made = try #require(SigningKey.generate(.es256))
        #expect(made.algorithm == .es256)
        #expect(made.text.hasPrefix("dhx es256 private key\n"))
        #expect(SigningKey(text: made.text) == made)
        #expect(SigningKey.generate()?.algorithm == .ed25519)
        let foreign = try #require(SigningKey(text: Self.sec1))
        #expect(SigningKey(text: Self.pkcs8) == foreign)
        #expect(foreign.verifyingKey == VerifyingKey(text: Self.publicKey))
        for key in [made, foreign] {
            var content = Sample.batch([Sample.new()])
            content.signingKey = key
            let files = CaseBatch.files(content).files
            #expect(files == CaseBatch.files(content).files)
            let source = Package.source(files)
            let verifying = try #require(key.verifyingKey)
            #expect(VerifyingKey(text: verifying.text) == verifying)
            let report = PackageCheck.check(source, key: verifying)
            #expect(report.signature == .valid(keyId: verifying.id))
            #expect(report.findings == [])
            let head = try #require(source.text("manifest.json.jws").split(separator: ".").first)
            let header = String(decoding: try #require(Base64URL.bytes(of: head)), as: UTF8.self)
            #expect(header.hasPrefix("{\"alg\":\"ES256\",\"b64\":false"))
            let other = try #require(SigningKey(seed: Array(0..<32))?.verifyingKey)
            #expect(PackageCheck.check(source, key: other).findings.map(\.code) == [.signature])
        }
    }

    @Test("has no key where the file is none")
    func keys() {
        let texts = [
            "", "-----BEGIN ", "dhx es256 private key\nAAAA\n", "dhx es256 public key\nAAAA\n",
            "dhx rsa private key\nAAAA\n",
            "dhx es256 private key\n\(Data(repeating: 0, count: 32).base64EncodedString())\n",
            "dhx es256 public key\n\(Data(repeating: 1, count: 64).base64EncodedString())\n",
        ]
        for text in texts {
            #expect(SigningKey(text: text) == nil)
            #expect(VerifyingKey(text: text) == nil)
        }
        #expect(SigningKey(text: Self.publicKey) == nil)
        #expect(VerifyingKey(text: Self.pkcs8) == nil)
    }

    /// Made with OpenSSL for this test alone.
    private static let sec1 = """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIPvoBT6NNDlCU3EJq0fe5pK+ZwnhFwX/Ed7k3OSHbtoMoAoGCCqGSM49
        AwEHoUQDQgAEu/cRspTd6pQV/SphM5/DeHTc6svW923pP6WBAA3aIGugBY3dQca1
        cjUBbFPcGoK5f4kU1SgZC64KFBRMDWMeBA==
        -----END EC PRIVATE KEY-----
        """
    private static let pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg++gFPo00OUJTcQmr
        R97mkr5nCeEXBf8R3uTc5Idu2gyhRANCAAS79xGylN3qlBX9KmEzn8N4dNzqy9b3
        bek/pYEADdoga6AFjd1BxrVyNQFsU9wagrl/iRTVKBkLrgoUFEwNYx4E
        -----END PRIVATE KEY-----
        """
    private static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEu/cRspTd6pQV/SphM5/DeHTc6svW
        923pP6WBAA3aIGugBY3dQca1cjUBbFPcGoK5f4kU1SgZC64KFBRMDWMeBA==
        -----END PUBLIC KEY-----
        """
}
