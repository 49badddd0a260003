internal import Domain
internal import Scanning

/// Files that people call workbooks and that are none we read: each with what to do instead.
enum WorkbookRefusal {
    private static let advice = "save it as .xlsx or CSV"
    /// Bytes looked at in search of the names in an OLE2 file.
    private static let bytesMax = 1 << 24

    /// `nil` for a workbook, and for anything that has nothing to do with one.
    static func problem(_ bytes: Span<UInt8>) -> Problem? {
        if let kind = kind(bytes) { return Problem(.formatUnknown, found: "\(kind); \(advice)") }
        guard Container.isZip(bytes) else { return nil }
        // The directory says why a zip that should open does not.
        do {
            _ = try ZipArchive(bytes)
        } catch {
            return error.problem
        }
        return nil
    }

    private static func kind(_ bytes: Span<UInt8>) -> String? {
        if starts(bytes, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return compoundKind(bytes)
        }
        // Excel before 5.0 wrote its records without a container.
        if starts(bytes, with: [0x09, 0x08, 0x10, 0]) || starts(bytes, with: [0x09, 0x04, 0x06, 0]) {
            return "an old Excel workbook (.xls)"
        }
        switch Container.kind(of: bytes) {
        case .binaryWorkbook: return "a binary Excel workbook (.xlsb)"
        case .officeDocument: return "a text document or presentation, no workbook"
        case .openDocument: return "an OpenDocument file (.ods)"
        case .none, .gzip, .zip, .workbook: break
        }
        let tags = XMLPeek.startTags(bytes, bytesMax: 4096, tagsMax: 4).map { $0.name.lowercased() }
        if let first = tags.first {
            let isPage = ["html", "table", "head", "meta", "body", "style"].contains(first)
            if isPage { return "a web page that is named as a workbook (.xls)" }
            if first == "workbook", tags.count > 1 { return "an Excel 2003 workbook in XML (.xls)" }
        }
        return starts(bytes, with: Array("MIME-Version:".utf8)) ? "a web archive named as a workbook" : nil
    }

    /// Old workbooks and encrypted new ones share the OLE2 container: the names of its streams, in UTF-16,
    /// tell which.
    private static func compoundKind(_ bytes: Span<UInt8>) -> String {
        let isEncrypted = contains("EncryptedPackage", bytes)
        return isEncrypted ? "an encrypted workbook: remove its password" : "an old Excel workbook (.xls)"
    }

    private static func contains(_ name: String, _ bytes: Span<UInt8>) -> Bool {
        let wanted: [UInt8] = name.utf8.flatMap { byte -> [UInt8] in [byte, 0] }
        let end = min(bytes.count, bytesMax) - wanted.count
        var start = 0
        // Directory entries are 128 bytes long and begin at multiples of it.
        while start <= end {
            if bytes[start] == wanted[0], wanted.indices.allSatisfy({ bytes[start + $0] == wanted[$0] }) {
                return true
            }
            start += 128
        }
        return false
    }

    private static func starts(_ bytes: Span<UInt8>, with prefix: [UInt8]) -> Bool {
        bytes.count >= prefix.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
    }
}
