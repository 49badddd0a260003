internal import Domain

/// The template of a file's name, of files that are written and of return files that come: text with
/// `{reporterId}`, `{businessDate}` (YYYYMMDD), `{sequence}` (six digits), `{environment}` and `{profile}`.
struct LayoutFileName: Sendable, Equatable {
    enum Part: Equatable {
        case text(String)
        case reporterId, businessDate, sequence, environment, profile
    }

    let parts: [Part]

    /// `nil` where a placeholder is unknown or a brace stands alone.
    init?(_ template: String) {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { return nil }
            parts.append(.text(String(rest[..<open])))
            switch rest[rest.index(after: open)..<close] {
            case "reporterId": parts.append(.reporterId)
            case "businessDate": parts.append(.businessDate)
            case "sequence": parts.append(.sequence)
            case "environment": parts.append(.environment)
            case "profile": parts.append(.profile)
            default: return nil
            }
            rest = rest[rest.index(after: close)...]
        }
        guard !template.isEmpty, !rest.contains("}") else { return nil }
        self.parts = parts + [.text(String(rest))]
    }

    /// The name, in characters that every file system takes.
    func name(header: BatchHeader, reporterId: String, profile: String) -> String {
        let text = parts.map { part in
            switch part {
            case .text(let text): text
            case .reporterId: reporterId
            case .businessDate: String(header.businessDate.description.filter { $0 != "-" })
            case .sequence: header.sixDigits
            case .environment: header.environment.rawValue
            case .profile: profile
            }
        }.joined()
        let safe = text.utf8.map { FieldForm.isAlphanumeric($0) || "._-".utf8.contains($0) ? $0 : 0x2D }
        let name = String(decoding: safe, as: UTF8.self)
        return name.hasPrefix(".") ? "_" + name : name
    }
}
