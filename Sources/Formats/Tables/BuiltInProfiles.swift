internal import Foundation

/// The table profiles that come with the program: the JSON files of `Profiles/`.
public enum BuiltInProfiles {
    /// All of them, by name. Read once.
    public static let all: [TableProfile] = load()

    /// The only place of this module that opens files, its own resources; an unreadable one is left out here
    /// and missed by the tests.
    private static func load() -> [TableProfile] {
        guard let folder = Bundle.module.resourceURL?.appendingPathComponent("Profiles"),
            let files = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        return files.filter { $0.pathExtension == "json" }.compactMap(profile(at:)).sorted {
            $0.name < $1.name
        }
    }

    private static func profile(at url: URL) -> TableProfile? {
        guard let data = try? Data(contentsOf: url),
            let file = try? JSONDecoder().decode(ProfileFile.self, from: data)
        else { return nil }
        return file.profile(named: url.deletingPathExtension().lastPathComponent)
    }
}

/// A profile as its JSON file spells it; the file's name is the profile's.
private struct ProfileFile: Decodable {
    let role: String
    let columns: [String: [String]]?
    let dateOrder: String?
    let decimalMark: String?
    let delimiter: String?
    let currency: String?
    let positions: [String: Int]?
    let columnCount: Int?
    let generic: Bool?
    let usualDateOrder: String?
    let usualDecimalMark: String?
    let refusal: String?

    func profile(named name: String) -> TableProfile? {
        guard let role = TableProfile.Role(rawValue: role) else { return nil }
        var profile = TableProfile(
            name: name, role: role, columns: columns ?? [:],
            dateOrder: dateOrder.flatMap(TableProfile.DateOrder.init), decimalMark: decimalMark?.first,
            delimiter: delimiter?.first)
        profile.currency = currency
        profile.positions = positions ?? [:]
        profile.columnCount = columnCount
        profile.isGeneric = generic ?? false
        profile.usualDateOrder = usualDateOrder.flatMap(TableProfile.DateOrder.init)
        profile.usualDecimalMark = usualDecimalMark?.first
        profile.refusal = refusal
        return profile
    }
}
