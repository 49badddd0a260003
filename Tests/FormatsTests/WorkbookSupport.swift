import Domain
import Support

@testable import Formats

/// A workbook to be, of sheets written cell by cell.
struct WorkbookDraft {
    var sheets: [String]
    var states: [Int: String] = [:]
    var strings = ""
    var workbookProperties = ""
    /// Style 1 is a built-in date, 2 a custom one, 3 two decimals in euros, 4 dollars by code, 5 five zeros,
    /// 6 a time.
    var styles = """
        <styleSheet xmlns="urn:x"><numFmts count="4"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy;@"/>\
        <numFmt numFmtId="165" formatCode="#,##0.00\\ [$€-C0A];[Red]\\-#,##0.00\\ [$€-C0A]"/>\
        <numFmt numFmtId="166" formatCode="#,##0.00\\ &quot;USD&quot;"/><numFmt numFmtId="167" formatCode="00000"/>\
        </numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>\
        <xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/></cellXfs></styleSheet>
        """

    init(_ sheets: String...) { self.sheets = sheets }

    var parts: [(name: String, text: String)] {
        var parts = [("[Content_Types].xml", "<Types/>"), ("xl/styles.xml", styles)]
        let list = sheets.indices.map {
            let state = states[$0 + 1].map { " state=\"\($0)\"" } ?? ""
            return "<sheet name=\"S\($0)\" sheetId=\"\($0 + 1)\"\(state) r:id=\"rId\($0 + 1)\"/>"
        }
        parts.append(
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"urn:x\" xmlns:r=\"urn:r\">\(workbookProperties)<sheets>\(list.joined())</sheets>"
                    + "</workbook>"
            ))
        let relationships = sheets.indices.map {
            "<Relationship Id=\"rId\($0 + 1)\" Type=\"urn:x/worksheet\" Target=\"worksheets/s\($0 + 1).xml\"/>"
        }
        parts.append(
            ("xl/_rels/workbook.xml.rels", "<Relationships>\(relationships.joined())</Relationships>"))
        if !strings.isEmpty { parts.append(("xl/sharedStrings.xml", "<sst>\(strings)</sst>")) }
        for (index, sheet) in sheets.enumerated() {
            let isWhole = sheet.hasPrefix("<worksheet") || sheet.hasPrefix("<?xml") || sheet.hasPrefix("<!")
            parts.append(
                (
                    "xl/worksheets/s\(index + 1).xml",
                    isWhole ? sheet : "<worksheet><sheetData>\(sheet)</sheetData></worksheet>"
                ))
        }
        return parts
    }

    var bytes: [UInt8] { ZipBuilder.workbook(parts) }

    func read(_ options: ReadOptions = ReadOptions()) throws -> CSVReading {
        try CSVReading(bytes, options: options) { try Workbook.read($0, options: $1, emit: $2) }
    }
}

/// A row of inline texts.
func texts(_ cells: String...) -> String {
    "<row>" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
}

/// A row of cells written as `value`, `style:value`; a text begins with `'`, an empty cell is empty.
func cells(_ cells: String...) -> String {
    let written = cells.map { cell -> String in
        if cell.isEmpty { return "<c/>" }
        if cell.hasPrefix("'") { return "<c t=\"str\"><v>\(cell.dropFirst())</v></c>" }
        let parts = cell.split(separator: ":")
        return parts.count == 2 ? "<c s=\"\(parts[0])\"><v>\(parts[1])</v></c>" : "<c><v>\(cell)</v></c>"
    }
    return "<row>\(written.joined())</row>"
}

let bankHeading = texts("Fecha", "Concepto", "Importe", "Saldo")
