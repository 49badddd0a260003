internal import Domain
internal import Foundation
internal import Ledger
internal import Recovery

/// The invoices' own files that a creditor supplies, to go with letters and with cases.
///
/// A file is that of an invoice by its name, the number: `F2025-0042.pdf`, in which a number's other
/// characters than letters, digits, dot and hyphen are a hyphen. A name that two invoices of the ledger share
/// is nobody's: `F/7` and `F-7` may be of two customers.
struct InvoiceFiles {
    /// Where those that go with paper letters are put, beside the letters: of one name there is one file.
    static let enclosureFolder = "letters/invoices"
    /// Bytes that go with one message; what is beyond is named in no letter.
    private static let bytesMax = 10 << 20
    private static let types = [("pdf", "application/pdf"), ("xml", "application/xml")]

    /// One file of the folder.
    private struct Place {
        /// As it lies there.
        let name: String
        /// By the order of the types.
        let type: Int
    }

    private let folder: String
    /// By name without its end, of names that one invoice has.
    private var places: [String: Place] = [:]

    /// - Parameter folder: where they lie; empty for none.
    init(folder: String, _ reader: LedgerReader) throws {
        self.folder = folder
        guard !folder.isEmpty else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let end = (name as NSString).pathExtension.lowercased()
            guard let type = Self.types.firstIndex(where: { $0.0 == end }) else { continue }
            let place = Place(name: name, type: type)
            let stem = (name as NSString).deletingPathExtension
            if let other = places[stem], (other.type, other.name) < (place.type, place.name) { continue }
            places[stem] = place
        }
        guard !places.isEmpty else { return }
        var counts: [String: Int] = [:]
        try reader.invoiceNumbers { number in
            let name = Self.name(of: number)
            if places[name] != nil { counts[name, default: 0] += 1 }
        }
        places = places.filter { counts[$0.key] == 1 }
    }

    /// The files of these invoices by their ids.
    ///
    /// Read once for all that a customer gets: what a letter names is what goes with it, whatever becomes
    /// of the folder meanwhile.
    func files(of items: [OpenItem]) -> [Int64: EmailMessage.Attachment] {
        var files: [Int64: EmailMessage.Attachment] = [:]
        var size = 0
        for item in items {
            let name = Self.name(of: item.number)
            guard let place = places[name],
                let data = FileManager.default.contents(atPath: "\(folder)/\(place.name)"),
                data.count <= Self.bytesMax - size
            else { continue }
            size += data.count
            let (end, mediaType) = Self.types[place.type]
            files[item.id] = EmailMessage.Attachment(
                name: "\(name).\(end)", mediaType: mediaType, bytes: Array(data))
        }
        return files
    }

    /// Where the file of an invoice lies, and its media type; `nil` where there is none.
    func place(of item: OpenItem) -> (path: String, mediaType: String)? {
        places[Self.name(of: item.number)].map { ("\(folder)/\($0.name)", Self.types[$0.type].1) }
    }

    /// How the file of an invoice is called, without its end.
    private static func name(of number: String) -> String {
        String(
            number.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" })
    }
}
