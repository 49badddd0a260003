internal import Domain
internal import Verification

extension ConfigurationReader {
    /// Reads where law packs of the creditor's own lie.
    func law(_ section: YAMLSection, into result: inout Configuration) {
        result.lawFolder = section.text("folder") ?? ""
        section.finish()
    }
}

extension Configuration {
    /// The law of the creditor's country: the built-in pack, or the creditor's own where `law.folder` has
    /// one.
    func lawPack() throws -> LawPack {
        let country = creditor.country.lowercased()
        do {
            guard !lawFolder.isEmpty else { return try LawPack.bundled(country: country) }
            return try LawPack.load(country: country, replacements: lawFolder)
        } catch {
            throw RunError.usage("the law pack cannot be used:\n\(error)")
        }
    }
}
