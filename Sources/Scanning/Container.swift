/// Why a zip or gzip file, or a member of one, was refused. Holds no content of the file.
public struct ContainerFailure: Error, Equatable, Sendable {
    /// What kind of refusal.
    public enum Kind: String, Sendable {
        /// Not what its format says: lengths, offsets or signatures that do not fit together.
        case malformed
        /// Ends before its format says it does.
        case truncated
        case encrypted
        /// A name that leads out of the folder (`..`, an absolute path) or is none.
        case unsafeName = "unsafe-name"
        /// Two members of one name.
        case repeatedName = "repeated-name"
        /// More bytes or members than allowed, or a ratio that only a bomb has.
        case tooLarge = "too-large"
        /// A compression that is neither stored nor deflate.
        case unsupportedMethod = "unsupported-method"
        /// The CRC-32 of the content is another one.
        case checksum
    }

    public let kind: Kind
    /// 1-based number of the member in the directory; 0 for the container as a whole.
    public let member: Int

    public init(_ kind: Kind, member: Int = 0) {
        self.kind = kind
        self.member = member
    }

    /// The refusal in words.
    public var words: String {
        let what =
            switch kind {
            case .malformed: "an archive whose parts do not fit together"
            case .truncated: "an archive that is cut off"
            case .encrypted: "an encrypted archive"
            case .unsafeName: "a name that leads out of the folder"
            case .repeatedName: "two files of one name"
            case .tooLarge: "more bytes or files than an archive may hold"
            case .unsupportedMethod: "a compression other than deflate"
            case .checksum: "a wrong checksum"
            }
        return member > 0 ? "\(what) (file \(member) of the archive)" : what
    }
}

/// Takes the content of a member piece by piece; `false` ends the reading early.
public typealias ContainerSink = (Span<UInt8>) throws -> Bool

/// A glance at a file: is it a container, and of what.
public enum Container {
    /// What a file is by its signature and, for a zip, by the names of its members.
    public enum Kind: String, Sendable {
        case none, gzip
        /// A zip that is none of the kinds below; also one that cannot be opened.
        case zip
        /// Office Open XML spreadsheet: `.xlsx`, `.xlsm`.
        case workbook
        /// `.xlsb`
        case binaryWorkbook = "binary-workbook"
        /// Office Open XML text or presentation: `.docx`, `.pptx`.
        case officeDocument = "office-document"
        /// OpenDocument: `.ods`, `.odt`.
        case openDocument = "open-document"
    }

    /// Bytes of a chunk handed to a sink.
    static let chunkBytes = 1 << 18

    /// Never judges: a broken zip is a zip, and opening it tells what is wrong.
    public static func kind(of bytes: Span<UInt8>) -> Kind {
        if bytes.count >= 3, bytes[0] == 0x1F, bytes[1] == 0x8B, bytes[2] == 8 { return .gzip }
        guard isZip(bytes) else { return .none }
        guard let archive = try? ZipArchive(bytes) else { return .zip }
        func has(_ name: String) -> Bool { archive.member(named: name) != nil }
        if has("mimetype"), has("content.xml"), has("META-INF/manifest.xml") { return .openDocument }
        guard has("[Content_Types].xml") else { return .zip }
        if has("xl/workbook.bin") { return .binaryWorkbook }
        // The web version of the program has written xl/workbook2.xml and the like.
        let isWorkbook = archive.members.contains {
            let name = $0.name.lowercased()
            return name.hasPrefix("xl/workbook") && name.hasSuffix(".xml")
        }
        if isWorkbook { return .workbook }
        return has("word/document.xml") || has("ppt/presentation.xml") ? .officeDocument : .zip
    }

    /// Whether the first bytes are those of a zip, empty ones included.
    public static func isZip(_ bytes: Span<UInt8>) -> Bool {
        let signature = bytes.littleEndian32(0)
        return signature == ZipDirectory.localSignature || signature == ZipDirectory.endSignature
    }
}

extension Span where Element == UInt8 {
    /// The two bytes at an offset, lowest first; `nil` where they are not all there.
    func littleEndian16(_ offset: Int) -> Int? {
        guard offset >= 0, offset <= count - 2 else { return nil }
        return Int(self[offset]) | Int(self[offset + 1]) << 8
    }

    /// The four bytes at an offset, lowest first.
    func littleEndian32(_ offset: Int) -> Int? {
        guard let low = littleEndian16(offset), let high = littleEndian16(offset + 2) else { return nil }
        return low | high << 16
    }

    /// The eight bytes at an offset, lowest first; `nil` too where they are no `Int`.
    func littleEndian64(_ offset: Int) -> Int? {
        guard let low = littleEndian32(offset), let high = littleEndian32(offset + 4), high < 1 << 31 else {
            return nil
        }
        return low | high << 32
    }
}
