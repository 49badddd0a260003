import Domain

/// How an invoice number is built: fixed letters (the series), the year, a counter.
///
/// Learned from the number and its issue year. Where letters stand between digits that are not a series of
/// the creditor (`INV7K3M9`) there is no counter, and the number is only read whole.
struct NumberForm: Equatable {
    /// Letters and fixed digits, in order, without year and counter.
    var series: [UInt8] = []
    /// Full year where the number carries it (in four or two digits), else 0.
    var year: Int32 = 0
    /// -1 where the number has none.
    var counter: Int32 = -1

    init(key: ArraySlice<UInt8>, tokens: [ArraySlice<UInt8>], issuedYear: Int) {
        var groups = tokens.flatMap { classRuns($0) }
        groups = groups.flatMap { Self.splitYear($0, issuedYear) }
        let isYear = { (group: ArraySlice<UInt8>) in
            value(group) == issuedYear || (group.count == 2 && value(group) == issuedYear % 100)
        }
        let digits = groups.indices.filter { isDigit(groups[$0].first ?? 0) }
        // The counter is the last run of digits that is not the year; the year alone is a counter.
        guard let counterAt = digits.last(where: { !isYear(groups[$0]) }) ?? digits.last,
            groups[counterAt].count <= 9, let counter = value(groups[counterAt])
        else { return }
        let yearAt = digits.first { $0 != counterAt && isYear(groups[$0]) }
        if yearAt != nil { year = Int32(issuedYear) }
        self.counter = Int32(counter)
        for index in groups.indices where index != counterAt && index != yearAt { series += groups[index] }
    }

    /// `202500123` is the year and a counter.
    private static func splitYear(_ group: ArraySlice<UInt8>, _ year: Int) -> [ArraySlice<UInt8>] {
        guard group.count > 5, isDigit(group.first ?? 0), value(group.prefix(4)) == year else {
            return [group]
        }
        return [group.prefix(4), group.dropFirst(4)]
    }
}

/// A word cut where letters and digits meet: `F2025` is `F`, `2025`.
func classRuns(_ word: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var runs: [ArraySlice<UInt8>] = []
    var start = word.startIndex
    for index in word.indices.dropFirst() where isDigit(word[index]) != isDigit(word[index - 1]) {
        runs.append(word[start..<index])
        start = index
    }
    if start < word.endIndex { runs.append(word[start...]) }
    return runs
}

/// The number that digits say; `nil` for none or more than nine.
func value(_ digits: some Collection<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var result = 0
    for byte in digits {
        guard isDigit(byte) else { return nil }
        result = result * 10 + Int(byte - 0x30)
    }
    return result
}
