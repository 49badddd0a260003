/// Which of a customer's open amounts add up to a sum.
///
/// An object for the room it keeps: the sums of one search are the next one's scratch paper.
final class SubsetSearch {
    private struct Sum {
        let sum: Int64
        let set: UInt16
    }

    private var left: [Sum] = []
    private var right: [Sum] = []
    private var spare: [Sum] = []

    /// Beyond so many amounts chance hits are common and nothing may be concluded.
    static let amountsMax = 24
    /// Up to so many amounts, sets of every size are counted.
    static let wholeMax = 28
    /// Steps after which a search gives up: the same on every machine.
    private static let stepsMax = 60_000

    /// Whether up to four of the amounts add up to `target`; true as well where there are too many to tell.
    func exists(of target: Int64, in amounts: [Int64]) -> Bool {
        if amounts.contains(target) { return true }
        guard amounts.count <= Self.amountsMax else { return true }
        let found = find(target, in: amounts, sizes: 2...4, limit: 1)
        return !found.sets.isEmpty || found.gaveUp
    }

    /// Up to `limit` index sets of the given sizes that add up to `target`; whether it gave up before it knew
    /// all.
    ///
    /// Depth first over the amounts in descending order, cut where what is left cannot reach the target any
    /// more; smaller sets come first.
    func find(
        _ target: Int64, in amounts: [Int64], sizes: ClosedRange<Int>, limit: Int
    ) -> (sets: [[Int]], gaveUp: Bool) {
        // Most searches end here: all of it is too little.
        var (sumOfPositive, sumOfNegative) = (Int64(0), Int64(0))
        for amount in amounts {
            sumOfPositive += max(0, amount)
            sumOfNegative += min(0, amount)
        }
        guard sumOfPositive >= target, sumOfNegative <= target else { return ([], false) }
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
            while index < sorted.count, found.count < limit, steps < Self.stepsMax {
                steps += 1
                if most[index] < rest || least[index] > rest { return }
                chosen.append(index)
                search(index + 1, rest - sorted[index], size)
                chosen.removeLast()
                index += 1
            }
        }
        for size in sizes where size <= sorted.count && found.count < limit { search(0, target, size) }
        return (found, steps >= Self.stepsMax)
    }

    /// Sets of any size that add up to `target`, at most `limit` of them, from at most `wholeMax` amounts:
    /// the sums of either half are met in the middle.
    func findAll(_ target: Int64, in all: [Int64], limit: Int) -> [[Int]] {
        guard all.count <= Self.wholeMax else { return [] }
        // What credit notes can take off at most: sums above it and the target are not even written.
        let most = target - all.reduce(0) { $0 + min(0, $1) }
        let places = all.indices.filter { all[$0] <= most }
        let amounts = places.map { all[$0] }
        // Nothing adds up where all that is owed is less than what was paid.
        guard amounts.count > 1, amounts.reduce(0, { $0 + max(0, $1) }) >= target else { return [] }
        let middle = amounts.count / 2
        Self.sums(amounts[..<middle], most: most, into: &left, &spare)
        Self.sums(amounts[middle...], most: most, into: &right, &spare)
        var found: [[Int]] = []
        var high = right.count - 1
        for one in left {
            while high >= 0, one.sum + right[high].sum > target { high -= 1 }
            var index = high
            while index >= 0, one.sum + right[index].sum == target {
                let set = UInt32(one.set) | UInt32(right[index].set) << UInt32(middle)
                if set.nonzeroBitCount > 1 {
                    found.append(amounts.indices.filter { set >> UInt32($0) & 1 == 1 }.map { places[$0] })
                }
                if found.count >= limit { return found }
                index -= 1
            }
        }
        return found
    }

    /// The sums of all sets of the amounts up to `most`, ascending: each amount merges those with it into
    /// those without.
    private static func sums(
        _ amounts: ArraySlice<Int64>, most: Int64, into sums: inout [Sum], _ merged: inout [Sum]
    ) {
        sums.removeAll(keepingCapacity: true)
        sums.append(Sum(sum: 0, set: 0))
        for (bit, amount) in amounts.enumerated() {
            let added = UInt16(1) << UInt16(bit)
            merged.removeAll(keepingCapacity: true)
            merged.reserveCapacity(2 * sums.count)
            sums.withUnsafeBufferPointer { sums in
                var (without, with) = (0, 0)
                while without < sums.count || with < sums.count {
                    let next: Sum
                    if with >= sums.count
                        || (without < sums.count && sums[without].sum <= sums[with].sum + amount)
                    {
                        next = sums[without]
                        without += 1
                    } else {
                        next = Sum(sum: sums[with].sum + amount, set: sums[with].set | added)
                        with += 1
                    }
                    if next.sum > most { break }
                    merged.append(next)
                }
            }
            swap(&sums, &merged)
        }
    }
}
