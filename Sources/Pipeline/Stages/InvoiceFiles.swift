internal import Domain
internal import Foundation
internal import Recovery

/// The invoices' own files that a creditor supplies, to go with letters.
struct InvoiceFiles {
    /// Where they lie; empty for none.
    let folder: String
    /// Where those that go with paper letters are put, beside the letters: of one name there is one file.
    static let enclosureFolder = "letters/invoices"
    /// Bytes that go with one message; what is beyond is named in no letter.
    private static let bytesMax = 10 << 20
    private static let types = [("pdf", "application/pdf"), ("xml", "application/xml")]

    /// The files of these invoices by their ids, each under its number: `F2025-0042.pdf`; a number's other
    /// characters than letters, digits, dot and hyphen are a hyphen in the name.
    ///
    /// Read once for all that a customer gets: what a letter names is what goes with it, whatever becomes
    /// of the folder meanwhile.
    func files(of items: [OpenItem]) -> [Int64: EmailMessage.Attachment] {
        guard !folder.isEmpty else { return [:] }
        var files: [Int64: EmailMessage.Attachment] = [:]
        var read: [String: EmailMessage.Attachment?] = [:]
        var size = 0
        for item in items {
            guard let name = Self.name(of: item) else { continue }
            if read[name] == nil {
                let file = file(name, bytesMax: Self.bytesMax - size)
                size += file?.bytes.count ?? 0
                read[name] = file
            }
            files[item.id] = read[name] ?? nil
        }
        return files
    }

    /// Where the file of an invoice lies, and its media type; `nil` where there is none.
    func place(of item: OpenItem) -> (path: String, mediaType: String)? {
        guard !folder.isEmpty, let name = Self.name(of: item) else { return nil }
        return Self.types.map { ("\(folder)/\(name).\($0)", $1) }.first {
            FileManager.default.fileExists(atPath: $0.0)
        }
    }

    /// How the file of an invoice is called, without its end.
    private static func name(of item: OpenItem) -> String? {
        let name = String(
            item.number.map {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-"
            })
        return name.hasPrefix(".") ? nil : name
    }

    private func file(_ name: String, bytesMax: Int) -> EmailMessage.Attachment? {
        for (ending, type) in Self.types {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).\(ending)"),
                data.count <= bytesMax
            else { continue }
            return EmailMessage.Attachment(name: "\(name).\(ending)", mediaType: type, bytes: Array(data))
        }
        return nil
    }
}
