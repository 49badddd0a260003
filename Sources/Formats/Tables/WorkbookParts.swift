internal import Domain
internal import Scanning

/// The parts of an XLSX file (ECMA-376): what sheets there are, and what all of them share.
struct WorkbookParts {
    /// Largest part read, bytes: a full sheet of a million rows and six columns has about 250 MB.
    static let partBytesMax = 1 << 28
    /// Bytes of all sheets together.
    private static let sheetBytesMax = partBytesMax
    private static let sheetsMax = 256

    /// One sheet, in the workbook's order.
    struct Sheet {
        /// 1-based, hidden sheets counted.
        let number: Int
        let isHidden: Bool
        fileprivate let member: ZipArchive.Member
    }

    let sheets: [Sheet]
    private let archive: ZipArchive
    private let strings: WorkbookStrings
    private let styles: WorkbookStyles
    private let is1904: Bool

    /// Reads everything but the sheets.
    init(_ bytes: Span<UInt8>) throws(WorkbookFailure) {
        do {
            archive = try ZipArchive(bytes)
        } catch {
            throw WorkbookFailure(error.problem)
        }
        let root = try Self.relationships("_rels/.rels", base: "", archive, bytes)
        let path = root.first { $0.kind == "officeDocument" }?.target ?? "xl/workbook.xml"
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        var workbook = WorkbookIndex()
        guard try Self.scan(path, archive, bytes, WorkbookIndex.grammar, &workbook) else {
            throw WorkbookFailure(Problem(.fileUnreadable, found: "no workbook.xml in the workbook"))
        }
        let parts = try Self.relationships("\(folder)/_rels/\(name).rels", base: folder, archive, bytes)
        var strings = WorkbookStrings()
        var styles = WorkbookStyles()
        func target(_ kind: String, _ usual: String) -> String {
            parts.first { $0.kind == kind }?.target ?? "\(folder)/\(usual)"
        }
        _ = try Self.scan(
            target("sharedStrings", "sharedStrings.xml"), archive, bytes, WorkbookStrings.grammar, &strings)
        _ = try Self.scan(target("styles", "styles.xml"), archive, bytes, WorkbookStyles.grammar, &styles)
        (self.strings, self.styles, is1904) = (strings, styles, workbook.is1904)
        sheets = try Self.sheets(workbook, parts, folder, archive)
    }

    private static func sheets(
        _ workbook: WorkbookIndex, _ parts: [WorkbookRelationships.Item], _ folder: String,
        _ archive: ZipArchive
    ) throws(WorkbookFailure) -> [Sheet] {
        var sheets: [Sheet] = []
        var known: Set<Int> = []
        var total = 0
        for (index, entry) in workbook.sheets.enumerated() {
            let part = parts.first { $0.id == entry.relationship }
            // Sheets of nothing but a chart or dialogue have no cells.
            if let part, part.kind != "worksheet" { continue }
            let path = part?.target ?? "\(folder)/worksheets/sheet\(index + 1).xml"
            guard let member = archive.member(named: path), known.insert(member.number).inserted else {
                let place = Place(element: "sheet[\(index + 1)]")
                throw WorkbookFailure(Problem(.fileUnreadable, at: place, found: "a sheet without its part"))
            }
            total += min(member.size, partBytesMax + 1)
            guard total <= sheetBytesMax, sheets.count < sheetsMax else {
                throw WorkbookFailure(
                    Problem(
                        .limitExceeded, found: "more or larger sheets",
                        expected: "\(sheetsMax) sheets of \(sheetBytesMax >> 20) MB at most"))
            }
            sheets.append(Sheet(number: index + 1, isHidden: entry.isHidden, member: member))
        }
        return sheets
    }

    /// The text of a sheet, up to `lastRow`.
    func text(
        of sheet: Sheet, _ bytes: Span<UInt8>, lastRow: Int = WorkbookSheet.rowsMax
    ) throws(WorkbookFailure) -> WorkbookText {
        var reading = WorkbookSheet(strings, styles, is1904: is1904, lastRow: lastRow)
        try Self.scan(sheet.member, archive, bytes, WorkbookSheet.grammar, &reading)
        return reading.text
    }

    // MARK: Parts

    private static func relationships(
        _ path: String, base: String, _ archive: ZipArchive, _ bytes: Span<UInt8>
    ) throws(WorkbookFailure) -> [WorkbookRelationships.Item] {
        var reading = WorkbookRelationships(base: base)
        _ = try scan(path, archive, bytes, WorkbookRelationships.grammar, &reading)
        return reading.items
    }

    /// Reads a part; false where the archive has none of the name.
    private static func scan<Handler: XMLHandler>(
        _ path: String, _ archive: ZipArchive, _ bytes: Span<UInt8>, _ grammar: XMLGrammar,
        _ handler: inout Handler
    ) throws(WorkbookFailure) -> Bool {
        guard let member = archive.member(named: path) else { return false }
        try scan(member, archive, bytes, grammar, &handler)
        return true
    }

    private static func scan<Handler: XMLHandler>(
        _ member: ZipArchive.Member, _ archive: ZipArchive, _ bytes: Span<UInt8>, _ grammar: XMLGrammar,
        _ handler: inout Handler
    ) throws(WorkbookFailure) {
        do {
            let part = try archive.content(of: member, in: bytes, limit: partBytesMax)
            try scanXML(part.span, grammar: grammar, into: &handler)
        } catch let failure as ContainerFailure {
            throw WorkbookFailure(failure.problem)
        } catch let failure as XMLFailure {
            // The line of a part says nothing to people, its number in the archive finds it.
            let problem = failure.problem
            throw WorkbookFailure(
                Problem(
                    problem.code, at: Place(element: "part[\(member.number)]"), found: problem.found,
                    expected: problem.expected))
        } catch let failure as WorkbookFailure {
            throw failure
        } catch {
            // `SheetIsEnough`: all that was asked for has been read.
        }
    }
}

/// Reads `workbook.xml`: the sheets in their order, and where days are counted from.
private struct WorkbookIndex: XMLHandler {
    private enum Field: UInt8 { case sheet = 1, state, relationship, epoch }

    static let grammar = XMLGrammar(
        anchor: "workbook",
        [
            .text("workbookPr/@date1904", Field.epoch),
            .scope("sheets/sheet", Field.sheet),
            .text("sheets/sheet/@state", Field.state),
            .text("sheets/sheet/@id", Field.relationship),
        ])

    /// More are neither read nor counted.
    private static let sheetsMax = 10_000

    private(set) var sheets: [(relationship: String, isHidden: Bool)] = []
    private(set) var is1904 = false

    mutating func opened(_ field: UInt8, line: Int) throws {
        guard sheets.count < Self.sheetsMax else {
            throw XMLFailure(kind: .limit, line: line, reason: "too many parts of a workbook")
        }
        sheets.append(("", false))
    }

    mutating func closed(_ field: UInt8, line: Int) {}

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) {
        switch Field(rawValue: field) {
        case .epoch: is1904 = XMLText.isTrue(bytes)
        case .state:
            if !sheets.isEmpty { sheets[sheets.count - 1].isHidden = !XMLText.equals(bytes, "visible") }
        case .relationship:
            if !sheets.isEmpty { sheets[sheets.count - 1].relationship = XMLText.string(bytes) }
        default: break
        }
    }
}

/// Reads a `.rels` part: which part is what.
private struct WorkbookRelationships: XMLHandler {
    private enum Field: UInt8 { case item = 1, id, type, target }

    static let grammar = XMLGrammar(
        anchor: "Relationships",
        [
            .scope("Relationship", Field.item),
            .text("Relationship/@Id", Field.id),
            .text("Relationship/@Type", Field.type),
            .text("Relationship/@Target", Field.target),
        ])

    struct Item {
        var id = ""
        /// Last part of the type's name: `worksheet`, `styles`.
        var kind = ""
        /// Path in the archive.
        var target = ""
    }

    private let base: String
    private(set) var items: [Item] = []
    private var item = Item()

    init(base: String) { self.base = base }

    mutating func opened(_ field: UInt8, line: Int) { item = Item() }

    mutating func closed(_ field: UInt8, line: Int) throws {
        guard items.count < ZipArchive.membersMax else {
            throw XMLFailure(kind: .limit, line: line, reason: "too many parts of a workbook")
        }
        items.append(item)
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) {
        let text = XMLText.string(bytes)
        switch Field(rawValue: field) {
        case .id: item.id = text
        case .type: item.kind = text.split(separator: "/").last.map(String.init) ?? ""
        case .target: item.target = resolved(text)
        default: break
        }
    }

    /// A target is relative to the folder of the part that names it, or absolute in the archive.
    private func resolved(_ target: String) -> String {
        let target = target.replacing("\\", with: "/")
        var parts = target.hasPrefix("/") ? [] : base.split(separator: "/")
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}

extension ContainerFailure {
    /// The failure as a problem of the file; it refuses the file.
    var problem: Problem {
        let place = member == 0 ? Place.wholeFile : Place(element: "part[\(member)]")
        switch kind {
        case .malformed, .repeatedName:
            return Problem(.fileUnreadable, at: place, found: "a broken zip or workbook")
        case .truncated:
            return Problem(.fileUnreadable, at: place, found: "a zip or workbook that is cut off")
        case .encrypted:
            return Problem(.fileUnreadable, at: place, found: "an encrypted zip", expected: "no password")
        case .unsafeName:
            return Problem(.fileUnreadable, at: place, found: "a name that leads out of the archive")
        case .tooLarge:
            return Problem(.limitExceeded, at: place, found: "a zip that is too large when unpacked")
        case .unsupportedMethod:
            return Problem(.fileUnreadable, at: place, found: "an unknown compression", expected: "deflate")
        case .checksum: return Problem(.fileUnreadable, at: place, found: "a part with another checksum")
        }
    }
}
