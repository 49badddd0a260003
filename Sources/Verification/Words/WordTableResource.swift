internal import Foundation

/// Word tables travel with the program, like the law packs.
extension VerdictWords {
    /// The texts of a language, a flat table from key to text; empty where there is none.
    static func wordTable(language: String) -> [String: String] {
        let path = Bundle.module.bundlePath + "/Resources/words/" + language + ".json"
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: data)) ?? [:]
    }
}
