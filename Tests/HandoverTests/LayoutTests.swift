import Domain
import Testing

@testable import Handover

/// A profile with one text field of 8 characters, with something replaced.
private func tiny(_ replacements: [(String, String)] = []) throws -> LayoutProfile {
    var text = """
        {"profile": "tiny", "status": "ASSUMED", "source": "test", "direction": "OUT",
         "format": {"kind": "FIXED", "encoding": "US-ASCII", "newline": "LF", "recordLength": 14},
         "fileName": "f", "tables": {"op": {"A": "1"}},
         "records": [{"name": "d", "each": "record", "fields": [
          {"name": "name", "start": 1, "length": 8, "type": "text", "path": "debtor.name"},
          {"name": "unpaid", "start": 9, "length": 6, "type": "amount", "path": "unpaid", "implied": true}
         ]}]}
        """
    for (old, new) in replacements {
        try #require(text.contains(old), "\(old)")
        text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return try LayoutProfile(json: Array(text.utf8))
}

private func record(_ name: String, unpaid: String = "1.00") -> JSONValue {
    var debtor = JSONMembers()
    debtor.add("name", text: name)
    var members = JSONMembers()
    members.add("op", text: "A")
    members.add("debtor", debtor.object)
    members.add("unpaid", text: unpaid)
    return members.object
}

@Suite("A layout profile")
struct LayoutTests {
    @Test("gives the tested sample byte for byte")
    func sample() throws {
        let rows = [
            "H009920260701000012T",
            "DACUST-889.2026            01JESA00000000 CONSTRUCCIONES ÑANDU, S.A.                        "
                + "AVENIDA DE LA CONSTITUCION         4100120260331202604300020000000161000",
            "DMCUST-120.2025            01F12345678Z   MARIA NUÑEZ PEÑA                                  "
                + "CALLE OLMO                         4101020251130202511300010000000025000",
            "DBCUST-077.2025            01F12345678Z   MARIA NUÑEZ PEÑA                                  "
                + "CALLE OLMO                         410100000000000000000000000000000000001",
            "T00000003000000010000000100000001000000000186000",
        ]
        var expected: [UInt8] = []
        for row in rows {
            let latin1 = row.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            expected += latin1 + Array(repeating: 0x20, count: 200 - latin1.count) + [0x0D, 0x0A]
        }
        let profile = try ExampleProfile.fixed200.profile()
        let bytes = try profile.render(
            [Registry.addition, Registry.change, Registry.removal], header: Registry.header(),
            target: Registry.target)
        #expect(bytes == expected)
    }

    @Test(
        "writes ñ ç € ł in every encoding, or says that it cannot",
        arguments: [
            ("US-ASCII", "ñ", nil), ("US-ASCII", "n", [0x6E]), ("ISO-8859-1", "ñ", [0xF1]),
            ("ISO-8859-1", "ç", [0xE7]), ("ISO-8859-1", "€", nil), ("ISO-8859-1", "ł", nil),
            ("ISO-8859-15", "ñ", [0xF1]), ("ISO-8859-15", "ç", [0xE7]), ("ISO-8859-15", "€", [0xA4]),
            ("ISO-8859-15", "¤", nil), ("ISO-8859-15", "ł", nil), ("CP850", "ñ", [0xA4]),
            ("CP850", "ç", [0x87]), ("CP850", "Ñ", [0xA5]), ("CP850", "€", nil), ("CP850", "ł", nil),
            ("UTF-8", "ñ", [0xC3, 0xB1]), ("UTF-8", "ç", [0xC3, 0xA7]), ("UTF-8", "€", [0xE2, 0x82, 0xAC]),
            ("UTF-8", "ł", [0xC5, 0x82]), ("ISO-8859-1", "n\u{303}", [0xF1]), ("UTF-8", "\u{1B}", nil),
        ] as [(String, String, [UInt8]?)])
    func encodings(encoding: String, letter: String, expected: [UInt8]?) throws {
        let profile = try tiny([("US-ASCII", encoding)])
        let writer = LayoutWriter(profile: profile)
        guard let expected else {
            let error = #expect(throws: LayoutError.self) { try writer.lines(of: record(letter)) }
            #expect(error?.kind == .unmappable)
            return
        }
        let line = try #require(try writer.lines(of: record(letter)).first)
        #expect(line == expected + Array(repeating: 0x20, count: 7) + Array("000100\n".utf8))
    }

    @Test("substitutes and folds only where the profile says so")
    func policies() throws {
        let substituting = try tiny([
            ("\"recordLength\"", "\"onUnmappable\": \"SUBSTITUTE\", \"recordLength\"")
        ])
        #expect(try text(substituting, "ñ") == "?       000100\n")
        let folds = [
            ("NONE", "Peña"), ("UPPER", "PEÑA"), ("UPPER_NO_ACCENT", "PENA"),
            ("UPPER_NO_ACCENT_KEEP_ENYE", "PEÑA"),
        ]
        for (fold, expected) in folds {
            let profile = try tiny([
                ("US-ASCII", "UTF-8"), ("\"recordLength\"", "\"fold\": \"\(fold)\", \"recordLength\""),
            ])
            #expect(try text(profile, "Peña") == expected + "    000100\n")
        }
        let keeping = LayoutFormat.Fold.upperNoAccentKeepEnye
        #expect(keeping.applied(to: "Cañamón Güell Çıŀ") == "CAÑAMON GUELL CIĿ")
        #expect(keeping.applied(to: "łódź") == "ŁODZ")
    }

    private func text(_ profile: LayoutProfile, _ name: String, unpaid: String = "1.00") throws -> String {
        let lines = try LayoutWriter(profile: profile).lines(of: record(name, unpaid: unpaid))
        return String(decoding: lines.flatMap { $0 }, as: UTF8.self)
    }

    private func kind(_ profile: LayoutProfile, _ name: String = "x", unpaid: String = "1.00") -> LayoutError
        .Kind?
    {
        do throws(LayoutError) {
            _ = try LayoutWriter(profile: profile).lines(of: record(name, unpaid: unpaid))
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("never cuts a number, and cuts a text only by declared policy")
    func overflow() throws {
        let strict = try tiny()
        #expect(try text(strict, "x", unpaid: "9999.99") == "x       999999\n")
        #expect(kind(strict, unpaid: "10000.00") == .overflow)
        #expect(kind(strict, "123456789") == .overflow)
        let cutting = try tiny([("\"recordLength\"", "\"onOverflow\": \"TRUNCATE_TEXT\", \"recordLength\"")])
        #expect(try text(cutting, "123456789") == "12345678000100\n")
        #expect(kind(cutting, unpaid: "10000.00") == .overflow)
        #expect(kind(cutting, unpaid: "99999999999999999999.00") == .wrongForm)
        #expect(kind(cutting, unpaid: "1.005") == .wrongForm)
        #expect(kind(cutting, unpaid: "-1.00") == .wrongForm)
        #expect(kind(cutting, unpaid: "1e3") == .wrongForm)
        let signed = try tiny([("\"implied\"", "\"sign\": \"LEADING\", \"implied\"")])
        #expect(try text(signed, "x", unpaid: "-1.00") == "x       -00100\n")
    }

    @Test("has no line break inside a record")
    func lineBreaks() throws {
        #expect(try text(try tiny(), "a\r\nb") == "a  b    000100\n")
    }

    @Test("quotes what holds the separator, or refuses it")
    func quoting() throws {
        func delimited(_ quote: String) throws -> LayoutProfile {
            try tiny([
                ("FIXED", "DELIMITED"),
                ("\"recordLength\": 14", "\"separator\": \";\", \"quote\": \"\(quote)\""),
                ("\"start\": 1, \"length\": 8, ", ""), ("\"start\": 9, \"length\": 6, ", ""),
            ])
        }
        #expect(try text(try delimited("\\\""), "a;\"b\"") == "\"a;\"\"b\"\"\";100\n")
        #expect(try text(try delimited("\\\""), "=1+1") == "'=1+1;100\n")
        #expect(kind(try delimited(""), "a;b") == .unmappable)
    }

    @Test("keeps absent, default, null and required apart")
    func absence() throws {
        #expect(try text(try tiny(), "", unpaid: "") == "        000000\n")
        let nulled = try tiny([("\"implied\"", "\"nullValue\": \"------\", \"implied\"")])
        #expect(try text(nulled, "x", unpaid: "") == "x       ------\n")
        let standing = try tiny([("\"implied\"", "\"default\": \"2.50\", \"implied\"")])
        #expect(try text(standing, "x", unpaid: "") == "x       000250\n")
        let required = try tiny([("\"implied\"", "\"required\": true, \"implied\"")])
        #expect(kind(required, unpaid: "") == .missingValue)
        let coded = [
            (
                "\"type\": \"text\", \"path\": \"debtor.name\"",
                "\"type\": \"code\", \"table\": \"op\", \"path\": \"debtor.name\""
            )
        ]
        #expect(try text(try tiny(coded), "A") == "1       000100\n")
        #expect(kind(try tiny(coded), "B") == .codeUnmapped)
    }

    @Test("holds records to its constraints and conditions")
    func constraints() throws {
        let limited = try tiny([
            ("\"fileName\"", "\"constraints\": [{\"code\": \"X1\", \"assert\": \"op=M|B\"}], \"fileName\"")
        ])
        #expect(kind(limited) == .constraint)
        // A removal is not held to constraints; a warning refuses nothing.
        #expect(throws: Never.self) {
            try LayoutWriter(profile: limited, isLenient: true).lines(of: record("x"))
        }
        let warning = try tiny([
            (
                "\"fileName\"",
                "\"constraints\": [{\"code\": \"X1\", \"assert\": \"op=M|B\", \"severity\": \"WARN\"}], \"fileName\""
            )
        ])
        #expect(kind(warning) == nil)
        #expect(LayoutWriter(profile: warning).warnings(of: record("x")) == ["X1"])
        let other = try tiny([("\"each\": \"record\"", "\"each\": \"record\", \"when\": \"op!=A\"")])
        #expect(kind(other) == .constraint)
    }

    @Test("runs assumed and example layouts only in test, certified ones only in production")
    func environments() throws {
        let assumed = try tiny()
        let certified = try tiny([("ASSUMED", "CERTIFIED")])
        let documented = try tiny([("ASSUMED", "DOCUMENTED")])
        let example = try ExampleProfile.fixed200.profile()
        func runs(_ profile: LayoutProfile, _ environment: HandoverEnvironment) -> Bool {
            (try? profile.render(
                [Registry.removal], header: Registry.header(environment), target: Registry.target)) != nil
        }
        #expect(
            [assumed, certified, documented, example].map { runs($0, .test) } == [true, false, true, true])
        #expect(
            [assumed, certified, documented, example].map { runs($0, .production) }
                == [false, true, true, false])
    }

    @Test(
        "is read strictly",
        arguments: [
            ("\"source\": \"test\"", "\"source\": \"test\", \"sauce\": 1", .unknownKey),
            ("\"length\": 8, ", "\"length\": 8, \"lenght\": 8, ", .unknownKey),
            ("\"source\": \"test\", ", "", .missingKey),
            ("\"status\": \"ASSUMED\"", "\"status\": \"MAYBE\"", .wrongValue),
            ("\"start\": 9", "\"start\": 10", .notContiguous),
            ("\"start\": 9", "\"start\": 8", .notContiguous),
            ("\"recordLength\": 14", "\"recordLength\": 15", .notContiguous),
            ("\"recordLength\": 14", "\"recordLength\": 14, \"separator\": \";\"", .unknownKey),
            ("US-ASCII", "IBM037", .wrongValue), ("\"LF\"", "\"NEL\"", .wrongValue),
            ("\"LF\"", "\"CR\"", .wrongValue),
            ("\"path\": \"unpaid\"", "\"const\": \"1\", \"path\": \"unpaid\"", .wrongValue),
            (", \"path\": \"unpaid\"", "", .wrongValue),
            ("\"path\": \"unpaid\"", "\"sum\": {\"path\": \"unpaid\"}", .wrongValue),
            ("\"path\": \"unpaid\"", "\"path\": \"unpaid\", \"table\": \"op\"", .wrongValue),
            ("\"type\": \"text\"", "\"type\": \"date\", \"pattern\": \"yyyyMMyy\"", .wrongValue),
            ("\"fileName\": \"f\"", "\"fileName\": \"{clock}\"", .wrongValue),
            ("\"fileName\": \"f\"", "\"fileName\": \"f\", \"fileName\": \"g\"", .syntax),
            ("\"each\": \"record\"", "\"each\": \"file\"", .missingValue),
            ("\"length\": 8", "\"length\": 8.5", .syntax), ("\"length\": 8", "\"length\": -8", .wrongValue),
        ] as [(String, String, LayoutError.Kind)])
    func strict(old: String, new: String, kind: LayoutError.Kind) {
        let error = #expect(throws: LayoutError.self) { try tiny([(old, new)]) }
        #expect(error?.kind == kind, "\(error?.description ?? "")")
    }

    @Test("names its files without paths")
    func fileName() throws {
        let template = try #require(
            LayoutFileName("{profile}-{reporterId}_{businessDate}.{environment}{sequence}"))
        #expect(
            template.name(header: Registry.header(), reporterId: "../x", profile: "p")
                == "p-..-x_20260701.T000012")
        #expect(LayoutFileName("") == nil)
        #expect(LayoutFileName("a}") == nil)
        #expect(LayoutFileName("{a") == nil)
    }
}

@Suite("JSON text")
struct JSONTextTests {
    @Test("is written in the order it was built, with one blank a level")
    func order() {
        var members = JSONMembers()
        members.add("z", text: "\"\\\n\u{1}é")
        members.add("a", .array([.integer(-1), .bool(true), .array([]), .null]))
        members.add("left out", text: "")
        #expect(
            String(decoding: JSONText.bytes(of: members.object), as: UTF8.self)
                == "{\n \"z\": \"\\\"\\\\\\n\\u0001é\",\n \"a\": [\n  -1,\n  true,\n  [],\n  null\n ]\n}\n")
    }

    @Test("comes back as it went")
    func roundTrip() throws {
        let batch = CaseBatch.files(Sample.batch([Sample.new()]))
        let bytes = batch.bytes("data/batch.json")
        #expect(JSONText.bytes(of: try JSONReader.value(of: bytes)) == bytes)
        #expect(bytes.last == 0x0A)
        #expect(!bytes.contains(0x0D))
        #expect(try JSONReader.value(of: Array(#""\u00f1\ud83d\ude00\/""#.utf8)) == .string("ñ😀/"))
    }

    @Test(
        "is read strictly",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "1.5", "01", "-", "1e3", "\"\u{1}\"",
            "\"\\x\"",
            "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12\"", "tru", "nullx", "\"abc", "[1 2]",
            "9223372036854775808",
            "{1:2}", "// x", "\"\\",
        ])
    func strict(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONReader.value(of: Array(text.utf8)) }
    }

    @Test("is not read without bound, nor as broken UTF-8")
    func bounds() {
        let deep = Array(repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSONReader.value(of: deep) }
        #expect(throws: JSONSyntaxError.self) { try JSONReader.value(of: [0x22, 0xC3, 0x22]) }
    }
}
