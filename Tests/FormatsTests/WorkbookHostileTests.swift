import Domain
import Support
import Testing

@testable import Formats

private func reading(_ bytes: [UInt8]) throws -> CSVReading {
    try CSVReading(bytes) { try FormatReader.read($0, options: $1, emit: $2) }
}

@Suite struct WorkbookRefusalTests {
    private func found(_ bytes: [UInt8]) throws -> String? {
        let reading = try reading(bytes)
        #expect(reading.isRefused)
        return reading.outcome.problems.first?.found
    }

    @Test func oldAndEncryptedWorkbooksAreRefusedClearly() throws {
        let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        let old = magic + [UInt8](repeating: 0, count: 2000)
        #expect(try found(old) == "an old Excel workbook (.xls); save it as .xlsx or CSV")
        var encrypted = old
        encrypted.replaceSubrange(1152..<1184, with: "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] })
        #expect(try found(encrypted)?.hasPrefix("an encrypted workbook") == true)
    }

    @Test func pagesAndOtherOfficeFilesAreRefusedClearly() throws {
        let page = Array("\n<html><body><table><tr><td>Fecha</td></tr></table></body></html>".utf8)
        #expect(try found(page)?.hasPrefix("a web page") == true)
        let old = Array("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:x\"><Worksheet/></Workbook>".utf8)
        #expect(try found(old)?.hasPrefix("an Excel 2003 workbook in XML") == true)
        func zip(_ names: String...) -> [UInt8] { ZipBuilder.workbook(names.map { ($0, "x") }) }
        #expect(try found(zip("[Content_Types].xml", "xl/workbook.bin"))?.contains(".xlsb") == true)
        #expect(try found(zip("mimetype", "content.xml", "META-INF/manifest.xml"))?.contains(".ods") == true)
        #expect(try found(zip("[Content_Types].xml", "word/document.xml"))?.contains("no workbook") == true)
        #expect(try found(zip("a.csv")) == "a zip")
    }
}

@Suite struct WorkbookHostileTests {
    private let good = WorkbookDraft(
        bankHeading + cells("1:45225", "'a", "-45.299999999999997", "1E3") + cells("2:45226", "'b", "5", ""))

    @Test func everyTruncationIsRefused() throws {
        let bytes = good.bytes
        for length in 0..<bytes.count {
            let cut = try CSVReading(Array(bytes.prefix(length))) {
                try Workbook.read($0, options: $1, emit: $2)
            }
            #expect(cut.isRefused && cut.records.isEmpty)
        }
    }

    @Test func mutationsNeverCrash() throws {
        var state: UInt64 = 11
        func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        let parts = good.parts.map { (name: $0.name, bytes: Array($0.text.utf8)) }
        var emitted = 0
        for _ in 0..<1500 {
            // The XML is changed and the checksums are right, so that every layer is reached.
            var members = parts
            let part = Int(next() % UInt64(members.count))
            for _ in 0...next() % 3 {
                let place = Int(next() % UInt64(members[part].bytes.count))
                members[part].bytes[place] = UInt8(next() & 0x7F)
            }
            let bytes = ZipBuilder.archive(members.map { ZipBuilder.Member($0.name, $0.bytes) })
            emitted += try CSVReading(bytes) { try Workbook.read($0, options: $1, emit: $2) }.records.count
        }
        #expect(emitted > 100)
    }

    @Test func entitiesAreRefused() throws {
        let bomb = "<!DOCTYPE worksheet [<!ENTITY a \"aaaa\">]><worksheet><sheetData>\(bankHeading)"
        let draft = WorkbookDraft(bomb + cells("1:45225", "'&a;", "5", "") + "</sheetData></worksheet>")
        #expect(try reading(draft.bytes).codes == [.xmlForbidden])
    }

    @Test func bombsAreRefusedUnread() throws {
        var members = good.parts.map { ZipBuilder.Member($0.name, Array($0.text.utf8)) }
        var bomb = ZipBuilder.Member("xl/sharedStrings.xml", [], method: 8)
        bomb.data = Deflate.run(of: 0x20, repeats: 1 << 12)
        bomb.size = 1 << 28
        members.append(bomb)
        #expect(try reading(ZipBuilder.archive(members)).codes == [.limitExceeded])
    }

    @Test func emptyCellsAndDistantRowsAndColumnsCostLittle() throws {
        let empty = "<row>" + String(repeating: "<c s=\"1\"/>", count: 100_000) + "</row>"
        let last =
            "<row r=\"1048576\"><c r=\"A1048576\" s=\"1\"><v>45226</v></c><c t=\"str\"><v>z</v></c>"
            + "<c><v>7</v></c><c r=\"XFD1048576\"><v>1</v></c></row>"
        let reading = try WorkbookDraft(bankHeading + cells("1:45225", "'a", "5", "") + empty + last).read()
        #expect(reading.entries.map(\.amount) == [500, 700])
        #expect(reading.entries.map(\.place.line) == [2, 1_048_576])
        #expect(reading.codes == [.recordMalformed])
        #expect(reading.outcome.problems.map(\.severity) == [.warn])
    }

    @Test func rowsAndCellsOutOfOrderAreRefused() throws {
        let row = "<row r=\"9\"><c><v>1</v></c></row>"
        for bad in [
            row + row, "<row r=\"1048577\"/>", "<row><c r=\"B1\"/><c r=\"A1\"><v>1</v></c></row>",
            "<row><c r=\"XFE1\"><v>1</v></c></row>", "<row r=\"x\"/>",
        ] {
            let reading = try WorkbookDraft(bankHeading + bad).read()
            #expect(reading.isRefused && reading.codes == [.recordMalformed])
        }
    }

    @Test func sharedTextsAndSheetsThatAreNotThereAreRefused() throws {
        let draft = WorkbookDraft(bankHeading + "<row><c t=\"s\"><v>4</v></c></row>")
        #expect(try draft.read().codes == [.recordMalformed])
        let parts = good.parts.filter { !$0.name.hasSuffix("s1.xml") }
        #expect(try reading(ZipBuilder.workbook(parts)).codes == [.fileUnreadable])
        var twice = WorkbookDraft(bankHeading, bankHeading).parts
        for index in twice.indices {
            twice[index].text = twice[index].text.replacing("s2.xml", with: "s1.xml")
        }
        #expect(try reading(ZipBuilder.workbook(twice)).codes == [.fileUnreadable])
    }

    @Test func sharedTextRepeatedManyTimesMeetsTheLimit() throws {
        var draft = WorkbookDraft(
            bankHeading + "<row r=\"30\">" + String(repeating: "<c t=\"s\"><v>0</v></c>", count: 300)
                + "</row>")
        draft.strings = "<si><t>\(String(repeating: "x", count: 1_000_000))</t></si>"
        #expect(try draft.read().codes == [.limitExceeded])
    }
}
