internal import Domain

/// The evidence of one case as files: one document a file, numbered in the order of its index.
///
/// The rules of Spanish court filing (LexNET) are kept from the start: first the index, each name begins with
/// its number, each document is catalogued by type. The same folder then serves agency, registry and court.
struct EvidenceFolder {
    /// One document with its place in the package.
    struct Entry {
        let document: CaseDocument
        /// `01`, the order in the index.
        let number: String
        /// Relative to `data/`: `evidence/C-2026-0007/01_invoice_F26-0101.pdf`.
        let path: String
        let sha256: String
    }

    let caseRef: String
    let entries: [Entry]

    /// Of documents already in the order of the index.
    ///
    /// - Parameters:
    ///   - before: how many documents earlier operations of the batch carry for the case: one folder.
    ///   - count: how many documents of the case the whole batch carries.
    init(caseRef: String, documents: [CaseDocument], after before: Int = 0, of count: Int? = nil) {
        self.caseRef = caseRef
        let width = max(2, String(count ?? before + documents.count).utf8.count)
        entries = documents.enumerated().map { position, document in
            let digits = String(before + position + 1)
            let number = String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
            if let filed = document.filed {
                return Entry(document: document, number: number, path: filed.path, sha256: filed.sha256)
            }
            let type = document.kind.rawValue.lowercased().split(separator: "_").joined(separator: "-")
            let name = Self.fileName(Self.withoutEnd(document))
            let stem = [number, type, name].filter { !$0.isEmpty }.joined(separator: "_")
            return Entry(
                document: document, number: number,
                path: "evidence/\(caseRef)/\(stem).\(MediaType.fileExtension(document.mediaType))",
                sha256: document.content.sha256)
        }
    }

    private init(caseRef: String, entries: [Entry]) {
        self.caseRef = caseRef
        self.entries = entries
    }

    /// The folder of a case to which several operations of a batch add documents.
    static func joined(_ folders: [EvidenceFolder]) -> EvidenceFolder? {
        folders.first.map { EvidenceFolder(caseRef: $0.caseRef, entries: folders.flatMap(\.entries)) }
    }

    /// The documents and `00_index.csv` with their digests, paths relative to `data/`.
    var files: [(file: OutputFile, sha256: String)] {
        var index = CSVText(heading: ["NN", "type", "title", "date", "sha256", "pages"])
        for entry in entries {
            let document = entry.document
            index.add([
                entry.number, document.kind.rawValue, document.title, document.date?.description ?? "",
                entry.sha256, document.pages.map(String.init) ?? "",
            ])
        }
        let first = OutputFile(path: "evidence/\(caseRef)/00_index.csv", bytes: index.bytes)
        return [(first, SHA256Text.digest(of: first.bytes))]
            + entries.map { (OutputFile(path: $0.path, bytes: $0.document.content.bytes), $0.sha256) }
    }

    /// At most 40 characters that every file system and archive accepts: letters, digits, dot and hyphen.
    static func fileName(_ title: String) -> String {
        var name: [UInt8] = []
        for byte in CanonicalText.withoutAccents(title, keepsEnye: false).utf8 {
            let isKept = FieldForm.isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E && !name.isEmpty
            if isKept {
                name.append(byte)
            } else if !name.isEmpty, name.last != 0x2D {
                name.append(0x2D)
            }
        }
        name = Array(name.prefix(40))
        while let last = name.last, last == 0x2D || last == 0x2E { name.removeLast() }
        return String(decoding: name, as: UTF8.self)
    }

    /// A title that is the document's file name, `contrato.pdf`, without the end that is added anyway.
    private static func withoutEnd(_ document: CaseDocument) -> String {
        let title = document.title
        guard MediaType.isKnown(document.mediaType), MediaType.of(title) == document.mediaType,
            let dot = title.lastIndex(of: ".")
        else { return title }
        return String(title[..<dot])
    }
}
