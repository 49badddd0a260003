import Domain

/// An account that a text spells, in one word or in groups: `ES91 2100 0418 4502 0005 1332`.
struct PrintedAccount {
    let iban: String
    /// Its words.
    let words: Range<Int>

    /// All accounts with right check digits.
    static func all(in text: FoldedText) -> [PrintedAccount] {
        var found: [PrintedAccount] = []
        var first = 0
        while first < text.tokens.count {
            if let account = account(at: first, text) {
                found.append(account)
                first = account.words.upperBound
            } else {
                first += 1
            }
        }
        return found
    }

    private static func account(at first: Int, _ text: FoldedText) -> PrintedAccount? {
        let word = text.word(first)
        guard word.count >= 4, word.prefix(2).allSatisfy({ !isDigit($0) }),
            word.dropFirst(2).prefix(2).allSatisfy(isDigit)
        else { return nil }
        // The longest account there is has 34 letters and digits, in nine groups.
        for last in first..<min(first + 9, text.tokens.count) {
            let range = text.range(first, last)
            guard range.count <= 34 else { break }
            guard range.count >= 15, let iban = IBAN(String(decoding: text.bytes[range], as: UTF8.self))
            else { continue }
            return PrintedAccount(iban: iban.text, words: first..<last + 1)
        }
        return nil
    }
}
