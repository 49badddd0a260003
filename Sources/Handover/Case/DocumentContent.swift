internal import Crypto

/// What a document holds: known by its digest, and fetched when it is written. The documents of a night's
/// cases are more than a machine has memory for.
public struct DocumentContent: Sendable, Equatable {
    let digest: FileDigest
    /// Bytes.
    public let size: Int
    private let fetch: @Sendable () -> [UInt8]

    /// Content that is held.
    public init(_ bytes: [UInt8]) {
        digest = bytes.withUnsafeBytes { FileDigest(SHA256.hash(data: $0)) }
        size = bytes.count
        fetch = { bytes }
    }

    /// Content that lies elsewhere.
    ///
    /// - Parameters:
    ///   - sha256: 64 hexadecimal digits; `nil` comes back where they are none.
    ///   - fetch: gives the bytes of that digest, again and again, to several threads at once.
    public init?(sha256: String, size: Int, fetch: @escaping @Sendable () -> [UInt8]) {
        guard let digest = FileDigest(hexadecimal: sha256.utf8) else { return nil }
        self.digest = digest
        self.size = size
        self.fetch = fetch
    }

    /// 64 lower-case hexadecimal digits.
    public var sha256: String { digest.text }

    /// The bytes, fetched anew each time.
    public var bytes: [UInt8] { fetch() }

    static let empty = DocumentContent([])

    /// By what they hold, wherever it lies.
    public static func == (a: DocumentContent, b: DocumentContent) -> Bool { a.digest == b.digest }
}
