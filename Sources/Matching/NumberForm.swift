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

    /// - Parameter groups: Room for the runs of letters and digits, used again from number to number.
    init(_ number: FoldedText, issuedYear: Int, groups: inout [Range<Int>]) {
        let bytes = number.bytes
        groups.removeAll(keepingCapacity: true)
        for token in number.tokens { Self.cut(bytes, token.range, issuedYear, &groups) }
        let isYear = { (group: Range<Int>) in
            guard let number = value(bytes[group]) else { return false }
            return number == issuedYear || (group.count == 2 && number == issuedYear % 100)
        }
        // The counter is the last run of digits that is not the year; the year alone is a counter.
        let isDigits = { (group: Range<Int>) in isDigit(bytes[group.lowerBound]) }
        guard
            let counterAt = groups.lastIndex(where: { isDigits($0) && !isYear($0) })
                ?? groups.lastIndex(where: isDigits),
            let counter = value(bytes[groups[counterAt]])
        else { return }
        let yearAt = groups.indices.first { $0 != counterAt && isYear(groups[$0]) }
        if yearAt != nil { year = Int32(issuedYear) }
        self.counter = Int32(counter)
        for index in groups.indices where index != counterAt && index != yearAt {
            series += bytes[groups[index]]
        }
    }

    /// Cuts a word where letters and digits meet, and the year off the digits after it: `202500123`.
    private static func cut(
        _ bytes: [UInt8], _ word: Range<Int>, _ year: Int, _ groups: inout [Range<Int>]
    ) {
        var start = word.lowerBound
        func close(_ end: Int) {
            let run = start..<end
            start = end
            if run.count > 5, isDigit(bytes[run.lowerBound]), value(bytes[run].prefix(4)) == year {
                groups.append(run.lowerBound..<run.lowerBound + 4)
                groups.append(run.lowerBound + 4..<run.upperBound)
            } else {
                groups.append(run)
            }
        }
        for index in word.dropFirst() where isDigit(bytes[index]) != isDigit(bytes[index - 1]) {
            close(index)
        }
        close(word.upperBound)
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
