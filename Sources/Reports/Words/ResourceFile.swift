internal import Foundation

/// Reads what the module carries beside its code. The only file here that knows Foundation.
enum ResourceFile {
    /// The texts of a language, a flat table from key to text; empty when there is no such language.
    static func texts(language: String) -> [String: String] {
        guard let data = bytes("\(language).json") else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
    }

    /// The style sheet of the page.
    static func style() -> String {
        bytes("page.css").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func bytes(_ name: String) -> Data? {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources").appendingPathComponent(name)
        return try? Data(contentsOf: url)
    }
}
