// The tables of a profile read backwards: codes of others that come in.
extension LayoutProfile {
    /// What a code of theirs means: our code whose entry in the table lists it. Several of theirs may stand
    /// for one of ours, joined by `|`; `nil` where none does.
    func meaning(of code: String, in table: String) -> String? {
        tables[table]?.first { $0.value.split(separator: "|").contains(Substring(code)) }?.key
    }

    /// Checks a table by which codes of others are read: it gives our codes, and each of theirs one meaning.
    ///
    /// - Parameter words: our codes; `nil` where we have no closed list.
    func check(table: String, words: [String]?) throws(LayoutError) {
        let codes = tables[table] ?? [:]
        if let words {
            for ours in codes.keys.sorted() where !words.contains(ours) {
                throw LayoutError(.wrongValue, at: "tables.\(table).\(ours)", "it is none of our codes")
            }
        }
        var seen: Set<Substring> = []
        for (_, theirs) in codes.sorted(by: { $0.key < $1.key }) {
            for code in theirs.split(separator: "|") where !seen.insert(code).inserted {
                throw LayoutError(.wrongValue, at: "tables.\(table)", "'\(code)' has two meanings")
            }
        }
    }
}
