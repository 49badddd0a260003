internal import Domain
internal import Verification

/// Which law holds for the creditor's claims.
struct LawSettings: Sendable {
    /// Folder of the creditor's own law packs; empty for the built-in ones.
    var folder = ""
    /// What is claimed, as the law pack calls it; empty where nobody says.
    var claims = ""
    /// The law that governs the claims; empty for the country's common law.
    var governing = ""
}

extension ConfigurationReader {
    /// Reads which law holds.
    func law(_ section: YAMLSection, into result: inout Configuration) {
        result.law.folder = section.text("folder") ?? ""
        result.law.claims = section.text("claims") ?? ""
        result.law.governing = section.text("governing") ?? ""
        section.finish()
    }
}

extension Configuration {
    /// The law of the creditor's country: the built-in pack, or the creditor's own where `law.folder` has
    /// one. What the configuration says of the claims must be in it.
    func lawPack() throws -> LawPack {
        let pack = try readLawPack()
        let terms = pack.rows(of: .limitation)
        let governing = Set(terms.map(\.governingLaw)).subtracting([""])
        guard law.governing.isEmpty || governing.contains(law.governing) else {
            throw unknown("law.governing", law.governing, governing)
        }
        let categories = Set(terms.filter { $0.governingLaw == law.governing }.map(\.subject))
        guard law.claims.isEmpty || categories.contains(law.claims) else {
            throw unknown("law.claims", law.claims, categories)
        }
        return pack
    }

    private func unknown(_ key: String, _ found: String, _ known: Set<String>) -> RunError {
        let list = known.sorted().joined(separator: ", ")
        return .usage("'\(key)' is '\(found)'; the law pack of \(creditor.country) has: \(list)")
    }

    private func readLawPack() throws -> LawPack {
        let country = creditor.country.lowercased()
        do {
            guard !law.folder.isEmpty else { return try LawPack.bundled(country: country) }
            return try LawPack.load(country: country, replacements: law.folder)
        } catch {
            throw RunError.usage("the law pack cannot be used:\n\(error)")
        }
    }
}
