internal import Domain

/// A date pattern: `yyyyMMdd`, `dd/MM/yyyy`.
struct LayoutDate {
    enum Part { case year, month, day, mark(Character) }
    let parts: [Part]

    /// `nil` unless `yyyy`, `MM` and `dd` stand in it once each and all else is no letter or digit.
    init?(pattern: String) {
        var parts: [Part] = []
        var rest = pattern[...]
        var found: Set<String> = []
        while let character = rest.first {
            if rest.hasPrefix("yyyy"), found.insert("y").inserted {
                parts.append(.year)
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("MM"), found.insert("M").inserted {
                parts.append(.month)
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("dd"), found.insert("d").inserted {
                parts.append(.day)
                rest = rest.dropFirst(2)
            } else {
                guard !character.isLetter, !character.isNumber else { return nil }
                parts.append(.mark(character))
                rest = rest.dropFirst()
            }
        }
        guard found.count == 3 else { return nil }
        self.parts = parts
    }

    func text(of day: Day) -> String {
        let iso = day.description
        return parts.map { part in
            switch part {
            case .year: String(iso.prefix(4))
            case .month: String(iso.dropFirst(5).prefix(2))
            case .day: String(iso.suffix(2))
            case .mark(let character): String(character)
            }
        }.joined()
    }
}

extension LayoutDate {
    /// The day of a text in this pattern.
    func day(of text: String) -> Day? {
        var rest = text[...]
        var (year, month, day) = ("", "", "")
        func taken(_ count: Int) -> String? {
            let digits = rest.prefix(count)
            guard digits.utf8.count == count, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
                return nil
            }
            rest = rest.dropFirst(count)
            return String(digits)
        }
        for part in parts {
            switch part {
            case .year:
                guard let text = taken(4) else { return nil }
                year = text
            case .month:
                guard let text = taken(2) else { return nil }
                month = text
            case .day:
                guard let text = taken(2) else { return nil }
                day = text
            case .mark(let mark):
                guard rest.first == mark else { return nil }
                rest = rest.dropFirst()
            }
        }
        return rest.isEmpty ? Day(iso: "\(year)-\(month)-\(day)") : nil
    }
}
