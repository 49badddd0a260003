import Domain
import Testing

@testable import Handover

/// Return files of a registry, read with a profile.
@Suite struct RegistryReturnTests {
    /// Lines of the built-in example, filled up to 80 characters.
    private func file(_ lines: [String], newline: String = "\r\n") -> [UInt8] {
        lines.flatMap { line in
            let latin = line.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            return latin + Array(repeating: 0x20, count: max(0, 80 - latin.count)) + Array(newline.utf8)
        }
    }

    private let header = "H009920260701000012T00000"
    private let accepted = "DACUST-889.2026            01000000000"
    private let refused = "DBCUST-077.2025            01201030417"

    private func profile(_ replacements: [(String, String)] = []) throws -> LayoutProfile {
        var text = String(decoding: ExampleProfile.return80.json, as: UTF8.self)
        for (old, new) in replacements {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        return try LayoutProfile(json: Array(text.utf8))
    }

    private func read(
        _ lines: [String], _ replacements: [(String, String)] = []
    ) throws -> RegistryReturn {
        RegistryReturn(file(lines), profile: try profile(replacements))
    }

    @Test func everyRecordHasItsStatusAndItsReasons() throws {
        try profile().check(returnsIn: .test)
        let read = try read([header, accepted, refused, "T0000000200000001"])
        #expect(read.status == .accepted && read.sequence == 12 && read.reporterId == "0099")
        #expect(read.environment == "T" && !read.isRefused)
        #expect(read.records.map(\.status) == [.accepted, .rejected])
        #expect(read.records.map(\.operationRef) == ["CUST-889.2026", "CUST-077.2025"])
        #expect(read.records.map(\.operation) == [.add, .remove])
        // Of two codes one is known; the other stays as it is, and is said.
        #expect(read.records.map(\.reasons) == [[], ["ID_NAME_MISMATCH", "UNMAPPED(0417)"]])
        let problem = try #require(read.problems.first)
        #expect(read.problems.count == 1 && problem.severity == .setAside)
        #expect(problem.place == Place(line: 3, element: "detail.error2"))
        #expect(problem.found.contains("0417") && problem.expected.contains("errors"))
    }

    @Test(
        "a mistake is said with line, field, found and expected, and weighs what the profile says",
        arguments: [
            ("D9CUST", "DACUST", "", "DACUST"),
            ("01000000000", "01900000000", "detail.status", "'9'"),
            ("CUST-889.2026            01", "CUST-889.2026            0X", "detail.debtorSeq", "'0X'"),
            ("20260701", "20260732", "header.date", "'20260732'"),
            ("T00000001", "T00000002", "trailer.records", "2"),
            ("DACUST-889.2026", "DA             ", "detail.operationRef", "nothing"),
            ("DACUST", "XACUST", "", "a line of no known record"),
        ] as [(String, String, String, String)])
    func mistakes(old: String, new: String, field: String, found: String) throws {
        let lines = [header, accepted, "T0000000100000000"]
        let spoilt = lines.map { $0.replacing(old, with: new) }
        guard spoilt != lines else { return }
        for (level, severity) in [
            ("REJECT_FILE", Problem.Severity.refuse), ("REJECT_RECORD", .setAside), ("WARN", .warn),
        ] {
            let read = try read(spoilt, [("\"onError\": \"REJECT_RECORD\"", "\"onError\": \"\(level)\"")])
            let problem = try #require(read.problems.first)
            #expect(problem.severity == severity && read.isRefused == (level == "REJECT_FILE"))
            #expect(problem.place.element ?? "" == field && problem.place.line > 0)
            #expect(problem.found.contains(found), "\(problem.found)")
        }
    }

    @Test func aFileThatWasCutIsNotWhole() throws {
        #expect(try read([header, accepted]).problems.map(\.code) == [.fieldMissing])
        #expect(RegistryReturn([], profile: try profile()).isRefused)
        let short = Array(file([header, accepted, "T0000000100000000"]).dropLast(30))
        #expect(RegistryReturn(short, profile: try profile()).problems.map(\.code) == [.recordMalformed])
        // The last newline may be missing.
        let bare = Array(file([header, accepted, "T0000000100000000"]).dropLast(2))
        #expect(RegistryReturn(bare, profile: try profile()).problems.isEmpty)
    }

    @Test func aDelimitedFileIsReadByItsColumns() throws {
        let json = """
            {"profile": "columns", "status": "ASSUMED", "source": "test", "direction": "IN",
             "format": {"kind": "DELIMITED", "encoding": "UTF-8", "newline": "LF", "separator": ";",
              "headerRow": true},
             "fileName": "answer_*_{environment}.csv",
             "tables": {"status": {"ACCEPTED": "OK|FINE", "REJECTED": "KO"}, "why": {"ID_INVALID": "7"}},
             "records": [{"name": "row", "each": "record", "fields": [
              {"name": "identifier", "type": "code", "path": "recId", "required": true},
              {"name": "result", "type": "code", "path": "status", "table": "status", "required": true},
              {"name": "error", "type": "code", "path": "reasons.0", "table": "why"},
              {"name": "text", "type": "text", "path": "debtorSeq"}]}]}
            """
        let profile = try LayoutProfile(json: Array(json.utf8))
        try profile.check(returnsIn: .test)
        let text = "\u{FEFF}identifier;result;error;text\nF1.1;FINE;;\nF2.1;KO;7;\"a; \"\"b\"\"\"\n"
        let read = RegistryReturn(Array(text.utf8), profile: profile)
        #expect(read.problems.isEmpty && read.records.map(\.recId) == ["F1.1", "F2.1"])
        #expect(read.records.map(\.status) == [.accepted, .rejected])
        #expect(read.records.map(\.reasons) == [[], ["ID_INVALID"]])
        // Nothing was declared, so the whole file is refused.
        let other = RegistryReturn(Array("result;identifier\n".utf8), profile: profile)
        #expect(other.isRefused && other.problems.map(\.code) == [.headingUnknown])
        let open = RegistryReturn(
            Array("identifier;result;error;text\nF1.1;OK;;\"x\n".utf8), profile: profile)
        #expect(open.isRefused && open.records.isEmpty)
        #expect(profile.parts(ofReturn: "ANSWER_17b_t.csv") == ["environment": "t"])
        #expect(profile.parts(ofReturn: "answer_17b_X.csv") == nil)
    }

    @Test func aFileIsKnownByItsName() throws {
        let profile = try profile()
        let parts = profile.parts(ofReturn: "RET_0099_20260701_000012_T.txt")
        let expected = [
            "reporterId": "0099", "businessDate": "20260701", "sequence": "000012", "environment": "T",
        ]
        #expect(parts == expected)
        for name in ["RET_0099_20260701_12_T.txt", "RET_0099_20260701_000012_T.txt.bak", "extracto.xml"] {
            #expect(profile.parts(ofReturn: name) == nil)
        }
    }

    @Test func aProfileThatPromisesNothingIsRefused() throws {
        func kind(_ old: String, _ new: String, _ environment: HandoverEnvironment = .test) throws
            -> LayoutError.Kind?
        {
            do throws(LayoutError) {
                let text = String(decoding: ExampleProfile.return80.json, as: UTF8.self)
                try LayoutProfile(json: Array(text.replacing(old, with: new).utf8))
                    .check(returnsIn: environment)
                return nil
            } catch {
                return error.kind
            }
        }
        #expect(try kind("EXAMPLE", "EXAMPLE", .production) == .notAllowed)
        #expect(try kind("EXAMPLE", "ASSUMED", .production) == .notAllowed)
        #expect(try kind("EXAMPLE", "DOCUMENTED", .production) == nil)
        #expect(try kind("EXAMPLE", "CERTIFIED") == .notAllowed)
        #expect(try kind("\"path\": \"reasons.0\"", "\"path\": \"reason\"") == .wrongValue)
        #expect(try kind("\"ACCEPTED\": \"0\"", "\"TAKEN\": \"0\"") == .wrongValue)
        #expect(try kind("\"WARNING\": \"1\"", "\"WARNING\": \"1|0\"") == .wrongValue)
        #expect(try kind("\"ID_INVALID\"", "\"ID_WRONG\"") == .wrongValue)
        #expect(try kind("\"match\"", "\"when\"") == .unknownKey)
        #expect(throws: LayoutError.self) {
            try ExampleProfile.fixed200.profile().check(returnsIn: .test)
        }
        #expect(throws: LayoutError.self) { try ExampleProfile.return80.profile().check(environment: .test) }
    }

    /// As a mainframe writes it: EBCDIC, divided by the length of its records alone.
    @Test func aFileOfFixedBlocksIsRead() throws {
        let profile = try profile([
            ("\"ISO-8859-1\"", "\"IBM1145\""), ("\"newline\": \"CRLF\"", "\"newline\": \"NONE\""),
        ])
        var bytes: [UInt8] = []
        for line in [header, accepted, refused, "T0000000200000001"] {
            for scalar in line.unicodeScalars { #expect(LayoutEncoding.ibm1145.append(scalar, to: &bytes)) }
            bytes += Array(repeating: 0x40, count: 80 - line.count)
        }
        let read = RegistryReturn(bytes, profile: profile)
        #expect(read.records.map(\.status) == [.accepted, .rejected] && read.problems.count == 1)
        #expect(RegistryReturn(Array(bytes.dropLast()), profile: profile).records.count == 2)
        #expect(RegistryReturn(Array(bytes.dropLast()), profile: profile).problems.count == 2)
    }

    @Test func spoiltFilesAreReadOrRefused() throws {
        let whole = file([header, accepted, refused, "T0000000200000001"])
        let profile = try profile()
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0...next(4) {
                switch next(3) {
                case 0: bytes[next(bytes.count)] = UInt8(next(256))
                case 1: bytes.remove(at: next(bytes.count))
                default: bytes.insert(UInt8(next(256)), at: next(bytes.count))
                }
            }
            let read = RegistryReturn(bytes, profile: profile)
            // Whatever was lost is said.
            #expect(bytes == whole || read.records.count == 2 || !read.problems.isEmpty)
        }
    }

    @Test("every encoding reads what it writes", arguments: LayoutEncoding.allCases)
    func encodings(encoding: LayoutEncoding) throws {
        var (bytes, written): ([UInt8], [Unicode.Scalar]) = ([], [])
        for scalar in "AZaz09 ñÑçÇáÉüß€łŠ¡".unicodeScalars where encoding.append(scalar, to: &bytes) {
            written.append(scalar)
        }
        let decoder = LayoutDecoder(encoding)
        #expect(decoder.text(of: bytes) == written && written.count >= 7)
        #expect(decoder.text(of: [0x41, 0x00]) == nil)
    }
}
