/// Which of a customer's open amounts add up to a sum.
enum SubsetSearch {
    /// Beyond so many amounts chance hits are common and nothing may be concluded.
    static let amountsMax = 24
    /// Up to so many amounts, sets of every size are counted.
    static let wholeMax = 28
    /// Steps after which a search gives up: the same on every machine.
    private static let stepsMax = 60_000

    /// Whether up to four of the amounts add up to `target`; true as well where there are too many to tell.
    static func exists(of target: Int64, in amounts: [Int64]) -> Bool {
        if amounts.contains(target) { return true }
        guard amounts.count <= amountsMax else { return true }
        let found = find(target, in: amounts, sizes: 2...4, limit: 1)
        return !found.sets.isEmpty || found.gaveUp
    }

    /// Up to `limit` index sets of the given sizes that add up to `target`; whether it gave up before it knew
    /// all.
    ///
    /// Depth first over the amounts in descending order, cut where what is left cannot reach the target any
    /// more; smaller sets come first.
    static func find(
        _ target: Int64, in amounts: [Int64], sizes: ClosedRange<Int>, limit: Int
    ) -> (sets: [[Int]], gaveUp: Bool) {
        let order = amounts.indices.sorted { (amounts[$1], $0) < (amounts[$0], $1) }
        let sorted = order.map { amounts[$0] }
        // What the positive and the negative amounts from here on can add at most.
        var most = Array(repeating: Int64(0), count: sorted.count + 1)
        var least = most
        for index in sorted.indices.reversed() {
            most[index] = most[index + 1] + max(0, sorted[index])
            least[index] = least[index + 1] + min(0, sorted[index])
        }
        var found: [[Int]] = []
        var steps = 0
        var chosen: [Int] = []
        func search(_ start: Int, _ rest: Int64, _ size: Int) {
            if chosen.count == size {
                if rest == 0 { found.append(chosen.map { order[$0] }.sorted()) }
                return
            }
            var index = start
            while index < sorted.count, found.count < limit, steps < stepsMax {
                steps += 1
                if most[index] < rest || least[index] > rest { return }
                chosen.append(index)
                search(index + 1, rest - sorted[index], size)
                chosen.removeLast()
                index += 1
            }
        }
        for size in sizes where size <= sorted.count && found.count < limit { search(0, target, size) }
        return (found, steps >= stepsMax)
    }

    /// Sets of any size that add up to `target`, at most `limit` of them, from at most `wholeMax` amounts: the
    /// sums of either half are met in the middle.
    static func findAll(_ target: Int64, in amounts: [Int64], limit: Int) -> [[Int]] {
        guard amounts.count <= wholeMax else { return [] }
        // Nothing adds up where all that is owed is less than what was paid.
        guard amounts.reduce(0, { $0 + max(0, $1) }) >= target else { return [] }
        let middle = amounts.count / 2
        let left = sums(amounts[..<middle])
        let right = sums(amounts[middle...])
        var found: [[Int]] = []
        var high = right.count - 1
        for one in left {
            while high >= 0, one.sum + right[high].sum > target { high -= 1 }
            var index = high
            while index >= 0, one.sum + right[index].sum == target {
                let set = UInt32(one.set) | UInt32(right[index].set) << UInt32(middle)
                let items = amounts.indices.filter { set >> UInt32($0) & 1 == 1 }
                if items.count > 1 { found.append(items) }
                if found.count >= limit { return found }
                index -= 1
            }
        }
        return found
    }

    /// The sums of all sets of the amounts, ascending: each amount merges those with it into those without.
    private static func sums(_ amounts: ArraySlice<Int64>) -> [(sum: Int64, set: UInt16)] {
        var sums: [(sum: Int64, set: UInt16)] = [(0, 0)]
        for (bit, amount) in amounts.enumerated() {
            var merged: [(sum: Int64, set: UInt16)] = []
            merged.reserveCapacity(sums.count * 2)
            var (without, with) = (0, 0)
            while without < sums.count || with < sums.count {
                let takesWithout =
                    with >= sums.count
                    || (without < sums.count && sums[without].sum <= sums[with].sum + amount)
                if takesWithout {
                    merged.append(sums[without])
                    without += 1
                } else {
                    merged.append((sums[with].sum + amount, sums[with].set | 1 << UInt16(bit)))
                    with += 1
                }
            }
            sums = merged
        }
        return sums
    }
}
