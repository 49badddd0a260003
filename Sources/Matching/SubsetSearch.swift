/// Which of a customer's open amounts add up to a sum.
enum SubsetSearch {
    /// Beyond so many amounts chance hits are common and nothing may be concluded.
    static let amountsMax = 24

    /// Whether up to four of the amounts add up to `target`; true as well where there are too many to tell.
    static func exists(of target: Int64, in amounts: [Int64]) -> Bool {
        if amounts.contains(target) { return true }
        guard amounts.count <= amountsMax else { return true }
        return !find(target, in: amounts, sizes: 2...4, limit: 1).isEmpty
    }

    /// Up to `limit` index sets of the given sizes that add up to `target`, in lexicographic order.
    static func find(_ target: Int64, in amounts: [Int64], sizes: ClosedRange<Int>, limit: Int) -> [[Int]] {
        var found: [[Int]] = []
        var chosen: [Int] = []
        func search(from start: Int, rest: Int64) {
            if sizes.contains(chosen.count), rest == 0 { found.append(chosen) }
            guard chosen.count < sizes.upperBound, found.count < limit else { return }
            for index in start..<max(start, amounts.count) {
                // With only positive amounts left out of reach there is nothing more to add.
                if amounts[index] > rest, rest > 0, !hasNegative { continue }
                chosen.append(index)
                search(from: index + 1, rest: rest - amounts[index])
                chosen.removeLast()
                if found.count >= limit { return }
            }
        }
        let hasNegative = amounts.contains { $0 < 0 }
        search(from: 0, rest: target)
        return found
    }
}
