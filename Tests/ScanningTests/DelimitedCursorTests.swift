import Testing

@testable import Scanning

@Suite struct DelimitedCursorTests {
    /// All records as texts, with their lines, and how the scan ended.
    private func scan(
        _ text: String, _ delimiter: Character = ";"
    ) -> (rows: [[String]], lines: [Int], end: DelimitedCursor.Step) {
        let bytes = Array(text.utf8)
        var cursor = DelimitedCursor(delimiter: delimiter.asciiValue ?? 0, in: bytes.span)
        var record = DelimitedRecord()
        var rows: [[String]] = []
        var lines: [Int] = []
        var step = cursor.next(bytes.span, into: &record)
        while step == .record {
            rows.append(record.fields.indices.map { record.text($0, in: bytes.span, encoding: .utf8) })
            lines.append(record.line)
            step = cursor.next(bytes.span, into: &record)
        }
        return (rows, lines, step)
    }

    @Test(arguments: ["a;b\nc;d\n", "a;b\r\nc;d\r\n", "a;b\rc;d\r", "a;b\nc;d", "a;b\r\r\nc;d\r\r\n"])
    func everyLineEndIsOne(_ text: String) {
        let result = scan(text)
        #expect(result.rows == [["a", "b"], ["c", "d"]])
        #expect(result.lines == [1, 2])
        #expect(result.end == .end)
    }

    @Test func quotesKeepDelimitersLineEndsAndDoubledQuotes() {
        let result = scan("\"a;b\";\"say \"\"hi\"\"\"\n\"two\nlines\";x\nlast;\"\"\n")
        #expect(result.rows == [["a;b", "say \"hi\""], ["two lines", "x"], ["last", ""]])
        #expect(result.lines == [1, 2, 4])
    }

    /// Found by fuzzing: the end of the line was looked for anew in every field, half a minute a megabyte.
    @Test func aRowOfAMillionFieldsTakesNoLongerThanItsBytes() {
        let bytes = Array(("\"a\"" + String(repeating: ";", count: 900_000) + "\nb;\"c\"\n").utf8)
        var cursor = DelimitedCursor(delimiter: UInt8(ascii: ";"), in: bytes.span)
        var record = DelimitedRecord()
        let duration = ContinuousClock().measure {
            #expect(cursor.next(bytes.span, into: &record) == .record)
        }
        #expect(record.fieldCount == 900_001 && cursor.line == 2)
        #expect(duration < .seconds(3))
        #expect(cursor.next(bytes.span, into: &record) == .record && record.fieldCount == 2)
    }

    /// The end of the line is looked for again behind a quoted field that runs over it.
    @Test func plainFieldsFollowAQuotedOneOfSeveralLines() {
        let result = scan("a;\"b\nc\";d;e\nf;\"g\";h\n")
        #expect(result.rows == [["a", "b c", "d", "e"], ["f", "g", "h"]])
        #expect(result.lines == [1, 3])
    }

    @Test func aQuoteInsideAFieldIsACharacter() {
        #expect(
            scan("5\" pipe;b\n\"Polo\"Position\";c\n").rows == [["5\" pipe", "b"], ["Polo\"Position", "c"]])
    }

    @Test func emptyFieldsAndTrailingDelimitersCount() {
        #expect(scan(";;\n\"\";\n").rows == [["", "", ""], ["", ""]])
        #expect(scan("a,\"b\",", ",").rows == [["a", "b", ""]])
    }

    @Test func anUnclosedQuoteIsSaidNotGuessed() {
        let result = scan("a;b\n\"c;d\ne;f\n")
        #expect(result.rows == [["a", "b"]])
        #expect(result.end == .quoteUnclosed)
    }

    @Test func aRecordOfMoreThanAMegabyteIsRefused() {
        #expect(scan(String(repeating: "x", count: 1_100_000)).end == .recordTooLong)
        #expect(scan("\"" + String(repeating: "x\n", count: 600_000) + "\";a\n").end == .recordTooLong)
        #expect(scan(String(repeating: "x", count: 1_000_000) + "\n").end == .end)
    }

    @Test func aCursorReadsARecordAgain() {
        let bytes = Array("a;1\nb;2\nc;3\n".utf8)
        var cursor = DelimitedCursor(delimiter: 0x3B, in: bytes.span)
        var record = DelimitedRecord()
        _ = cursor.next(bytes.span, into: &record)
        _ = cursor.next(bytes.span, into: &record)
        let (offset, line) = (record.offset, record.line)
        _ = cursor.next(bytes.span, into: &record)
        var again = cursor.moved(toOffset: offset, line: line)
        #expect(again.next(bytes.span, into: &record) == .record)
        #expect(record.text(0, in: bytes.span, encoding: .utf8) == "b")
        #expect(record.line == 2)
    }

    @Test func textIsTidied() {
        #expect(scan("  a  b ;\"x\r\n  y\"\n").rows == [["a b", "x y"]])
    }

    /// Every text of up to six of these characters: the scan ends, and no byte outside a field is lost but
    /// delimiters, quotes and line ends.
    @Test func everyShortTextEnds() {
        let alphabet = Array("a;\"\n\r")
        var texts = [""]
        for _ in 0..<6 {
            texts += texts.filter { $0.count == texts.last?.count }.flatMap { t in
                alphabet.map { t + String($0) }
            }
        }
        for text in texts {
            let result = scan(text)
            #expect(result.end == .end || result.end == .quoteUnclosed)
            if result.end == .end {
                let letters = result.rows.joined().joined().count { $0 == "a" }
                #expect(letters == text.count { $0 == "a" }, "\(text.debugDescription)")
            }
        }
    }
}
