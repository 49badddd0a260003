/// Media types of the documents that travel, and the ends of their file names (RFC 6838).
public enum MediaType {
    /// The first name of a type is how it is written; a later row reads other spellings.
    private static let table = [
        ("pdf", "application/pdf"), ("xml", "application/xml"), ("json", "application/json"),
        ("txt", "text/plain"), ("html", "text/html"), ("csv", "text/csv"), ("jpg", "image/jpeg"),
        ("png", "image/png"), ("tif", "image/tiff"), ("eml", "message/rfc822"), ("htm", "text/html"),
        ("jpeg", "image/jpeg"), ("tiff", "image/tiff"), ("xml", "text/xml"),
    ]

    /// Of a file by the end of its name; `application/octet-stream` where it says nothing.
    public static func of(_ name: String) -> String {
        let end = name.split(separator: ".").last?.lowercased()
        return table.first { $0.0 == end }?.1 ?? "application/octet-stream"
    }

    /// Whether a row of the table has it.
    static func isKnown(_ type: String) -> Bool { table.contains { $0.1 == type } }

    /// The end of a file's name; `bin` for a type that is not known.
    static func fileExtension(_ type: String) -> String {
        table.first { $0.1 == type }?.0 ?? "bin"
    }
}
