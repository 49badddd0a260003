internal import Domain
internal import Foundation
internal import Recovery

/// The invoices' own files that a creditor supplies, to go with letters.
struct InvoiceFiles {
    /// Where they lie; empty for none.
    let folder: String
    /// Bytes that go with one message; what is beyond is named in no letter.
    private static let bytesMax = 10 << 20
    private static let types = [("pdf", "application/pdf"), ("xml", "application/xml")]

    /// The files of these invoices, each under its number: `F2025-0042.pdf`; a number's other characters than
    /// letters, digits, dot and hyphen are a hyphen in the name. In the order of the invoices.
    func attachments(of numbers: [String]) -> [EmailMessage.Attachment] {
        guard !folder.isEmpty else { return [] }
        var found: [EmailMessage.Attachment] = []
        var size = 0
        for number in numbers {
            let name = String(
                number.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" }
            )
            guard !name.hasPrefix(".") else { continue }
            for (ending, type) in Self.types {
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(name).\(ending)"),
                    size + data.count <= Self.bytesMax
                else { continue }
                size += data.count
                found.append(
                    EmailMessage.Attachment(name: "\(name).\(ending)", mediaType: type, bytes: Array(data)))
                break
            }
        }
        return found
    }
}
