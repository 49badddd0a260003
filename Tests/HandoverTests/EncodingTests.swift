import Domain
import Testing

@testable import Handover

/// Letters that the single-byte encodings of Europe treat differently.
@Suite("Letters of every language")
struct EncodingTests {
    private static let text = "Ñandú Façade € Łódź ñ ç ł"

    @Test("stay what they are in JSON, XML and CSV")
    func forms() throws {
        var debtCase = Sample.debtCase
        // Decomposed on the way in, composed on the way out.
        debtCase.debtors[0].party.name = "N\u{303}andú Fac\u{327}ade € Łódź ñ ç ł <&> \"x\""
        let package = CaseBatch.files(Sample.batch([Sample.new(debtCase)]))
        let batch = try CaseBatchFile(json: package.bytes("data/batch.json"))
        let name = batch.operations.first?.debtCase?.debtors.first?.party.name
        #expect(name?.unicodeScalars.elementsEqual((Self.text + " <&> \"x\"").unicodeScalars) == true)
        #expect(batch.json == package.bytes("data/batch.json"))
        let xml = package.text("data/batch.xml")
        #expect(xml.contains("<name>\(Self.text) &lt;&amp;&gt; &quot;x&quot;</name>"))
        #expect(package.text("data/csv/parties.csv").contains(",\"\(Self.text) <&> \"\"x\"\"\","))
        #expect(PackageCheck.check(PackageSource(package)).findings.isEmpty)
    }

    @Test("never break a file: control characters are refused, line ends kept")
    func controls() throws {
        var debtCase = Sample.debtCase
        debtCase.debtors[0].party.addresses[0].street = "Calle\u{1}Mayor"
        let refused = CaseBatch.files(Sample.batch([Sample.new(debtCase)]))
        #expect(refused.setAside.map(\.code) == [.form])
        debtCase.debtors[0].party.addresses[0].street = "Calle\r\n\tMayor ]]>"
        let package = CaseBatch.files(Sample.batch([Sample.new(debtCase)]))
        #expect(package.text("data/batch.xml").contains("<street>Calle&#13;\n\tMayor ]]&gt;</street>"))
        #expect(PackageCheck.check(PackageSource(package)).findings.isEmpty)
        var removal = Registry.removal
        removal.debtor.name = "Peña\u{1}"
        let xml = RegistryBatch.files(try Registry.content([removal], profile: nil)).text("data/batch.xml")
        #expect(xml.contains("<name>Peña\u{FFFD}</name>"))
    }

    /// What each encoding of the layouts makes of the letters; `nil` where it does not have one.
    static let bytes: [(LayoutEncoding, [Unicode.Scalar: [UInt8]])] = [
        (.ascii, [:]),
        (
            .utf8,
            [
                "ñ": [0xC3, 0xB1], "ç": [0xC3, 0xA7], "€": [0xE2, 0x82, 0xAC], "ł": [0xC5, 0x82],
                "“": [0xE2, 0x80, 0x9C], "”": [0xE2, 0x80, 0x9D],
            ]
        ),
        (.latin1, ["ñ": [0xF1], "ç": [0xE7]]),
        (.latin9, ["ñ": [0xF1], "ç": [0xE7], "€": [0xA4]]),
        (.windows1252, ["ñ": [0xF1], "ç": [0xE7], "€": [0x80], "“": [0x93], "”": [0x94]]),
        (.cp850, ["ñ": [0xA4], "ç": [0x87]]),
        (.ibm1145, ["ñ": [0x6A], "ç": [0x48], "€": [0x9F]]),
    ]

    @Test("of WINDOWS-1252 are 27 beside those of ISO-8859-1, and five of its bytes mean nothing")
    func windows1252() throws {
        let encoding = LayoutEncoding.windows1252
        let undefined: [UInt8] = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
        let decoder = LayoutDecoder(encoding)
        let text = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
        let bytes = (UInt8(0x80)...0x9F).filter { !undefined.contains($0) }
        #expect(bytes.count == 27 && decoder.text(of: bytes) == Array(text.unicodeScalars))
        #expect(try encoding.text(of: bytes) == text)
        var written: [UInt8] = []
        for scalar in text.unicodeScalars { #expect(encoding.append(scalar, to: &written)) }
        #expect(written == bytes)
        for byte in undefined {
            #expect(decoder.text(of: [0x41, byte]) == nil)
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            #expect {
                try encoding.text(of: [0x41, byte])
            } throws: { error in
                (error as? LayoutError)?.description.contains("0x\(hexadecimal)") ?? false
            }
            // Neither is it the control character of that number.
            #expect(!encoding.append(Unicode.Scalar(byte), to: &written))
        }
        for byte in Array(UInt8(0x20)...0x7E) + Array(0xA0...0xFF) {
            #expect(decoder.text(of: [byte]) == [Unicode.Scalar(byte)])
        }
    }

    @Test("are written in every encoding that has them, and refused in those that lack them")
    func layouts() throws {
        #expect(Set(Self.bytes.map(\.0)) == Set(LayoutEncoding.allCases))
        for (encoding, known) in Self.bytes {
            let profile = try profile(encoding)
            for letter in ["ñ", "ç", "€", "ł", "“", "”"] as [Unicode.Scalar] {
                var record = Registry.addition
                record.debtor.name = "A\(letter)"
                let content = RegistryBatchContent(
                    header: Registry.header(), target: Registry.target, records: [record],
                    profile: profile,
                    producer: Sample.producer)
                let package = RegistryBatch.files(content)
                guard let expected = known[letter] else {
                    #expect(package.setAside.map(\.code) == [.layout], "\(encoding) \(letter)")
                    // The field, the place in it, the character and the encoding.
                    let number = String(letter.value, radix: 16, uppercase: true)
                    let name = "'\(letter)' (U+\(String(repeating: "0", count: 4 - number.count))\(number))"
                    let reason =
                        "unmappable at name: character 2, \(name), is not in \(encoding.rawValue)"
                    #expect(package.setAside.map(\.reason) == [reason])
                    #expect(package.files.isEmpty)
                    continue
                }
                let file = package.files.first { $0.path.contains("/data/registry/") }?.bytes
                let (letterA, mark, end): (UInt8, UInt8, UInt8) =
                    encoding == .ibm1145 ? (0xC1, 0x5E, 0x25) : (0x41, 0x3B, 0x0A)
                #expect(file == [letterA] + expected + [mark, letterA, end], "\(encoding) \(letter)")
                let read = try file.map { (bytes) throws(LayoutError) in try encoding.text(of: bytes) }
                #expect(read == "A\(letter);A\n")
            }
        }
    }

    private func profile(_ encoding: LayoutEncoding) throws -> LayoutProfile {
        let text = """
            {"profile": "letters", "status": "EXAMPLE", "source": "a test", "direction": "OUT",
             "format": {"kind": "DELIMITED", "encoding": "\(encoding.rawValue)", "newline": "LF",
              "separator": ";", "quote": "\\"", "headerRow": false, "fold": "NONE", "onUnmappable": "ERROR",
              "onOverflow": "ERROR"},
             "fileName": "letters.csv", "tables": {},
             "records": [{"name": "detail", "each": "record", "fields": [
              {"name": "name", "type": "text", "path": "debtor.name", "required": true},
              {"name": "op", "type": "code", "path": "op", "required": true}]}]}
            """
        return try LayoutProfile(json: Array(text.utf8))
    }
}
