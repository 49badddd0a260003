/// The media type of a file by the end of its name (RFC 6838), as packages name it.
enum MediaType {
    static func of(_ name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "pdf": "application/pdf"
        case "xml": "application/xml"
        case "json": "application/json"
        case "txt": "text/plain"
        case "html", "htm": "text/html"
        case "csv": "text/csv"
        case "jpg", "jpeg": "image/jpeg"
        case "png": "image/png"
        case "tif", "tiff": "image/tiff"
        case "eml": "message/rfc822"
        default: "application/octet-stream"
        }
    }
}
