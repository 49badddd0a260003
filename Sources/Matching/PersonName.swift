import Domain

/// Names as banks print them: upper case, cut off, words abbreviated, legal form in any spelling.
struct PersonName: Equatable {
    /// Words without legal form and link words, in order; capitals A to Z and digits only.
    private(set) var words: [[UInt8]] = []
    /// What kind of legal form the name ends with.
    private(set) var form = LegalForm.none

    init(_ name: ArraySlice<UInt8>) {
        let folded = FoldedText(name, isName: true)
        for index in folded.tokens.indices {
            let word = folded.word(index)
            if let form = LegalForm(word) {
                if self.form == .none { self.form = form }
            } else if !Self.isLink(word) {
                words.append(Array(word))
            }
        }
    }

    private static let links: Set<[UInt8]> = Set(
        ["Y", "E", "DE", "DEL", "LA", "LAS", "LOS", "EL", "I", "AND", "CIA"].map { Array($0.utf8) })

    private static func isLink(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 3 && links.contains(Array(word))
    }

    /// Words that a cut leaves of a link: `REYES & CI` for `REYES & CIA`, `PARRA D` for `PARRA DEL SUR`.
    private static let cutLinks: Set<[UInt8]> = Set(["C", "CI", "D", "L"].map { Array($0.utf8) })

    /// Whether the last word may be what a cut left of a link word.
    var mayEndInLink: Bool { words.last.map { Self.cutLinks.contains($0) } ?? false }

    /// How a printed name can be a full one.
    enum Fit: Int, Comparable {
        case no
        /// Cut off or abbreviated.
        case cut
        /// Word for word.
        case whole
        static func < (a: Fit, b: Fit) -> Bool { a.rawValue < b.rawValue }
    }

    /// Whether a printed payer name can be this full name: every printed word is the full word at its place
    /// or, when abbreviated or cut at the end, a beginning of it of three letters or more; at least two words
    /// or one long one say so. A name cut after its first words passes, an additional word never does.
    func fit(printed: PersonName) -> Fit {
        let fit = fit(printed.words[...])
        guard fit == .no, printed.mayEndInLink else { return fit }
        return self.fit(printed.words.dropLast()) > .no ? .cut : .no
    }

    private func fit(_ printed: ArraySlice<[UInt8]>) -> Fit {
        var shown = printed
        // A name cut within its legal form ends in a lone S.
        if shown.count > words.count, shown.last == [0x53] { shown.removeLast() }
        guard !shown.isEmpty, shown.count <= words.count else { return .no }
        var isWhole = shown.count == words.count
        for (index, word) in shown.enumerated() {
            let full = words[index]
            if word == full { continue }
            isWhole = false
            let isLast = index == shown.count - 1
            if full.starts(with: word), word.count >= 3 || (isLast && index >= 2) { continue }
            guard Self.isAbbreviation(word, of: full) else { return .no }
        }
        guard shown.count >= 2 || (shown.first?.count ?? 0) >= 6 else { return .no }
        return isWhole ? .whole : .cut
    }

    /// Contractions that keep first and last letters: `HNOS` for `HERMANOS`.
    private static func isAbbreviation(_ short: [UInt8], of full: [UInt8]) -> Bool {
        guard short.count >= 3, short.count < full.count, short.first == full.first, short.last == full.last
        else { return false }
        var rest = full[...]
        for letter in short {
            guard let found = rest.firstIndex(of: letter) else { return false }
            rest = rest[(found + 1)...]
        }
        return true
    }

    /// Whether two names share a word that is rare enough to be a family name or a brand.
    func sharesWord(with other: PersonName, isCommon: ([UInt8]) -> Bool) -> Bool {
        words.contains { word in word.count >= 4 && other.words.contains(word) && !isCommon(word) }
    }
}

/// Legal forms by kind (forma jurídica): the spelling changes from bank to bank, the kind does not.
enum LegalForm: Int, Sendable {
    case none, limited, stock, cooperative, community, other

    private static let spellings: [[UInt8]: LegalForm] = {
        var table: [[UInt8]: LegalForm] = [:]
        let kinds: [(LegalForm, String)] = [
            (.limited, "SL SLU SLL SLP SLNE LIMITADA LTD LTDA LDA SARL GMBH SRL"),
            (.stock, "SA SAU SAL ANONIMA SAS"),
            (.cooperative, "SCOOP SCCL COOP"), (.community, "SC CB SCP"),
            (.other, "AIE UTE SOCIEDAD UNIPERSONAL"),
        ]
        for (kind, words) in kinds {
            for word in words.split(separator: " ") { table[Array(word.utf8)] = kind }
        }
        return table
    }()

    init?(_ word: ArraySlice<UInt8>) {
        guard word.count <= 11, let kind = Self.spellings[Array(word)] else { return nil }
        self = kind
    }

    /// Whether two printed forms cannot be one.
    func contradicts(_ other: LegalForm) -> Bool {
        self != .none && other != .none && self != .other && other != .other && self != other
    }
}

extension PersonName {
    /// The keys under which a full name stands in an index. Every printed name that can be it has one of them
    /// among its `lookupKeys`: a printed word is the full word, a beginning of it of three letters or more,
    /// or keeps its first and last letter; a third word may be cut to its first.
    var indexKeys: [UInt64] {
        guard let first = words.first else { return [] }
        let one = Array(first.prefix(3))
        guard words.count > 1 else { return [hash(one[...])] }
        let two = Self.secondKeys(one, words[1])
        guard words.count > 2 else { return ([one] + two).map { hash($0[...]) } }
        let initial = words[2].prefix(1)
        return ([one] + two + two.map { $0 + [0x7C] + initial }).map { hash($0[...]) }
    }

    /// The keys under which the full names of a printed one are found. A lone S at the end may be the
    /// beginning of a legal form, and a short last word that of a link.
    var lookupKeys: [UInt64] {
        let keys = Self.lookupKeys(words[...])
        guard words.count > 1, words.last == [0x53] || mayEndInLink else { return keys }
        return keys + Self.lookupKeys(words.dropLast())
    }

    private static func lookupKeys(_ words: ArraySlice<[UInt8]>) -> [UInt64] {
        guard let first = words.first else { return [] }
        let one = Array(first.prefix(3))
        guard words.count > 1 else { return [hash(one[...])] }
        let two = secondKeys(one, words[words.startIndex + 1])
        guard words.count > 2 else { return two.map { hash($0[...]) } }
        let initial = words[words.startIndex + 2].prefix(1)
        return two.map { hash(($0 + [0x7C] + initial)[...]) }
    }

    /// The second word by its beginning, and by its ends for contractions.
    private static func secondKeys(_ one: [UInt8], _ word: [UInt8]) -> [[UInt8]] {
        [one + [0x7C] + word.prefix(3), one + [0x2F] + word.prefix(1) + word.suffix(1)]
    }
}
