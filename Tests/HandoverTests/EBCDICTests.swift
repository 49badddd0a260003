import Domain
import Testing

@testable import Handover

/// CCSID 1145. The bytes are those of `iconv -t IBM1145` (glibc), which ICU and the JDK confirm.
@Suite("A layout in EBCDIC of Spain")
struct EBCDICTests {
    private func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars where !LayoutEncoding.ibm1145.append(scalar, to: &bytes) {
            return nil
        }
        return bytes
    }

    @Test("has the bytes that iconv has")
    func table() {
        #expect(
            bytes("ñÑç€[]{}@#¬¡¿") == [
                0x6A, 0x7B, 0x48, 0x9F, 0x4A, 0x5A, 0xC0, 0xD0, 0x7C, 0x69, 0x5F, 0xAA, 0xAB,
            ])
        #expect(
            bytes("AZaz09 ?\"';,.$") == [
                0xC1, 0xE9, 0x81, 0xA9, 0xF0, 0xF9, 0x40, 0x6F, 0x7F, 0x7D, 0x5E, 0x6B, 0x4B, 0x5B,
            ])
        #expect(
            bytes("ÁÉÍÓÚÜáéíóúü") == [0x65, 0x71, 0x75, 0xEE, 0xFE, 0xFC, 0x45, 0x51, 0x55, 0xCE, 0xDE, 0xDC])
        for missing in ["ł", "Š", "…", "‘", "\u{0}", "\n", "\u{85}", "\u{9F}", "\u{7F}"] {
            #expect(bytes(missing) == nil, "\(missing.unicodeScalars.map(\.value))")
        }
    }

    @Test("has 191 characters, each with one byte of its own, none of them a control")
    func isComplete() {
        let table = LayoutEncoding.ibm1145Bytes
        #expect(table.count == 191)
        #expect(Set(table.values) == Set(0x40...0xFE))
        // The characters are those of ISO-8859-1 with the euro sign for the currency sign.
        let characters = Set(table.keys.map { Int($0.value) })
        let latin1 = Set(0x20...0x7E).union(0xA0...0xFF).subtracting([0xA4]).union([0x20AC])
        #expect(characters == latin1)
    }

    @Test(
        "ends its records with the characters that the profile names, in EBCDIC",
        arguments: [("CRLF", [0x0D, 0x25]), ("LF", [0x25]), ("NEL", [0x15]), ("NONE", [])]
            as [(String, [UInt8])])
    func newlines(newline: String, expected: [UInt8]) throws {
        let profile = try fixed(newline: newline)
        let rows = try profile.render(
            [Registry.addition, Registry.change], header: Registry.header(), target: Registry.target)
        // `A` and 1610.00, `M` and 250.00: EBCDIC digits and blanks.
        let first: [UInt8] = [0xC1, 0x40, 0x40, 0xF0, 0xF0, 0xF1, 0xF6, 0xF1, 0xF0, 0xF0, 0xF0]
        let second: [UInt8] = [0xD4, 0x40, 0x40, 0xF0, 0xF0, 0xF0, 0xF2, 0xF5, 0xF0, 0xF0, 0xF0]
        #expect(rows == first + expected + second + expected)
        let ends = ["CRLF": "\r\n", "LF": "\n", "NEL": "\u{85}", "NONE": ""]
        let end = try #require(ends[newline])
        #expect(try LayoutEncoding.ibm1145.text(of: rows) == "A  00161000\(end)M  00025000\(end)")
    }

    @Test("quotes, substitutes and heads its columns in EBCDIC")
    func delimited() throws {
        var record = Registry.addition
        record.debtor.name = "Peña; \"ł\""
        let profile = try delimited(separator: ";")
        let rows = try profile.render([record], header: Registry.header(), target: Registry.target)
        #expect(try LayoutEncoding.ibm1145.text(of: rows) == "name;op\n\"Peña; \"\"?\"\"\";A\n")
        #expect(rows.contains(0x6F))
        let tabs = try delimited(separator: "\\t").render(
            [record], header: Registry.header(), target: Registry.target)
        #expect(tabs.filter { $0 == 0x05 }.count == 2)
        #expect(
            throws: LayoutError(.wrongValue, at: "format.separator", "a character of IBM1145 is expected")
        ) {
            try delimited(separator: "ł")
        }
    }

    @Test("is refused with a line end that its encoding or kind has not")
    func wrongNewlines() throws {
        #expect(
            throws: LayoutError(.wrongValue, at: "format.newline", "ISO-8859-1 has no line end NEL")
        ) { try fixed(newline: "NEL", encoding: "ISO-8859-1") }
        #expect(throws: Never.self) { try fixed(newline: "NONE", encoding: "ISO-8859-1") }
        #expect(
            throws: LayoutError(.wrongValue, at: "format.newline", "NONE is for records of one length")
        ) { try delimited(separator: ";", newline: "NONE") }
    }

    @Test("is read back as it was written, and what it has not is named with its place")
    func reading() throws {
        for encoding in LayoutEncoding.allCases {
            var (text, written): (String, [UInt8]) = ("", [])
            for value in Array(0x09...0x2FFF) as [UInt32] {
                guard let scalar = Unicode.Scalar(value), let bytes = encoding.bytes(ofMark: scalar),
                    value >= 0x20 || [0x09, 0x0A, 0x0D].contains(value)
                else { continue }
                text.unicodeScalars.append(scalar)
                written += bytes
            }
            #expect(try Array(encoding.text(of: written).unicodeScalars) == Array(text.unicodeScalars))
        }
        func error(_ encoding: LayoutEncoding, _ bytes: [UInt8]) -> LayoutError? {
            do throws(LayoutError) {
                _ = try encoding.text(of: bytes)
                return nil
            } catch {
                return error
            }
        }
        #expect(
            error(.ibm1145, [0xC1, 0x00])
                == LayoutError(.unmappable, at: "byte 2", "0x00 is no character of IBM1145"))
        #expect(
            error(.ascii, [0xF1])
                == LayoutError(.unmappable, at: "byte 1", "0xF1 is no character of US-ASCII"))
        #expect(
            error(.utf8, [0x41, 0xC3])
                == LayoutError(.unmappable, at: "byte 2", "0xC3 is no character of UTF-8"))
        #expect(error(.utf8, [0xC3, 0xB1, 0x01])?.place == "byte 3")
        #expect(error(.latin1, [0x85])?.place == "byte 1")
    }

    private func fixed(newline: String, encoding: String = "IBM1145") throws -> LayoutProfile {
        let text = """
            {"profile": "mainframe", "status": "EXAMPLE", "source": "a test", "direction": "OUT",
             "format": {"kind": "FIXED", "encoding": "\(encoding)", "newline": "\(newline)",
              "recordLength": 11},
             "fileName": "mainframe", "tables": {},
             "records": [{"name": "detail", "each": "record", "fields": [
              {"name": "op", "start": 1, "length": 3, "type": "code", "path": "op"},
              {"name": "unpaid", "start": 4, "length": 8, "type": "amount", "path": "unpaid",
               "implied": true}]}]}
            """
        return try LayoutProfile(json: Array(text.utf8))
    }

    private func delimited(separator: String, newline: String = "LF") throws -> LayoutProfile {
        let text = """
            {"profile": "columns", "status": "EXAMPLE", "source": "a test", "direction": "OUT",
             "format": {"kind": "DELIMITED", "encoding": "IBM1145", "newline": "\(newline)",
              "separator": "\(separator)", "headerRow": true, "onUnmappable": "SUBSTITUTE"},
             "fileName": "columns", "tables": {},
             "records": [{"name": "detail", "each": "record", "fields": [
              {"name": "name", "type": "text", "path": "debtor.name", "required": true},
              {"name": "op", "type": "code", "path": "op", "required": true}]}]}
            """
        return try LayoutProfile(json: Array(text.utf8))
    }
}
