import Testing

@testable import Scanning

@Suite struct FixedWidthTests {
    @Test func linesWithoutTheirEndsAndBlanks() {
        let bytes = Array("ab \r\n\n  c\nlast".utf8)
        var cursor = LineCursor(bytes.span)
        var lines: [String] = []
        while let range = cursor.nextLine(in: bytes.span) {
            lines.append("\(cursor.number):" + String(decoding: bytes[range], as: UTF8.self))
        }
        #expect(lines == ["1:ab", "2:", "3:  c", "4:last"])
    }

    @Test func positionsCountCharactersInUTF8() {
        let bytes = Array("aÑb€c".utf8)
        let columns = FixedColumns(0..<bytes.count, in: bytes.span, isUTF8: true)
        #expect(columns.count == 5)
        #expect(String(decoding: bytes[columns.range(2, 2)], as: UTF8.self) == "Ñ")
        #expect(String(decoding: bytes[columns.range(3, 99)], as: UTF8.self) == "b€c")
        #expect(columns.range(6, 9).isEmpty && columns.range(0, 0).isEmpty)
        #expect(FixedColumns(0..<bytes.count, in: bytes.span, isUTF8: false).count == 8)
    }

    @Test func asciiIsSeenAtAnyPlace() {
        for length in 0..<20 {
            var bytes = [UInt8](repeating: 0x41, count: length)
            let before = isASCII(bytes.span)
            #expect(before)
            for index in bytes.indices {
                bytes[index] = 0xC3
                let within = isASCII(bytes.span)
                #expect(!within)
                bytes[index] = 0x41
            }
        }
    }
}
