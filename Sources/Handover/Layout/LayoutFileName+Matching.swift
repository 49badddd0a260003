extension LayoutFileName {
    /// What stands for each placeholder in a name that the template could have given, without regard to case:
    /// registries change it on the way. `nil` for a name that it could not.
    func parts(of name: String, profile: String) -> [String: String]? {
        var found: [String: String] = [:]
        let fits = Self.fits(parts[...], name[...], profile: profile, &found)
        return fits ? found : nil
    }

    private static func fits(
        _ parts: ArraySlice<Part>, _ name: Substring, profile: String, _ found: inout [String: String]
    ) -> Bool {
        guard let part = parts.first else { return name.isEmpty }
        let rest = parts.dropFirst()
        func takes(_ text: Substring, _ key: String, _ found: inout [String: String]) -> Bool {
            guard fits(rest, name[text.endIndex...], profile: profile, &found) else { return false }
            found[key] = String(text)
            return true
        }
        func digits(_ count: Int) -> Substring? {
            let text = name.prefix(count)
            return text.count == count && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? text : nil
        }
        switch part {
        case .text(let text): return fits(text: text[...], rest, name, profile: profile, &found)
        case .profile: return fits(text: profile[...], rest, name, profile: profile, &found)
        case .businessDate:
            return digits(8).map { takes($0, "businessDate", &found) } ?? false
        case .sequence: return digits(6).map { takes($0, "sequence", &found) } ?? false
        case .environment:
            let letter = name.prefix(1)
            return ["P", "T"].contains(letter.uppercased()) && takes(letter, "environment", &found)
        case .reporterId:
            var length = name.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }.count
            while length > 0 {
                if takes(name.prefix(length), "reporterId", &found) { return true }
                length -= 1
            }
            return false
        }
    }

    private static func fits(
        text: Substring, _ rest: ArraySlice<Part>, _ name: Substring, profile: String,
        _ found: inout [String: String]
    ) -> Bool {
        guard let letter = text.first else { return fits(rest, name, profile: profile, &found) }
        if letter == "*" {
            for start in name.indices + [name.endIndex]
            where fits(text: text.dropFirst(), rest, name[start...], profile: profile, &found) {
                return true
            }
            return false
        }
        guard let other = name.first, letter.lowercased() == other.lowercased() else { return false }
        return fits(text: text.dropFirst(), rest, name.dropFirst(), profile: profile, &found)
    }
}
