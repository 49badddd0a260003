internal import Glibc

/// Writes the other forms of a batch again while it is read, and compares piece by piece: the canonical form
/// decides. Neither what is written nor what the package has is ever held whole.
struct FormComparison {
    private var xml: FileComparison
    private var tables: [FileComparison]

    init(header: BatchHeader, _ source: PackageSource, _ payload: PackagePayload) {
        // XML without JSON is what is read, and is not compared with itself.
        let isBeside = payload[PackageChecker.batchFile] != nil
        xml = FileComparison(isBeside ? PackageChecker.xmlFile : "", source, payload)
        tables = CaseBatchTables().tables.map { table in
            var comparison = FileComparison("data/" + table.path, source, payload)
            comparison.isEqual = comparison.isContinued(table.text.bytes[...])
            return comparison
        }
        var forms = BatchForms(.cases)
        forms.add("header", header.json)
        xml.isEqual = xml.isContinued(forms.xml[...])
    }

    /// `nil` where the package has no XML.
    var isXMLEqual: Bool? { xml.size.map { _ in xml.isWhole } }

    /// The tables that differ, of a package that has any.
    var unequalTables: [String] {
        guard tables.contains(where: { $0.size != nil }) else { return [] }
        return tables.filter { !$0.isWhole }.map(\.path)
    }

    /// The next operations, whose XML and rows were made apart.
    mutating func take(_ part: OperationInspection.Part, _ inspection: OperationInspection) {
        for (position, table) in part.tables.tables.enumerated() where tables[position].isEqual {
            tables[position].isEqual = tables[position].isContinued(table.text.rows)
        }
        guard xml.size != nil, xml.isEqual else { return }
        // The trees as they were read have the canonical order nearly always; else they are made anew.
        xml.isEqual =
            xml.isContinued(part.xml[...]) || xml.isContinued(inspection.canonicalXML(of: part)[...])
    }

    mutating func finish(totals: JSONValue) {
        var buffer: [UInt8] = []
        XMLText.append(totals, name: "totals", depth: 1, to: &buffer)
        XMLText.close(BatchForms.root, to: &buffer)
        xml.isEqual = xml.isEqual && xml.isContinued(buffer[...])
    }
}

/// A file of the package against what it should be, which comes piece by piece.
private struct FileComparison {
    let path: String
    /// `nil` where the package has no such file, or does not list it.
    let size: Int?
    /// Whether everything so far was the same.
    var isEqual = true
    private let source: PackageSource
    /// Of a source that gives no parts.
    private let content: [UInt8]?
    private var position = 0

    init(_ path: String, _ source: PackageSource, _ payload: PackagePayload) {
        (self.path, self.source) = (path, source)
        size = payload[path]?.size
        content = size == nil || source.part != nil ? nil : source.bytes(path)
    }

    /// Whether the file ends where what was written does.
    var isWhole: Bool { isEqual && position == size }

    /// Whether the file goes on like this; if so, that part of it is done with.
    mutating func isContinued(_ written: ArraySlice<UInt8>) -> Bool {
        guard let size else { return false }
        let end = position + written.count
        guard end <= size else { return false }
        let found =
            content.map { $0[position..<min(end, $0.count)] } ?? source.part?(path, position..<end)?[...]
        guard let found, Self.areEqual(found, written) else { return false }
        position = end
        return true
    }

    private static func areEqual(_ found: ArraySlice<UInt8>, _ written: ArraySlice<UInt8>) -> Bool {
        guard found.count == written.count else { return false }
        return found.withUnsafeBytes { found in
            written.withUnsafeBytes { written in
                guard let left = found.baseAddress, let right = written.baseAddress else { return true }
                return memcmp(left, right, written.count) == 0
            }
        }
    }
}
