import Domain

/// Names as banks print them: upper case, cut off, words abbreviated, legal form in any spelling.
struct PersonName: Equatable {
    /// Words without legal form and link words, in order, a blank between them; capitals A to Z and digits
    /// only.
    private(set) var spelling: [UInt8] = []
    /// Where each word ends in the spelling.
    private var ends: [Int] = []
    /// What kind of legal form the name ends with.
    private(set) var form = LegalForm.none

    init(_ name: ArraySlice<UInt8>) {
        let folded = FoldedText(name, isName: true)
        for index in folded.tokens.indices {
            let word = folded.word(index)
            if let form = LegalForm(word) {
                if self.form == .none { self.form = form }
            } else if !Self.isLink(word) {
                if !ends.isEmpty { spelling.append(0x20) }
                spelling += word
                ends.append(spelling.count)
            }
        }
    }

    /// How many words it has.
    var count: Int { ends.count }
    var isEmpty: Bool { ends.isEmpty }
    var last: ArraySlice<UInt8>? { isEmpty ? nil : word(count - 1) }

    func word(_ index: Int) -> ArraySlice<UInt8> {
        spelling[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]]
    }

    private static let links: Set<[UInt8]> = Set(
        ["Y", "E", "DE", "DEL", "LA", "LAS", "LOS", "EL", "I", "AND", "CIA"].map { Array($0.utf8) })

    private static func isLink(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 3 && links.contains(Array(word))
    }

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
        var shown = printed.count
        // A name cut within its legal form ends in a lone S.
        if shown > count, printed.last?.elementsEqual([0x53]) == true { shown -= 1 }
        guard shown > 0, shown <= count else { return .no }
        var isWhole = shown == count
        for index in 0..<shown {
            let word = printed.word(index)
            let full = self.word(index)
            if word.elementsEqual(full) { continue }
            isWhole = false
            let isLast = index == shown - 1
            if full.starts(with: word), word.count >= 3 || (isLast && index >= 2) { continue }
            guard Self.isAbbreviation(word, of: full) else { return .no }
        }
        guard shown >= 2 || printed.word(0).count >= 6 else { return .no }
        return isWhole ? .whole : .cut
    }

    /// Contractions that keep first and last letters: `HNOS` for `HERMANOS`.
    private static func isAbbreviation(_ short: ArraySlice<UInt8>, of full: ArraySlice<UInt8>) -> Bool {
        guard short.count >= 3, short.count < full.count, short.first == full.first, short.last == full.last
        else { return false }
        var rest = full
        for letter in short {
            guard let found = rest.firstIndex(of: letter) else { return false }
            rest = rest[(found + 1)...]
        }
        return true
    }

    /// Whether two names share a word that is rare enough to be a family name or a brand.
    func sharesWord(with other: PersonName, isCommon: (ArraySlice<UInt8>) -> Bool) -> Bool {
        (0..<count).contains { index in
            let word = word(index)
            return word.count >= 4 && (0..<other.count).contains { other.word($0).elementsEqual(word) }
                && !isCommon(word)
        }
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
        guard !isEmpty else { return [] }
        let one = Array(word(0).prefix(3))
        guard count > 1 else { return [hash(one[...])] }
        let two = Self.secondKeys(one, word(1))
        guard count > 2 else { return ([one] + two).map { hash($0[...]) } }
        let initial = word(2).prefix(1)
        return ([one] + two + two.map { $0 + [0x7C] + initial }).map { hash($0[...]) }
    }

    /// The keys under which the full names of a printed one are found. A lone S at the end may be the
    /// beginning of a legal form.
    var lookupKeys: [UInt64] {
        let keys = lookupKeys(count)
        guard count > 1, last?.elementsEqual([0x53]) == true else { return keys }
        return keys + lookupKeys(count - 1)
    }

    private func lookupKeys(_ count: Int) -> [UInt64] {
        guard count > 0 else { return [] }
        let one = Array(word(0).prefix(3))
        guard count > 1 else { return [hash(one[...])] }
        let two = Self.secondKeys(one, word(1))
        guard count > 2 else { return two.map { hash($0[...]) } }
        let initial = word(2).prefix(1)
        return two.map { hash(($0 + [0x7C] + initial)[...]) }
    }

    /// The second word by its beginning, and by its ends for contractions.
    private static func secondKeys(_ one: [UInt8], _ word: ArraySlice<UInt8>) -> [[UInt8]] {
        [one + [0x7C] + word.prefix(3), one + [0x2F] + word.prefix(1) + word.suffix(1)]
    }
}
