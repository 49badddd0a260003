import Domain
import Testing

@testable import Handover

@Suite("A DELIMITED return file of another program")
struct LayoutReadingTests {
    private let heading =
        "expediente;operacion;ref_agencia;deudor;resultado;saldo;motivo1;motivo2;documento1;documento2;"
        + "responder_antes_de"
    private let row = "C-2026-0008;C-2026-0008.1;;MUÑOZ;RECHAZADO;;02;05;;;"
    private let empty = ";;;;;;;;;;"

    private func read(_ bytes: [UInt8], _ changes: [(String, String)] = []) throws -> LayoutReader {
        LayoutReader(bytes, profile: try Agency.profile(Agency.ack, changes))
    }

    private func read(_ lines: [String], _ changes: [(String, String)] = []) throws -> LayoutReader {
        try read(Agency.bytes(lines), changes)
    }

    private func problem(_ reader: LayoutReader) throws -> Problem {
        #expect(reader.problems.count == 1 && reader.problems.allSatisfy { $0.code == .headingUnknown })
        return try #require(reader.problems.first)
    }

    @Test("has rows of which nothing is filled in: they say nothing, and the lines keep their numbers")
    func emptyRows() throws {
        let read = try read([heading, empty, row, "", empty, row, empty, "\"\";;;;;;;;;;", ";;"])
        #expect(read.problems == [] && read.lines.map(\.number) == [3, 6])
        // A blank is no nothing.
        let blank = try self.read([heading, row, " " + empty])
        #expect(blank.problems.map(\.place.line) == [3] && blank.lines.count == 1)
    }

    @Test(
        "with another heading is told the first column that differs",
        arguments: [
            ("saldo", "importe", 6, "column 6 'importe'", "'saldo'"),
            ("expediente;operacion", "operacion;expediente", 1, "column 1 'operacion'", "'expediente'"),
            ("resultado", "Resultado", 5, "column 5 'Resultado'", "'resultado'"),
            (";responder_antes_de", "", 11, "10 columns", "column 11 'responder_antes_de'"),
            ("responder_antes_de", "responder_antes_de;nota", 12, "12 columns", "11 columns"),
            ("saldo", "\"saldo", 0, "a quote that does not end", "a closed quote"),
        ] as [(String, String, Int, String, String)])
    func headings(old: String, new: String, column: Int, found: String, expected: String) throws {
        let problem = try problem(try read([heading.replacing(old, with: new)]))
        #expect(problem.place == Place(line: 1, column: column))
        #expect(problem.found == found && problem.expected == expected)
    }

    @Test("without its heading row is told so, and what stands in the first row is not shown")
    func noHeading() throws {
        let problem = try problem(try read([row]))
        #expect(problem.found == "column 1 of a row that is no heading" && problem.expected == "'expediente'")
    }

    @Test("in Unicode where the layout says otherwise is told so")
    func unicode() throws {
        let text = Agency.bytes([heading, row], .utf8)
        let marked = try read([0xEF, 0xBB, 0xBF] + text)
        #expect(marked.lines.isEmpty && marked.problems.map(\.code) == [.encodingInvalid])
        #expect(marked.problems.map(\.found) == ["the byte order mark of UTF-8"])
        #expect(marked.problems.map(\.expected) == ["ISO-8859-15"])
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            let wide = try read(mark + text.flatMap { [$0, 0] })
            #expect(wide.problems.map(\.found) == ["the byte order mark of UTF-16"])
        }
        // Where the layout is UTF-8 its mark says nothing.
        let right = [("ISO-8859-15", "UTF-8")]
        #expect(try read([0xEF, 0xBB, 0xBF] + text, right).problems == [])
        let year = [("\"deudor\"", "\"año\"")]
        let heading = heading.replacing("deudor", with: "año")
        #expect(try read(Agency.bytes([heading, row]), year).problems == [])
        let unmarked = try problem(try read(Agency.bytes([heading], .utf8), year))
        #expect(unmarked.found == "a heading in UTF-8" && unmarked.expected == "ISO-8859-15")
        let other = try problem(try read(Agency.bytes([heading], .latin9), year + right))
        #expect(other.found == "column 4 with a byte that is no character of UTF-8")
        #expect(other.expected == "'año'" && other.place.column == 4)
        // Nothing of such a file is taken, whatever the profile says of rows.
        let file = AgencyReturn(
            [0xEF, 0xBB, 0xBF] + text, profile: try Agency.profile(Agency.ack, [("REJECT_RECORD", "WARN")]))
        let batch = file.batch(Agency.context(.acknowledgement))
        #expect(batch.content == nil && batch.problems.map(\.severity) == [.refuse])
    }

    @Test("ends its lines with LF for CRLF, or CRLF for LF, all of them; never with both")
    func lineEnds() throws {
        let declared = Agency.bytes([heading, row, row])
        let feeds = declared.filter { $0 != 0x0D }
        let short = [("\"CRLF\"", "\"LF\"")]
        for (bytes, changes) in [(declared, []), (feeds, []), (declared, short), (feeds, short)] {
            let read = try read(bytes, changes)
            #expect(read.problems == [] && read.lines.map(\.number) == [2, 3])
            #expect(read.lines.allSatisfy { $0.values["opId"] == "C-2026-0008.1" })
        }
        let mixed = declared + Array(feeds.drop { $0 != 0x0A }.dropFirst())
        let long = try read(mixed)
        #expect(long.problems.map(\.found) == ["the line end LF"] && long.lines.count == 2)
        #expect(long.problems.map(\.expected) == ["CRLF"] && long.problems.map(\.place.line) == [4])
        let both = try read(mixed, short)
        #expect(both.lines.count == 2 && both.problems.map(\.place.line) == [1, 2, 3])
        #expect(both.problems.map(\.found) == Array(repeating: "the line end CRLF", count: 3))
        let returns = try problem(try read(declared.filter { $0 != 0x0A }))
        #expect(returns.found == "the line end CR" && returns.expected == "CRLF")
        // By positions they are what the profile says.
        let fixed = LayoutReader(
            Array("H0099\n".utf8), profile: try ExampleProfile.return80.profile())
        #expect(fixed.problems.map(\.found) == ["the line end LF"])
        #expect(fixed.problems.map(\.expected) == ["CRLF"] && fixed.problems.map(\.place.line) == [1])
        // In EBCDIC they are other bytes.
        let host = [("ISO-8859-15", "IBM1145")]
        let ends = Agency.bytes([heading, row], .ibm1145).filter { $0 != 0x0D }
        #expect(try read(ends, host).lines.count == 1)
        #expect(try read(ends, host).problems == [])
    }

    @Test("with more or fewer columns in a row is told how many")
    func columnCounts() throws {
        let read = try read([heading, row + ";", String(row.dropLast(2)), row])
        #expect(read.lines.count == 1 && read.problems.map(\.code) == [.recordMalformed, .recordMalformed])
        #expect(read.problems.map(\.found) == ["12 columns", "9 columns"])
        #expect(read.problems.map(\.expected) == ["11", "11"] && read.problems.map(\.place.line) == [2, 3])
        let settlement = LayoutReader(
            Agency.bytes(["C;LIQ", "X;1"]), profile: try Agency.settlement.profile())
        #expect(settlement.problems.map(\.found) == ["2 columns", "a line of no known record"])
        #expect(settlement.problems.first?.expected == "15")
    }

    // MARK: - Group marks

    private func amount(
        _ text: String, _ marks: String, _ changes: [(String, String)] = []
    ) throws -> String? {
        let field = "\"path\": \"balanceHeld\", \"decimals\": 2, \"decimalMark\": \",\""
        let profile = try Agency.profile(
            Agency.ack, [(field, "\"path\": \"balanceHeld\", " + marks)] + changes)
        let line = "C-2026-0007;;88123;;ALTA;\(text);;;;;"
        let reader = LayoutReader(Agency.bytes([heading, line]), profile: profile)
        #expect(reader.problems.isEmpty == (reader.lines.count == 1))
        #expect(reader.problems.allSatisfy { $0.code == .amountUnreadable && $0.found == "'\(text)'" })
        return reader.lines.first?.values["balanceHeld"]
    }

    @Test("groups its amounts by three digits, or not at all")
    func groups() throws {
        let spanish = "\"decimalMark\": \",\", \"groupMark\": \".\", \"sign\": \"LEADING\""
        for (text, expected) in [
            ("1.000,00", "1000.00"), ("1000,00", "1000.00"), ("12.345.678,9", "12345678.90"),
            ("999,99", "999.99"), ("-1.727,41", "-1727.41"), ("1.000", "1000.00"), ("0,50", "0.50"),
            ("10.00,00", nil), ("1.0000,00", nil), ("1000.000,00", nil), (".100,00", nil),
            ("1..000,00", nil), ("1.000.,00", nil), ("1.000,0.0", nil), ("0.500", nil), ("012.345", nil),
            ("1.50", nil), ("1,000.00", nil), ("1.000.00", nil), ("--1.000,00", nil), ("-.100,00", nil),
            ("1.0a0,00", nil), ("1 000,00", nil), ("1.000,001", nil),
        ] as [(String, String?)] {
            #expect(try amount(text, spanish) == expected, "\(text)")
        }
        let english = "\"groupMark\": \",\""
        #expect(try amount("1,727.41", english) == "1727.41")
        #expect(try amount("1.727,41", english) == nil)
        let blank = "\"decimalMark\": \",\", \"groupMark\": \" \""
        #expect(try amount("1 727,41", blank) == "1727.41")
        // Without the key nothing groups.
        #expect(try amount("1.727,41", "\"decimalMark\": \",\"") == nil)
    }

    @Test("says in its profile what groups, of amounts alone, and of files that come")
    func groupKeys() throws {
        func error(_ old: String, _ new: String, _ example: ExampleProfile = Agency.ack) throws
            -> LayoutError?
        {
            let text = String(decoding: example.json, as: UTF8.self)
            try #require(text.contains(old))
            do throws(LayoutError) {
                _ = try LayoutProfile(json: Array(text.replacing(old, with: new).utf8))
                return nil
            } catch {
                return error
            }
        }
        let mark = "\"decimals\": 2, \"decimalMark\": \",\""
        #expect(try error(mark, mark + ", \"groupMark\": \".\"") == nil)
        for wrong in [",", "0", "-", "", ".."] {
            #expect(try error(mark, mark + ", \"groupMark\": \"\(wrong)\"")?.kind == .wrongValue, "\(wrong)")
        }
        #expect(try error(mark, "\"implied\": true, \"groupMark\": \".\"")?.kind == .wrongValue)
        let code = "\"path\": \"opId\""
        #expect(try error(code, code + ", \"groupMark\": \".\"")?.kind == .wrongValue)
        let amount = "\"type\": \"amount\""
        #expect(
            try error(amount, amount + ", \"groupMark\": \" \"", .agencyChanges)?.kind == .unknownKey)
    }
}
